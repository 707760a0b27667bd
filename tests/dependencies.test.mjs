// What is depended on comes from where it should and may be handed on: the lists of deny.toml, held at every test without
// cargo-deny. `./build.sh audit` asks that tool itself, and the lists of known weaknesses on the network.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { repository } from './harness/chromium.mjs';
import { run } from './harness/processes.mjs';

const REGISTRY = 'registry+https://github.com/rust-lang/crates.io-index';
const read = (name) => readFileSync(path.join(repository, name), 'utf8');
const rules = read('deny.toml');
const list = (name) => [...rules.match(new RegExp(`^${name} = \\[([\\s\\S]*?)^\\]`, 'm'))[1].matchAll(/^ {2}"([^"]+)"/gm)].map(([, one]) => one);
const allowed = new Set(list('allow'));
const banned = new Set(list('deny'));
const exceptions = new Map([...rules.matchAll(/\{ crate = "([^"]+)", allow = \["([^"]+)"\] \}/g)].map(([, crate, licence]) => [crate, licence]));

/** Whether a choice of licences has one that `may` be taken. AND binds closer than OR; `/` is an old way to write OR. */
function permits(expression, may) {
  const words = expression.replaceAll('/', ' OR ').replace(/[()]/g, ' $& ').replace(/ WITH /g, '~').trim().split(/\s+/);
  let at = 0;
  const one = () => {
    const word = words[at++];
    if (word !== '(') return may(word.replace('~', ' WITH '));
    const inside = any();
    assert.equal(words[at++], ')', expression);
    return inside;
  };
  const all = () => {
    let holds = one();
    for (; /^and$/i.test(words[at]); ) {
      at += 1;
      holds = one() && holds;
    }
    return holds;
  };
  function any() {
    let holds = all();
    for (; /^or$/i.test(words[at]); ) {
      at += 1;
      holds = all() || holds;
    }
    return holds;
  }
  const holds = any();
  assert.equal(at, words.length, expression);
  return holds;
}

test('a choice of licences is read as it is meant', () => {
  const may = (licence) => licence === 'MIT' || licence === 'Apache-2.0 WITH LLVM-exception';
  for (const good of ['MIT', 'MIT OR GPL-3.0', 'GPL-3.0/MIT', '(GPL-3.0 OR MIT) AND MIT', 'Apache-2.0 WITH LLVM-exception OR X']) assert.ok(permits(good, may), good);
  for (const bad of ['GPL-3.0', 'MIT AND GPL-3.0', '(MIT OR X) AND GPL-3.0', 'Apache-2.0']) assert.ok(!permits(bad, may), bad);
});

test('each crate has a licence that may be handed on, comes from crates.io with its sum, and is none that is banned', async () => {
  assert.ok(allowed.size > 8 && banned.size > 2 && exceptions.size > 3, 'deny.toml was not read');
  let crates = 0;
  for (const platform of ['x86_64-unknown-linux-gnu', 'wasm32-unknown-unknown']) {
    const { packages, resolve } = JSON.parse(await run('cargo', ['metadata', '--format-version', '1', '--locked', '--filter-platform', platform], { cwd: repository }));
    const used = new Set(resolve.nodes.map(({ id }) => id));
    for (const { id, name, version, license, source } of packages.filter((one) => used.has(one.id))) {
      crates += 1;
      const what = `${name} ${version}`;
      assert.ok(license, `${what} names no licence`);
      assert.ok(permits(license, (one) => allowed.has(one) || exceptions.get(name) === one), `${what}: ${license}`);
      assert.ok(source === null ? id.includes(repository) : source === REGISTRY, `${what} comes from ${source ?? id}`);
    }
  }
  assert.ok(crates > 200, `only ${crates} crates`);
  // With all that other platforms would need, and what has a lock of its own.
  for (const lock of ['Cargo.lock', 'bench/scan/Cargo.lock', 'fuzz/Cargo.lock']) {
    for (const one of read(lock).split('[[package]]').slice(1)) {
      const [, name] = one.match(/name = "([^"]+)"/);
      const source = one.match(/source = "([^"]+)"/)?.[1];
      assert.ok(!banned.has(name), `${lock}: ${name} is banned`);
      if (source) assert.ok(source === REGISTRY && /checksum = "[0-9a-f]{64}"/.test(one), `${lock}: ${name} from ${source}`);
    }
  }
});

test('what of crates under another licence is excepted is not in the extension', async () => {
  for (const name of ['lanyard-background', 'lanyard-popup', 'lanyard-staff', 'lanyard-setup', 'lanyard-reader']) {
    const tree = await run('cargo', ['tree', '--locked', '--target', 'wasm32-unknown-unknown', '--edges', 'normal', '--prefix', 'none', '--package', name], { cwd: repository });
    const crates = new Set(tree.split('\n').map((line) => line.split(' ')[0]));
    assert.ok(crates.has(name) && crates.size > 5, tree);
    for (const crate of exceptions.keys()) assert.ok(!crates.has(crate), `${crate} is in ${name}`);
  }
});

test('the tools of the build come from the registry with their sums, and nothing of npm ships', () => {
  const { packages } = JSON.parse(read('package-lock.json'));
  const { dependencies } = JSON.parse(read('package.json'));
  assert.equal(dependencies, undefined, 'what ships would be a dependency, and there is none');
  let sums = 0;
  for (const [place, { link, resolved, integrity, dev, devOptional, optional, bundled, inBundle }] of Object.entries(packages)) {
    // The rest are folders of ours, or of a package, that a link leads to.
    if (!/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/.test(place)) continue;
    if (link) {
      assert.ok(!/^[a-z+]+:/.test(resolved), `${place} from ${resolved}`);
      continue;
    }
    assert.ok(dev || devOptional || optional, `${place} is no tool`);
    assert.ok(resolved === undefined || resolved.startsWith('https://registry.npmjs.org/'), `${place} from ${resolved}`);
    assert.ok(/^sha512-/.test(integrity ?? '') || bundled || inBundle, `${place} has no sum`);
    sums += 1;
  }
  assert.ok(sums > 50, `only ${sums}`);
});
