// The hosted roster, in real Chromium: force-installed, a sealed file on a real HTTPS server.
// A day goes by in that the time of the next request is put into the past.
import assert from 'node:assert/strict';
import { createCipheriv, createHmac, createPrivateKey, sign } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { repository } from './harness/chromium.mjs';
import { run, scratchDir, sleep, until } from './harness/processes.mjs';
import { findingsWhen, startLanyard } from './e2e/lanyard.mjs';
import { startPeopleSite } from './servers/people-site.mjs';
import { startReplicas } from './servers/replicas.mjs';

const binary = process.env.LANYARD_BIN ?? path.join(repository, 'target', 'debug', 'lanyard');
const url = 'https://www.oakfield.sch.uk/people.lanyard';
const request = 'https://www.facebook.com/friends/requests/?people=pupil-listed';
const rule = 'social-pupil-connection';

let chrome, replicas, site, dir, made;
const inDir = (name) => path.join(dir, name);

/** As an administrator does it: build, keys, seal. */
async function seal(name, ...build) {
  await run(binary, ['roster', 'build', path.join(repository, 'tests/replicas/people.csv'), '--school', 'tudhoe', '--out', inDir(name), ...build]);
  const key = build[0] === '--key' ? build[1] : inDir(`${name}.key`);
  await run(binary, ['roster', 'seal', inDir(name), '--key', key, '--sign-key', inDir('signing'), '--out', inDir(`${name}.lanyard`)]);
  return readFileSync(inDir(`${name}.lanyard`));
}

/** The same form from its description alone, in another language, with whatever is wanted in it. */
function sealByHand({ school = 'tudhoe', sequence = Date.now(), built = 0, days = 35, seed }) {
  const key = Buffer.from(JSON.parse(readFileSync(inDir('people.key'), 'utf8')).key, 'base64');
  const table = Buffer.from(readFileSync(inDir('people'), 'utf8').split(':')[1], 'base64');
  const today = Math.floor(Date.now() / 86_400_000);
  const nonce = Buffer.alloc(12, 7), head = Buffer.alloc(17);
  head.writeBigUInt64BE(BigInt(sequence), 0);
  head.writeUInt32BE(today + built, 8);
  head.writeUInt32BE(today + built + days, 12);
  head.writeUInt8(school.length, 16);
  const bound = Buffer.concat([Buffer.from('LNYE\x01'), head, Buffer.from(school), nonce]);
  const cipher = createCipheriv('aes-256-gcm', createHmac('sha256', key).update(`lanyard-envelope-1\0${school}`).digest(), nonce).setAAD(bound);
  const signed = Buffer.concat([bound, cipher.update(table), cipher.final(), cipher.getAuthTag()]);
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed ?? made.seed]);
  return Buffer.concat([signed, sign(null, signed, createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }))]);
}

before(async () => {
  dir = scratchDir('hosted');
  mkdirSync(dir, { recursive: true });
  const said = await run(binary, ['roster', 'keys', '--out', inDir('signing')]);
  const publicKey = String(said.stdout ?? said).match(/ed25519:\S+/)[0];
  made = { publicKey, seed: Buffer.from(readFileSync(inDir('signing'), 'utf8').trim().split(':')[1], 'base64') };
  const file = await seal('people');
  made.key = readFileSync(inDir('people.key'), 'utf8');
  site = await startPeopleSite({ file });
  replicas = await startReplicas();
  chrome = await startLanyard({
    school: 'tudhoe', replicas, config: { withRoster: false, rosterUrl: url, rosterPublicKey: publicKey, rosterKey: made.key },
    args: [`--host-resolver-rules=MAP www.oakfield.sch.uk:443 127.0.0.1:${site.port}, MAP * 127.0.0.1:${replicas.port}, EXCLUDE 127.0.0.1, EXCLUDE localhost`],
  });
});
after(async () => {
  await chrome?.stop();
  await replicas?.stop();
  await site?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const stored = () => chrome.inExtension(() => Promise.all([chrome.storage.local.get(), chrome.storage.session.get()]));

/** The file in the extension's own folder, and what else lies there. */
const kept = async () => {
  const { names, text } = await chrome.inExtension(async () => {
    const folder = await navigator.storage.getDirectory();
    const names = await Array.fromAsync(folder.keys());
    if (!names.includes('sealed')) return { names };
    const bytes = new Uint8Array(await (await (await folder.getFileHandle('sealed')).getFile()).arrayBuffer());
    return { names, text: bytes.toBase64() };
  });
  return { names, file: text && Buffer.from(text, 'base64') };
};
const isKept = (file) => until(async () => (await kept()).file?.equals(file), { what: 'the new file' });

/** Does something to the file, while the worker is stopped. */
const harm = (how) => chrome.inExtension(async (kind) => {
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle('sealed');
  const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
  if (kind !== 'cut') await folder.removeEntry('sealed');
  if (kind === 'cut') {
    const file = await handle.createWritable({ keepExistingData: true });
    await file.truncate(bytes.length / 2);
    await file.close();
  }
  if (kind === 'before') {
    const { hosted: { file, ...hosted } } = await chrome.storage.local.get('hosted');
    await chrome.storage.local.set({ hosted, sealed: bytes.toBase64() });
  }
}, how);

/** A covered page, which wakes the worker. */
async function wake() {
  const page = await chrome.newPage();
  await page.goto(request);
  return page;
}

/** The worker stops, and starts again when the address is due. */
async function nextDay() {
  const asked = site.requests.length;
  await chrome.killWorker();
  await chrome.inExtension(async () => {
    const { hosted } = await chrome.storage.local.get('hosted');
    await chrome.storage.local.set({ hosted: { ...hosted, next: 0 } });
  });
  const page = await wake();
  await until(() => site.requests.length > asked, { what: 'the address to be asked' });
  await page.close();
}

/** What the popup says under the set-up, once it holds. */
async function says(pattern) {
  const page = await chrome.newPage();
  await page.goto('https://news.example/');
  let last;
  try {
    await until(async () => {
      const popup = await chrome.popup(page);
      last = (await popup.locator('.setup-note').allTextContents()).join(' ');
      await popup.close();
      return pattern.test(last);
    }, { what: `the popup to say ${pattern}`, every: 300 });
  } catch (cause) {
    throw new Error(`the popup says: ${last}`, { cause });
  } finally {
    await page.close();
  }
}

async function warns() {
  const page = await chrome.newPage();
  await page.goto(request);
  const seen = await findingsWhen(chrome, page, ({ findings }) => findings.some((finding) => finding.rule === rule && /looks like it is from a pupil/.test(finding.text)));
  await page.close();
  return seen;
}

test('g4: a warning appears thanks to the roster on the school\'s site, fetched with nothing that says who asks', async () => {
  await warns();
  assert.equal(site.requests.length, 1);
  const [{ method, url: asked, headers }] = site.requests;
  assert.deepEqual([method, asked], ['GET', url]);
  for (const header of ['cookie', 'referer', 'authorization', 'origin']) assert.equal(headers[header], undefined, header);
});

test('g4: the disk holds the encrypted file, as it was fetched, and not its key', async () => {
  const [local, session] = await stored();
  assert.deepEqual(await kept(), { names: ['sealed'], file: site.file });
  assert.deepEqual([local.sealed, session.sealed, local.hosted.file], [undefined, undefined, true]);
  assert.ok(!JSON.stringify(local).includes('lanyard-roster-key'));
  assert.ok(JSON.stringify(session).includes('lanyard-roster-key'));
});

test('what Lanyard sees and the health page say that the address was asked, and when', async () => {
  const page = await chrome.newPage();
  const opened = async (name) => {
    await page.goto(`chrome-extension://${chrome.extensionId}/${name}.html`);
    await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
    return page.locator('body').innerText();
  };
  const text = await opened('sees');
  // By the browser's own record, since the worker started, and by what is kept.
  assert.deepEqual(await page.locator('[data-request]').evaluateAll((all) => all.map((one) => one.dataset.request)), ['www.oakfield.sch.uk']);
  assert.match(text, /1 request since it last started/);
  assert.match(text, /The school's list comes from www\.oakfield\.sch\.uk/);
  // The file is listed beside the entries, with its size.
  assert.match(await page.locator('[data-file]').innerText(), /The school's list, encrypted\.\s+sealed\s*Kept as a file\s*[1-9]\d* (bytes|KB)/);
  assert.match(text, /It last asked for the school's list on \d+ \w+ \d{4} at \d\d:\d\d\./);
  await opened('health');
  assert.match(await page.locator('[data-fact="asked"] dd').innerText(), /^\d+ \w+ \d{4}, \d\d:\d\d$/);
  await page.close();
});

test('a stopped worker has the roster again without asking, and a day later asks whether it has changed', async () => {
  await chrome.killWorker();
  await warns();
  assert.equal(site.requests.length, 1);
  await nextDay();
  assert.equal(site.requests.at(-1).status, 304);
  assert.ok(site.requests.at(-1).headers['if-none-match']);
  await warns();
});

test('a changed file, of a new build with the same key, takes the place of the last', async () => {
  site.file = await seal('people2', '--key', inDir('people.key'));
  await nextDay();
  assert.equal(site.requests.at(-1).status, 200);
  await isKept(site.file);
  await warns();
});

const good = () => sealByHand({});
for (const [name, file, pattern] of [
  ['a bad signature', () => sealByHand({ seed: Buffer.alloc(32, 1) }), /signature is wrong/],
  ['a byte changed on the way', () => { const file = good(); file[200] ^= 1; return file; }, /signature is wrong/],
  ['another school', () => sealByHand({ school: 'st-marylebone' }), /another school's/],
  ['an older file', () => sealByHand({ sequence: Date.now() - 86_400_000 }), /older than the last/],
  ['a file that is over', () => sealByHand({ built: -40 }), /too old/],
  ['a file that is cut off', () => good().subarray(0, 60), /damaged/],
  ['a page instead of a file', () => Buffer.from('<!doctype html><title>Not found</title>'), /damaged/],
]) {
  test(`g4: ${name} is refused and said, and the last good roster stays`, async () => {
    const before = await kept();
    site.file = file();
    await nextDay();
    await says(pattern);
    assert.deepEqual(await kept(), before);
    await warns();
  });
}

test('an address that leads elsewhere is not followed, one that does not answer is said', async () => {
  site.answer = 'redirect';
  await nextDay();
  await says(/could not be fetched/);
  site.answer = 'gone';
  await nextDay();
  await says(/could not be fetched/);
  await warns();
  assert.ok(!(await chrome.netlog()).some(({ url }) => url.includes('elsewhere.example')));
});

test('a worker that is stopped in the middle of the file keeps the last one and gets the new one later', async () => {
  const before = await kept();
  site.file = good();
  site.answer = 'slow';
  await nextDay();
  await sleep(300);
  await chrome.killWorker();
  assert.deepEqual(await kept(), before);
  await warns();
  site.answer = 'file';
  await nextDay();
  await isKept(site.file);
  await warns();
});

test('a stopped worker judges with the file while the site does not answer, also with one that a version before kept as text', async () => {
  site.answer = 'gone';
  const { file } = await kept();
  await chrome.killWorker();
  await warns();
  await chrome.killWorker();
  await harm('before');
  await warns();
  await isKept(file);
  await until(async () => (await stored())[0].sealed === undefined, { what: 'the text to go' });
  assert.equal((await stored())[0].hosted.file, true);
});

for (const [what, how] of [['was cut off', 'cut'], ['has gone', 'gone']]) {
  test(`a file that ${what} is not used, and fetched again whole`, async () => {
    site.answer = 'file';
    await chrome.killWorker();
    await harm(how);
    const asked = site.requests.length;
    await warns();
    assert.deepEqual(site.requests.slice(asked).map(({ status, headers }) => [status, headers['if-none-match']]), [[200, undefined]]);
    await isKept(site.file);
  });
}

test('g15: in a shared profile the file leaves the disk, and comes back when it is one no longer', async () => {
  const asked = site.requests.length;
  const nowhere = async () => (await kept()).names.length === 0;
  await chrome.school('tudhoe', { sharedAccount: 'on' });
  await until(nowhere, { what: 'the file to go' });
  await until(async () => Buffer.from((await stored())[1].sealed ?? '', 'base64').equals(site.file), { what: 'the text in memory' });
  await chrome.killWorker();
  await warns();
  assert.ok(await nowhere() && !(await stored())[0].hosted);
  await chrome.school('tudhoe');
  await isKept(site.file);
  await until(async () => (await stored())[1].sealed === undefined, { what: 'the text to go' });
  await warns();
  assert.equal(site.requests.length, asked, 'it was not fetched for that');
});

test('g3: another account gets nothing: no request, and what was kept is erased', async () => {
  const asked = site.requests.length;
  await chrome.school('tudhoe', { accountCheck: 'on', staffAccounts: '*@oakfield.sch.uk' });
  await until(async () => (await kept()).names.length === 0, { what: 'the roster to be erased' });
  const [local, session] = await stored();
  assert.ok(!local.hosted && !JSON.stringify([local, session]).includes('lanyard-roster-key'));
  await chrome.killWorker();
  const page = await wake();
  await sleep(1000);
  await page.close();
  assert.equal(site.requests.length, asked);
});

test('the extension asked for nothing but the roster', async () => {
  const asked = new Set((await chrome.extensionRequests()).map((request) => request.url));
  assert.deepEqual([...asked], [url]);
});
