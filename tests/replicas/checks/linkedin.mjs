// The work site: invitations by view names, labels with the curly apostrophe, Connect.

const SITE = 'https://www.linkedin.com';
const actions = (page) => page.evaluate(() => window.__actions.map(({ action, handle }) => [action, handle]));
const crowd = Array.from({ length: 23 }, (_, index) => ({
  id: `c${index}`,
  name: `Person ${index}`,
  linkedin: { slug: `person-${index}`, line: '' },
}));

export const linkedin = {
  async 'an invitation is a row with two named actions and one expander without a name'({ open, assert }) {
    const page = await open(`${SITE}/mynetwork/invitation-manager/received/?people=pupil-listed,parent`);
    const row = '[data-sdui-screen*=InvitationReceivedWithType] [data-view-name=pending-invitation]';
    await page.waitForSelector(row);
    const rows = await page.$$eval(row, (all) =>
      all.map((one) => [
        one.querySelector('a[href*="/in/"]').getAttribute('href'),
        [...one.querySelectorAll('[data-view-name=invitation-action]')].map(
          (action) => `${action.tagName} ${action.getAttribute('aria-label')}`,
        ),
        one.querySelectorAll('button:not([aria-label])').length,
      ]),
    );
    assert.deepEqual(rows[0], [
      '/in/sam-oak/',
      ['BUTTON Ignore an invitation to connect from Sam Okoro', 'BUTTON Accept Sam Okoro\u2019s invitation'],
      1,
    ]);
    await page.click('[aria-label^="Accept Sam"]');
    await page.click('[aria-label^="Ignore an invitation to connect from Dana"]');
    assert.deepEqual(await actions(page), [
      ['accept', 'sam-oak'],
      ['ignore', 'dana-whitfield'],
    ]);
    assert.equal((await page.$$(row)).length, 1);
  },

  async 'Accept may be a link, and does not leave the page'({ open, assert }) {
    const page = await open(`${SITE}/mynetwork/invitation-manager/received/?accept=link&csp=strict`);
    await page.click('a[data-view-name=invitation-action][aria-label^="Accept Sam"]');
    assert.deepEqual(await actions(page), [['accept', 'sam-oak']]);
    assert.match(page.url(), /received/);
  },

  async 'ten at a time; going away and back swaps them'({ open, assert }) {
    const page = await open(`${SITE}/mynetwork/invitation-manager/received/`, { people: crowd });
    await page.waitForSelector('[data-view-name=pending-invitation]');
    assert.equal((await page.$$('[data-view-name=pending-invitation]')).length, 10);
    await page.click('button:text-is("Show more")');
    assert.equal((await page.$$('[data-view-name=pending-invitation]')).length, 20);
    const old = await page.$('[data-view-name=pending-invitation]');
    await page.click('a[href="/mynetwork/grow/"]');
    await page.waitForSelector('[componentkey=MyNetwork_InvitationsPreview] [data-view-name=pending-invitation]');
    assert.equal((await page.$$('[componentkey=MyNetwork_InvitationsPreview] [data-view-name=pending-invitation]')).length, 3);
    await page.goBack();
    await page.waitForSelector('[data-sdui-screen*=InvitationReceivedWithType] [data-view-name=pending-invitation]');
    assert.equal(await old.evaluate((row) => row.isConnected), false);
  },

  async 'a profile has Connect, which asks about a note'({ open, assert }) {
    const page = await open(`${SITE}/in/sam-oak/`);
    for (const key of ['ExperienceTopLevelSection', 'EducationTopLevelSection'])
      assert.ok(await page.$(`[data-sdui-screen$="profile.Profile"] [componentkey$=${key}]`), key);
    await page.click('[aria-label="Invite Sam Okoro to connect"]');
    await page.click('[role=dialog] [aria-label="Send without a note"]');
    assert.deepEqual(await actions(page), [['connect', 'sam-oak']]);
    assert.ok(await page.$('[aria-label^="Pending"]'));
  },

  async 'the feed opens a post box with an editor by its label and Post by its text'({ open, assert }) {
    const page = await open(`${SITE}/feed/`);
    await page.click('button:has-text("Start a post")');
    await page.click('[role=dialog] [contenteditable=true][aria-label="Text editor for creating content"]');
    await page.keyboard.type('Eleven weirs');
    await page.click('[role=dialog] button:has-text("Post")');
    assert.deepEqual(await page.evaluate(() => window.__actions.map(({ action, text }) => [action, text])), [['post', 'Eleven weirs']]);
  },
};
