// From injection to eviction: one instance, one Port, nothing when idle, and honest silence.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sleep, until } from '../harness/processes.mjs';
import { shadow, shadowText, waitForShadow } from '../harness/shadow.mjs';
import { compose, pages } from './pages.mjs';
import { finding, recipients, run, site, start } from './world.mjs';

let browser;
before(async () => (browser = await start({ pages })));
after(() => browser?.stop());

const seen = /3 people outside the school/;

async function open(address = compose(), config = {}) {
  const page = await browser.newPage();
  await page.goto(address);
  return { page, world: await run(page, { site: site('roundcube'), judge: recipients, ...config }) };
}

test('it greets, observes and shows', async () => {
  const { page, world } = await open();
  await waitForShadow(page, seen);
  const [hello, read, observe, show] = await world.said();
  assert.deepEqual(hello, { type: 'hello', protocol: 1 });
  assert.deepEqual([read, show], [{ type: 'need', part: 'read' }, { type: 'need', part: 'show' }]);
  assert.equal(observe.type, 'observe');
  assert.deepEqual(await world.observed(), {
    kind: 'composeMail', surface: { site: 'roundcube', name: 'compose', n: 1 }, account: 'ann@oakfield.sch.uk', delegated: false, mode: 'unknown', thread: 'draft-1',
    to: ['a.one@post.example', 'b.two@post.example', 'c.three@post.example', 'office@oakfield.sch.uk'].map((address) => ({ ref: `to:${address}`, address, group: false, unfinished: false })),
    cc: [], bcc: [], unplaced: [], canMove: true,
  });
  await page.close();
});

test('nothing to do: no element of ours, no more messages', async () => {
  const { page, world } = await open(compose(), { site: undefined });
  await page.fill('[name=_to]', 'x@y.example');
  await sleep(800);
  assert.deepEqual(await world.said(), [{ type: 'hello', protocol: 1 }]);
  assert.equal(await page.locator('lanyard-note').count(), 0);
  await page.close();
});

test('a second copy in the same world takes over: one element, one Port', async () => {
  const { page, world } = await open();
  await waitForShadow(page, seen);
  await world.again();
  await waitForShadow(page, seen);
  assert.equal((await shadow(page)).length, 1);
  assert.equal(await world.evaluate('ports.length'), 1);
  await page.close();
});

test('a page cannot evict us; an orphan leaves when a newer version comes', async () => {
  const { page, world } = await open();
  await waitForShadow(page, seen);
  await page.evaluate(() => document.dispatchEvent(new Event('lanyard-evict')));
  await sleep(200);
  assert.equal((await shadow(page)).length, 1);
  await world.evaluate('delete chrome.runtime.id');
  await page.evaluate(() => document.dispatchEvent(new Event('lanyard-evict')));
  await until(async () => (await shadow(page)).length === 0, { what: 'the orphan to leave' });
  await page.fill('[name=_to]', '');
  await sleep(300);
  assert.equal((await shadow(page)).length, 0);
  await page.close();
});

test('the extension goes away: everything of ours goes', async () => {
  const { page, world } = await open();
  await waitForShadow(page, seen);
  await world.evaluate('delete chrome.runtime.id; [...ports].forEach((port) => port.die())');
  await until(async () => (await shadow(page)).length === 0, { what: 'the element to leave' });
  await page.close();
});

test('the worker dies: nothing is asked until something changes, then all is said again', async () => {
  const { page, world } = await open();
  await waitForShadow(page, seen);
  await world.evaluate('[...ports].forEach((port) => port.die())');
  await sleep(400);
  assert.equal(await world.evaluate('ports.length'), 0, 'no Port while idle');
  await page.fill('[name=_cc]', 'd.four@post.example');
  await page.focus('[name=_subject]');
  await waitForShadow(page, /4 people outside/);
  assert.equal((await world.said('hello')).length, 2);
  await page.close();
});

test('the Port is opened when the person goes to the surface, before the first key', async () => {
  const { page, world } = await open();
  await waitForShadow(page, seen);
  await world.evaluate('[...ports].forEach((port) => port.die())');
  await page.focus('#composebody');
  await until(() => world.evaluate('ports.length === 1'), { what: 'the Port' });
  await page.close();
});

test('no verdict in three seconds: "unchecked", never silence, and not asked again and again', async () => {
  const { page, world } = await open(compose(), { silent: true });
  await until(async () => (await world.said('unchecked')).length === 1, { timeout: 6000, what: 'unchecked' });
  assert.deepEqual((await world.said('unchecked'))[0], { type: 'unchecked', surface: 'roundcube/compose#1', reason: 'timeout', missing: [] });
  const asked = (await world.said('observe')).length;
  await sleep(4000);
  assert.equal((await world.said('observe')).length, asked, 'the same thing is not asked again');
  await world.evaluate('silent = false');
  await page.fill('[name=_cc]', 'd.four@post.example');
  await page.focus('[name=_subject]');
  await waitForShadow(page, /4 people outside/);
  await page.close();
});

test('back from the back/forward cache, it connects again', async () => {
  const { page, world } = await open();
  await waitForShadow(page, seen);
  // The browser closed the Port (tests/faults has the real thing), and the page hears of that after it is shown again, if at all.
  const kept = await world.evaluate('(globalThis.kept = ports[0], ports.length)');
  assert.equal(kept, 1);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await until(() => world.evaluate('ports.length === 1 && ports[0] !== kept'), { what: 'another Port' });
  await world.evaluate('ports.unshift(kept), kept.die()');
  await until(async () => (await world.said('observe')).length === 2, { what: 'everything to be said again' });
  assert.equal((await world.said('hello')).length, 2, 'what becomes of the old Port is no matter');
  await page.close();
});

test('a page that is made ready before it is asked for says nothing until it is', async () => {
  const page = await browser.newPage();
  await page.goto(compose());
  const world = await run(page, { site: site('roundcube'), judge: recipients, first: 'Object.defineProperty(document, "prerendering", { configurable: true, value: true })' });
  await sleep(500);
  assert.deepEqual([await world.evaluate('ports.length'), (await shadow(page)).length], [0, 0]);
  await world.evaluate('delete document.prerendering');
  await page.evaluate(() => document.dispatchEvent(new Event('prerenderingchange')));
  await waitForShadow(page, seen);
  await page.close();
});

test('Refresh says everything again; Reveal opens and focuses', async () => {
  const { page, world } = await open(compose(), { judge: recipients.replace("'panel'", "'mark'") });
  await until(async () => (await shadow(page)).length === 1, { what: 'the mark' });
  await world.tell({ type: 'refresh' });
  await until(async () => (await world.said('observe')).length === 2, { what: 'the second observation' });
  await world.tell({ type: 'reveal', finding: 'roundcube/compose#1 email-recipients-visible' });
  await waitForShadow(page, /Move 3 to Bcc/);
  assert.equal(await page.evaluate(() => document.activeElement.localName), 'lanyard-note');
  await page.close();
});

test('single-page navigation: what the new address cannot hold is gone', async () => {
  const page = await browser.newPage();
  await page.goto('https://www.facebook.com/friends/requests');
  const world = await run(page, { site: site('facebook'), judge: () => [] });
  await until(async () => (await world.said('observe')).length === 2, { what: 'two requests' });
  await page.evaluate(() => history.pushState(null, '', '/somebody'));
  await until(async () => (await world.said('gone')).length === 2, { what: 'both to be gone' });
  await page.evaluate(() => history.back());
  await until(async () => (await world.said('observe')).length === 4, { what: 'both to be back' });
  await page.close();
});

test('a page of another language than the site file knows is not checked, and that is said', async () => {
  const page = await browser.newPage();
  await page.goto('https://www.facebook.com/friends/requests?lang=fr');
  const world = await run(page, { site: site('facebook'), judge: () => [] });
  await until(async () => (await world.said('unchecked')).length === 1, { what: 'unchecked' });
  assert.deepEqual((await world.said('unchecked'))[0].missing, ['language']);
  assert.equal((await world.said('observe')).length, 0);
  await page.close();
});

test('a settings page without the switch that it promises is not checked', async () => {
  const page = await browser.newPage();
  await page.goto('https://www.instagram.com/accounts/who_can_see_your_content/');
  await page.evaluate(() => document.querySelector('[role=switch]')?.remove());
  const world = await run(page, { site: site('instagram'), judge: () => [] });
  await page.evaluate(() => document.querySelector('[role=switch]')?.remove());
  await until(async () => (await world.said('unchecked')).length > 0, { timeout: 8000, what: 'unchecked' });
  assert.equal((await world.said('unchecked'))[0].surface, 'instagram/private-setting#1');
  await page.close();
});

test('editors’ frames and empty frames stop at once', async () => {
  const page = await browser.newPage();
  await page.goto('https://mail.example/frames');
  for (const id of ['editor', 'empty']) {
    const frame = await (await page.$(`#${id}`)).contentFrame();
    const ports = await frame.evaluate((source) => {
      window.opened = 0;
      window.chrome = { runtime: { id: 'x', onMessage: { addListener() {}, removeListener() {} }, connect: () => (window.opened++, {}) } };
      (0, eval)(source);
      return window.opened;
    }, await (await import('./world.mjs')).content());
    assert.equal(ports, 0, id);
  }
  await page.close();
});

test('idle: no timer runs, no message is sent', async () => {
  const { page, world } = await open();
  await waitForShadow(page, seen);
  await sleep(1200);
  const before = (await world.said()).length;
  await world.evaluate(`globalThis.timers = 0; const set = setTimeout; globalThis.setTimeout = (...all) => (timers++, set(...all)); globalThis.setInterval = () => timers++;
    const frame = requestAnimationFrame; globalThis.requestAnimationFrame = (...all) => (timers++, frame(...all));`);
  await sleep(2500);
  assert.equal(await world.evaluate('timers'), 0);
  assert.equal((await world.said()).length, before);
  await page.close();
});

test('a churning page that shows nothing is left alone until the person moves', async () => {
  const page = await browser.newPage();
  await page.goto('https://mail.example/other');
  const world = await run(page, { site: site('roundcube'), judge: recipients });
  await world.evaluate('globalThis.queries = 0; const q = Document.prototype.querySelectorAll; Document.prototype.querySelectorAll = function (...all) { queries++; return q.apply(this, all); };');
  await page.evaluate(() => {
    window.churn = setInterval(() => document.body.append(document.createElement('p')), 20);
  });
  await sleep(9000);
  const before = await world.evaluate('queries');
  assert.ok(before > 3, 'looked at first');
  await sleep(1500);
  assert.equal(await world.evaluate('queries'), before, 'nothing is looked at any more');
  await page.mouse.move(50, 50);
  await page.mouse.move(60, 60);
  await sleep(500);
  assert.ok((await world.evaluate('queries')) > before, 'awake again');
  await page.evaluate(() => clearInterval(window.churn));
  await page.close();
});

const need = (part) => ({ type: 'need', part });

test('a page with nothing to read gets the first part only', async () => {
  const page = await browser.newPage();
  await page.goto('https://mail.example/other');
  const world = await run(page, { site: site('roundcube'), judge: recipients });
  await page.evaluate(() => document.body.append('Nothing here either.'));
  await sleep(500);
  assert.deepEqual(await world.said(), [{ type: 'hello', protocol: 1 }]);
  assert.deepEqual(await world.evaluate('[typeof lanyardParts.read, typeof lanyardParts.show]'), ['undefined', 'undefined']);
  await page.close();
});

test('a page with nothing to show gets the second part, and the third at its first finding', async () => {
  const { page, world } = await open(compose({ to: 'office@oakfield.sch.uk' }));
  await until(async () => (await world.said('observe')).length === 1, { what: 'the observation' });
  await sleep(300);
  assert.deepEqual(await world.said('need'), [need('read')]);
  assert.equal(await world.evaluate('typeof lanyardParts.show'), 'undefined');
  await page.fill('[name=_cc]', 'a.one@post.example, b.two@post.example, c.three@post.example');
  await page.focus('[name=_subject]');
  await waitForShadow(page, seen);
  assert.deepEqual(await world.said('need'), [need('read'), need('show')]);
  await page.close();
});

test('a surface that comes later is found, and a part is asked for once', async () => {
  const page = await browser.newPage();
  await page.goto('https://mail.example/other');
  const world = await run(page, { site: site('roundcube'), judge: recipients });
  await page.evaluate((html) => {
    const made = new DOMParser().parseFromString(html, 'text/html').querySelector('form');
    document.body.append(document.adoptNode(made));
    document.querySelector('[name=_to]').value = 'a.one@post.example, b.two@post.example, c.three@post.example';
  }, pages['mail.example/compose'].body);
  await until(async () => (await world.said('need')).length === 2 && (await shadow(page)).length === 1, { what: 'the finding to be shown' });
  assert.deepEqual(await world.said('need'), [need('read'), need('show')]);
  await page.close();
});

test('the worker dies while a part is awaited: the next one is asked, and it works', async () => {
  const { page, world } = await open(compose(), { lost: ['show'] });
  await until(async () => (await world.said('need')).length === 2, { what: 'the third part to be asked for' });
  await world.evaluate('lost.length = 0; [...ports].forEach((port) => port.die())');
  await waitForShadow(page, seen);
  assert.equal((await world.said('hello')).length, 2);
  await page.close();
});

test('the browser refuses what reads: that is said, and the page works as ever', async () => {
  const { page, world } = await open(compose(), { refused: ['read'] });
  await until(async () => (await world.said('unchecked')).length === 1, { what: 'unchecked' });
  assert.deepEqual((await world.said('unchecked'))[0], { type: 'unchecked', surface: 'roundcube/compose#1', reason: 'absent', missing: [] });
  await page.click('.send');
  assert.equal(await page.evaluate(() => window.sent), 1);
  await page.close();
});

test('the browser refuses what shows: that is said, Send sends, and the next finding tries again', async () => {
  const { page, world } = await open(compose(), { refused: ['show'] });
  await until(async () => (await world.said('unchecked')).length === 1, { what: 'unchecked' });
  assert.deepEqual((await world.said('unchecked'))[0], { type: 'unchecked', surface: 'roundcube/compose#1', reason: 'show', missing: [] });
  assert.equal((await shadow(page)).length, 0);
  await world.evaluate('refused.length = 0');
  await page.fill('[name=_cc]', 'd.four@post.example');
  await page.focus('[name=_subject]');
  await waitForShadow(page, /4 people outside/);
  await page.click('.send');
  assert.equal(await page.evaluate(() => window.sent), 1);
  await page.close();
});

test('a part that never comes is not waited for', async () => {
  const { page, world } = await open(compose(), { lost: ['show'] });
  await until(async () => (await world.said('unchecked')).length === 1, { timeout: 6000, what: 'unchecked' });
  assert.equal((await world.said('unchecked'))[0].reason, 'show');
  await page.close();
});

test('a finding that a popup brings up before it could be shown is brought up with it', async () => {
  const { page, world } = await open(compose(), { lost: ['show'], judge: recipients.replace("'panel'", "'mark'") });
  await until(async () => (await world.said('need')).length === 2, { what: 'the third part to be asked for' });
  await world.tell({ type: 'reveal', finding: 'roundcube/compose#1 email-recipients-visible' });
  await world.evaluate('lost.length = 0; [...ports].forEach((port) => port.die())');
  await waitForShadow(page, /Move 3 to Bcc/);
  await page.close();
});

test('words of the page are never put in as HTML', async () => {
  const evil = { ...finding(), seen: '<img src=x onerror="window.hit=1">', presentation: 'panel' };
  const { page } = await open(compose(), { judge: `() => [${JSON.stringify(evil)}]` });
  await waitForShadow(page, /<img src=x/);
  assert.equal(await page.evaluate(() => window.hit), undefined);
  assert.match(await shadowText(page), /onerror/);
  await page.close();
});
