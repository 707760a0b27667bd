// The webmail is real: what is written in Chromium arrives at the SMTP sink.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../harness/chromium.mjs';
import { portAnswers } from '../harness/processes.mjs';
import { startRoundcube } from './roundcube.mjs';

let chrome, mail;

before(async () => {
  mail = await startRoundcube();
  chrome = await launch({ extension: 'none' });
});
after(async () => {
  await chrome?.stop();
  await mail?.stop();
});

test('a message to three addresses arrives, Bcc in the envelope only', async () => {
  const page = await chrome.newPage();
  await mail.login(page);
  await page.goto(mail.composeUrl());
  await page.waitForSelector('#_to', { state: 'attached' });
  await page.click('#compose_to .recipient-input input');
  await page.keyboard.type('amina.okoro@mail.example, p.colleague@oakfield.sch.uk,');
  await page.evaluate(() => {
    const bcc = document.querySelector('#_bcc');
    bcc.value = 'beth.lindqvist@post.example';
    bcc.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await page.fill('#compose-subject', 'Three');
  await page.focus('#composebody');
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('Hello.');
  await mail.send(page);
  const [message] = await mail.sink.waitFor(1);
  assert.equal(message.envelope.from, mail.user);
  assert.deepEqual(message.envelope.to.sort(), ['amina.okoro@mail.example', 'beth.lindqvist@post.example', 'p.colleague@oakfield.sch.uk']);
  assert.deepEqual(message.addresses('To'), ['amina.okoro@mail.example', 'p.colleague@oakfield.sch.uk']);
  assert.equal(message.headers.bcc, undefined);
  assert.match(message.raw, /please tell the sender/, 'the signature is there');
  await page.close();
});

test('the contact group expands to twelve, and the personal identity is there', async () => {
  const page = await chrome.newPage();
  await page.goto(mail.composeUrl());
  await page.click('#compose_to .recipient-input input');
  await page.keyboard.type('Year', { delay: 60 });
  await page.waitForSelector('#rcmKSearchpane li');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('#compose_to li.recipient').length === 12);
  assert.ok((await page.inputValue('#_to')).includes('lena.vogel@post.example'));
  assert.ok((await page.locator('#_from option').allTextContents()).some((text) => text.includes(mail.personal)));
  await page.close();
});

test('a delivered message can be answered to all and forwarded', async () => {
  const uid = await mail.deliver({
    from: 'Amina Okoro <amina.okoro@mail.example>', to: [mail.user, 'beth.lindqvist@post.example'], cc: 'c.ferreira@mail.example',
    subject: 'Kit list', text: 'What do they need on Monday?',
  });
  const page = await chrome.newPage();
  await page.goto(mail.replyAllUrl(uid));
  await page.waitForSelector('#_to', { state: 'attached' });
  const fields = await page.evaluate(() => [document.querySelector('#_to').value, document.querySelector('#_cc').value]);
  assert.match(fields[0], /amina\.okoro@mail\.example/);
  assert.match(fields.join(), /beth\.lindqvist@post\.example/);
  assert.match(fields[1], /c\.ferreira@mail\.example/);
  await page.goto(mail.forwardUrl(uid));
  await page.waitForSelector('#compose-subject');
  assert.match(await page.inputValue('#compose-subject'), /Kit list/);
  assert.match(await page.inputValue('#composebody'), /What do they need/);
  assert.equal(mail.mailbox().filter((raw) => raw.includes('Kit list')).length, 1);
  await page.close();
});

test('HTML compose and the other skins start too, and nothing is left behind', async () => {
  for (const skin of ['larry', 'classic']) {
    const other = await startRoundcube({ skin, htmlEditor: true });
    const port = Number(new URL(other.url).port);
    try {
      const page = await chrome.newPage();
      await other.login(page);
      await page.goto(other.composeUrl());
      await page.waitForSelector('#composebody_ifr, #compose-body_ifr');
      await page.fill('#_to', 'amina.okoro@mail.example');
      await page.fill('#compose-subject', skin);
      await other.send(page);
      const [message] = await other.sink.waitFor(1);
      assert.deepEqual(message.envelope.to, ['amina.okoro@mail.example']);
      assert.match(message.headers['content-type'], /multipart\/alternative/);
      await page.close();
    } finally {
      await other.stop();
    }
    assert.equal(await portAnswers(port), false, 'PHP has gone');
    assert.equal(await portAnswers(other.sink.port), false, 'the sink has gone');
  }
});
