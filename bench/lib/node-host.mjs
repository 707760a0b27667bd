// The shipped worker under Node: dist/extension's own glue and Wasm, with as much of chrome.* as
// they ask for. What is measured is the worker from a message's arrival to its answer.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { until } from '../../tests/harness/processes.mjs';

const OWN = 'chrome-extension://bench';

/** Addresses of the documents that are open. */
const addresses = new Map();

function fakeChrome(extension, managed) {
  const manifest = JSON.parse(readFileSync(path.join(extension, 'manifest.json'), 'utf8'));
  const area = (values = {}) => ({ get: async () => ({ ...values }), set: async (more) => void Object.assign(values, more), remove: async () => {}, setAccessLevel: async () => {} });
  return {
    runtime: { getURL: (name) => `${OWN}/${name}`, getManifest: () => manifest, id: 'bench' },
    i18n: { getUILanguage: () => 'en-GB' },
    storage: { local: area(), session: area(), managed: area(managed) },
    identity: { getProfileUserInfo: async () => ({ email: '', id: '' }) },
    scripting: { getRegisteredContentScripts: async () => [], registerContentScripts: async () => {}, updateContentScripts: async () => {}, unregisterContentScripts: async () => {}, executeScript: async () => [] },
    tabs: { query: async () => [], get: async () => ({}), sendMessage: async () => {} },
    webNavigation: {
      getAllFrames: async () => [],
      getFrame: async ({ documentId }) => ({ url: addresses.get(documentId) ?? 'about:blank', parentFrameId: -1 }),
    },
  };
}

/** Starts the worker. `open(origin, address)` connects a page to it, which is at that address. */
export async function startWorker({ extension, managed }) {
  globalThis.chrome = fakeChrome(extension, managed);
  const platformFetch = globalThis.fetch;
  globalThis.fetch = async (url, ...rest) => {
    if (!String(url).startsWith(OWN)) return platformFetch(url, ...rest);
    try {
      return new Response(readFileSync(path.join(extension, new URL(url).pathname)));
    } catch {
      return new Response(null, { status: 404 });
    }
  };
  const { default: init, ...core } = await import(pathToFileURL(path.join(extension, 'wasm', 'background.js')));
  const { memory } = await init({ module_or_path: readFileSync(path.join(extension, 'wasm', 'background_bg.wasm')) });
  /** Pieces of the worker that have been loaded. */
  const joined = new Set();
  const piece = async (name, join) => {
    const module = new WebAssembly.Module(readFileSync(path.join(extension, 'wasm', `${name}.wasm`)));
    if (!join) return;
    new WebAssembly.Instance(module, { m: await init() });
    joined.add(name);
  };
  // In place of the extension's folder on the disk.
  let file;
  const sealed = { read: async () => file, write: async (_, bytes) => void (file = bytes), drop: async () => void (file = undefined) };
  core.start(await chrome.storage.local.get(), await chrome.storage.session.get(), '', piece, sealed);

  let count = 0;
  return {
    /** Bytes of the Wasm's linear memory; it never shrinks. */
    memory: () => memory.buffer.byteLength,
    async open(origin, address = `${origin}/`) {
      const id = (count += 1);
      const heard = [];
      addresses.set(`document-${id}`, address);
      const port = {
        name: 'lanyard', postMessage: (message) => heard.push(message), disconnect() {},
        sender: { id: 'bench', origin, frameId: 0, documentId: `document-${id}`, tab: { id } },
      };
      core.connected(id, port);
      const say = (value) => {
        heard.length = 0;
        core.said(id, value);
        return heard;
      };
      say({ type: 'hello', protocol: 1 });
      await until(() => heard.some(({ type }) => type === 'site' || type === 'nothing'), { what: `the worker to know ${origin}` });
      // What judges is loaded for the first message that it has to read; from then on every answer comes at once.
      if (!joined.has('surfaces')) core.said(id, { type: 'gone', surface: '' });
      await until(() => joined.has('surfaces'), { what: 'what judges to be loaded' });
      /** What the page's script for files and the reader say of one. */
      const look = ({ name, size, facts }) => {
        core.sized(`document-${id}`, name, size);
        core.looked(`document-${id}`, name, JSON.stringify(facts));
      };
      return { say, heard, look, close: () => core.disconnected(id) };
    },
  };
}
