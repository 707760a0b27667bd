// Measures Lanyard against its budgets: node bench/run.mjs [--quick] [--only NAME,NAME] [--dist DIR]
// build.sh bench builds first. README.md says how to read what comes out.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { dist as built } from '../tests/harness/chromium.mjs';
import { covered } from './figures/covered.mjs';
import { file } from './figures/file.mjs';
import { idle } from './figures/idle.mjs';
import { attached } from './figures/attached.mjs';
import { popup } from './figures/popup.mjs';
import { selfCheck } from './figures/self-check.mjs';
import { sizes } from './figures/sizes.mjs';
import { roundTrip, verdictInNode, wake } from './figures/verdict.mjs';
import { workerMemory } from './figures/worker-memory.mjs';
import { openArms } from './lib/arms.mjs';
import { configuration } from './lib/people.mjs';
import { checkLines, circumstances, judged, table, write } from './lib/report.mjs';

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false }, only: { type: 'string' }, dist: { type: 'string', default: built } } });
const { dist } = options;
const wanted = options.only?.split(',');
const much = options.quick
  ? { covered: { rounds: 1, warm: 0 }, idle: { seconds: 2 }, node: { samples: 100 }, trip: { rounds: 1, each: 30 }, wake: { rounds: 4 }, popup: { rounds: 4 }, memory: { samples: 1 } }
  : { covered: { rounds: 7 }, idle: { seconds: 10 }, node: { samples: 400 }, trip: { rounds: 4 }, wake: { rounds: 20 }, popup: { rounds: 20 }, memory: { samples: 5 } };

const figures = [];
const checks = [];
async function part(name, measure) {
  if (wanted && !wanted.includes(name)) return;
  const started = Date.now();
  process.stderr.write(`${name} … `);
  const found = await measure();
  figures.push(...(found.figures ?? []));
  checks.push(...(found.checks ?? []));
  process.stderr.write(`${((Date.now() - started) / 1000).toFixed(0)} s\n`);
}

const where = circumstances();
const managed = await configuration();
let linearMemory;
await part('file', () => file({ extension: path.join(dist, 'extension'), samples: options.quick ? 2 : 7 }));
await part('attached', () => attached({ dist, samples: options.quick ? 1 : 5 }));
await part('sizes', () => sizes(dist));
await part('node', async () => {
  const found = await verdictInNode({ extension: path.join(dist, 'extension'), managed, ...much.node });
  linearMemory = found.linearMemory;
  return found;
});

const inBrowser = ['covered', 'trip', 'wake', 'popup', 'memory', 'idle'];
if (!wanted || inBrowser.some((name) => wanted.includes(name))) {
  const arms = await openArms({ dist, managed });
  try {
    where.chromium = arms.named.none.chrome.browser.version();
    where.selfCheck = await selfCheck(arms.named);
    await part('covered', () => covered(arms, much.covered));
    await part('trip', () => roundTrip(arms, much.trip));
    await part('memory', () => workerMemory(arms, much.memory));
    await part('idle', () => idle(arms, much.idle));
    await part('popup', () => popup(arms, much.popup));
    await part('wake', () => wake(arms, much.wake));
  } finally {
    await arms.stop();
  }
}

const report = { ...where, quick: options.quick, linearMemory, checks, figures: judged(figures) };
write(report);
console.log(`\n${table(report.figures)}\n\n${checkLines(checks)}\n`);
console.log(`${where.date}, ${where.commit}, Lanyard ${where.version}, Chromium ${where.chromium ?? '–'}, Node ${where.node}, ${where.rust}`);
if (where.load[0] > 1.5) console.log('The machine was busy with other things: figures above budget mean little.');
console.log(`${where.machine}; load ${where.load.join(' ')}; Wasm memory ${linearMemory === undefined ? '–' : `${(linearMemory / 2 ** 20).toFixed(1)} MiB`}; bench/results/latest.json`);

const above = report.figures.filter(({ budget }) => budget && !budget.ok).map(({ title }) => title);
const failed = checks.filter(({ ok }) => !ok).map(({ title }) => title);
if (above.length + failed.length > 0) {
  console.error(`\nabove budget: ${above.join('; ') || 'none'}\nfailed: ${failed.join('; ') || 'none'}`);
  process.exitCode = 1;
}
