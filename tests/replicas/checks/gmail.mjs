// Gmail's compose: every selector of the anchors table, and how it moves.

const HOME = 'https://mail.google.com/mail/u/0/';
const FIVE = [
  'd.whitfield@example.com',
  'okafor.family@example.net',
  'priya.nair@example.org',
  'tom.lowe@example.com',
  'hughes74@example.net',
];

const chips = (page, field) =>
  page.$$eval(`[name="${field}"] [role=option][data-hovercard-id]`, (all) => all.map((chip) => chip.dataset.hovercardId));
const combobox = (field) => `[name="${field}"] input[role=combobox][aria-autocomplete=list]`;

/** What a content script can do: a made-up paste that does not bubble. Answers how many chips there are at once. */
const paste = (page, field, text) =>
  page.$eval(
    combobox(field),
    (input, value) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', value);
      input.dispatchEvent(new ClipboardEvent('paste', { clipboardData }));
      return input.closest('[name]:not(input)').querySelectorAll('[role=option]').length;
    },
    text,
  );

async function present(page, assert, selectors) {
  for (const selector of selectors) assert.ok(await page.$(selector), `${selector} is on the page`);
}

export const gmail = {
  async 'a pop-up has the anchors of the table'({ open, assert }) {
    const page = await open(`${HOME}?open=popup&focus=to&to=${FIVE[0]}`);
    await present(page, assert, [
      'div.dw .nH > .nH > .no div[role=dialog] form',
      '.GS .anm[name=to] [role=listbox] [role=option][data-name]',
      'tr.bzf div[name] div[data-hovercard-id]',
      '[role=option][data-name] .afX[aria-label]',
      '[name=to] input.agP.aFw[peoplekit-id=BbVjBd]',
      'span.pE[role=link]',
      'span.pB[role=link]',
      '.fX.aiL .pB',
      'div.aoD.hl .az9',
      'input[type=hidden][name=from]',
      'input[name=subjectbox]',
      '[g_editable=true][role=textbox][aria-label="Message Body"]',
      '[data-smartmail=gmail_signature]',
      'td.gU.Up',
      '.T-I-atl[role=button]:not([aria-haspopup=true])',
      '.IZ .Up div > div[role=button]:not(.Uo):not([aria-haspopup=true])',
      '.hG[aria-haspopup=true]',
      '[selector=scheduledSend]',
      '[command=locker]',
      '[command=Files]',
      '.gU .oh',
      'input[type=file][name=Filedata]',
      'input[name=draft]',
      'input[name=composeid]',
      '.M9 [g_editable=true]',
    ]);
    assert.equal(await page.$eval('input[name=from]', (input) => input.value), '', 'one address: From is empty');
    assert.match(await page.$eval('.T-I-atl', (send) => send.getAttribute('aria-label')), /^Send \u202a\(/);
    assert.equal(
      await page.$eval('a[href*="accounts.google.com/SignOutOptions"]', (link) => link.getAttribute('aria-label')),
      'Google Account: Miriam Hartley  (teacher@oakfield.sch.uk)',
    );
    assert.equal(await page.$('[name=bcc] [role=listbox]'), null, 'Bcc is not there until asked for');
  },

  async 'typing makes chips at Enter, comma, Tab and on leaving'({ open, assert }) {
    const page = await open(`${HOME}?open=popup`);
    await page.click(combobox('to'));
    await page.keyboard.type('a@example.com');
    await page.keyboard.press('Enter');
    await page.keyboard.type('b@example.com,');
    await page.keyboard.type('half done');
    assert.equal(await page.$eval(combobox('to'), (input) => input.value), 'half done', 'unfinished text stays in the box');
    await page.fill(combobox('to'), '');
    await page.keyboard.type('c@example.com');
    await page.keyboard.press('Tab');
    await page.click(combobox('to'));
    await page.keyboard.type('d@example.com');
    await page.click('input[name=subjectbox]');
    assert.deepEqual(await chips(page, 'to'), ['a@example.com', 'b@example.com', 'c@example.com', 'd@example.com']);
  },

  async 'a label of contacts becomes its people, a group stays one chip'({ open, assert }) {
    const page = await open(`${HOME}?open=popup`);
    await page.click(combobox('to'));
    await page.keyboard.type('Year 7');
    await page.keyboard.press('Enter');
    assert.equal((await chips(page, 'to')).length, 12);
    await page.keyboard.type('All st');
    await page.keyboard.press('Enter');
    assert.deepEqual((await chips(page, 'to')).at(-1), 'allstaff@oakfield.sch.uk');
  },

  async 'recipients fold into a preview and open again'({ open, assert }) {
    const page = await open(`${HOME}?open=popup`);
    await page.evaluate((list) => window.__replica.addChips('to', list), FIVE);
    await page.click('[g_editable=true]');
    await page.waitForSelector('.fX.aiL', { state: 'hidden' });
    assert.equal(await page.$eval('.fX.aiL', (box) => box.style.display), 'none');
    assert.deepEqual(
      await page.$$eval('div.aoD.hl .az9 span[email][data-hovercard-id]', (all) => all.map((one) => one.getAttribute('email'))),
      FIVE,
    );
    assert.equal((await chips(page, 'to')).length, 5, 'the chips are still in the document');
    await page.$eval('div.aoD.hl', (cover) => cover.dispatchEvent(new FocusEvent('focus')));
    assert.equal(await page.$eval('.fX.aiL', (box) => box.style.display), '');
    await page.goto(`${HOME}?open=popup&preview=only`);
    await page.evaluate(() => window.__replica.ready);
    await page.evaluate((list) => window.__replica.addChips('to', list), FIVE);
    await page.click('[g_editable=true]');
    await page.waitForSelector('.fX.aiL', { state: 'hidden' });
    assert.equal((await chips(page, 'to')).length, 0, 'with preview=only nothing but the preview is left');
    assert.equal((await page.$$('.az9 span[email]')).length, 5);
  },

  async 'moving to Bcc by a made-up paste and by the chips’ crosses'({ open, assert }) {
    const page = await open(`${HOME}?open=popup`);
    await page.evaluate((list) => window.__replica.addChips('to', [...list, 'r.bello@oakfield.sch.uk', 'h.crake@oakfield.sch.uk']), FIVE);
    await page.click('[g_editable=true]');
    await page.waitForSelector('.fX.aiL', { state: 'hidden' });
    await page.$eval('div.aoD.hl', (cover) => cover.dispatchEvent(new FocusEvent('focus')));
    await page.$eval('span.pB[role=link]', (link) => link.click());
    await paste(page, 'bcc', FIVE.join(', '));
    for (const address of FIVE) await page.$eval(`[name=to] [data-hovercard-id="${address}"] .afX`, (cross) => cross.click());
    assert.deepEqual(await chips(page, 'bcc'), FIVE);
    assert.deepEqual(await chips(page, 'to'), ['r.bello@oakfield.sch.uk', 'h.crake@oakfield.sch.uk']);
    await page.fill('input[name=subjectbox]', 'Trip');
    await page.click('.T-I-atl:not([aria-haspopup])');
    const [message] = await page.evaluate(() => window.__sent);
    assert.deepEqual(
      [message.to, message.cc, message.bcc, message.subject],
      [['r.bello@oakfield.sch.uk', 'h.crake@oakfield.sch.uk'], [], FIVE, 'Trip'],
    );
    assert.equal(await page.$('[role=dialog]'), null, 'the compose closes');
    await page.locator('[role=status]', { hasText: 'Message sent' }).waitFor();
  },

  async 'wipe=once loses the first paste, wipe=always every one'({ open, assert }) {
    for (const [mode, left] of [
      ['once', 1],
      ['always', 0],
    ]) {
      const page = await open(`${HOME}?open=popup&wipe=${mode}`);
      await page.click('span.pB');
      const gone = () => page.waitForFunction(() => !document.querySelector('[name=bcc] [role=option]'));
      assert.equal(await paste(page, 'bcc', FIVE[0]), 1, 'there at first');
      await gone();
      assert.equal(await paste(page, 'bcc', FIVE[0]), 1, 'there again');
      if (left === 0) await gone();
      await page.waitForTimeout(400);
      assert.equal((await chips(page, 'bcc')).length, left, mode);
    }
  },

  async 'rerender=1 draws the chips anew for three seconds'({ open, assert }) {
    const page = await open(`${HOME}?open=popup&rerender=1`);
    const [same, firstStays] = await page.evaluate(async () => {
      window.__replica.addChips('to', 'a@example.com');
      const seen = new Set();
      const note = () => seen.add(document.querySelector('[name=to] [role=option]'));
      note();
      for (let turn = 0; turn < 10; turn += 1) {
        await new Promise((done) => setTimeout(done, 110));
        note();
      }
      return [seen.size, [...seen][0].isConnected];
    });
    assert.ok(same >= 3, `${same} different elements in 1.1 s`);
    assert.equal(firstStays, false);
    await page.waitForTimeout(2600);
    const after = await page.$('[name=to] [role=option]');
    await page.waitForTimeout(700);
    assert.equal(await after.evaluate((chip) => chip.isConnected), true, 'then it stops');
    await page.focus('input[name=subjectbox]');
    assert.equal(await after.evaluate((chip) => chip.isConnected), false, 'and again on leaving the field');
  },

  async 'two pop-ups at once keep their own people'({ open, assert }) {
    const page = await open(HOME);
    await page.click('[gh=cm]');
    await page.click('[gh=cm]');
    await page.evaluate(() => {
      window.__replica.addChips('to', 'a@example.com', 0);
      window.__replica.addChips('to', 'b@example.com', 1);
    });
    const each = await page.$$eval('[role=dialog]', (all) =>
      all.map((one) => [...one.querySelectorAll('[name=to] [role=option]')].map((chip) => chip.dataset.hovercardId)),
    );
    assert.deepEqual(each.sort(), [['a@example.com'], ['b@example.com']]);
    const ids = await page.$$eval('input[name=composeid]', (all) => all.map((one) => one.value));
    assert.equal(new Set(ids).size, 2);
  },

  async 'full screen moves the same compose and leaves an empty box behind'({ open, assert }) {
    const page = await open(`${HOME}?open=popup`);
    await page.click('[role=dialog] [aria-label="Full screen"]');
    assert.ok(await page.$('body > .aSs .aSt [role=dialog] form'));
    assert.equal(await page.$('.dw [role=dialog]'), null);
    await page.click('[role=dialog] [aria-label="Save & close"]');
    assert.equal(await page.$eval('body > .aSs .aSt .aaZ', (box) => box.childElementCount), 0);
  },

  async 'answers sit in the thread with its people'({ open, assert }) {
    const page = await open(`${HOME}?open=reply-all`);
    assert.ok(await page.$('h2[data-thread-perm-id][data-legacy-thread-id]'));
    assert.equal(await page.$('[role=dialog]'), null);
    assert.deepEqual(await chips(page, 'to'), FIVE);
    assert.deepEqual(await chips(page, 'cc'), ['r.bello@oakfield.sch.uk']);
    assert.ok(await page.$('.M9 input[type=hidden][name=subject]'));
    assert.ok(await page.$('.M9 .gmail_quote'));
    await page.evaluate(() => window.__replica.open('forward'));
    assert.ok(await page.$('.Un.J-JN-M-I .mI'));
    assert.deepEqual(await chips(page, 'to'), []);
  },

  async 'Ctrl+Enter sends once; nobody to send to, or half an address, does not'({ open, assert }) {
    const page = await open(`${HOME}?open=popup`);
    await page.click('[g_editable=true]');
    await page.keyboard.press('Control+Enter');
    await page.click('[role=alertdialog] button[name=ok]');
    await page.$eval('div.aoD.hl', (cover) => cover.dispatchEvent(new FocusEvent('focus')));
    await page.keyboard.type('half');
    await page.keyboard.press('Control+Enter');
    assert.match(await page.textContent('[role=alertdialog]'), /half/);
    await page.keyboard.press('Escape');
    await page.evaluate(() => window.__replica.expand());
    await page.fill(combobox('to'), 'a@example.com');
    await page.keyboard.press('Control+Enter');
    assert.deepEqual(await page.evaluate(() => window.__sent.map((message) => message.to)), [['a@example.com']]);
  },

  async 'a window of its own tells its opener what it sent'({ open, assert }) {
    const page = await open(HOME);
    const [solo] = await Promise.all([
      page.waitForEvent('popup'),
      page.evaluate(() => {
        window.__replica.open('popout', { to: 'a@example.com', subject: 'Alone' });
      }),
    ]);
    await solo.waitForSelector('[role=dialog] form');
    assert.deepEqual(await chips(solo, 'to'), ['a@example.com']);
    await solo.click('.T-I-atl:not([aria-haspopup])');
    assert.deepEqual(await page.evaluate(() => window.__sent.map((message) => [message.to, message.subject, message.kind])), [
      [['a@example.com'], 'Alone', 'popout'],
    ]);
  },

  async 'From, attachments, draft id, another account'({ open, assert }) {
    const page = await open(`${HOME}?open=popup&from=multi&account=head@oakfield.sch.uk`);
    assert.equal(await page.$eval('input[name=from]', (input) => input.value), 'head@oakfield.sch.uk');
    await page.click('[aria-label=From]');
    await page.click('div[role=menu] > .SK.AX > div[value="m.hartley@birchwood.sch.uk"][role=menuitem]');
    assert.equal(await page.$eval('input[name=from]', (input) => input.value), 'm.hartley@birchwood.sch.uk');
    await page.setInputFiles('input[name=Filedata]', { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n') });
    assert.equal(await page.textContent('div.dL .vI'), 'list.csv');
    assert.match(await page.$eval('div.dL a.dO', (link) => link.getAttribute('download_url')), /^text\/csv:list\.csv:blob:/);
    assert.equal(await page.$eval('input[name=draft]', (input) => input.value), 'undefined');
    await page.waitForFunction(() => document.querySelector('input[name=draft]').value.startsWith('#msg-a:r'));
  },

  async 'Welsh, hashed tokens and a strict policy change names, not attributes'({ open, assert }) {
    const page = await open(`${HOME}?open=popup&hl=cy&hash=all&csp=strict&to=${FIVE.join(',')}`);
    assert.equal(await page.$('[aria-label="Message Body"]'), null);
    assert.equal(await page.$('.pB'), null);
    assert.equal((await chips(page, 'to')).length, 5);
    assert.ok(await page.$('[role=dialog] form [name=to] input[role=combobox]'));
    const hashed = (address) =>
      open(address).then((other) => other.$eval('[class*=" Ht-"], [class^="Ht-"]', (box) => /\bHt-\w+/.exec(box.className)[0]));
    assert.notEqual(await hashed(`${HOME}?open=popup`), await hashed(`${HOME}?open=popup`));
  },
};
