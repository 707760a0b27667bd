// A report of a concern in the extension as built, with its own worker: whom each school names, the
// national guidance first, a text that goes nowhere by itself, and nothing kept.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch, repository } from './harness/chromium.mjs';
import { withPage } from './harness/pages.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = path.join(repository, '.lanyard/pictures');

// Whom the five documents name, read by hand: `named` by a clause about it, else by the document for questions.
const ROUTES = {
  'beaudesert-park': {
    pupil: ['named', 'your Designated Safeguarding Lead'],
    child: ['named', 'your Designated Safeguarding Lead', 'your Headmaster'],
    harassed: ['named', 'your line manager'],
    sent: ['usual', 'your Headmaster'],
    screen: ['usual', 'your Headmaster'],
    colleague: ['named', 'your Headmaster'],
  },
  tudhoe: {
    pupil: ['named', 'your Head Teacher'],
    child: ['usual', 'your Head Teacher'],
    harassed: ['named', 'your Head Teacher', 'the social network', 'the police'],
    sent: ['named', 'your Head Teacher'],
    screen: ['named', 'your Head Teacher'],
    colleague: ['usual', 'your Head Teacher'],
  },
  'st-marylebone': {
    pupil: ['usual', 'your SLT line manager', 'the Deputy Head of School', 'the Head of School'],
    harassed: ['named', 'your SLT line manager', 'the Deputy Head of School', 'the Head of School'],
    sent: ['usual', 'your SLT line manager', 'the Deputy Head of School', 'the Head of School'],
    colleague: ['named', 'your SLT line manager', 'the Deputy Head of School', 'the Head of School'],
  },
  'educating-for-life': {
    pupil: ['usual', 'your line manager', 'the Headteacher'],
    screen: ['named', 'your line manager'],
    sent: ['usual', 'your line manager', 'the Headteacher'],
  },
  'droitwich-spa': {
    sent: ['usual', 'the Headteacher', 'a member of the Senior Leadership Team'],
    screen: ['named', 'the Headteacher', 'a member of the Senior Leadership Team'],
    colleague: ['usual', 'the Headteacher', 'a member of the Senior Leadership Team'],
  },
};

let chrome;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  chrome = await launch({ extension: 'unpacked' });
});
after(() => chrome?.stop());

const shown = (config, use, options) => withPage(chrome, 'concern.html', config, use, options);

const choose = (page, kind) => page.locator(`[data-kind="${kind}"]`).check();
const people = (page) => page.locator('[data-role] strong').allInnerTexts();
const field = (page, name) => page.locator(`#field-${name}`);
const text = (page) => page.locator('#preview').innerText();

test('each school’s own route, as its document names it', async () => {
  for (const [school, kinds] of Object.entries(ROUTES)) {
    await shown({ school }, async (page) => {
      assert.deepEqual(await people(page), [], 'nobody before it is said what it is about');
      for (const [kind, [how, ...expected]] of Object.entries(kinds)) {
        await choose(page, kind);
        assert.deepEqual(await people(page), expected, `${school} ${kind}`);
        const route = await page.locator('[data-route]').getAttribute('data-route');
        assert.match(route, how === 'named' ? /^concern_named$/ : /^concern_usual/, `${school} ${kind}`);
        assert.equal(await field(page, 'to').inputValue(), expected[0]);
        // A document that is silent is said to be, and nothing of ours stands in its place.
        const cited = await page.locator('[data-clause]').count();
        const says = await page.locator('#route').innerText();
        assert.equal(/says nothing about this/.test(says), cited === 0, `${school} ${kind}: ${says}`);
        assert.equal((await field(page, 'policy').inputValue()) === '', cited === 0);
      }
    });
  }
});

test('G1: the national guidance comes first at every school, and a concern about the head goes past the head', async () => {
  for (const school of Object.keys(ROUTES)) {
    await shown({ school }, async (page) => {
      const [first, second] = await page.locator('main > :first-child .national').allInnerTexts();
      assert.match(first, /^National safeguarding guidance, not your school's clause: never view, copy, screenshot or forward .* 999/, school);
      assert.match(second, /^National safeguarding guidance.*chair of governors/, school);
      await choose(page, 'head');
      assert.deepEqual(await people(page), [], school);
      assert.match(await page.locator('#route').innerText(), /National safeguarding guidance, not your school's clause: tell the chair of governors or the proprietor, not the head.*designated officer/s);
      assert.equal(await field(page, 'to').inputValue(), 'the chair of governors');
      assert.equal(await page.locator('a[href^="mailto:"]').count(), 0);
    });
  }
});

test('a document that names nobody leaves the national guidance alone', async () => {
  const pack = {
    school: { id: 'hilltop', name: 'Hilltop School', policy: 'Staff ICT rules', dated: '2026-01', zone: 'Europe/London', nation: 'wales', lead: 'DSP', route: [], names: [], binds: ['staff'] },
    role: [], clause: [], rules: {},
  };
  await shown({ pack: JSON.stringify(pack) }, async (page) => {
    await choose(page, 'pupil');
    assert.deepEqual(await people(page), []);
    assert.match(await page.locator('#route').innerText(), /names nobody to tell/);
    assert.match(await page.locator('.first').innerText(), /Tell your DSP now/);
    assert.equal(await field(page, 'to').inputValue(), '');
  });
});

test('G6: what is written is copied by a press and stands in no address; a draft to a role’s mailbox is empty', async () => {
  const contacts = JSON.stringify({ 'head-teacher': { title: 'the Head', email: 'head@oakfield.sch.uk' } });
  await shown({ school: 'tudhoe', contacts }, async (page) => {
    await choose(page, 'sent');
    assert.match(await page.locator('[data-clause="phones-email-k"]').innerText(), /Tell your Head Teacher at once/);
    await field(page, 'where').fill('mail.example');
    await field(page, 'own').fill('I chose the wrong list.');
    const draft = page.locator('[data-role="head-teacher"] a');
    // No subject, no text, no second address.
    assert.equal(await draft.getAttribute('href'), 'mailto:head@oakfield.sch.uk');
    assert.equal(await draft.getAttribute('aria-label'), 'Open an empty draft to the Head');
    for (const url of await page.locator('a').evaluateAll((all) => all.map(({ href }) => href))) assert.doesNotMatch(url, /wrong|mail\.example|subject|body/);
    assert.doesNotMatch(page.url(), /wrong|mail\.example/);
    await chrome.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy the report' }).click();
    await page.getByText('Copied. Paste it where you write to them.').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied.trim(), (await text(page)).trim());
    assert.match(copied, /^About: Mail or data went to the wrong people\nSchool: Tudhoe Learning Trust\nFor: the Head\nWhen: \d+ \w+ \d{4}, \d\d:\d\d\nWhere: mail\.example\nWhat happened: \nI chose the wrong list\.\nPolicy: Acceptable Use of ICT Policy: Use of phones and email$/);
  });
  // Without a mailbox there is nothing to open, and that is said.
  await shown({ school: 'tudhoe' }, async (page) => {
    await choose(page, 'sent');
    assert.equal(await page.locator('a[href^="mailto:"]').count(), 0);
    assert.match(await page.locator('#route').innerText(), /set no mailbox here/);
  });
});

test('every field is the person’s: what they wrote stays when they choose another kind', async () => {
  await shown({ school: 'tudhoe' }, async (page) => {
    await choose(page, 'pupil');
    await field(page, 'to').fill('Mrs Hill, who is on duty');
    await choose(page, 'harassed');
    assert.equal(await field(page, 'to').inputValue(), 'Mrs Hill, who is on duty');
    assert.match(await field(page, 'policy').inputValue(), /What to do if you are harassed/);
    for (const name of ['when', 'where', 'seen', 'own', 'policy']) {
      await field(page, name).fill(`mine ${name}`);
      assert.match(await text(page), new RegExp(`mine ${name}`));
    }
    await field(page, 'when').fill('');
    assert.doesNotMatch(await text(page), /When:/);
  });
});

test('G9: nothing that is written here is kept', async () => {
  await shown({ school: 'tudhoe' }, async (page) => {
    const kept = () => page.evaluate(async () => JSON.stringify([
      await chrome.storage.local.get(), await chrome.storage.session.get(), { ...localStorage }, { ...sessionStorage }, await indexedDB.databases(), document.cookie,
    ]));
    const before = await kept();
    await choose(page, 'colleague');
    await field(page, 'own').fill('A very private thing.');
    await page.locator('#copy').click();
    assert.equal(await kept(), before);
    await page.reload();
    await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
    assert.equal(await field(page, 'own').inputValue(), '');
    assert.equal(await page.locator('[data-kind]:checked').count(), 0);
  });
});

test('the handbook’s guides lead to it, and it leads back to the clause', async () => {
  await shown({ school: 'tudhoe' }, async (page) => {
    await page.goto(`chrome-extension://${chrome.extensionId}/handbook.html`);
    await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
    await page.getByText('I sent mail to the wrong people').click();
    const opened = chrome.context.waitForEvent('page');
    await page.locator('#guide-sent').getByRole('link', { name: 'Write a report' }).click();
    const report = await opened;
    await report.waitForSelector('html[data-state="ready"]', { state: 'attached' });
    assert.equal(await report.locator('[data-kind]:checked').getAttribute('data-kind'), 'sent');
    assert.match(await report.locator('[data-clause] a').first().getAttribute('href'), /^handbook\.html#clause-phones-email-k$/);
    await report.close();
    assert.equal(await page.locator('#guide-parent a[href^="concern"]').count(), 0);
  });
});

test('by keyboard alone: choose, write, copy', async () => {
  await shown({ school: 'beaudesert-park' }, async (page) => {
    const here = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.dataset.kind || document.activeElement?.tagName);
    await page.keyboard.press('Tab');
    assert.equal(await here(), 'pupil');
    await page.keyboard.press('Space');
    assert.deepEqual(await people(page), ['your Designated Safeguarding Lead']);
    assert.match(await page.locator('#heard').innerText(), /Who to tell: your Designated Safeguarding Lead/);
    await page.keyboard.press('ArrowDown');
    assert.equal(await here(), 'child');
    assert.equal((await people(page)).length, 2);
    const stops = [];
    for (let n = 0; n < 20 && (await here()) !== 'copy'; n++) {
      await page.keyboard.press('Tab');
      stops.push(await here());
      if ((await here()) === 'field-own') await page.keyboard.type('Seen at break.');
    }
    assert.deepEqual(stops.filter((stop) => stop.startsWith('field-')), ['to', 'when', 'where', 'seen', 'own', 'policy'].map((name) => `field-${name}`));
    await page.keyboard.press('Enter');
    await page.getByText('Copied. Paste it').waitFor();
    assert.match(await text(page), /Seen at break\./);
  });
});

test('in Welsh, too', async () => {
  await shown({ school: 'tudhoe', language: 'cy' }, async (page) => {
    assert.equal(await page.getAttribute('html', 'lang'), 'cy');
    await choose(page, 'sent');
    assert.match(await page.locator('h1').innerText(), /^Rhoi gwybod am bryder$/);
    assert.match(await text(page), /^Am: Aeth e-bost/);
    assert.equal(await page.locator('[data-clause] .text').first().getAttribute('lang'), 'en');
    assert.equal(await page.getByText('concern_').count(), 0);
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
  const contacts = JSON.stringify({ 'head-teacher': { title: 'the Head', email: 'head.office.mailbox@oakfield-long-name.sch.uk' } });
  await shown({ school: 'tudhoe', contacts }, async (page) => {
    await page.evaluate(axe);
    for (const kind of ['none', 'harassed']) {
      if (kind !== 'none') await choose(page, kind);
      if (kind !== 'none') await field(page, 'own').fill('Somebody writes under every post of mine. It began on Monday.');
      for (const [name, { media, size }] of Object.entries(conditions)) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme: null, forcedColors: null, ...media });
        await page.evaluate(() => scrollTo(0, 0));
        await page.screenshot({ path: path.join(pictures, `concern-${kind}-${name}.png`), fullPage: name === 'chromebook' || name === 'narrow' });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${name}: scrolls sideways by ${wide}`);
        const small = await page.evaluate(() => [...document.querySelectorAll('button, a, input, textarea')]
          .map((element) => [element.textContent, (element.closest('label') ?? element).getBoundingClientRect()])
          .filter(([, box]) => box.height > 0 && box.height < 24).map(([words, box]) => `${words}: ${box.height}`));
        assert.deepEqual(small, [], name);
        const { violations, passes } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations', 'passes'] }));
        assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html} ${node.failureSummary}`).join('; ')}`), [], `${kind}, ${name}`);
        assert.ok(passes.some(({ id }) => id === 'color-contrast') || name === 'forced', 'contrast was looked at');
      }
    }
    await page.emulateMedia({ colorScheme: 'light', forcedColors: null });
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.evaluate(() => { document.documentElement.dir = 'rtl'; });
    await page.screenshot({ path: path.join(pictures, 'concern-rtl.png') });
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, 'scrolls sideways from right to left');
  });
});
