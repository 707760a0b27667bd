// Hears the browser's events, from the first moment and synchronously, and hands them to
// the Wasm. The glue is imported statically (`import()` throws in a service worker); the
// module is compiled when the first event comes.
import init, * as core from '/wasm/background.js';
import loadReader, * as reader from '/wasm/reader.js';
import { makeFiles } from './attached.js';
import { makeSealed } from './sealed.js';

const ports = new Map();
const replies = new Set();
let count = 0;
let ready;
let started = false;
let failures = 0;

const compile = (file) => WebAssembly.compileStreaming(fetch(chrome.runtime.getURL(`wasm/${file}.wasm`)));

async function load() {
  await start(compile('background_bg').then((module) => init({ module_or_path: module })));
}

/** What of the worker is loaded when it is first needed, by name. */
const pieces = new Map();

/** Everything else waits for a piece: a disk that never answers may not silence it. */
const LATE_MS = 5_000;

/**
 * Compiles a piece, once in a worker's life. One that is to join takes what it needs from the instance that
 * runs, and puts itself into its memory and its table.
 */
async function piece(name, join) {
  if (!pieces.has(name)) pieces.set(name, compile(name));
  if (!join) return void pieces.get(name).catch(() => {});
  let timer;
  const late = new Promise((_, refuse) => (timer = setTimeout(refuse, LATE_MS, new Error('late'))));
  const module = await Promise.race([pieces.get(name), late]).finally(() => clearTimeout(timer));
  await WebAssembly.instantiate(module, { m: await init() });
}

const sealed = makeSealed();

/** Storage is read while the instance is made, and the list of the school where there is one: a waking worker is waited for. */
async function start(instance) {
  const read = async (area) => {
    const values = await chrome.storage[area].get();
    sealed.begin(area, values);
    return values;
  };
  const [local, session, commands] = await Promise.all([read('local'), read('session'), chrome.commands.getAll(), instance]);
  core.start(local, session, commands.find(({ name }) => name === 'reveal')?.shortcut ?? '', piece, sealed);
  started = true;
}

function call(name, ...values) {
  const now = (ready ??= load());
  now.then(() => core[name](...values)).catch((error) => now === ready && failed(error));
}

// A trap leaves the instance unusable: drop it and build another, once in a worker's life.
// Content scripts find their Port closed, connect again and say everything again.
function failed(error) {
  console.error(error);
  if (started && !(error instanceof WebAssembly.RuntimeError)) return;
  for (const reply of replies) reply(degraded());
  replies.clear();
  for (const port of ports.values()) port.disconnect();
  ports.clear();
  failures += 1;
  if (failures > 1) ready = new Promise(() => {});
  else ready = started ? start(Promise.resolve().then(core.__wbg_reset_state)) : undefined;
  started = false;
}
self.addEventListener('error', (event) => failed(event.error));
self.addEventListener('unhandledrejection', (event) => failed(event.reason));

/** What a popup is told while nothing can be judged: a `PopupState`. */
const degraded = () => ({
  state: 'broken', covered: false, findings: [], looked: [], unchecked: [], source: 'none', notes: [],
  problems: [{ code: 'degraded', path: 'Lanyard', expected: chrome.i18n.getMessage('unchecked_error') }],
  version: chrome.runtime.getManifest().version, language: chrome.i18n.getUILanguage(),
});

const attached = makeFiles(() => (ready ??= load()).then(() => core), { ...reader, load: () => loadReader({ module_or_path: compile('reader_bg') }) });

chrome.runtime.onConnect.addListener((port) => {
  if (port.name === 'lanyard-files' && failures < 2) return attached(port);
  const line = /^lanyard(?: (\d{1,9}))?$/.exec(port.name);
  if (!line) return;
  if (failures > 1) return port.postMessage({ type: 'nothing' });
  const id = (count += 1);
  ports.set(id, port);
  port.onMessage.addListener((message) => ports.has(id) && call('said', id, message));
  port.onDisconnect.addListener(() => {
    void chrome.runtime.lastError;
    if (ports.delete(id)) call('disconnected', id);
  });
  call('connected', id, port);
  // The greeting, where it is in the name.
  if (line[1]) call('said', id, { type: 'hello', protocol: Number(line[1]) });
});

chrome.runtime.onMessage.addListener((message, sender, reply) => {
  // The browser's own record of what this worker has asked, for the page that shows it.
  if (message?.type === 'requests' && sender.origin === location.origin) return reply(performance.getEntriesByType('resource').map(({ name }) => name));
  if (failures > 1) return reply(degraded());
  // A question that nobody could be loaded for is answered as all are once nothing can be judged.
  const once = (answer) => replies.delete(once) && reply(answer?.error === 'degraded' ? degraded() : answer);
  replies.add(once);
  call('asked', message, sender, once);
  return true;
});

chrome.runtime.onInstalled.addListener(() => call('installed'));
chrome.runtime.onStartup.addListener(() => call('accountChanged'));
chrome.commands.onCommand.addListener((name, tab) => name === 'reveal' && call('shortcut', tab?.id));
chrome.identity.onSignInChanged.addListener(() => call('accountChanged'));
chrome.storage.onChanged.addListener((changes, area) => {
  if (area === 'managed') call('managedChanged');
  if (area === 'local' && changes.config) call('deviceChanged', changes.config.newValue);
});
