// Scenario 3 on a real chat: requests travel through Prosody to Converse.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { repository } from '../harness/chromium.mjs';
import { clickInShadow, shadowAll, shadowText, waitForShadow } from '../harness/shadow.mjs';
import { sleep, until } from '../harness/processes.mjs';
import { startChat } from '../servers/chat.mjs';
import { drawn, drawnWhen, findingsWhen, press, pushLanyard } from './lanyard.mjs';

const { people } = JSON.parse(readFileSync(path.join(repository, 'tests', 'replicas', 'people.json'), 'utf8'));
const accounts = {
  teacher: { jid: 's.teacher@oakfield.sch.uk', name: 'Sam Teacher' },
  ...Object.fromEntries(people.map(({ id, xmpp, name }) => [id, { jid: xmpp, name }])),
};

let chrome, chat, page;

before(async () => {
  chat = await startChat({ accounts });
  chrome = await pushLanyard({ school: 'tudhoe', config: { hosts: { converse: ['127.0.0.1'] } } });
  page = await chrome.newPage();
  await page.goto(chat.url);
});
after(async () => {
  await chrome?.stop();
  await chat?.stop();
});

test('a request from a listed pupil looks like one, and a stranger’s gets no word', async () => {
  await chat.sendRequest('stranger');
  await chat.requestRow(page, 'stranger');
  await chat.sendRequest('pupil-listed');
  await chat.requestRow(page, 'pupil-listed');
  const text = await waitForShadow(page, /Not allowed/, 10_000);
  assert.match(text, /looks like it is from a pupil/);
  assert.doesNotMatch(text, /sam\.okoro|Sam Okoro/, 'no name or address is drawn (G5)');
  const seen = await findingsWhen(chrome, page, ({ findings }) => findings.length === 1);
  assert.equal(seen.findings[0].rule, 'social-pupil-connection');
});

test('the row is untouched: the warning is drawn over the page, not in it', async () => {
  const row = await chat.requestRow(page, 'pupil-listed');
  assert.ok(await row.isVisible());
  assert.equal(await page.evaluate(() => document.querySelectorAll('lanyard-note').length), 1);
  assert.equal(await page.evaluate(() => document.querySelector('#conversejs, .converse-root, converse-root')?.querySelector('lanyard-note') ?? null), null);
});

test('Accept asks once more, and Back accepts nothing', async () => {
  const row = await chat.requestRow(page, 'pupil-listed');
  // Converse keeps Accept in the row's menu.
  await row.hover();
  await row.getByRole('button', { name: 'Menu' }).click();
  await row.locator('.accept-xmpp-request').click();
  await drawnWhen(page, 'sheet', 1);
  await sleep(350);
  await page.keyboard.press('Escape');
  await drawnWhen(page, 'sheet', 0);
  assert.ok(await row.isVisible(), 'the request still waits');
});

test('Delete declines it in the real client', async () => {
  await waitForShadow(page, /looks like it is from a pupil/);
  await press(page, 'delete');
  // Converse asks for its own confirmation; the person answers it.
  await page.locator('.modal.show .btn-primary, .modal.show button[type=submit]').first().click({ timeout: 3000 }).catch(() => {});
  await findingsWhen(chrome, page, ({ findings }) => findings.length === 0);
  assert.doesNotMatch(await page.textContent('body'), /sam\.okoro@localhost/);
});

test('each school gives its own answer to a parent', async () => {
  await chat.sendRequest('parent');
  await chat.requestRow(page, 'parent');
  for (const [school, severity] of [['beaudesert-park', 'prohibited'], ['tudhoe', 'informational'], ['st-marylebone', 'required'], ['droitwich-spa', undefined], ['educating-for-life', undefined]]) {
    await chrome.school(school);
    const seen = await findingsWhen(chrome, page, ({ findings }) => findings.length === (severity ? 1 : 0));
    assert.equal(seen.findings[0]?.severity, severity, school);
  }
});

test('a chat with a listed pupil says so beside the box, before anything is written', async () => {
  await chrome.school('educating-for-life');
  await chat.sendMessage('pupil-listed', 'teacher', 'When is the match?');
  const { jid } = accounts['pupil-listed'];
  await page.locator(`.open-chat[data-jid="${jid}"]`).first().click();
  await page.locator('.chat-textarea').waitFor();
  const text = await waitForShadow(page, /looks like a chat with a pupil/, 10_000);
  assert.match(text, /on approved systems only/);
  assert.doesNotMatch(text, /sam\.okoro|Sam Okoro|match/, 'no name, no address, no message is drawn (G5)');
  const seen = await findingsWhen(chrome, page, ({ findings }) => findings.some(({ rule }) => rule === 'social-pupil-message'));
  assert.deepEqual(seen.findings.filter(({ rule }) => rule === 'social-pupil-message').map(({ severity, surface }) => [severity, surface]), [['prohibited', 'converse/message#1']]);
  await page.locator('.chat-textarea').fill('Ask in the office, and not here.');
  assert.ok(await page.locator('.chat-textarea').isVisible());
});

test('Beaudesert Park’s says whom to tell, Tudhoe’s does not name it, and an approved platform is silent', async () => {
  await chrome.school('beaudesert-park');
  const seen = await findingsWhen(chrome, page, ({ findings }) => findings.some(({ rule }) => rule === 'social-pupil-message'));
  assert.match(seen.text, /looks like a chat with a pupil/);
  await chrome.school('tudhoe');
  await findingsWhen(chrome, page, ({ findings }) => !findings.some(({ rule }) => rule === 'social-pupil-message'));
  await chrome.school('st-marylebone', { rules: '{"social-pupil-message":{"approved":["converse"]}}' });
  await findingsWhen(chrome, page, ({ findings }) => !findings.some(({ rule }) => rule === 'social-pupil-message'));
  await chrome.school('st-marylebone');
  await findingsWhen(chrome, page, ({ findings }) => findings.some(({ rule }) => rule === 'social-pupil-message'));
});

test('nothing about a chat was written to disk, and nothing went to the network (G9)', async () => {
  const kept = await chrome.inExtension(async () => JSON.stringify(await chrome.storage.local.get()));
  assert.doesNotMatch(kept, /localhost|okoro|whitfield/i);
  assert.deepEqual(await chrome.extensionRequests(), []);
  assert.equal(typeof (await shadowText(page)), 'string');
});
