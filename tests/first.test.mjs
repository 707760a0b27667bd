// The introduction in the extension as built: on top of the popup once, as a page at any time, in a tab by
// itself only where the school wants that, and true in every word.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch, repository } from './harness/chromium.mjs';
import { until } from './harness/processes.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = path.join(repository, '.lanyard/pictures');
const SCHOOLS = {
  'st-marylebone': ['St Marylebone CE Bridge School', 'ICT Acceptable Use Policy (Staff)'],
  'educating-for-life': ['The school of the 2016 policy', 'Acceptable Use ICT and e-Technology Policy'],
  tudhoe: ['Tudhoe Learning Trust', 'Acceptable Use of ICT Policy'],
  'droitwich-spa': ['Droitwich Spa High School and Sixth Form Centre', 'Staff Use of ICT Policy'],
  'beaudesert-park': ['Beaudesert Park School', 'Acceptable Use Policy & Code of Conduct for ICT and Social Media'],
};
const PANELS = ['does', 'never', 'where'];

let chrome;
let front;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  chrome = await launch({ extension: 'unpacked' });
  front = (await chrome.inExtension(() => globalThis.chrome.tabs.query({ active: true })))[0].id;
});
after(() => chrome?.stop());

const introductions = () => chrome.context.pages().filter((page) => page.url().endsWith('/first.html'));

/** A profile that has never seen the introduction, with this set on the device. */
async function fresh(config, inExtension = chrome.inExtension) {
  await inExtension(async (values) => {
    await globalThis.chrome.storage.local.clear();
    await globalThis.chrome.storage.session.clear();
    await globalThis.chrome.storage.local.set({ config: values });
  }, { accountCheck: 'off', schoolDomains: 'oakfield.sch.uk', ...config });
  for (const page of introductions()) await page.close();
  await chrome.killWorker();
  await until(() => inExtension(async ({ school, language = 'en' }) => {
    const told = await globalThis.chrome.runtime.sendMessage({ type: 'handbook' });
    return told.state === 'active' && told.school === school && told.language === language;
  }, config), { timeout: 20_000, every: 200, what: `the worker to take ${config.school}` });
}

async function popup(use) {
  const page = await chrome.popup(front);
  const loud = [];
  page.on('console', (message) => loud.push(message.text()));
  page.on('pageerror', (error) => loud.push(String(error)));
  try {
    await use(page);
    assert.deepEqual(loud, [], 'the popup complains');
  } finally {
    await page.close();
  }
}

const panel = (page) => page.locator('[data-first] [data-panel]');
const at = (page) => panel(page).getAttribute('data-panel');
const seen = () => chrome.inExtension(async () => [await globalThis.chrome.storage.local.get('firstSeen'), await globalThis.chrome.storage.session.get('firstSeen')]);

test('it stands on top of the popup once, three panels in the school’s name, and never twice', async () => {
  for (const [school, [name, document]] of Object.entries(SCHOOLS)) {
    await fresh({ school });
    await popup(async (page) => {
      assert.equal(await page.locator('main > :first-child').getAttribute('data-first'), '', school);
      const text = await page.locator('[data-first]').innerText();
      assert.ok(text.includes(`From ${name}`) && text.includes(`${document}.`) && text.includes('1 of 3'), `${school}: ${text}`);
      for (const [n, wanted] of PANELS.entries()) {
        assert.equal(await at(page), wanted);
        await page.locator('#first-next').click();
        assert.equal(await page.locator('[data-first]').count(), n < 2 ? 1 : 0);
      }
      assert.ok(await page.getByRole('switch').count() === 2, 'the rest is there');
    });
    await popup(async (page) => assert.equal(await page.locator('[data-first]').count(), 0, school));
    await chrome.killWorker();
    await popup(async (page) => assert.equal(await page.locator('[data-first]').count(), 0, `${school}, after the worker has died`));
    assert.deepEqual(await seen(), [{ firstSeen: true }, {}]);
  }
  assert.equal(introductions().length, 0, 'no tab opens by itself');
});

test('closed unread it does not come back, and the page has it at any time', async () => {
  await fresh({ school: 'tudhoe' });
  await popup(async (page) => assert.equal(await at(page), 'does'));
  await popup(async (page) => {
    assert.equal(await page.locator('[data-first]').count(), 0);
    assert.equal(await page.getByRole('link', { name: 'How Lanyard works' }).getAttribute('href'), 'first.html');
  });
});

test('by keyboard alone: on, and past it, and the focus is not lost', async () => {
  await fresh({ school: 'tudhoe' });
  await popup(async (page) => {
    const focused = () => page.evaluate(() => document.activeElement?.dataset.do ?? document.activeElement?.tagName);
    assert.equal(await focused(), 'BODY', 'focus is not taken');
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'first-next');
    await page.keyboard.press('Enter');
    assert.deepEqual([await at(page), await focused()], ['never', 'first-next']);
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'first-skip');
    await page.keyboard.press('Space');
    assert.equal(await page.locator('[data-first]').count(), 0);
    assert.equal(await focused(), 'lesson');
  });
});

test('G5: it waits while somebody presents; a panel that is open stays while a switch is pressed', async () => {
  await fresh({ school: 'tudhoe' });
  await chrome.inExtension(() => globalThis.chrome.runtime.sendMessage({ type: 'quiet', until: Date.now() + 60_000 }));
  await popup(async (page) => assert.equal(await page.locator('[data-first]').count(), 0));
  await chrome.inExtension(() => globalThis.chrome.runtime.sendMessage({ type: 'quiet', until: null }));
  await popup(async (page) => {
    await page.locator('#first-next').click();
    await page.locator('#switch-lesson').click();
    await until(async () => (await page.locator('#switch-lesson').getAttribute('aria-checked')) === 'true', { what: 'the switch to be on' });
    assert.equal(await at(page), 'never');
  });
});

test('G15: none in a shared profile, none where the school wants none, and a tab behind the one in front where it wants that', async () => {
  for (const config of [{ sharedAccount: 'on' }, { rules: JSON.stringify({ 'first-run': 'off' }) }]) {
    await fresh({ school: 'tudhoe', ...config });
    await popup(async (page) => {
      assert.equal(await page.locator('[data-first]').count(), 0, JSON.stringify(config));
      assert.equal(await page.getByRole('link', { name: 'How Lanyard works' }).count(), 1);
    });
    assert.deepEqual(await seen(), [{}, {}]);
  }
  // Somebody's own tab, from which everything is done: a window that closes would bring another to the front.
  const own = await chrome.newPage();
  await own.goto(`chrome-extension://${chrome.extensionId}/manifest.json`);
  await own.bringToFront();
  const active = (page) => page.evaluate(async () => (await chrome.tabs.getCurrent()).active);
  // The school's choice comes to a worker that is at work: one killed just after its coming would have noted
  // that the tab was opened, and not opened it.
  await fresh({ school: 'tudhoe', rules: JSON.stringify({ 'first-run': 'off' }) }, (...all) => own.evaluate(...all));
  await own.evaluate(async () => {
    const { config } = await chrome.storage.local.get('config');
    await chrome.storage.local.set({ config: { ...config, rules: JSON.stringify({ 'first-run': { tab: true } }) } });
  });
  await until(() => introductions().length === 1, { what: 'the tab' });
  const [page] = introductions();
  await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
  assert.deepEqual([await active(own), await active(page)], [true, false], 'it takes nothing from the tab in front');
  await chrome.killWorker();
  await popup(async (opened) => assert.equal(await opened.locator('[data-first]').count(), 0));
  await page.close();
  await chrome.killWorker();
  await popup(async () => {});
  assert.equal(introductions().length, 0, 'once');
  await own.close();
});

/** The page, closed again after `use`. */
async function shown(config, use) {
  await fresh(config);
  const page = await chrome.newPage();
  const loud = [];
  page.on('console', (message) => loud.push(message.text()));
  page.on('pageerror', (error) => loud.push(String(error)));
  try {
    await page.goto(`chrome-extension://${chrome.extensionId}/first.html`);
    await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
    await use(page);
    assert.deepEqual(loud, [], 'the page complains');
  } finally {
    await page.close();
  }
}

test('G13: the page says what is sent, that it looks at people at work, and what it cannot know', async () => {
  await shown({ school: 'st-marylebone' }, async (page) => {
    assert.deepEqual(await page.locator('[data-panel]').evaluateAll((all) => all.map(({ dataset }) => dataset.panel)), PANELS);
    const text = await page.locator('body').innerText();
    assert.ok(text.includes('Lanyard sends nothing except, if your school set one, the request for its roster or policy file.'));
    assert.match(text, /ICO's guidance on monitoring workers probably covers it\. Your school's own filters and logs are there with or without it/);
    assert.match(text, /silence does not mean that all is well/);
    assert.doesNotMatch(text, /not monitoring|nothing leaves|never leaves|anonymous|all clear/i);
    assert.deepEqual(await page.locator('.leads a').evaluateAll((all) => all.map((link) => link.getAttribute('href'))).then((all) => ['handbook.html', 'checkup.html'].every((one) => all.includes(one))), true);
  });
  await popup(async (page) => assert.equal(await page.locator('[data-first]').count(), 0, 'read as a page, it does not come in the popup'));
});

test('in Welsh, in the popup and as a page', async () => {
  await fresh({ school: 'tudhoe', language: 'cy' });
  await popup(async (page) => {
    assert.match(await page.locator('[data-first]').innerText(), /Gan Tudhoe Learning Trust[\s\S]*Beth mae'n ei wneud[\s\S]*1 o 3/);
  });
  await shown({ school: 'tudhoe', language: 'cy' }, async (page) => {
    assert.equal(await page.locator('h1').innerText(), 'Sut mae Lanyard yn gweithio');
    assert.doesNotMatch(await page.locator('body').innerText(), /first_|popup_/);
  });
});

test('without a policy there is nothing to introduce', async () => {
  await chrome.inExtension(() => globalThis.chrome.storage.local.remove('config'));
  await until(() => chrome.inExtension(async () => (await globalThis.chrome.runtime.sendMessage({ type: 'handbook' })).state !== 'active'), { timeout: 20_000, every: 300, what: 'no policy' });
  await popup(async (page) => assert.equal(await page.locator('[data-first]').count(), 0));
});

const conditions = {
  chromebook: { media: { colorScheme: 'light' }, size: { width: 1366, height: 768 } },
  wide: { media: { colorScheme: 'light' }, size: { width: 1280, height: 800 } },
  dark: { media: { colorScheme: 'dark' }, size: { width: 1366, height: 768 } },
  'zoom-200': { media: { colorScheme: 'light' }, size: { width: 683, height: 384 } },
  narrow: { media: { colorScheme: 'light' }, size: { width: 320, height: 640 } },
  forced: { media: { colorScheme: 'dark', forcedColors: 'active' }, size: { width: 1366, height: 768 } },
  rtl: { media: { colorScheme: 'light' }, size: { width: 1366, height: 768 }, dir: 'rtl' },
};

/** axe, sideways scroll and targets in each condition, with a picture of it. */
async function looksRight(page, name, sizes) {
  await page.evaluate(axe);
  for (const [condition, { media, size, dir = 'ltr' }] of Object.entries(conditions)) {
    await page.setViewportSize(sizes ?? size);
    await page.emulateMedia({ colorScheme: null, forcedColors: null, ...media });
    await page.evaluate((direction) => { document.documentElement.dir = direction; }, dir);
    await page.screenshot({ path: path.join(pictures, `${name}-${condition}.png`) });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${condition}: scrolls sideways by ${wide}`);
    const small = await page.evaluate(() => [...document.querySelectorAll('button, summary, a')]
      .map((element) => [element.textContent, element.getBoundingClientRect()])
      .filter(([, box]) => box.height > 0 && box.height < 24).map(([text, box]) => `${text}: ${box.height}`));
    assert.deepEqual(small, [], condition);
    const { violations, passes } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations', 'passes'] }));
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html} ${node.failureSummary}`).join('; ')}`), [], condition);
    assert.ok(passes.some(({ id }) => id === 'color-contrast') || condition === 'forced', 'contrast was looked at');
  }
}

test('axe has nothing to say, and nothing leaves the page, in six conditions and from right to left', async () => {
  await shown({ school: 'tudhoe' }, (page) => looksRight(page, 'first'));
  await fresh({ school: 'beaudesert-park' });
  await popup((page) => looksRight(page, 'first-popup', { width: 360, height: 600 }));
});
