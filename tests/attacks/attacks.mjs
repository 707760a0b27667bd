// Attacks, one after another, in a browser with Lanyard pushed to it.
import { openWorld } from '../faults/world.mjs';
import { ATTACKS } from './list.mjs';

const row = ({ what, rounds, outcome, ms }) => `${what.padEnd(86)} ${String(rounds).padStart(6)}  ${`${(ms / 1000).toFixed(1)} s`.padStart(8)}  ${outcome}`;

/** Runs all of them, or with `short` those that nothing else shows; gives rows as the faults do. */
export async function attacks({ seed, short = false, only, say = () => {} }) {
  const rows = [];
  let world = await openWorld();
  try {
    for (const attack of ATTACKS) {
      if (only ? !attack.what.includes(only) : short && attack.long) continue;
      const from = Date.now();
      const one = { what: attack.what, rounds: 1 };
      try {
        one.outcome = await attack.run(world, { seed, short, count: short ? 400 : 3000 });
      } catch (error) {
        one.failed = error;
        one.outcome = `FAILED: ${error.message.split('\n')[0].slice(0, 400)}`;
        // What was attacked may be unwell: the next one has another browser.
        await world.stop();
        world = await openWorld();
      }
      one.ms = Date.now() - from;
      rows.push(one);
      say(row(one));
    }
  } finally {
    await world.stop();
  }
  return { rows, table: rows.map(row) };
}
