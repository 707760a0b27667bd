// What the pages of the smaller webmails claim: the anchors that the site files name, and how their fields behave.

const chips = async (page, selector) => page.$$eval(selector, (all) => all.map((one) => one.textContent.trim()));

export const webmail = {
  async 'Proton: text of a chip, openers of Cc and Bcc, and the line that the fields fold to'({ open, assert }) {
    const page = await open('https://mail.proton.me/u/0/inbox?fold=1&to=Ann One <a@example.com>');
    for (const selector of ['.composer [data-testid="composer:subject"]', '[data-testid="composer:from"]', 'iframe[data-testid=rooster-iframe]', '[data-testid="composer:send-button"]']) assert.ok(await page.$(selector), selector);
    await page.waitForFunction(() => document.querySelector('[data-testid=composer-addresses-item-label]').textContent);
    assert.deepEqual(await chips(page, '[data-testid="composer:to-field"] .composer-addresses-item-label'), ['Ann One <a@example.com>']);
    await page.click('[data-testid="composer:recipients:bcc-button"]');
    assert.ok(await page.$('[data-testid="composer:bcc-field"] input'));
    await page.click('[data-testid="composer:subject"]');
    assert.equal(await page.$('[data-testid="composer:to-field"]'), null);
    assert.equal(await page.textContent('[data-testid="composer:address"]'), 'Ann One');
  },

  async 'Yahoo: an entry has its address in its title, and what is typed is one once a comma follows'({ open, assert }) {
    const page = await open('https://mail.yahoo.com/d/compose/1?to=Ann One <a@example.com>');
    await page.click('#message-to-field');
    await page.keyboard.type('b@example.org,');
    assert.deepEqual(await page.$$eval('[data-test-id=compose-header-field-to] [data-test-id=pill]', (all) => all.map((one) => one.title)), ['Ann One <a@example.com>', 'b@example.org']);
    await page.click('[data-test-id=btn-cc]');
    assert.ok((await page.$('#message-cc-field')) && (await page.$('#message-bcc-field')));
    await page.click('[data-test-id=compose-send-button]');
    assert.deepEqual(await page.evaluate(() => window.__sent.map(({ to }) => to)), [['a@example.com', 'b@example.org']]);
  },

  async 'Zimbra: ids that name the view and the field, bubbles that are taken away by their own button'({ open, assert }) {
    const page = await open('https://zimbra.oakfield.sch.uk/mail?to=a@example.com,b@example.org');
    for (const field of ['to', 'cc', 'bcc']) assert.ok(await page.$(`#zv__COMPOSE-1_${field}_row #zv__COMPOSE-1_${field}_cell .addrBubbleContainer #zv__COMPOSE-1_${field}_control`), field);
    await page.click('.addrBubble .ImgBubbleDelete');
    assert.deepEqual(await chips(page, '.addrBubble > span'), ['b@example.org']);
    await page.click('#zb__COMPOSE-1__SEND');
    assert.equal(await page.evaluate(() => window.__sent.length), 1);
  },

  async 'plain webmail: what stands in its fields is what is sent'({ open, assert }) {
    const page = await open('https://webmail.oakfield.sch.uk/compose?like=sqwebmail&to=a@example.com');
    await page.fill('textarea[name=headerbcc]', 'b@example.org');
    await page.click('[name=sendmsg]');
    const [{ to, bcc }] = await page.evaluate(() => window.__sent);
    assert.deepEqual([to, bcc], ['a@example.com', 'b@example.org']);
  },
};
