// What the browser keeps of Lanyard on the disk is damaged between two starts: the databases (LevelDB) of the extension's
// storage, of what was pushed to it, and of the scripts that it has registered.
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { scratchDir, sleep, until } from '../harness/processes.mjs';
import { clickInShadow } from '../harness/shadow.mjs';
import { MAIL_RULE, REQUEST_RULE, writer } from './person.mjs';
import { MAIL, REQUESTS, honest, openWorld, right, sane, wrong } from './world.mjs';

/** Each database that is there, as a folder. */
const databases = (profile, id) => [
  path.join('Local Extension Settings', id), path.join('Managed Extension Settings', id), 'Extension State', 'Extension Scripts', 'Extension Rules',
].map((name) => path.join(profile, 'Default', name)).filter((folder) => existsSync(folder) && statSync(folder).isDirectory());

const files = (folder, pattern) => readdirSync(folder).filter((name) => pattern.test(name)).map((name) => path.join(folder, name));
const change = (file, how) => writeFileSync(file, how(readFileSync(file)));
const noise = (length, chance) => Buffer.from(Array.from({ length }, () => Math.floor(chance() * 256)));

/** Ways in which a disk fails; each is done to every database, or to those that are named. */
const DAMAGES = [
  ['bytes here and there are others', (folder, chance) => {
    for (const file of files(folder, /\.(log|ldb)$/)) {
      change(file, (data) => {
        for (let at = Math.floor(chance() * 64); at < data.length; at += 1 + Math.floor(chance() * 200)) data[at] ^= 1 << Math.floor(chance() * 8);
        return data;
      });
    }
  }],
  ['the newest writes are cut off', (folder) => files(folder, /\.log$/).forEach((file) => change(file, (data) => data.subarray(0, data.length / 2)))],
  ['the list of files is rubbish', (folder, chance) => files(folder, /^MANIFEST/).forEach((file) => change(file, (data) => noise(data.length, chance)))],
  ['the pointer to the list is empty', (folder) => files(folder, /^CURRENT$/).forEach((file) => writeFileSync(file, ''))],
  ['everything is rubbish', (folder, chance) => files(folder, /^(?!LOCK)/).forEach((file) => change(file, (data) => noise(data.length, chance)))],
  ['a file lies where the folder was', (folder) => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'not a folder');
    // Nobody can read what is pushed then, the harness included.
  }, /^(?!.*Managed)/],
];

/** Says "Not now" to a request, which is written down. */
async function answered(world) {
  const page = await world.open(REQUESTS);
  await right(world, page, REQUEST_RULE);
  await until(async () => (await sane(page)).parts.length > 0, { what: 'something of ours to be drawn' });
  await sleep(1200);
  await clickInShadow(page, '[data-remedy="not-now"]').catch(() => {});
  await page.close();
}

/** Each damage once, or `many` of them: gives what came of them. */
export async function damagedDisk({ many, chance }) {
  const list = [...DAMAGES];
  while (list.length > many) list.splice(Math.floor(chance() * list.length), 1);
  const outcomes = [];
  for (const [what, strike, which = /./] of list) {
    const profile = path.join(scratchDir('disk'), 'profile');
    const before = await openWorld({ profile });
    const id = before.chrome.extensionId;
    try {
      await answered(before);
    } finally {
      await before.stop();
    }
    const found = databases(profile, id);
    if (!found.some((folder) => folder.includes('Local Extension Settings'))) wrong('no database of the storage to damage', found);
    for (const folder of found.filter((one) => which.test(path.relative(profile, one)))) strike(folder, chance);
    try {
      outcomes.push(await after(profile));
    } catch (cause) {
      throw new Error(`${what}: ${cause.message}`, { cause });
    } finally {
      rmSync(path.dirname(profile), { recursive: true, force: true });
    }
  }
  return [...new Set(outcomes)].map((one) => `${one} in ${outcomes.filter((other) => other === one).length}`).join(', ');
}

/** The next start: a message is written and sent as ever, and what is said of it and of a request is right or admitted. */
async function after(profile) {
  const world = await openWorld({ profile });
  try {
    const mail = await world.open(MAIL);
    const writing = writer(mail);
    const outcomes = [];
    for (const step of ['open', 'someone', 'more', 'subject', 'text']) await writing.steps[step]();
    await writing.intact();
    outcomes.push(await honest(world, mail, MAIL_RULE));
    await sane(mail);
    const feed = await world.open(REQUESTS);
    outcomes.push(await honest(world, feed, REQUEST_RULE));
    await mail.bringToFront();
    await writing.send();
    if (world.errors.length > 0) wrong('a page complains', world.errors);
    return outcomes.includes('not checked') ? 'not checked' : 'right';
  } finally {
    await world.stop();
  }
}
