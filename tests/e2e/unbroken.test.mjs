// Lanyard never breaks a page: each replica is loaded without the extension and with it, the same is done
// there, and the page must be the same, hear the same and say the same.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../harness/chromium.mjs';
import { until } from '../harness/processes.mjs';
import { made, surfaces } from '../replicas/surfaces.mjs';
import { startReplicas } from '../servers/replicas.mjs';
import { configuration } from './lanyard.mjs';

const addresses = [...new Set(Object.values(surfaces).map(({ at }) => at).filter(Boolean))];
const OURS = 'LANYARD-NOTE';

let replicas, plain, lanyard;
before(async () => {
  replicas = await startReplicas({ extra: made });
  [plain, lanyard] = await Promise.all([
    launch({ extension: 'none', replicas }),
    // The strictest of the five, so that something is drawn wherever something can be.
    configuration('beaudesert-park').then((managed) => launch({ extension: 'force', managed, replicas })),
  ]);
});
after(async () => {
  await plain?.stop();
  await lanyard?.stop();
  await replicas?.stop();
});

/** In the page, before its own scripts: hears every event as the page's own handlers do, and fixes what is new at each load. */
function listen() {
  let next = 1;
  // Class names and ids that these pages make of chance are the same in both browsers then.
  crypto.getRandomValues = (array) => array.map(() => (next = (next * 48271) % 2147483647));
  crypto.randomUUID = () => `${(next = (next * 48271) % 2147483647).toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;
  Math.random = () => (next = (next * 48271) % 2147483647) / 2147483647;
  window.heard = [];
  const name = (node) => (node instanceof Element ? node.tagName + (node.getAttribute('aria-label') ?? node.getAttribute('name') ?? '') : node?.constructor.name);
  for (const type of ['click', 'mousedown', 'mouseup', 'pointerdown', 'pointerup', 'keydown', 'keyup', 'beforeinput', 'input', 'change', 'paste', 'submit', 'focusin', 'focusout']) {
    for (const capture of [true, false]) {
      document.addEventListener(type, (event) => window.heard.push([type, capture, name(event.target), event.isTrusted, event.defaultPrevented].join(' ')), capture);
    }
  }
}

/** The document as text, without our host element, which is a child of the root and nothing else. */
function drawn(ours) {
  const root = document.documentElement.cloneNode(true);
  const hosts = [...root.querySelectorAll(ours)];
  if (hosts.some((one) => one.parentNode !== root) || hosts.some((one) => one.attributes.length > 4)) return 'our element is where it should not be';
  hosts.forEach((one) => one.remove());
  const fields = [...document.querySelectorAll('input, textarea, select')].map((one) => `${one.value} ${one.checked ?? ''}`);
  // Gmail's drafts are named after the time.
  return `${root.outerHTML}\n${fields.join('\n')}\n${Object.keys(window).length}`.replace(/#msg-a:r\d+/g, '#msg');
}

async function visit(chrome, at) {
  const page = await chrome.newPage();
  const said = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(String(error)));
  await page.addInitScript(listen);
  await page.goto(at);
  await page.evaluate(() => window.__replica?.ready);
  return { page, said };
}

/** What every page has: a press where nothing is, and one in the first field that can be written in, with some keys. */
async function use({ page }) {
  await page.mouse.click(4, 4);
  const at = await page.evaluate(() => {
    const boxes = [...document.querySelectorAll('input:not([type=checkbox], [type=radio], [type=hidden]), textarea, [contenteditable=true]')].map((one) => one.getBoundingClientRect());
    const box = boxes.find(({ width, height, top, bottom }) => width > 20 && height > 8 && top >= 0 && bottom <= innerHeight);
    return box && { x: box.left + Math.min(box.width / 2, 60), y: box.top + box.height / 2 };
  });
  if (at) await page.mouse.click(at.x, at.y);
  await page.keyboard.type('ab');
  await page.keyboard.press('Escape');
}

/** Where two texts first differ, with what is around it. */
function difference(one, other) {
  const at = [...one].findIndex((letter, n) => letter !== other[n]);
  return one === other ? '' : `${one.slice(Math.max(0, at - 100), at + 100)}\n instead of \n${other.slice(Math.max(0, at - 100), at + 100)}`;
}

let anyDrawn = 0;
for (const at of addresses) {
  test(new URL(at).host + new URL(at).pathname + new URL(at).search, async () => {
    const [before, now] = await Promise.all([visit(plain, at), visit(lanyard, at)]);
    // Until it is at work there: it has drawn something, or has had the time in which it would have.
    const there = await until(() => now.page.evaluate((ours) => document.querySelector(ours) !== null, OURS.toLowerCase()), { timeout: 1500, every: 50 }).catch(() => false);
    anyDrawn += there ? 1 : 0;
    await Promise.all([use(before), use(now)]);
    const state = async ({ page, said }) => ({ page: await page.evaluate(drawn, OURS.toLowerCase()), heard: await page.evaluate(() => window.heard), said });
    const [without, withIt] = [await state(before), await state(now)];
    assert.deepEqual(withIt.said, without.said, 'the console');
    assert.deepEqual(withIt.heard, without.heard, 'what the page hears');
    assert.equal(difference(withIt.page, without.page), '', 'the page');
    assert.ok(without.heard.length > 10, 'something was done there');
    await Promise.all([before.page.close(), now.page.close()]);
  });
}

test('on most of these pages something was drawn, so that there was something to compare', () => {
  assert.ok(anyDrawn >= addresses.length / 3, `${anyDrawn} of ${addresses.length}`);
});
