// The chat is real: requests travel through Prosody to Converse in Chromium.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { launch } from '../harness/chromium.mjs';
import { portAnswers, until } from '../harness/processes.mjs';
import { startChat } from './chat.mjs';

let chrome, chat, teacher;

before(async () => {
  chat = await startChat();
  chrome = await launch({ extension: 'none' });
  teacher = await chrome.newPage();
  await teacher.goto(chat.url);
});
after(async () => {
  await chrome?.stop();
  await chat?.stop();
});

test('a request of a pupil appears, is not accepted by itself, and can be refused', async () => {
  await chat.sendRequest('pupil');
  const row = await chat.openRequestMenu(teacher, 'pupil');
  assert.match(await row.textContent(), /Robin Ashdown/);
  assert.equal(chat.subscription('teacher', 'pupil'), undefined);
  await chat.decline(teacher);
  await row.waitFor({ state: 'detached' });
  assert.equal(chat.subscription('teacher', 'pupil'), undefined);
});

test('a stranger from another domain, without a name, can be accepted', async () => {
  await chat.sendRequest('stranger', 'teacher', { name: null });
  await chat.openRequestMenu(teacher, 'stranger');
  assert.equal(chat.subscription('teacher', 'stranger'), undefined);
  await chat.accept(teacher);
  await until(() => ['from', 'both'].includes(chat.subscription('teacher', 'stranger')), { what: 'the subscription' });
});

test('a message arrives', async () => {
  await chat.sendMessage('colleague', 'teacher', 'Cover for period three?');
  await teacher.locator('[data-jid="p.colleague@oakfield.sch.uk"]').first().waitFor();
});

test('a request made by hand in the real client arrives', async () => {
  const page = await chrome.newPage();
  await page.goto(chat.pageUrl('parent'));
  await chat.addContact(page);
  await teacher.bringToFront();
  await chat.requestRow(teacher, 'parent');
});

test('nothing is left behind', async () => {
  const port = Number(new URL(chat.url).port);
  await chat.stop();
  assert.equal(await portAnswers(port), false);
  assert.equal(existsSync(chat.dir), false);
});
