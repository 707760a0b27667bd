// Each fault once; `./build.sh faults` goes on for as long as it is told to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faults } from './faults.mjs';
import { anySeed } from './random.mjs';

test('whatever goes wrong, no draft is lost or changed, nothing is sent, nobody complains, and Lanyard is right or says that it has not checked', { timeout: 480_000 }, async (t) => {
  const seed = Number(process.env.LANYARD_SEED ?? anySeed());
  t.diagnostic(`seed ${seed}: again with LANYARD_SEED=${seed}`);
  // pushLanyard: the school's own, in a real Chromium.
  const { rows } = await faults({ seed, short: true, say: (line) => t.diagnostic(line) });
  const failed = rows.filter((one) => one.failed).map(({ what, failed: { stack, cause } }) => `${what}: ${stack}${cause ? `\n${cause.stack}` : ''}`);
  assert.deepEqual(failed, [], `seed ${seed}`);
  assert.ok(rows.length >= 20, `only ${rows.length} faults`);
});
