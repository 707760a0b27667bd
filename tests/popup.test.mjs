// The popup in real Chromium: what it says in every state, by keyboard, to axe, in four conditions.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { dist, launch, repository } from './harness/chromium.mjs';
import { removeDir, scratchDir, until } from './harness/processes.mjs';
import { empty, states, writeFixture } from './popup/fixture.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = path.join(repository, '.lanyard/pictures');
const inWords = JSON.parse(readFileSync(path.join(repository, 'extension/_locales/en/messages.json'), 'utf8'));

let dir, chrome, loud;

before(async () => {
  dir = scratchDir('popup');
  writeFixture(dir);
  mkdirSync(pictures, { recursive: true });
  chrome = await launch({ extension: 'unpacked', dist: dir });
});

after(async () => {
  await chrome?.stop();
  if (dir) removeDir(dir);
});

/** What the worker will say, and how. */
const say = (state, { mode = 'object', ok = true } = {}) =>
  chrome.inExtension((values) => chrome.storage.local.set(values), { state, mode, ok, heard: [] });

const heard = () => chrome.inExtension(async () => (await chrome.storage.local.get('heard')).heard);

/** The popup for tab 7, open in a tab of its own; closed again after `use`. */
async function shown(state, use, { width = 360, height = 600, ...how } = {}) {
  await say(state, how);
  const page = await chrome.popup(7);
  loud = [];
  page.on('console', (message) => loud.push(message.text()));
  page.on('pageerror', (error) => loud.push(String(error)));
  try {
    await page.setViewportSize({ width, height });
    await use(page);
    assert.deepEqual(loud, [], 'the page complains');
  } finally {
    await page.close().catch(() => {});
  }
}

const text = (page) => page.evaluate(() => document.body.innerText);

test('the answer may come as an object or as text', async () => {
  for (const mode of ['object', 'text']) {
    await shown(states.found, async (page) => {
      assert.equal(await page.locator('[data-rule]').count(), 4);
    }, { mode });
  }
  assert.deepEqual(await heard(), [{ type: 'tab', tab: 7 }]);
});

test('each finding is one element that names rule, strength and surface', async () => {
  await shown(states.found, async (page) => {
    const found = await page.locator('[data-rule]').evaluateAll((items) => items.map(({ dataset }) => ({ ...dataset })));
    assert.deepEqual(found, states.found.findings.map(({ rule, severity, surface }) => ({ rule, severity, surface })));
    const row = page.locator('[data-rule="email-recipients-visible"]');
    for (const part of ["5 people outside the school can see each other's addresses.", 'Expected', "Your school's policy, 4.1.2(iii)", 'Show me']) {
      assert.ok((await row.innerText()).includes(part), part);
    }
    assert.match(await text(page), /Found here: 4/);
    assert.match(await text(page), /Looked at: 1/);
    const unchecked = await page.locator('[data-unchecked]').evaluateAll((items) => items.map((item) => [item.dataset.unchecked, item.innerText.replace(/\s+/g, ' ')]));
    assert.deepEqual(unchecked, [['facebook/post#1', 'Who will see a post (the page has changed)'], ['facebook/request#2', 'Connection request (no answer came in time)']]);
  });
});

test('a clause opens in place, and closes again', async () => {
  await shown(states.found, async (page) => {
    const row = page.locator('[data-rule="social-privacy-settings"]');
    const clause = row.getByRole('button', { name: "Your school's policy, 5.3.2" });
    const body = row.getByText('You must set your personal pages so that the public cannot open them.');
    assert.equal(await body.isVisible(), false);
    await clause.click();
    assert.equal(await clause.getAttribute('aria-expanded'), 'true');
    assert.ok(await body.isVisible());
    assert.ok(await row.getByText('Clause 2.1.5').isVisible(), 'both cited clauses');
    const links = await row.getByRole('link', { name: 'See it in your policy' }).evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    assert.deepEqual(links, states.found.findings.find(({ rule }) => rule === 'social-privacy-settings').clauseTexts.map(({ id }) => `handbook.html#clause-${id}`));
    const site = await row.getAttribute('data-surface').then((surface) => surface.split('/')[0]);
    assert.equal(await row.getByRole('link', { name: "Check this account's settings" }).getAttribute('href'), `checkup.html#${site}`);
    assert.equal(await page.getByRole('link', { name: 'Privacy check-up' }).getAttribute('href'), 'checkup.html');
    assert.equal(await page.getByRole('link', { name: 'Your policy, in plain words' }).getAttribute('href'), 'handbook.html');
    await clause.press('Enter');
    assert.equal(await body.isVisible(), false);
    // Good practice has no clause to open.
    assert.equal(await page.locator('[data-severity="informational"] button').count(), 1);
  });
});

test('silence is told apart and never called all clear', async () => {
  const lines = {
    nothingFound: /Nothing found in what was looked at:\s+Message being written/,
    nothingYet: /Nothing to look at on this page so far\./,
    notCovered: /Nothing here that your policy covers\./,
    unchecked: /Not checked on this page: 1\s+Message being written\s+\(the page has changed\)/,
  };
  for (const [name, line] of Object.entries(lines)) {
    await shown(states[name], async (page) => {
      const said = await text(page);
      for (const [other, pattern] of Object.entries(lines)) assert.equal(pattern.test(said), other === name, `${name}: ${pattern}`);
      assert.doesNotMatch(said, /all clear|safe|no problems/i);
      assert.equal(await page.locator('[data-rule]').count(), 0);
    });
  }
});

test('states without rules say why', async () => {
  for (const [name, key] of Object.entries({ noPolicy: 'state_no_policy', notThisAccount: 'state_not_this_account', broken: 'state_broken' })) {
    await shown(states[name], async (page) => {
      const said = await text(page);
      assert.ok(said.includes(inWords[key].message) && said.includes(inWords[`${key}_more`].message), name);
      assert.doesNotMatch(said, /Nothing found|Nothing here|Working\./);
      assert.equal(await page.getByRole('switch').count(), 0, 'nothing to quieten');
      assert.equal(await page.locator('h1').innerText(), states[name].school ?? 'Lanyard');
    });
  }
});

test('the set-up line lists what is wrong, in words, with nothing hidden', async () => {
  await shown(states.problems, async (page) => {
    assert.match(await text(page), /Working\.\s+Policy of July 2023\.\s+School list 2 days old\./);
    assert.match(await text(page), /2 things in the set-up to put right/);
    assert.ok((await text(page)).includes('Lanyard sends nothing except, if your school set one, the request for its roster or policy file.'));
    await page.getByText('Set-up details').click();
    const said = await text(page);
    for (const line of ['ICT Acceptable Use Policy (Staff), July 2023', 'Set on this device, not by your school.', states.problems.notes[0], 'Lanyard 0.1.0']) {
      assert.ok(said.includes(line), line);
    }
    const problems = await page.locator('[data-problem]').evaluateAll((items) => items.map((item) => ({ ...item.dataset, said: item.innerText })));
    assert.deepEqual(problems.map(({ problem, path: key }) => [problem, key]), states.problems.problems.map(({ code, path: key }) => [code, key]));
    for (const [at, { path: key, expected, suggestion, code }] of states.problems.problems.entries()) {
      for (const part of [key, expected, suggestion ?? key, code]) assert.ok(problems[at].said.includes(part), part);
    }
  });
  await shown(states.broken, async (page) => {
    assert.ok(await page.locator('[data-problem="school-unknown"]').isVisible(), 'open at once where nothing works');
  });
});

test('"Show me" asks for the warning and closes the popup', async () => {
  await say(states.found);
  const page = await chrome.popup(7);
  const closed = page.waitForEvent('close');
  await page.getByRole('button', { name: 'Show me: 5 people outside the school' }).click();
  await closed;
  assert.deepEqual((await heard()).at(-1), { type: 'reveal', tab: 7, finding: 'roundcube/compose#1 email-recipients-visible' });
});

test('"Show me" of what has gone shows what is there now', async () => {
  await shown(states.found, async (page) => {
    await chrome.inExtension((state) => chrome.storage.local.set({ state }), states.nothingFound);
    await page.getByRole('button', { name: 'Show me: 5 people outside the school' }).click();
    await page.getByText('Nothing found in what was looked at:').waitFor();
  }, { ok: false });
});

test('the switches hold for an hour and for the day, and go off again', async () => {
  await shown(states.nothingFound, async (page) => {
    const lesson = page.getByRole('switch', { name: 'Quiet this lesson' });
    const presenting = page.getByRole('switch', { name: "I'm presenting" });
    const checked = async (one, other) => {
      await page.waitForFunction(([a, b]) => {
        const on = [...document.querySelectorAll('[role=switch]')].map((element) => element.getAttribute('aria-checked'));
        return on[0] === a && on[1] === b;
      }, [String(one), String(other)]);
    };
    await checked(false, false);
    const start = Date.now();
    await lesson.press('Space');
    await checked(true, false);
    assert.match(await text(page), /Marks only until \d\d:\d\d\./);
    assert.ok(await lesson.evaluate((element) => element === document.activeElement), 'focus stays');
    const { until: hour, ...rest } = (await heard()).find(({ type }) => type === 'quiet');
    assert.deepEqual(rest, { type: 'quiet' });
    assert.ok(hour - start >= 3_600_000 && hour - start < 3_660_000);

    await presenting.click();
    await checked(false, true);
    assert.match(await text(page), /Marks only for the rest of today\./);
    const { until: midnight } = (await heard()).filter(({ type }) => type === 'quiet').at(-1);
    assert.equal(await page.evaluate((at) => new Date(at).toTimeString().slice(0, 8), midnight), '00:00:00');
    assert.ok(midnight - start >= 7_100_000 && midnight - start <= 26 * 3_600_000);

    await presenting.click();
    await checked(false, false);
    assert.equal((await heard()).filter(({ type }) => type === 'quiet').at(-1).until ?? null, null);
    assert.match(await text(page), /Shows marks only\./);
  });
});

test('drawing again leaves open what is open', async () => {
  await shown(states.found, async (page) => {
    await page.getByText('Set-up details').click();
    const clause = page.getByRole('button', { name: "Your school's policy, 4.1.2(iii)" });
    await clause.click();
    await page.getByRole('switch', { name: 'Quiet this lesson' }).click();
    await page.getByText(/Marks only until/).waitFor();
    assert.equal(await clause.getAttribute('aria-expanded'), 'true');
    assert.ok(await page.getByText('ICT Acceptable Use Policy (Staff), July 2023').isVisible());
  });
});

test('a worker that does not answer in time is said to be out of reach', async () => {
  await say(states.found, { mode: 'silent' });
  const start = Date.now();
  const page = await chrome.popup(7, { ready: false });
  assert.equal(await page.locator('html').getAttribute('data-state'), 'loading');
  await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
  assert.ok(Date.now() - start > 2_500 && Date.now() - start < 6_000, `${Date.now() - start} ms`);
  const said = await text(page);
  assert.ok(said.includes('Lanyard could not be reached') && said.includes('Nothing is known of this page.'));
  assert.doesNotMatch(said, /Nothing found|Working/);
  await page.close();
});

test('a popup whose Wasm does not load says so', async () => {
  await say(states.nothingFound);
  const page = await chrome.popup(7);
  // Only what the page asks for from now on.
  const session = await page.context().newCDPSession(page);
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*popup_bg.wasm' }] });
  session.on('Fetch.requestPaused', ({ requestId }) => session.send('Fetch.failRequest', { requestId, errorReason: 'Failed' }));
  await page.reload();
  await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
  const said = await text(page);
  assert.ok(said.includes('Lanyard could not be reached'), said);
  assert.doesNotMatch(said, /Nothing found|Working/);
  await page.close();
});

test('an answer that is no answer is said to be out of reach', async () => {
  for (const state of [null, { error: 'not understood' }, { ...empty, findings: 'none' }]) {
    await shown(state, async (page) => assert.ok((await text(page)).includes('Lanyard could not be reached')));
  }
});

test('without a tab in its address it asks about the active one', async () => {
  await say(states.nothingFound);
  const page = await chrome.popup(7);
  await page.goto(page.url().replace(/\?.*/, ''));
  await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
  const own = await page.evaluate(async () => (await chrome.tabs.getCurrent()).id);
  assert.deepEqual((await heard()).at(-1), { type: 'tab', tab: own });
  assert.equal(await page.evaluate(() => document.body.offsetWidth), 360, 'Chrome sizes its window by this');
  await page.close();
});

test('nothing that a page or a school says becomes part of the page', async () => {
  const sly = '<img src=x onerror="document.title=1"> "quoted" {count} ‮';
  const [finding] = states.found.findings;
  const state = {
    ...states.problems, school: sly, host: sly, policy: sly,
    findings: [{ ...finding, seen: sly, clause: sly, strength: sly, clauseTexts: [{ id: 'x', section: sly, text: sly }] }],
    unchecked: [{ surface: sly, label: sly, reason: sly }], notes: [sly],
    problems: [{ code: sly, path: sly, expected: sly, suggestion: sly }],
  };
  await shown(state, async (page) => {
    assert.equal(await page.locator('img, script:not([src="popup.js"]), [onerror]').count(), 0);
    assert.equal(await page.locator('h1').innerText(), sly.trim());
    assert.equal(await page.title(), 'Lanyard');
  });
});

test('keyboard order is the order of reading', async () => {
  await shown(states.found, async (page) => {
    const order = [];
    for (let at = 0; at < 15; at += 1) {
      await page.keyboard.press('Tab');
      order.push(await page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent));
    }
    assert.deepEqual(order.map((name) => name.replace(/^(Show me): .*/, '$1')), [
      "Your school's policy, Facebook cheat sheet for staff (App. 1)", 'Show me',
      "Your school's policy, 4.1.2(iii)", 'Show me',
      "Your school's policy, 5.3.2", 'Show me', 'Show me',
      'Quiet this lesson', "I'm presenting", 'Report a concern', 'Your policy, in plain words', 'Privacy check-up', 'What Lanyard sees here', 'How Lanyard works', 'Set-up details',
    ]);
    const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineWidth);
    assert.equal(ring, '2px');
    const headings = await page.locator('h1, h2, h3').evaluateAll((all) => all.map((heading) => heading.tagName));
    assert.equal(headings[0], 'H1');
    assert.equal(headings.filter((name) => name === 'H1').length, 1);
  });
});

test('language and direction are those of the texts', async () => {
  await shown(states.welsh, async (page) => {
    assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), ['cy', 'ltr']);
    assert.match(await text(page), /Heb ei wirio ar y dudalen hon: 1/);
    assert.match(await text(page), /Polisi mis Gorffennaf 2023\./);
    await picture(page, 'welsh');
    await fits(page, 'Welsh');
  });
  await shown({ ...states.found, language: 'ar' }, async (page) => {
    assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), ['ar', 'rtl']);
    await picture(page, 'rtl');
    await fits(page, 'right to left');
  });
});

async function picture(page, name) {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setScrollbarsHidden', { hidden: true });
  await page.screenshot({ path: path.join(pictures, `popup-${name}.png`), fullPage: true });
  await session.detach();
}

/** Nothing leaves the window sideways, is cut off, or is too small to press. */
async function fits(page, name) {
  const wrong = await page.evaluate(() => {
    const out = [];
    if (document.documentElement.scrollWidth > innerWidth) out.push(`scrolls sideways: ${document.documentElement.scrollWidth} > ${innerWidth}`);
    for (const element of document.querySelectorAll('button, summary, p, h1, h2:not(.only-heard)')) {
      const box = element.getBoundingClientRect();
      if (!box.width) continue;
      if (box.left < -0.5 || box.right > innerWidth + 0.5) out.push(`leaves the window: ${element.textContent}`);
      if (/BUTTON|SUMMARY/.test(element.tagName) && box.height < 24) out.push(`${box.height} px high: ${element.textContent}`);
    }
    return out;
  });
  assert.deepEqual(wrong, [], name);
}

const conditions = {
  light: { media: { colorScheme: 'light' } },
  dark: { media: { colorScheme: 'dark' } },
  // Chrome's own pop-up window is at most 800 x 600; at 200 % that is half as much for the page.
  'zoom-200': { media: { colorScheme: 'light' }, size: { width: 400, height: 300 }, zoom: 2 },
  forced: { media: { colorScheme: 'dark', forcedColors: 'active' } },
};

for (const [stateName, state] of Object.entries(states)) {
  test(`axe has nothing to say in four conditions: ${stateName}`, async () => {
    await shown(state, async (page) => {
      const session = await page.context().newCDPSession(page);
      await page.evaluate(axe);
      await page.evaluate(() => {
        for (const opener of document.querySelectorAll('[aria-expanded="false"], details:not([open]) > summary')) opener.click();
      });
      assert.equal(await page.locator('[aria-expanded="false"], details:not([open])').count(), 0);
      if (stateName === 'nothingFound') {
        await page.getByRole('switch', { name: 'Quiet this lesson' }).click();
        await page.getByText(/Marks only until/).waitFor();
      }
      for (const [name, { media, size = { width: 360, height: 600 }, zoom = 1 }] of Object.entries(conditions)) {
        await session.send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: zoom, mobile: false });
        await page.emulateMedia({ colorScheme: null, forcedColors: null, ...media });
        await picture(page, `${stateName}-${name}`);
        await fits(page, `${stateName}, ${name}`);
        const { violations, passes } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations', 'passes'] }));
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join('; ')}`);
        assert.deepEqual(found, [], `${stateName}, ${name}`);
        assert.ok(passes.some(({ id }) => id === 'color-contrast') || name === 'forced', 'contrast was looked at');
      }
    });
  });
}

test('the popup in the extension as built, with its own worker', async () => {
  assert.ok(existsSync(path.join(dist, 'extension/popup.html')), 'not built: run ./build.sh first');
  const built = await launch({ extension: 'unpacked' });
  try {
    const [{ id }] = await built.inExtension(() => chrome.tabs.query({ active: true }));
    const popup = await built.popup(id);
    const complaints = [];
    popup.on('console', (message) => complaints.push(message.text()));
    await popup.reload();
    await popup.waitForSelector('html[data-state="ready"]', { state: 'attached' });
    assert.ok((await text(popup)).includes('No school policy yet'));

    const config = { school: 'tudhoe', schoolDomains: 'oakfield.sch.uk', accountCheck: 'off', presentation: 'loud' };
    await popup.evaluate((values) => chrome.storage.local.set({ config: values }), config);
    await until(async () => {
      await popup.reload();
      await popup.waitForSelector('html[data-state="ready"]', { state: 'attached' });
      return (await text(popup)).includes('Working.');
    }, { timeout: 20_000, every: 500, what: 'the worker to take the configuration' });
    await popup.getByText('Set-up details').click();
    const said = await text(popup);
    for (const line of ['Tudhoe Learning Trust', 'Policy of June 2020.', 'Set on this device, not by your school.', '1 thing in the set-up to put right', 'Nothing here that your policy covers.', inWords.setup_account_check_off.message]) {
      assert.ok(said.includes(line), `${line}\n${said}`);
    }
    assert.ok(await popup.locator('[data-path="presentation"]').isVisible());

    const lesson = popup.getByRole('switch', { name: 'Quiet this lesson' });
    await lesson.click();
    await popup.getByText(/Marks only until \d\d:\d\d\./).waitFor();
    await lesson.click();
    await popup.getByText(/Shows marks only\./).waitFor();
    assert.deepEqual(complaints, []);
    assert.deepEqual(await built.extensionRequests(), [], 'nothing was sent');
  } finally {
    await built.stop();
  }
});
