// What a soak looks at: our element in a page, and what page and worker hold after garbage collection. Every
// look is a DevTools session of its own, gone afterwards: one that stayed would keep alive what it has seen.
import { setTimeout as sleep } from 'node:timers/promises';
import { wasmBytes } from '../harness/wasm-memory.mjs';

/** Uses a DevTools session that holds nothing when it is over. */
async function looking(page, use) {
  const cdp = await page.context().newCDPSession(page);
  try {
    return await use(cdp);
  } finally {
    await cdp.detach();
  }
}

function* nodes(node) {
  yield node;
  for (const one of [...(node.shadowRoots ?? []), ...(node.children ?? [])]) yield* nodes(one);
}

const attributes = ({ attributes: flat = [] }) => Object.fromEntries(flat.flatMap((name, at) => (at % 2 ? [] : [[name, flat[at + 1]]])));

async function boxOf(cdp, { backendNodeId }) {
  const { model } = await cdp.send('DOM.getBoxModel', { backendNodeId }).catch(() => ({}));
  if (!model?.width || !model.height) return undefined;
  const [left, top, right, , , bottom] = model.border;
  return { left, top, right, bottom };
}

/** Our parts that are drawn: `{hosts, views, parts: [{part, surface, box}]}`. */
export async function ours(page, wanted = '') {
  return looking(page, async (cdp) => {
    const { root } = await cdp.send('DOM.getDocument', { depth: -1, pierce: true });
    const hosts = [...nodes(root)].filter(({ localName }) => localName === 'lanyard-note');
    const inside = hosts.flatMap((host) => [...nodes(host)]).map((node) => ({ node, about: attributes(node) }));
    const parts = [];
    for (const { node, about } of inside) {
      const { 'data-part': part, 'data-surface': surface, 'data-remedy': remedy } = about;
      if (!['mark', 'note', 'panel', 'sheet', 'done'].includes(part) && remedy !== (wanted || '-')) continue;
      const box = await boxOf(cdp, node);
      if (box) parts.push({ part: part ?? remedy, surface, box });
    }
    return { hosts: hosts.length, views: inside.filter(({ about }) => about.class === 'view').length, parts };
  });
}

/** Where a part or the button of a remedy is, once it is drawn and has stood still. */
export async function find(page, part, surface) {
  let before = '';
  for (const end = Date.now() + 6000; Date.now() < end; await sleep(100)) {
    const { parts } = await ours(page, part);
    const found = parts.find((one) => one.part === part && (!surface || one.surface === surface));
    const now = JSON.stringify(found);
    if (found && now === before) return found;
    before = now;
  }
  return undefined;
}

/** Presses it as a hand does. */
export async function press(page, { box }) {
  await page.mouse.click((box.left + box.right) / 2, (box.top + box.bottom) / 2);
}

/** Objects of the extension's world that watch or hold the page. */
const WATCHERS = ['MutationObserver', 'ResizeObserver', 'IntersectionObserver', 'AbortController', 'CSSStyleSheet', 'ShadowRoot'];

async function count(send, prototype, fn) {
  const { result } = await send('Runtime.evaluate', { ...prototype, objectGroup: 'soak' });
  if (result.type !== 'object') return 0;
  const { objects } = await send('Runtime.queryObjects', { prototypeObjectId: result.objectId, objectGroup: 'soak' });
  const counted = await send('Runtime.callFunctionOn', { objectId: objects.objectId, functionDeclaration: fn, returnByValue: true });
  await send('Runtime.releaseObjectGroup', { objectGroup: 'soak' });
  return counted.result.value;
}

async function heap(send) {
  // What a first collection lets go of may let go of more.
  for (let i = 0; i < 3; i++) await send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = await send('Runtime.getHeapUsage');
  return usedSize + backingStorageSize;
}

/** What a page holds: bytes, nodes and listeners of all of it, watchers of our own world. */
export async function held(page, extensionId) {
  return looking(page, async (cdp) => {
    const send = (method, params) => cdp.send(method, params);
    const worlds = [];
    cdp.on('Runtime.executionContextCreated', ({ context }) => worlds.push(context));
    await send('Runtime.enable');
    const world = worlds.find(({ origin }) => origin === `chrome-extension://${extensionId}`);
    await heap(send);
    const watchers = {};
    for (const name of world ? WATCHERS : []) watchers[name] = await count(send, { expression: `${name}.prototype`, contextId: world.id }, 'function () { return this.length; }');
    const bytes = await heap(send);
    const { nodes, jsEventListeners, documents } = await send('Memory.getDOMCounters');
    return { bytes, nodes, listeners: jsEventListeners, documents, watchers, here: world !== undefined };
  });
}

/** What the worker holds: bytes on its heap, and of its Wasm's memory. */
export async function heldByWorker(chrome) {
  const wasm = await wasmBytes(chrome);
  const target = await chrome.workerTarget();
  const { sessionId } = await chrome.cdp.send('Target.attachToTarget', { targetId: target.targetId, flatten: true });
  try {
    const bytes = await heap((method, params = {}) => chrome.cdp.send(method, params, sessionId));
    return { bytes: bytes - wasm > 0 ? bytes - wasm : bytes, wasm, id: target.targetId };
  } finally {
    await chrome.cdp.send('Target.detachFromTarget', { sessionId }).catch(() => {});
  }
}
