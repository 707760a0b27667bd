// What Lanyard sees, in the extension as a school has it: the very observation of a tab, masked until somebody
// asks, with where it went, what is kept and how it goes, what Lanyard may do and what it has asked the network for.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { drawnWhen, findingsWhen, openPanel, press, startLanyard } from './e2e/lanyard.mjs';
import { repository } from './harness/chromium.mjs';
import { sleep, until } from './harness/processes.mjs';
import { clickInShadow } from './harness/shadow.mjs';
import { startReplicas } from './servers/replicas.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = path.join(repository, '.lanyard/pictures');
const families = ['a.one@example.com', 'b.two@example.org', 'c.three@example.net', 'd.four@example.com', 'e.five@example.org'];
const secret = /example\.(com|org|net)|Kit list|Sunshine|teacher@/;
const rule = 'email-recipients-visible';

let chrome, replicas;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  replicas = await startReplicas();
  chrome = await startLanyard({ school: 'st-marylebone', replicas });
});
after(async () => {
  await chrome?.stop();
  await replicas?.stop();
});

/** Pushes a school's configuration, and waits until the worker has taken it. */
async function school(id) {
  await chrome.school(id);
  await until(() => chrome.inExtension(async (wanted) => (await globalThis.chrome.runtime.sendMessage({ type: 'handbook' })).school === wanted, id), { timeout: 20_000, what: id });
}

const compose = (page) => page.locator('.M9').filter({ has: page.locator('[name=to]') }).first();

/** A message in Gmail to these people, with a subject and words. */
async function gmail(addresses, { subject = 'Kit list', words = '' } = {}) {
  const page = await chrome.newPage();
  await page.goto('https://mail.google.com/mail/u/0/#inbox');
  await page.evaluate(() => window.__replica.ready);
  await page.evaluate(() => window.__replica.open('popup'));
  await more(page, addresses);
  await compose(page).locator('input[name=subjectbox]').click();
  await page.keyboard.type(subject);
  if (words) {
    await compose(page).locator('[g_editable=true] > div').first().click();
    await page.keyboard.type(words);
  }
  return page;
}

async function more(page, addresses) {
  const box = compose(page).locator('[name=to] input[role=combobox]');
  if (!(await box.isVisible())) await compose(page).locator('div.aoD.hl').first().focus();
  await box.click();
  for (const address of addresses) {
    await page.keyboard.type(address);
    await page.keyboard.press('Enter');
  }
}

/** What Lanyard sees of a page, closed again after `use`. */
async function sees(of, use, { width = 1366, height = 768, clock = false } = {}) {
  const id = of && await chrome.tabId(of);
  const page = await chrome.newPage();
  const loud = [];
  page.on('console', (message) => loud.push(message.text()));
  page.on('pageerror', (error) => loud.push(String(error)));
  try {
    await page.setViewportSize({ width, height });
    if (clock) await page.clock.install();
    await page.goto(`chrome-extension://${chrome.extensionId}/sees.html${of ? `?tab=${id}` : ''}`);
    await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
    await use(page);
    assert.deepEqual(loud, [], 'the page complains');
  } finally {
    await page.close();
  }
}

/** A part of the page by its heading. */
const part = (page, id) => page.locator(`section:has(> #${id})`);
const card = (page) => page.locator('[data-observed]');
const line = (page, name) => page.locator(`[data-line="${name}"] dd`);
const json = (page) => card(page).locator('pre').textContent();
const openJson = (page) => card(page).locator('summary').click();
const show = (page) => page.getByRole('button', { name: 'Show names and words' });
const hide = (page) => page.getByRole('button', { name: 'Hide names and words' });
const stored = () => chrome.inExtension(async () => ({ local: await globalThis.chrome.storage.local.get(), session: await globalThis.chrome.storage.session.get() }));

test('G5: names, addresses and words are masked until they are asked for, and again after half a minute', async () => {
  const mail = await gmail(families, { words: 'Kit for the match.' });
  await findingsWhen(chrome, mail, ({ findings }) => findings.some((found) => found.rule === rule));
  await sees(mail, async (page) => {
    assert.equal(await card(page).getAttribute('data-observed'), 'gmail/compose#1');
    assert.match(await card(page).locator('h3').innerText(), /^Message being written$/);
    assert.match(await line(page, 'to').innerText(), /^5 in all/);
    assert.equal(await line(page, 'mode').innerText(), 'A new message');
    assert.match(await card(page).locator(`[data-led="${rule}"]`).innerText(), /5 people outside the school/);
    await openJson(page);
    // Masked: in what is drawn, in the JSON, and anywhere else in the document.
    assert.doesNotMatch(await page.content(), secret);
    const masked = JSON.parse(await json(page));
    assert.equal(masked.kind, 'composeMail');
    assert.ok(masked.to.length === 5 && masked.to.every(({ address, ref }) => address === '••••••' && ref === '••••••'));

    await show(page).click();
    for (const family of families) assert.ok((await line(page, 'to').innerText()).includes(family), family);
    assert.match(await line(page, 'from').innerText(), /teacher@oakfield\.sch\.uk/);
    const shown = JSON.parse(await json(page));
    assert.deepEqual(shown.to.map(({ address }) => address), families);
    assert.match(await page.locator('#names-said').innerText(), /30 seconds/);
    // By hand.
    await hide(page).click();
    assert.doesNotMatch(await page.content(), secret);
    // By itself, also where the page has changed meanwhile.
    await show(page).click();
    await page.clock.fastForward(20_000);
    assert.match(await page.content(), secret);
    await page.clock.fastForward(11_000);
    await until(async () => !secret.test(await page.content()), { what: 'the names to be hidden again' });
    assert.equal(await page.locator('#names-said').innerText(), 'Names and words are hidden again.');
    assert.ok(await card(page).locator('details').evaluate((details) => details.open), 'what was opened stays open');
  }, { clock: true });
  await mail.close();
});

test('names are hidden as soon as the page is left', async () => {
  const mail = await gmail(families);
  await findingsWhen(chrome, mail, ({ findings }) => findings.some((found) => found.rule === rule));
  await sees(mail, async (page) => {
    await show(page).click();
    assert.match(await page.content(), secret);
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    assert.doesNotMatch(await page.content(), secret);
  });
  await mail.close();
});

test('it is live: what changes in the tab changes here', async () => {
  const mail = await gmail(families.slice(0, 2));
  await findingsWhen(chrome, mail, ({ text }) => /Message being written/.test(text));
  await sees(mail, async (page) => {
    assert.match(await line(page, 'to').innerText(), /^2 in all/);
    await more(mail, families.slice(2));
    await compose(mail).locator('input[name=subjectbox]').click();
    await page.bringToFront();
    await until(async () => /^5 in all/.test(await line(page, 'to').innerText()), { timeout: 10_000, what: 'the page to show five' });
    await mail.close();
    await until(async () => (await card(page).count()) === 0, { timeout: 10_000, what: 'what has gone to go' });
  });
});

test('a worker that has died meanwhile: the page is asked again', async () => {
  const mail = await gmail(families);
  await findingsWhen(chrome, mail, ({ findings }) => findings.some((found) => found.rule === rule));
  await chrome.killWorker();
  await sees(mail, async (page) => assert.match(await line(page, 'to').innerText(), /^5 in all/));
  await mail.close();
});

test('G10: of mail with somebody protected on it there are addresses, and nothing else', async () => {
  const mail = await gmail(['rep@neu.org.uk', ...families.slice(0, 1)], { words: 'The password is Sunshine12.' });
  await findingsWhen(chrome, mail, ({ text }) => /Message being written/.test(text));
  await sees(mail, async (page) => {
    await until(async () => /Somebody here is protected/.test(await card(page).innerText()), { what: 'the word on it' });
    await show(page).click();
    assert.deepEqual(await page.locator('[data-line]').evaluateAll((all) => all.map((one) => one.dataset.line)), ['to', 'cc', 'bcc', 'unplaced']);
    await openJson(page);
    const shown = JSON.parse(await json(page));
    assert.deepEqual(Object.keys(shown).sort(), ['bcc', 'cc', 'kind', 'surface', 'to', 'unplaced']);
    assert.ok([...shown.to, ...shown.unplaced].every((one) => Object.keys(one).join() === 'address'));
    assert.match(await page.content(), /rep@neu\.org\.uk/);
    assert.doesNotMatch(await page.content(), /Sunshine|Kit list/);
  });
  await mail.close();
});

test('an answer is listed with its clause, taken back with one press, and asked again', async () => {
  const mail = await gmail(families);
  await findingsWhen(chrome, mail, ({ findings }) => findings.some((found) => found.rule === rule));
  await press(mail, 'not-now');
  await until(async () => (await stored()).local.kept?.entries.length === 1, { what: 'the answer to be kept' });
  await sees(mail, async (page) => {
    const answer = page.locator(`[data-answer="${rule}"]`);
    assert.match(await answer.innerText(), /Clause .+You said “Not now”\.\s+Kept until \d+ \w+ \d{4}\./s);
    assert.doesNotMatch(await part(page, 'answers').innerText(), secret);
    await answer.getByRole('button', { name: /^Ask me again/ }).click();
    await until(async () => (await answer.count()) === 0, { what: 'the answer to go' });
    assert.match(await page.locator('#answers-said').innerText(), /Lanyard asks again/);
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'answers', 'focus is not lost');
    assert.deepEqual((await stored()).local.kept.entries, []);
  });
  await mail.close();
});

test('less of a rule is listed and taken back; counts are shown where the school wants them, and saved by the person', async () => {
  await chrome.school('st-marylebone', { counters: 'on' });
  const page = await gmail(families);
  try {
    await findingsWhen(chrome, page, ({ findings }) => findings.some((one) => one.rule === rule));
    await until(() => chrome.inExtension(async () => (await globalThis.chrome.storage.local.get('counts')).counts), { what: 'a count' });
    await openPanel(page);
    await clickInShadow(page, '[data-part=clause]');
    await sleep(600);
    await clickInShadow(page, '[data-part=less]');
    await until(() => chrome.inExtension(async () => JSON.stringify((await globalThis.chrome.storage.local.get('reminders')).reminders ?? '').includes('rule:')), { what: 'less to be kept' });
    await sees(page, async (shown) => {
      const counted = shown.locator(`[data-counted="${rule}"]`);
      assert.match(await counted.innerText(), /Week of \d+ \w+ \d{4}[\s\S]*1 time/);
      const [download] = await Promise.all([shown.waitForEvent('download'), shown.getByRole('button', { name: 'Save as a file' }).click()]);
      assert.match(readFileSync(await download.path(), 'utf8'), new RegExp(`^week,rule,count\r\n\\d{4}-\\d\\d-\\d\\d,${rule},1\r\n$`));
      assert.match(await shown.locator('[data-key="counts"]').innerText(), /by week[\s\S]*Yours/i);
      const less = shown.locator(`[data-less="${rule}"]`);
      assert.match(await less.innerText(), /Until \d+ \w+ \d{4}\./);
      await less.getByRole('button', { name: /Show as before/ }).click();
      await less.waitFor({ state: 'detached' });
      assert.equal(await shown.locator('#answers-said').innerText(), 'Shown as before.');
    });
    await drawnWhen(page, 'panel', 1);
  } finally {
    await page.close();
    await chrome.school('st-marylebone');
  }
  await until(() => chrome.inExtension(async () => !(await globalThis.chrome.storage.local.get('counts')).counts), { what: 'the counts to go where the school wants them no longer' });
});

test('G9: what is answered on a social site is listed as gone with the browser, and is not on the disk', async () => {
  const page = await chrome.newPage();
  await page.goto('https://www.facebook.com/friends/requests/?people=pupil-by-name');
  await findingsWhen(chrome, page, ({ findings }) => findings.length === 1);
  await press(page, 'not-pupil');
  await findingsWhen(chrome, page, ({ findings }) => findings.length === 0);
  await sees(page, async (shown) => {
    const answer = shown.locator('[data-answer="social-pupil-connection"]');
    assert.match(await answer.innerText(), /You gave a reason\.\s+Kept until the browser closes/);
    assert.equal(await shown.locator('[data-key="fleeting"]').count(), 1);
    assert.equal((await stored()).local.fleeting, undefined);
    assert.equal(await shown.locator('[data-line="name"] .theirs').count(), 0, 'the name is masked');
    await answer.getByRole('button').click();
    await until(async () => (await answer.count()) === 0, { what: 'the answer to go' });
  });
  await findingsWhen(chrome, page, ({ findings }) => findings.length === 1);
  await page.close();
});

test('every key that is stored is listed, and clearing takes what is the person’s and nothing else', async () => {
  // A number of one's own is kept where a rule looks for it, and stays where none does any more.
  await school('tudhoe');
  await chrome.inExtension(() => globalThis.chrome.runtime.sendMessage({ type: 'ownAdd', text: '07700 900123' }));
  await until(async () => (await stored()).local.own, { what: 'the number to be kept' });
  await school('st-marylebone');
  const mail = await gmail(families);
  await findingsWhen(chrome, mail, ({ findings }) => findings.some((found) => found.rule === rule));
  await press(mail, 'not-now');
  await until(async () => (await stored()).local.kept?.entries.length === 1, { what: 'the answer to be kept' });
  const before = await stored();
  await sees(mail, async (page) => {
    const listed = await part(page, 'stored').locator('[data-key]').evaluateAll((all) => all.map((one) => one.dataset.key).sort());
    assert.deepEqual(listed, [...Object.keys(before.local), ...Object.keys(before.session)].sort());
    assert.doesNotMatch(await part(page, 'stored').innerText(), /no words for/);
    await page.getByRole('button', { name: 'Clear what is mine' }).click();
    await until(async () => /Cleared/.test(await page.locator('#clear-said').innerText()), { what: 'the word that it is done' });
    const { local, session } = await stored();
    for (const key of ['kept', 'own', 'reminders']) assert.equal(local[key], undefined, key);
    assert.equal(session.fleeting, undefined);
    assert.deepEqual(local.managed, before.local.managed, 'configuration and list stay');
    assert.equal(await page.locator('[data-answer]').count(), 0);
  });
  // Everything still works: it warns again, and an answer is kept again.
  await press(mail, 'not-now');
  await until(async () => (await stored()).local.kept?.entries.length === 1, { what: 'an answer to be kept again' });
  await mail.close();
});

test('the icon has a number for whoever wants one, and none before', async () => {
  await school('st-marylebone');
  const mail = await gmail(families);
  await findingsWhen(chrome, mail, ({ findings }) => findings.some((found) => found.rule === rule));
  const tabId = await chrome.tabId(mail);
  const icon = () => chrome.inExtension((tabId) => globalThis.chrome.action.getBadgeText({ tabId }), tabId);
  assert.equal(await icon(), '');
  await sees(mail, async (page) => {
    const box = page.getByRole('checkbox', { name: 'Number of warnings on the icon' });
    assert.equal(await box.isChecked(), false);
    await box.focus();
    await page.keyboard.press('Space');
    await until(async () => (await icon()) === '1', { what: 'the number' });
    assert.match(await page.locator('#badge-said').innerText(), /on the icon now/);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'badge', 'the focus is not lost');
    await page.reload();
    await until(() => box.isChecked(), { what: 'the switch to be as it was left' });
    await box.uncheck();
    await until(async () => (await icon()) === '', { what: 'the number to go' });
  });
  await mail.close();
});

test('each permission of the manifest has its sentence, in both languages', async () => {
  const manifest = JSON.parse(readFileSync(path.join(repository, 'manifest.json'), 'utf8'));
  const wanted = [...manifest.permissions, ...manifest.host_permissions];
  for (const language of [undefined, 'cy']) {
    await chrome.school('st-marylebone', { language });
    await until(() => chrome.inExtension(async (wants) => (await globalThis.chrome.runtime.sendMessage({ type: 'handbook' })).language.startsWith(wants), language ?? 'en'), { what: 'the language' });
    await sees(undefined, async (page) => {
      const rows = await page.locator('[data-permission]').evaluateAll((all) => all.map((one) => [one.dataset.permission, one.querySelector('p').textContent]));
      assert.deepEqual(rows.map(([name]) => name), wanted);
      for (const [name, says] of rows) assert.ok(says.split(' ').length > 4 && !says.includes('sees_'), `${name}: ${says}`);
      assert.doesNotMatch(await page.locator('body').innerText(), /sees_\w|popup_\w|health_\w/);
    });
  }
  await school('st-marylebone');
});

test('without a tab, on a page that nothing covers, and without a policy, the rest is still there', async () => {
  await sees(undefined, async (page) => {
    assert.match(await part(page, 'now').innerText(), /Open this page from Lanyard's button/);
    assert.ok(await part(page, 'stored').locator('[data-key="managed"]').count());
  });
  const news = await chrome.newPage();
  await news.goto('https://news.example/');
  await sees(news, async (page) => assert.match(await part(page, 'now').innerText(), /Lanyard sees nothing of this page\./));
  await news.close();
  await chrome.managed({});
  await until(async () => !(await stored()).local.managed, { timeout: 20_000, what: 'the policy to be gone' });
  const mail = await gmail(families.slice(0, 1));
  await sees(mail, async (page) => {
    assert.match(await part(page, 'now').innerText(), /No school policy yet/);
    assert.equal(await page.locator('[data-permission]').count(), 6);
    assert.ok(await page.getByRole('button', { name: 'Clear what is mine' }).isVisible());
  });
  await mail.close();
  await school('st-marylebone');
});

test('the popup leads here with its tab, and all of it is done by keyboard alone', async () => {
  const mail = await gmail(families);
  await findingsWhen(chrome, mail, ({ findings }) => findings.some((found) => found.rule === rule));
  const popup = await chrome.popup(mail);
  const link = popup.getByRole('link', { name: 'What Lanyard sees here' });
  const opened = chrome.context.waitForEvent('page');
  await link.focus();
  await popup.keyboard.press('Enter');
  const page = await opened;
  await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
  assert.match(await line(page, 'to').innerText(), /^5 in all/);
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  const tabTo = async (what) => {
    for (let n = 0; n < 40 && !what.test(await focused()); n += 1) await page.keyboard.press('Tab');
    assert.match(await focused(), what);
  };
  await tabTo(/^Show names and words$/);
  await page.keyboard.press('Enter');
  assert.match(await page.content(), secret);
  assert.match(await focused(), /^Hide names and words$/);
  await page.keyboard.press('Space');
  assert.doesNotMatch(await page.content(), secret);
  await tabTo(/^Show as JSON$/);
  await page.keyboard.press('Enter');
  assert.ok(await card(page).locator('pre').isVisible());
  await tabTo(/^Clear what is mine$/);
  await page.keyboard.press('Enter');
  await until(async () => /Cleared/.test(await page.locator('#clear-said').innerText()), { what: 'it to be cleared' });
  await page.close();
  await popup.close();
  await mail.close();
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
  const mail = await gmail(families, { words: 'Kit for the match.' });
  await findingsWhen(chrome, mail, ({ findings }) => findings.some((found) => found.rule === rule));
  await press(mail, 'not-now');
  await until(async () => (await stored()).local.kept?.entries.length === 1, { what: 'the answer to be kept' });
  await sees(mail, async (page) => {
    await page.evaluate(axe);
    await openJson(page);
    for (const shown of [false, true]) {
      for (const [name, { media, size }] of Object.entries(conditions)) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme: null, forcedColors: null, ...media });
        if (shown && await show(page).isVisible()) await show(page).click();
        await page.evaluate(() => scrollTo(0, 0));
        await page.screenshot({ path: path.join(pictures, `sees-${shown ? 'shown' : 'masked'}-${name}.png`), fullPage: true });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${name}: scrolls sideways by ${wide}`);
        const small = await page.evaluate(() => [...document.querySelectorAll('button, summary, a')]
          .map((element) => [element.textContent, element.getBoundingClientRect()])
          .filter(([, box]) => box.height > 0 && box.height < 24).map(([text, box]) => `${text}: ${box.height}`));
        assert.deepEqual(small, [], name);
        const { violations, passes } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations', 'passes'] }));
        assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html} ${node.failureSummary}`).join('; ')}`), [], name);
        assert.ok(passes.some(({ id }) => id === 'color-contrast') || name === 'forced', 'contrast was looked at');
      }
    }
  });
  await mail.close();
});

test('the browser’s own record of requests is shown, and is empty; nothing went to the network', async () => {
  await sees(undefined, async (page) => {
    assert.match(await part(page, 'audit').innerText(), /Nothing, since it last started\./);
    assert.equal(await page.locator('[data-request]').count(), 0);
  });
  assert.deepEqual(await chrome.extensionRequests(), []);
});
