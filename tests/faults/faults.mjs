// Faults in a loop, around a person at work: no draft is lost or changed, nothing is sent that they did not send, no
// page complains, ours stands there once, and in the end Lanyard is right or says that it has not checked.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { replicaRoot } from '../servers/replicas.mjs';
import { FAULTS, LOSSES } from './list.mjs';
import { MUTANTS, mutants } from './mutants.mjs';
import { MAIL_RULE, REQUEST_RULE, poster, reader, writer } from './person.mjs';
import { sleep, until } from '../harness/processes.mjs';
import { clickInShadow, shadowAll } from '../harness/shadow.mjs';
import { random } from './random.mjs';
import { withRival } from './rival.mjs';
import { MAIL, PLAIN, REQUESTS, honest, openWorld, right, sane } from './world.mjs';

/** Where the browser is: a school's day is its own, wherever its staff travel. */
const ZONES = ['Pacific/Auckland', 'America/Los_Angeles', 'Asia/Kolkata', 'America/St_Johns', 'Europe/London'];

const WRITING = ['open', 'someone', 'more', 'subject', 'text', 'end'];

/** Says "Not now" to what is found on the message; what has just gone may have a panel of its own. */
async function answer(page) {
  const at = (part) => `[data-part="${part}"][data-surface^="gmail/compose"]`;
  const button = async () => (await shadowAll(page, `${at('panel')} [data-remedy="not-now"]`))[0];
  const isOpen = async () => Boolean(await (await button())?.visible().catch(() => false));
  await until(async () => (await isOpen()) || (await shadowAll(page, at('mark'))).length > 0, { what: 'a mark' });
  await sleep(700);
  if (!(await isOpen())) await clickInShadow(page, at('mark'));
  await sleep(600);
  await (await button()).click();
}

/** One fault, once, around writing a message; `at`: after which step. */
async function mailRound(world, fault, at, chance) {
  const { writing, mail, reading } = world;
  await mail.bringToFront();
  const strike = async (step) => {
    await fault.strike({ ...world, mail, pages: [mail] }, { step, chance });
    await fault.after?.(world);
  };
  for (const [step, name] of WRITING.entries()) {
    await writing.steps[name]();
    if (fault.every || step === at) await strike(step);
    await writing.intact();
  }
  await sane(mail);
  // Something that has to be written down.
  if (fault.answer) await answer(mail);
  // What stands while the fault lasts is right, or admitted.
  let outcome = await honest(world, mail, MAIL_RULE);
  await fault.heal?.({ ...world, mail, pages: [mail] });
  if (fault.then === 'right') outcome = await right(world, mail, MAIL_RULE);
  await writing.intact();
  await sane(mail);
  await writing.send();
  await reading.intact();
  return outcome;
}

/** The same around a request that is accepted and a post that is written. */
async function feedRound(world, fault, at, chance) {
  const { posting, feed } = world;
  await feed.bringToFront();
  const strike = async (step) => {
    await fault.strike({ ...world, mail: feed, pages: [feed] }, { step, chance });
    await fault.after?.(world);
  };
  const steps = [
    async () => {
      await posting.steps.open();
      await right(world, feed, REQUEST_RULE);
    },
    posting.accept, posting.write,
  ];
  for (const [step, act] of steps.entries()) {
    if (fault.every || step === at % steps.length) await strike(step);
    await act();
    await posting.intact();
    await sane(feed);
    if (step === 0) await honest(world, feed, REQUEST_RULE);
  }
  await fault.heal?.({ ...world, mail: feed, pages: [feed] });
  await posting.intact();
  await posting.post();
  await sane(feed);
}

/** A row of the table. */
const row = ({ what, rounds, outcome, ms }) => `${what.padEnd(86)} ${String(rounds).padStart(6)}  ${`${(ms / 1000).toFixed(1)} s`.padStart(8)}  ${outcome}`;

/**
 * Runs the faults, each at least once (with `only` a part of its name: only those), then again and again for so many
 * minutes. Gives the rows of the table; those with `failed` went wrong.
 */
export async function faults({ minutes = 0, seed, short = false, only, say = () => {} }) {
  const started = Date.now();
  const rows = new Map();
  const chance = random(seed);
  // Before the browser starts, for it has its zone from here.
  process.env.TZ = ZONES[seed % ZONES.length];
  // Sent as it stands, without `no-store`, so that the browser may keep it for going back.
  const kept = readFileSync(path.join(replicaRoot, 'www.facebook.com', 'index.html'), 'utf8');
  const world = await openWorld({ args: withRival(), extra: { 'www.facebook.com/friends/requests/': kept } });
  // A roster is another each time it is built: the same for all.
  world.usual = await world.inside(() => globalThis.chrome.storage.managed.get());
  const begin = async () => {
    world.mail = await world.open(MAIL);
    world.feed = await world.open(REQUESTS);
    world.plain = await world.open(PLAIN);
    Object.assign(world, { writing: writer(world.mail), posting: poster(world.feed), reading: reader(world.plain) });
    await world.reading.write('Dear editor, ');
  };

  const again = async () => {
    for (const page of [world.mail, world.feed, world.plain]) await page.close().catch(() => {});
    await world.chrome.killWorker().catch(() => {});
    await begin();
  };

  async function once(what, run) {
    const known = rows.get(what) ?? { what, rounds: 0, outcome: '', ms: 0 };
    rows.set(what, known);
    const from = Date.now();
    try {
      world.errors.length = 0;
      const { outcome, rounds = 1 } = await run();
      assert.deepEqual(world.errors, [], 'no page complains');
      known.rounds += rounds;
      if (!known.failed) known.outcome = outcome;
    } catch (error) {
      known.rounds += 1;
      known.failed = error;
      known.outcome = `FAILED: ${error.message.split('\n')[0].slice(0, 400)}`;
      // The pages may hold half a message.
      await again();
    }
    const ms = Date.now() - from;
    known.ms += ms;
    // In the long form each once, and then what fails.
    if (known.failed || known.ms === ms) say(row({ ...known, ms }));
  }

  const is = ({ what, long }) => (only ? what.includes(only) : !(short && long));
  const over = () => (Date.now() - started) / 60_000 >= minutes;
  try {
    await begin();
    for (let round = 0; round === 0 || !over(); round++) {
      for (const fault of FAULTS.filter(is)) {
        if (round > 0 && over()) break;
        const at = Math.floor(chance() * WRITING.length);
        await once(fault.what, async () => {
          const outcome = await mailRound(world, fault, at, chance);
          if (fault.both && !short) await feedRound(world, fault, at, chance);
          return { outcome };
        });
      }
      for (const loss of LOSSES.filter(is)) {
        if (round > 0 && over()) break;
        // Fifty tabs once are enough.
        if (round > 0 && loss.many) continue;
        await once(loss.what, async () => ({ outcome: await loss.run(world, { many: loss.many?.[short ? 'short' : 'long'], chance }) }));
      }
      for (const [n, mutant] of MUTANTS.entries()) {
        const what = `the page changes at random: ${mutant.name}`;
        if (!is({ what }) || (round > 0 && over())) continue;
        if (short && n % 4 !== seed % 4) continue;
        await once(what, () => mutants(world, mutant, { seed: (seed + round * 1000 + n * 7) >>> 0, rounds: short ? 200 : 1000 }));
      }
    }
  } finally {
    await world.stop();
  }
  return { rows: [...rows.values()], table: [...rows.values()].map(row) };
}
