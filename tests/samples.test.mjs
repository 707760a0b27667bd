// Each sample configuration goes through the real push, and each school then says its own.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch, repository } from './harness/chromium.mjs';
import { run } from './harness/processes.mjs';
import { startReplicas } from './servers/replicas.mjs';
import { findingsWhen } from './e2e/lanyard.mjs';

const binary = process.env.LANYARD_BIN ?? path.join(repository, 'target', 'debug', 'lanyard');
const samples = path.join(repository, 'docs', 'samples');

/** What the console makes of a sample. Nobody is signed in here, so that the account is not checked. */
const pushed = (file, more = {}) => {
  const keys = JSON.parse(readFileSync(path.join(samples, file), 'utf8'));
  const values = Object.fromEntries(Object.entries(keys).map(([key, { Value }]) => [key, Value]));
  return { ...values, ...more, accountCheck: 'off' };
};

let chrome, replicas;

before(async () => {
  replicas = await startReplicas();
  chrome = await launch({ extension: 'force', managed: pushed('tudhoe.json'), replicas });
});
after(async () => {
  await chrome?.stop();
  await replicas?.stop();
});

async function says(school, severity) {
  const popup = await chrome.popup(1);
  assert.equal(await popup.locator('[data-problems]').count(), 0, `${school}: ${await popup.locator('body').innerText()}`);
  assert.equal(await popup.locator('[data-source]').getAttribute('data-source'), 'managed');
  await popup.close();
  const page = await chrome.newPage();
  await page.goto('https://www.facebook.com/?audience=Public');
  await page.getByRole('button', { name: /on your mind|Create a post/i }).first().click();
  await page.getByRole('dialog', { name: /create post/i }).waitFor();
  // Of the post: in school hours some schools have a word on the site itself, too.
  const ofPost = ({ findings }) => findings.filter(({ surface }) => surface === 'facebook/post#1');
  const seen = await findingsWhen(chrome, page, (all) => ofPost(all).length === 1);
  assert.deepEqual(ofPost(seen).map((one) => [one.rule, one.severity]), [['social-privacy-settings', severity]], school);
  await page.close();
}

for (const [school, severity] of Object.entries({ 'st-marylebone': 'required', 'educating-for-life': 'advised', tudhoe: 'advised', 'droitwich-spa': 'required', 'beaudesert-park': 'required' })) {
  test(`the sample of ${school}: a clean set-up line, and the school’s own word on a public post`, async () => {
    await chrome.managed(pushed(`${school}.json`));
    await says(school, severity);
  });
}

test('the sample of a trust: one pack for all, and what differs at one school', async () => {
  const pack = (await run(binary, ['policy', 'build', path.join(samples, 'trust', 'riverside.toml')])).trim();
  assert.match(pack, /"the Headteacher of Riverside"/);
  await chrome.managed(pushed('trust/riverside.json', { pack }));
  await says('riverside', 'advised');
  const popup = await chrome.popup(1);
  assert.match(await popup.locator('body').innerText(), /Riverside Primary/);
  await popup.close();
});

test('nothing went to the network from the extension', async () => {
  assert.deepEqual((await chrome.extensionRequests()).filter(({ url }) => !url.startsWith('chrome-extension:')), []);
});
