// Social networks, blogs and chats as the schools limit them: by the hour, by the device, by what
// somebody writes and to whom.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitForShadow } from '../harness/shadow.mjs';
import { startReplicas } from '../servers/replicas.mjs';
import { drawn, drawnWhen, findingsWhen, press, startLanyard } from './lanyard.mjs';

const plain = '<!doctype html><html lang="en"><title>Page</title><body><h1>A page</h1><p>Some words.</p></body></html>';
const form = '<!doctype html><html lang="en"><title>Sign up</title><body><main style="padding:40px"><form style="width:350px"><label>Address <input name="emailOrPhone"></label><button>Sign up</button></form></main></body></html>';
const always = '[{"days":"mon-sun","from":"00:00","to":"24:00"}]';
const marked = '{"social-use-on-school-device":{"device":"school"}}';
const of = (rule) => ({ findings }) => findings.some((finding) => finding.rule === rule);
const used = of('social-use-on-school-device');

let chrome, replicas, page;

before(async () => {
  replicas = await startReplicas({
    extra: { 'www.threads.com/': plain, 'www.tiktok.com/legal/terms': plain, 'www.linkedin.com/recs/give/': plain, 'www.linkedin.com/recs/received/': plain,
      'www.instagram.com/accounts/emailsignup/': form, 'web.telegram.org/': plain },
  });
  chrome = await startLanyard({ school: 'tudhoe', replicas, config: { withRoster: false, hours: always } });
  page = await chrome.newPage();
});
after(async () => {
  await chrome?.stop();
  await replicas?.stop();
});

test('Tudhoe advises against it in its hours, in a note that one answer takes away', async () => {
  await page.goto('https://www.threads.com/');
  const text = await waitForShadow(page, /open in school hours/, 10_000);
  assert.doesNotMatch(text, /Not allowed/);
  assert.equal((await drawn(page, 'panel')).length, 0);
  const seen = await findingsWhen(chrome, page, used);
  assert.deepEqual(seen.findings.map(({ severity, surface }) => [severity, surface]), [['advised', 'web/page#1']]);
  await chrome.school('tudhoe', { hours: '[{"days":"mon-sun","from":"00:00","to":"00:01"}]' });
  await page.reload();
  assert.deepEqual((await findingsWhen(chrome, page, ({ text: all }) => /Page that is open/.test(all))).findings, []);
});

test('a network that a site file covers has the same note, and reading its terms has none', async () => {
  await chrome.school('tudhoe');
  await page.goto('https://www.facebook.com/');
  const seen = await findingsWhen(chrome, page, used);
  assert.equal(seen.findings[0].surface, 'facebook/page#1');
  await page.goto('https://www.tiktok.com/legal/terms');
  assert.deepEqual((await findingsWhen(chrome, page, ({ text }) => /Page that is open/.test(text))).findings, []);
});

test('St Marylebone needs its own device: without the mark no page on the list has a script', async () => {
  await chrome.school('st-marylebone');
  await page.goto('https://www.threads.com/');
  const matches = await chrome.inExtension(async () => (await chrome.scripting.getRegisteredContentScripts()).flatMap((script) => script.matches));
  assert.ok(matches.length > 0 && !matches.some((match) => match.includes('threads')), matches.join(' '));
  await chrome.school('st-marylebone', { rules: marked });
  await page.reload();
  await waitForShadow(page, /on a school device, in school hours/, 10_000);
  assert.equal((await drawn(page, 'panel')).length, 1);
  await press(page, 'teaching');
  await drawnWhen(page, 'mark', 0);
  await page.reload();
  assert.deepEqual((await findingsWhen(chrome, page, ({ text }) => /Page that is open/.test(text))).findings, []);
});

test('Beaudesert Park asks at a chat, and a feed of posts is not in its clause', async () => {
  await chrome.school('beaudesert-park');
  await page.goto('https://web.telegram.org/');
  await waitForShadow(page, /Is this chat for teaching\?/, 10_000);
  await page.goto('https://www.threads.com/');
  assert.equal(await page.evaluate(() => document.querySelectorAll('lanyard-note').length), 0);
});

test('Droitwich Spa: writing a recommendation has a panel with whom to pass requests to, reading them has none', async () => {
  await chrome.school('droitwich-spa');
  await page.goto('https://www.linkedin.com/recs/give/?recipient=somebody');
  const text = await waitForShadow(page, /recommendation for somebody else/, 10_000);
  assert.match(text, /Headteacher/);
  assert.match(text, /5\.2/);
  const seen = await findingsWhen(chrome, page, of('social-references'));
  assert.deepEqual(seen.findings.map(({ severity, surface }) => [severity, surface]), [['prohibited', 'linkedin/page#1']]);
  await page.goto('https://www.linkedin.com/recs/received/');
  assert.deepEqual((await findingsWhen(chrome, page, ({ text: all }) => /Page that is open/.test(all))).findings, []);
});

test('Droitwich Spa: the school in a bio names who approves it, the place alone says nothing', async () => {
  await page.goto('https://www.instagram.com/accounts/edit/');
  const bio = page.locator('#pepBio');
  await bio.fill('Droitwich Spa, mostly in the water.');
  assert.deepEqual((await findingsWhen(chrome, page, ({ text: all }) => /Field of a profile/.test(all))).findings, []);
  await bio.fill('Maths at Droitwich Spa High School. Dogs.');
  const text = await waitForShadow(page, /school's name is on this profile/, 10_000);
  assert.match(text, /written approval from/);
  const seen = await findingsWhen(chrome, page, of('social-school-association'));
  assert.deepEqual(seen.findings.map(({ severity, surface }) => [severity, surface]), [['required', 'instagram/bio#1']]);
  await press(page, 'approved');
  await drawnWhen(page, 'mark', 0);
  assert.equal(await bio.inputValue(), 'Maths at Droitwich Spa High School. Dogs.', 'the field is as the person left it');
});

test('a school address in a sign-up form is seen by its domain, a private one is not', async () => {
  await page.goto('https://www.instagram.com/accounts/emailsignup/');
  const field = page.locator('[name=emailOrPhone]');
  await field.fill('m.hartley@example.com');
  assert.deepEqual((await findingsWhen(chrome, page, ({ text: all }) => /Field of a profile/.test(all))).findings, []);
  await field.fill('m.hartley@oakfield.sch.uk');
  await waitForShadow(page, /address is one of your school's/, 10_000);
  const seen = await findingsWhen(chrome, page, of('social-school-email'));
  assert.deepEqual(seen.findings.map(({ severity, surface }) => [severity, surface]), [['prohibited', 'instagram/sign-up#1']]);
  await field.fill('');
  await drawnWhen(page, 'mark', 0);
});

test('Tudhoe: the settings of the school’s account are for its authors, once the school says who is not one', async () => {
  const settings = 'https://www.instagram.com/accounts/who_can_see_your_content/?private=on';
  await chrome.school('tudhoe', { hours: undefined, officialAccounts: 'instagram:m.hartley', rules: '{"social-official-account":{"authorised":"no"}}' });
  await page.goto(settings);
  await waitForShadow(page, /one of your school's own accounts/, 10_000);
  const seen = await findingsWhen(chrome, page, of('social-official-account'));
  assert.deepEqual(seen.findings.map(({ severity, surface }) => [severity, surface]), [['prohibited', 'instagram/private-setting#1']]);
  await chrome.school('tudhoe', { hours: undefined, officialAccounts: 'instagram:m.hartley' });
  await findingsWhen(chrome, page, ({ findings }) => findings.length === 0);
});

test('nothing of it is kept on the disk (G9), and nothing went to the network', async () => {
  // `managed` is what the school has set: the page has no part in it.
  const kept = await chrome.inExtension(async () => JSON.stringify({ ...await chrome.storage.local.get(), managed: undefined }));
  assert.doesNotMatch(kept, /tiktok|threads|telegram|facebook|instagram|hartley/);
  assert.deepEqual(await chrome.extensionRequests(), []);
});
