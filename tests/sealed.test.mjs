// Where the worker keeps a hosted list, without a browser: texts in one that has no base64 of its own for bytes (Chrome
// before 140, and this Node), a disk that never answers, and changes that wait for each other. The real disk is in
// tests/roster.test.mjs.
import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { makeSealed } from '../extension/background/sealed.js';

const bytes = Uint8Array.from({ length: 70_001 }, (_, at) => (at * 7) % 256);
let session, done, disk;

beforeEach(() => {
  session = {};
  done = [];
  globalThis.chrome = { storage: { session: { get: async (name) => ({ [name]: session[name] }), set: async (values) => void Object.assign(session, values) } } };
  disk = async () => ({
    getFileHandle: async () => ({ createWritable: async () => ({ write: async () => done.push('write'), close: async () => done.push('close'), abort: async () => done.push('abort') }) }),
    keys: () => [],
  });
  Object.defineProperty(globalThis, 'navigator', { value: { storage: { getDirectory: () => disk() } }, configurable: true });
});

test('bytes come back from a text as they were, and the text is not handed on', async () => {
  const sealed = makeSealed();
  await sealed.write('session', bytes);
  assert.equal(session.sealed, Buffer.from(bytes).toString('base64'));
  assert.deepEqual(await sealed.read('session'), bytes);
  const values = { ...session, reached: true };
  sealed.begin('session', values);
  assert.deepEqual(values, { sealed: true, reached: true });
  assert.deepEqual(await sealed.read('session'), bytes);
});

test('what is no such text is nothing', async () => {
  for (const text of ['not base64', '%%%', undefined, 5]) {
    session.sealed = text;
    const values = { ...session };
    const sealed = makeSealed();
    sealed.begin('session', values);
    const read = await sealed.read('session');
    assert.ok(read === undefined || read.length < 5, String(text));
  }
});

test('a disk that never answers is waited for three seconds for a read, ten for a write', async () => {
  disk = () => new Promise(() => {});
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const sealed = makeSealed();
    sealed.begin('local', { hosted: { file: true } });
    for (const [asked, ms] of [[sealed.read('file'), 3_000], [sealed.write('file', bytes), 10_000]]) {
      const refused = assert.rejects(asked, /late/);
      mock.timers.tick(ms);
      await refused;
    }
  } finally {
    mock.timers.reset();
  }
});

test('a write that was given up on leaves the last file in place', async () => {
  let go;
  const real = disk;
  disk = () => new Promise((resolve) => (go = resolve)).then(real);
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const refused = assert.rejects(makeSealed().write('file', bytes), /late/);
    await new Promise(setImmediate);
    mock.timers.tick(10_000);
    await refused;
    go();
    await new Promise(setImmediate);
    assert.deepEqual(done, ['write', 'abort']);
  } finally {
    mock.timers.reset();
  }
});
