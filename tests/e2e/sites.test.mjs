// Sites beyond the four large ones, each with a school's answer; and a site that has changed, which the school
// answers in its configuration: no release, no reload.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { repository } from '../harness/chromium.mjs';
import { until } from '../harness/processes.mjs';
import { startReplicas } from '../servers/replicas.mjs';
import { findingsWhen, press, startLanyard } from './lanyard.mjs';

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
  replicas = await startReplicas({ extra: { 'www.facebook.com/settings': settings, 'web.telegram.org/': '<!doctype html><html lang="en"><title>Chat</title><h1>A chat</h1></html>' } });
  chrome = await startLanyard({ school: 'tudhoe', replicas });
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

// site, page, school, rule, how strongly, and whether it only asks: nobody there is known by more than a name (G2).
const answers = [
  ['mastodon/request', 'https://mastodon.social/follow_requests?people=pupil-listed', 'tudhoe', 'social-pupil-connection', 'prohibited', /Same name as someone/],
  ['mastodon/search-engines-setting', 'https://mastodon.social/settings/privacy?indexable=on', 'beaudesert-park', 'social-privacy-settings', 'required'],
  ['tiktok/private-setting', 'https://www.tiktok.com/setting?activeTab=privacy&private=off', 'st-marylebone', 'social-privacy-settings', 'required'],
  ['whatsapp/message', 'https://web.whatsapp.com/?open=Sam Okoro', 'educating-for-life', 'social-pupil-message', 'prohibited', /Same name as someone/],
];

for (const [name, address, school, rule, severity, asks] of answers) {
  test(`${name}: ${school} says what its policy says`, async () => {
    await chrome.school(school, { sites: undefined });
    await page.goto(address);
    const { findings, unchecked: not } = await findingsWhen(chrome, page, ({ findings: all }) => all.some((one) => one.rule === rule));
    const [found] = findings.filter((one) => one.rule === rule);
    assert.deepEqual([found.surface, found.severity, not], [`${name}#1`, severity, []]);
    if (asks) assert.match(found.text, asks);
  });
}

test('what is right brings no word: nobody on the list, a private account, a profile that is not found', async () => {
  await chrome.school('beaudesert-park', { sites: undefined });
  for (const address of ['https://mastodon.social/follow_requests?people=stranger', 'https://mastodon.social/settings/privacy?indexable=off', 'https://www.tiktok.com/setting?activeTab=privacy&private=on']) {
    await page.goto(address);
    const { findings, unchecked: not } = await findingsWhen(chrome, page, ({ text }) => /Looked at|Nothing found|found nothing/i.test(text));
    assert.deepEqual([findings, not], [[], []], address);
  }
});

test('Reject is pressed on Mastodon for the person, by its own name', async () => {
  await chrome.school('tudhoe', { sites: undefined });
  await page.goto('https://mastodon.social/follow_requests?people=stranger,pupil-listed');
  await findingsWhen(chrome, page, ({ findings }) => findings.some(({ rule }) => rule === 'social-pupil-connection'));
  await press(page, 'pupil');
  await until(() => page.evaluate(() => window.__actions.length > 0), { what: 'the request to be rejected' });
  assert.deepEqual(await page.evaluate(() => window.__actions.map(({ action, name }) => [action, name])), [['decline', 'Sam Okoro']]);
  assert.equal(await page.locator('.account-authorize__wrapper').count(), 1, 'the other request waits');
});

test('where the address alone is known, the popup says that only use is checked', async () => {
  await chrome.school('beaudesert-park', { sites: undefined });
  await page.goto('https://web.telegram.org/');
  const { text } = await findingsWhen(chrome, page, ({ text: all }) => /Page that is open/.test(all));
  assert.match(text, /only use of the site is checked here/);
  await page.goto('https://mastodon.social/settings/privacy?indexable=off');
  assert.doesNotMatch((await findingsWhen(chrome, page, ({ text: all }) => /Privacy setting/.test(all))).text, /only use of the site/);
});
