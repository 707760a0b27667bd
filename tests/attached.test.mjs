// The shim that has files looked into, with the reader that ships: what it asks of a page, and
// what it takes from one. A page may be anybody's.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { workbook } from '../bench/lib/workbook.mjs';
import { makeFiles } from '../extension/background/attached.js';
import { until } from './harness/processes.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const fixture = (name) => readFileSync(path.join(root, 'crate/document/tests/files', name));
let reader;

before(async () => {
  globalThis.chrome ??= { runtime: {} };
  const wasm = path.join(root, 'dist/extension/wasm');
  const glue = await import(pathToFileURL(path.join(wasm, 'reader.js')));
  reader = { ...glue, load: () => glue.default({ module_or_path: readFileSync(path.join(wasm, 'reader_bg.wasm')) }) };
});

/** A page that has `files`; `give` says what it answers for a slice, `wants` names what may be looked into. */
function page(files, { wants = Object.keys(files), give = (bytes) => bytes, json = false } = {}) {
  const told = new Map();
  const asked = [];
  const named = [];
  const sizes = new Map();
  const scanned = [];
  const core = {
    filesToLookAt: () => JSON.stringify(wants.filter((name) => !told.has(name))),
    sized: (document, name, size) => sizes.set(name, size),
    wantsFile: (document, name) => wants.includes(name),
    scanText: (text) => {
      scanned.push(text);
      return JSON.stringify({ upn: text.split(/\b[A-Z]\d{12}\b/).length - 1 });
    },
    looked: (document, name, facts) => told.set(name, { document, ...JSON.parse(facts) }),
  };
  const listeners = { message: [], gone: [] };
  const carried = (message) => (json ? JSON.parse(JSON.stringify(message)) : message);
  const say = (message) => listeners.message.forEach((heard) => heard(carried(message)));
  const state = { hungUp: false };
  makeFiles(async () => core, reader)({
    sender: { documentId: 'document 1' },
    onMessage: { addListener: (heard) => listeners.message.push(heard) },
    onDisconnect: { addListener: (heard) => listeners.gone.push(heard) },
    disconnect: () => (state.hungUp = true),
    postMessage: ({ type, names, name, from, to, text }) => {
      if (type === 'wanted') return named.push(names);
      asked.push([name, from, to, text]);
      const part = files[name].subarray(from, to);
      const bytes = give(text ? part.toString('base64') : new Uint8Array(part));
      queueMicrotask(() => say({ type: 'bytes', name, from, bytes }));
    },
  });
  const offer = (name, size = files[name].length) => say({ type: 'file', name, size });
  return { told, asked, named, sizes, scanned, state, say, offer, leave: () => listeners.gone.forEach((heard) => heard()) };
}

const known = (one, name) => until(() => one.told.get(name), { what: name, timeout: 20_000 });

test('bytes are asked for in slices, and what is inside is told by document and name', async () => {
  const one = page({ 'list.xlsx': fixture('hidden-places.xlsx') });
  one.offer('list.xlsx');
  const facts = await known(one, 'list.xlsx');
  assert.equal(facts.document, 'document 1');
  assert.deepEqual(facts.holds.filter(({ kind }) => kind === 'upn'), [{ place: 'hidden-sheet', kind: 'upn', count: 7 }]);
  assert.ok(one.asked.every(([, from, to]) => to - from <= 2 ** 20));
  await until(() => one.state.hungUp, { what: 'the line to be closed' });
});

test('a browser that cannot carry bytes is asked for text', async () => {
  const one = page({ 'a.zip': fixture('crypto.zip') }, { json: true });
  one.offer('a.zip');
  assert.equal((await known(one, 'a.zip')).protection, 'protected');
  assert.deepEqual(one.asked.map(([, , , text]) => text).slice(0, 2), [false, true]);
});

test('a large file comes in many slices, none twice', async () => {
  const file = Buffer.from('Write to a@example.org\n'.repeat(150_000));
  const one = page({ 'a.txt': file });
  one.offer('a.txt');
  assert.equal((await known(one, 'a.txt')).unchecked, undefined);
  const bytes = one.asked.reduce((sum, [, from, to]) => sum + to - from, 0);
  assert.equal(bytes, file.length);
});

test('a spreadsheet of some 20 MB is looked into to the end; of what is more than can be, the beginning, and that is said', async () => {
  const file = workbook({ rows: 120_000, level: 1 });
  assert.ok(file.length > 14e6, `${file.length} bytes`);
  const one = page({ 'all.xlsx': file, 'vast.txt': Buffer.alloc(41 << 20, 'Nothing of note is here.\n') });
  one.offer('all.xlsx');
  const facts = await known(one, 'all.xlsx');
  assert.equal(facts.unchecked, undefined);
  assert.ok(facts.holds.some(({ kind }) => kind === 'class-list'));
  one.offer('vast.txt');
  assert.equal((await known(one, 'vast.txt')).unchecked, 'too-large');
  const vast = workbook({ rows: 300_000, level: 9 });
  const two = page({ 'vast.xlsx': vast });
  two.offer('vast.xlsx');
  const cut = await known(two, 'vast.xlsx');
  assert.equal(cut.unchecked, 'too-large', 'never as if it had been looked into whole');
  assert.ok(cut.holds.some(({ kind }) => kind === 'class-list'), 'what was seen before is not lost');
});

test('G10: a page is told which files are wanted, and is asked for the bytes of no other', async () => {
  const one = page({ 'a.txt': Buffer.from('x'), 'union.txt': Buffer.from('y') }, { wants: ['a.txt'] });
  one.say({ type: 'here' });
  await until(() => one.named.length, { what: 'what is wanted' });
  assert.deepEqual(one.named, [['a.txt']]);
  one.offer('union.txt');
  one.offer('a.txt');
  await known(one, 'a.txt');
  assert.deepEqual(new Set(one.asked.map(([name]) => name)), new Set(['a.txt']));
  assert.equal(one.told.has('union.txt'), false);
});

test('a file that the page does not have is "not given"', async () => {
  const one = page({});
  one.say({ type: 'none', name: 'draft.xlsx' });
  assert.equal((await known(one, 'draft.xlsx')).unchecked, 'not-given');
});

test('where no rule wants to know, nothing is asked', async () => {
  const one = page({ 'a.txt': Buffer.from('x') }, { wants: [] });
  one.offer('a.txt');
  await until(() => one.state.hungUp, { what: 'the line to be closed' });
  assert.deepEqual([one.asked, one.told.size, one.sizes.get('a.txt')], [[], 0, 1], 'its size alone is told');
});

test('a slice of another length, or none, is "not given"', async () => {
  for (const give of [() => undefined, () => new Uint8Array(3), () => 'AAAA', () => ({ length: 5 })]) {
    const one = page({ 'a.txt': Buffer.from('some text') }, { give });
    one.offer('a.txt');
    assert.equal((await known(one, 'a.txt')).unchecked, 'not-given');
  }
});

test('what nobody asked for, and what is no offer, is not heard', async () => {
  const one = page({ 'a.txt': Buffer.from('some text') });
  one.say({ type: 'bytes', name: 'a.txt', from: 0, bytes: new Uint8Array(9) });
  for (const size of [-1, 1.5, NaN, '9', undefined, 2 ** 60]) one.say({ type: 'file', name: 'a.txt', size });
  for (const name of [7, undefined, 'x'.repeat(2000)]) one.say({ type: 'file', name, size: 9 });
  for (const odd of [null, undefined, 'file', 7, [], { type: 'delete' }]) one.say(odd ?? null);
  await new Promise((then) => setTimeout(then, 50));
  assert.deepEqual([one.asked, one.told.size], [[], 0]);
});

test('at most twenty files of a document wait', async () => {
  const files = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`${n}.txt`, Buffer.from('x')]));
  const one = page(files);
  for (const name of Object.keys(files)) one.offer(name);
  await until(() => one.state.hungUp, { what: 'the line to be closed' });
  assert.equal(one.told.size, 20);
});

test('a page that leaves ends the wait', async () => {
  const one = page({ 'a.txt': Buffer.from('some text') }, { give: () => undefined });
  one.offer('a.txt');
  one.leave();
  const two = page({ 'b.txt': Buffer.from('some text') });
  two.offer('b.txt');
  assert.equal((await known(two, 'b.txt')).protection, 'none');
});
