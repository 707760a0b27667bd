// Reminders at their moments: what brings one, that one a day is all, that what is known stays
// known, and what is kept of it.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { repository } from '../harness/chromium.mjs';
import { sleep, until } from '../harness/processes.mjs';
import { clickInShadow, shadowAll, waitForShadow } from '../harness/shadow.mjs';
import { startReplicas } from '../servers/replicas.mjs';
import { startRoundcube } from '../servers/roundcube.mjs';
import { drawn, drawnWhen, findings, findingsWhen, press, startLanyard } from './lanyard.mjs';

const plain = '<!doctype html><html lang="en"><title>Pupils</title><body><h1>Pupils</h1><p>Some words.</p></body></html>';
const hosts = { roundcube: ['127.0.0.1'], records: ['oakfield.records.example'] };
const RECORDS = 'https://oakfield.records.example/pupils?name=secret-pupil';
const SETTINGS = 'https://x.com/settings/audience_and_tagging?protected=on';
const shots = path.join(repository, '.lanyard/pictures');
const on = { reminders: 'on' };
const off = { reminders: 'off' };

let chrome, replicas, mail, page;

before(async () => {
  mkdirSync(shots, { recursive: true });
  replicas = await startReplicas({ extra: { 'oakfield.records.example/pupils': plain, 'oakfield.records.example/': plain } });
  mail = await startRoundcube();
  chrome = await startLanyard({ school: 'beaudesert-park', replicas, config: { withRoster: false, hosts, rules: on } });
  page = await chrome.newPage();
  await page.setViewportSize({ width: 1366, height: 768 });
});
after(async () => {
  await chrome?.stop();
  await mail?.stop();
  await replicas?.stop();
});

/** What is stored of reminders, on disk and in the browser's memory. */
const stored = () => chrome.inExtension(async () => {
  const { reminders } = await chrome.storage.local.get('reminders');
  const { reminding } = await chrome.storage.session.get('reminding');
  return { disk: reminders?.entries ?? [], memory: reminding?.entries ?? [] };
});

/** A day goes by: what came, came before; what is known stays known, and so is what `known` names. */
async function nextDay({ known = [] } = {}) {
  await page.goto('about:blank');
  await chrome.inExtension(async (more) => {
    const { reminders } = await chrome.storage.local.get('reminders');
    const { reminding } = await chrome.storage.session.get('reminding');
    const came = new Date(Date.now() - 864e5).toISOString().slice(0, 10);
    const aged = (kept, plus = []) => ({
      version: 1,
      entries: [...(kept?.entries ?? []).filter(({ clause }) => !plus.includes(clause)).map((entry) => ({ ...entry, came })), ...plus.map((clause) => ({ clause, came, known: '2999-01-01' }))],
    });
    await chrome.storage.local.set({ reminders: aged(reminders, more) });
    await chrome.storage.session.set({ reminding: aged(reminding) });
  }, known);
  await chrome.killWorker();
}

const clauseOf = (id) => ({ findings: [one] }) => one?.text.includes(id);
const none = ({ findings: all, text }) => all.length === 0 && /Page that is open|Nothing/i.test(text);

test('the day’s first visit to the information system brings one, as a note in a corner', async () => {
  await page.goto(RECORDS);
  const text = await waitForShadow(page, /private purposes/, 10_000);
  assert.match(text, /3Sys/);
  await drawnWhen(page, 'note', 1);
  assert.equal((await drawn(page, 'panel')).length, 0);
  const [note] = await drawn(page, 'note');
  const box = await note.box();
  assert.ok(box.x >= 0 && box.x + box.width <= 1366 && box.y + box.height <= 768, JSON.stringify(box));
  await page.screenshot({ path: path.join(shots, 'reminder-note.png') });
  const seen = await findingsWhen(chrome, page, ({ findings: all }) => all.length === 1);
  assert.deepEqual(seen.findings.map(({ rule, severity, surface }) => [rule, severity, surface]), [['data-mis-use', 'advised', 'web/page#1']]);
  const { disk, memory } = await stored();
  assert.deepEqual(disk.map(({ clause, known }) => [clause, known]), [['app-1-mis-private', '']]);
  assert.deepEqual(memory, []);
});

test('its panel has the clause, our words, “I know this” and “Not now”, and says that nothing was judged', async () => {
  await sleep(600);
  await clickInShadow(page, '[data-part="mark"]');
  await drawnWhen(page, 'panel', 1);
  const text = await waitForShadow(page, /Nothing here was judged/);
  for (const words of [/Reminder/, /I know this/, /Not now/, /Staff Code of Conduct/]) assert.match(text, words);
  assert.doesNotMatch(text, /Not allowed|Expected/);
  await page.screenshot({ path: path.join(shots, 'reminder-panel.png') });
});

test('“I know this” takes it away, and holds when the worker has died and on another day', async () => {
  await press(page, 'known');
  await drawnWhen(page, 'mark', 0);
  await chrome.killWorker();
  await page.reload();
  await findingsWhen(chrome, page, none);
  await nextDay();
  await page.goto(RECORDS);
  await findingsWhen(chrome, page, ({ findings: [one] }) => one?.rule === 'data-mis-use' && /public places/.test(one.text));
  const { disk } = await stored();
  const [first] = disk;
  assert.equal(first.clause, 'app-1-mis-private');
  const weeks = (new Date(first.known) - new Date(new Date().toISOString().slice(0, 10))) / 6048e5;
  assert.ok(Math.abs(weeks - 13) < 0.3, `${first.known}: without term dates a term is 13 weeks`);
});

test('a second one does not come on the same day, in no tab and at no other moment', async () => {
  const other = await chrome.newPage();
  await other.goto('https://oakfield.records.example/');
  await findingsWhen(chrome, other, none);
  await other.goto('https://www.facebook.com/');
  await other.evaluate(() => print());
  await sleep(1000);
  assert.deepEqual((await findings(chrome, other)).findings, []);
  await other.close();
});

test('“Not now” rests until tomorrow', async () => {
  await page.reload();
  // The page is another one now: what came to the one before is used up.
  await findingsWhen(chrome, page, none);
  await nextDay();
  await page.goto(RECORDS);
  await drawnWhen(page, 'note', 1);
  await press(page, 'not-now');
  await drawnWhen(page, 'mark', 0);
  await page.reload();
  await findingsWhen(chrome, page, none);
});

test('printing a covered page brings one, and nothing of a personal place is on disk (G9)', async () => {
  await nextDay();
  const before = JSON.stringify((await stored()).disk.map(({ clause }) => clause));
  await page.goto('https://www.facebook.com/');
  await findingsWhen(chrome, page, () => true);
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await sleep(1000);
  assert.deepEqual((await findings(chrome, page)).findings, [], 'a page cannot say that it is printed');
  await page.pdf();
  const seen = await findingsWhen(chrome, page, ({ findings: all }) => all.length === 1);
  assert.deepEqual(seen.findings.map(({ rule, surface }) => [rule, surface]), [['print-responsibly', 'facebook/page#1']]);
  // Good to know, and no more: a mark, which opens a note.
  await drawnWhen(page, 'mark', 1);
  await sleep(700);
  assert.equal((await drawn(page, 'note')).length, 0);
  await clickInShadow(page, '[data-part="mark"]');
  await waitForShadow(page, /printers/, 8000);
  await sleep(700);
  await clickInShadow(page, '[data-part="note"] [data-remedy="known"]');
  await drawnWhen(page, 'mark', 0);
  const { disk, memory } = await stored();
  assert.equal(JSON.stringify(disk.map(({ clause }) => clause)), before);
  assert.deepEqual(memory.map(({ clause, known }) => [clause, known !== '']), [['printing', true]]);
});

test('the settings of a social account bring one, in memory alone (G9)', async () => {
  await chrome.school('tudhoe');
  await nextDay();
  const { disk: before } = await stored();
  await page.goto(SETTINGS);
  const seen = await findingsWhen(chrome, page, ({ findings: all }) => all.some(({ rule }) => rule === 'social-privacy-review'), { timeout: 12_000 });
  assert.equal(seen.findings.filter(({ rule }) => rule === 'social-privacy-review').length, 1);
  const { disk, memory } = await stored();
  assert.deepEqual(disk, before);
  assert.ok(memory.some(({ clause }) => clause.startsWith('app-1-')), JSON.stringify(memory));
});

test('a forward to somebody outside brings one, in a real webmail, and to somebody inside none', async () => {
  await chrome.school('droitwich-spa');
  await nextDay();
  await mail.login(page);
  const uid = await mail.deliver({ from: 'head@oakfield.sch.uk', subject: 'Minutes' });
  await page.goto(mail.forwardUrl(uid));
  await page.waitForSelector('#_to', { state: 'attached' });
  await page.click('#compose_to .recipient-input input');
  await page.keyboard.type('office@oakfield.sch.uk,');
  await page.focus('#compose-subject');
  await findingsWhen(chrome, page, ({ findings: all, text }) => all.length === 0 && /Message being written/.test(text));
  await page.click('#compose_to .recipient-input input');
  await page.keyboard.type('pat@elsewhere.example,');
  await page.focus('#compose-subject');
  const seen = await findingsWhen(chrome, page, ({ findings: all }) => all.length === 1);
  assert.deepEqual(seen.findings.map(({ rule, severity }) => [rule, severity]), [['email-forward-consider', 'advised']]);
  await waitForShadow(page, /Before you forward/);
  await page.screenshot({ path: path.join(shots, 'reminder-forward.png') });
  assert.ok((await stored()).disk.some(({ clause }) => clause === '4.2-bullet-5'));
});

test('a video link in a message to people of the school brings one', async () => {
  await chrome.school('st-marylebone');
  await nextDay();
  await page.goto(mail.composeUrl());
  await page.waitForSelector('#_to', { state: 'attached' });
  await page.click('#compose_to .recipient-input input');
  await page.keyboard.type('office@oakfield.sch.uk,');
  await page.focus('#composebody');
  await page.keyboard.insertText('For Friday: https://youtu.be/abcdefgh');
  await page.focus('#compose-subject');
  const seen = await findingsWhen(chrome, page, ({ findings: all }) => all.length === 1);
  assert.equal(seen.findings[0].rule, 'web-preview-resources');
  await waitForShadow(page, /films, media and new technology/);
});

test('switched off by the school, nothing comes and no page is watched for it', async () => {
  await chrome.school('beaudesert-park', { rules: off });
  await nextDay();
  await page.goto(RECORDS);
  await findingsWhen(chrome, page, ({ findings: all }) => all.length === 0);
  await sleep(500);
  assert.equal((await shadowAll(page, '[data-part]')).length, 0);
  const matches = await chrome.inExtension(async () => (await chrome.scripting.getRegisteredContentScripts()).flatMap((script) => script.matches));
  assert.ok(!matches.some((match) => match.includes('records')), matches.join(' '));
});

test('somebody who comes back after ten minutes of rest, the page in sight, is reminded to lock', async () => {
  await chrome.school('beaudesert-park');
  await nextDay({ known: ['app-1-mis-private', 'app-1-mis-public'] });
  await page.goto(RECORDS);
  await findingsWhen(chrome, page, none);
  await page.mouse.move(300, 300);
  await sleep(300);
  await page.mouse.move(310, 300);
  await sleep(500);
  assert.deepEqual((await findings(chrome, page)).findings, [], 'a moment is no rest');
  // The clock of the isolated world, eleven minutes on.
  await aheadInOurWorld(page, 11 * 60_000);
  await page.mouse.move(330, 320);
  await findingsWhen(chrome, page, clauseOf('Lock the computer'));
});

test('nothing went to the network', async () => {
  assert.deepEqual(await chrome.extensionRequests(), []);
});

/** Has the clock of the extension's own world in this page run ahead, as if that time had gone by. */
async function aheadInOurWorld(target, ms) {
  const session = await target.context().newCDPSession(target);
  const worlds = [];
  session.on('Runtime.executionContextCreated', ({ context }) => worlds.push(context));
  await session.send('Runtime.enable');
  await until(() => worlds.some(({ origin }) => origin.includes(chrome.extensionId)), { what: 'our world' });
  const { id } = worlds.find(({ origin }) => origin.includes(chrome.extensionId));
  await session.send('Runtime.evaluate', { contextId: id, expression: `{ const now = Date.now; Date.now = () => now() + ${ms}; }` });
  await session.detach();
}
