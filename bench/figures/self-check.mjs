// What is known to be done must be seen, else every other figure is worth nothing: the reference
// spins for a known time in each way in which a content script comes to run, and in its worker.
import { openPage } from '../lib/arms.mjs';
import { extensionProcess } from '../lib/memory.mjs';
import { round } from '../lib/stats.mjs';
import { record, traced } from '../lib/trace.mjs';

const URL = 'https://burn.bench.example/';
const SPINS = 6;
const SPIN_MS = 8;

export async function selfCheck({ reference }) {
  const { trace } = await traced(reference, URL);
  // The clock's time, for that is what a spin can know of.
  const seen = trace.script(trace.mark('bench-start'), { world: reference.world, origin: reference.origin, clock: 'dur' });
  const spun = SPINS * SPIN_MS;
  if (seen.own < spun || seen.entries < SPINS) throw new Error(`the self-check spun ${spun} ms in ${SPINS} ways; the trace shows ${round(seen.own)} ms in ${seen.entries} entries`);

  const pid = extensionProcess(reference.chrome);
  const { trace: whole } = await record(reference.chrome.cdp, () => openPage(reference, URL, (page) => page.waitForTimeout(600)));
  const timers = whole.timers({ pid });
  if (timers === 0) throw new Error("the self-check set a timer in the worker; the trace shows none in the worker's process");
  return { spun, seen: round(seen.own), entries: seen.entries, timers };
}
