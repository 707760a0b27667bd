// Labels, audiences and addresses of pages, as site files write them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { matchLabel, saysLabel } = await load('observe/labels');
const { matchAudience, matchForm } = await load('observe/forms');
const { matchPath } = await load('observe/look');

test('a label is compared without case, doubled blanks, bidi marks and the kind of apostrophe', () => {
  assert.equal(matchLabel(['Send'], '  SEND \u202a'), '');
  assert.equal(matchLabel(['Accept {value}’s invitation'], "Accept Ann O'Neill's invitation"), "Ann O'Neill");
  assert.equal(matchLabel(['Accept {value}’s invitation'], 'Accept Ann Lee’s invitation'), 'Ann Lee');
  assert.equal(matchLabel(['Confirm', 'Confirm {value}'], 'Confirm Ann Lee'), 'Ann Lee');
  assert.equal(matchLabel(['Confirm', 'Confirm {value}'], 'Confirmed'), undefined);
  assert.equal(matchLabel(['Delete {value}'], 'Delete '), undefined);
  assert.equal(matchLabel(undefined, 'Delete'), undefined);
});

test('a value keeps the page’s own letters', () => {
  assert.equal(matchLabel(['Edit privacy. Sharing with {value}'], 'Edit privacy. Sharing with Friends except: Sam '), 'Friends except: Sam');
});

test('a question is found inside the text of a row', () => {
  const asks = ['link {value} to your profile?'];
  assert.ok(saysLabel(asks, 'Do you want search engines to link anybody to your profile? Yes'));
  assert.ok(!saysLabel(asks, 'to your profile? link'));
});

test('an audience at the end of a sentence', () => {
  const words = { public: ['Public'], 'friends-of-friends': ['Friends of friends'], friends: ['Friends'] };
  for (const [text, audience] of [['Public. ', 'public'], ['Friends.', 'friends'], ['Friends of friends.', 'friends-of-friends'], ['Friends. And more', undefined]]) {
    assert.equal(matchAudience(words, text), audience, text);
  }
});

test('audiences: whole words, and beginnings only where the file says so', () => {
  const words = { public: ['Public'], friends: ['Friends'], custom: ['Friends except…'] };
  assert.equal(matchAudience(words, 'Public'), 'public');
  assert.equal(matchAudience(words, 'Friends '), 'friends');
  assert.equal(matchAudience(words, 'Friends except: Sam'), 'custom');
  assert.equal(matchAudience(words, 'Friends of friends'), undefined);
  assert.equal(matchAudience(words, ''), undefined);
});

const form = (pattern, address) => matchForm(pattern, new URL(address, 'https://s.example'));

test('handles in addresses', () => {
  assert.equal(form('/profile.php?id={value}', '/profile.php?id=1000&x=1'), '1000');
  assert.equal(form('/profile.php?id={value}', '/profilexphp?id=1000'), undefined);
  assert.equal(form('/{value}', '/sam.oak/'), 'sam.oak');
  assert.equal(form('/{value}', '/sam.oak/photos'), undefined);
  assert.equal(form('/in/{value}/**', '/in/sam-oak/details/skills'), 'sam-oak');
  assert.equal(form('/in/{value}/**', '/in/'), undefined);
  assert.equal(form('/in/{value}/**', '/in/si%C3%A2n'), 'siân');
  assert.equal(form('/in/{value}/**', '/in/%zz'), '%zz');
});

test('paths', () => {
  for (const [pattern, path, wanted] of [
    ['/friends/**', '/friends', true], ['/friends/**', '/friends/requests/', true], ['/friends/**', '/friendship', false],
    ['/*', '/sam', true], ['/*', '/sam/', true], ['/*', '/', false], ['/*', '/a/b', false],
    ['/settings', '/settings/', true], ['/settings', '/settings/x', false],
  ]) assert.equal(matchPath(pattern, path), wanted, `${pattern} ${path}`);
});
