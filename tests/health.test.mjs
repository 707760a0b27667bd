// The health page in the extension as a school has it: what support asks about, in every state, and nothing of a
// person in what is copied.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { findingsWhen, press, pushLanyard } from './e2e/lanyard.mjs';
import { dist, repository } from './harness/chromium.mjs';
import { until } from './harness/processes.mjs';
import { startReplicas } from './servers/replicas.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = path.join(repository, '.lanyard/pictures');
const id = readFileSync(path.join(dist, 'update.xml'), 'utf8').match(/appid=['"]([a-p]{32})/)[1];

let chrome, replicas;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  // The school's webmail, of a build that has no field for Cc any more; and a social site that has lost its switch.
  const mail = '<!doctype html><html lang="en"><title>Mail</title><form><textarea name="_to">a@oakfield.sch.uk</textarea></form>';
  const social = '<!doctype html><html lang="en"><title>Settings</title><main>No switch.</main>';
  replicas = await startReplicas({ extra: { 'mail.oakfield.sch.uk/': mail, 'www.tiktok.com/setting': social } });
  chrome = await pushLanyard({
    school: 'tudhoe', replicas,
    policies: { ExtensionSettings: { [id]: { runtime_blocked_hosts: ['*://*.linkedin.com'] } } },
  });
});
after(async () => {
  await chrome?.stop();
  await replicas?.stop();
});

/** The health page, closed again after `use`. */
async function health(use, { width = 1366, height = 768 } = {}) {
  const page = await chrome.newPage();
  const loud = [];
  page.on('console', (message) => loud.push(message.text()));
  page.on('pageerror', (error) => loud.push(String(error)));
  try {
    await page.setViewportSize({ width, height });
    await page.goto(`chrome-extension://${chrome.extensionId}/health.html`);
    await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
    await use(page);
    assert.deepEqual(loud, [], 'the page complains');
  } finally {
    await page.close();
  }
}

const fact = (page, name) => page.locator(`[data-fact="${name}"] dd`).innerText();

/** What the button copies. */
async function copied(page) {
  await page.evaluate(() => navigator.clipboard.writeText = (text) => { globalThis.__copied = text; return Promise.resolve(); });
  await page.getByRole('button', { name: 'Copy health report' }).click();
  await until(async () => (await page.locator('#copy-said').innerText()) === 'Copied.', { what: 'the report to be copied' });
  return page.evaluate(() => globalThis.__copied);
}

test('what support asks about is said, and copied as it stands', async () => {
  await health(async (page) => {
    const manifest = JSON.parse(readFileSync(path.join(repository, 'manifest.json'), 'utf8'));
    assert.equal(await fact(page, 'version'), manifest.version);
    assert.match(await fact(page, 'browser'), /^\d+$/);
    assert.equal(await fact(page, 'installed'), 'The school');
    assert.equal(await fact(page, 'working'), 'Working.');
    assert.match(await fact(page, 'school'), /Tudhoe/);
    assert.equal(await fact(page, 'dated'), 'June 2020');
    assert.equal(await fact(page, 'review'), 'Was due in June 2021: is there a newer one?');
    const policy = readFileSync(path.join(dist, 'extension/policies/tudhoe.json'));
    assert.equal(await fact(page, 'hash'), createHash('sha256').update(policy).digest('hex').slice(0, 16), 'as `sha256sum` says it');
    assert.match(await fact(page, 'source'), /school/i);
    const today = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' }).format();
    assert.ok((await fact(page, 'since')).startsWith(`${today}, `), await fact(page, 'since'));
    assert.match(await fact(page, 'roster'), /^\d+ people, made on \d+ \w+ \d{4}$/);
    assert.match(await fact(page, 'sites'), /facebook \(\d+\).*gmail \(1\)/);
    assert.equal(await fact(page, 'incognito'), 'Lanyard never runs there');
    assert.equal(await fact(page, 'problems'), 'None');
    const report = await copied(page);
    const lines = await page.locator('[data-fact]').evaluateAll((all) => all.map((one) => `${one.querySelector('dt').textContent}: ${one.querySelector('dd').textContent}`));
    assert.equal(report, lines.join('\n'));
  });
});

test('no personal data is in the report: not from a list, an open message, a social site, an answer, a saved number, or a mistake', async () => {
  // First names, surnames, addresses and handles of everybody on the list.
  const people = readFileSync(path.join(repository, 'tests/replicas/people.csv'), 'utf8').split('\n').slice(1).filter(Boolean).map((row) => row.split(','));
  const names = new Set(people.flatMap((row) => [...row.slice(2, 6), ...row[6].split(';').map((handle) => handle.split(':').at(-1))]).filter(Boolean));
  assert.ok(names.size > 20, `${names.size} names`);

  // Somebody's own number; then a mistake in the configuration, with a name in a key and in a value.
  await chrome.inExtension(() => globalThis.chrome.runtime.sendMessage({ type: 'ownAdd', text: '07700 900123' }));
  await chrome.school('st-marylebone', { contacts: { 'mr-rusty': { email: 'mr.rusty@gmail.com' } }, hosts: { 'paul-moose': ['x'] } });
  await until(() => chrome.inExtension(async () => (await globalThis.chrome.runtime.sendMessage({ type: 'health' })).state.problems.length > 1), { timeout: 20_000, what: 'the mistakes to be found' });
  const facebook = await chrome.newPage();
  await facebook.goto('https://www.facebook.com/friends/requests/?people=pupil-listed,pupil-by-name');
  await findingsWhen(chrome, facebook, ({ findings }) => findings.length === 2);
  const mail = await chrome.newPage();
  await mail.goto('https://mail.google.com/mail/u/0/#inbox');
  await mail.evaluate(() => window.__replica.ready);
  await mail.evaluate(() => window.__replica.open('popup'));
  const compose = mail.locator('.M9').filter({ has: mail.locator('[name=to]') }).first();
  await compose.locator('[name=to] input[role=combobox]').click();
  for (const address of ['zebedee@families.example', 'florence@families.example', 'dougal@families.example', 'ermintrude@families.example', 'dylan@families.example']) {
    await mail.keyboard.type(address);
    await mail.keyboard.press('Enter');
  }
  await compose.locator('input[name=subjectbox]').click();
  await mail.keyboard.type('Brian the Snail');
  await findingsWhen(chrome, mail, ({ findings }) => findings.length > 0);
  await press(mail, 'not-now');

  await health(async (page) => {
    assert.ok(await page.locator('[data-problem]').count() > 1, 'the page has them whole, as the popup');
    const report = await copied(page);
    assert.match(report, /^- \S+ contacts$/m);
    assert.match(report, /^- \S+ hosts$/m);
    const never = /zebedee|florence|dougal|ermintrude|dylan|families\.example|brian|snail|900123|teacher@|hartley|rusty|moose|@|facebook\.com|mail\.google\.com|compose#|request#|not-now/i;
    assert.doesNotMatch(report, never);
    for (const name of names) assert.doesNotMatch(report, new RegExp(`\\b${name.replace(/[.+]/g, '\\$&')}\\b`, 'i'), name);
    // Nor is the answer's or the roster's key: nothing of the storage but when it was set.
    const { local, session } = await chrome.inExtension(async () => ({ local: await globalThis.chrome.storage.local.get(), session: await globalThis.chrome.storage.session.get() }));
    for (const secret of [local.secret, local.managed.rosterKey, local.managed.roster, session.secret].filter(Boolean)) assert.ok(!report.includes(secret.slice(0, 16)));
  });
  await mail.close();
  await facebook.close();
  await chrome.school('tudhoe');
});

test('what the school’s own mail no longer shows is counted with the day of its facts, and no social site is named', async () => {
  await chrome.school('st-marylebone', { hosts: { roundcube: ['mail.oakfield.sch.uk'] } });
  const tabs = [];
  for (const address of ['https://mail.oakfield.sch.uk/', 'https://mail.oakfield.sch.uk/?again', 'https://www.tiktok.com/setting?activeTab=privacy']) {
    const page = await chrome.newPage();
    tabs.push(page);
    await page.goto(address);
    await findingsWhen(chrome, page, ({ unchecked }) => unchecked.length === 1, { timeout: 12_000 });
  }
  await health(async (page) => {
    assert.match(await fact(page, 'missed'), /^roundcube\/compose: 2 times; site facts of 22 November 2026$/);
    assert.match(await fact(page, 'verified'), /gmail 22 November 2026.*roundcube 22 November 2026/);
    assert.equal(await page.locator('[data-fact="missed"].look').count(), 1);
    const report = await copied(page);
    assert.match(report, /roundcube\/compose: 2 times/);
    assert.doesNotMatch(report, /tiktok\/|private-setting/);
  });
  const { local, session } = await chrome.inExtension(async () => ({ local: await globalThis.chrome.storage.local.get(), session: await globalThis.chrome.storage.session.get() }));
  assert.equal(local.missed, undefined, 'nothing of it is on the disk (G9)');
  assert.deepEqual(session.missed, { school: { 'roundcube/compose': 2 }, elsewhere: { 'tiktok/private-setting': 1 } });
  for (const page of tabs) await page.close();
  await chrome.school('tudhoe');
});

test('a host that the browser’s policy blocks is counted where it is open, and not named', async () => {
  await health(async (page) => assert.equal(await fact(page, 'blocked'), 'No open tab'));
  const page = await chrome.newPage();
  await page.goto('https://www.linkedin.com/mynetwork/invitation-manager/received/?people=stranger');
  await health(async (shown) => {
    assert.equal(await fact(shown, 'blocked'), '1 open tab');
    assert.match(await shown.locator('body').innerText(), /runtime_blocked_hosts/);
    assert.doesNotMatch(await copied(shown), /linkedin\.com|invitation/);
  });
  await page.close();
});

test('it works in any state, and the popup leads here from each', async () => {
  const states = [
    [{ school: 'hogwarts' }, /can't be used|cannot be used|put right|work/i, 'broken', /school-unknown/],
    [{ accountCheck: undefined, staffAccounts: '*@staff.oakfield.sch.uk' }, /Not active for this account/, 'not-this-account'],
    [undefined, /No school policy yet/, 'no-policy'],
  ];
  for (const [config, says, state, problem] of states) {
    if (config) await chrome.school(config.school ?? 'tudhoe', { withRoster: false, ...config });
    else await chrome.managed({});
    await until(() => chrome.inExtension(async (wanted) => (await globalThis.chrome.runtime.sendMessage({ type: 'health' })).state.state === wanted, state), { timeout: 20_000, every: 200, what: state });
    const popup = await chrome.popup(0);
    await popup.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
    const opened = chrome.context.waitForEvent('page');
    await popup.getByRole('link', { name: 'Health page, for support' }).click();
    const page = await opened;
    await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
    assert.match(page.url(), /\/health\.html$/);
    assert.match(await fact(page, 'working'), says, state);
    assert.match(await fact(page, 'version'), /^\d/);
    if (problem) {
      assert.ok(await page.locator('[data-problem="school-unknown"]').isVisible());
      assert.match(await copied(page), problem);
    }
    await page.close();
    await popup.close();
  }
  await chrome.school('tudhoe');
});

test('a worker that does not answer leaves what the browser says', async () => {
  const page = await chrome.newPage();
  await page.addInitScript(() => { chrome.runtime.sendMessage = () => new Promise(() => {}); });
  await page.goto(`chrome-extension://${chrome.extensionId}/health.html`);
  await page.waitForSelector('html[data-state="ready"]', { state: 'attached', timeout: 15_000 });
  assert.match(await fact(page, 'sites'), /gmail/);
  assert.equal(await page.locator('[data-fact="working"].look').count(), 1);
  assert.match(await copied(page), /^Lanyard's version: \d/);
  await page.close();
});

test('by keyboard alone: to the button, and the report is copied', async () => {
  await health(async (page) => {
    await page.evaluate(() => navigator.clipboard.writeText = () => Promise.resolve());
    for (let n = 0; n < 10 && (await page.evaluate(() => document.activeElement?.id)) !== 'copy'; n += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await until(async () => (await page.locator('#copy-said').innerText()) === 'Copied.', { what: 'the word that it is copied' });
  });
});

// At 200 % a page has half as many of its own pixels.
const conditions = {
  'chromebook': { media: { colorScheme: 'light' }, size: { width: 1366, height: 768 } },
  'wide': { media: { colorScheme: 'light' }, size: { width: 1280, height: 800 } },
  'dark': { media: { colorScheme: 'dark' }, size: { width: 1366, height: 768 } },
  'zoom-200': { media: { colorScheme: 'light' }, size: { width: 683, height: 384 } },
  'narrow': { media: { colorScheme: 'light' }, size: { width: 320, height: 640 } },
  'forced': { media: { colorScheme: 'dark', forcedColors: 'active' }, size: { width: 1366, height: 768 } },
};

test('axe has nothing to say, and nothing leaves the page, in six conditions, with something to put right', async () => {
  await chrome.school('tudhoe', { hosts: { roundcub: ['mail.oakfield.sch.uk'] } });
  await until(() => chrome.inExtension(async () => (await globalThis.chrome.runtime.sendMessage({ type: 'health' })).state.problems.length > 0), { timeout: 20_000, what: 'the mistake to be found' });
  await health(async (page) => {
    await page.evaluate(axe);
    for (const [name, { media, size }] of Object.entries(conditions)) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: null, forcedColors: null, ...media });
      await page.screenshot({ path: path.join(pictures, `health-${name}.png`), fullPage: true });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${name}: scrolls sideways by ${wide}`);
      const small = await page.evaluate(() => [...document.querySelectorAll('button, summary, a')]
        .map((element) => [element.textContent, element.getBoundingClientRect()])
        .filter(([, box]) => box.height > 0 && box.height < 24).map(([text, box]) => `${text}: ${box.height}`));
      assert.deepEqual(small, [], name);
      const { violations, passes } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations', 'passes'] }));
      assert.deepEqual(violations.map(({ id: what, nodes }) => `${what}: ${nodes.slice(0, 3).map((node) => `${node.html} ${node.failureSummary}`).join('; ')}`), [], name);
      assert.ok(passes.some(({ id: what }) => what === 'color-contrast') || name === 'forced', 'contrast was looked at');
    }
  });
});

test('nothing went to the network', async () => {
  assert.deepEqual(await chrome.extensionRequests(), []);
});
