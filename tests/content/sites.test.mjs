// Site files: of the shape that the content script reads, with nothing that points nowhere.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { withSeen } from '../../extension/content/seen.mjs';
import { repository } from '../harness/chromium.mjs';
import { locale } from './world.mjs';

const folder = path.join(repository, 'extension', 'sites');
const content = path.join(repository, 'extension', 'content');
const json = (file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
const files = readdirSync(folder).filter((file) => file.endsWith('.json') && !file.endsWith('.schema.json'));
const schema = json('site.schema.json');

/** The part of JSON Schema that site.schema.json uses; gives the paths that are wrong. */
function wrong(value, rule, at = '') {
  if (rule.$ref) return wrong(value, schema.$defs[rule.$ref.split('/').at(-1)], at);
  if (rule.anyOf) return rule.anyOf.some((one) => wrong(value, one, at).length === 0) ? [] : [`${at}: ${JSON.stringify(value)}`];
  if ('const' in rule) return value === rule.const ? [] : [at];
  if (rule.enum) return rule.enum.includes(value) ? [] : [at];
  if (rule.type === 'string') return typeof value === 'string' && value.length >= (rule.minLength ?? 0) && new RegExp(rule.pattern ?? '').test(value) ? [] : [at];
  if (rule.type === 'integer') return Number.isInteger(value) && value >= (rule.minimum ?? -Infinity) ? [] : [at];
  if (rule.type === 'boolean') return typeof value === 'boolean' ? [] : [at];
  if (rule.type === 'array') return Array.isArray(value) && value.length >= (rule.minItems ?? 0) ? value.flatMap((one, i) => wrong(one, rule.items, `${at}[${i}]`)) : [at];
  if (rule.type !== 'object') throw new Error(`${at}: ${JSON.stringify(rule)} is not understood`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [at];
  const missing = (rule.required ?? []).filter((key) => !(key in value)).map((key) => `${at}.${key} is missing`);
  return [...missing, ...Object.entries(value).flatMap(([key, one]) => {
    const inner = rule.properties?.[key] ?? rule.additionalProperties;
    return inner ? wrong(one, inner, `${at}.${key}`) : [`${at}.${key} is unknown`];
  })];
}

/** Every object in a value. */
function* objects(value) {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value;
  for (const one of Object.values(value)) yield* objects(one);
}

test('what a page looks for first leaves out what cannot have the label, and what is not within what is around it', () => {
  const labels = { yes: ['Confirm {value}', 'Confirm'], no: ['拒绝'] };
  const seenOf = (...root) => withSeen({ labels, surfaces: [{ root }] }).surfaces[0].seen;
  const may = ':not([aria-label]),[aria-label=""])';
  assert.deepEqual(seenOf('main', { css: 'button', label: 'yes' }), [['main'], [`button:is([aria-label*="Confirm" i],${may}`]]);
  assert.deepEqual(seenOf({ css: 'a, button', label: 'yes', closest: 'li' }), [['li', `:is(a, button):is([aria-label*="Confirm" i],${may}`]]);
  assert.deepEqual(seenOf({ css: 'button', label: 'no' }), [['button']], 'no word that CSS could compare in any case');
});

for (const file of files) {
  const site = json(file);
  test(`${file} has the shape of the schema`, () => assert.deepEqual(wrong(site, schema), []));

  test(`${file} ships with what a page looks for first`, () => {
    const shipped = JSON.parse(readFileSync(path.join(repository, 'dist', 'extension', 'sites', file), 'utf8'));
    assert.deepEqual(shipped, withSeen(site));
    for (const { name, root, foreign = [], seen } of shipped.surfaces) assert.equal(seen.length, root.length + foreign.length, name);
  });

  test(`${file} points to labels that it has, and has none that nothing uses`, () => {
    const used = new Set();
    for (const one of objects(site)) for (const key of ['label', 'saying', 'skip']) if (typeof one[key] === 'string') used.add(one[key]);
    assert.deepEqual([...used].sort(), Object.keys(site.labels ?? {}).sort());
    // What is only pressed by its label is not pressed in another language; what is read by one would be read wrong.
    const pressed = (surface) => ({ ...surface, move: undefined });
    const read = [...objects({ ...site, surfaces: site.surfaces.map(pressed) })].some((one) => ['label', 'saying', 'skip'].some((key) => typeof one[key] === 'string'));
    if (read) assert.ok(site.languages?.length, 'a site known by its labels says in which languages');
  });

  test(`${file}: each label is known in ten languages, or it is said why not`, () => {
    const { languages, sites } = JSON.parse(readFileSync(path.join(repository, 'tests', 'labels.json'), 'utf8'));
    if (!site.labels) return assert.equal(sites[site.id], undefined);
    const { words, source, why } = sites[site.id];
    if (!words) {
      assert.ok(why.length > 20, site.id);
      return assert.deepEqual(site.languages ?? ['en'], ['en'], 'and it claims no other');
    }
    assert.ok(source.length > 20);
    assert.deepEqual([Object.keys(words), site.languages], [languages, languages]);
    for (const label of Object.keys(site.labels)) {
      const all = languages.flatMap((language) => words[language][label]);
      for (const language of languages) assert.ok(words[language][label].length > 0, `${label} ${language}`);
      assert.deepEqual([...new Set(all)].sort(), [...site.labels[label]].sort(), label);
    }
  });

  test(`${file} leans on no class of hashed letters`, () => {
    for (const one of objects(site)) {
      for (const css of [one.css, one.at, one.holding, one.closest].flat().filter((text) => typeof text === 'string')) {
        assert.doesNotMatch(css, /\.(x[0-9a-z]{6,}|_a[0-9a-z]{2,}|css-|r-[0-9a-z]{5,})/, css);
      }
    }
  });

  test(`${file}: a personal place names a direction, a setting or an audience for what it holds`, () => {
    for (const surface of site.surfaces) {
      if (surface.kind === 'connectionRequest') assert.ok(surface.direction, surface.name);
      if (surface.kind === 'privacySetting') assert.ok(surface.setting && surface.offered?.length && surface.open, surface.name);
      if (surface.kind === 'postAudience') assert.ok(surface.fields.audience ? surface.offered?.length && surface.open : surface.fields.words, surface.name);
      if (surface.kind === 'profileField') assert.ok(surface.part && surface.fields.value, surface.name);
      if (surface.kind === 'composeMessage') assert.ok(surface.expect?.length, surface.name);
      if (surface.kind === 'composeMail') assert.ok(surface.move && surface.hold, surface.name);
    }
  });
}

test('a button that presses the site’s own is called by the word that stands on that', () => {
  const words = JSON.parse(readFileSync(path.join(repository, 'extension', '_locales', 'en', 'messages.json'), 'utf8'));
  for (const [id, key, word] of [['facebook', 'delete', 'Delete'], ['instagram', 'delete', 'Delete'], ['x', 'decline', 'Decline'], ['linkedin', 'ignore', 'Ignore'], ['mastodon', 'reject', 'Reject']]) {
    const { labels, surfaces } = json(`${id}.json`);
    const { at: [{ label }] } = surfaces.find(({ name }) => name === 'request').decline;
    assert.equal(label, key);
    assert.equal(labels[key][0].split(' ')[0], word, id);
    for (const rule of ['social_pupil_connection_fix_delete', 'social_ex_pupil_connection_fix_decline', 'social_parent_connection_fix_decline']) {
      assert.equal((words[`${rule}_in_${id}`] ?? words[rule]).message, `${word} request`, `${id} ${rule}`);
    }
  }
});

test('the schema refuses what it does not know', () => {
  const site = json('x.json');
  assert.ok(wrong({ ...site, more: 1 }, schema).length > 0);
  assert.ok(wrong({ ...site, confidence: 'D' }, schema).length > 0);
  assert.ok(wrong({ ...site, surfaces: [{ ...site.surfaces[0], fields: { name: [{ read: 'guess', at: 'a' }] } }] }, schema).length > 0);
});

test('every file is a SiteFile to the compiler, and the schema names the same adapters', () => {
  const at = path.join(content, 'sites-check.ts');
  writeFileSync(at, `import type { SiteFile } from './site';\n${files.map((file, i) => `export const site${i}: SiteFile = ${readFileSync(path.join(folder, file), 'utf8')};`).join('\n')}`);
  try {
    execFileSync(path.join(repository, 'node_modules', '.bin', 'tsc'), ['-p', content, '--noEmit'], { stdio: 'pipe' });
  } catch (error) {
    assert.fail(error.stdout.toString());
  } finally {
    rmSync(at);
  }
  const type = readFileSync(path.join(content, 'site.ts'), 'utf8');
  const adapters = [...type.matchAll(/\{ read: '([a-z-]+)'/g)].map(([, name]) => name).sort();
  assert.deepEqual(schema.$defs.read.anyOf.map(({ properties }) => properties.read.const).sort(), adapters);
  const writers = [...type.matchAll(/adapter: '([a-z-]+)'/g)].map(([, name]) => name).sort();
  assert.deepEqual(schema.$defs.surface.properties.move.anyOf.map(({ properties }) => properties.adapter.const).sort(), writers);
});

test('every text that the content script asks for is there, in both languages', () => {
  const source = readdirSync(content, { recursive: true }).filter((file) => file.endsWith('.ts')).map((file) => readFileSync(path.join(content, file), 'utf8')).join('\n');
  const plain = [...source.matchAll(/'(ui_\w+)'/g)].map(([, key]) => key);
  const byVerb = [...source.matchAll(/`(ui_\w*)\$\{\w+\}(\w*)`/g)].flatMap(([, before, after]) => ['send', 'accept', 'post', 'request'].map((verb) => before + verb + after));
  const keys = [...new Set([...plain, ...byVerb])];
  assert.ok(keys.length > 15);
  for (const language of ['en', 'cy']) {
    const words = locale(language);
    for (const key of keys) assert.ok(words[key] ?? words[`${key}_other`], `${language}: ${key}`);
  }
});
