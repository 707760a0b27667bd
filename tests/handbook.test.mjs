// The handbook in the extension as built, with its own worker: every clause of every school,
// what Lanyard does about it, and nothing kept of what somebody does here.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch, repository } from './harness/chromium.mjs';
import { setUp, withPage } from './harness/pages.mjs';
import { until } from './harness/processes.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = path.join(repository, '.lanyard/pictures');

// How many clauses for staff each document has, how many are reminders, how many cannot be
// seen, and how many are for others: counted by hand in the five documents.
const SCHOOLS = {
  'st-marylebone': { staff: 75, reminder: 36, unseen: 9, others: 11 },
  'educating-for-life': { staff: 34, reminder: 14, unseen: 7, others: 0 },
  tudhoe: { staff: 111, reminder: 59, unseen: 21, others: 47 },
  'droitwich-spa': { staff: 100, reminder: 41, unseen: 19, others: 12 },
  'beaudesert-park': { staff: 71, reminder: 30, unseen: 17, others: 48 },
};

let chrome;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  chrome = await launch({ extension: 'unpacked' });
});
after(() => chrome?.stop());

const set = (config) => setUp(chrome, config);
const shown = (config, use, options) => withPage(chrome, 'handbook.html', config, use, options);

const rows = (page) => page.locator('[data-clause]');
const topic = (page, id) => page.locator(`[data-topic="${id}"]`);

test('every clause of every school is there, with what Lanyard does about it', async () => {
  for (const [school, expected] of Object.entries(SCHOOLS)) {
    await shown({ school }, async (page) => {
      const staff = await rows(page).evaluateAll((all) => all.map(({ dataset, innerText }) => ({ ...dataset, innerText })));
      assert.equal(staff.length, expected.staff, school);
      const count = (how) => staff.filter((row) => row.how === how).length;
      assert.equal(count('reminder'), expected.reminder, school);
      assert.equal(count('unseen'), expected.unseen, school);
      assert.equal(count('checked') + count('off') + count('not_yet'), expected.staff - expected.reminder - expected.unseen, school);
      assert.ok(count('checked') > 0, school);
      // A clause that cannot be seen has one line of why.
      for (const { how, clause, innerText } of staff) {
        assert.ok(innerText.trim().split('\n').length >= (how === 'unseen' ? 4 : 3), `${school} ${clause}: ${innerText}`);
      }
      assert.equal(await topic(page, 'others').count(), expected.others ? 1 : 0, school);
      if (!expected.others) return;
      await topic(page, 'others').click();
      assert.equal(await rows(page).count(), expected.others, school);
      assert.equal(await rows(page).filter({ hasText: 'Checked here' }).count(), 0);
    });
  }
});

test('a search finds by word and by clause, and says so', async () => {
  await shown({ school: 'st-marylebone' }, async (page) => {
    const search = page.getByRole('searchbox', { name: 'Search the policy' });
    await search.fill('bcc');
    assert.ok((await rows(page).evaluateAll((all) => all.map(({ dataset }) => dataset.clause))).includes('4.1.2-iii'));
    assert.match(await page.locator('#of').innerText(), /^\d+ clauses? found$/);
    assert.equal(await page.locator('[aria-current]').count(), 0);
    await search.fill('zebra');
    assert.equal(await page.locator('#of').innerText(), 'No clause has these words.');
    assert.equal(await rows(page).count(), 0);
    await topic(page, 'email').click();
    assert.equal(await search.inputValue(), '');
    assert.ok(await rows(page).count() > 5);
  });
});

test('a link to a clause goes to it, whatever is shown', async () => {
  await shown({ school: 'tudhoe' }, async (page) => {
    const focused = () => page.evaluate(() => document.activeElement?.dataset.clause);
    assert.equal(await topic(page, 'all').getAttribute('aria-current'), 'true');
    const [first] = await rows(page).evaluateAll((all) => all.filter(({ dataset }) => dataset.how === 'checked').map(({ dataset }) => dataset.clause));
    await page.goto(`${page.url().split('#')[0]}#clause-${first}`);
    await until(async () => (await focused()) === first, { what: 'the clause to have focus' });
    // From a guide to a clause of another topic.
    await topic(page, 'devices').click();
    await page.getByText('somebody is harassing me online').click();
    const link = page.locator('#guide-harassed a').first();
    const wanted = (await link.getAttribute('href')).replace('#clause-', '');
    await link.click();
    await until(async () => (await focused()) === wanted, { what: 'the clause of the guide to have focus' });
    assert.equal(await topic(page, 'friends').getAttribute('aria-current'), 'true');
  });
});

test('G1: the guide on contact with pupils begins with the national guidance, at every school', async () => {
  for (const school of Object.keys(SCHOOLS)) {
    await shown({ school }, async (page) => {
      await page.getByText('a pupil adds or messages me').click();
      const [first, second] = await page.locator('#guide-pupil > p, #guide-pupil li').allInnerTexts();
      assert.match(first, /^National safeguarding guidance, not your school's clause: never view, copy, screenshot or forward/, school);
      assert.match(second, /^National safeguarding guidance/, school);
      // Where the document is silent the guide says so, and whom to ask: no duty of our own.
      await page.getByText('I sent mail to the wrong people').click();
      const sent = await page.locator('#guide-sent').innerText();
      assert.equal(/says nothing about this/.test(sent), school !== 'tudhoe', `${school}: ${sent}`);
    });
  }
});

test('who to tell is named as the school shows them, roles and role mailboxes', async () => {
  await shown({ school: 'tudhoe', contacts: JSON.stringify({ 'head-teacher': { title: 'the Head', email: 'head@oakfield.sch.uk' } }) }, async (page) => {
    await page.getByText('somebody knows my password').click();
    assert.match(await page.locator('#guide-password').innerText(), /Who to tell: the Head \(head@oakfield\.sch\.uk\)/);
  });
});

test('a rule that the school has switched off is not said to be checked', async () => {
  const how = async (page) => page.locator('[data-clause="4.2.1"]').getAttribute('data-how');
  await shown({ school: 'st-marylebone' }, async (page) => assert.equal(await how(page), 'checked'));
  await shown({ school: 'st-marylebone', rules: JSON.stringify({ 'email-subject-tag': 'off' }) }, async (page) => {
    assert.equal(await how(page), 'off');
    assert.match(await page.locator('[data-clause="4.2.1"]').innerText(), /Switched off here/);
  });
});

test('G9: self-checks are ticked, and neither ticks nor searches are kept', async () => {
  await shown({ school: 'tudhoe' }, async (page) => {
    const kept = () => page.evaluate(async () => JSON.stringify([
      await chrome.storage.local.get(), await chrome.storage.session.get(), { ...localStorage }, { ...sessionStorage }, await indexedDB.databases(),
    ]));
    const before = await kept();
    await topic(page, 'profile').click();
    const ticks = page.getByRole('checkbox', { name: 'Looked it over' });
    assert.equal(await ticks.count(), 7);
    await ticks.first().check();
    await topic(page, 'email').click();
    await page.getByRole('searchbox').fill('password');
    await topic(page, 'profile').click();
    assert.ok(await ticks.first().isChecked(), 'a tick holds while the page is open');
    assert.equal(await kept(), before);
    await page.reload();
    await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
    await topic(page, 'profile').click();
    assert.equal(await page.getByRole('checkbox', { checked: true, name: 'Looked it over' }).count(), 0);
  });
});

test('a school’s own document is shown, and no policy is no document', async () => {
  const pack = {
    school: { id: 'hilltop', name: 'Hilltop School', policy: 'Staff ICT rules', dated: '2026-01', zone: 'Europe/London', nation: 'england', lead: 'DSL', route: [], names: ['Hilltop School'], binds: ['staff'], colour: '#7a1f3d' },
    role: [],
    clause: [{ id: 'one', section: '1', line: 1, audience: 'staff', subject: 'passwords', modality: 'must not', severity: 'prohibited', check: 'automatic', rule: 'password-share', text: { en: 'Give your password to nobody.' }, see: 'A password in a message.', offer: 'Leave it out.', tell: [] }],
    rules: { 'password-share': { account: ['one'] } },
  };
  await chrome.inExtension((values) => globalThis.chrome.storage.local.set({ config: values }), { pack: JSON.stringify(pack), accountCheck: 'off' });
  await until(() => chrome.inExtension(async () => Boolean((await globalThis.chrome.runtime.sendMessage({ type: 'handbook' })).pack)), { timeout: 20_000, what: 'the own pack' });
  const page = await chrome.newPage();
  await page.goto(`chrome-extension://${chrome.extensionId}/handbook.html`);
  await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
  assert.match(await page.locator('header').innerText(), /Hilltop School[\s\S]*Staff ICT rules, January 2026/);
  assert.deepEqual(await rows(page).evaluateAll((all) => all.map(({ dataset }) => [dataset.clause, dataset.how])), [['one', 'checked']]);

  // Its colour is a line at the head, as it is where it can be seen, lighter in the dark, and none in forced colours.
  const line = () => page.evaluate(() => {
    const { borderTopWidth, borderTopColor } = getComputedStyle(document.documentElement);
    return borderTopWidth === '0px' ? 'none' : borderTopColor;
  });
  const lines = async (name) => {
    const seen = [];
    for (const [look, media] of [['light', { colorScheme: 'light' }], ['dark', { colorScheme: 'dark' }], ['forced', { forcedColors: 'active' }]]) {
      await page.emulateMedia({ colorScheme: null, forcedColors: null, ...media });
      await page.screenshot({ path: path.join(pictures, `colour-${name}-${look}.png`) });
      seen.push(await line());
    }
    await page.emulateMedia({ colorScheme: null, forcedColors: null });
    return seen;
  };
  const [own, lighter, none] = await lines('handbook');
  assert.deepEqual([own, none], ['rgb(122, 31, 61)', 'none']);
  assert.match(lighter, /^rgb\(1\d\d, \d+, \d+\)$/);
  await page.goto(`chrome-extension://${chrome.extensionId}/popup.html`);
  await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
  assert.deepEqual(await lines('popup'), [own, lighter, none]);
  await page.goto(`chrome-extension://${chrome.extensionId}/handbook.html`);

  await chrome.inExtension(() => globalThis.chrome.storage.local.remove('config'));
  await until(async () => {
    await page.reload();
    await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
    return (await page.locator('body').innerText()).includes('No school policy yet');
  }, { timeout: 20_000, every: 300, what: 'the page without a policy' });
  assert.equal(await rows(page).count(), 0);
  await page.close();
});

test('on paper it is the school, its document and every clause with whom to tell, and nothing to press', async () => {
  await shown({ school: 'st-marylebone' }, async (page) => {
    const all = await rows(page).count();
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const seen = (selector) => page.locator(selector).evaluateAll((found) => found.filter((one) => one.checkVisibility()).length);
    assert.equal(await seen('[data-clause]'), all);
    assert.deepEqual([await seen('button'), await seen('a'), await seen('.side'), await seen('#search')], [0, 0, 0, 0]);
    assert.match(await page.locator('header').innerText(), /St Marylebone[\s\S]*July 2023/);
    assert.match(await page.locator('[data-clause="2.1.3"]').innerText(), /Who to tell: your SLT line manager/);
    // A clause is on one sheet, and the whole is a few of them.
    assert.deepEqual(await page.locator('[data-clause]').evaluateAll((found) => [...new Set(found.map((one) => getComputedStyle(one).breakInside))]), ['avoid']);
    const pdf = await page.pdf({ format: 'A4' });
    const sheets = pdf.toString('latin1').match(/\/Type \/Page\b/g).length;
    assert.ok(sheets >= 4 && sheets <= 10, `${sheets} sheets`);
    await page.emulateMedia({ media: null, colorScheme: null });
  });
});

test('in Welsh the clauses that are in English say so', async () => {
  await shown({ school: 'tudhoe', language: 'cy' }, async (page) => {
    assert.equal(await page.getAttribute('html', 'lang'), 'cy');
    assert.match(await page.locator('h1').innerText(), /^Eich polisi, mewn geiriau plaen$/);
    const texts = await page.locator('.row .text').evaluateAll((all) => all.map(({ lang, innerText }) => [lang, /Yn Saesneg$/.test(innerText)]));
    assert.ok(texts.length === 111 && texts.every(([lang, marked]) => (lang === 'en') === marked));
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

test('axe has nothing to say, and nothing leaves the page, in six conditions', async () => {
  await shown({ school: 'tudhoe' }, async (page) => {
    await page.evaluate(axe);
    for (const topicId of ['all', 'profile']) {
      await topic(page, topicId).click();
      for (const [name, { media, size }] of Object.entries(conditions)) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme: null, forcedColors: null, ...media });
        await page.evaluate((open) => document.querySelectorAll('details').forEach((details) => { details.open = open; }), topicId === 'profile');
        await page.evaluate(() => scrollTo(0, 0));
        await page.screenshot({ path: path.join(pictures, `handbook-${topicId}-${name}.png`) });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${name}: scrolls sideways by ${wide}`);
        const small = await page.evaluate(() => [...document.querySelectorAll('button, summary, a, input')]
          .map((element) => [element.textContent, (element.closest('label') ?? element).getBoundingClientRect()])
          .filter(([, box]) => box.height > 0 && box.height < 24).map(([text, box]) => `${text}: ${box.height}`));
        assert.deepEqual(small, [], name);
        const { violations, passes } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations', 'passes'] }));
        assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html} ${node.failureSummary}`).join('; ')}`), [], `${topicId}, ${name}`);
        assert.ok(passes.some(({ id }) => id === 'color-contrast') || name === 'forced', 'contrast was looked at');
      }
    }
  });
});

test('reminders: what comes in pages is said, what is known can come again, and the switch holds', async () => {
  const day = new Date(Date.now() + 30 * 864e5).toISOString().slice(0, 10);
  const kept = () => chrome.inExtension(() => globalThis.chrome.storage.local.get(['reminders', 'remindersOff']));
  await set({ accountCheck: 'off', schoolDomains: 'oakfield.sch.uk', school: 'tudhoe' });
  await chrome.inExtension((until) => globalThis.chrome.storage.local.set({ reminders: { version: 1, entries: [{ clause: 'data-protection', came: '2020-01-01', known: until }] } }), day);
  await chrome.killWorker();
  await shown({ school: 'tudhoe' }, async (page) => {
    const coming = rows(page).filter({ hasText: 'Also comes in pages' });
    assert.ok((await coming.evaluateAll((all) => all.every(({ dataset }) => dataset.how === 'reminder'))) && (await coming.count()) > 15);
    const row = page.locator('[data-clause="data-protection"]');
    assert.match(await row.innerText(), /You know this: it rests until \d+ \w+ \d{4}\./);
    await page.screenshot({ path: path.join(pictures, 'handbook-reminders.png') });
    await row.getByRole('button', { name: 'Remind me again' }).click();
    await until(async () => !/You know this/.test(await row.innerText().catch(() => 'You know this')), { what: 'the clause to be drawn anew' });
    assert.equal((await kept()).reminders.entries[0].known, '');
    assert.equal(await page.evaluate(() => document.activeElement?.dataset.clause), 'data-protection');
    const box = page.getByRole('checkbox', { name: 'Show reminders on this device' });
    assert.ok(await box.isChecked());
    await box.uncheck();
    await until(async () => (await kept()).remindersOff === true, { what: 'the switch to be kept' });
    await page.reload();
    await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
    assert.ok(!(await box.isChecked()));
    assert.equal(await coming.count(), 0);
    await box.check();
    await until(async () => (await kept()).remindersOff === false, { what: 'the switch to be kept' });
  });
  for (const config of [{ rules: JSON.stringify({ reminders: 'off' }) }, { sharedAccount: 'on' }]) {
    await shown({ school: 'tudhoe', ...config }, async (page) => assert.equal(await page.locator('[data-reminders]').count(), 0, JSON.stringify(config)));
  }
});
