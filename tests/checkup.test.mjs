// The privacy check-up in the extension as built: every school's own thresholds and clauses, links that carry
// nothing, by keyboard alone, and nothing kept of what somebody does here.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch, repository } from './harness/chromium.mjs';
import { withPage } from './harness/pages.mjs';
import { until } from './harness/processes.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = path.join(repository, '.lanyard/pictures');

// What good looks like, and the sections that say so, read by hand from the five documents.
const SCHOOLS = {
  'st-marylebone': { posts: [/^Not Public\. Friends is safer/, '5.3.2', '2.1.5'], account: [/^On\.$/, '5.3.2', '2.1.5'], work: 1, others: 0 },
  'educating-for-life': { posts: [/sets no level/, 'Guidelines para 9, bullet 1'], account: [/sets no level/, 'Guidelines para 9, bullet 1'], work: 0, others: 0 },
  tudhoe: { posts: [/^Friends\. Not Friends of friends/, 'Facebook cheat sheet for staff (App. 1) privacy'], account: [/^On, the private choice\.$/], work: 1, others: 3 },
  'droitwich-spa': { posts: [/^A choice that pupils cannot see/, '5.2 must 1'], account: [/^On\.$/, '5.2 must 1'], work: 1, others: 0 },
  'beaudesert-park': { posts: [/^The strictest choice/, 'App. 1 Staff Code of Conduct', 'Use of personal social media sites by employees'], account: [/^On\.$/, 'App. 1 Staff Code of Conduct', 'Use of personal social media sites by employees'], work: 1, others: 0 },
};
const SITES = ['facebook', 'instagram', 'x', 'linkedin', 'tiktok', 'snapchat', 'youtube', 'whatsapp', 'myspace'];

let chrome;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  chrome = await launch({ extension: 'unpacked' });
});
after(() => chrome?.stop());

const shown = (config, use, options) => withPage(chrome, 'checkup.html', config, use, options);

const item = (page, site, what) => page.locator(`[data-site="${site}"] [data-what="${what}"]`);
const open = (page) => page.evaluate(() => document.querySelectorAll('details').forEach((details) => { details.open = true; }));

test('each school has its own thresholds and cites its own clauses; where it is silent the page says so', async () => {
  for (const [school, expected] of Object.entries(SCHOOLS)) {
    await shown({ school }, async (page) => {
      await open(page);
      assert.deepEqual(await page.locator('[data-site]').evaluateAll((all) => all.map(({ dataset }) => dataset.site)), SITES);
      for (const [row, [good, ...sections]] of [[item(page, 'facebook', 'posts'), expected.posts], [item(page, 'instagram', 'account'), expected.account]]) {
        assert.match(await row.locator('.good span + span').innerText(), good, school);
        assert.deepEqual(await row.locator('.cited bdi').allInnerTexts(), sections, school);
        assert.equal(await row.getByText('Good practice, no clause of yours').count(), sections.length ? 0 : 1, school);
      }
      assert.equal(await item(page, 'whatsapp', 'picture').getByText('Good practice, no clause of yours').count(), 1, school);
      assert.equal(await page.locator('.work .cited').count(), expected.work, school);
      assert.equal(await page.locator('[data-clause]').count(), expected.others, school);
      // A clause leads to its place in the handbook.
      for (const href of await page.locator('.cited a').evaluateAll((all) => all.map((link) => link.getAttribute('href')))) {
        assert.match(href, /^handbook\.html#clause-/);
      }
    });
  }
});

test('G6: every link leads straight to a setting or its site, and carries no name and no trace of this page', async () => {
  await shown({ school: 'beaudesert-park' }, async (page) => {
    const links = await page.locator('a[href^="http"]').evaluateAll((all) => all.map(({ href, rel, target, ariaLabel, innerText }) => ({ href, rel, target, ariaLabel, innerText })));
    assert.ok(links.length > 30);
    for (const link of links) {
      assert.ok(link.href.startsWith('https://') && link.rel === 'noopener noreferrer' && link.target === '_blank', link.href);
    }
    const search = links.filter(({ href }) => href.includes('google'));
    assert.deepEqual(search.map(({ href }) => href), ['https://www.google.com/'], 'a search begins with an empty box');
    // Each says where it goes, also to somebody who hears the links alone.
    const names = links.map(({ ariaLabel, innerText }) => ariaLabel ?? innerText);
    assert.equal(new Set(names).size, names.length, 'two links have the same name');
    assert.equal(await item(page, 'facebook', 'friend_list').locator('.way a').getAttribute('href'), 'https://www.facebook.com/settings/?tab=how_people_find_and_contact_you');
  });
});

test('G9: ticks are counted in the open page, and neither kept nor told', async () => {
  await shown({ school: 'tudhoe' }, async (page) => {
    const kept = () => page.evaluate(async () => JSON.stringify([
      await chrome.storage.local.get(), await chrome.storage.session.get(), { ...localStorage }, { ...sessionStorage },
      await indexedDB.databases(), document.cookie, location.href, await caches.keys(),
    ]));
    const before = await kept();
    const told = await page.evaluate(() => {
      globalThis.asked = [];
      const { sendMessage } = chrome.runtime;
      chrome.runtime.sendMessage = (...all) => { globalThis.asked.push(all); return sendMessage.apply(chrome.runtime, all); };
      return true;
    });
    assert.ok(told);
    await page.locator('#facebook > summary').click();
    const boxes = page.locator('#facebook input');
    assert.equal(await page.locator('#count-facebook').innerText(), '8 settings');
    await boxes.nth(0).check();
    await boxes.nth(1).check();
    assert.equal(await page.locator('#count-facebook').innerText(), '2 of 8 looked at');
    await boxes.nth(1).uncheck();
    assert.equal(await page.locator('#count-facebook').innerText(), '1 of 8 looked at');
    await page.locator('[data-clause] input').first().check();
    assert.equal(await kept(), before);
    assert.deepEqual(await page.evaluate(() => globalThis.asked), [], 'the worker hears nothing of it');
    await page.evaluate(() => chrome.runtime.sendMessage({ type: 'handbook' }));
    assert.equal(await page.evaluate(() => globalThis.asked.length), 1, 'and would be seen to');
    assert.match(await page.locator('#term ~ p.muted').innerText(), /kept nowhere\. Nobody learns/);
    await page.reload();
    await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
    assert.equal(await page.locator('input:checked').count(), 0);
  });
});

test('it is due again with the next term of the school, else after 13 weeks', async () => {
  const day = (days) => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10);
  const said = (date) => new Date(`${date}T12:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  await shown({ school: 'st-marylebone', termDates: JSON.stringify([{ from: day(-40), to: day(10) }, { from: day(24), to: day(90) }]) }, async (page) => {
    assert.equal(await page.locator('[data-due]').innerText(), `The next term begins on ${said(day(24))}: go through it again then.`);
  });
  await shown({ school: 'st-marylebone' }, async (page) => {
    const text = await page.locator('[data-due]').innerText();
    assert.ok([day(90), day(91), day(92)].some((one) => text.includes(said(one))), text);
    assert.match(text, /no term dates, so a term is 13 weeks/);
  });
});

test('by keyboard alone: open a site, tick, reach the link and its clause, and print', async () => {
  await shown({ school: 'droitwich-spa' }, async (page) => {
    await page.evaluate(() => { globalThis.printed = 0; globalThis.print = () => { globalThis.printed += 1; }; });
    const focused = () => page.evaluate(() => {
      const at = document.activeElement;
      return [at?.tagName, at?.closest('[data-what]')?.dataset.what ?? at?.closest('details')?.id ?? at?.dataset.do ?? '', at?.getAttribute('href') ?? ''];
    });
    await page.keyboard.press('Tab');
    assert.deepEqual(await focused(), ['BUTTON', 'print', '']);
    const to = async (wanted, most = 40) => {
      for (let n = 0; n < most; n += 1) {
        if (JSON.stringify(await focused()) === JSON.stringify(wanted)) return;
        await page.keyboard.press('Tab');
      }
      assert.fail(`no way by Tab to ${wanted}; at ${await focused()}`);
    };
    await to(['SUMMARY', 'instagram', '']);
    await page.keyboard.press('Enter');
    await to(['INPUT', 'account', ''], 2);
    await page.keyboard.press('Space');
    assert.equal(await page.locator('#count-instagram').innerText(), '1 of 3 looked at');
    await to(['A', 'account', 'https://www.instagram.com/accounts/who_can_see_your_content/'], 2);
    await to(['A', 'account', 'handbook.html#clause-5.2-must-1'], 2);
    // A ring is seen where the focus is.
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
    await page.locator('[data-do="print"]').focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => globalThis.printed), 1);
    assert.equal(await page.locator('details:not([open])').count(), 0, 'what is folded away would not be printed');
  });
});

test('a link to a site opens it there', async () => {
  await shown({ school: 'st-marylebone' }, async (page) => {
    assert.deepEqual(await page.locator('details[open]').evaluateAll((all) => all.map(({ id }) => id)), ['x']);
    assert.equal(await page.evaluate(() => document.activeElement.closest('details')?.id), 'x');
  }, { at: '#x' });
});

test('the handbook leads to it from the clauses of the self-check, and from its foot', async () => {
  await shown({ school: 'tudhoe' }, async (page) => {
    await page.goto(`chrome-extension://${chrome.extensionId}/handbook.html`);
    await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
    await page.locator('[data-topic="profile"]').click();
    for (const name of ['Go through them in the privacy check-up', 'Privacy check-up']) {
      assert.equal(await page.getByRole('link', { name, exact: true }).getAttribute('href'), 'checkup.html');
    }
  });
});

test('in Welsh all of it is Welsh but for the sites’ words and clauses that have none, which say so to screen readers', async () => {
  await shown({ school: 'tudhoe', language: 'cy' }, async (page) => {
    assert.equal(await page.getAttribute('html', 'lang'), 'cy');
    assert.equal(await page.locator('h1').innerText(), 'Gwirio preifatrwydd');
    await open(page);
    const english = await page.evaluate(() => [...document.querySelectorAll('[lang="en"]')].length);
    assert.ok(english > 30);
    const text = await page.locator('#facebook').innerText();
    assert.match(text, /Pwy all weld eich postiadau/);
    assert.doesNotMatch(await page.locator('body').innerText(), /checkup_|popup_/);
  });
});

test('without a policy there is no list, and it says why', async () => {
  await chrome.inExtension(() => globalThis.chrome.storage.local.remove('config'));
  const page = await chrome.newPage();
  await until(async () => {
    await page.goto(`chrome-extension://${chrome.extensionId}/checkup.html`);
    await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
    return (await page.locator('body').innerText()).includes('No school policy yet');
  }, { timeout: 20_000, every: 300, what: 'the page without a policy' });
  assert.equal(await page.locator('input').count(), 0);
  await page.close();
});

// At 200 % a page has half as many of its own pixels.
const conditions = {
  chromebook: { media: { colorScheme: 'light' }, size: { width: 1366, height: 768 } },
  wide: { media: { colorScheme: 'light' }, size: { width: 1280, height: 800 } },
  dark: { media: { colorScheme: 'dark' }, size: { width: 1366, height: 768 } },
  'zoom-200': { media: { colorScheme: 'light' }, size: { width: 683, height: 384 } },
  narrow: { media: { colorScheme: 'light' }, size: { width: 320, height: 640 } },
  forced: { media: { colorScheme: 'dark', forcedColors: 'active' }, size: { width: 1366, height: 768 } },
  rtl: { media: { colorScheme: 'light' }, size: { width: 1366, height: 768 }, dir: 'rtl' },
};

test('axe has nothing to say, and nothing leaves the page, in six conditions and from right to left', async () => {
  await shown({ school: 'tudhoe' }, async (page) => {
    await page.evaluate(axe);
    for (const folded of [true, false]) {
      await page.evaluate((all) => document.querySelectorAll('details').forEach((details, at) => { details.open = !all || at === 0; }), folded);
      for (const [name, { media, size, dir = 'ltr' }] of Object.entries(conditions)) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme: null, forcedColors: null, ...media });
        await page.evaluate((direction) => { document.documentElement.dir = direction; scrollTo(0, 0); }, dir);
        await page.screenshot({ path: path.join(pictures, `checkup-${folded ? 'one' : 'all'}-${name}.png`) });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${name}: scrolls sideways by ${wide}`);
        const small = await page.evaluate(() => [...document.querySelectorAll('button, summary, a, input')]
          .map((element) => [element.textContent, (element.closest('label') ?? element).getBoundingClientRect()])
          .filter(([, box]) => box.height > 0 && box.height < 24).map(([text, box]) => `${text}: ${box.height}`));
        assert.deepEqual(small, [], name);
        const { violations, passes } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations', 'passes'] }));
        assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html} ${node.failureSummary}`).join('; ')}`), [], name);
        assert.ok(passes.some(({ id }) => id === 'color-contrast') || name === 'forced', 'contrast was looked at');
      }
    }
  });
});
