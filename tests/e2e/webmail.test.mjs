// Webmail that a school names itself: fields known by their names alone, on a page of ours and, for real, on a Roundcube
// of which Lanyard is not told what it is. Beside it the services that are covered without being named.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { repository } from '../harness/chromium.mjs';
import { until } from '../harness/processes.mjs';
import { waitForShadow } from '../harness/shadow.mjs';
import { startReplicas } from '../servers/replicas.mjs';
import { startRoundcube } from '../servers/roundcube.mjs';
import { delivered, findingsWhen, openPanel, press, startLanyard } from './lanyard.mjs';

const families = ['a.one@mail.example', 'b.two@post.example', 'c.three@mail.example', 'd.four@post.example', 'e.five@mail.example'];
const colleagues = ['office@oakfield.sch.uk', 'p.colleague@oakfield.sch.uk'];
const all = [...families, ...colleagues].join(', ');
const hosts = { 'other-webmail': ['webmail.oakfield.sch.uk', '127.0.0.1'], zimbra: ['zimbra.oakfield.sch.uk'] };
const pictures = path.join(repository, '.lanyard/pictures');

let chrome, mail, replicas;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  [replicas, mail] = await Promise.all([startReplicas(), startRoundcube({ skin: 'classic' })]);
  chrome = await startLanyard({ school: 'st-marylebone', config: { withRoster: false, hosts }, replicas });
});
after(async () => {
  await chrome?.stop();
  await mail?.stop();
  await replicas?.stop();
});

const visible = ({ findings }) => findings.filter(({ rule }) => rule === 'email-recipients-visible');
const one = (state) => visible(state).length === 1;
const none = (state) => visible(state).length === 0 && !/Checking/.test(state.text);
const unread = ({ unchecked }) => unchecked.length > 0;

async function open(address, query = {}) {
  const page = await chrome.newPage();
  await page.goto(`https://${address}?${new URLSearchParams(query)}`);
  await page.evaluate(() => window.__replica.ready);
  return page;
}

test('a real webmail of which only the host is named: the five move to Bcc, and the message leaves so', async () => {
  const page = await chrome.newPage();
  await mail.login(page);
  await page.goto(mail.composeUrl());
  await page.fill('[name=_to]', all);
  await page.fill('[name=_subject]', 'Kit');
  const [found] = visible(await findingsWhen(chrome, page, one));
  assert.equal(found.surface, 'other-webmail/compose#1');
  assert.match(found.text, /4\.1\.2\(iii\)/);
  await openPanel(page);
  await waitForShadow(page, /5 people outside the school/);
  await page.screenshot({ path: path.join(pictures, 'other-webmail-panel.png') });
  await press(page, 'move-to-bcc');
  await until(() => page.evaluate((gone) => gone.every((address) => document.querySelector('[name=_bcc]').value.includes(address) && !document.querySelector('[name=_to]').value.includes(address)), families), { what: 'them to be moved', timeout: 6000 });
  assert.ok(await page.isVisible('[name=_bcc]'), 'the person sees where they went');
  await findingsWhen(chrome, page, none);
  await delivered(mail, page, { hidden: families, shown: colleagues });
  await page.close();
});

test('a page where the recipients cannot be told is not checked, and is never called clear', async () => {
  for (const like of ['chips', 'rich', 'other']) {
    const page = await open('webmail.oakfield.sch.uk/compose', { like, to: all });
    const state = await findingsWhen(chrome, page, unread);
    assert.deepEqual(visible(state), [], like);
    await page.close();
  }
});

test('G14: another account there is not checked', async () => {
  const page = await open('webmail.oakfield.sch.uk/compose', { to: families.join(', '), account: 'me@mail.example' });
  assert.deepEqual(visible(await findingsWhen(chrome, page, unread)), []);
  await page.close();
});

for (const [name, address, field] of [['Zimbra', 'zimbra.oakfield.sch.uk/mail', '#zv__COMPOSE-1_bcc_row'], ['Proton', 'mail.proton.me/u/0/inbox', '[data-testid="composer:bcc-field"]'], ['Yahoo', 'mail.yahoo.com/d/compose/1', '#message-bcc-field']]) {
  test(`${name}: one press copies the five and opens Bcc, and what was written stays`, async () => {
    const page = await open(address, { to: all, account: 'teacher@oakfield.sch.uk' });
    await chrome.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(page.url()).origin });
    assert.match(visible(await findingsWhen(chrome, page, one))[0].text, /5 people outside the school/);
    await openPanel(page);
    await press(page, 'move-to-bcc');
    await page.locator(field).waitFor();
    assert.deepEqual((await page.evaluate(() => navigator.clipboard.readText())).split(', ').sort(), families);
    await page.close();
  });
}

test('G9: a private account at Proton and Yahoo is asked about school business alone, and leaves no trace', async () => {
  const before = await chrome.inExtension(async () => JSON.stringify(await chrome.storage.local.get()));
  for (const address of ['mail.proton.me/u/0/inbox', 'mail.yahoo.com/d/compose/1']) {
    const page = await open(address, { to: all });
    const { findings } = await findingsWhen(chrome, page, (state) => state.findings.length > 0);
    assert.deepEqual(findings.map(({ rule }) => rule), ['email-school-account-only'], address);
    await page.close();
  }
  assert.equal(await chrome.inExtension(async () => JSON.stringify(await chrome.storage.local.get())), before);
});
