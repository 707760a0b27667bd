// Scenario 1: a parents' list in To or Cc, in a real webmail, for St Marylebone.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { repository } from '../harness/chromium.mjs';
import { clickInShadow, shadowText, waitForShadow } from '../harness/shadow.mjs';
import { sleep, until } from '../harness/processes.mjs';
import { startRoundcube } from '../servers/roundcube.mjs';
import { delivered, drawn, drawnWhen, findingsWhen, openPanel, press, pushLanyard } from './lanyard.mjs';

const families = ['a.one@mail.example', 'b.two@post.example', 'c.three@mail.example', 'd.four@post.example', 'e.five@mail.example'];
const colleagues = ['office@oakfield.sch.uk', 'p.colleague@oakfield.sch.uk'];
const rule = 'email-recipients-visible';
const config = { withRoster: false, hosts: { roundcube: ['127.0.0.1'] }, rules: { [rule]: { groupAddresses: ['all-staff@oakfield.sch.uk'] } } };

const pictures = path.join(repository, '.lanyard/pictures');

let chrome, mail;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  mail = await startRoundcube();
  chrome = await pushLanyard({ school: 'st-marylebone', config });
  const page = await chrome.newPage();
  await mail.login(page);
  await page.close();
});
after(async () => {
  await chrome?.stop();
  await mail?.stop();
});

/** A compose page with these people typed in, and the focus in the subject. */
async function compose({ to = [], cc = [], url = mail.composeUrl(), subject = 'Kit' } = {}) {
  const page = await chrome.newPage();
  await page.goto(url);
  await page.waitForSelector('#_to', { state: 'attached' });
  await type(page, 'to', to);
  if (cc.length) {
    if (!(await page.locator('#compose_cc .recipient-input input').isVisible())) {
      await page.click('[data-popup="headers-menu"]');
      await page.click('a[data-target=cc]:visible');
    }
    await type(page, 'cc', cc);
  }
  if (subject) await page.fill('#compose-subject', subject);
  await page.focus('#compose-subject');
  return page;
}

async function type(page, field, addresses) {
  if (!addresses.length) return;
  await page.click(`#compose_${field} .recipient-input input`);
  await page.keyboard.type(`${addresses.join(', ')},`);
  await page.waitForFunction(([f, n]) => document.querySelectorAll(`#compose_${f} li.recipient`).length >= n, [field, addresses.length]);
}

const fields = (page) => page.evaluate(() => Object.fromEntries(['to', 'cc', 'bcc'].map((f) => [f, (document.querySelector(`#_${f}`).value.match(/[^\s<>,;"]+@[^\s<>,;"]+/g) ?? []).sort()])));
/** Filled first, taken away after: in between two fields hold the same people, and none is ever lost. */
const moved = (page, expected, what = 'them to be moved') =>
  until(async () => isDeepStrictEqual(await fields(page), expected), { what, timeout: 6000 }).catch(async (error) => {
    throw new Error(`${error.message}; the fields hold ${JSON.stringify(await fields(page))}`);
  });
const one = ({ findings }) => findings.length === 1;
const none = ({ findings }) => findings.length === 0;

test('five of seven are families: one click moves the five, and the message leaves without them in any header', async () => {
  const page = await compose({ to: [...families, ...colleagues] });
  const text = await waitForShadow(page, /5 people outside the school can see each other's addresses/);
  assert.match(text, /4\.1\.2\(iii\)/);
  for (const button of [/Move 5 to Bcc/, /They need to see each other/, /Not now/]) assert.match(text, button);
  assert.doesNotMatch(text, /@/, 'no address in the panel');
  const seen = await findingsWhen(chrome, page, one);
  assert.deepEqual([seen.findings[0].rule, seen.findings[0].severity, seen.findings[0].surface], [rule, 'required', 'roundcube/compose#1']);

  await press(page, 'move-to-bcc');
  await moved(page, { to: [...colleagues].sort(), cc: [], bcc: families });
  assert.ok(await page.locator('#compose_bcc').isVisible(), 'the person sees where they went');
  await waitForShadow(page, /Moved 5 to Bcc/);
  await findingsWhen(chrome, page, none);

  const message = await delivered(mail, page, { hidden: families, shown: colleagues });
  assert.deepEqual(message.addresses('To').sort(), [...colleagues].sort());
  await page.close();
});

test('the same with the families in Cc', async () => {
  const page = await compose({ to: colleagues, cc: families });
  await waitForShadow(page, /5 people outside the school/);
  await press(page, 'move-to-bcc');
  await moved(page, { to: [...colleagues].sort(), cc: [], bcc: families });
  await page.close();
});

test('Undo puts them back where they were', async () => {
  const page = await compose({ to: [...families, ...colleagues] });
  await waitForShadow(page, /Move 5 to Bcc/);
  await press(page, 'move-to-bcc');
  await waitForShadow(page, /Moved 5 to Bcc/);
  await sleep(600);
  await clickInShadow(page, 'button', { text: /Undo/ });
  await moved(page, { to: [...families, ...colleagues].sort(), cc: [], bcc: [] });
  await page.close();
});

test('a contact group that expands to twelve', async () => {
  const page = await compose();
  await page.click('#compose_to .recipient-input input');
  await page.keyboard.type('Year', { delay: 60 });
  await page.waitForSelector('#rcmKSearchpane li');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('#compose_to li.recipient').length === 12);
  await page.focus('#compose-subject');
  await waitForShadow(page, /12 people outside the school/);
  await press(page, 'move-to-bcc');
  await until(async () => (await fields(page)).bcc.length === 12 && (await fields(page)).to.length === 0, { what: 'the twelve to be in Bcc' });
  await page.close();
});

test('a group address of the school has its own sentence and no count (G11)', async () => {
  const page = await compose({ to: ['all-staff@oakfield.sch.uk', colleagues[0]] });
  const text = await waitForShadow(page, /This group is in To or Cc/);
  assert.match(text, /4\.1\.2\(i\)/);
  assert.doesNotMatch(text, /people outside/);
  await page.close();
});

test('at 200 % the mark lies on no recipient, and what it opens leaves Send free', async () => {
  const page = await compose({ to: families });
  await drawnWhen(page, 'mark', 1);
  // The webmail lays itself out anew by script, a little after the window has changed.
  await page.setViewportSize({ width: 683, height: 384 });
  await sleep(1500);
  const boxes = (selector) => page.evaluate((css) => [...document.querySelectorAll(css)].map((one) => one.getBoundingClientRect()).filter(({ width }) => width > 0).map(({ x, y, width, height }) => ({ x, y, width, height })), selector);
  const apart = (a, b) => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
  const free = async (part, selector) => {
    const [ours] = await drawn(page, part);
    const box = await ours.box();
    const theirs = await boxes(selector);
    assert.ok(theirs.length > 0, selector);
    for (const one of theirs) assert.ok(apart(box, one), `${part} ${JSON.stringify(box)} lies on ${selector} ${JSON.stringify(one)}`);
  };
  await free('mark', '#compose_to li.recipient');
  await free('mark', '#layout-menu a');
  await clickInShadow(page, '[data-part="mark"]');
  await drawnWhen(page, 'panel', 1);
  await sleep(300);
  await free('panel', 'a.send');
  await page.close();
});

test('a colleague in Cc is the quiet form; two colleagues in To only where the school asks', async () => {
  const cc = await compose({ to: [colleagues[0]], cc: [colleagues[1]] });
  await findingsWhen(chrome, cc, one);
  await drawnWhen(cc, 'note', 1);
  assert.equal((await drawn(cc, 'panel')).length, 0);
  await cc.close();

  const two = await compose({ to: colleagues });
  await sleep(1200);
  await findingsWhen(chrome, two, none);
  await chrome.school('st-marylebone', { rules: { [rule]: { twoInTo: true } } });
  await findingsWhen(chrome, two, one);
  await chrome.school('st-marylebone');
  await findingsWhen(chrome, two, none);
  await two.close();
});

test('reply to all, and forward', async () => {
  const uid = await mail.deliver({ from: 'Amina <a.one@mail.example>', to: [mail.user, 'b.two@post.example'], cc: 'c.three@mail.example', subject: 'Trip', text: 'When?' });
  const reply = await compose({ url: mail.replyAllUrl(uid), subject: '' });
  await waitForShadow(reply, /3 people outside the school/);
  await reply.close();
  const forward = await compose({ url: mail.forwardUrl(uid), to: families.slice(0, 2), subject: '' });
  await waitForShadow(forward, /2 people outside the school/);
  await forward.close();
});

test('"They need to see each other" holds for the message, also when one more is added', async () => {
  const page = await compose({ to: families.slice(0, 2) });
  await waitForShadow(page, /2 people outside/);
  await press(page, 'need-to-see');
  await findingsWhen(chrome, page, none);
  await type(page, 'to', [families[2]]);
  await page.focus('#compose-subject');
  await sleep(1500);
  await findingsWhen(chrome, page, none);
  await page.close();
});

test('"Not now" leaves the mark until one more recipient is added', async () => {
  const page = await compose({ to: families.slice(0, 2) });
  await waitForShadow(page, /2 people outside/);
  await press(page, 'not-now');
  await drawnWhen(page, 'panel', 0);
  assert.equal((await drawn(page, 'mark')).length, 1);
  await type(page, 'to', [families[2]]);
  await page.focus('#compose-subject');
  await waitForShadow(page, /3 people outside/);
  await page.close();
});

test('the warning goes by itself when the cause goes, and half-typed text is not counted', async () => {
  const page = await compose({ to: families.slice(0, 2) });
  await waitForShadow(page, /2 people outside/);
  await page.locator('#compose_to li.recipient a.button.icon.remove, #compose_to li.recipient .remove').first().click();
  await findingsWhen(chrome, page, none);
  await page.click('#compose_to .recipient-input input');
  await page.keyboard.type('half.typed@mail.exa');
  await sleep(800);
  await findingsWhen(chrome, page, none);
  await page.close();
});

test('ask-first holds Send until it is answered, where the school marked it so', async () => {
  await chrome.school('st-marylebone', { rules: { [rule]: { askFirst: true } } });
  const page = await compose({ to: families.slice(0, 2) });
  await waitForShadow(page, /2 people outside/);
  const sent = mail.sink.messages().length;
  await page.locator('button.send').first().click();
  await drawnWhen(page, 'sheet', 1);
  await sleep(600);
  assert.equal(mail.sink.messages().length, sent, 'nothing was sent');
  await clickInShadow(page, '[data-part="sheet"] button', { text: /Send anyway/ });
  const message = (await mail.sink.waitFor(sent + 1)).at(-1);
  assert.deepEqual([...message.envelope.to].sort(), families.slice(0, 2));
  await chrome.school('st-marylebone');
  await page.close();
});

test('under the other four packs the same message raises no such duty', async () => {
  for (const school of ['educating-for-life', 'tudhoe', 'droitwich-spa', 'beaudesert-park']) {
    await chrome.school(school);
    const page = await compose({ to: [...families, ...colleagues] });
    await sleep(900);
    await findingsWhen(chrome, page, none);
    assert.equal(await shadowText(page), '', school);
    await page.close();
  }
  await chrome.school('st-marylebone');
});

test('HTML compose, and the larry and classic skins', async () => {
  for (const [skin, htmlEditor] of [['elastic', true], ['larry', false], ['classic', false]]) {
    const other = await startRoundcube({ skin, htmlEditor });
    try {
      const page = await chrome.newPage();
      await other.login(page);
      await page.goto(other.composeUrl());
      await page.waitForSelector('[name=_to]', { state: 'attached' });
      if (skin === 'elastic') await type(page, 'to', [...families, ...colleagues]);
      else await page.fill('[name=_to]', [...families, ...colleagues].join(', '));
      await page.focus('[name=_subject]');
      await openPanel(page);
      await waitForShadow(page, /5 people outside the school/, 8000);
      await press(page, 'move-to-bcc');
      await moved(page, { to: [...colleagues].sort(), cc: [], bcc: families }, `them to be moved in ${skin}`);
      await page.close();
    } finally {
      await other.stop();
    }
  }
});

test('the worker may die at any moment', async () => {
  const page = await compose({ to: families.slice(0, 2) });
  await waitForShadow(page, /2 people outside/);
  await chrome.killWorker();
  await type(page, 'to', [families[2]]);
  await page.focus('#compose-subject');
  await waitForShadow(page, /3 people outside/);
  await chrome.killWorker();
  await findingsWhen(chrome, page, one);
  await chrome.killWorker();
  await press(page, 'move-to-bcc');
  await until(async () => (await fields(page)).bcc.length === 3 && (await fields(page)).to.length === 0, { what: 'the three to be in Bcc' });
  await page.close();
});

/** Words typed in the message, key by key as a person does, and the focus out of it. */
async function write(page, text) {
  await page.fill('#composebody', '');
  await page.focus('#composebody');
  await page.keyboard.insertText(text);
  await page.focus('#compose-subject');
}

const noPassword = ({ findings }) => findings.every(({ rule: id }) => id !== 'password-share');

test('a password in what is typed brings a question, a file password none, and the draft is as it was', async () => {
  const page = await compose({ to: colleagues.slice(0, 1) });
  const words = 'I am off sick, log in as me: the password is Sunshine12.';
  await write(page, words);
  const text = await waitForShadow(page, /seems to give a password/);
  assert.match(text, /2\.1\.8/);
  assert.doesNotMatch(text, /Sunshine/, 'no part of it is shown');
  const seen = await findingsWhen(chrome, page, one);
  assert.deepEqual([seen.findings[0].rule, seen.findings[0].severity], ['password-share', 'prohibited']);
  assert.equal(await page.inputValue('#composebody'), words);
  await write(page, 'The password for the attached file is Sunshine12.');
  await findingsWhen(chrome, page, none);
  await write(page, words);
  await findingsWhen(chrome, page, one);
  const sent = mail.sink.messages().length;
  await mail.send(page);
  assert.match((await mail.sink.waitFor(sent + 1)).at(-1).raw, /log in as me: the password is Sunshine12\./, 'and it leaves as it was written');
  const stored = await chrome.inExtension(async () => JSON.stringify([await chrome.storage.local.get(), await chrome.storage.session.get()]));
  assert.doesNotMatch(stored, /Sunshine|off sick/, 'nothing of it is kept');
  await page.close();
});

test('what the message quotes and the signature are nobody’s own words', async () => {
  const page = await compose({ to: colleagues.slice(0, 1) });
  await write(page, 'Thanks, done.\n\nOn Monday somebody wrote:\n> The password is Sunshine12.\n\n-- \nMy pw: Tiger99x');
  await sleep(2000);
  await findingsWhen(chrome, page, none);
  // The same words, above the quotation, are.
  await write(page, 'The password is Sunshine12.\n\nOn Monday somebody wrote:\n> Thanks.');
  await findingsWhen(chrome, page, one);
  await page.close();
});

test('a reply to mail that gives a password is silent until one is typed', async () => {
  const uid = await mail.deliver({ from: 'Office <office@oakfield.sch.uk>', to: mail.user, subject: 'Your login', text: 'Hello,\nthe password is Sunshine12.\n' });
  const page = await compose({ url: mail.replyAllUrl(uid), subject: '' });
  assert.match(await page.inputValue('#composebody'), /> the password is Sunshine12/);
  await sleep(2000);
  await findingsWhen(chrome, page, noPassword);
  await page.focus('#composebody');
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('Thanks. For the other one the password is Tiger99x.\n\n');
  await findingsWhen(chrome, page, ({ findings }) => findings.some(({ rule: id }) => id === 'password-share'));
  await page.close();
});

test('G10: a message that a union is on is not read, nor from the moment when one is added', async () => {
  const page = await compose({ to: ['rep@neu.org.uk', ...colleagues.slice(0, 1)] });
  await write(page, 'They made me say it: the password is Sunshine12.');
  await sleep(2000);
  await findingsWhen(chrome, page, noPassword);
  await page.close();

  const later = await compose({ to: colleagues.slice(0, 1) });
  await write(later, 'The password is Sunshine12.');
  await findingsWhen(chrome, later, one);
  await type(later, 'to', ['rep@neu.org.uk']);
  await later.focus('#compose-subject');
  await findingsWhen(chrome, later, noPassword);
  await later.close();
});

test('a pupil’s details to somebody outside bring a question, and none inside', async () => {
  const words = 'UPN H801200001001 has an EHCP and was permanently excluded.';
  const inside = await compose({ to: colleagues.slice(0, 1) });
  await write(inside, words);
  await sleep(2000);
  await findingsWhen(chrome, inside, none);
  await inside.close();
  const page = await compose({ to: ['someone@mail.example'] });
  await write(page, words);
  await waitForShadow(page, /tell somebody outside about a pupil/);
  const seen = await findingsWhen(chrome, page, one);
  assert.deepEqual([seen.findings[0].rule, seen.findings[0].severity], ['data-pupil-personal-outside', 'required']);
  assert.doesNotMatch(await shadowText(page), /H801200001001/);
  await page.close();
});

test('Tudhoe: an obscenity in one’s own words is asked about, a report and a place are not', async () => {
  await chrome.school('tudhoe');
  const page = await compose({ to: colleagues.slice(0, 1) });
  await write(page, 'What a load of shit this timetable is.');
  const seen = await findingsWhen(chrome, page, one);
  assert.deepEqual([seen.findings[0].rule, seen.findings[0].severity], ['compose-offensive-language', 'prohibited']);
  assert.match(seen.findings[0].text, /strong obscenity in your own words/);
  assert.doesNotMatch(await shadowText(page), /shit/);
  await write(page, 'Incident at break: he called her a slut. Mr Hancock of Scunthorpe saw it.');
  await findingsWhen(chrome, page, none);
  await write(page, 'What a load of shit this timetable is.');
  await findingsWhen(chrome, page, one);
  await press(page, 'quoting');
  await findingsWhen(chrome, page, none);
  await page.close();
  await chrome.school('st-marylebone');
});

test('After Send: a mail without Undo opens the school’s own steps on its next page, with the facts and no name', async () => {
  await chrome.school('tudhoe');
  const page = await compose({ to: ['someone@mail.example', 'p.colleague@oakfield.sch.uk'] });
  await write(page, 'UPN H801200001001 has an EHCP and was permanently excluded.');
  await waitForShadow(page, /about a pupil/);
  const sent = mail.sink.messages().length;
  await mail.send(page);
  if ((await drawn(page, 'sheet')).length > 0) await clickInShadow(page, 'button', { text: /Send anyway/ });
  await mail.sink.waitFor(sent + 1);
  await page.waitForURL((url) => !url.searchParams.has('_action'));
  const seen = await findingsWhen(chrome, page, ({ findings }) => findings.some(({ surface }) => surface === 'roundcube/page#1'));
  assert.equal(seen.findings.length, 1);
  await openPanel(page).catch(() => {});
  const text = await waitForShadow(page, /Sent to the wrong people\?/);
  assert.doesNotMatch(text, /@|H801200001001|Undo/);
  await page.screenshot({ path: path.join(pictures, 'after-send-roundcube.png') });
  await sleep(700);
  const opened = chrome.context.waitForEvent('page');
  await clickInShadow(page, '[data-remedy="report"]');
  const report = await opened;
  await report.waitForSelector('html[data-state=ready]', { state: 'attached' });
  assert.deepEqual(await report.locator('[data-role] strong').allInnerTexts(), ['your Head Teacher']);
  assert.match(await report.locator('[data-clause="phones-email-k"]').innerText(), /Tell your Head Teacher at once, and follow the data breach procedure/);
  const copied = await report.locator('#preview').innerText();
  assert.match(copied, /For: your Head Teacher[\s\S]*Where: 127\.0\.0\.1[\s\S]*It went to 1 person outside the school\./);
  assert.doesNotMatch(copied, /@|mail\.example|H801200001001/);
  await report.screenshot({ path: path.join(pictures, 'concern-sent-tudhoe.png'), fullPage: true });
  await report.close();
  await findingsWhen(chrome, page, none);
  await page.close();
  await chrome.school('st-marylebone');
});

test('After Send: a draft that is saved and left has not gone, and what was put right brings nothing', async () => {
  const draft = await compose({ to: [...families, ...colleagues] });
  await waitForShadow(draft, /5 people outside/);
  await draft.click('a.save, button.save, a.draft, .toolbar [onclick*="savedraft"]');
  await draft.waitForSelector('#messagestack .confirmation', { state: 'attached' });
  await draft.goto(mail.composeUrl().split('?')[0]);
  await draft.waitForSelector('#messagelist', { state: 'attached' });
  await sleep(1500);
  await findingsWhen(chrome, draft, none);
  await draft.close();
  const page = await compose({ to: [...families, ...colleagues] });
  await press(page, 'move-to-bcc');
  await findingsWhen(chrome, page, none);
  const sent = mail.sink.messages().length;
  await mail.send(page);
  await mail.sink.waitFor(sent + 1);
  await page.waitForURL((url) => !url.searchParams.has('_action'));
  await sleep(1500);
  await findingsWhen(chrome, page, none);
  await page.close();
});

test('words typed in the rich text editor, which is a frame, are read', async () => {
  const rich = await startRoundcube({ htmlEditor: true });
  try {
    const first = await chrome.newPage();
    await rich.login(first);
    await first.close();
    const page = await compose({ to: colleagues.slice(0, 1), url: rich.composeUrl() });
    const body = page.frameLocator('#composebody_ifr').locator('body');
    await body.click({ position: { x: 20, y: 12 } });
    await page.keyboard.type('The password is Sunshine12.');
    await findingsWhen(chrome, page, one);
    assert.match(await body.innerText(), /^\s*The password is Sunshine12\./);
    assert.equal(await body.locator('lanyard-note').count(), 0, 'nothing of ours in the editor');
    await page.close();
  } finally {
    await rich.stop();
  }
});

test('nothing went to the network from the extension', async () => {
  assert.deepEqual(await chrome.extensionRequests(), []);
});
