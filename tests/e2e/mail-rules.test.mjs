// The rules about mail in a real webmail: slips in the addresses, contact and school business
// from a personal account, each once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { clickInShadow, waitForShadow } from '../harness/shadow.mjs';
import { sleep, until } from '../harness/processes.mjs';
import { startRoundcube } from '../servers/roundcube.mjs';
import { findingsWhen, press, startLanyard } from './lanyard.mjs';

let chrome, mail, schoolMail;

before(async () => {
  mail = await startRoundcube();
  schoolMail = mail.composeUrl();
  const rules = Object.fromEntries(['contact-school-channel', 'email-school-account-only'].map((id) => [id, { schoolMail }]));
  chrome = await startLanyard({ school: 'st-marylebone', config: { hosts: { roundcube: ['127.0.0.1'] }, rules } });
  const page = await chrome.newPage();
  await mail.login(page);
  await page.close();
});
after(async () => {
  await chrome?.stop();
  await mail?.stop();
});

async function compose({ to = [], from, subject = 'Kit', url = mail.composeUrl() } = {}) {
  const page = await chrome.newPage();
  await page.goto(url);
  await page.waitForSelector('#_to', { state: 'attached' });
  if (from) {
    const value = await page.locator('[name=_from] option', { hasText: from }).first().getAttribute('value');
    await page.selectOption('[name=_from]', value);
  }
  await page.click('#compose_to .recipient-input input');
  await page.keyboard.type(`${to.join(', ')},`);
  await page.waitForFunction((n) => document.querySelectorAll('#compose_to li.recipient').length >= n, to.length);
  await page.fill('#compose-subject', subject);
  await page.focus('#compose-subject');
  return page;
}

const addressees = (page) => page.evaluate(() => (document.querySelector('#_to').value.match(/[^\s<>,;"]+@[^\s<>,;"]+/g) ?? []).sort());
const holds = (page, expected) => until(async () => isDeepStrictEqual(await addressees(page), expected), { what: `To to hold ${expected}`, timeout: 6000 });
const rules = ({ findings }) => findings.map(({ rule }) => rule);
const only = (rule) => (seen) => isDeepStrictEqual(rules(seen), [rule]);
const none = (seen) => rules(seen).length === 0;

test('email-recipient-check: a slip in the school’s own domain is taken off with one press, and back again', async () => {
  const page = await compose({ to: ['head@oakfeild.sch.uk'] });
  const text = await waitForShadow(page, /nearly oakfield\.sch\.uk/);
  assert.match(text, /4\.1\.2\(iv\)/);
  assert.doesNotMatch(text, /@/, 'no address in the panel');
  const seen = await findingsWhen(chrome, page, only('email-recipient-check'));
  assert.equal(seen.findings[0].severity, 'required');
  await press(page, 'remove');
  await holds(page, []);
  await waitForShadow(page, /Took 1 off/);
  await findingsWhen(chrome, page, none);
  await sleep(600);
  await clickInShadow(page, 'button', { text: /Undo/ });
  await holds(page, ['head@oakfeild.sch.uk']);
  await findingsWhen(chrome, page, only('email-recipient-check'));
  await press(page, 'right');
  await findingsWhen(chrome, page, none);
  await page.close();
});

test('email-recipient-check: it is one finding beside a graver one, and reads well', async () => {
  const page = await compose({ to: ['exams@oakfild.sch.uk', 'a.one@mail.example', 'office@oakfield.sch.uk'] });
  const seen = await findingsWhen(chrome, page, ({ findings }) => findings.length === 2);
  assert.deepEqual(rules(seen), ['email-recipients-visible', 'email-recipient-check']);
  await waitForShadow(page, /and 1 more/i);
  await page.close();
});

test('contact-school-channel: a listed parent written to from a personal account (G6, G9)', async () => {
  const page = await compose({ from: mail.personal, to: ['d.whitfield@example.com'] });
  const text = await waitForShadow(page, /1 person here looks like a pupil or parent/);
  assert.match(text, /saves drafts, and your school may monitor it/);
  await findingsWhen(chrome, page, only('contact-school-channel'));
  const opened = chrome.context.waitForEvent('page');
  await press(page, 'open-school-mail');
  const other = await opened;
  await other.waitForSelector('#_to', { state: 'attached' });
  assert.equal(await other.inputValue('#_to'), '', 'an empty message: nothing travels');
  assert.doesNotMatch(other.url(), /whitfield|Kit/);
  await other.close();
  await page.bringToFront();
  await press(page, 'family');
  await findingsWhen(chrome, page, none);
  const worker = await chrome.serviceWorker();
  const kept = await worker.evaluate(async () => (await chrome.storage.local.get('kept')).kept ?? '');
  assert.doesNotMatch(JSON.stringify(kept), /family/, 'nothing of a personal account is on disk');
  await page.close();
});

test('email-school-account-only: asks once, takes no for an answer, and yes brings the clause', async () => {
  await chrome.school('tudhoe');
  const page = await compose({ from: mail.personal, to: ['office@oakfield.sch.uk'] });
  const asked = await findingsWhen(chrome, page, only('email-school-account-only'));
  assert.match(asked.findings[0].text, /Is this school business\?/);
  await press(page, 'materials');
  const seen = await findingsWhen(chrome, page, ({ findings }) => findings[0]?.severity === 'prohibited');
  assert.match(seen.findings[0].text, /You said that this sends work materials/);
  await press(page, 'no');
  await findingsWhen(chrome, page, none);
  await page.close();
  await chrome.school('st-marylebone');
});

test('email-bulk-unnecessary: all staff are a soft question, and no smaller group is an answer', async () => {
  await chrome.school('st-marylebone', { rules: { 'email-bulk-unnecessary': { allStaff: ['all-staff@oakfield.sch.uk'] } } });
  const page = await compose({ to: ['all-staff@oakfield.sch.uk'] });
  const seen = await findingsWhen(chrome, page, only('email-bulk-unnecessary'));
  assert.equal(seen.findings[0].severity, 'advised');
  await waitForShadow(page, /This goes to all staff/);
  await press(page, 'no-smaller-group');
  await findingsWhen(chrome, page, none);
  await page.close();
});

test('email-subject-tag: not about work brings the title to copy', async () => {
  await chrome.school('st-marylebone', { rules: { 'email-subject-tag': { groups: ['maths.team@oakfield.sch.uk'] } } });
  const page = await compose({ to: ['maths.team@oakfield.sch.uk'], subject: 'Kittens' });
  await findingsWhen(chrome, page, only('email-subject-tag'));
  await press(page, 'other');
  await findingsWhen(chrome, page, ({ findings }) => /You said that this is not about work/.test(findings[0]?.text));
  await press(page, 'copy-tag');
  await page.fill('#compose-subject', 'SPAM: Kittens');
  await findingsWhen(chrome, page, none);
  await page.close();
});

async function write(page, text) {
  await page.fill('#composebody', '');
  await page.focus('#composebody');
  await page.keyboard.insertText(text);
  await page.focus('#compose-subject');
}

test('contact-professional-boundaries: kisses to a listed pupil are asked about, a single x is not, and the words stay', async () => {
  await chrome.school('st-marylebone');
  const page = await compose({ to: ['sam.okoro@pupils.oakfield.sch.uk'], subject: 'Trip' });
  await write(page, 'Well done in the match today.\n\nMiss Hall x');
  await sleep(2000);
  await findingsWhen(chrome, page, none);
  const words = 'Well done in the match today.\n\nMiss Hall xxx';
  await write(page, words);
  const text = await waitForShadow(page, /could this read as too close\?/);
  assert.doesNotMatch(text, /xxx|Okoro|@/, 'neither the words nor who they are for');
  await findingsWhen(chrome, page, only('contact-professional-boundaries'));
  assert.equal(await page.inputValue('#composebody'), words);
  await press(page, 'fine');
  await findingsWhen(chrome, page, none);
  await page.close();
});

test('contact-personal-details: a number that is saved in the handbook is noticed in mail to a pupil, and removed it is not', async () => {
  await chrome.school('tudhoe');
  const handbook = await chrome.newPage();
  await handbook.goto(`chrome-extension://${chrome.extensionId}/handbook.html`);
  await handbook.waitForSelector('html[data-state="ready"]', { state: 'attached' });
  const field = handbook.getByLabel('Phone number or email address');
  const said = (text) => until(async () => (await handbook.locator('#own-said').innerText()) === text, { what: `the page to say ${text}`, timeout: 5000 });
  await field.fill('900123');
  await field.press('Enter');
  await said('Not saved. Type one whole number with its area code, or one address of your own.');
  assert.equal(await field.inputValue(), '');
  await field.fill('+44 7700 900123');
  await handbook.getByRole('button', { name: 'Save' }).click();
  await said('Saved.');
  assert.deepEqual(await handbook.locator('#own-list li span').allInnerTexts(), ['Phone number ending in 23']);
  assert.doesNotMatch(await handbook.locator('body').innerText(), /900\s?123/);

  const page = await compose({ to: ['sam.okoro@pupils.oakfield.sch.uk'], subject: 'Trip' });
  await write(page, 'If the coach is late, ring the office on 01632 960001.');
  await sleep(2000);
  await findingsWhen(chrome, page, none);
  const words = 'If the coach is late, ring me on 07700 900 123.';
  await write(page, words);
  const text = await waitForShadow(page, /this has your own phone number/);
  assert.doesNotMatch(text, /900|okoro|@/i, 'neither the number nor who it is for');
  const seen = await findingsWhen(chrome, page, only('contact-personal-details'));
  assert.equal(seen.findings[0].severity, 'prohibited');
  assert.equal(await page.inputValue('#composebody'), words);
  const worker = await chrome.serviceWorker();
  const stored = JSON.stringify(await worker.evaluate(async () => [await chrome.storage.local.get(), await chrome.storage.session.get()]));
  assert.doesNotMatch(stored, /900\s?123|7700/);

  await handbook.bringToFront();
  await handbook.getByRole('button', { name: 'Remove Phone number ending in 23' }).click();
  await said('Removed.');
  assert.equal(await handbook.locator('#own-list li').count(), 0);
  await page.bringToFront();
  await findingsWhen(chrome, page, none);
  await handbook.close();
  await page.close();
  await chrome.school('st-marylebone');
});

const SIGNOFF = 'This message is meant for the person it is addressed to. If you are not that person, please tell the sender and delete it.';
const signoff = { 'email-signoff-disclaimer': { text: SIGNOFF } };

test('email-signoff-disclaimer: with the signature nothing is said, without it the text is there to copy', async () => {
  await chrome.school('droitwich-spa', { rules: signoff });
  const page = await compose({ to: ['ada@mail.example'] });
  const own = await page.inputValue('#composebody');
  assert.ok(own.replace(/\s+/g, ' ').includes(SIGNOFF), 'Roundcube has put the signature there');
  await sleep(1500);
  await findingsWhen(chrome, page, none);
  await write(page, 'The minutes are attached.');
  const text = await waitForShadow(page, /sign-off is not in this message/);
  assert.match(text, /4\.2 bullet 2/);
  const seen = await findingsWhen(chrome, page, only('email-signoff-disclaimer'));
  assert.equal(seen.findings[0].severity, 'required');
  await press(page, 'copy-signoff');
  await waitForShadow(page, /Copied/);
  assert.equal(await page.inputValue('#composebody'), 'The minutes are attached.', 'nothing is put in by itself');
  await page.click('#composebody');
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Control+v');
  assert.equal(await page.inputValue('#composebody'), `The minutes are attached.${SIGNOFF}`);
  await findingsWhen(chrome, page, none);
  await page.close();
});

test('email-signoff-disclaimer: in the rich editor, which is a frame', async () => {
  const rich = await startRoundcube({ htmlEditor: true });
  try {
    const first = await chrome.newPage();
    await rich.login(first);
    await first.close();
    const page = await compose({ to: ['ada@mail.example'], url: rich.composeUrl() });
    const body = page.frameLocator('#composebody_ifr').locator('body');
    await body.locator('#_rc_sig').waitFor();
    await sleep(1500);
    await findingsWhen(chrome, page, none);
    await body.locator('#_rc_sig').evaluate((signature) => signature.remove());
    await body.click({ position: { x: 20, y: 12 } });
    await page.keyboard.type('The minutes are attached.');
    await findingsWhen(chrome, page, only('email-signoff-disclaimer'));
    await page.keyboard.type(` ${SIGNOFF}`);
    await findingsWhen(chrome, page, none);
    await page.close();
  } finally {
    await rich.stop();
    await chrome.school('st-marylebone');
  }
});

test('email-bulk-unnecessary: a chain letter is named, and a request to pass something on is not', async () => {
  await chrome.school('beaudesert-park');
  const page = await compose({ to: ['office@oakfield.sch.uk'] });
  await write(page, 'Please pass this on to your tutor group, or let me know who has it.');
  await sleep(2000);
  await findingsWhen(chrome, page, none);
  await write(page, 'It has been round the world twice. Send this to ten friends before midnight!');
  await waitForShadow(page, /This reads like a chain letter/);
  const seen = await findingsWhen(chrome, page, only('email-bulk-unnecessary'));
  assert.equal(seen.findings[0].severity, 'prohibited');
  await press(page, 'teaching');
  await findingsWhen(chrome, page, none);
  await page.close();
});

test('email-bulk-unnecessary: the same to many for the third time, and only hashes are kept of it', async () => {
  await chrome.school('droitwich-spa', { rules: { 'email-bulk-unnecessary': { many: 3 } } });
  const to = ['one@oakfield.sch.uk', 'two@oakfield.sch.uk', 'three@oakfield.sch.uk'];
  const worker = await chrome.serviceWorker();
  const kept = () => worker.evaluate(async () => (await chrome.storage.local.get('kept')).kept?.entries ?? []);
  const before = (await kept()).length;
  const again = async () => {
    const page = await compose({ to });
    await write(page, 'The photocopier on the second floor is out of order again.');
    await sleep(1500);
    return page;
  };
  for (const n of [1, 2]) {
    const page = await again();
    await findingsWhen(chrome, page, none);
    await page.close();
    await until(async () => (await kept()).length === before + 1 + n, { what: `message ${n} to be counted`, timeout: 5000 });
  }
  assert.doesNotMatch(JSON.stringify(await kept()), /photocopier|oakfield/);
  const page = await again();
  await waitForShadow(page, /You wrote this to many people 2 times in 7 days/);
  await findingsWhen(chrome, page, only('email-bulk-unnecessary'));
  await press(page, 'duty');
  await findingsWhen(chrome, page, none);
  await page.close();
  await chrome.school('st-marylebone');
});

test('web-preview-resources: a site whose address goes to a pupil is asked about once', async () => {
  const page = await compose({ to: ['sam.okoro@pupils.oakfield.sch.uk'], subject: 'Homework' });
  await write(page, 'Read https://www.oakfield.sch.uk/homework first.');
  await sleep(2000);
  await findingsWhen(chrome, page, none);
  await write(page, 'For Friday read https://www.romans.example/forum and make notes.');
  await waitForShadow(page, /Have you looked at romans\.example, before students do\?/);
  await findingsWhen(chrome, page, only('web-preview-resources'));
  await press(page, 'looked');
  await findingsWhen(chrome, page, none);
  await page.close();
  // The answer holds for that site, in another message too.
  const other = await compose({ to: ['freya.pemberton@pupils.oakfield.sch.uk'], subject: 'Homework' });
  await write(other, 'Go on with https://www.romans.example/baths.');
  await sleep(2000);
  await findingsWhen(chrome, other, none);
  await other.close();
});

const withFile = (name) => ({
  headers: { 'Content-Type': 'multipart/mixed; boundary=part' },
  text: ['--part', 'Content-Type: text/plain', '', 'The invoice.', '--part', `Content-Type: application/octet-stream; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`, '', 'not a program', '--part--'].join('\r\n'),
});

test('email-unknown-sender: a program is asked about when it is passed on, a letter is not', async () => {
  const letter = await mail.deliver({ from: 'Amina <a.one@mail.example>', subject: 'Letter', ...withFile('letter.pdf') });
  const plain = await compose({ url: mail.forwardUrl(letter), to: ['office@oakfield.sch.uk'] });
  await plain.waitForSelector('#attachment-list .attachment-name:has-text("letter.pdf")');
  await sleep(1500);
  await findingsWhen(chrome, plain, none);
  await plain.close();
  const uid = await mail.deliver({ from: 'Amina <a.one@mail.example>', subject: 'Invoice', ...withFile('invoice.pdf.exe') });
  const page = await compose({ url: mail.forwardUrl(uid), to: ['office@oakfield.sch.uk'] });
  const seen = await findingsWhen(chrome, page, only('email-unknown-sender'));
  assert.equal(seen.findings[0].severity, 'required');
  const text = await waitForShadow(page, /Do you know who sent this\? 1 file can run programs/);
  assert.doesNotMatch(text, /invoice/, 'no name of a file in a note');
  await press(page, 'confirmed');
  await findingsWhen(chrome, page, none);
  await page.close();
});

test('email-unknown-sender: a reply to a sender of whom Roundcube itself warns is asked about, to another it is not', async () => {
  await chrome.school('droitwich-spa');
  const body = 'Please send me your password, secretword.';
  // The first letter is a Cyrillic one: Roundcube's own check calls such an address suspicious.
  const uid = await mail.deliver({ from: 'Head <head@xn--akfield-8ig.example>', subject: 'Urgent', text: body });
  const plain = await mail.deliver({ from: 'Parent <new.parent@example.com>', subject: 'Hello', text: 'Good morning.' });
  const answer = async (message) => {
    const page = await chrome.newPage();
    await page.goto(`${mail.url}/?_task=mail&_action=show&_uid=${message}&_mbox=INBOX`);
    await page.locator('#message-header, #messageheader').first().waitFor();
    await sleep(1500);
    const banner = await page.locator('#suspicious-content-message').count();
    await findingsWhen(chrome, page, none);
    await page.goto(`${mail.url}/?_task=mail&_action=compose&_reply_uid=${message}&_mbox=INBOX`);
    await page.waitForSelector('#_to', { state: 'attached' });
    return { page, banner };
  };
  const other = await answer(plain);
  assert.equal(other.banner, 0);
  await sleep(1500);
  await findingsWhen(chrome, other.page, none);
  await other.page.close();
  const { page, banner } = await answer(uid);
  assert.equal(banner, 1, 'Roundcube warns');
  await waitForShadow(page, /Do you know this sender\?/);
  const seen = await findingsWhen(chrome, page, only('email-unknown-sender'));
  assert.equal(seen.findings[0].severity, 'prohibited');
  const worker = await chrome.serviceWorker();
  const stored = await worker.evaluate(async () => JSON.stringify([await chrome.storage.local.get(), await chrome.storage.session.get()]));
  assert.doesNotMatch(stored, /secretword|Urgent|akfield-8ig|head@/);
  await press(page, 'known');
  await findingsWhen(chrome, page, none);
  await page.close();
  await chrome.school('st-marylebone');
});

test('policy-exemption: a rule is silent until its last day, and the set-up line says so before and after', async () => {
  const setup = async (page) => {
    const popup = await chrome.popup(page);
    try {
      return await popup.evaluate(() => document.querySelector('#setup-details').textContent);
    } finally {
      await popup.close();
      await page.bringToFront();
    }
  };
  const until = (day) => ({ exemptions: [{ rule: 'email-school-account-only', purpose: 'PTA', until: day }] });
  await chrome.school('tudhoe', until('2099-07-20'));
  const page = await compose({ from: mail.personal, to: ['office@oakfield.sch.uk'] });
  await sleep(1500);
  await findingsWhen(chrome, page, none);
  assert.match(await setup(page), /email-school-account-only is silent for you until 20 July 2099\. Why: PTA, as agreed by your Head Teacher\./);
  await page.close();
  await chrome.school('tudhoe', until('2026-01-31'));
  const over = await compose({ from: mail.personal, to: ['office@oakfield.sch.uk'] });
  await findingsWhen(chrome, over, only('email-school-account-only'));
  assert.match(await setup(over), /was silent for you until 31 January 2026, for PTA\. It speaks again now\./);
  await over.close();
  await chrome.school('st-marylebone');
});

test('nothing went to the network from the extension', async () => {
  assert.deepEqual(await chrome.extensionRequests(), []);
});
