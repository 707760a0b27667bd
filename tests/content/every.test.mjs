// Every surface of every site file is read on its replica: a table, and no surface that is not in it.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { repository } from '../harness/chromium.mjs';
import { until } from '../harness/processes.mjs';
import { made, surfaces } from '../replicas/surfaces.mjs';
import { run, site, start } from './world.mjs';

const folder = path.join(repository, 'extension', 'sites');
const files = readdirSync(folder).filter((file) => file.endsWith('.json') && !file.endsWith('.schema.json')).map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')));
const kinds = Object.fromEntries(files.flatMap(({ id, surfaces: all }) => all.map(({ name, kind }) => [`${id}/${name}`, kind])));

let browser;
before(async () => (browser = await start({ pages: made })));
after(() => browser?.stop());

/** What is missing in `seen` of what is expected, as text. */
function lacks(seen, expected) {
  if (typeof expected !== 'object') return seen === expected ? '' : `${JSON.stringify(seen)} instead of ${JSON.stringify(expected)}`;
  return Object.entries(expected).map(([key, one]) => lacks(seen?.[key], one)).filter(Boolean).map((why) => why).join('; ');
}

test('every surface has its row, and every row its surface', () => {
  assert.deepEqual(Object.keys(surfaces).sort(), Object.keys(kinds).sort());
  for (const { by } of Object.values(surfaces)) if (by) assert.ok(readFileSync(path.join(repository, 'tests', by), 'utf8').length > 0, by);
});

const addresses = [...new Set(Object.values(surfaces).map(({ at }) => at).filter(Boolean))];
for (const at of addresses) {
  const rows = Object.entries(surfaces).filter(([, one]) => one.at === at);
  test(`${rows.map(([name]) => name).join(', ')}`, async () => {
    const page = await browser.newPage();
    await page.goto(at);
    await page.evaluate(() => window.__replica?.ready);
    const world = await run(page, { site: site(rows[0][0].split('/')[0]) });
    for (const [name, { see }] of rows) {
      const [id, surface] = name.split('/');
      const seen = await until(() => world.observed(surface), { timeout: 5000, what: `${name} to be read` });
      assert.equal(seen.kind, kinds[name]);
      assert.equal(seen.surface.site, id);
      assert.equal(lacks(seen, see), '', name);
    }
    assert.deepEqual(await world.said('unchecked'), []);
    await page.close();
  });
}

test('TikTok: in a language that the file does not know it is not checked', async () => {
  const page = await browser.newPage();
  await page.goto('https://www.tiktok.com/setting?activeTab=privacy&lang=de');
  const world = await run(page, { site: site('tiktok') });
  const [said] = await until(async () => (await world.said('unchecked')).length > 0 && world.said('unchecked'), { what: 'it to be said' });
  assert.deepEqual([said.surface, said.missing], ['tiktok/private-setting#1', ['language']]);
  await page.close();
});

test('Mastodon: in ten languages, two of them from right to left, with marks and case as pages have them', async () => {
  const { languages, sites } = JSON.parse(readFileSync(path.join(repository, 'tests', 'labels.json'), 'utf8'));
  const page = await browser.newPage();
  for (const lang of languages) {
    for (const authorize of sites.mastodon.words[lang].authorize) {
      const words = [`\u200f ${authorize.toLocaleUpperCase('en')}\u00a0`, sites.mastodon.words[lang].reject[0]].join('|');
      await page.goto(`https://mastodon.social/follow_requests?${new URLSearchParams({ people: 'pupil-listed', lang, words })}`);
      await page.evaluate(() => window.__replica.ready);
      const world = await run(page, { site: site('mastodon') });
      const seen = await until(() => world.observed('request'), { what: `the request in ${lang}` });
      assert.deepEqual([seen.person.name, seen.canDecline], ['Sam Okoro', true], lang);
      assert.deepEqual(await world.said('unchecked'), [], lang);
    }
  }
  // A language that nobody has written down is not guessed at.
  await page.goto(`https://mastodon.social/follow_requests?${new URLSearchParams({ people: 'pupil-listed', lang: 'el', words: 'Authorize|Reject' })}`);
  await page.evaluate(() => window.__replica.ready);
  const world = await run(page, { site: site('mastodon') });
  const [said] = await until(async () => (await world.said('unchecked')).length > 0 && world.said('unchecked'), { what: 'it to be said' });
  assert.deepEqual(said.missing, ['language']);
  await page.close();
});

test('Mastodon: somebody of another server is known by the handle that is written there', async () => {
  const page = await browser.newPage();
  await page.goto('https://mastodon.social/follow_requests?people=pupil-listed&from=remote');
  const world = await run(page, { site: site('mastodon') });
  const { person } = await until(() => world.observed('request'), { what: 'the request' });
  assert.deepEqual([person.name, person.handle], ['Sam Okoro', '@samoak@elsewhere.example']);
  await page.close();
});

test('WhatsApp: the other chat is another person, a number is a handle, and no chat is nobody', async () => {
  const page = await browser.newPage();
  await page.goto('https://web.whatsapp.com/?people=pupil-listed,parent');
  await page.evaluate(() => window.__replica.ready);
  const world = await run(page, { site: site('whatsapp') });
  await page.locator('#pane-side [role=row]').last().click();
  const first = await until(() => world.observed('message'), { what: 'the chat' });
  assert.equal(first.person.handle, '+44 7700 900123');
  await page.locator('#pane-side [role=row]').first().click();
  await until(async () => (await world.observed('message')).person.name === 'Sam Okoro', { what: 'the other chat' });
  assert.equal((await world.observed('message')).person.handle, undefined);
  assert.doesNotMatch(JSON.stringify(await world.said()), /match/, 'no message is read');
  await page.close();
});
