// The content script in real Chromium without the extension: the bundle runs in an isolated
// world of the page, with a stand-in for the worker on the other end of its Port.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { bundleParts } from '../../extension/content/build.mjs';
import { withSeen } from '../../extension/content/seen.mjs';
import { launch, repository } from '../harness/chromium.mjs';
import { scratchDir } from '../harness/processes.mjs';
import { session } from '../harness/shadow.mjs';
import { startReplicas } from '../servers/replicas.mjs';

export const locale = (language) => {
  const file = path.join(repository, 'extension', '_locales', language, 'messages.json');
  const words = Object.entries(JSON.parse(readFileSync(file, 'utf8'))).filter(([key]) => key.startsWith('ui_'));
  // As the worker does it.
  return Object.fromEntries(words.map(([key, { message }]) => [key, message.replace('{keys}', 'Alt Shift Y')]));
};

export const site = (id) => JSON.parse(readFileSync(path.join(repository, 'extension', 'sites', `${id}.json`), 'utf8'));

let parts;
/** The script's parts by name, as they are shipped. */
async function bundled() {
  if (!parts) {
    const dir = scratchDir('content');
    await bundleParts(dir);
    const read = (name) => readFileSync(path.join(dir, `${name}.js`), 'utf8');
    parts = { content: read('content'), read: read('read'), show: read('show'), mail: read('mail') };
  }
  return parts;
}

/** The part that every covered page gets. */
export const content = async () => (await bundled()).content;

/** Chromium, and pages served over HTTPS at any host name: `{'mail.example/': {body}}`. */
export async function start({ pages = {}, ...options } = {}) {
  const replicas = await startReplicas({ extra: pages });
  const chrome = await launch({ extension: 'none', replicas, ...options });
  return { chrome, newPage: () => chrome.newPage(), stop: async () => (await chrome.stop(), await replicas.stop()) };
}

// Lets other scripts of the same world into closed roots, which stay closed to the page.
const pierce = `{
  const roots = new WeakMap();
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    roots.set(this, root);
    return root;
  };
  Object.defineProperty(Element.prototype, 'shadowRoot', { configurable: true, get() { return roots.get(this) ?? null; } });
}`;

// Runs in the isolated world before the bundle. `judge` answers an observation with findings.
const worker = (config) => `
  globalThis.said = [];
  globalThis.ports = [];
  globalThis.silent = ${Boolean(config.silent)};
  globalThis.judge = ${config.judge ?? (() => [])};
  globalThis.mayRead = ${config.mayRead ?? (() => ({ subject: false, files: false, text: false }))};
  // Names of parts that do not come: refused by the browser, or (lost) without a word.
  globalThis.refused = ${JSON.stringify(config.refused ?? [])};
  globalThis.lost = ${JSON.stringify(config.lost ?? [])};
  globalThis.parts = { read() { ${config.parts.read}
  }, show() { ${config.parts.show}
  } };
  globalThis.chrome = { runtime: {
    id: 'lanyard',
    onMessage: { addListener() {}, removeListener() {} },
    connect({ name }) {
      const heard = [], left = [];
      const port = {
        onMessage: { addListener: (f) => heard.push(f) }, onDisconnect: { addListener: (f) => left.push(f) },
        disconnect() { ports.splice(ports.indexOf(port), 1); },
        tell: (message) => setTimeout(() => ports.includes(port) && heard.forEach((f) => f(structuredClone(message)))),
        die() { ports.splice(ports.indexOf(port), 1); left.forEach((f) => f()); },
        postMessage(message) {
          said.push(structuredClone(message));
          if (message.type === 'need' && !lost.includes(message.part)) {
            if (message.part === 'show') port.tell(${JSON.stringify(config.words)});
            if (refused.includes(message.part)) port.tell({ type: 'refused', part: message.part });
            else setTimeout(parts[message.part]);
          }
          if (message.type === 'act') (globalThis.acted ??= () => {})(message, port);
          if (message.type !== 'observe' || silent) return;
          const { site, name, n } = message.observation.surface;
          const surface = site + '/' + name + '#' + n;
          const findings = judge(message.observation).map((finding) => ({ surface, id: surface + ' ' + finding.rule, ...finding }));
          port.tell({ type: 'findings', surface, hash: message.hash, findings, reads: mayRead(message.observation) });
        },
      };
      ports.push(port);
      said.push({ type: 'hello', protocol: Number(name.split(' ')[1]) });
      port.tell(${JSON.stringify(config.greeting)});
      return port;
    },
  } };`;

/**
 * Starts the content script in a page. `judge` and `mayRead` are functions of an observation that
 * run in the page's isolated world and know nothing of this file.
 */
export async function run(page, { site: file, language = 'en', quiet = false, words = locale(language), ...config }) {
  const cdp = await session(page);
  const { frameTree } = await cdp.send('Page.getFrameTree');
  const { executionContextId } = await cdp.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: `lanyard-${Math.random()}` });
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', { expression, contextId: executionContextId, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  const greeting = file ? { type: 'site', site: withSeen(file), language, quiet } : { type: 'nothing' };
  const { content: source, read, show, mail } = await bundled();
  if (config.pierced) await evaluate(`${pierce};0`);
  if (config.first) await evaluate(`${config.first};0`);
  await evaluate(worker({ ...config, greeting, words: { type: 'words', words, language }, parts: { read, show: file?.place === 'mail' ? `${mail}\n${show}` : show } }));
  await evaluate(`${source};0`);
  return {
    evaluate,
    /** Starts a second copy in the same world, as a repeated injection does. */
    again: () => evaluate(`${source};0`),
    said: (type) => evaluate(`said.filter(({ type }) => ${type === undefined} || type === ${JSON.stringify(type)})`),
    observed: async (name) => (await evaluate('said.filter(({ type }) => type === "observe").map(({ observation }) => observation)')).filter(({ surface }) => name === undefined || surface.name === name).at(-1),
    tell: (message) => evaluate(`ports.forEach((port) => port.tell(${JSON.stringify(message)}))`),
  };
}

/** A finding as the worker sends it. */
export const finding = (more = {}) => ({
  rule: 'email-recipients-visible', severity: 'required', strength: 'Expected', certainty: 'certain', presentation: 'panel',
  seen: "5 people outside the school can see each other's addresses.",
  advice: 'Move them to Bcc so each person sees only their own.',
  clause: "Your school's policy, 4.1.2(iii)",
  clauseTexts: [{ id: '4.1.2-iii', section: '4.1.2(iii)', text: 'Put people outside the school in Bcc.' }],
  refs: [], remedies: [], askFirst: false, ...more,
});

/** A judge for tests: everybody outside oakfield.sch.uk in To or Cc, from two up. */
export const recipients = `(mail) => {
  if (mail.kind !== 'composeMail') return [];
  const out = [...mail.to, ...mail.cc, ...mail.unplaced].filter((r) => r.address && !r.unfinished && !r.address.endsWith('@oakfield.sch.uk'));
  if (out.length < 2) return [];
  const refs = out.map((r) => r.ref);
  return [{
    ...${JSON.stringify(finding())}, refs, askFirst: Boolean(globalThis.askFirst),
    seen: out.length + " people outside the school can see each other's addresses.",
    presentation: globalThis.dismissed ? 'mark' : 'panel',
    remedies: [
      { id: 'move-to-bcc', action: 'moveToBcc', label: 'Move ' + out.length + ' to Bcc', primary: true, refs, done: 'Moved ' + out.length + ' to Bcc.' },
      { id: 'need-to-see', action: 'answer', label: 'They need to see each other', primary: false, refs: [] },
      { id: 'not-now', action: 'notNow', label: 'Not now', primary: false, refs: [] },
    ],
  }];
}`;
