// A file is attached in a real webmail and in a replica of Gmail, for Tudhoe: what is inside it is
// seen before it leaves.
import assert from 'node:assert/strict';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { scratchDir, sleep, until } from '../harness/processes.mjs';
import { waitForShadow } from '../harness/shadow.mjs';
import { startReplicas } from '../servers/replicas.mjs';
import { startRoundcube } from '../servers/roundcube.mjs';
import { findingsWhen, press, startLanyard } from './lanyard.mjs';

const rule = 'email-encrypt-attachment';
const fixtures = fileURLToPath(new URL('../../crate/document/tests/files/', import.meta.url));

let chrome, mail, replicas;

before(async () => {
  [mail, replicas] = await Promise.all([startRoundcube(), startReplicas()]);
  chrome = await startLanyard({ school: 'tudhoe', replicas, config: { withRoster: false, hosts: { roundcube: ['127.0.0.1'] } } });
  const page = await chrome.newPage();
  await mail.login(page);
  await page.close();
});
after(async () => {
  await chrome?.stop();
  await mail?.stop();
  await replicas?.stop();
});

/** A compose page to somebody outside. */
async function compose(to = 'someone@mail.example') {
  const page = await chrome.newPage();
  await page.goto(mail.composeUrl());
  await page.waitForSelector('#_to', { state: 'attached' });
  await page.click('#compose_to .recipient-input input');
  await page.keyboard.type(`${to},`);
  return page;
}

const attached = (page, name) => page.waitForSelector(`#attachment-list li:not(.uploading) .attachment-name:has-text("${name}")`);

/** The same with this file attached as a person attaches it. */
async function attach(file, to) {
  const page = await compose(to);
  await choose(page, '#uploadform input[type=file]', path.resolve(fixtures, file));
  await attached(page, path.basename(file));
  return page;
}

async function gmail(to = 'someone@mail.example') {
  const page = await chrome.newPage();
  await page.goto(`https://mail.google.com/mail/u/0/?${new URLSearchParams({ to, open: 'popup' })}#inbox`);
  await page.evaluate(() => window.__replica.ready);
  return page;
}

const chip = (page, name) => page.waitForSelector(`.dL .vI:has-text("${name}")`);

/** The browser's own choosing: Playwright's is an event of a script, which counts for nothing. */
async function choose(page, selector, file) {
  const cdp = await page.context().newCDPSession(page);
  const { root } = await cdp.send('DOM.getDocument');
  const { nodeId } = await cdp.send('DOM.querySelector', { nodeId: root.nodeId, selector });
  await cdp.send('DOM.setFileInputFiles', { nodeId, files: [file] });
  await cdp.detach();
}

/** As a file that is dragged from the desktop: a trusted event. */
async function drop(page, selector, file) {
  const { x, y, width, height } = await page.locator(selector).first().boundingBox();
  const cdp = await page.context().newCDPSession(page);
  const at = { x: x + width / 2, y: y + height / 2, data: { items: [], files: [file], dragOperationsMask: 1 } };
  for (const type of ['dragEnter', 'dragOver', 'drop']) await cdp.send('Input.dispatchDragEvent', { type, ...at });
  await cdp.detach();
}

/** A fresh worker that tells whether it has loaded the reader of files, as it does with the first one that it looks into. */
async function freshWorker() {
  await chrome.killWorker();
  const worker = await chrome.serviceWorker();
  await worker.evaluate(() => {
    const { compileStreaming } = WebAssembly;
    globalThis.hasReader = false;
    WebAssembly.compileStreaming = async (source) => {
      const response = await source;
      if (response.url.endsWith('reader_bg.wasm')) globalThis.hasReader = true;
      return compileStreaming.call(WebAssembly, response);
    };
  });
  return { hasReader: () => worker.evaluate(() => globalThis.hasReader) };
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

test('a file that Lanyard cannot read is "not checked", and the popup says why', async () => {
  const page = await attach('plain.7z');
  const { findings, unchecked } = await findingsWhen(chrome, page, (state) => state.unchecked.length === 1);
  assert.deepEqual([findings.length, unchecked[0].surface], [0, 'roundcube/compose#1']);
  assert.match(unchecked[0].text, /an attached archive is of a kind that Lanyard does not open/);
  await page.close();
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
  const dir = scratchDir('marked');
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
    await chrome.school('tudhoe');
    rmSync(dir, { recursive: true, force: true });
  }
});

test('a file that is dropped is looked into as one that is chosen', async () => {
  const page = await compose();
  await drop(page, '#compose-attachments', path.join(fixtures, 'hidden-places.xlsx'));
  await attached(page, 'hidden-places.xlsx');
  await findingsWhen(chrome, page, asked);
  await page.close();
});

test('a file chosen before anybody is on the message is looked into once somebody is', async () => {
  const page = await chrome.newPage();
  await page.goto(mail.composeUrl());
  await page.waitForSelector('#_to', { state: 'attached' });
  await choose(page, '#uploadform input[type=file]', path.join(fixtures, 'hidden-places.xlsx'));
  await attached(page, 'hidden-places.xlsx');
  await sleep(1000);
  await findingsWhen(chrome, page, (state) => !asked(state));
  await page.click('#compose_to .recipient-input input');
  await page.keyboard.type('someone@mail.example,');
  await findingsWhen(chrome, page, asked);
  await page.close();
});

test('G10: a file for a union is not looked into, wherever it is attached', async () => {
  const worker = await freshWorker();
  const there = await attach('hidden-places.xlsx', 'rep@neu.org.uk');
  const page = await gmail('rep@neu.org.uk');
  await choose(page, 'input[type=file][name=Filedata]', path.join(fixtures, 'class-list.xlsx'));
  await chip(page, 'class-list.xlsx');
  await sleep(2000);
  for (const one of [there, page]) await findingsWhen(chrome, one, (state) => !asked(state));
  assert.equal(await worker.hasReader(), false, 'the reader of files was not even loaded');
  await there.close();
  // Another message of the same page, to somebody else, is; the union's file still is not.
  await page.evaluate(() => window.__replica.open('popup', { to: 'someone@mail.example' }));
  await page.evaluate(() => document.querySelector('.M9:has([data-hovercard-id="someone@mail.example"])').querySelector('input[type=file]').setAttribute('data-other', ''));
  await choose(page, '[data-other]', path.join(fixtures, 'letter.docx'));
  await until(worker.hasReader, { what: 'the other file to be looked into' });
  const seen = await findingsWhen(chrome, page, asked);
  assert.deepEqual(seen.findings.filter(({ rule: one }) => one === rule).map(({ surface }) => surface), ['gmail/compose#2']);
  await page.close();
});

test('Gmail: a picture that is pasted is looked into, and raises nothing', async () => {
  const worker = await freshWorker();
  const page = await gmail();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Browser.grantPermissions', { permissions: ['clipboardReadWrite', 'clipboardSanitizedWrite'], origin: 'https://mail.google.com' });
  await page.click('[g_editable=true] > div:first-child');
  await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(8, 8);
    canvas.getContext('2d').fillRect(1, 1, 4, 4);
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': await canvas.convertToBlob() })]);
  });
  await page.keyboard.press('Control+v');
  await chip(page, 'image.png');
  assert.ok(await page.evaluate(() => document.hasFocus()));
  await until(worker.hasReader, { what: 'the reader of files to be loaded' });
  await findingsWhen(chrome, page, (state) => !asked(state));
  await page.close();
});

test('Gmail: a class list is asked about, chosen or dropped, and a protected file is not', async () => {
  const chosen = await gmail();
  await choose(chosen, 'input[type=file][name=Filedata]', path.join(fixtures, 'class-list.xlsx'));
  await chip(chosen, 'class-list.xlsx');
  await findingsWhen(chrome, chosen, asked);
  assert.doesNotMatch(await waitForShadow(chosen, /looks sensitive/), /class-list/, 'no name of a file in a panel');
  await chosen.close();
  const dropped = await gmail();
  await drop(dropped, '[g_editable=true]', path.join(fixtures, 'encrypted.xlsx'));
  await chip(dropped, 'encrypted.xlsx');
  await sleep(1500);
  await findingsWhen(chrome, dropped, (state) => !asked(state));
  await drop(dropped, '[g_editable=true]', path.join(fixtures, 'class-list.xlsx'));
  await chip(dropped, 'class-list.xlsx');
  await findingsWhen(chrome, dropped, asked);
  await dropped.close();
});

test('a file of the same name that is chosen again is looked into again', async () => {
  const page = await gmail();
  const dir = scratchDir('same-name');
  const file = path.join(dir, 'list.xlsx');
  copyFileSync(path.join(fixtures, 'class-list.xlsx'), file);
  await choose(page, 'input[type=file][name=Filedata]', file);
  await findingsWhen(chrome, page, asked);
  await page.click('.dL .vq');
  await findingsWhen(chrome, page, (state) => !asked(state));
  copyFileSync(path.join(fixtures, 'encrypted.xlsx'), file);
  await choose(page, 'input[type=file][name=Filedata]', file);
  await chip(page, 'list.xlsx');
  await sleep(1500);
  await findingsWhen(chrome, page, (state) => !asked(state));
  await page.close();
  rmSync(dir, { recursive: true });
});

test('Beaudesert Park: a picture larger than the school has set is pointed out, and not looked into', async () => {
  await chrome.school('beaudesert-park', { rules: { 'email-large-attachment': { megabytes: 2 } } });
  const worker = await freshWorker();
  const dir = scratchDir('pictures');
  const large = ({ findings }) => findings.some((one) => one.rule === 'email-large-attachment');
  const page = await gmail();
  for (const [name, bytes] of [['small.jpg', 200_000], ['display.jpg', 2_500_000]]) {
    writeFileSync(path.join(dir, name), Buffer.alloc(bytes, 7));
    await choose(page, 'input[type=file][name=Filedata]', path.join(dir, name));
    await chip(page, name);
    if (name === 'small.jpg') await sleep(1500);
    await findingsWhen(chrome, page, (state) => large(state) === (name !== 'small.jpg'));
  }
  const { findings } = await findingsWhen(chrome, page, large);
  assert.match(findings[0].text, /1 attached picture is larger than your school's limit/);
  assert.equal(await worker.hasReader(), false);
  await page.close();
  rmSync(dir, { recursive: true });
  await chrome.school('tudhoe');
});

test('nothing was sent anywhere, and nothing of a file was stored', async () => {
  const stored = await chrome.inExtension(async () => JSON.stringify([await chrome.storage.local.get(), await chrome.storage.session.get()]));
  for (const trace of ['hidden-places', 'letter.docx', 'Budget', 'class-list', 'UEsDB']) assert.ok(!stored.includes(trace), trace);
  assert.deepEqual(await chrome.extensionRequests(), []);
});
