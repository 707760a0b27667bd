// The set-up page in the extension as built: from nothing to what is pushed, with a list of people
// that goes nowhere, a policy of one's own, and every mistake said before it is pasted.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch, repository } from './harness/chromium.mjs';
import { run, scratchDir, until } from './harness/processes.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const binary = process.env.LANYARD_BIN ?? path.join(repository, 'target', 'debug', 'lanyard');
const pictures = path.join(repository, '.lanyard/pictures');

let chrome, dir;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  dir = scratchDir('setup');
  chrome = await launch({ extension: 'unpacked' });
});
after(async () => {
  await chrome?.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** The set-up page, closed again after `use`. */
async function shown(use, { width = 1366, height = 768 } = {}) {
  const page = await chrome.newPage();
  const loud = [];
  page.on('console', (message) => loud.push(message.text()));
  page.on('pageerror', (error) => loud.push(String(error)));
  try {
    await page.setViewportSize({ width, height });
    await page.goto(`chrome-extension://${chrome.extensionId}/setup.html`);
    await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
    await use(page);
    assert.deepEqual(loud, [], 'the page complains');
  } finally {
    await page.close();
  }
}

const problems = (page) => page.locator('#health [data-path]').evaluateAll((all) => all.map(({ dataset }) => dataset.path));
const out = async (page, place = 'console') => {
  await page.locator('#place').selectOption(place);
  return page.locator('#out').inputValue();
};
const school = async (page, id = 'tudhoe') => {
  await page.locator('#policy').selectOption(id);
  await page.locator('#f-schoolDomains').fill('oakfield.sch.uk');
};

/** What the command line says of a configuration. */
async function checked(text) {
  const file = path.join(dir, 'configuration.json');
  writeFileSync(file, text);
  // It ends with 1 where there are problems, and prints them all the same.
  const said = await run('sh', ['-c', '"$0" config check --format json "$1"; [ $? -le 1 ]', binary, file]);
  return JSON.parse(said).problems.map(({ path: key }) => key);
}

test('from nothing to what the console takes, and the command line agrees', async () => {
  await shown(async (page) => {
    assert.deepEqual(await problems(page), ['school'], 'no policy yet');
    await school(page, 'st-marylebone');
    await page.locator('#f-staffAccounts').fill('*@oakfield.sch.uk');
    assert.deepEqual(await problems(page), []);
    // Hours: a line is added and filled in by keyboard alone.
    await page.locator('#add-hours').focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'c-hours-0-0', 'the new line has the focus');
    await page.keyboard.type('mon-fri');
    await page.locator('#c-hours-0-1').fill('08:30');
    await page.locator('#c-hours-0-2').fill('16:00');
    await page.locator('#add-contacts').click();
    await page.locator('#c-contacts-0-0').selectOption({ index: 1 });
    await page.locator('#c-contacts-0-1').fill('the Head');
    const text = await out(page);
    const wrapped = JSON.parse(text);
    assert.deepEqual(wrapped.school, { Value: 'st-marylebone' });
    assert.deepEqual(JSON.parse(wrapped.hours.Value), [{ days: 'mon-fri', from: '08:30', to: '16:00' }]);
    assert.match(wrapped.configKeys.Value, /contacts, hours, school, schoolDomains, staffAccounts/);
    assert.deepEqual(await checked(text), []);
    for (const place of ['plain', 'gam', 'api', 'linux', 'windows', 'macos']) assert.match(await out(page, place), /st-marylebone/, place);
    // A rule is switched off, and the rest of what was filled in stays.
    await page.locator('#rule-email-recipients-visible').click();
    assert.deepEqual(JSON.parse(JSON.parse(await out(page, 'plain')).rules), { 'email-recipients-visible': 'off' });
    assert.equal(await page.locator('#c-contacts-0-1').inputValue(), 'the Head');
    // The line is taken away again.
    await page.locator('[data-do=remove-row][data-of=hours]').click();
    assert.equal('hours' in JSON.parse(await out(page, 'plain')), false);
  });
});

test('what is wrong is said beside its field, before it is pasted, as the command line says it', async () => {
  await shown(async (page) => {
    const bad = JSON.stringify({ school: { Value: 'tudhoe' }, hours: { Value: '[{"days":"monday","from":"8","to":"16:00"}]' }, contacts: { Value: '{"head-teacher":{"email":"jane.doe@oakfield.sch.uk"}}' }, rules: { Value: '{"social-pupil-connection":{"askFrist":true}}' } });
    await page.locator('#paste').fill(bad);
    await page.locator('#do-import').click();
    await page.getByText('4 keys were taken in.').waitFor();
    const found = await problems(page);
    assert.deepEqual(found.sort(), (await checked(bad)).sort());
    assert.ok(found.includes('hours[0].days') || found.includes('hours[0]'), found.join());
    assert.match(await page.locator('#p-hours').textContent(), /hours\[0\]/);
    assert.match(await page.locator('#p-rules').textContent(), /did you mean `askFirst`/);
    await page.locator('#c-hours-0-0').fill('mon-fri');
    await page.locator('#c-hours-0-1').fill('08:00');
    assert.equal(await page.locator('#p-hours').textContent(), '', 'put right');
    // What cannot be read takes nothing away.
    await page.locator('#paste').fill('{"school": ');
    await page.locator('#do-import').click();
    await page.locator('#part-import [data-problem]').waitFor();
    assert.equal(await page.locator('#policy').inputValue(), 'tudhoe');
  });
});

test('a list of people is read on the page: counts, doubtful rows, a roster and its key; nothing is kept', async () => {
  // As Excel writes it in this country: no UTF-8.
  const rows = 'Role;Status;Forename;Surname;Email;Exclude\r\npupil;current;Zo\xeb;Reed;;\r\npupil;left;Tom;Hay;;\r\nparent;current;Ann;Reed;ann.reed@family.example;\r\nwizard;current;Al;Bus;;\r\npupil;current;Not;Here;;yes\r\n';
  const file = path.join(dir, 'people.csv');
  writeFileSync(file, Buffer.from(rows, 'latin1'));
  const stored = () => chrome.inExtension(async () => [await globalThis.chrome.storage.local.get(), await globalThis.chrome.storage.session.get()].map((all) => JSON.stringify(all)).join());
  const before = await stored();
  await shown(async (page) => {
    await school(page);
    await page.locator('#people-file').setInputFiles(file);
    const read = page.locator('#people-read');
    await read.waitFor();
    const text = await read.innerText();
    assert.match(text, /Pupils: 2\. Parents and carers: 1\. Staff: 0\./);
    assert.match(text, /1 of the pupils has left/);
    assert.match(text, /1 row was left out/);
    assert.match(text, /people\.csv, line 5/);
    assert.match(text, /windows-1252/i);
    assert.doesNotMatch(text, /wizard|Bus|Reed/, 'nothing of a row is repeated');
    assert.equal(await stored(), before, 'nothing was written');
    const saved = {};
    for (const what of ['save-roster', 'save-key']) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.locator(`#do-${what}`).click()]);
      saved[what] = path.join(dir, download.suggestedFilename());
      await download.saveAs(saved[what]);
    }
    assert.deepEqual(Object.values(saved).map((one) => path.basename(one)), ['tudhoe.roster', 'tudhoe.roster.key']);
    // The command line knows the same people by it.
    const observation = path.join(dir, 'request.json');
    const asks = (name) => ({ kind: 'connectionRequest', surface: { site: 'facebook', name: 'request', n: 1 }, direction: 'received', person: { name } });
    const configuration = path.join(dir, 'off.json');
    writeFileSync(configuration, JSON.stringify({ accountCheck: 'off' }));
    for (const [name, expected] of [['Zoë Reed', 1], ['Not Here', 0]]) {
      writeFileSync(observation, JSON.stringify({ version: 1, observations: [asks(name)] }));
      const said = await run(binary, ['check', '--policy', 'tudhoe', '--config', configuration, '--roster', saved['save-roster'], '--roster-key', saved['save-key'], '--format', 'json', observation]);
      assert.equal(JSON.parse(said).verdicts[0].findings.length, expected, name);
    }
    await page.locator('#do-roster-in').click();
    const all = JSON.parse(await out(page, 'plain'));
    assert.ok(all.roster && all.rosterKey);
    assert.deepEqual(await problems(page), []);
  });
});

test('a policy of one’s own: its mistakes with file and line, then the pack in what is pushed', async () => {
  await shown(async (page) => {
    const pack = (text) => ({ name: 'riverside.toml', mimeType: 'text/plain', buffer: Buffer.from(text) });
    await page.locator('#pack-file').setInputFiles(pack('extends = "tudho"\n[school]\nid = "riverside"\n'));
    await page.getByText('riverside.toml, line 1').waitFor();
    assert.match(await page.locator('#part-policy').innerText(), /extends/);
    await page.locator('#pack-file').setInputFiles(pack('extends = "tudhoe"\n[school]\nid = "riverside"\nname = "Riverside Primary"\n'));
    await until(async () => (await page.locator('#policy').inputValue()) === 'own', { what: 'the pack to be chosen' });
    await page.locator('#f-schoolDomains').fill('riverside.sch.uk');
    assert.deepEqual(await problems(page), []);
    const plain = JSON.parse(await out(page, 'plain'));
    assert.equal(JSON.parse(plain.pack).school.name, 'Riverside Primary');
    assert.equal('school' in plain, false);
    assert.deepEqual(await checked(JSON.stringify(plain)), []);
  });
});

test('a situation is tried by two policies side by side', async () => {
  await shown(async (page) => {
    await school(page, 'st-marylebone');
    const rules = () => page.locator('#tried .column').evaluateAll((all) => all.map((one) => [...one.querySelectorAll('[data-rule]')].map(({ dataset }) => dataset.rule)));
    assert.deepEqual(await rules(), [['email-recipients-visible'], []]);
    assert.match(await page.locator('#tried .column').first().innerText(), /3 people outside the school|3 families/);
    await page.locator('#situation').selectOption({ label: 'A friend request from a listed pupil' });
    assert.deepEqual(await rules(), [['social-pupil-connection'], ['social-pupil-connection']]);
    const [own, other] = await page.locator('#tried .column').allInnerTexts();
    assert.match(own, /Expected/);
    assert.match(other, /Not allowed/);
    await page.locator('#rule-social-pupil-connection').click();
    assert.deepEqual(await rules(), [[], ['social-pupil-connection']], 'what is switched off says nothing');
  });
});

test('this device is set up for a trial, and put back', async () => {
  const asks = () => chrome.inExtension(() => globalThis.chrome.runtime.sendMessage({ type: 'handbook' }));
  await shown(async (page) => {
    await school(page);
    await page.locator('#f-accountCheck').selectOption('off');
    await page.locator('#do-try-here').click();
    await page.getByText('This device is set up so.').waitFor();
    await until(async () => (await asks()).school === 'tudhoe', { timeout: 15_000, what: 'the worker to take it' });
  });
  await shown(async (page) => {
    assert.equal(await page.locator('#policy').inputValue(), 'tudhoe', 'one goes on where one was');
    await page.locator('#do-forget-here').click();
    await page.getByText('Nothing is set on this device any more.').waitFor();
    await until(async () => (await asks()).school !== 'tudhoe', { timeout: 15_000, what: 'the worker to forget it' });
  });
});

test('what the page gives out for Linux is pushed, and arrives whole', async () => {
  let linux;
  await shown(async (page) => {
    await school(page, 'droitwich-spa');
    await page.locator('#f-staffAccounts').fill('*@oakfield.sch.uk');
    await page.locator('#f-accountCheck').selectOption('off');
    linux = JSON.parse(await out(page, 'linux'));
  });
  assert.equal(linux.ExtensionInstallForcelist[0].split(';')[0], chrome.extensionId);
  const managed = linux['3rdparty'].extensions[chrome.extensionId];
  const pushed = await launch({ extension: 'force', managed });
  try {
    const popup = await pushed.popup(1);
    assert.equal(await popup.locator('[data-problems]').count(), 0, 'the set-up line is clean');
    assert.equal(await popup.locator('[data-source]').getAttribute('data-source'), 'managed');
    await popup.close();
    // A browser that a school manages says so on the set-up page, and can be started from.
    const setup = await pushed.newPage();
    await setup.goto(`chrome-extension://${pushed.extensionId}/setup.html`);
    await setup.waitForSelector('html[data-state="ready"]', { state: 'attached' });
    await setup.getByText('The school manages this browser').waitFor();
    await setup.locator('#do-import-managed').click();
    assert.equal(await setup.locator('#policy').inputValue(), 'droitwich-spa');
    assert.deepEqual((await pushed.extensionRequests()).filter(({ url }) => !url.startsWith('chrome-extension:')), []);
  } finally {
    await pushed.stop();
  }
});

// At 200 % a page has half as many of its own pixels.
const conditions = {
  chromebook: { media: { colorScheme: 'light' }, size: { width: 1366, height: 768 } },
  wide: { media: { colorScheme: 'light' }, size: { width: 1280, height: 800 } },
  dark: { media: { colorScheme: 'dark' }, size: { width: 1366, height: 768 } },
  'zoom-200': { media: { colorScheme: 'light' }, size: { width: 683, height: 384 } },
  narrow: { media: { colorScheme: 'light' }, size: { width: 320, height: 640 } },
  forced: { media: { colorScheme: 'dark', forcedColors: 'active' }, size: { width: 1366, height: 768 } },
};

test('axe has nothing to say in six conditions, and nothing scrolls sideways', async () => {
  await shown(async (page) => {
    await school(page, 'st-marylebone');
    await page.locator('#paste').fill('{"hours":"[{\\"days\\":\\"monday\\"}]","school":"st-marylebone","schoolDomains":"oakfield.sch.uk"}');
    await page.locator('#do-import').click();
    await page.evaluate(axe);
    await page.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));
    for (const [name, { media, size }] of Object.entries(conditions)) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme: null, forcedColors: null, ...media });
      await page.evaluate(() => scrollTo(0, 0));
      await page.screenshot({ path: path.join(pictures, `setup-${name}.png`) });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${name}: scrolls sideways by ${wide}`);
      const small = await page.evaluate(() => [...document.querySelectorAll('button, summary, a, input, select, textarea')]
        .map((element) => [element.id || element.textContent, (element.closest('label') ?? element).getBoundingClientRect()])
        .filter(([, box]) => box.height > 0 && box.height < 24).map(([text, box]) => `${text}: ${box.height}`));
      assert.deepEqual(small, [], name);
      const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html} ${node.failureSummary}`).join('; ')}`), [], name);
    }
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.emulateMedia({ colorScheme: 'light', forcedColors: null });
    await page.screenshot({ path: path.join(pictures, 'setup-whole.png'), fullPage: true });
  });
});

test('nothing went to the network from the extension', async () => {
  assert.deepEqual((await chrome.extensionRequests()).filter(({ url }) => !url.startsWith('chrome-extension:')), []);
});
