// The attacks that nothing else shows; `./build.sh attacks` tries all of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anySeed } from '../faults/random.mjs';
import { attacks } from './attacks.mjs';

test('what a hostile page, name, file or renderer tries gets it nothing, and Lanyard is right or says that it has not checked', { timeout: 240_000 }, async (t) => {
  const seed = Number(process.env.LANYARD_SEED ?? anySeed());
  t.diagnostic(`seed ${seed}: again with LANYARD_SEED=${seed}`);
  // startLanyard: the school's own, in a real Chromium.
  const { rows } = await attacks({ seed, short: true, say: (line) => t.diagnostic(line) });
  const failed = rows.filter((one) => one.failed).map(({ what, failed: { stack, cause } }) => `${what}: ${stack}${cause ? `\n${cause.stack}` : ''}`);
  assert.deepEqual(failed, [], `seed ${seed}`);
  assert.ok(rows.length >= 14, `only ${rows.length} attacks`);
});
