// A mailbox, a social network and a plain page in one browser with Lanyard pushed to it, and the looks that every
// fault and attack is judged by: what the worker says of a page, what of ours is drawn, who complained.
import { until } from '../harness/processes.mjs';
import { startReplicas } from '../servers/replicas.mjs';
import { pushLanyard } from '../e2e/lanyard.mjs';
import { ours } from '../soak/watch.mjs';

export const MAIL = 'https://mail.google.com/mail/u/0/#inbox';
export const REQUESTS = 'https://www.facebook.com/friends/requests/?people=pupil-listed,stranger';
export const PLAIN = 'https://news.example/';

/** Fails with what was seen. */
export function wrong(what, seen) {
  throw new Error(`${what}: ${JSON.stringify(seen)}`);
}

/** Starts all of it. `extra`: pages made by the test; the rest is for the browser. */
export async function openWorld({ extra = {}, config = {}, ...options } = {}) {
  const replicas = await startReplicas({ extra });
  let chrome;
  try {
    chrome = await pushLanyard({ school: 'st-marylebone', replicas, config, ...options });
  } catch (error) {
    await replicas.stop();
    throw error;
  }
  const errors = [];
  const ids = new Map();
  let desk;

  /** A page of the extension's own, in a window behind; after the extension was loaded anew, another one. */
  async function deskPage() {
    if (desk && !desk.isClosed() && (await desk.evaluate(() => Boolean(globalThis.chrome?.runtime?.id)).catch(() => false))) return desk;
    await desk?.close().catch(() => {});
    return until(async () => {
      const opened = chrome.context.waitForEvent('page', { timeout: 3000 });
      await chrome.cdp.send('Target.createTarget', { url: 'about:blank', newWindow: true, width: 1366, height: 768 });
      desk = await opened;
      await desk.goto(`chrome-extension://${chrome.extensionId}/manifest.json`);
      return desk;
    }, { timeout: 20_000, every: 200, what: 'a page of the extension' });
  }

  /** Runs a function in the extension's origin. */
  const inside = async (fn, arg) => (await deskPage()).evaluate(fn, arg);

  async function open(url) {
    const page = await chrome.newPage();
    page.on('pageerror', (error) => errors.push(`${new URL(page.url()).host || page.url()}: ${error.stack ?? error}`));
    await page.goto(url);
    if (url !== PLAIN) await page.evaluate(() => window.__replica?.ready);
    return page;
  }

  /** The tab of a page, as the browser numbers it. */
  async function tab(page) {
    if (!ids.has(page)) ids.set(page, await chrome.tabId(page));
    return ids.get(page);
  }

  /** What the popup would be told. A worker that has just gone is asked once more. */
  async function state(page) {
    const id = await tab(page);
    const ask = () => inside((one) => Promise.race([chrome.runtime.sendMessage({ type: 'tab', tab: one }), new Promise((_, no) => setTimeout(no, 8000, new Error('no answer')))]), id);
    return ask().catch(() => ask());
  }

  return {
    chrome, replicas, errors, inside, open, tab, state,
    async stop() {
      await chrome.stop();
      await replicas.stop();
    },
  };
}

/** One element of ours at most, and no surface with two marks or two panels. */
export async function sane(page) {
  const seen = await ours(page);
  for (const part of ['mark', 'panel', 'sheet']) {
    const of = seen.parts.filter((one) => one.part === part).map(({ surface }) => surface);
    if (new Set(of).size < of.length) wrong(`two of a surface: ${part}`, seen);
  }
  if (seen.hosts > 1) wrong('two elements of ours', seen);
  return seen;
}

/** Whether it says that it could not check, or does not work. */
export const admits = ({ state, unchecked, problems }) => state !== 'active' || unchecked.length > 0 || problems.length > 0;

/**
 * Right, or "not checked": gives which. `rule` has to be found, unless what was looked at is said not to have been checked.
 * Silence where there is something to find is what nobody may be given.
 */
export async function honest(world, page, rule, { timeout = 10_000 } = {}) {
  let seen;
  try {
    return await until(async () => {
      seen = await world.state(page);
      if (seen.findings.some((one) => one.rule === rule)) return 'right';
      return admits(seen) && 'not checked';
    }, { timeout, every: 150 });
  } catch (cause) {
    throw new Error(`neither ${rule} nor "not checked": ${JSON.stringify(seen)}`, { cause });
  }
}

/** Waits for what is right. */
export async function right(world, page, rule, { timeout = 15_000 } = {}) {
  let seen;
  await until(async () => {
    seen = await world.state(page);
    return seen.findings.some((one) => one.rule === rule);
  }, { timeout, every: 150 }).catch(() => wrong(`${rule} is not found`, seen));
  return 'right';
}

