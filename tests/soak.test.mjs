// Two minutes of the soak; `./build.sh soak` is the hour.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soak } from './soak/soak.mjs';

test('two minutes of typing, going about and drawing afresh leave nothing behind: no bytes, no second panel, no orphan', async (t) => {
  // pushLanyard: the school's own, in a real Chromium.
  const { grown, done } = await soak({ minutes: 2, say: (line) => t.diagnostic(line) });
  assert.deepEqual(grown, []);
  assert.ok(done.mail.rounds >= 3 && done.feed.rounds >= 3, JSON.stringify(done));
  assert.ok(done.mail.fixes >= 1, 'recipients were moved, and moved back');
});
