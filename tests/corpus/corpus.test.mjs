// The whole corpus through the command line and through the extension's own Wasm: the same
// verdicts, and the ones that were read and agreed (expected.txt; to write it afresh after a
// change that is meant: node tests/corpus/corpus.test.mjs --write, then read the difference).
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { dist, repository } from '../harness/chromium.mjs';
import { run } from '../harness/processes.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const observations = path.join(here, 'observations');
const lanyard = process.env.LANYARD_BIN ?? path.join(repository, 'target', 'debug', 'lanyard');
const counts = { 'st-marylebone': 86, 'educating-for-life': 34, tudhoe: 158, 'droitwich-spa': 112, 'beaudesert-park': 119 };
const schools = Object.keys(counts);
const names = readdirSync(observations).filter((name) => name.endsWith('.json')).sort();
const expectedFile = path.join(here, 'expected.txt');
const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

let dir;
const native = {};
const wasm = {};

before(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'lanyard-corpus-'));
  const config = JSON.parse(readFileSync(path.join(here, 'config.json'), 'utf8'));
  for (const school of schools) {
    const roster = path.join(dir, school);
    await run(lanyard, ['roster', 'build', path.join(here, 'people.csv'), '--out', roster, '--school', school]);
    native[school] = {};
    for (const name of names) {
      const out = await run(lanyard, ['check', '--policy', school, '--roster', roster, '--config', path.join(here, 'config.json'), '--format', 'json', path.join(observations, name)]);
      native[school][name] = JSON.parse(out);
    }
    const managed = {
      ...config, school, rules: { ...config.rules, reminders: 'off' }, roster: readFileSync(roster, 'utf8'), rosterKey: readFileSync(`${roster}.key`, 'utf8'),
      hosts: { roundcube: ['mail.oakfield.sch.uk'], converse: ['chat.oakfield.sch.uk'] },
    };
    const file = path.join(dir, `${school}.json`);
    writeFileSync(file, JSON.stringify(Object.fromEntries(Object.entries(managed).map(([key, value]) => [key, text(value)]))));
    wasm[school] = JSON.parse(await run(process.execPath, [path.join(here, 'in-wasm.mjs'), file, observations]));
  }
});
after(() => rmSync(dir, { recursive: true, force: true }));

/** What a verdict and what a page is shown have in common: all but the words. */
const essence = ({ id, rule, surface, severity, certainty, presentation, refs, evidence, remedies, askFirst }) => ({
  id, rule, surface, severity, certainty, presentation, askFirst, refs: refs ?? evidence.refs,
  remedies: remedies.map(({ id: remedy, action, primary, refs: on }) => ({ remedy, action, primary, on })),
});

const said = ({ severity, rule, certainty, presentation, askFirst, clauses, seen }) =>
  `${severity} ${rule} ${certainty} ${presentation}${askFirst ? ' ask-first' : ''} [${clauses.map(({ clause }) => clause).join(' ')}] ${seen.key}${seen.params?.count ? ` ${seen.params.count}` : ''}`;

test('natively and in the extension’s Wasm come to the same findings', () => {
  for (const school of schools) {
    for (const name of names) {
      const judged = native[school][name].verdicts.map(({ findings }) => findings.map(essence));
      assert.deepEqual(wasm[school][name].map((findings) => findings.map(essence)), judged, `${school} ${name}`);
    }
  }
});

test('and to what was agreed', () => {
  const lines = schools.flatMap((school) => names.flatMap((name) => native[school][name].verdicts.map(({ findings, unchecked }) =>
    `${school} ${name.replace('.json', '')}: ${[...findings.map(said), ...(unchecked ? [`not checked: ${unchecked.key}`] : [])].join('; ') || '-'}`)));
  const all = `${lines.join('\n')}\n`;
  if (process.argv.includes('--write')) writeFileSync(expectedFile, all);
  assert.equal(all, readFileSync(expectedFile, 'utf8'));
});

test('no finding cites a clause of another school, and the packs hold every clause of the five documents', () => {
  for (const school of schools) {
    const pack = JSON.parse(readFileSync(path.join(dist, 'extension', 'policies', `${school}.json`), 'utf8'));
    assert.equal(pack.clause.length, counts[school], school);
    const clauses = new Set(pack.clause.map(({ id }) => id));
    for (const name of names) {
      const cited = native[school][name].verdicts.flatMap(({ findings }) => findings.flatMap((finding) => finding.clauses));
      for (const { clause } of cited) assert.ok(clauses.has(clause), `${school} ${name} ${clause}`);
    }
  }
});
