// The three that are compared: no extension, the reference, Lanyard. One Chromium each, open
// side by side so that rounds can alternate; only one is given work at a time.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { launch } from '../../tests/harness/chromium.mjs';
import { scratchDir, sleep, until } from '../../tests/harness/processes.mjs';
import { startReplicas } from '../../tests/servers/replicas.mjs';
import { pages } from './feed.mjs';
import { packReference } from './reference.mjs';

/** Name of the function by which a content script of that arm is stopped. */
const STOP = { reference: 'benchStop', lanyard: 'lanyardStop' };

/**
 * @param {{dist: string, managed: object, names?: string[]}} options
 * @returns {Promise<{list: object[], named: Record<string, object>, replicas, stop(): Promise<void>}>}
 */
export async function openArms({ dist, managed, names = ['none', 'reference', 'lanyard'] }) {
  const replicas = await startReplicas({ extra: pages });
  const named = {};
  const stop = async () => {
    await Promise.all(Object.values(named).map(({ chrome }) => chrome.stop()));
    await replicas.stop();
  };
  try {
    // Lanyard first: the reference carries a picture of its popup.
    if (names.includes('lanyard')) {
      named.lanyard = await armOf('lanyard', await launch({ dist, managed, replicas }));
      await isBuiltFrom(named.lanyard, dist);
    }
    if (names.includes('reference')) {
      const dir = scratchDir('reference');
      packReference(dir, named.lanyard ? await staticPopup(named.lanyard.chrome, dist) : { 'popup.html': '<!doctype html>' });
      named.reference = await armOf('reference', await launch({ dist: dir, managed: { school: 'reference', schoolDomains: managed.schoolDomains }, replicas }));
    }
    if (names.includes('none')) named.none = { name: 'none', chrome: await launch({ extension: 'none', replicas, policies: {} }) };
    // The first page of a browser pays for much that no later one does.
    for (const one of Object.values(named)) await openPage(one, 'https://uncovered.bench.example/feed', (page) => page.waitForTimeout(200));
  } catch (error) {
    await stop();
    throw error;
  }
  return { list: names.map((name) => named[name]), named, replicas, stop };
}

/** A browser as one of those that are compared, once its extension has registered its scripts. */
export async function armOf(name, chrome) {
  const origin = `chrome-extension://${chrome.extensionId}`;
  const world = await chrome.inExtension(() => chrome.runtime.getManifest().name);
  await until(() => chrome.inExtension(async () => (await chrome.scripting.getRegisteredContentScripts()).length > 0), { timeout: 20_000, every: 300, what: `${name} to register its content scripts` });
  return { name, chrome, origin, world, stopScript: STOP[name] };
}

/** What is installed is what lies in DIST/extension, which the sizes are taken from. */
async function isBuiltFrom({ chrome }, dist) {
  for (const name of ['content.js', 'read.js', 'show.js', 'mail.js', 'background.js', 'wasm/background.js', 'wasm/background_bg.wasm', 'wasm/surfaces.wasm', 'wasm/answers.wasm', 'popup.js', 'wasm/popup_bg.wasm']) {
    const wanted = createHash('sha256').update(readFileSync(path.join(dist, 'extension', name))).digest('hex');
    const found = await chrome.inExtension(async (name) => {
      const hash = await crypto.subtle.digest('SHA-256', await (await fetch(chrome.runtime.getURL(name))).arrayBuffer());
      return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    }, name);
    if (found !== wanted) throw new Error(`lanyard.crx was not packed from extension/${name} in ${dist}: build again`);
  }
}

/** Opens an address in a tab of its own, in a renderer of its own, and closes it afterwards. */
export async function openPage({ chrome }, url, use) {
  const page = await chrome.newPage();
  try {
    await page.goto(url);
    return await use(page);
  } finally {
    await page.close();
  }
}

/** The popup as it is drawn, with nothing left of how it came about but its style sheet and one line of script. */
async function staticPopup(chrome, dist) {
  const page = await chrome.newPage();
  await page.goto('https://www.facebook.com/friends/requests/?people=pupil-listed');
  await sleep(1500);
  // The first time it has the introduction on top, which is not what is measured.
  await (await chrome.popup(page)).close();
  const popup = await chrome.popup(page);
  const { html, text } = await popup.evaluate(() => ({ html: document.documentElement.outerHTML, text: document.body.innerText }));
  const sheets = await popup.evaluate(() => [...document.styleSheets].filter(({ href }) => href).map(({ href }) => new URL(href).pathname));
  await popup.close();
  await page.close();
  if (text.length < 20) throw new Error('the popup shows nothing, so there is nothing to copy');
  const still = html
    .replace(/<script\b[^>]*>[^<]*<\/script>/g, '')
    .replace('data-state="ready"', 'data-state="loading"')
    .replace('</head>', '<script src="ready.js" defer></script></head>');
  const files = { 'popup.html': `<!doctype html>${still}`, 'ready.js': "document.documentElement.dataset.state = 'ready';\n" };
  for (const sheet of sheets) files[path.basename(sheet)] = readFileSync(path.join(dist, 'extension', sheet), 'utf8');
  return files;
}

/**
 * The worlds of extensions in a page, and a way to run a function in one.
 * @returns {Promise<{origins: string[], run(fn, ...values): Promise<any>}>}
 */
export async function worlds({ chrome, origin }, page) {
  const session = await chrome.context.newCDPSession(page);
  const found = [];
  session.on('Runtime.executionContextCreated', ({ context }) => found.push(context));
  await session.send('Runtime.enable');
  const extensions = found.filter((context) => context.origin.startsWith('chrome-extension://'));
  return {
    origins: extensions.map((context) => context.origin),
    async run(fn, ...values) {
      const context = extensions.find((one) => one.origin === origin);
      if (!context) throw new Error(`no world of ${origin} in ${page.url()}`);
      const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
        contextId: context.id, awaitPromise: true, returnByValue: true,
        expression: `(${fn})(${values.map((value) => JSON.stringify(value)).join(',')})`,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
  };
}

/** Runs `use(arm, round)` for each arm in turn, each round beginning with another one. */
export async function interleave(arms, rounds, use) {
  for (let round = 0; round < rounds; round++) {
    const at = round % arms.length;
    for (const one of [...arms.slice(at), ...arms.slice(0, at)]) await use(one, round);
  }
}
