// Address lists as people and webmails write them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { parseList, addressIn, formatAddress, isAddress } = await load('observe/addresses');

/** name <address> of each entry, `?` for what is unfinished. */
const said = (text, typing) =>
  parseList(text, typing).map(({ name, address, unfinished }) => `${name ? `${name} ` : ''}${address ? `<${address}>` : ''}${unfinished ? '?' : ''}`);

const lists = [
  ['', []],
  [' , ;\n', []],
  ['a@x.example', ['<a@x.example>']],
  ['a@x.example, b@y.example;c@z.example\nd@z.example', ['<a@x.example>', '<b@y.example>', '<c@z.example>', '<d@z.example>']],
  ['Ann Lee <a@x.example>', ['Ann Lee <a@x.example>']],
  ['"Lee, Ann" <a@x.example>, b@y.example', ['Lee, Ann <a@x.example>', '<b@y.example>']],
  ['"Ann \\"Lee\\", Dr" <a@x.example>', ['Ann "Lee", Dr <a@x.example>']],
  ['<a@x.example>', ['<a@x.example>']],
  ['a@x.example (Ann; Lee), b@y.example', ['Ann; Lee <a@x.example>', '<b@y.example>']],
  ['Year 7: a@x.example, b@y.example; c@z.example', ['<a@x.example>', '<b@y.example>', '<c@z.example>']],
  ['Ann a@x.example', ['Ann <a@x.example>']],
  ['"a b"@x.example', ['<"a b"@x.example>']],
  ['a@x.example, Ann Le', ['<a@x.example>', '?']],
  ['a@x.example, "Lee, An', ['<a@x.example>', '?', '?']],
  ['Ann <a@x', ['?']],
  ['Ann <not an address>', ['?']],
  ['sam@localhost', ['<sam@localhost>']],
  ['Siân Ŵyn <sian@ysgol.example>', ['Siân Ŵyn <sian@ysgol.example>']],
];

for (const [text, wanted] of lists) test(JSON.stringify(text), () => assert.deepEqual(said(text), wanted));

test('what stands last without a separator is unfinished while somebody types', () => {
  assert.deepEqual(said('a@x.example, b@y.exa', true), ['<a@x.example>', '<b@y.exa>?']);
  assert.deepEqual(said('a@x.example, b@y.example,', true), ['<a@x.example>', '<b@y.example>']);
});

test('the raw text of each entry puts the list together again', () => {
  const text = '"Lee, Ann" <a@x.example>, b@y.example, (half';
  assert.equal(parseList(text).map(({ raw }) => raw).join(', '), text);
});

test('ten thousand characters of anything are read at once', () => {
  for (const piece of ['"', '<', '(', '\\', ',', ':', 'a@', '<"(', '@@,']) {
    const started = performance.now();
    parseList(piece.repeat(10_000 / piece.length));
    assert.ok(performance.now() - started < 500, piece);
  }
});

test('the address in a text is the last one', () => {
  assert.equal(addressIn('Re: ask ann@x.example - me@oakfield.sch.uk - School mail'), 'me@oakfield.sch.uk');
  assert.equal(addressIn('Google Account: Ann Lee  (ann@oakfield.sch.uk)'), 'ann@oakfield.sch.uk');
  assert.equal(addressIn('(XMPP address: sam@localhost)'), 'sam@localhost');
  assert.equal(addressIn('nobody here'), undefined);
});

test('an address is written with its name, and is read back', () => {
  for (const name of ['Ann Lee', 'Lee, Ann', 'Ann "Lee"', 'Siân', 'O’Neill']) {
    assert.deepEqual(said(`${formatAddress('a@x.example', name)}, b@y.example`), [`${name} <a@x.example>`, '<b@y.example>']);
  }
  assert.equal(formatAddress('a@x.example'), 'a@x.example');
});

test('what is an address', () => {
  for (const yes of ['a@b', 'a.b+c@x.example', '"a b"@x.example', 'a@[127.0.0.1]']) assert.ok(isAddress(yes), yes);
  for (const no of ['a', '@b', 'a@', 'a b@c', 'a@b@c', 'a@b,c', '<a@b>']) assert.ok(!isAddress(no), no);
});
