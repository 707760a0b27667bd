// Measures Lanyard against its budgets: node bench/run.mjs [--quick] [--only NAME,NAME] [--dist DIR] [--write]
// --write puts what was measured into docs/performance.md and its pictures; what was not stays as it was.
// build.sh bench builds first. README.md says how to read what comes out.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { dist as built } from '../tests/harness/chromium.mjs';
import { attached } from './figures/attached.mjs';
import { commandLineFigures } from './figures/command-line.mjs';
import { covered, coveredSlowly } from './figures/covered.mjs';
import { file } from './figures/file.mjs';
import { growthInBrowser, growthInNode } from './figures/growth.mjs';
import { idle } from './figures/idle.mjs';
import { largeInBrowser, largeVerdict } from './figures/large.mjs';
import { painted } from './figures/painted.mjs';
import { popup } from './figures/popup.mjs';
import { scan } from './figures/scan.mjs';
import { selfCheck } from './figures/self-check.mjs';
import { sizes } from './figures/sizes.mjs';
import { tabMemory } from './figures/tabs.mjs';
import { typing } from './figures/typing.mjs';
import { roundTrip, verdictInNode, wake } from './figures/verdict.mjs';
import { workerMemory } from './figures/worker-memory.mjs';
import { openArms } from './lib/arms.mjs';
import { configuration } from './lib/people.mjs';
import { publish } from './publish.mjs';
import { checkLines, circumstances, growthLines, grows, judged, kept, table, write } from './lib/report.mjs';
import { largeSchool } from './lib/school.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false }, only: { type: 'string' }, dist: { type: 'string', default: built }, write: { type: 'boolean', default: false },
  },
});
const { dist } = options;
const extension = path.join(dist, 'extension');
const PARTS = [
  'sizes', 'file', 'node', 'scan', 'cli', 'large-node', 'growth-node',
  'covered', 'slow', 'trip', 'memory', 'tabs', 'idle', 'popup', 'wake', 'painted', 'typing', 'growth', 'large',
];
const wanted = options.only?.split(',') ?? PARTS;
const unknown = wanted.filter((name) => !PARTS.includes(name));
if (unknown.length > 0) {
  console.error(`--only: no part ${unknown.join(', ')}; there are ${PARTS.join(', ')}`);
  process.exit(2);
}
const much = options.quick
  ? {
      covered: { rounds: 1, warm: 0 }, slow: { rounds: 1, warm: 0 }, idle: { seconds: 2 }, node: { samples: 100 }, trip: { rounds: 1, each: 30 }, wake: { rounds: 4 },
      popup: { rounds: 4 }, memory: { samples: 1 }, tabs: { count: 2 }, typing: { rounds: 1, slowRounds: 1, stretches: 1 }, painted: { rounds: 1 }, scan: { runs: 3 },
      cli: { samples: 1 }, largeNode: { samples: 50 }, large: { wakes: 3, samples: 1 },
      growthNode: { samples: 30, recipients: [250, 1000, 4000], characters: [2_000, 8_000, 20_000], people: [1_000, 10_000, 90_000] },
      growth: { rounds: 1, sizes: [175, 700, 2800], windows: [1, 4, 16] },
    }
  : {
      covered: { rounds: 6 }, slow: { rounds: 3 }, idle: { seconds: 10 }, node: { samples: 400 }, trip: { rounds: 4 }, wake: { rounds: 20 },
      popup: { rounds: 20 }, memory: { samples: 4 }, tabs: { count: 4 }, typing: { rounds: 4, slowRounds: 2, stretches: 2 }, painted: { rounds: 3 }, scan: { runs: 15 },
      cli: { samples: 3 }, largeNode: { samples: 400 }, large: { wakes: 12, samples: 2 },
      growthNode: { samples: 120, recipients: [125, 250, 500, 1000, 2000, 4000], characters: [1_250, 2_500, 5_000, 10_000, 20_000], people: [1_000, 3_000, 10_000, 30_000, 100_000] },
      growth: { rounds: 2, windows: [1, 2, 4, 8, 16] },
    };

const figures = [];
const checks = [];
const growth = [];
async function part(name, measure) {
  if (!wanted.includes(name)) return;
  const started = Date.now();
  process.stderr.write(`${name} … `);
  let found;
  try {
    found = await measure();
  } catch (error) {
    // The others are still worth measuring.
    found = { checks: [{ id: `part-${name}`, title: `the part ${name} could be measured`, ok: false, found: error.message.split('\n')[0] }] };
    console.error(error.stack);
  }
  figures.push(...(found.figures ?? []));
  checks.push(...(found.checks ?? []));
  growth.push(...(found.growth ?? []));
  process.stderr.write(`${((Date.now() - started) / 1000).toFixed(0)} s\n`);
}

const where = circumstances();
const managed = await configuration();
let linearMemory;
await part('sizes', () => sizes(dist));
await part('file', () => file({ extension, samples: options.quick ? 2 : 7 }));
await part('attached', () => attached({ dist, samples: options.quick ? 1 : 5 }));
await part('node', async () => {
  const found = await verdictInNode({ extension, managed, ...much.node });
  linearMemory = found.linearMemory;
  return found;
});
await part('scan', () => scan(much.scan));
await part('cli', () => commandLineFigures(much.cli));
const large = wanted.some((name) => name.startsWith('large')) ? await largeSchool(100_000) : undefined;
await part('large-node', () => largeVerdict(large, { extension, ...much.largeNode }));
await part('growth-node', () => growthInNode({ extension, ...much.growthNode }));

const inBrowser = PARTS.slice(PARTS.indexOf('covered'));
if (inBrowser.some((name) => wanted.includes(name))) {
  const arms = await openArms({ dist, managed });
  try {
    where.chromium = arms.named.none.chrome.browser.version();
    where.selfCheck = await selfCheck(arms.named);
    await part('covered', () => covered(arms, much.covered));
    await part('slow', () => coveredSlowly(arms, much.slow));
    await part('trip', () => roundTrip(arms, much.trip));
    await part('memory', () => workerMemory(arms, much.memory));
    await part('tabs', () => tabMemory(arms, much.tabs));
    await part('idle', () => idle(arms, much.idle));
    await part('popup', () => popup(arms, much.popup));
    await part('wake', () => wake(arms, much.wake));
    await part('painted', () => painted(arms, much.painted));
    await part('typing', () => typing(arms, much.typing));
    await part('growth', () => growthInBrowser(arms, much.growth));
    await part('large', () => largeInBrowser(large, arms, dist, much.large));
  } finally {
    await arms.stop();
  }
}

const report = { ...where, quick: options.quick, linearMemory, checks, growth, figures: judged(figures) };
write(report);
if (options.write) publish(report);
console.log(`\n${table(report.figures)}\n\n${checkLines(checks)}\n${growthLines(growth)}\n`);
console.log(`${where.date}, ${where.commit}, Lanyard ${where.version}, Chromium ${where.chromium ?? '–'}, Node ${where.node}, ${where.rust}`);
if (where.load[0] > 1.5) console.log('The machine was busy with other things: figures above budget mean little.');
console.log(`${where.machine}; load ${where.load.join(' ')}; Wasm memory ${linearMemory === undefined ? '–' : `${(linearMemory / 2 ** 20).toFixed(1)} MiB`}; bench/results/latest.json`);

const above = [...report.figures.filter((one) => kept(one) === false), ...growth.filter((one) => !grows(one))].map(({ title }) => title);
const failed = checks.filter(({ ok }) => !ok).map(({ title }) => title);
if (above.length + failed.length > 0) {
  console.error(`\nabove budget: ${above.join('; ') || 'none'}\nfailed: ${failed.join('; ') || 'none'}`);
  process.exitCode = 1;
}
