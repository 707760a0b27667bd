// What of the worker's Wasm is loaded when it is first needed: that it is not before, and that all is well
// where a file of it is not there. In one browser, with a copy of the extension that files are taken from.
import assert from 'node:assert/strict';
import { cpSync, renameSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { dist } from './harness/chromium.mjs';
import { scratchDir, until } from './harness/processes.mjs';
import { waitForShadow } from './harness/shadow.mjs';
import { startReplicas } from './servers/replicas.mjs';
import { drawn, findingsWhen, startLanyard } from './e2e/lanyard.mjs';

const QUIET = 'https://www.facebook.com/quiet';
const families = ['a.one@example.com', 'b.two@example.org', 'c.three@example.net', 'd.four@example.com', 'e.five@example.org'];

let replicas, chrome, wasm;

before(async () => {
  const copy = scratchDir('pieces');
  cpSync(path.join(dist, 'extension'), path.join(copy, 'extension'), { recursive: true });
  wasm = path.join(copy, 'extension', 'wasm');
  replicas = await startReplicas({ extra: { 'www.facebook.com/quiet': '<!doctype html><title>F</title><p>Nothing to read here.' } });
  chrome = await startLanyard({ dist: copy, config: { withRoster: false }, replicas });
});

after(async () => {
  await chrome?.stop();
  await replicas?.stop();
});

/** A worker that has just started, and tells which Wasm it has fetched since. */
async function freshWorker() {
  await chrome.killWorker();
  const worker = await chrome.serviceWorker();
  await worker.evaluate(() => {
    const asFetched = globalThis.fetch;
    globalThis.fetched = [];
    globalThis.fetch = (url, ...rest) => {
      if (String(url).endsWith('.wasm')) globalThis.fetched.push(String(url).split('/').pop());
      return asFetched(url, ...rest);
    };
  });
  return async () => (await worker.evaluate(() => globalThis.fetched)).filter((name) => name !== 'background_bg.wasm');
}

async function compose() {
  const page = await chrome.newPage();
  page.complaints = [];
  page.on('pageerror', (error) => page.complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && page.complaints.push(message.text()));
  await page.goto('https://mail.google.com/mail/u/0/#inbox');
  await page.evaluate(() => window.__replica.ready);
  await page.evaluate(() => window.__replica.open('popup'));
  const box = page.locator('.M9 [name=to] input[role=combobox]').first();
  if (!(await box.isVisible())) await page.locator('.M9 div.aoD.hl').first().focus();
  await box.click();
  for (const address of families) {
    await page.keyboard.type(address);
    await page.keyboard.press('Enter');
  }
  return page;
}

/** What the popup is told, as it asks. */
const state = async (page) => {
  const tab = await chrome.tabId(page);
  return chrome.inExtension((id) => chrome.runtime.sendMessage({ type: 'tab', tab: id }), tab);
};

test('each piece is fetched when it is first needed, and once', async () => {
  const fetched = await freshWorker();
  const quiet = await chrome.newPage();
  await quiet.goto(QUIET);
  assert.equal((await state(quiet)).covered, true);
  assert.deepEqual(await fetched(), ['answers.wasm'], 'a page with nothing to read, and a question about it');
  const page = await compose();
  await waitForShadow(page, /5 people outside/, 8000);
  assert.equal((await state(page)).findings.length, 1);
  assert.deepEqual(await fetched(), ['answers.wasm', 'surfaces.wasm']);
  assert.deepEqual(page.complaints, []);
  await page.close();
  await quiet.close();
});

test('without what judges, mail is as without Lanyard and the popup says that it was not checked', async () => {
  renameSync(path.join(wasm, 'surfaces.wasm'), path.join(wasm, 'surfaces.away'));
  try {
    await freshWorker();
    const page = await compose();
    const { unchecked } = await findingsWhen(chrome, page, (now) => now.unchecked.length > 0);
    assert.match(unchecked.map(({ text }) => text).join(' '), /something went wrong inside Lanyard/);
    assert.equal((await state(page)).findings.length, 0);
    // The message goes as the person has written it.
    await page.locator('.M9 [role=button].aoO').first().click();
    const sent = await until(() => page.evaluate(() => window.__sent.length && JSON.stringify(window.__sent)), { what: 'the message to go' });
    for (const address of families) assert.ok(sent.includes(address), address);
    for (const part of ['panel', 'sheet', 'note']) assert.equal((await drawn(page, part)).length, 0, part);
    assert.deepEqual(page.complaints, []);
    await page.close();
  } finally {
    renameSync(path.join(wasm, 'surfaces.away'), path.join(wasm, 'surfaces.wasm'));
  }
});

test('without what answers, the popup says that nothing can be judged, and the page is judged', async () => {
  renameSync(path.join(wasm, 'answers.wasm'), path.join(wasm, 'answers.away'));
  try {
    await freshWorker();
    const page = await compose();
    await waitForShadow(page, /5 people outside/, 8000);
    const answer = await state(page);
    assert.deepEqual([answer.state, answer.problems.map(({ code }) => code)], ['broken', ['degraded']]);
    assert.deepEqual(page.complaints, []);
    await page.close();
  } finally {
    renameSync(path.join(wasm, 'answers.away'), path.join(wasm, 'answers.wasm'));
  }
});

test('a worker that has broken down has its pieces again', async () => {
  await freshWorker();
  const page = await compose();
  await waitForShadow(page, /5 people outside/, 8000);
  const worker = await chrome.serviceWorker();
  // As a trap is heard: the instance is dropped, and the page says everything again to another.
  await worker.evaluate(() => self.dispatchEvent(new ErrorEvent('error', { error: new WebAssembly.RuntimeError('unreachable') })));
  const now = await until(async () => {
    const answer = await state(page);
    return answer.findings.length === 1 && answer;
  }, { what: 'the finding to be known to the next instance' });
  assert.equal(now.state, 'active');
  assert.deepEqual(page.complaints, []);
  await page.close();
});
