// When a warning appears, how it speaks, and how it is left.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sleep, until } from '../harness/processes.mjs';
import { clickInShadow, session, shadow, shadowAll, shadowOne, shadowText, waitForShadow } from '../harness/shadow.mjs';
import { compose, pages } from './pages.mjs';
import { finding, recipients, run, site, start } from './world.mjs';

let browser;
before(async () => (browser = await start({ pages })));
after(() => browser?.stop());

const remedies = [
  { id: 'fix', action: 'copyText', label: 'Copy it', primary: true, refs: [], text: 'x' },
  { id: 'answer', action: 'answer', label: 'It is meant so', primary: false, refs: [] },
  { id: 'not-now', action: 'notNow', label: 'Not now', primary: false, refs: [] },
];
const judge = (...findings) => `() => ${JSON.stringify(findings.map((more) => ({ ...finding(), remedies, refs: ['to:x'], ...more })))}`;

async function open(query = {}, config = {}) {
  const page = await browser.newPage();
  await page.goto(typeof query === 'string' ? query : compose(query));
  return { page, world: await run(page, { site: site('roundcube'), judge: recipients, ...config }) };
}

/** What the worker says when Chrome has heard the shortcut. */
const toggle = async (world) => {
  await world.tell({ type: 'toggle' });
  await sleep(50);
};

const part = (page, name) => shadowOne(page, `[data-part=${name}]`);
const parts = async (page, name) => (await shadowAll(page, `[data-part=${name}]`)).length;
const active = async (page) => {
  for (const element of await shadowAll(page, 'button')) {
    if (await element.evaluate((button) => button.getRootNode().activeElement === button)) return element.text();
  }
  return undefined;
};

test('not while a word is typed into the observed field: 1.5 s after the last key, or when the focus leaves', async () => {
  const { page } = await open({ to: 'a.one@post.example' });
  await page.focus('[name=_to]');
  await page.keyboard.press('End');
  await page.keyboard.type(', b.two@post.example,');
  await sleep(1000);
  assert.equal(await parts(page, 'panel'), 0);
  await waitForShadow(page, /2 people/, 2500);
  await page.close();

  const other = (await open({ to: 'a.one@post.example' })).page;
  await other.focus('[name=_to]');
  await other.keyboard.press('End');
  await other.keyboard.type(', b.two@post.example,');
  await other.focus('[name=_subject]');
  await sleep(150);
  assert.equal(await parts(other, 'panel'), 0, 'the field settles for 400 ms');
  await waitForShadow(other, /2 people/, 1200);
  await other.close();
});

test('not while a key is held down', async () => {
  const { page } = await open({ to: '' });
  await page.focus('[name=_subject]');
  await page.keyboard.down('a');
  await page.evaluate(() => {
    document.querySelector('[name=_to]').value = 'a.one@post.example, b.two@post.example';
    document.querySelector('[name=_to]').dispatchEvent(new Event('change', { bubbles: true }));
  });
  await sleep(1000);
  assert.equal(await parts(page, 'panel'), 0);
  await page.keyboard.up('a');
  await waitForShadow(page, /2 people/, 1000);
  await page.close();
});

test('not while a word is being composed, nor while something is dragged', async () => {
  const change = () => {
    document.querySelector('[name=_to]').value = 'a.one@post.example, b.two@post.example';
    document.querySelector('[name=_to]').dispatchEvent(new Event('change', { bubbles: true }));
  };
  const { page } = await open({ to: '' });
  await page.focus('[name=_subject]');
  const cdp = await session(page);
  await cdp.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
  await page.evaluate(change);
  await sleep(1000);
  assert.equal(await parts(page, 'panel'), 0, 'composing');
  await cdp.send('Input.insertText', { text: '日本' });
  await waitForShadow(page, /2 people/, 1500);
  await page.close();

  const other = (await open({ to: '' })).page;
  await other.evaluate(() => document.querySelector('.send').dispatchEvent(new DragEvent('dragstart', { bubbles: true })));
  await other.evaluate(change);
  await sleep(1000);
  assert.equal(await parts(other, 'panel'), 0, 'dragging');
  await other.evaluate(() => document.querySelector('.send').dispatchEvent(new DragEvent('dragend', { bubbles: true })));
  await waitForShadow(other, /2 people/, 1500);
  await other.close();
});

test('the word after a fix stands for ten seconds, and as long as the pointer or the focus is on it', async () => {
  const { page } = await open({}, { judge: recipients });
  await part(page, 'panel');
  await sleep(700);
  await clickInShadow(page, '[data-remedy=move-to-bcc]');
  const done = await part(page, 'done');
  const { x, y } = await done.box();
  await page.mouse.move(x + 20, y + 20);
  await sleep(11_000);
  assert.equal(await parts(page, 'done'), 1, 'the pointer is on it');
  await page.mouse.move(5, 5);
  await until(async () => (await page.locator('lanyard-note').count()) === 0, { timeout: 3000, what: 'it to go' });
  await page.close();
});

test('words change in place: the same element, the focus where it was, said at most once in five seconds', async () => {
  const { page, world } = await open();
  await waitForShadow(page, /3 people/);
  await world.tell({ type: 'reveal', finding: 'roundcube/compose#1 email-recipients-visible' });
  await until(async () => (await active(page)) === 'Move 3 to Bcc', { what: 'the focus on the fix' });
  await sleep(300);
  const before = await (await part(page, 'panel')).box();
  await page.evaluate(() => {
    const to = document.querySelector('[name=_to]');
    to.value += ', d.four@post.example';
    to.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await waitForShadow(page, /4 people/);
  assert.equal(await active(page), 'Move 4 to Bcc');
  assert.deepEqual(await (await part(page, 'panel')).box(), before);
  await page.close();
});

test('gone at once when the cause is gone, without a farewell, and nothing of ours stays', async () => {
  const { page } = await open();
  await waitForShadow(page, /3 people/);
  await page.fill('[name=_to]', 'office@oakfield.sch.uk');
  await page.focus('[name=_subject]');
  await until(async () => (await page.locator('lanyard-note').count()) === 0, { timeout: 1500, what: 'our element to go' });
  await page.close();
});

test('one panel a surface: a second finding is one line, and opens in place', async () => {
  const { page } = await open({}, { judge: judge({}, { rule: 'second', seen: 'The greeting names nobody here.', severity: 'advised', strength: 'Advised' }, { rule: 'third', seen: 'A third thing.' }) });
  await part(page, 'panel');
  assert.match(await shadowText(page), /and 2 more/);
  assert.doesNotMatch(await (await part(page, 'panel')).text(), /The greeting|A third/);
  await sleep(600);
  await clickInShadow(page, '[data-part=more]');
  const text = await (await part(page, 'panel')).text();
  assert.match(text, /The greeting names nobody here\..*Copy it.*A third thing\./);
  assert.deepEqual(await Promise.all((await shadowAll(page, '[data-part=finding]')).map(async (one) => (await one.attributes())['data-rule'])), ['second', 'third']);
  await page.close();
});

test('the clause opens in place, in the school’s own words', async () => {
  const { page } = await open();
  await part(page, 'panel');
  assert.doesNotMatch(await (await part(page, 'panel')).text(), /Put people outside/);
  await clickInShadow(page, '[data-part=clause]');
  assert.match(await (await part(page, 'panel')).text(), /4\.1\.2\(iii\) Put people outside the school in Bcc/);
  assert.equal((await (await part(page, 'clause')).attributes())['aria-expanded'], 'true');
  await page.close();
});

test('from the clause to its place in the handbook: the worker is asked, and the panel stays', async () => {
  const { page, world } = await open();
  await part(page, 'panel');
  await clickInShadow(page, '[data-part=clause]');
  // The panel has grown: what moved just now takes no press.
  await sleep(600);
  await clickInShadow(page, '[data-part=handbook]');
  assert.deepEqual((await world.said('act')).map(({ remedy, outcome }) => [remedy, outcome]), [['clause:4.1.2-iii', 'asked']]);
  assert.equal(await parts(page, 'panel'), 1);
  await page.close();
});

test('less of a rule: asked of the worker, in the opened clause, where the worker offers it', async () => {
  for (const less of [undefined, 'Show me less of this']) {
    const { page, world } = await open({}, { judge: judge({ less }) });
    await part(page, 'panel');
    assert.doesNotMatch(await shadowText(page), /less/, 'nothing of it beside the fix');
    await clickInShadow(page, '[data-part=clause]');
    await sleep(600);
    assert.equal(await parts(page, 'less'), less ? 1 : 0);
    if (less) {
      await clickInShadow(page, '[data-part=less]');
      assert.deepEqual((await world.said('act')).map(({ remedy, outcome }) => [remedy, outcome]), [['less', 'asked']]);
    }
    await page.close();
  }
});

test('a panel that scrolls stays where it was scrolled to when something in it opens', async () => {
  const { page, world } = await open({ look: 'wide' }, { judge: judge({}, { rule: 'second', seen: 'The greeting names nobody here.' }) });
  await page.setViewportSize({ width: 683, height: 260 });
  await part(page, 'mark');
  await sleep(700);
  await world.tell({ type: 'toggle' });
  const panel = await part(page, 'panel');
  const top = () => panel.evaluate((box) => box.scrollTop);
  await panel.evaluate((box) => box.scrollTo(0, 60));
  assert.ok((await top()) > 40, 'it scrolls');
  await panel.evaluate((box) => box.querySelector('[data-part=more]').click());
  await until(async () => /Not now.*Not now/.test(await panel.text()), { what: 'the second to open' });
  await sleep(200);
  assert.ok((await top()) > 40, `scrolled to ${await top()}`);
  await page.close();
});

test('advised is a note; the mark opens the panel, and closes it', async () => {
  const { page } = await open({}, { judge: judge({ severity: 'advised', strength: 'Advised', presentation: 'note' }) });
  await part(page, 'note');
  assert.equal(await parts(page, 'panel'), 0);
  await clickInShadow(page, '[data-part=mark]');
  await part(page, 'panel');
  await clickInShadow(page, '[data-part=mark]');
  await until(async () => (await parts(page, 'panel')) === 0, { what: 'the panel to close' });
  await page.close();
});

test('an answer that leads on opens what follows by itself; one that settles it leaves nothing open', async () => {
  for (const [then, opens] of [['panel', 1], ['mark', 0]]) {
    const { page, world } = await open({}, { judge: judge({ presentation: 'note' }) });
    await part(page, 'note');
    await world.evaluate(`globalThis.acted = ({ finding }, port) => {
      const { surface, hash } = said.filter(({ type }) => type === 'observe').map(({ hash, observation: { surface: s } }) => ({ hash, surface: s.site + '/' + s.name + '#' + s.n })).at(-1);
      port.tell({ type: 'findings', surface, hash, findings: judge().map((one) => ({ surface, id: finding, ...one, presentation: ${JSON.stringify(then)}, seen: 'You said so.' })), reads: {} });
    }; 0`);
    await sleep(700);
    await clickInShadow(page, '[data-part=mark]');
    await part(page, 'panel');
    await sleep(700);
    await clickInShadow(page, '[data-remedy=answer]');
    await until(async () => (await world.said('act')).length === 1, { what: 'the answer' });
    await sleep(500);
    assert.equal(await parts(page, 'panel'), opens, then);
    if (opens) assert.match(await (await part(page, 'panel')).text(), /You said so/);
    await page.close();
  }
});

test('good to know is a mark; pressed, a note and never a panel', async () => {
  const { page } = await open({}, { judge: judge({ severity: 'informational', strength: 'Good to know', presentation: 'mark' }) });
  await part(page, 'mark');
  assert.equal((await parts(page, 'panel')) + (await parts(page, 'note')), 0);
  await clickInShadow(page, '[data-part=mark]');
  await part(page, 'note');
  await clickInShadow(page, '[data-part=mark]');
  await until(async () => (await parts(page, 'note')) === 0, { what: 'the note to close' });
  await page.close();
});

test('while others may be looking: marks only, and "Lanyard has a note" (G5)', async () => {
  const { page } = await open({}, { quiet: true });
  await until(async () => /Lanyard has a note/.test(await shadowText(page)), { what: 'the word for screen readers' });
  assert.equal((await parts(page, 'panel')) + (await parts(page, 'note')), 0);
  assert.equal((await (await part(page, 'mark')).attributes())['aria-label'], 'Lanyard has a note');
  assert.doesNotMatch(await shadowText(page), /people outside/);
  await page.close();
});

/** The page's own full screen, as a player's button has it. */
const wholePage = async (page) => {
  await page.evaluate(() => document.addEventListener('click', () => document.documentElement.requestFullscreen(), { once: true }));
  await page.mouse.click(20, 20);
  return () => page.evaluate(() => document.exitFullscreen());
};

/** The window's, as F11 has it: no element of the page knows. */
const wholeWindow = async (page) => {
  const cdp = await session(page);
  const { windowId } = await cdp.send('Browser.getWindowForTarget');
  const bounds = (windowState) => cdp.send('Browser.setWindowBounds', { windowId, bounds: { windowState } });
  await bounds('fullscreen');
  return () => bounds('normal');
};

for (const [name, enter] of Object.entries({ 'the page’s': wholePage, 'the window’s, by F11,': wholeWindow })) {
  test(`full screen, ${name} is such a moment, and ends (G5)`, async () => {
    const { page, world } = await open();
    await part(page, 'panel');
    const leave = await enter(page);
    await until(async () => (await parts(page, 'panel')) === 0, { what: 'the panel to go' });
    assert.equal((await world.said('observe')).at(-1).quiet, true);
    await leave();
    await part(page, 'panel');
    await page.close();
  });

  test(`full screen, ${name} entered before anything is found: the first to come is a mark, and Send is not held (G5)`, async () => {
    const page = await browser.newPage();
    // Its Send leaves the form where it is: there is still something to show afterwards.
    await page.goto(compose({ send: 'deaf' }));
    const leave = await enter(page);
    const world = await run(page, { site: site('roundcube'), judge: recipients.replace('Boolean(globalThis.askFirst)', 'true') });
    await until(async () => /Lanyard has a note/.test(await shadowText(page)), { what: 'the word for screen readers' });
    assert.equal((await (await part(page, 'mark')).attributes())['aria-label'], 'Lanyard has a note');
    // As long as a panel or a note would have taken to come.
    await sleep(600);
    assert.equal((await parts(page, 'panel')) + (await parts(page, 'note')), 0);
    assert.doesNotMatch(await shadowText(page), /people outside/);
    assert.equal((await world.said('observe'))[0].quiet, true, 'the worker is told from the first');
    await page.click('.send');
    assert.equal(await page.evaluate(() => window.sent), 1);
    await leave();
    await part(page, 'panel');
    await page.close();
  });
}

test('the shortcut goes to the panel and back; Tab goes fix, reason, clause, Not now, then on into the page', async () => {
  const { page, world } = await open();
  await part(page, 'panel');
  await page.focus('[name=_subject]');
  await toggle(world);
  const order = [await active(page)];
  for (let i = 0; i < 3; i++) {
    await page.keyboard.press('Tab');
    order.push(await active(page));
  }
  assert.deepEqual(order, ['Move 3 to Bcc', 'They need to see each other', "Your school's policy, 4.1.2(iii)", 'Not now']);
  await toggle(world);
  assert.equal(await page.evaluate(() => document.activeElement.name), '_subject');
  await toggle(world);
  await page.keyboard.press('Shift+Tab');
  assert.equal(await page.evaluate(() => document.activeElement.name), '_subject', 'before the first button lies the page too');
  await page.close();
});

test('Esc in the panel is Not now, and the focus goes back; the page hears no key of ours', async () => {
  const { page, world } = await open();
  await part(page, 'panel');
  await page.focus('[name=_subject]');
  await toggle(world);
  const heard = await page.evaluate(() => window.keys.length);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await until(async () => (await parts(page, 'panel')) === 0, { what: 'the panel to close' });
  assert.equal(await page.evaluate(() => document.activeElement.name), '_subject');
  assert.equal(await page.evaluate(() => window.keys.length), heard);
  assert.deepEqual((await world.said('act')).map(({ remedy, outcome }) => [remedy, outcome]), [['not-now', 'asked']]);
  await page.close();
});

test('Enter held down presses nothing', async () => {
  const { page, world } = await open();
  await part(page, 'panel');
  await sleep(600);
  await page.focus('[name=_subject]');
  await toggle(world);
  const cdp = await session(page);
  for (const autoRepeat of [true, true]) await cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r', autoRepeat });
  await sleep(300);
  assert.deepEqual(await world.said('act'), []);
  await page.close();
});

test('a press with the mouse takes no focus and no selection', async () => {
  const { page } = await open();
  await part(page, 'panel');
  await page.focus('#composebody');
  await clickInShadow(page, '[data-part=clause]');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'composebody');
  assert.equal(await page.evaluate(() => window.clicks), 0, 'the page heard no click');
  await page.close();
});

test('a compose that fills the page: a mark; pressed, the panel opens away from the caret and goes at the next key', async () => {
  const { page } = await open({ look: 'wide' });
  await part(page, 'mark');
  await sleep(400);
  assert.equal(await parts(page, 'panel'), 0, 'nothing opens by itself over an editor');
  await page.focus('#composebody');
  await clickInShadow(page, '[data-part=mark]');
  const panel = await (await part(page, 'panel')).box();
  const send = await page.locator('.send').boundingBox();
  assert.ok(panel.x >= send.x + send.width || panel.y >= send.y + send.height || panel.y + panel.height <= send.y, 'Send is free');
  await page.keyboard.press('x');
  await until(async () => (await parts(page, 'panel')) === 0, { what: 'the panel to go' });
  await page.close();
});

test('the theme is the page’s own, and the words have their language and direction', async () => {
  for (const [look, language, theme, dir] of [['dark', 'en', 'dark', 'ltr'], ['', 'ar', 'light', 'rtl']]) {
    const { page } = await open({ look }, { language, words: {} });
    const view = await (await part(page, 'panel')).evaluate((panel) => ({ ...panel.parentElement.dataset, lang: panel.parentElement.lang, dir: panel.parentElement.dir }));
    assert.deepEqual([view.theme, view.lang, view.dir], [theme, language, dir]);
    await page.close();
  }
});

test('a compose in a modal dialog has its panel inside that dialog, where it can be used', async () => {
  const { page } = await open(`https://mail.example/modal?${new URLSearchParams({ to: 'a.one@post.example, b.two@post.example' })}`);
  await waitForShadow(page, /2 people/);
  assert.equal(await page.evaluate(() => document.querySelector('lanyard-note').parentElement.id), 'd');
  await sleep(600);
  await clickInShadow(page, '[data-remedy=move-to-bcc]');
  await waitForShadow(page, /Moved 2/);
  await page.close();
});

test('it comes back to the top when the page opens something there; after five times in five seconds only a mark is left', async () => {
  const { page } = await open();
  await part(page, 'panel');
  const top = () => page.evaluate(() => {
    const other = document.createElement('div');
    other.popover = 'manual';
    document.body.append(other);
    other.showPopover();
  });
  await top();
  await sleep(100);
  const panel = await (await part(page, 'panel')).box();
  assert.equal(await page.evaluate(([x, y]) => document.elementFromPoint(x, y).localName, [panel.x + 20, panel.y + 20]), 'lanyard-note');
  for (let i = 0; i < 6; i++) {
    await top();
    await sleep(60);
  }
  await until(async () => (await parts(page, 'panel')) === 0, { what: 'marks only' });
  await page.close();
});

test('a page that takes our element away gets it back', async () => {
  const { page } = await open();
  await part(page, 'panel');
  await page.evaluate(() => document.querySelector('lanyard-note').remove());
  const panel = await part(page, 'panel');
  await until(() => panel.visible(), { what: 'the panel to be drawn again' });
  await page.close();
});

test('the page’s styles do not reach in', async () => {
  const { page } = await open();
  await page.addStyleTag({ content: '* { color: red !important; font-size: 40px !important; display: none } lanyard-note { opacity: .1 !important; transform: scale(3) !important; filter: blur(9px) !important }' });
  const style = await (await part(page, 'panel')).evaluate((panel) => {
    const host = getComputedStyle(panel.getRootNode().host);
    return [getComputedStyle(panel).color, host.opacity, host.transform, host.filter, getComputedStyle(panel).display];
  });
  assert.deepEqual(style, ['rgb(26, 30, 35)', '1', 'none', 'none', 'block']);
  await page.close();
});

test('it follows the page as it scrolls, and hides with its field', async () => {
  const { page } = await open();
  await page.addStyleTag({ content: 'body { height: 3000px }' });
  const before = await (await part(page, 'mark')).box();
  await page.evaluate(() => scrollTo(0, 60));
  await until(async () => Math.round((await (await part(page, 'mark')).box()).y) === Math.round(before.y - 60), { what: 'the mark to follow' });
  await page.evaluate(() => scrollTo(0, 1500));
  await until(async () => !(await (await part(page, 'mark')).visible()), { what: 'the mark to hide' });
  await page.evaluate(() => scrollTo(0, 0));
  await until(async () => (await (await part(page, 'panel')).visible()), { what: 'the panel to be back' });
  await page.close();
});

test('roles and names are as the design has them', async () => {
  const { page } = await open({}, { judge: judge({ severity: 'prohibited', strength: 'Not allowed' }) });
  const panel = await part(page, 'panel');
  const facts = await panel.evaluate((one) => {
    const root = one.getRootNode();
    const text = (name) => one.getAttribute(name).split(' ').map((id) => root.getElementById(id).textContent).join(' ');
    return { role: one.getAttribute('role'), name: text('aria-labelledby'), about: text('aria-describedby'), polite: root.querySelector('[role=status].said').textContent, urgent: root.querySelector('[role=alert].said').textContent };
  });
  assert.equal(facts.role, 'group');
  assert.match(facts.name, /5 people outside/);
  assert.match(facts.about, /Move them to Bcc/);
  assert.match(facts.polite, /5 people outside.* Alt Shift Y for the fix\./);
  assert.equal(facts.urgent, '');
  await page.focus('.send');
  assert.match(await panel.evaluate((one) => one.getRootNode().querySelector('[role=alert].said').textContent), /5 people outside/, 'said at once to somebody who moved to the control');
  await page.close();
});

test('nothing of ours is in the page’s reach: closed root, no attribute that tells a state', async () => {
  const { page } = await open();
  await part(page, 'panel');
  assert.deepEqual(await page.evaluate(() => {
    const host = document.querySelector('lanyard-note');
    return { root: host.shadowRoot, attributes: host.getAttributeNames(), text: host.textContent };
  }), { root: null, attributes: ['popover'], text: '' });
  assert.equal((await shadow(page)).length, 1);
  await page.close();
});
