// What must never be, held by reading the source: see docs/architecture.md, "Invariants".
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { repository } from './harness/chromium.mjs';

function* files(dir, ending) {
  for (const name of readdirSync(path.join(repository, dir)).sort()) {
    const file = path.join(dir, name);
    if (statSync(path.join(repository, file)).isDirectory()) yield* files(file, ending);
    else if (ending.test(name)) yield file;
  }
}
const read = (file) => readFileSync(path.join(repository, file), 'utf8');
const rules = [...files('crate/core/src/rules', /\.rs$/)].flatMap((file) => [...read(file).matchAll(/\bid: "([a-z]+(?:-[a-z]+)+)"/g)].map(([, id]) => id));

test('core depends on nothing that reaches outside', () => {
  const [, dependencies] = read('crate/core/Cargo.toml').match(/\n\[dependencies\]\n([\s\S]*?)\n\[/);
  const names = dependencies.split('\n').map((line) => line.match(/^([\w-]+)/)?.[1]).filter(Boolean);
  const known = ['base64', 'hmac', 'icu_normalizer', 'schemars', 'serde', 'serde_json', 'sha2', 'siphasher', 'ts-rs', 'unicode-normalization'];
  for (const name of names) assert.ok(known.includes(name), `${name}: does it do I/O, or know a browser? Add it here only if not`);
  for (const file of files('crate/core/src', /\.rs$/)) {
    // Tests may read the packs from disk.
    const code = read(file).split('#[cfg(test)]')[0];
    if (/(testing|properties|tests)\.rs$/.test(file)) continue;
    assert.doesNotMatch(code, /\bstd::(fs|net|time|env|process|thread)\b|SystemTime|Instant::now|rand::/, file);
  }
});

test('core forbids unsafe code and denies what can panic', () => {
  const manifest = read('crate/core/Cargo.toml');
  assert.match(manifest, /unsafe_code = "forbid"/);
  for (const lint of ['unwrap_used', 'expect_used', 'panic', 'indexing_slicing']) assert.match(manifest, new RegExp(`${lint} = "deny"`));
});

test('the content script names no rule and knows no severity of its own making', () => {
  assert.ok(rules.length >= 5, `rules found in core: ${rules}`);
  for (const file of files('extension/content', /\.ts$/)) {
    if (file.includes(`${path.sep}types${path.sep}`)) continue;
    for (const rule of rules) assert.ok(!read(file).includes(rule), `${file} names ${rule}`);
  }
  for (const file of files('extension/sites', /\.json$/)) for (const rule of rules) assert.ok(!read(file).includes(rule), `${file} names ${rule}`);
});

test('nothing is put into a page as HTML, and nothing is evaluated', () => {
  for (const dir of ['extension/content', 'extension/background', 'extension/pages', 'crate/pages', 'crate/background']) {
    for (const file of files(dir, /\.(ts|js|rs)$/)) {
      assert.doesNotMatch(read(file), /\.(innerHTML|outerHTML)\s*=[^=]|insertAdjacentHTML|set_inner_html|document\.write|\beval\(|new Function\(/, file);
    }
  }
});

test('names that are shortened in the content script are its own: no site file and no message has them', async () => {
  const { OWN } = await import('../extension/content/build.mjs');
  const foreign = new Set();
  // Labels are looked up by their key, which stays as it is.
  const collect = (value, within) => {
    for (const [key, one] of Object.entries(value ?? {})) {
      if (within !== 'labels' && !Array.isArray(value)) foreign.add(key);
      if (one && typeof one === 'object') collect(one, key);
    }
  };
  for (const file of files('extension/sites', /\.json$/)) collect(JSON.parse(read(file)));
  for (const file of ['extension/content/site.ts', 'extension/content/types/protocol.ts']) {
    for (const [, name] of read(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '').matchAll(/["']?(\w+)["']?\??:/g)) foreign.add(name);
  }
  assert.ok(foreign.has('holding') && foreign.has('presentation'), 'they were read');
  assert.deepEqual(OWN.filter((name) => foreign.has(name)), []);
});

test('the manifest opens nothing to pages, loads no remote code and asks for what docs/permissions.md explains', () => {
  const manifest = JSON.parse(read('manifest.json'));
  assert.equal(manifest.web_accessible_resources, undefined);
  assert.equal(manifest.externally_connectable, undefined);
  assert.equal(manifest.content_scripts, undefined, 'scripts are registered for covered hosts only');
  assert.match(manifest.content_security_policy.extension_pages, /script-src 'self' 'wasm-unsafe-eval'/);
  const permissions = read('docs/permissions.md');
  for (const permission of manifest.permissions) assert.ok(permissions.includes(`\`${permission}\``), `docs/permissions.md says nothing of ${permission}`);
});

test('the pack compiler, the registry and the documents know the same rules', () => {
  const documented = read('docs/rules.md');
  for (const rule of rules) assert.ok(documented.includes(rule), `docs/rules.md lacks ${rule}`);
});

test('the page about reminders has every moment, and counts the clauses as they are', () => {
  const text = read('docs/reminders.md');
  const ids = [...read('crate/core/src/moment.rs').matchAll(/^ +Self::\w+ => "([a-z-]+)",$/gm)].map(([, id]) => id);
  assert.equal(ids.length, 19);
  for (const id of ids) assert.ok(text.includes(`\`${id}\``), id);
  const packs = [...files('extension/policies', /\.toml$/)].map(read).join('\n');
  const all = packs.match(/^check = "reminder"$/gm).length;
  const moments = packs.match(/^moments = \[/gm).length;
  assert.ok(text.includes(`Of the ${all} clauses that are reminders, ${moments} have a moment`), `${all}, ${moments}`);
});
