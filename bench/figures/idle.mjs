// What runs while nothing happens: with nothing to check, and with an open finding.
import { sleep } from '../../tests/harness/processes.mjs';
import { shadow } from '../../tests/harness/shadow.mjs';
import { record } from '../lib/trace.mjs';
import { extensionProcess } from '../lib/memory.mjs';
import { until } from '../../tests/harness/processes.mjs';

const PLACES = [
  { id: 'idle-nothing', title: 'idle, nothing to check', url: 'https://www.facebook.com/bench/blank' },
  { id: 'idle-finding', title: 'idle, a finding open', url: 'https://www.facebook.com/friends/requests/?people=pupil-listed', finding: true },
];

/** A browser at rest for some seconds: script ms a second in the page, entries into our world, and what the worker's process did. */
async function rest(arm, { url, finding }, seconds) {
  const page = await arm.chrome.newPage();
  try {
    await page.goto(url);
    if (finding && arm.name !== 'none') {
      await until(async () => (await shadow(page)).length > 0, { what: `${arm.name} to show its finding`, timeout: 10_000 });
    }
    await sleep(3000);
    const worker = arm.name === 'none' ? undefined : extensionProcess(arm.chrome);
    const { trace } = await record(arm.chrome.cdp, async () => {
      await page.evaluate(() => performance.mark('bench-rest'));
      await sleep(seconds * 1000);
    });
    const thread = trace.mark('bench-rest');
    const script = trace.script(thread, { from: thread.ts + 5000, world: arm.world, origin: arm.origin });
    return {
      script: script.all / seconds, own: script.own / seconds, entries: script.entries,
      worker: worker ? trace.script({ pid: worker }, {}).all / seconds : 0,
      timers: worker ? trace.timers({ pid: worker }) : 0,
    };
  } finally {
    await page.close();
  }
}

export async function idle(arms, { seconds }) {
  const figures = [];
  const checks = [];
  for (const place of PLACES) {
    // At rest at the same time: none of them has anything to do.
    const [found, ...others] = await Promise.all(['lanyard', 'none', 'reference'].map((name) => rest(arms.named[name], place, seconds)));
    const [none, reference] = others;
    figures.push({
      id: place.id, title: `${place.title}, script ms per s`, unit: 'ms/s',
      none: [none.script], reference: [reference.script], lanyard: [found.script],
    });
    checks.push(
      { id: `${place.id}-entries`, title: `${place.title}: no entry into our world in ${seconds} s`, ok: found.entries === 0, found: found.entries },
      { id: `${place.id}-worker`, title: `${place.title}: no timer fires in our worker's process`, ok: found.timers === 0, found: found.timers },
    );
  }
  return { figures, checks };
}
