// ./build.sh soak [--minutes N]: an hour unless said otherwise.
import { parseArgs } from 'node:util';
import { soak } from './soak.mjs';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' } } });
const minutes = Number(values.minutes);
if (!(minutes > 0)) {
  console.error(`--minutes: expected a number above 0; found ${values.minutes}`);
  process.exit(2);
}

const { grown, done } = await soak({ minutes, say: (line) => console.log(line) });
const rounds = Object.values(done).reduce((sum, one) => sum + one.rounds, 0);
grown.forEach((line) => console.log(`GROWN: ${line}`));
console.log(`${rounds} rounds, ${grown.length === 0 ? 'nothing left behind' : `${grown.length} left behind`}`);
process.exit(grown.length === 0 ? 0 : 1);
