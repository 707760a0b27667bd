// A soak: somebody types, goes about and comes back, for as long as is asked, in two compose windows of a
// mailbox and in a feed. Lanyard is the school's own, pushed to a real Chromium. What it may not do is leave
// anything behind: bytes, listeners, observers, a second panel, an element of ours with nothing to say.
import { setTimeout as sleep } from 'node:timers/promises';
import { startReplicas } from '../servers/replicas.mjs';
import { pushLanyard } from '../e2e/lanyard.mjs';
import { find, held, heldByWorker, ours, press } from './watch.mjs';

/** How much more may be held at the end than at the beginning. */
const GROWTH = 0.1;
/**
 * Rounds before the beginning is measured: code is compiled and words are fetched in them. A long soak has time for
 * as many as it takes to fill the tab's history, of which Chromium keeps fifty entries.
 */
const warmUp = (minutes) => (minutes < 10 ? 2 : 10);

const families = ['a.one@example.com', 'b.two@example.org', 'c.three@example.net', 'd.four@example.com', 'e.five@example.org'];

/** Fails the soak with what was seen. */
const wrong = (what, seen) => {
  throw new Error(`${what}: ${JSON.stringify(seen)}`);
};

/** One element of ours, no surface with two views, and not one view too many. */
async function check(page, most) {
  const seen = await ours(page);
  const marks = seen.parts.filter(({ part }) => part === 'mark').map(({ surface }) => surface);
  const panels = seen.parts.filter(({ part }) => part === 'panel').map(({ surface }) => surface);
  for (const all of [marks, panels]) if (new Set(all).size < all.length) wrong('two of a surface', seen);
  if (seen.hosts > 1 || seen.views > most) wrong('more of ours than there are surfaces', seen);
  return seen;
}

/** The causes are gone, and so is all of ours. */
async function gone(page) {
  let seen;
  // The word after a fix stands for ten seconds.
  for (const end = Date.now() + 12_000; Date.now() < end; await sleep(100)) {
    seen = await ours(page);
    if (seen.hosts === 0) return;
  }
  wrong('ours stays where nothing is left to say', seen);
}

/** Waits until so many surfaces have their mark. */
async function marked(page, least, most = least) {
  let seen;
  for (const end = Date.now() + 8000; Date.now() < end; await sleep(100)) {
    seen = await check(page, most);
    if (seen.parts.filter(({ part }) => part === 'mark').length >= least) return seen;
  }
  return wrong(`${least} marks are not there`, seen);
}

/** Has the replica do something. */
const replica = (page, method, ...values) => page.evaluate(([name, all]) => window.__replica[name](...all), [method, values]);
const compose = (page, n) => page.locator('.M9').filter({ has: page.locator('[name=to]') }).nth(n);

async function write(page, n, people, words) {
  const to = compose(page, n).locator('[name=to] input[role=combobox]');
  if (!(await to.isVisible())) await compose(page, n).locator('div.aoD.hl').first().focus();
  await to.click();
  for (const address of people) {
    await page.keyboard.type(address, { delay: 4 });
    await page.keyboard.press('Enter');
  }
  await compose(page, n).locator('input[name=subjectbox]').click();
  await page.keyboard.type('Trip on Friday', { delay: 8 });
  await compose(page, n).locator('[g_editable=true] > div').first().click();
  await page.keyboard.type(words, { delay: 8 });
}

/** Two messages are written, drawn again, moved about and thrown away. */
async function mail(page, round) {
  await page.bringToFront();
  for (let i = 0; i < 2; i++) await replica(page, 'open', 'popup');
  await write(page, 0, families, 'Dear all, we leave at nine.');
  await write(page, 1, families.slice(0, 2), 'Thank you both, see you then.');
  await marked(page, 2);
  const fixed = await fix(page);
  for (let i = 0; i < 6; i++) {
    await replica(page, 'rerender', i % 2);
    await replica(page, i > 2 ? 'collapse' : 'expand', i % 2);
    await sleep(60);
    await check(page, 2);
  }
  await page.setViewportSize(round % 2 ? { width: 1366, height: 768 } : { width: 1120, height: 700 });
  await replica(page, 'go', 'thread');
  await sleep(200);
  await replica(page, 'go', 'inbox');
  await marked(page, 2);
  for (const field of ['to', 'bcc']) await replica(page, 'clear', field, 0);
  await marked(page, 1, 2);
  for (let i = 0; i < 2; i++) await replica(page, 'close', 0);
  await gone(page);
  return fixed;
}

/** Moves the first message's people to Bcc, and takes that back. */
async function fix(page) {
  const mark = await find(page, 'mark');
  if (!mark) wrong('no mark to press', await ours(page));
  if (!(await ours(page, 'move-to-bcc')).parts.some(({ part }) => part === 'move-to-bcc')) await press(page, mark);
  const move = await find(page, 'move-to-bcc');
  if (!move) return 0;
  await sleep(700);
  await press(page, move);
  const undo = await find(page, 'undo');
  if (!undo) return 0;
  await sleep(700);
  await press(page, undo);
  await sleep(1500);
  return 1;
}

/** A post is written, requests are looked through, settings are passed. */
async function feed(page) {
  await page.bringToFront();
  const go = async (address) => {
    await replica(page, 'go', address);
    await sleep(150);
    await check(page, 40);
  };
  await go('/');
  await page.getByRole('button', { name: /on your mind/i }).first().click();
  await page.getByRole('dialog', { name: /create post/i }).waitFor();
  await marked(page, 1);
  await page.locator('[role=dialog] [contenteditable=true]').click();
  await page.keyboard.type('The heron is back on the river wall.', { delay: 8 });
  await check(page, 1);
  await page.getByRole('dialog', { name: /create post/i }).getByRole('button', { name: 'Close' }).click();
  await gone(page);
  for (const address of ['/friends/requests/', '/friends/suggestions/', '/friends/requests/', '/settings/?tab=posts', '/friends/requests/']) {
    await go(address);
    if (address.endsWith('/requests/')) await marked(page, 2, 40);
  }
  for (const y of [400, -200, 600]) {
    await page.mouse.wheel(0, y);
    await sleep(80);
  }
  await go('/');
  await gone(page);
  return 0;
}

const rounds = { mail, feed };

/** Holds it against what was held at the beginning; gives what has grown too much. */
function grown(before, now) {
  const found = [];
  const more = (what, was, is, allowance) => is > was * (1 + GROWTH) + allowance && found.push(`${what}: ${was} at first, ${is} now`);
  for (const [name, was] of Object.entries(before)) {
    const is = now[name];
    more(`${name}, bytes on the heap`, was.bytes, is.bytes, 0);
    if (was.wasm !== undefined) more(`${name}, bytes of Wasm`, was.wasm, is.wasm, 0);
    if (was.nodes !== undefined) more(`${name}, nodes`, was.nodes, is.nodes, 0);
    if (was.listeners !== undefined) more(`${name}, listeners`, was.listeners, is.listeners, 0);
    // There are few of these: one more is one too many.
    for (const [kind, count] of Object.entries(was.watchers ?? {})) if (is.watchers[kind] > count) found.push(`${name}, ${kind}: ${count} at first, ${is.watchers[kind]} now`);
  }
  return found;
}

const kb = (bytes) => `${Math.round(bytes / 1024)}`.padStart(7);

/** A line of the table for what each holds. */
function lines(minute, all, done) {
  return Object.entries(all).map(([name, { bytes, wasm, nodes, listeners, watchers }]) => [
    minute.toFixed(1).padStart(6), name.padEnd(6), String(done[name]?.rounds ?? '').padStart(6), String(done[name]?.fixes ?? '').padStart(5), kb(bytes),
    wasm === undefined ? '       ' : kb(wasm), String(nodes ?? '').padStart(6), String(listeners ?? '').padStart(9), String(watchers ? Object.values(watchers).reduce((a, b) => a + b, 0) : '').padStart(8),
  ].join('  '));
}

const HEAD = ['minute', 'where ', 'rounds', 'fixes', 'heap KB', 'Wasm KB', ' nodes', 'listeners', 'watchers'].join('  ');

/**
 * Soaks for so many minutes; `say` gets the lines of the table. Gives `{grown, done, before, now}`; what is
 * wrong in between is thrown.
 */
export async function soak({ minutes, say = () => {}, every = 5 }) {
  const replicas = await startReplicas();
  const chrome = await pushLanyard({ school: 'st-marylebone', replicas });
  try {
    const pages = { mail: await chrome.newPage(), feed: await chrome.newPage() };
    await pages.mail.goto('https://mail.google.com/mail/u/0/#inbox');
    await pages.feed.goto('https://www.facebook.com/?audience=Public');
    for (const page of Object.values(pages)) await page.evaluate(() => window.__replica.ready);
    const done = Object.fromEntries(Object.keys(pages).map((name) => [name, { rounds: 0, fixes: 0 }]));
    const measure = async () => ({
      ...Object.fromEntries(await Promise.all(Object.entries(pages).map(async ([name, page]) => [name, await held(page, chrome.extensionId)]))),
      worker: await heldByWorker(chrome),
    });
    const once = async () => {
      for (const [name, page] of Object.entries(pages)) {
        done[name].fixes += await rounds[name](page, done[name].rounds);
        done[name].rounds++;
      }
    };
    const started = Date.now();
    const since = () => (Date.now() - started) / 60_000;
    for (let i = 0; i < warmUp(minutes); i++) await once();
    const before = await measure();
    say(HEAD);
    lines(since(), before, done).forEach((line) => say(line));
    let next = since() + every;
    do {
      await once();
      if (since() >= next) {
        lines(since(), await measure(), done).forEach((line) => say(line));
        next += every;
      }
    } while (since() < minutes);
    const now = await measure();
    lines(since(), now, done).forEach((line) => say(line));
    return { grown: grown(before, now), done, before, now };
  } finally {
    await chrome.stop();
    await replicas.stop();
  }
}
