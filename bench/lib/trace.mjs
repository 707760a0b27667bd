// Script time from Chromium's own trace.
//
// Performance.getMetrics has a ScriptDuration too, but it does not count a message that a Port
// brings or a promise that goes on: half of what a content script does. It is kept as a second opinion. The trace has a slice
// for each entry into V8, with the world that it belongs to and the thread's own CPU time, which
// other work on the machine does not lengthen as it does the clock's.

const CATEGORIES = ['v8', 'devtools.timeline', 'disabled-by-default-devtools.timeline', 'blink.user_timing'];
const ENTRIES = new Set(['EvaluateScript', 'FunctionCall', 'v8.compile', 'v8.run', 'v8.callFunction']);

/**
 * Records while `during` runs.
 * @param cdp a session of a page, which records the processes of that page only, or the browser's
 */
export async function record(cdp, during) {
  const events = [];
  let complete;
  const completed = new Promise((resolve) => { complete = resolve; });
  cdp.on('Tracing.dataCollected', ({ value }) => events.push(...value));
  cdp.on('Tracing.tracingComplete', complete);
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents', traceConfig: { recordMode: 'recordUntilFull', traceBufferSizeInKb: 40_000, includedCategories: CATEGORIES },
  });
  let result;
  try {
    result = await during();
  } finally {
    await cdp.send('Tracing.end');
    if ((await completed).dataLossOccurred) throw new Error('the trace has lost events');
  }
  return { result, trace: new Trace(events) };
}

/**
 * Opens an address in a tab of its own and records it until the page says that it is done. The
 * page says so by itself: asking would run script in it.
 * @param {{rate?: number}} options how many times slower the page's main thread goes
 * @returns {Promise<{trace: Trace, script: {load: number, churn: number}}>} `script`: ms by
 *   Performance.getMetrics, before and after the page says that it begins to churn
 */
export async function traced({ chrome }, url, { rate = 1 } = {}) {
  const page = await chrome.newPage();
  try {
    const session = await chrome.context.newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    if (rate > 1) await session.send('Emulation.setCPUThrottlingRate', { rate });
    const scriptAt = async (said) => {
      await page.waitForEvent('console', { predicate: (message) => message.text() === said, timeout: 60_000 });
      const { metrics } = await session.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'ScriptDuration').value * 1000;
    };
    const { trace, result } = await record(session, async () => {
      const [churn, end] = [scriptAt('bench-churn'), scriptAt('bench-end')];
      await page.goto(url);
      return Promise.all([churn, end]);
    });
    return { trace, script: { load: result[0], churn: result[1] - result[0] } };
  } finally {
    await page.close();
  }
}

export class Trace {
  constructor(events) {
    this.events = events;
  }

  has(name) {
    return this.#find(name) !== undefined;
  }

  #find(name) {
    return this.events.find((event) => event.name === name && event.cat?.includes('blink.user_timing'));
  }

  /** {ts, pid, tid} of a performance.mark() of the page. */
  mark(name) {
    const found = this.#find(name);
    if (!found) throw new Error(`the trace has no mark ${name}`);
    return found;
  }

  /** The slices of a thread, outer ones first, that begin between two times. */
  slices({ pid, tid }, from = -Infinity, to = Infinity) {
    return this.events
      .filter((event) => event.ph === 'X' && event.pid === pid && (tid === undefined || event.tid === tid) && event.ts >= from && event.ts < to)
      .sort((a, b) => a.tid - b.tid || a.ts - b.ts || b.dur - a.dur);
  }

  /** CPU ms of all tasks of a thread. */
  tasks(thread, from, to) {
    return this.slices(thread, from, to).filter(({ name }) => name === 'RunTask').reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000;
  }

  /**
   * Script of a thread between two times, CPU ms: all of it, and the part of one extension's
   * world (the world's name, or addresses that begin with the origin). `entries`: how often
   * that world was entered.
   */
  script(thread, { from, to, world, origin, clock = 'tdur' } = {}) {
    let all = 0;
    let own = 0;
    let entries = 0;
    const stack = [];
    for (const slice of this.slices(thread, from, to)) {
      if (!ENTRIES.has(slice.name)) continue;
      while (stack.length && (slice.tid !== stack.at(-1).tid || slice.ts >= stack.at(-1).ts + stack.at(-1).dur)) stack.pop();
      const outer = stack.at(-1);
      const ours = isOf(slice, world, origin) ?? outer?.ours ?? false;
      const time = slice[clock] ?? 0;
      if (!outer) all += time;
      // Where one world calls into the other, the time inside belongs to the inner one.
      if (ours && !outer?.ours) {
        own += time;
        entries += 1;
      } else if (!ours && outer?.ours) {
        own -= time;
      }
      stack.push({ ts: slice.ts, dur: slice.dur, tid: slice.tid, ours });
    }
    return { all: all / 1000, own: own / 1000, entries };
  }

  /** How many timers fired in a process. */
  timers({ pid, tid }) {
    return this.slices({ pid, tid }).filter(({ name }) => name === 'TimerFire').length;
  }
}

function isOf({ args }, world, origin) {
  const named = args?.worldName ?? args?.data?.worldName;
  if (named !== undefined) return named === world;
  const url = args?.data?.url ?? args?.fileName ?? args?.data?.fileName;
  if (url) return Boolean(origin) && url.startsWith(origin);
  return undefined;
}
