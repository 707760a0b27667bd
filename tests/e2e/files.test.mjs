// A file is attached in a real webmail, for Tudhoe: what is inside it is seen before it leaves.
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { waitForShadow } from '../harness/shadow.mjs';
import { startRoundcube } from '../servers/roundcube.mjs';
import { findingsWhen, press, startLanyard } from './lanyard.mjs';

const rule = 'email-encrypt-attachment';
const fixtures = fileURLToPath(new URL('../../crate/document/tests/files/', import.meta.url));

let chrome, mail;

before(async () => {
  mail = await startRoundcube();
  chrome = await startLanyard({ school: 'tudhoe', config: { withRoster: false, hosts: { roundcube: ['127.0.0.1'] } } });
  const page = await chrome.newPage();
  await mail.login(page);
  await page.close();
});
after(async () => {
  await chrome?.stop();
  await mail?.stop();
});

/** A compose page to somebody outside with this file attached as a person attaches it. */
async function attach(file, to = 'someone@mail.example') {
  const name = path.basename(file);
  const page = await chrome.newPage();
  await page.goto(mail.composeUrl());
  await page.waitForSelector('#_to', { state: 'attached' });
  await page.click('#compose_to .recipient-input input');
  await page.keyboard.type(`${to},`);
  await choose(page, '#uploadform input[type=file]', path.resolve(fixtures, file));
  await page.waitForSelector(`#attachment-list li:not(.uploading) .attachment-name:has-text("${name}")`);
  return page;
}

/** The browser's own choosing: Playwright's is an event of a script, which counts for nothing. */
async function choose(page, selector, file) {
  const cdp = await page.context().newCDPSession(page);
  const { root } = await cdp.send('DOM.getDocument');
  const { nodeId } = await cdp.send('DOM.querySelector', { nodeId: root.nodeId, selector });
  await cdp.send('DOM.setFileInputFiles', { nodeId, files: [file] });
  await cdp.detach();
}

const asked = ({ findings }) => findings.some((one) => one.rule === rule);

test('a class list on a hidden sheet is asked about, and the answer holds', async () => {
  const page = await attach('hidden-places.xlsx');
  await findingsWhen(chrome, page, asked);
  const text = await waitForShadow(page, /looks sensitive, and no protection can be seen/);
  assert.doesNotMatch(text, /hidden-places/, 'no name of a file in a panel');
  await press(page, 'unprotected');
  await findingsWhen(chrome, page, ({ findings }) => findings.some(({ text }) => /You said that 1 sensitive file is not protected/.test(text)));
  await press(page, 'protected');
  await findingsWhen(chrome, page, (state) => !asked(state));
  await page.close();
});

test('a protected file, and one with nothing in it, raise nothing', async () => {
  for (const name of ['encrypted.xlsx', 'sheet-protected.xlsx']) {
    const page = await attach(name);
    await page.waitForTimeout(1500);
    await findingsWhen(chrome, page, (state) => !asked(state));
    await page.close();
  }
});

test('a worker that died has the file offered again', async () => {
  const page = await attach('letter.docx');
  await findingsWhen(chrome, page, asked);
  await chrome.killWorker();
  await page.focus('#compose-subject');
  await page.keyboard.type('Trip');
  await findingsWhen(chrome, page, asked);
  await page.close();
});

test('data-confidential-disclosure: a marked file that goes outside, for Droitwich, with the exception of the job', async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'lanyard-marked-'));
  try {
    const marked = path.join(dir, 'Budget_2027_Oakfield-Confidential.docx');
    copyFileSync(path.join(fixtures, 'letter.docx'), marked);
    await chrome.school('droitwich-spa', { rules: { 'data-confidential-disclosure': { markings: ['Oakfield Confidential'] } } });
    const inside = await attach(marked, 'office@oakfield.sch.uk');
    await inside.waitForTimeout(1500);
    await findingsWhen(chrome, inside, ({ findings }) => findings.length === 0);
    await inside.close();
    const page = await attach(marked);
    const seen = await findingsWhen(chrome, page, ({ findings }) => findings.length === 1);
    assert.deepEqual([seen.findings[0].rule, seen.findings[0].severity], ['data-confidential-disclosure', 'prohibited']);
    const text = await waitForShadow(page, /1 attached file looks marked as confidential/);
    assert.match(text, /4\.1 must-not 6/);
    assert.doesNotMatch(text, /Budget/, 'no name of a file in a panel');
    await press(page, 'work');
    await findingsWhen(chrome, page, ({ findings }) => findings.length === 0);
    await page.close();
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

test('nothing was sent anywhere, and nothing of a file was stored', async () => {
  const stored = await chrome.inExtension(async () => JSON.stringify([await chrome.storage.local.get(), await chrome.storage.session.get()]));
  for (const trace of ['hidden-places', 'letter.docx', 'Budget', 'class-list', 'UEsDB']) assert.ok(!stored.includes(trace), trace);
  assert.deepEqual(await chrome.extensionRequests(), []);
});
