// Outlook's compose: what its anchors say, and how its fields behave.

const HOME = 'https://outlook.office.com/mail/';

export const outlook = {
  async 'a new message has the anchors of the table'({ open, assert }) {
    const page = await open(`${HOME}?open=1&to=a@example.com&cc=b@example.com&bcc=c@example.com`);
    for (const selector of [
      '#O365_AppName[href*="login_hint="]',
      '[data-app-section=MailReadCompose] #docking_InitVisiblePart_0',
      '[role=group][id^=MSG_][id$=_TO] [aria-label=To][contenteditable=true]',
      '[role=group][id$=_CC] [aria-label=Cc][contenteditable=true]',
      '[role=group][id$=_BCC] [aria-label=Bcc][contenteditable=true]',
      '._EType_RECIPIENT_ENTITY[contenteditable=false][aria-label="a@example.com"]',
      'input[id$=_SUBJECT][aria-label=Subject]',
      '[id^=editorParent_] [contenteditable=true][role=textbox]',
      '#Signature',
      'button[id*=primaryActionButton][title*="Ctrl+Enter"]',
    ])
      assert.ok(await page.$(selector), `${selector} is on the page`);
  },

  async 'one of the two To fields is hidden; Cc and Bcc come with their buttons'({ open, assert }) {
    const page = await open(`${HOME}?open=1`);
    const shown = () => page.$$eval('[contenteditable=true][aria-label]:not([role=textbox])', (all) => all.filter((one) => one.getClientRects().length).map((one) => one.getAttribute('aria-label')));
    assert.deepEqual(await shown(), ['To']);
    assert.equal(await page.locator('[aria-label=To][contenteditable=true]').count(), 2);
    await page.getByRole('button', { name: 'Bcc', exact: true }).click();
    await page.getByRole('button', { name: 'Cc', exact: true }).click();
    assert.deepEqual(await shown(), ['To', 'Cc', 'Bcc']);
  },

  async 'each entry draws the field afresh, and what is typed after it is no entry yet'({ open, assert }) {
    const page = await open(`${HOME}?open=1`);
    const well = page.locator('[aria-label=To][contenteditable=true]').nth(1);
    const first = await well.elementHandle();
    await well.click();
    await page.keyboard.type('a@example.com;b@exam');
    assert.ok(!(await first.evaluate((element) => element.isConnected)));
    assert.equal(await page.locator('._EType_RECIPIENT_ENTITY').count(), 1);
    assert.match(await well.textContent(), /b@exam$/);
  },

  async 'an answer quotes below what is written, and is sent once'({ open, assert }) {
    const page = await open(HOME);
    await page.evaluate(() => window.__replica.answer(0));
    assert.ok(await page.$('#appendonsend ~ #divRplyFwdMsg ~ div'));
    await page.getByRole('button', { name: 'Send' }).click();
    assert.deepEqual(await page.evaluate(() => window.__sent.map(({ to }) => to)), [['d.whitfield@example.com']]);
  },
};
