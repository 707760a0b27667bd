// The service worker in a real browser: what only a browser can show. What it decides is
// tried in crate/background, without one.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { dist, launch, repository } from './harness/chromium.mjs';
import { crx, idOfKey, manifestKey, newKey, updateXml } from './harness/crx.mjs';
import { scratchDir, sleep, until } from './harness/processes.mjs';
import { startReplicas } from './servers/replicas.mjs';
import { startUpdateServer } from './servers/update.mjs';

const TUDHOE = { school: 'tudhoe', schoolDomains: 'oakfield.sch.uk', accountCheck: 'off' };
/** Id of the registration for hosts on lists. */
const PAGES = 'pages';
const REQUESTS = 'https://www.facebook.com/friends/requests';
/** Every rule that is built. */
const rules = readdirSync(path.join(repository, 'crate/core/src/rules'))
  .flatMap((name) => [...readFileSync(path.join(repository, 'crate/core/src/rules', name), 'utf8').matchAll(/\bid: "([a-z]+(?:-[a-z]+)+)"/g)].map(([, id]) => id));

let replicas, chrome;

before(async () => {
  replicas = await startReplicas({
    extra: {
      'news.example/framed': `<!doctype html><title>News</title><iframe src="${REQUESTS}" width=900 height=500></iframe>`,
      'www.facebook.com/framing': '<!doctype html><title>F</title><iframe src="https://news.example/" width=900 height=500></iframe>',
    },
  });
  chrome = await launch({ extension: 'force', replicas, managed: TUDHOE });
});

after(async () => {
  await chrome?.stop();
  await replicas?.stop();
});

const registered = () => chrome.inExtension(async () => (await chrome.scripting.getRegisteredContentScripts()).map(({ id, matches }) => ({ id, matches })));
const hostsWhen = (holds, what) => until(async () => {
  const scripts = await registered();
  return holds(scripts) && scripts;
}, { what: `the registered scripts: ${what}` });

/** What the popup is told of a tab, asked as the popup asks. */
const state = (tab) => chrome.inExtension((id) => chrome.runtime.sendMessage({ type: 'tab', tab: id }), tab);
const stateWhen = (tab, holds, what, timeout = 15_000) => until(async () => {
  const now = await state(tab);
  return holds(now) && now;
}, { what, every: 150, timeout });

/** Origins of the frames of a page in which a script of ours runs. */
async function scripted(page) {
  const found = [];
  for (const frame of page.frames()) {
    // A frame of another site is in a process of its own; one that is not has its page's session.
    const session = await page.context().newCDPSession(frame).catch(() => undefined);
    if (!session) continue;
    const worlds = [];
    session.on('Runtime.executionContextCreated', ({ context }) => worlds.push(context.origin));
    await session.send('Runtime.enable');
    await sleep(50);
    await session.detach();
    if (worlds.includes(`chrome-extension://${chrome.extensionId}`)) found.push(new URL(frame.url()).origin);
  }
  return found.sort();
}
const scriptedWhen = (page, origins) => until(async () => JSON.stringify(await scripted(page)) === JSON.stringify(origins), { what: `scripts in ${origins}` });

async function open(url) {
  const page = await chrome.newPage();
  await page.goto(url);
  return page;
}

test('scripts are registered for the covered hosts and for no other', async () => {
  const scripts = await hostsWhen((all) => all.length === 12, 'eleven sites and the hosts on lists');
  const [listed, ...more] = scripts.filter(({ id }) => id === PAGES);
  assert.deepEqual(more, []);
  // The hosts on the lists that a rule looks at: pages as a whole, and none that has a site file.
  assert.ok(listed.matches.length > 10 && listed.matches.every((match) => /^\*:\/\/|^https:\/\//.test(match)), listed.matches.join(' '));
  assert.deepEqual(scripts.filter(({ id }) => id !== PAGES).flatMap(({ matches }) => matches).sort(), [
    'https://accountscenter.facebook.com/*', 'https://drive.google.com/*', 'https://mail.google.com/*', 'https://mail.proton.me/*', 'https://mail.yahoo.com/*', 'https://mastodon.social/*', 'https://outlook.cloud.microsoft/*', 'https://outlook.live.com/*', 'https://outlook.office.com/*',
    'https://outlook.office365.com/*', 'https://www.facebook.com/*', 'https://www.instagram.com/*', 'https://www.linkedin.com/*', 'https://www.tiktok.com/*',
    'https://x.com/*',
  ]);
  const news = await open('https://news.example/');
  const facebook = await open(REQUESTS);
  await scriptedWhen(facebook, ['https://www.facebook.com']);
  assert.deepEqual(await scripted(news), [], 'a page that no rule covers gets no script');
  const tab = await chrome.tabId(facebook);
  const { covered, looked, unchecked } = await stateWhen(tab, (now) => now.looked.length > 0, 'surfaces to be looked at');
  assert.ok(covered && unchecked.length === 0 && looked.every(({ surface }) => surface.startsWith('facebook/')));
  assert.equal((await state(await chrome.tabId(news))).covered, false);
  await news.close();
  await facebook.close();
});

test('a page of the browser itself is not covered', async () => {
  const page = await open('chrome://version');
  await page.bringToFront();
  // Without the permission `tabs`, its address is nobody's to know.
  const [tab] = await chrome.inExtension(async () => (await chrome.tabs.query({ active: true })).filter(({ url }) => !url).map(({ id }) => id));
  const now = await state(tab);
  assert.deepEqual([now.covered, now.host, now.unchecked.length, now.state], [false, null, 0, 'active']);
  await page.close();
});

test('a stopped worker answers from what pages say again', async () => {
  const page = await open(REQUESTS);
  const tab = await chrome.tabId(page);
  // The page as a whole and its surfaces come to the worker by two ways, whichever is faster.
  const sorted = (now) => ({ ...now, looked: now.looked.toSorted((a, b) => a.surface.localeCompare(b.surface)) });
  const first = sorted(await stateWhen(tab, (now) => now.looked.length > 3, 'requests to be looked at'));
  for (let time = 0; time < 3; time += 1) {
    await chrome.killWorker();
    assert.deepEqual(sorted(await state(tab)), first);
  }
  await page.close();
});

test('a worker that nothing has asked for stays stopped while a covered page is open', async () => {
  const page = await open(REQUESTS);
  await stateWhen(await chrome.tabId(page), (now) => now.looked.length > 0, 'surfaces');
  await chrome.killWorker();
  await sleep(1500);
  assert.equal(await chrome.workerTarget(), undefined, 'an idle page wakes nobody');
  await page.close();
});

test('a push changes what is registered, and reaches pages that are open', async () => {
  await chrome.managed({ ...TUDHOE, sites: '{"facebook":"off"}' });
  await hostsWhen((all) => all.length === 11, 'Facebook is off');
  const page = await open(REQUESTS);
  const framed = await open('https://news.example/framed');
  const framing = await open('https://www.facebook.com/framing');
  assert.deepEqual(await scripted(page), []);
  await chrome.managed(TUDHOE);
  await scriptedWhen(page, ['https://www.facebook.com']);
  await scriptedWhen(framed, ['https://www.facebook.com']);
  await scriptedWhen(framing, ['https://www.facebook.com']);
  await stateWhen(await chrome.tabId(page), (now) => now.looked.length > 0, 'surfaces');
  await chrome.managed({ ...TUDHOE, rules: JSON.stringify(Object.fromEntries([...rules, 'reminders'].map((id) => [id, 'off']))) });
  await hostsWhen((all) => all.length === 0, 'no rule is left');
  assert.equal((await state(await chrome.tabId(page))).covered, false, 'and the open page is told');
  await chrome.managed(TUDHOE);
  await hostsWhen((all) => all.length === 12, 'all back');
  for (const one of [page, framed, framing]) await one.close();
});

test('g3 an account that is not of the staff gets no script and keeps no roster', async () => {
  const roster = { roster: '{"format":"lanyard-roster"}', rosterKey: '{"format":"lanyard-roster-key"}' };
  const page = await open(REQUESTS);
  await scriptedWhen(page, ['https://www.facebook.com']);
  const { accountCheck, ...rest } = TUDHOE;
  await chrome.managed({ ...rest, ...roster, staffAccounts: '*@staff.oakfield.sch.uk' });
  await hostsWhen((all) => all.length === 0, 'dormant');
  const tab = await chrome.tabId(page);
  assert.equal((await state(tab)).state, 'not-this-account');
  const popup = await chrome.popup(tab);
  assert.match(await popup.evaluate(() => document.body.innerText), /not active for this account/i);
  await popup.close();
  const kept = await chrome.inExtension(async () => JSON.stringify([await chrome.storage.local.get(), await chrome.storage.session.get()]));
  assert.doesNotMatch(kept, /lanyard-roster|secret/);
  const fresh = await open(REQUESTS);
  assert.deepEqual(await scripted(fresh), []);
  await fresh.close();
  await page.close();
  await chrome.managed(TUDHOE);
  await hostsWhen((all) => all.length === 12, 'awake');
});

test('a key that Chrome drops is named', async () => {
  await chrome.managed({ ...TUDHOE, rules: { 'social-pupil-connection': 'off' }, configKeys: 'school, rules' }, { expect: { ...TUDHOE, configKeys: 'school, rules' } });
  const { problems } = await stateWhen(0, (now) => now.problems.length > 0, 'the problem');
  assert.deepEqual(problems.map(({ code, path }) => `${code} ${path}`), ['dropped rules']);
  await chrome.managed(TUDHOE);
});

test('pushed partly bad and hostile: a bad value costs itself alone, each is said, and none is more than text', async () => {
  const hostile = '<img src=x onerror="document.title=1">\u202e';
  const before = (await registered()).map(({ id }) => id).sort();
  await chrome.managed({
    ...TUDHOE,
    hours: JSON.stringify([{ days: 'mon-fri', from: '08:30', to: '16:00' }, { days: 'monday', from: '25:00', to: hostile }]),
    rules: JSON.stringify({ 'social-pupil-connection': { askFrist: true }, [hostile]: 'off' }),
    contacts: '{"head-teacher":{"email":"jane.doe@oakfield.sch.uk"},"__proto__":{"email":"x"}}',
    hosts: JSON.stringify({ roundcube: ['*', `https://${hostile}/`] }),
    officialAccounts: '['.repeat(50_000),
    zone: '../../etc/passwd',
  });
  const keys = (problems) => [...new Set(problems.map(({ path: at }) => at.split(/[.[]/)[0]))].sort();
  const now = await stateWhen(0, ({ problems }) => keys(problems).length >= 6, 'the problems');
  assert.equal(now.state, 'active');
  assert.deepEqual(keys(now.problems), ['contacts', 'hosts', 'hours', 'officialAccounts', 'rules', 'zone']);
  assert.deepEqual(now.problems.filter(({ path: at }) => at.startsWith('hours[0]')), [], 'the good line holds');
  assert.deepEqual((await registered()).map(({ id }) => id).sort(), before, 'the rules run as before');
  const popup = await chrome.popup(1);
  assert.equal(await popup.locator('[data-problems]').getAttribute('data-problems'), String(now.problems.length));
  assert.deepEqual([await popup.locator('img').count(), await popup.title()], [0, 'Lanyard']);
  await popup.close();
  await chrome.managed(TUDHOE);
  await stateWhen(0, ({ problems }) => problems.length === 0, 'nothing to be wrong any more');
});

test('taking the configuration away takes everything with it', async () => {
  await chrome.managed({});
  await hostsWhen((all) => all.length === 0, 'none');
  assert.deepEqual([(await state(0)).state, (await state(0)).source], ['no-policy', 'none']);
  assert.equal((await chrome.inExtension(() => chrome.storage.local.get('managed'))).managed, undefined);
  // What is set on this device holds while nothing is managed.
  await chrome.inExtension(() => chrome.storage.local.set({ config: { school: 'droitwich-spa', accountCheck: 'off' } }));
  await stateWhen(0, (now) => now.source === 'device' && now.state === 'active', 'the device to apply');
  await chrome.managed(TUDHOE);
  await stateWhen(0, (now) => now.source === 'managed', 'the school to win');
  await chrome.inExtension(() => chrome.storage.local.remove('config'));
});

test('content scripts cannot read what is stored', async () => {
  const page = await open(REQUESTS);
  await scriptedWhen(page, ['https://www.facebook.com']);
  const session = await page.context().newCDPSession(page);
  const worlds = [];
  session.on('Runtime.executionContextCreated', ({ context }) => worlds.push(context));
  await session.send('Runtime.enable');
  const ours = await until(() => worlds.find(({ origin }) => origin === `chrome-extension://${chrome.extensionId}`));
  const read = async (area) => {
    const { result } = await session.send('Runtime.evaluate', {
      expression: `Promise.resolve(chrome.storage.${area}?.get()).then((all) => JSON.stringify(all), (error) => 'refused ' + error.message)`,
      contextId: ours.id, awaitPromise: true,
    });
    return result.value;
  };
  assert.match(await read('local'), /^refused/);
  assert.match(await read('managed'), /^refused/);
  assert.doesNotMatch((await read('session')) ?? '', /quietUntil|secret/);
  await session.detach();
  await page.close();
});

test('a content script is not a popup', async () => {
  const page = await open(REQUESTS);
  await scriptedWhen(page, ['https://www.facebook.com']);
  const session = await page.context().newCDPSession(page);
  const worlds = [];
  session.on('Runtime.executionContextCreated', ({ context }) => worlds.push(context));
  await session.send('Runtime.enable');
  const ours = await until(() => worlds.find(({ origin }) => origin === `chrome-extension://${chrome.extensionId}`));
  const { result } = await session.send('Runtime.evaluate', {
    expression: "chrome.runtime.sendMessage({ type: 'tab', tab: 1 }).then(JSON.stringify)", contextId: ours.id, awaitPromise: true,
  });
  assert.equal(result.value, '{"error":"not for pages"}');
  await session.detach();
  await page.close();
});

test('a trap costs one instance, two are reported', async () => {
  const page = await open(REQUESTS);
  const tab = await chrome.tabId(page);
  // The page as a whole may be looked at before its requests, or after.
  const inOrder = (now) => ({ ...now, looked: now.looked.toSorted((a, b) => a.surface.localeCompare(b.surface)) });
  const first = inOrder(await stateWhen(tab, (now) => now.looked.length > 3, 'requests to be looked at'));
  const worker = await chrome.serviceWorker();
  const trap = () => worker.evaluate(() => self.dispatchEvent(new ErrorEvent('error', { error: new WebAssembly.RuntimeError('unreachable') })) && undefined);
  await trap();
  assert.deepEqual(inOrder(await stateWhen(tab, (now) => now.looked.length === first.looked.length, 'all to be said again')), first, 'built anew, and pages say everything again');
  await trap();
  const degraded = await state(tab);
  assert.deepEqual([degraded.state, degraded.problems[0].code], ['broken', 'degraded']);
  const popup = await chrome.popup(tab);
  assert.match(await popup.evaluate(() => document.body.innerText), /inside Lanyard/);
  await popup.close();
  await chrome.killWorker();
  assert.deepEqual(inOrder(await stateWhen(tab, (now) => now.looked.length === first.looked.length, 'all to be said to a new worker')), first, 'a new worker starts afresh');
  await page.close();
});

test('Chrome gives a pushed extension the shortcut that it suggests', async () => {
  const commands = await chrome.inExtension(() => chrome.commands.getAll());
  const { description, shortcut } = commands.find(({ name }) => name === 'reveal');
  assert.match(description, /Lanyard/);
  assert.equal(shortcut, 'Alt+Shift+Y');
});

test('nothing was asked of the network', async () => {
  await chrome.stop();
  assert.deepEqual(await chrome.extensionRequests(), []);
});

test('an update finds its registrations gone, and pages with an orphan', { timeout: 90_000 }, async () => {
  const dir = scratchDir('update');
  const key = newKey();
  const build = (version, update_url) => {
    const extension = path.join(dir, 'extension');
    cpSync(path.join(dist, 'extension'), extension, { recursive: true });
    const manifest = JSON.parse(readFileSync(path.join(extension, 'manifest.json'), 'utf8'));
    writeFileSync(path.join(extension, 'manifest.json'), JSON.stringify({ ...manifest, version, key: manifestKey(key), update_url }));
    writeFileSync(path.join(dir, 'lanyard.crx'), crx(extension, key));
    writeFileSync(path.join(dir, 'update.xml'), updateXml(idOfKey(key), version, 'http://127.0.0.1/'));
  };
  build('0.1.0');
  const updates = await startUpdateServer({ dist: dir });
  // The address in the policy is for the first install, updates come from the one in the manifest.
  build('0.1.0', updates.url);
  try {
    chrome = await launch({ extension: 'force', replicas, updates, managed: TUDHOE });
    await hostsWhen((all) => all.length === 12, 'eleven sites and the hosts on lists');
    const page = await open(REQUESTS);
    const tab = await chrome.tabId(page);
    const first = await stateWhen(tab, (now) => now.looked.length > 3, 'requests to be looked at');
    build('0.1.1', updates.url);
    const { status } = await chrome.inExtension(() => chrome.runtime.requestUpdateCheck());
    assert.equal(status, 'update_available');
    await until(() => updates.requests.filter(({ url }) => url === '/lanyard.crx').length > 1, { what: 'the update to be fetched', timeout: 20_000 });
    await chrome.killWorker();
    const version = () => chrome.inExtension(() => chrome.runtime.getManifest().version);
    await until(async () => (await version()) === '0.1.1', { what: 'the update to be installed', timeout: 30_000, every: 500 });
    await hostsWhen((all) => all.length === 12, 'registered again');
    const again = await stateWhen(tab, (now) => now.looked.length === first.looked.length, 'the open page to be reached');
    assert.equal(again.version, '0.1.1');
    assert.deepEqual(again.looked, first.looked);
    assert.deepEqual(await chrome.extensionRequests(), []);
  } finally {
    await chrome.stop();
    await updates.stop();
  }
});

test('after a restart the last configuration holds at once, and a removed one ends', { timeout: 90_000 }, async () => {
  const profile = scratchDir('profile');
  chrome = await launch({ extension: 'force', replicas, managed: TUDHOE, profile });
  await hostsWhen((all) => all.length === 12, 'eleven sites and the hosts on lists');
  await chrome.stop();
  // The school has taken the configuration away while the browser was closed.
  chrome = await launch({ extension: 'force', replicas, profile });
  assert.equal((await state(0)).state, 'active', 'early on, nothing may mean not yet');
  await stateWhen(0, (now) => now.state === 'no-policy', 'the removal to be believed', 30_000);
  await hostsWhen((all) => all.length === 0, 'none');
});
