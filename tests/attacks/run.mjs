// ./build.sh attacks [--seed S] [--only PART]
import { parseArgs } from 'node:util';
import { anySeed } from '../faults/random.mjs';
import { attacks } from './attacks.mjs';

const { values } = parseArgs({ options: { seed: { type: 'string' }, only: { type: 'string' }, short: { type: 'boolean', default: false } } });
const seed = values.seed === undefined ? anySeed() : Number(values.seed);
if (!Number.isSafeInteger(seed) || seed < 0) {
  console.error('--seed: expected a whole number from 0 up');
  process.exit(2);
}

const { rows, table } = await attacks({ seed, only: values.only, short: values.short, say: (line) => console.log(line) });
console.log(`\n${'what'.padEnd(86)} rounds      time  outcome\n${table.join('\n')}`);
const bad = rows.filter(({ failed }) => failed);
for (const { what, failed } of bad) console.log(`\nFAILED: ${what}\n${failed.stack}${failed.cause ? `\n${failed.cause.stack}` : ''}`);
console.log(`\n${rows.length} attacks, ${bad.length} got through; again with --seed ${seed}`);
process.exit(bad.length === 0 ? 0 : 1);
