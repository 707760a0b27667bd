// The smaller replicas: the federated site, the short films site, the phone chat site.

const actions = (page) => page.evaluate(() => window.__actions.map(({ action, handle, to }) => [action, handle ?? to]));

export const more = {
  async 'Mastodon: requests have the classes of its own source, and two buttons named by their labels'({ open, assert }) {
    const page = await open('https://mastodon.social/follow_requests?people=pupil-listed,stranger&csp=strict');
    const cards = page.locator('.account-authorize__wrapper');
    assert.equal(await cards.count(), 2);
    assert.equal(await cards.first().locator('a').getAttribute('href'), '/@samoak');
    assert.equal(await cards.first().locator('.display-name__account').textContent(), '@samoak');
    await cards.first().getByRole('button', { name: 'Reject' }).click();
    await cards.first().getByRole('button', { name: 'Authorize' }).click();
    assert.deepEqual(await actions(page), [['decline', 'samoak'], ['accept', 'petralindqvist']]);
  },

  async 'Mastodon: the box for search engines has its id and its name, and the hidden field beside it'({ open, assert }) {
    const page = await open('https://mastodon.social/settings/privacy?indexable=on');
    assert.equal(await page.locator('[name="account[settings][indexable]"]').count(), 2);
    assert.equal(await page.locator('input[type=checkbox]#account_settings_indexable').isChecked(), true);
  },

  async 'TikTok: a box that is not seen, in a row that says what it is'({ open, assert }) {
    const page = await open('https://www.tiktok.com/setting?activeTab=privacy');
    const boxes = page.locator('input[type=checkbox]');
    assert.equal(await boxes.count(), 2);
    assert.equal(await boxes.first().evaluate((box) => getComputedStyle(box).opacity), '0');
    await boxes.first().click();
    assert.deepEqual(await actions(page), [['private', 'on']]);
  },

  async 'WhatsApp: the open chat has its name in the header, and a box below'({ open, assert }) {
    const page = await open('https://web.whatsapp.com/?people=pupil-listed');
    assert.equal(await page.locator('#main header').count(), 0, 'no chat is open');
    await page.click('#pane-side [role=row] >> nth=0');
    assert.equal(await page.locator('#main header span[title]').getAttribute('title'), 'Sam Okoro');
    await page.click('#main footer [contenteditable=true][role=textbox]');
    await page.keyboard.type('Hello');
    await page.keyboard.press('Enter');
    assert.deepEqual(await actions(page), [['send', 'Sam Okoro']]);
  },
};
