// What somebody hears who does not see the page, and what somebody needs who uses no mouse, large letters or
// colours of their own: through the accessibility tree, as assistive technology is given it. docs/accessibility.md
// says which criterion each test is for.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { repository } from '../harness/chromium.mjs';
import { withLook } from '../harness/pictures.mjs';
import { sleep, until } from '../harness/processes.mjs';
import { accessibilityTree, clickInShadow, session, shadowAll, shadowOne } from '../harness/shadow.mjs';
import { compose, pages } from './pages.mjs';
import { finding, recipients, run, site, start } from './world.mjs';

let browser;
before(async () => (browser = await start({ pages })));
after(() => browser?.stop());

const SEEN = "5 people outside the school can see each other's addresses.";
const remedies = [
  { id: 'fix', action: 'copyText', label: 'Copy it', primary: true, refs: [], text: 'x', done: 'Copied.' },
  { id: 'answer', action: 'answer', label: 'It is meant so', primary: false, refs: [] },
  { id: 'not-now', action: 'notNow', label: 'Not now', primary: false, refs: [] },
];
const judge = (...findings) => `() => ${JSON.stringify(findings.map((more) => ({ ...finding(), remedies, refs: ['to:x'], ...more })))}`;
const gravest = { severity: 'prohibited', strength: 'Not allowed' };
const quiet = { severity: 'advised', strength: 'Advised', presentation: 'note' };
const known = { severity: 'informational', strength: 'Good to know', presentation: 'mark' };
const asks = { judge: recipients.replace('Boolean(globalThis.askFirst)', 'true') };

async function open(config = {}, query = {}) {
  const page = await browser.newPage();
  await page.goto(compose(query));
  // Every change of what has the focus, from before we are there.
  await page.evaluate(() => {
    window.focused = [];
    document.addEventListener('focusin', ({ target }) => window.focused.push(target.localName), true);
  });
  return { page, world: await run(page, { site: site('roundcube'), judge: judge({}), ...config }) };
}

const part = (page, name) => shadowOne(page, `[data-part=${name}]`);

/** Our nodes of the tree: what stands after the page's own last one. */
async function tree(page) {
  const all = await accessibilityTree(page);
  const at = all.findIndex(({ role, name }) => role === 'button' && name === 'Send');
  return all.slice(at + 1).filter(({ role }) => !['StaticText', 'generic', 'paragraph'].includes(role));
}

const one = async (page, role, name) => {
  const found = (await tree(page)).filter((node) => node.role === role && (name === undefined || node.name === name));
  assert.equal(found.length, 1, `one ${role} ${name ?? ''} in ${JSON.stringify(await tree(page))}`);
  return found[0];
};

/** What the two lines that are listened to say, and how soon they are read. */
async function heard(page) {
  const lines = await shadowAll(page, '.said');
  return Promise.all(lines.map((line) => line.evaluate((element) => element.textContent)));
}

test('the mark is a button that says what is seen, and whether it is open', async () => {
  const { page } = await open({ judge: judge(known) });
  await part(page, 'mark');
  const mark = await one(page, 'button', SEEN);
  assert.equal(mark.expanded, false);
  assert.deepEqual(await heard(page), ['', ''], 'a mark is not announced');
  await sleep(600);
  await clickInShadow(page, '[data-part=mark]');
  await part(page, 'note');
  assert.equal((await one(page, 'button', SEEN)).expanded, true);
  await page.close();
});

test('a note is a status that says nothing twice; its buttons have names', async () => {
  const { page } = await open({ judge: judge(quiet) });
  await part(page, 'note');
  const lines = (await tree(page)).filter(({ role }) => role === 'status');
  // The line that is read, politely, and the note, which stays silent.
  // A region that is off is left out of the tree's facts.
  assert.deepEqual(lines.map(({ live = 'off' }) => live), ['polite', 'off']);
  assert.deepEqual(await heard(page), [SEEN, '']);
  for (const name of ['Copy it', 'Not now']) await one(page, 'button', name);
  await page.close();
});

test('a panel is a group named by what is seen and described by what to do; it is said once, politely', async () => {
  const { page } = await open();
  await part(page, 'panel');
  const group = await one(page, 'group', SEEN);
  assert.equal(group.description, 'Move them to Bcc so each person sees only their own.');
  const nodes = await tree(page);
  const from = nodes.findIndex(({ role }) => role === 'group');
  assert.deepEqual(nodes.slice(from + 1).filter(({ depth }) => depth > group.depth).map(({ role, name, expanded }) => [role, name, expanded]), [
    ['heading', SEEN, undefined], ['button', 'Copy it', undefined], ['button', 'It is meant so', undefined],
    ['button', "Your school's policy, 4.1.2(iii)", false], ['button', 'Not now', undefined],
  ]);
  assert.equal(nodes.find(({ role }) => role === 'status').live, 'polite');
  assert.equal(nodes.find(({ role }) => role === 'alert').live, 'assertive');
  assert.deepEqual(await heard(page), [`${SEEN} Alt Shift Y for the fix.`, '']);
  await page.close();
});

test('what is not allowed is said at once to somebody who moves to the control, and once only', async () => {
  const { page } = await open({ judge: judge(gravest) });
  await part(page, 'panel');
  assert.equal((await heard(page))[1], '');
  await page.focus('.send');
  assert.equal((await heard(page))[1], `${SEEN} Alt Shift Y for the fix.`);
  await (await shadowAll(page, '.said'))[1].evaluate((line) => (line.textContent = ''));
  await page.focus('[name=_subject]');
  await page.focus('.send');
  assert.equal((await heard(page))[1], '', 'not again');
  await page.close();
});

test('a sheet is a modal dialog, read from its first line, with the focus on the fix', async () => {
  const { page } = await open(asks);
  await part(page, 'mark');
  await page.focus('.send');
  await page.keyboard.press('Enter');
  await part(page, 'sheet');
  const dialog = await one(page, 'dialog');
  assert.equal(dialog.modal, true);
  assert.match(dialog.name, /^Before this goes\.? 3 people outside the school can see each other's addresses\.$/);
  assert.match(dialog.description, /^Move them to Bcc/);
  const button = await one(page, 'button', 'Move 3 to Bcc');
  assert.equal(button.focused, true);
  // The letter and Esc are drawn beside the words, and are no part of the names.
  for (const name of ['Send anyway', 'Back']) await one(page, 'button', name);
  await page.close();
});

test('after a fix the status says so and that it can be undone; nothing is said where a cause goes by itself', async () => {
  const { page } = await open({ judge: recipients });
  await part(page, 'panel');
  await sleep(700);
  await clickInShadow(page, '[data-remedy=move-to-bcc]');
  await part(page, 'done');
  assert.deepEqual(await heard(page), ['Moved 3 to Bcc. Undo available.', '']);
  await page.close();

  const other = (await open({ judge: recipients })).page;
  await part(other, 'panel');
  const line = (await shadowAll(other, '.said'))[0];
  await line.evaluate((element) => {
    globalThis.lanyardHeard = [];
    new MutationObserver(() => globalThis.lanyardHeard.push(element.textContent)).observe(element, { childList: true, characterData: true, subtree: true });
  });
  await other.fill('[name=_to]', 'office@oakfield.sch.uk');
  await other.focus('[name=_subject]');
  await until(async () => (await other.locator('lanyard-note').count()) === 0, { what: 'ours to go' });
  assert.deepEqual(await line.evaluate(() => globalThis.lanyardHeard), []);
  await other.close();
});

test('a count that keeps changing is said at most once in five seconds', async () => {
  const { page } = await open({ judge: recipients });
  await part(page, 'panel');
  const line = (await shadowAll(page, '.said'))[0];
  await line.evaluate((element) => {
    globalThis.lanyardHeard = [];
    new MutationObserver(() => globalThis.lanyardHeard.push(element.textContent)).observe(element, { childList: true });
  });
  for (const name of ['d', 'e', 'f']) {
    await page.evaluate((one) => {
      const to = document.querySelector('[name=_to]');
      to.value += `, ${one}.more@post.example`;
      to.dispatchEvent(new Event('change', { bubbles: true }));
    }, name);
    await sleep(400);
  }
  await until(async () => /6 people/.test(await (await part(page, 'panel')).text()), { what: 'the count' });
  const said = await line.evaluate(() => globalThis.lanyardHeard);
  assert.deepEqual(said, ["4 people outside the school can see each other's addresses."]);
  await page.close();
});

test('marks, notes and panels take no focus, and move none of the page’s', async () => {
  for (const more of [known, quiet, {}]) {
    const { page } = await open({ judge: judge(more) });
    await page.focus('#composebody');
    await part(page, 'mark');
    await sleep(900);
    assert.deepEqual(await page.evaluate(() => [document.activeElement.id, window.focused]), ['composebody', ['textarea']]);
    await page.close();
  }
});

test('S is a letter anywhere but in the sheet, where it counts once it is pressed anew', async () => {
  const { page, world } = await open(asks);
  await part(page, 'panel');
  await world.tell({ type: 'toggle' });
  await until(async () => (await one(page, 'button', 'Move 3 to Bcc')).focused, { what: 'the focus in the panel' });
  await page.keyboard.press('s');
  await sleep(200);
  assert.equal(await page.evaluate(() => window.sent), 0, 'not in a panel');
  await page.focus('#composebody');
  await page.keyboard.press('s');
  assert.deepEqual(await page.evaluate(() => [window.sent, document.querySelector('#composebody').value]), [0, 's']);
  await page.click('.send');
  await part(page, 'sheet');
  await sleep(500);
  const cdp = await session(page);
  const key = (more) => cdp.send('Input.dispatchKeyEvent', { key: 's', code: 'KeyS', windowsVirtualKeyCode: 83, text: 's', ...more });
  await key({ type: 'keyDown', autoRepeat: true });
  await sleep(150);
  assert.equal(await page.evaluate(() => window.sent), 0, 'a key that is held down does not count');
  await key({ type: 'keyUp' });
  await page.keyboard.press('Control+s');
  await sleep(150);
  assert.equal(await page.evaluate(() => window.sent), 0, 'nor one with another');
  await page.keyboard.press('s');
  await until(() => page.evaluate(() => window.sent === 1), { what: 'S to send' });
  await page.close();
});

test('for 300 ms the sheet takes no key, neither S nor Esc nor Enter, and Tab goes round in it', async () => {
  const { page, world } = await open(asks);
  await part(page, 'mark');
  await page.focus('.send');
  await page.keyboard.press('Enter');
  for (const key of ['s', 'Escape', 'Enter']) await page.keyboard.press(key);
  assert.equal((await shadowAll(page, '[data-part=sheet]')).length, 1);
  assert.equal(await page.evaluate(() => window.sent), 0);
  assert.deepEqual(await world.said('act'), []);
  await sleep(400);
  const names = [];
  for (let i = 0; i < 5; i++) {
    names.push((await tree(page)).find(({ role, focused }) => role === 'button' && focused)?.name);
    await page.keyboard.press('Tab');
  }
  assert.deepEqual(names, ['Move 3 to Bcc', 'Send anyway', "Your school's policy, 4.1.2(iii)", 'Back', 'Move 3 to Bcc']);
  await page.close();
});

// 1366 × 768 at 400 %, and the smallest that the criterion about reflow asks for.
const zooms = { '200 %': { width: 683, height: 384, deviceScaleFactor: 2 }, '400 %': { width: 341, height: 192, deviceScaleFactor: 4 }, 'reflow, 320 × 256': { width: 320, height: 256, deviceScaleFactor: 4 } };
const states = {
  note: [judge(quiet), async () => {}],
  panel: [judge({}, { rule: 'second', seen: 'The greeting names nobody here.', ...gravest }), async () => {}],
  'panel, all open': [judge({}, { rule: 'second', seen: 'The greeting names nobody here.' }), async (page) => {
    await sleep(600);
    await clickInShadow(page, '.box > .foot [data-part=clause]');
    await sleep(600);
    await clickInShadow(page, '[data-part=more]');
  }],
};

/** Our boxes that are drawn. */
async function boxes(page) {
  const all = await shadowAll(page, '.box');
  const drawn = await Promise.all(all.map((one) => one.visible()));
  return all.filter((_, at) => drawn[at]);
}

/** Everything of ours is in the window, nothing runs over sideways, and whatever has the focus is in sight. */
async function reachable(page, { width, height }) {
  const [inner, ...others] = await boxes(page);
  assert.deepEqual(others, []);
  const box = await inner.evaluate((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    const clipped = [...element.querySelectorAll('*')].filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline' && getComputedStyle(one).textOverflow !== 'ellipsis').map((one) => one.className || one.localName);
    return { left, top, right, bottom, wide: element.scrollWidth - element.clientWidth, clipped };
  });
  assert.ok(box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height, JSON.stringify(box));
  assert.ok(box.wide <= 1 && box.clipped.length === 0, JSON.stringify(box));
  const count = await inner.evaluate((element) => [...element.querySelectorAll('button')].filter((button) => button.checkVisibility()).length);
  const seen = new Set();
  for (let i = 0; i < count; i++) {
    const at = await inner.evaluate((element) => {
      const { activeElement } = element.getRootNode();
      if (!activeElement || !element.contains(activeElement)) return undefined;
      const { left, top, right, bottom } = activeElement.getBoundingClientRect();
      const outer = element.getBoundingClientRect();
      return { text: activeElement.textContent || activeElement.ariaLabel, inside: top >= outer.top - 1 && bottom <= outer.bottom + 1 && left >= 0 && right <= innerWidth, width: right - left, height: bottom - top };
    });
    assert.ok(at, `${i} of ${count} buttons had the focus`);
    assert.ok(at.inside, `out of sight: ${JSON.stringify(at)}`);
    assert.ok(at.width >= 24 && at.height >= 24, `too small: ${JSON.stringify(at)}`);
    seen.add(at.text);
    await page.keyboard.press('Tab');
  }
  assert.ok(seen.size >= 2, [...seen].join());
}

for (const [zoom, look] of Object.entries(zooms)) {
  test(`at ${zoom} every word and button of ours can be reached, and nothing scrolls sideways`, async () => {
    for (const [name, [how, act]] of Object.entries(states)) {
      const { page, world } = await open({ judge: how });
      await withLook(page, look, async () => {
        await until(async () => (await shadowAll(page, '[data-part=mark]')).length > 0, { what: 'the mark' });
        await sleep(700);
        await world.tell({ type: 'toggle' });
        await until(async () => (await boxes(page)).length === 1, { what: `${name}: its box` });
        await act(page);
        if (name !== 'note') assert.equal((await shadowAll(page, '[data-part=panel]')).length, 1);
        // From its first button.
        await sleep(300);
        await (await boxes(page))[0].evaluate((element) => {
          element.getRootNode().activeElement?.blur();
          element.querySelector('button').focus();
        });
        await reachable(page, look);
      });
      await page.close();
    }
  });

  test(`at ${zoom} the sheet is whole`, async () => {
    const { page } = await open(asks);
    await withLook(page, look, async () => {
      await until(async () => (await shadowAll(page, '[data-part=mark]')).length > 0, { what: 'the mark' });
      await page.focus('.send');
      await page.keyboard.press('Enter');
      await part(page, 'sheet');
      await sleep(500);
      await reachable(page, look);
    });
    await page.close();
  });
}

test('letters set wider and lines further apart cut nothing off', async () => {
  for (const [how, name] of [[judge({}), 'panel'], [judge(quiet), 'note'], [asks.judge, 'sheet']]) {
    const { page } = await open({ judge: how });
    await part(page, name === 'sheet' ? 'mark' : name);
    if (name === 'sheet') await page.click('.send');
    const box = await part(page, name);
    await box.evaluate((element) => {
      const style = new CSSStyleSheet();
      style.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }');
      element.getRootNode().adoptedStyleSheets.push(style);
    });
    await page.setViewportSize({ width: 1365, height: 767 });
    await sleep(600);
    const cut = await box.evaluate((element) => [element, ...element.querySelectorAll('*')].filter((one) => getComputedStyle(one).display !== 'inline' && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0).map((one) => one.className || one.localName));
    assert.deepEqual(cut, [], name);
    await page.close();
  }
});

test('in forced colours every part of ours has the reader’s colours, and severity is a shape, a sign and a word', async () => {
  for (const [more, shapes] of [[gravest, 1], [{}, 1], [known, 0]]) {
    const { page } = await open({ judge: judge({ ...more, presentation: more === known ? 'mark' : 'panel' }) });
    await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
    await part(page, 'mark');
    await sleep(600);
    const [mark] = await shadowAll(page, '[data-part=mark]');
    const drawn = await mark.evaluate((button) => {
      const probe = Object.assign(document.createElement('div'), { style: 'color: CanvasText; background: Canvas' });
      button.parentElement.append(probe);
      const { color, backgroundColor } = getComputedStyle(probe);
      const fill = (name) => [...button.querySelectorAll(name)].map((one) => [getComputedStyle(one).fill, getComputedStyle(one).stroke]);
      const out = { color, backgroundColor, shape: fill('.shape'), sign: fill('.sign'), outline: fill('.outline'), ground: getComputedStyle(button).backgroundColor };
      probe.remove();
      return out;
    });
    assert.notEqual(drawn.color, drawn.backgroundColor);
    assert.equal(drawn.shape.length, shapes);
    for (const [fill] of drawn.shape) assert.equal(fill, drawn.color);
    for (const [fill] of drawn.sign) assert.equal(fill, drawn.backgroundColor);
    for (const [, stroke] of drawn.outline) assert.equal(stroke, drawn.color);
    if (shapes) assert.match(await (await shadowOne(page, '.box .strength')).text(), /Not allowed|Expected/);
    await page.close();
  }
});

test('contrast: every pair of colours that is drawn, by its own arithmetic, light and dark', () => {
  const css = readFileSync(path.join(repository, 'extension/content/show/tokens.css'), 'utf8').split('@media')[0];
  const roles = (text) => Object.fromEntries([...text.matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\)/g)].map(([, name, light, dark]) => [name, [light, dark]]));
  const whole = roles(css);
  const severities = [...css.matchAll(/\[data-severity=(\w+)\] \{([^}]*)\}/g)].map(([, name, inside]) => [name, roles(inside)]);
  assert.deepEqual(severities.map(([name]) => name), ['prohibited', 'required', 'advised', 'informational']);
  const luminance = (hex) => {
    const wide = hex.length === 4 ? hex.replace(/\w/g, '$&$&') : hex;
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(wide.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const grounds = ['surface', 'sunken', 'hover'];
  const text = [...grounds.flatMap((ground) => ['text', 'muted', 'link'].map((name) => [name, ground])), ['on-act', 'act'], ['on-act', 'act-hover'], ['check', 'surface']];
  const edges = [...grounds.flatMap((ground) => ['edge', 'focus'].map((name) => [name, ground])), ['act', 'surface']];
  let looked = 0;
  const hold = (all, pairs, least) => {
    for (const [front, ground] of pairs) {
      for (const theme of [0, 1]) {
        const found = ratio(all[front][theme], all[ground][theme]);
        assert.ok(found >= least, `${front} on ${ground}, ${theme ? 'dark' : 'light'}: ${found.toFixed(2)}`);
        looked += 1;
      }
    }
  };
  hold(whole, text, 4.5);
  hold(whole, edges, 3);
  for (const [, own] of severities) {
    const all = { ...whole, ...own };
    hold(all, [['ink', 'surface'], ['ink', 'sunken'], ['ink', 'tint'], ['text', 'tint']], 4.5);
    hold(all, [['on', 'ink'], ['line', 'surface']], 3);
  }
  assert.equal(looked, 2 * (text.length + edges.length + 4 * 6));
});
