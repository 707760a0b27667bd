// The reference: the same life as Lanyard's worker, without Wasm and without a policy.
// Reads the same storage, registers a script for the same hosts, fetches packaged files,
// speaks the same protocol over the same Port, and answers with a count.
import { judge } from './judge.js';

const PROTOCOL = 1;
const scripts = [
  { id: 'site', js: ['content.js'], matches: ['*://www.facebook.com/*', '*://mail.google.com/*'] },
  // Only the bench's self-check goes there: it must see work that is known to be done.
  { id: 'burn', js: ['burn.js'], matches: ['*://burn.bench.example/*'] },
].map((script) => ({ ...script, allFrames: true, persistAcrossSessions: true, runAt: 'document_idle', world: 'ISOLATED' }));

const packaged = async (name) => (await fetch(chrome.runtime.getURL(name))).json();

async function start() {
  const [local, , sites, words] = await Promise.all([
    chrome.storage.local.get(null), chrome.storage.session.get(null), packaged('sites.json'), packaged('words.json'),
  ]);
  const state = { sites, words, domains: new Set(), held: local.managed };
  take(state, local.managed ?? {});
  // Slow at the browser's start: what was kept from last time answers until then.
  chrome.storage.managed.get(null).then((managed) => keep(state, managed));
  return state;
}

function take(state, managed) {
  state.domains = new Set(String(managed.schoolDomains ?? '').split(',').map((one) => one.trim()));
}

function keep(state, managed) {
  take(state, managed);
  if (JSON.stringify(managed) === JSON.stringify(state.held)) return;
  state.held = managed;
  chrome.storage.local.set({ managed });
}

const ready = start();

function answer(state, origin, message) {
  const site = state.sites.find((one) => one.origin === origin);
  if (message.type === 'hello') {
    return message.protocol === PROTOCOL && site ? { type: 'site', site, words: state.words, language: 'en', quiet: false } : { type: 'nothing' };
  }
  if (message.type === 'observe' && site && message.observation?.surface?.site === site.id) {
    const { surface } = message.observation;
    return { type: 'findings', surface: `${surface.site}/${surface.name}#${surface.n}`, hash: message.hash, findings: judge(message.observation, state) };
  }
  return undefined;
}

/** For the self-check: a timer in the worker must be seen as well. */
function burn() {
  setTimeout(() => { for (const end = performance.now() + 8; performance.now() < end;); }, 100);
}

chrome.runtime.onConnect.addListener((port) => {
  if (port.name !== 'lanyard') return port.disconnect();
  if (port.sender.origin === 'https://burn.bench.example') burn();
  port.onMessage.addListener(async (message) => {
    const reply = answer(await ready, port.sender.origin, message);
    if (reply) port.postMessage(reply);
  });
});

chrome.runtime.onInstalled.addListener(async () => {
  await chrome.scripting.unregisterContentScripts();
  await chrome.scripting.registerContentScripts(scripts);
});

chrome.storage.managed.onChanged.addListener(async () => keep(await ready, await chrome.storage.managed.get(null)));
