// The harness on a throwaway extension: what it reports must be true.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from './chromium.mjs';
import { pictures } from './pictures.mjs';
import { writeProbe } from './probe-extension.mjs';
import { removeDir, scratchDir, until } from './processes.mjs';
import { accessibilityTree, clickInShadow, shadowAll, shadowOne, waitForShadow } from './shadow.mjs';

let dir, site, url, chrome;

before(async () => {
  dir = scratchDir('probe');
  writeProbe(dir);
  site = http.createServer((request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>Site</title><input id=q><script>if (location.hash === "#page") fetch("/by-page")</script>');
  });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${site.address().port}`;
  chrome = await launch({ extension: 'force', dist: dir, managed: { school: 'tudhoe', rules: '{}' } });
});

after(async () => {
  await chrome?.stop();
  site?.closeAllConnections();
  site?.close();
  removeDir(dir);
});

test('force-install sees its managed configuration, and changes of it', async () => {
  assert.deepEqual(await chrome.inExtension(() => chrome.storage.managed.get()), { school: 'tudhoe', rules: '{}' });
  assert.ok(chrome.updates.requests.some((r) => r.url === '/lanyard.crx'), 'installed from the update server');
  const installed = await chrome.inExtension(() => chrome.management.getSelf());
  assert.equal(installed.installType, 'admin');
  const worker = await chrome.serviceWorker();
  await worker.evaluate(() => {
    globalThis.changes = [];
    chrome.storage.managed.onChanged.addListener((change) => globalThis.changes.push(Object.keys(change)));
  });
  await chrome.managed({ school: 'droitwich-spa' });
  assert.deepEqual(await worker.evaluate(() => chrome.storage.managed.get()), { school: 'droitwich-spa' });
  assert.deepEqual((await until(() => worker.evaluate(() => globalThis.changes.length && globalThis.changes)))[0].sort(), ['rules', 'school']);
});

test('the worker can be stopped, and starts anew', async () => {
  await (await chrome.serviceWorker()).evaluate(() => { globalThis.mark = 1; });
  await chrome.killWorker();
  assert.equal(await chrome.workerTarget(), undefined);
  const worker = await chrome.serviceWorker();
  assert.equal(await worker.evaluate(() => globalThis.mark ?? 'fresh'), 'fresh');
});

test('closed shadow roots are read, and pressed with trusted events', async () => {
  const page = await chrome.newPage();
  await page.goto(url);
  assert.match(await waitForShadow(page, 'untouched'), /Press me/);
  assert.equal((await shadowAll(page, 'button')).length, 2);
  assert.deepEqual((await shadowAll(page, 'button', { text: 'Other' })).length, 1);
  const button = await shadowOne(page, '[data-action=press]');
  await shadowAll(page, 'p');
  assert.deepEqual(await button.attributes(), { 'data-action': 'press' });
  await button.evaluate((element) => element.click());
  await waitForShadow(page, 'forged click');
  await clickInShadow(page, '[data-action=press]');
  await waitForShadow(page, 'trusted click');
  const tree = await accessibilityTree(page);
  assert.ok(tree.some(({ role, name }) => role === 'button' && name === 'Press me'));
  assert.ok(tree.some(({ role, name }) => role === 'dialog' && name === 'Probe note'));
  await assert.rejects(clickInShadow(page, '[data-action=none]', { timeout: 200 }), /0 elements/);
  await assert.rejects(shadowAll(page, 'p['), /not a valid selector/);
  await page.close();
});

test('pictures have the size and the mode they are named after', async () => {
  const page = await chrome.newPage();
  await page.goto(url);
  await waitForShadow(page, 'Press me');
  const seen = {};
  const files = await pictures(page, path.join(dir, 'pictures'), 'probe', {
    settle: 50,
    before: async (_, look) => {
      seen[look] = await page.evaluate(() => ({
        size: [innerWidth, innerHeight, devicePixelRatio],
        dark: matchMedia('(prefers-color-scheme: dark)').matches,
        forced: matchMedia('(forced-colors: active)').matches,
        still: matchMedia('(prefers-reduced-motion: reduce)').matches,
        background: getComputedStyle(document.body).backgroundColor,
      }));
    },
  });
  const sizeOf = (file) => {
    const png = readFileSync(file);
    return [png.readUInt32BE(16), png.readUInt32BE(20)];
  };
  assert.deepEqual(files.map(sizeOf), [[1280, 800], [1366, 768], [1366, 768], [1366, 768], [1366, 768], [1366, 768]]);
  assert.deepEqual(seen['200-percent'].size, [683, 384, 2]);
  assert.deepEqual(Object.keys(seen).filter((look) => seen[look].dark), ['dark']);
  assert.deepEqual(Object.keys(seen).filter((look) => seen[look].forced), ['forced-colours']);
  assert.deepEqual(Object.keys(seen).filter((look) => seen[look].still), ['reduced-motion']);
  assert.equal(seen.dark.background, 'rgb(24, 25, 28)');
  assert.equal(await page.evaluate(() => document.body.style.length + devicePixelRatio), 1, 'all put back');
  await page.close();
});

test('the popup shows the tab it is told', async () => {
  const page = await chrome.newPage();
  await page.goto(`${url}/popup`);
  const id = await chrome.tabId(page);
  const popup = await chrome.popup(page);
  assert.equal(await popup.textContent('#tab'), String(id));
  await popup.close();
  await page.close();
});

test('what the extension sends is seen, and nothing else is called its own', async () => {
  const page = await chrome.newPage();
  await page.goto(`${url}/#page`);
  await until(async () => (await chrome.netlog()).some((r) => r.url === `${url}/by-page`));
  assert.deepEqual(await chrome.extensionRequests(), []);

  await chrome.inExtension((to) => chrome.runtime.sendMessage({ fetch: to }), `${url}/by-worker`);
  await chrome.inExtension((to) => fetch(to).then((r) => r.text()), `${url}/by-extension-page`);
  const other = await chrome.newPage();
  await other.goto(`${url}/#fetch=/by-content-script`);
  const sent = await until(async () => {
    const all = await chrome.extensionRequests();
    return all.length >= 3 && all;
  });
  assert.deepEqual(sent.map((r) => [new URL(r.url).pathname, r.by]).sort(), [
    ['/by-content-script', 'content script'], ['/by-extension-page', 'origin'], ['/by-worker', 'origin'],
  ]);
  await chrome.stop();
  assert.equal((await chrome.extensionRequests()).length, 3, 'still known after the end');
});

test('unpacked, with a managed configuration', async () => {
  const loaded = await launch({ extension: 'unpacked', dist: dir, managed: { school: 'beaudesert-park' } });
  try {
    assert.equal((await loaded.inExtension(() => chrome.management.getSelf())).installType, 'development');
    assert.deepEqual(await loaded.inExtension(() => chrome.storage.managed.get()), { school: 'beaudesert-park' });
  } finally {
    await loaded.stop();
  }
});
