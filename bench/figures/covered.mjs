// Script at load and while a page churns, on a page without and with a content script.
import { interleave, openPage, worlds } from '../lib/arms.mjs';
import { traced } from '../lib/trace.mjs';
import { median, quantile, round } from '../lib/stats.mjs';

/** What a page's own script varies by from load to load on a machine at rest. */
const NOISE_MS = 0.2;

const FEED = { uncovered: 'https://uncovered.bench.example/feed?still', covered: 'https://www.facebook.com/bench/feed' };

/** One load and one churn of the feed: CPU ms of script, of all tasks, and what the extension's world had of it. */
async function visit(arm, url, rate = 1) {
  const { trace, script } = await traced(arm, url, { rate });
  const [start, end] = ['bench-start', 'bench-end'].map((name) => trace.mark(name));
  const churn = trace.has('bench-churn') ? trace.mark('bench-churn') : end;
  const between = (phase, from, to) => ({ metric: script[phase], ...trace.script(start, { from, to, world: arm.world, origin: arm.origin }), tasks: trace.tasks(start, from, to) });
  return { load: between('load', start.ts, churn.ts), churn: between('churn', churn.ts, end.ts) };
}

/** Which extensions have a world in a page. */
const originsAt = (arm, url) => openPage(arm, url, async (page) => {
  await page.waitForTimeout(1200);
  return (await worlds(arm, page)).origins;
});

/**
 * The same with the page's main thread slowed by DevTools, which lets it spin in between: the time so counted is about the
 * slow thread's own.
 */
export async function coveredSlowly(arms, { rounds, warm = 1, rate = 4 }) {
  const samples = Object.fromEntries(arms.list.map(({ name }) => [name, []]));
  await interleave(arms.list, rounds + warm, async (arm, turn) => {
    const sample = await visit(arm, FEED.covered, rate);
    if (turn >= warm) samples[arm.name].push(sample);
  });
  const values = (arm, phase) => samples[arm].map((sample) => sample[phase].all);
  const over = (arm, phase) => values(arm, phase).map((value) => value - median(values('none', phase)));
  const figure = (id, title, phase) => ({ id, title, unit: 'ms', none: values('none', phase), reference: over('reference', phase), lanyard: over('lanyard', phase) });
  return {
    figures: [
      figure('covered-load-slow', 'covered page at a quarter of the speed, script at load over none', 'load'),
      figure('covered-churn-slow', '… 600 nodes of churn over none', 'churn'),
    ],
  };
}

export async function covered(arms, { rounds, warm = 1 }) {
  const samples = Object.fromEntries(arms.list.map(({ name }) => [name, { uncovered: [], covered: [] }]));
  await interleave(arms.list, rounds + warm, async (arm, turn) => {
    for (const place of ['uncovered', 'covered']) {
      const sample = await visit(arm, FEED[place]);
      if (turn >= warm) samples[arm.name][place].push(sample);
    }
  });

  const { lanyard } = arms.named;
  const uncoveredWorlds = await originsAt(lanyard, FEED.uncovered);
  const coveredWorlds = await originsAt(lanyard, FEED.covered);
  const entered = samples.lanyard.uncovered.reduce((sum, { load, churn }) => sum + load.entries + churn.entries, 0);

  const values = (arm, place, phase, key) => samples[arm][place].map((sample) => sample[phase][key]);
  const over = (arm, place, phase, key) => values(arm, place, phase, key).map((value) => value - median(values('none', place, phase, key)));
  const figure = (id, title, place, phase, key = 'all') => ({
    id, title, unit: 'ms',
    none: values('none', place, phase, key), reference: over('reference', place, phase, key), lanyard: over('lanyard', place, phase, key),
  });
  // Noise: how loads without an extension vary, and how a third browser with nothing in this page differs.
  const loads = (arm) => values(arm, 'uncovered', 'load', 'all');
  const difference = median(loads('lanyard')) - median(loads('none'));
  const noise = Math.max(NOISE_MS, quantile(loads('none'), 0.95) - median(loads('none')), Math.abs(median(loads('reference')) - median(loads('none'))));
  return {
    checks: [
      { id: 'uncovered-no-world', title: 'an uncovered page has no world of ours', ok: uncoveredWorlds.length === 0, found: uncoveredWorlds.length },
      { id: 'uncovered-no-entry', title: 'no script of ours ran in an uncovered page', ok: entered === 0, found: entered },
      { id: 'uncovered-load', title: 'an uncovered page loads as without an extension, within noise', ok: Math.abs(difference) <= noise, found: `${round(difference, 3)} ms, noise ${round(noise, 3)}` },
      { id: 'covered-one-world', title: 'a covered page has exactly one, so the two above can fail', ok: coveredWorlds.length === 1 && coveredWorlds[0] === lanyard.origin, found: coveredWorlds.length },
    ],
    figures: [
      figure('uncovered-load', 'uncovered page, script at load over none', 'uncovered', 'load'),
      figure('covered-load', 'covered page, script at load over none', 'covered', 'load'),
      figure('covered-churn', 'covered page, 600 nodes of churn over none', 'covered', 'churn'),
      figure('covered-load-metric', '… at load, ScriptDuration over none', 'covered', 'load', 'metric'),
      figure('covered-churn-metric', '… in churn, ScriptDuration over none', 'covered', 'churn', 'metric'),
      figure('covered-load-tasks', '… at load, the whole main thread over none', 'covered', 'load', 'tasks'),
    ],
  };
}
