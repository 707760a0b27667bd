// What the documents say can be followed: links lead somewhere, commands are there, and each
// configuration that stands in them is one that Lanyard takes.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { repository } from './harness/chromium.mjs';
import { run, scratchDir } from './harness/processes.mjs';

const binary = process.env.LANYARD_BIN ?? path.join(repository, 'target', 'debug', 'lanyard');
const documents = ['.', 'docs', 'docs/rules', 'bench', 'tests'].flatMap((folder) =>
  readdirSync(path.join(repository, folder)).filter((name) => name.endsWith('.md')).map((name) => path.join(folder, name)));
const read = (name) => readFileSync(path.join(repository, name), 'utf8');
const blocks = (name, language) => [...read(name).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text]) => text);

test('every link within the repository leads somewhere', () => {
  let links = 0;
  for (const name of documents) {
    const prose = read(name).replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
    for (const [, target] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/i.test(target) || target.startsWith('#')) continue;
      links += 1;
      const [file, anchor] = target.split('#');
      const place = path.join(repository, path.dirname(name), file);
      assert.ok(existsSync(place), `${name}: ${target}`);
      if (!anchor || !file.endsWith('.md')) continue;
      const headings = [...readFileSync(place, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, text]) => text.toLowerCase().replace(/[^\w\- ]/g, '').replace(/ /g, '-'));
      assert.ok(headings.includes(anchor.toLowerCase()), `${name}: ${target}`);
    }
  }
  assert.ok(links > 100, `only ${links} links`);
});

test('every configuration in a guide, and every sample, is one without a problem', async () => {
  const dir = scratchDir('docs');
  try {
    // What is put in place of a site file's facts is the value of one key.
    const whole = (text) => ('facebook' in JSON.parse(text) ? JSON.stringify({ school: 'tudhoe', sites: text }) : text);
    const texts = blocks('docs/admin-guide.md', 'json').map((text, n) => [`admin-guide ${n}`, whole(text)]);
    for (const name of readdirSync(path.join(repository, 'docs/samples')).filter((one) => one.endsWith('.json'))) texts.push([name, read(`docs/samples/${name}`)]);
    assert.equal(texts.length, 3 + 5);
    for (const [name, text] of texts) {
      const file = path.join(dir, 'one.json');
      writeFileSync(file, text);
      assert.match(await run(binary, ['config', 'check', file]), /no problems/, name);
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

test('every command of Lanyard that a document tells to run is there', async () => {
  let commands = 0;
  for (const name of documents) {
    for (const line of blocks(name, 'sh').flatMap((text) => text.split('\n'))) {
      const words = line.split('#')[0].trim().split(/\s+/);
      if (words[0] !== 'lanyard') continue;
      commands += 1;
      const named = words.slice(1).filter((word) => /^[a-z]+$/.test(word)).slice(0, 2);
      const help = await run(binary, [...named.slice(0, ['policy', 'roster', 'config', 'schema', 'site'].includes(named[0]) ? 2 : 1), '--help']);
      for (const flag of words.filter((word) => word.startsWith('--'))) assert.ok(help.includes(flag.split('=')[0]), `${name}: ${line}: ${flag}`);
    }
  }
  assert.ok(commands > 10, `only ${commands} commands`);
});

test('every test that the threat model names is there', () => {
  const named = [...read('docs/threat-model.md').matchAll(/`([\w./-]+\.(?:rs|mjs)): ([^`]+)`/g)];
  for (const [, file, name] of named) assert.ok(read(file).includes(name), `${file} has no ${name}`);
  assert.ok(named.length > 40, `only ${named.length} are named`);
  // Each row of its tables of attacks names one.
  const rows = read('docs/threat-model.md').split('\n').filter((line) => line.startsWith('| ') && !/^\| (attack|---)/.test(line));
  for (const row of rows) assert.match(row, /`[\w./-]+\.(?:rs|mjs): [^`]+`/, row.slice(0, 60));
});

test('the administrator’s guide: what it tells to run for several schools runs as it stands, and builds what the samples push', async () => {
  const [text] = blocks('docs/admin-guide.md', 'sh').filter((one) => one.includes('docs/samples'));
  const lines = text.trim().split('\n');
  assert.equal(lines.length, 3);
  const dir = scratchDir('guide');
  try {
    symlinkSync(path.join(repository, 'docs'), path.join(dir, 'docs'));
    for (const line of lines) {
      const [program, ...words] = line.split(/\s+/);
      assert.equal(program, 'lanyard');
      await run(binary, words, { cwd: dir });
    }
    assert.equal(JSON.parse(readFileSync(path.join(dir, 'riverside-pack.json'), 'utf8')).school.name, 'Riverside Primary');
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

test('what the guides tell of ./build.sh is in its help', async () => {
  const help = await run('./build.sh', ['help'], { cwd: repository });
  let told = 0;
  for (const name of documents) {
    for (const [, words] of read(name).matchAll(/\.\/build\.sh((?: +(?:--)?[a-z][\w.-]*)*)/g)) {
      for (const word of words.trim().split(/ +/).filter((one) => /^(--[a-z-]+|all|release|demo|test|bench|soak|setup|help)$/.test(one))) {
        told += 1;
        assert.ok(help.includes(word), `${name}: ./build.sh${words}: ${word}`);
      }
    }
  }
  assert.ok(told > 5, `only ${told}`);
});
