// Every rule is held by a test in the browser. A name in a comment is no evidence, nor in a test's title, in
// settings, where a rule is expected to be silent, or in a constant that nothing uses.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { minify } from 'terser';
import { repository } from './harness/chromium.mjs';
import { run } from './harness/processes.mjs';

const binary = process.env.LANYARD_BIN ?? path.join(repository, 'target', 'debug', 'lanyard');
const folder = path.join(repository, 'tests', 'e2e');
const list = async () => [...new Set(JSON.parse(await run(binary, ['coverage', '--format', 'json'])).rules.map(({ rule }) => rule))].sort();

/** What a file of tests expects of rules, and the titles of its tests: texts as they are left once whatever is unused is gone. */
async function expectations(code) {
  const { ast } = await minify(code, { module: true, mangle: false, compress: { toplevel: true }, format: { ast: true, code: false, spidermonkey: true } });
  const texts = [], titles = [];
  const walk = (node) => {
    if (!node || typeof node !== 'object') return;
    if (Array.isArray(node)) return node.forEach(walk);
    const called = node.type === 'CallExpression' ? node.callee.name : undefined;
    if (called === 'silent') return;
    if (called === 'test') titles.push(String(node.arguments[0].value));
    if (node.type === 'Literal') texts.push(node.regex?.pattern ?? String(node.value));
    else if (node.type === 'TemplateElement') texts.push(node.value.raw);
    else if (node.type === 'Property') walk(node.value);
    else if (called === 'test') walk(node.arguments.slice(1));
    else Object.values(node).forEach(walk);
  };
  walk(ast.body);
  return { texts, titles };
}

const names = (text, rule) => new RegExp(`(?<![a-z-])${rule}(?![a-z-])`).test(text);

test('each rule that is on for a school is expected to speak in some test in the browser', async () => {
  const files = await Promise.all(readdirSync(folder).filter((name) => name.endsWith('.test.mjs')).map((name) => expectations(readFileSync(path.join(folder, name), 'utf8'))));
  const rules = await list();
  assert.equal(rules.length, 46);
  assert.deepEqual(rules.filter((rule) => !files.some(({ texts }) => texts.some((text) => names(text, rule)))), []);
  // The switch never speaks: a test has its name.
  assert.ok(files.some(({ titles }) => titles.some((title) => title.startsWith('policy-exemption: '))));
});

test('and what is no expectation does not count', async () => {
  const { texts, titles } = await expectations(`
    import { test } from 'node:test';
    // 'web-games'
    const unused = 'web-games';
    const rule = 'password-share';
    test('web-games', async () => {
      await school('tudhoe', { rules: { 'web-games': 'off' } });
      await silent('web-games');
      'web-games';
      assert.equal(findings[0].rule, rule);
      await seen(says('email-work-only web/signup#1'));
    });`);
  assert.deepEqual(titles, ['web-games']);
  const named = ['web-games', 'password-share', 'email-work-only'].filter((id) => texts.some((text) => names(text, id)));
  assert.deepEqual(named, ['password-share', 'email-work-only']);
});
