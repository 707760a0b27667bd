// What the scan says of texts that hold nothing: a whole novel, and a school's bulletin full of dates, scores, prices,
// timetables, rooms and references. The recognisers' own lists are in crate/core/src/text/tests.rs.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { repository } from '../harness/chromium.mjs';
import { scanned } from './scanned.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const chapters = path.join(repository, 'node_modules', '@stdlib', 'datasets-moby-dick', 'data');

test('a novel of more than a megabyte holds nothing', async () => {
  const text = readdirSync(chapters).filter((name) => name.endsWith('.txt') && name !== 'data.txt').sort()
    .map((name) => readFileSync(path.join(chapters, name), 'utf8')).join('\n');
  assert.ok(Buffer.byteLength(text) > 1_200_000, 'the whole book is there');
  const { hits } = await scanned(text);
  assert.deepEqual(hits, []);
});

test('nor does the same book with its lines broken', async () => {
  const { hits } = await scanned(readFileSync(path.join(chapters, 'data.txt'), 'utf8'));
  assert.deepEqual(hits, []);
});

test('a bulletin of dates, scores, prices, timetables and references holds nothing', async () => {
  const { hits } = await scanned(readFileSync(path.join(here, 'school.txt'), 'utf8'));
  assert.deepEqual(hits, []);
});

test('every number from a clock, a calendar and a scoreboard is none of a person’s', async () => {
  const two = (n) => String(n).padStart(2, '0');
  const lines = [];
  for (let h = 0; h < 24; h += 1) for (let m = 0; m < 60; m += 5) {
    lines.push(`${two(h)}:${two(m)}-${two((h + 1) % 24)}:${two(m)}`, `${two(h)}${two(m)} ${two(h)}${two((m + 50) % 60)} ${two((h + 1) % 24)}${two(m)}`, `${two(h)}.${two(m)}`);
  }
  for (let month = 1; month <= 12; month += 1) for (let day = 1; day <= 28; day += 1) {
    lines.push(`${two(day)}/${two(month)}/2026 ${two(day)}:${two(month)}`, `2026-${two(month)}-${two(day)}`, `${day}.${month}.26`, `${two(day)}-${two(month)}-2026 101`);
  }
  for (let a = 0; a < 60; a += 1) for (let b = 0; b < 60; b += 7) lines.push(`${a}-${b}`, `£${a}.${two(b)}`, `${a}/${b}`, `Year ${a % 14} ${b}`, `${a},${two(b)}0,000`);
  const { hits } = await scanned(lines.join('\n'));
  assert.deepEqual(hits, []);
});
