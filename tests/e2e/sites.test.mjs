// A site has changed, and the school answers it in its configuration: no release, no reload.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { repository } from '../harness/chromium.mjs';
import { startReplicas } from '../servers/replicas.mjs';
import { findingsWhen, startLanyard } from './lanyard.mjs';

// The audience button as another site build might have it: another role, another label.
const settings = `<!doctype html><html lang="en"><title>Settings</title><body><div role="main">
  <div><h2>Who can see your future posts?</h2><p>Public</p><span role="link" tabindex="0" aria-label="Edit audience. Shared with Public">Edit</span></div>
</div></body></html>`;
const PAGE = 'https://www.facebook.com/settings?tab=posts';
const SURFACE = 'facebook/posts-setting#1';

// The very text that the guide gives administrators to paste.
const guide = readFileSync(path.join(repository, 'docs', 'admin-guide.md'), 'utf8');
const [, pasted] = guide.slice(guide.indexOf('### A site has changed')).match(/```json\n([\s\S]*?)```/);
const example = JSON.parse(pasted);

let chrome, replicas, page;
const push = (sites) => chrome.school('tudhoe', { sites });
const unchecked = ({ unchecked: all }) => all.some(({ surface }) => surface === SURFACE);
const read = ({ findings }) => findings.some(({ rule, surface }) => rule === 'social-privacy-settings' && surface === SURFACE);

before(async () => {
  replicas = await startReplicas({ extra: { 'www.facebook.com/settings': settings } });
  chrome = await startLanyard({ school: 'tudhoe', replicas, config: { withRoster: false } });
  page = await chrome.newPage();
});
after(async () => {
  await chrome?.stop();
  await replicas?.stop();
});

test('a landmark that was renamed is "not checked", and the pushed change has it read again without a reload', async () => {
  await page.goto(PAGE);
  await page.evaluate(() => { window.same = true; });
  const seen = await findingsWhen(chrome, page, unchecked, { timeout: 12_000 });
  assert.match(seen.unchecked[0].text, /page has changed/);
  assert.deepEqual(seen.findings, []);
  await push(example);
  const { unchecked: still } = await findingsWhen(chrome, page, read);
  assert.deepEqual(still, []);
  assert.equal(await page.evaluate(() => window.same), true, 'it is the same document');
});

test('a change that does not fit is named on the set-up line, the packaged file stays, and the rest works', async () => {
  const wrong = structuredClone(example);
  wrong.facebook.surfaces['posts-setting'].fields.audience[0].read = 'audience-sufix';
  wrong.x = { surfaces: { 'protected-setting': 'off' } };
  await push(wrong);
  await findingsWhen(chrome, page, unchecked, { timeout: 12_000 });
  const popup = await chrome.popup(page);
  const problems = await popup.locator('[data-problem]').evaluateAll((all) => all.map(({ dataset, textContent }) => [dataset.path, textContent]));
  await popup.close();
  assert.deepEqual(problems.map(([key]) => key), ['sites.facebook.surfaces.posts-setting.fields.audience[0].read']);
  assert.match(problems[0][1], /did you mean `audience-suffix`\?/);
  await page.goto('https://www.instagram.com/accounts/who_can_see_your_content/?private=off');
  await chrome.school('beaudesert-park', { sites: wrong });
  await findingsWhen(chrome, page, ({ findings }) => findings.some(({ surface }) => surface === 'instagram/private-setting#1'));
});

test('a selector that only a browser can refuse costs its surface, and neither the page nor another surface', async () => {
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  const odd = { facebook: { surfaces: { 'posts-setting': { root: ['[role=link]:no-such-thing(a)'] } } } };
  await chrome.school('beaudesert-park', { sites: odd });
  await page.goto(PAGE);
  await findingsWhen(chrome, page, unchecked, { timeout: 12_000 });
  await page.goto('https://www.facebook.com/?audience=Public');
  await page.getByRole('button', { name: /on your mind|Create a post/i }).first().click();
  await findingsWhen(chrome, page, ({ findings }) => findings.some(({ surface }) => surface === 'facebook/post#1'));
  assert.deepEqual(errors, []);
});

test('a surface that the school switches off is not looked at', async () => {
  await chrome.school('beaudesert-park', { sites: { facebook: { surfaces: { post: 'off' } } } });
  await findingsWhen(chrome, page, ({ findings, unchecked: all }) => findings.length === 0 && all.length === 0);
});
