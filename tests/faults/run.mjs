// ./build.sh faults [--minutes N] [--seed S] [--only PART]: ten minutes unless said otherwise.
import { parseArgs } from 'node:util';
import { faults } from './faults.mjs';
import { anySeed } from './random.mjs';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' }, only: { type: 'string' }, short: { type: 'boolean', default: false } } });
const minutes = Number(values.minutes);
const seed = values.seed === undefined ? anySeed() : Number(values.seed);
if (!(minutes >= 0) || !Number.isSafeInteger(seed) || seed < 0) {
  console.error('--minutes: expected a number from 0 up; --seed: a whole number from 0 up');
  process.exit(2);
}

console.log(`seed ${seed}`);
const { rows, table } = await faults({ minutes, seed, only: values.only, short: values.short, say: (line) => console.log(line) });
console.log(`\n${'what'.padEnd(86)} rounds      time  outcome\n${table.join('\n')}`);
const bad = rows.filter(({ failed }) => failed);
for (const { what, failed } of bad) console.log(`\nFAILED: ${what}\n${failed.stack}${failed.cause ? `\n${failed.cause.stack}` : ''}`);
const rounds = rows.reduce((sum, one) => sum + one.rounds, 0);
console.log(`\n${rounds} rounds of ${rows.length} faults, ${bad.length} failed; again with --seed ${seed}`);
process.exit(bad.length === 0 ? 0 : 1);
