// The photo site: requests in the notifications panel, the private switch, profiles.

const SITE = 'https://www.instagram.com';
const actions = (page) => page.evaluate(() => window.__actions.map(({ action, handle, to }) => [action, handle ?? to]));

export const instagram = {
  async 'follow requests open in a panel with no address of its own'({ open, assert }) {
    const page = await open(`${SITE}/?people=pupil-listed,stranger`);
    await page.click('[aria-label=Notifications]');
    await page.waitForSelector('text=requested to follow you');
    assert.equal(new URL(page.url()).pathname, '/');
    const rows = await page.$$eval('[role=button]', (all) =>
      all
        .filter((one) => one.textContent === 'Confirm')
        .map((button) => {
          let row = button.parentElement;
          while (!row.querySelector('a[href]')) row = row.parentElement;
          return [
            row.querySelector('a').getAttribute('href'),
            /requested to follow you/.test(row.textContent),
            [...row.querySelectorAll('[role=button]')].map((one) => one.textContent).join(),
          ];
        }),
    );
    assert.deepEqual(rows, [
      ['/sam.oak/', true, 'Confirm,Delete'],
      ['/petralindqvist/', true, 'Confirm,Delete'],
    ]);
    await page.click('[role=button]:text-is("Confirm") >> nth=0');
    await page.click('[role=button]:text-is("Delete")');
    assert.deepEqual(await actions(page), [
      ['confirm', 'sam.oak'],
      ['delete', 'petralindqvist'],
    ]);
    assert.equal(await page.$('[role=button]:text-is("Confirm")'), null);
    const old = await open(`${SITE}/accounts/activity/?followRequests=1`);
    assert.ok(await old.waitForSelector('text=requested to follow you'));
  },

  async 'the private switch asks first'({ open, assert }) {
    const page = await open(`${SITE}/accounts/who_can_see_your_content/?csp=strict`);
    const toggle = '[role=switch][aria-label="Private account"]';
    assert.equal(await page.getAttribute(toggle, 'aria-checked'), 'false');
    await page.click(toggle);
    assert.match(await page.textContent('[role=dialog]'), /Switch to private account/);
    await page.click('[role=dialog] button:text-is("Cancel")');
    assert.equal(await page.getAttribute(toggle, 'aria-checked'), 'false');
    await page.click(toggle);
    await page.click('[role=dialog] button:text-is("Switch to private")');
    assert.equal(await page.getAttribute(toggle, 'aria-checked'), 'true');
    await page.click(toggle);
    assert.match(await page.textContent('[role=dialog]'), /Switch to public account/);
    assert.deepEqual(await actions(page), [['private', 'on']]);
    const on = await open(`${SITE}/accounts/who_can_see_your_content/?private=on`);
    assert.equal(await on.getAttribute(toggle, 'aria-checked'), 'true');
  },

  async 'bio and profile'({ open, assert }) {
    const page = await open(`${SITE}/accounts/edit/`);
    assert.ok(await page.inputValue('#pepBio'));
    const profile = await open(`${SITE}/sam.oak/`);
    assert.equal(await profile.textContent('h2'), 'sam.oak');
    await profile.click('button:has-text("Follow")');
    assert.deepEqual(await actions(profile), [['follow', 'sam.oak']]);
    assert.ok(await profile.$('button:has-text("Requested")'));
  },

  async 'a new post has its caption in a dialog of its own'({ open, assert }) {
    const page = await open(`${SITE}/`);
    await page.click('[aria-label="New post"]');
    await page.click('[role=dialog][aria-label="Create new post"] [contenteditable=true][aria-label="Write a caption..."]');
    await page.keyboard.type('The heron');
    await page.click('[role=dialog] [role=button]:text-is("Share")');
    assert.deepEqual(await page.evaluate(() => window.__actions.map(({ action, text }) => [action, text])), [['post', 'The heron']]);
  },
};
