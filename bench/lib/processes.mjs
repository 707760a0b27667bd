// A browser's processes: how much of the processor they have had, and one of them made slow.
import { readFileSync, readdirSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { Worker } from 'node:worker_threads';

const TICK_MS = 1000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** What /proc says of each process: its parent, and the ms that it has run. */
function all() {
  const found = new Map();
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
      found.set(Number(pid), { parent: Number(fields[1]), ran: (Number(fields[11]) + Number(fields[12])) * TICK_MS });
    } catch {
      // It has ended meanwhile.
    }
  }
  return found;
}

/** Ms that a browser's processes have had of the processor, each by itself. */
export function ran({ pid }) {
  const known = all();
  const ours = (one) => {
    for (let at = one; at > 1; at = known.get(at)?.parent ?? 0) if (at === pid) return true;
    return false;
  };
  return new Map([...known].filter(([one]) => ours(one)).map(([one, { ran }]) => [one, ran]));
}

/** Ms that they have had between two looks; one that has begun meanwhile counts whole. */
export const between = (before, after) => [...after].reduce((sum, [pid, ms]) => sum + ms - (before.get(pid) ?? 0), 0);

const TURN_MS = 8;

/**
 * Gives a process only each `rate`th part of the time, two ms at a stretch: DevTools can slow a page's main thread, but no
 * worker (`Emulation.setCPUThrottlingRate` answers there that it is for pages). Ends with `stop()`, and the process goes on.
 */
export function slowed(pid, rate) {
  const flag = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(`
    const { workerData: { pid, run, rest, flag } } = require('node:worker_threads');
    const send = (signal) => { try { process.kill(pid, signal); } catch { Atomics.store(flag, 0, 1); } };
    while (!Atomics.load(flag, 0)) {
      send('SIGSTOP');
      Atomics.wait(flag, 1, 0, rest);
      send('SIGCONT');
      Atomics.wait(flag, 1, 0, run);
    }
  `, { eval: true, workerData: { pid, run: TURN_MS / rate, rest: TURN_MS - TURN_MS / rate, flag } });
  const ended = new Promise((done) => worker.once('exit', done));
  return {
    async stop() {
      Atomics.store(flag, 0, 1);
      await ended;
    },
  };
}
