// Scenario 2: the same in Gmail, on a replica at its real host name.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { repository } from '../harness/chromium.mjs';
import { clickInShadow, shadowAll, shadowText, waitForShadow } from '../harness/shadow.mjs';
import { sleep, until } from '../harness/processes.mjs';
import { startReplicas } from '../servers/replicas.mjs';
import { drawn, findings, findingsWhen, openPanel, press, pushLanyard } from './lanyard.mjs';

const families = ['a.one@example.com', 'b.two@example.org', 'c.three@example.net', 'd.four@example.com', 'e.five@example.org'];
const colleagues = ['office@oakfield.sch.uk', 'p.colleague@oakfield.sch.uk'];

const pictures = path.join(repository, '.lanyard/pictures');

let chrome, replicas;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  replicas = await startReplicas();
  chrome = await pushLanyard({ school: 'st-marylebone', config: { withRoster: false }, replicas });
});
after(async () => {
  await chrome?.stop();
  await replicas?.stop();
});

const one = ({ findings }) => findings.length === 1;
const none = ({ findings }) => findings.length === 0;

async function gmail(query = {}, kind = 'popup') {
  const page = await chrome.newPage();
  await page.goto(`https://mail.google.com/mail/u/0/?${new URLSearchParams(query)}#inbox`);
  await page.evaluate(() => window.__replica.ready);
  if (kind) await page.evaluate((k) => window.__replica.open(k), kind);
  return page;
}

test('one click goes from a panel to the clause in the handbook, in a tab of its own', async () => {
  const page = await gmail();
  await type(page, [...families, ...colleagues]);
  await subject(page);
  await openPanel(page);
  await waitForShadow(page, /5 people outside the school/, 8000);
  await clickInShadow(page, '[data-part=clause]');
  await sleep(600);
  const opened = chrome.context.waitForEvent('page');
  await clickInShadow(page, '[data-part=handbook]');
  const handbook = await opened;
  await handbook.waitForSelector('html[data-state=ready]');
  assert.match(handbook.url(), /^chrome-extension:\/\/\w+\/handbook\.html#clause-4\.1\.2-iii$/);
  await until(() => handbook.evaluate(() => document.activeElement?.dataset.clause === '4.1.2-iii'), { what: 'the clause to be where one is' });
  await handbook.close();
  await page.close();
});

const compose = (page, n = 0) => page.locator('.M9').filter({ has: page.locator('[name=to]') }).nth(n);

async function type(page, addresses, n = 0) {
  const box = compose(page, n).locator('[name=to] input[role=combobox]');
  if (!(await box.isVisible())) await compose(page, n).locator('div.aoD.hl').first().focus();
  await box.click();
  for (const address of addresses) {
    await page.keyboard.type(address);
    await page.keyboard.press('Enter');
  }
}

/** Leaves the recipients, as a person does: the fields fold to their preview. */
const subject = (page, n = 0) => compose(page, n).locator('input[name=subjectbox]').click();

const chips = (page, n = 0) => compose(page, n).evaluate((root) => Object.fromEntries(['to', 'cc', 'bcc'].map((f) => [f, [...root.querySelectorAll(`[name=${f}] [role=option][data-hovercard-id]`)].map((c) => c.dataset.hovercardId).sort()])));


async function movesFive(page, n = 0) {
  await openPanel(page);
  await waitForShadow(page, /5 people outside the school can see each other's addresses/, 8000);
  await press(page, 'move-to-bcc');
  // Filled first, taken away after: in between both fields hold them, and none is ever lost.
  await until(async () => (await chips(page, n)).bcc.length === 5 && (await chips(page, n)).to.length === 2, { what: 'the five to be in Bcc', timeout: 5000 }).catch(() => {});
  assert.deepEqual(await chips(page, n), { to: [...colleagues].sort(), cc: [], bcc: families });
}

for (const kind of ['popup', 'fullscreen']) {
  test(`${kind}: five of seven are moved to Bcc`, async () => {
    const page = await gmail({}, kind);
    await type(page, [...families, ...colleagues]);
    await subject(page);
    await movesFive(page);
    await findingsWhen(chrome, page, none);
    await page.close();
  });
}

test('chips that Gmail draws again and again change nothing', async () => {
  const page = await gmail({ rerender: '1' });
  await type(page, [...families, ...colleagues]);
  await subject(page);
  await waitForShadow(page, /5 people outside/, 8000);
  await sleep(1500);
  assert.equal((await drawn(page, 'panel')).length, 1, 'one panel');
  await movesFive(page);
  await page.close();
});

test('a fresh field that Gmail wipes once is filled again', async () => {
  const page = await gmail({ wipe: 'once' });
  await type(page, [...families, ...colleagues]);
  await subject(page);
  await movesFive(page);
  await page.close();
});

test('a field that Gmail wipes always: Lanyard says so, and the draft is as it was', async () => {
  const page = await gmail({ wipe: 'always' });
  await type(page, [...families, ...colleagues]);
  await subject(page);
  await waitForShadow(page, /5 people outside/, 8000);
  await press(page, 'move-to-bcc');
  await waitForShadow(page, /Your message is as it was/, 8000);
  assert.deepEqual(await chips(page), { to: [...families, ...colleagues].sort(), cc: [], bcc: [] });
  await page.close();
});

test('unfinished text is not a recipient', async () => {
  const page = await gmail();
  await type(page, [families[0]]);
  await page.keyboard.type('b.two@exam');
  await sleep(1000);
  await findingsWhen(chrome, page, none);
  await page.close();
});

test('the folded preview keeps what was read, and the warning stays', async () => {
  const page = await gmail();
  await type(page, families.slice(0, 3));
  await subject(page);
  await waitForShadow(page, /3 people outside/, 8000);
  await compose(page).locator('[g_editable=true]').click();
  await page.keyboard.type('Dear all');
  await sleep(1200);
  await findingsWhen(chrome, page, one);
  await page.close();
});

test('two compose windows at once, each with its own finding', async () => {
  const page = await gmail();
  await page.evaluate(() => window.__replica.open('popup'));
  await type(page, families.slice(0, 2), 0);
  await subject(page, 0);
  await type(page, families.slice(0, 3), 1);
  await subject(page, 1);
  const seen = await findingsWhen(chrome, page, ({ findings }) => findings.length === 2);
  assert.deepEqual(new Set(seen.findings.map(({ surface }) => surface)).size, 2);
  assert.deepEqual(seen.findings.map(({ text }) => text.match(/\d+(?= people)/)[0]).sort(), ['2', '3']);
  await page.close();
});

test('an inline reply to all', async () => {
  const page = await gmail({}, null);
  await page.evaluate(() => window.__replica.open('reply-all'));
  const seen = await findingsWhen(chrome, page, ({ findings }) => findings.length === 2);
  assert.match(seen.findings[0].text, /people outside the school can see/);
  assert.match(seen.findings[1].text, /This reply goes to 4 more people outside the school/);
  await page.close();
});

const ownWords = (page) => compose(page).locator('[g_editable=true] > div').first();

test('a password that is typed brings a question; one that is quoted, and a file’s, do not', async () => {
  const page = await gmail();
  await type(page, colleagues.slice(0, 1));
  await ownWords(page).click();
  await page.keyboard.type('I am off sick, the password is Sunshine12.');
  const before = await compose(page).locator('[g_editable=true]').innerHTML();
  const text = await waitForShadow(page, /seems to give a password/, 8000);
  assert.doesNotMatch(text, /Sunshine/, 'no part of it is shown');
  const seen = await findingsWhen(chrome, page, one);
  assert.equal(seen.findings[0].rule, 'password-share');
  assert.equal(await compose(page).locator('[g_editable=true]').innerHTML(), before, 'the draft is as it was');
  await ownWords(page).click({ clickCount: 3 });
  await page.keyboard.type('The password for the attached file is Sunshine12.');
  await findingsWhen(chrome, page, none);
  await page.close();

  const reply = await gmail({}, null);
  await reply.evaluate(() => window.__replica.open('reply'));
  await reply.evaluate(() => {
    document.querySelector('[g_editable=true] blockquote').textContent = 'The password is Sunshine12.';
    document.querySelector('[g_editable=true] .gmail_signature').append('My pw: Tiger99x');
  });
  const editor = reply.locator('[g_editable=true] > div').first();
  await editor.click();
  await reply.keyboard.type('Thanks, done.');
  await sleep(2000);
  await findingsWhen(chrome, reply, ({ findings }) => findings.every(({ rule }) => rule !== 'password-share'));
  await reply.keyboard.type(' For the other one the password is Tiger99x.');
  await findingsWhen(chrome, reply, ({ findings }) => findings.some(({ rule }) => rule === 'password-share'));
  await reply.close();
});

test('G10: nothing is read of a message to a union', async () => {
  const page = await gmail();
  await type(page, ['rep@neu.org.uk', ...colleagues.slice(0, 1)]);
  await ownWords(page).click();
  await page.keyboard.type('They made me say it: the password is Sunshine12.');
  await sleep(2000);
  await findingsWhen(chrome, page, ({ findings }) => findings.every(({ rule }) => rule !== 'password-share'));
  await page.close();
});

test('a pupil’s details to somebody outside bring a question', async () => {
  const page = await gmail();
  await type(page, families.slice(0, 1));
  await ownWords(page).click();
  await page.keyboard.type('UPN H801200001001 has an EHCP and was permanently excluded.');
  const seen = await findingsWhen(chrome, page, one);
  assert.equal(seen.findings[0].rule, 'data-pupil-personal-outside');
  await page.close();
});

test('mail from a personal account is not judged, and the popup says so (G14)', async () => {
  const page = await gmail({ account: 'me@gmail.com' });
  await type(page, families);
  await subject(page);
  const seen = await findingsWhen(chrome, page, ({ unchecked }) => unchecked.length === 1);
  assert.equal(seen.findings.length, 0);
  assert.equal(await shadowText(page), '');
  await page.close();
});

test('the page cannot press our buttons', async () => {
  const page = await gmail();
  await type(page, families);
  await subject(page);
  await waitForShadow(page, /5 people outside/, 8000);
  const reached = await page.evaluate(() => {
    const host = document.querySelector('lanyard-note');
    if (!host) return 'no host';
    host.click();
    for (const type of ['pointerdown', 'mousedown', 'mouseup', 'click']) host.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, clientX: 300, clientY: 300 }));
    return host.shadowRoot;
  });
  assert.equal(reached, null, 'the shadow root is closed');
  await sleep(500);
  assert.deepEqual((await chips(page)).bcc, []);
  await page.close();
});

test('Droitwich: a colleague’s address in From, and a colleague’s mailbox, are asked about; the office’s are not', async () => {
  const colleague = 'r.bello@oakfield.sch.uk';
  await chrome.school('droitwich-spa', { withRoster: true });
  const from = async (address) => {
    const page = await gmail({ from: 'multi', also: colleague });
    await type(page, ['d.whitfield@example.com']);
    await page.locator('[role=menuitem]', { hasText: address }).evaluate((item) => item.click());
    await subject(page);
    return page;
  };
  const office = await from('year5.office@oakfield.sch.uk');
  await sleep(1500);
  await findingsWhen(chrome, office, none);
  await office.close();
  const other = await from(colleague);
  const seen = await findingsWhen(chrome, other, one);
  assert.equal(seen.findings[0].rule, 'email-impersonation');
  assert.match(seen.findings[0].text, /Is this your own address\?/);
  await press(other, 'delegated');
  await findingsWhen(chrome, other, none);
  await other.close();

  const page = await chrome.newPage();
  await page.goto(`https://mail.google.com/mail/u/0/d/AEoRXRT/?${new URLSearchParams({ account: colleague })}#inbox`);
  await page.evaluate(() => window.__replica.ready);
  await page.evaluate(() => window.__replica.open('popup'));
  await type(page, ['d.whitfield@example.com']);
  await subject(page);
  const within = await findingsWhen(chrome, page, one);
  assert.equal(within.findings[0].rule, 'email-shared-mailbox');
  await press(page, 'agreed');
  await findingsWhen(chrome, page, none);
  await page.close();
  await chrome.school('st-marylebone');
});

test('the popup leads to a report that knows the tab in general words: no name, no address, none of it in its own address', async () => {
  const page = await gmail();
  await type(page, [...families, ...colleagues]);
  await subject(page);
  await findingsWhen(chrome, page, one);
  const popup = await chrome.popup(page);
  const opened = chrome.context.waitForEvent('page');
  await popup.getByRole('link', { name: 'Report a concern' }).click();
  const report = await opened;
  await report.waitForSelector('html[data-state=ready]', { state: 'attached' });
  assert.match(report.url(), /^chrome-extension:\/\/\w+\/concern\.html\?tab=\d+$/);
  const copied = await report.locator('#preview').innerText();
  assert.match(copied, /When: \d+ \w+ \d{4}, \d\d:\d\d\nWhere: mail\.google\.com\nWhat was seen: \n5 people outside the school can see each other's addresses\. \(Your school's policy, 4\.1\.2\(iii\)\)/);
  assert.doesNotMatch(copied, /@|example\.|Wednesday/);
  assert.equal(await report.locator('[data-kind]:checked').count(), 0, 'what it is about is the person’s to say');
  await report.close();
  await popup.close();
  await page.close();
});

/** Presses Send, and once more where the step before it is shown: Send anyway. */
async function sendAnyway(page) {
  await compose(page).locator('[role=button].T-I-atl').first().click();
  if ((await drawn(page, 'sheet')).length > 0) await clickInShadow(page, 'button', { text: /Send anyway/ });
}

const gone = (page) => page.evaluate(() => window.__sent.length);
const afterwards = ({ findings }) => findings.filter(({ surface }) => surface === 'gmail/page#1');

test('After Send: Undo is offered with the reason, nothing presses it but the person, and the draft comes back', async () => {
  const page = await gmail({ undo: '9000' });
  await type(page, [...families, ...colleagues]);
  await subject(page);
  await waitForShadow(page, /5 people outside/, 8000);
  await sendAnyway(page);
  await page.locator('#link_undo').waitFor();
  const text = await waitForShadow(page, /It has just gone\. Undo brings the draft back\./, 4000);
  assert.match(text, /5 people outside the school can see each other's addresses/);
  assert.doesNotMatch(text, /@|example/, 'no address in it');
  await sleep(700);
  assert.equal(await gone(page), 1, 'nothing was pressed by itself');
  assert.equal(await page.evaluate(() => window.__replica.composes().length), 0);
  // A click that no hand made does nothing.
  for (const button of await shadowAll(page, '[data-remedy="undo-send"]')) await button.evaluate((element) => element.click());
  await sleep(300);
  assert.equal(await gone(page), 1);
  await page.screenshot({ path: path.join(pictures, 'after-send-gmail.png') });
  await clickInShadow(page, '[data-part="panel"] [data-remedy="undo-send"]');
  await until(async () => (await gone(page)) === 0, { what: 'the message to be back' });
  await until(async () => (await chips(page)).to.length === 7, { what: 'its draft' });
  await waitForShadow(page, /Undone\. The draft is back\./);
  const seen = await findingsWhen(chrome, page, one);
  assert.equal(seen.findings[0].surface, 'gmail/compose#1', 'it is judged again as a draft');
  await page.close();
});

test('After Send: once it cannot be undone the school’s own steps open, with the facts and no name', async () => {
  const page = await gmail({ undo: '3000' });
  await type(page, [...families, ...colleagues]);
  await subject(page);
  await waitForShadow(page, /5 people outside/, 8000);
  await sendAnyway(page);
  await page.locator('#link_undo').waitFor();
  await page.locator('#link_undo').waitFor({ state: 'detached', timeout: 8000 });
  const seen = await findingsWhen(chrome, page, (all) => afterwards(all).length === 1);
  assert.equal(seen.findings.length, 1);
  await until(async () => (await shadowAll(page, '[data-remedy="undo-send"]')).length === 0, { what: 'Undo to be offered no more' });
  await waitForShadow(page, /Sent to the wrong people\?/);
  await page.screenshot({ path: path.join(pictures, 'after-send-gone.png') });
  await sleep(700);
  const opened = chrome.context.waitForEvent('page');
  await clickInShadow(page, '[data-remedy="report"]');
  const report = await opened;
  await report.waitForSelector('html[data-state=ready]', { state: 'attached' });
  assert.match(report.url(), /^chrome-extension:\/\/\w+\/concern\.html#sent$/);
  assert.equal(await report.locator('[data-kind]:checked').getAttribute('data-kind'), 'sent');
  assert.match(await report.locator('#route').innerText(), /says nothing about this[\s\S]*your SLT line manager/);
  const copied = await report.locator('#preview').innerText();
  assert.match(copied, /Where: mail\.google\.com/);
  assert.match(copied, /It went to 5 people outside the school\.\n5 people outside the school can see each other's addresses\. \(Your school's policy, 4\.1\.2\(iii\)\)/);
  assert.doesNotMatch(copied, /@|example\.(com|org|net)/);
  // Told once: a second look knows nothing of it.
  await report.reload();
  await report.waitForSelector('html[data-state=ready]', { state: 'attached' });
  assert.equal(await report.locator('#field-seen').inputValue(), '');
  await report.close();
  await findingsWhen(chrome, page, none);
  await page.close();
});

test('After Send: what was put right, undone by hand or never wrong brings nothing', async () => {
  const page = await gmail({ undo: '6000' });
  await type(page, [...families, ...colleagues]);
  await subject(page);
  await movesFive(page);
  await findingsWhen(chrome, page, none);
  await sendAnyway(page);
  await page.locator('#link_undo').waitFor();
  await sleep(1500);
  assert.equal(afterwards(await findings(chrome, page)).length, 0, 'nothing stood when it went');
  await page.locator('#link_undo').click();
  // The same with a message in which something stood, taken back by Gmail's own Undo.
  await page.evaluate(() => window.__replica.close());
  await page.evaluate(() => window.__replica.open('popup'));
  await type(page, families.slice(0, 3));
  await subject(page);
  await waitForShadow(page, /3 people outside/, 8000);
  await sendAnyway(page);
  await page.locator('#link_undo').waitFor();
  await findingsWhen(chrome, page, (all) => afterwards(all).length === 1);
  await page.locator('#link_undo').click();
  await findingsWhen(chrome, page, (all) => afterwards(all).length === 0 && all.findings.length === 1);
  await page.close();
});

test('nothing went to the network from the extension', async () => {
  assert.deepEqual(await chrome.extensionRequests(), []);
});
