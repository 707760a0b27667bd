// What a press does: exactly that, verified, taken back on any doubt. And what does not count as a press.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sleep, until } from '../harness/processes.mjs';
import { clickInShadow, shadowAll, shadowOne, shadowText, waitForShadow } from '../harness/shadow.mjs';
import { compose, families, pages } from './pages.mjs';
import { finding, recipients, run, site, start } from './world.mjs';

let browser;
before(async () => (browser = await start({ pages })));
after(() => browser?.stop());

async function open(query = {}, config = {}) {
  const page = await browser.newPage();
  await page.goto(typeof query === 'string' ? query : compose(query));
  const world = await run(page, { site: site('roundcube'), judge: recipients, ...config });
  await waitForShadow(page, /3 people outside/);
  return { page, world };
}

const fields = (page) => page.evaluate(() => Object.fromEntries(['to', 'cc', 'bcc'].map((name) => [name, document.querySelector(`[name=_${name}]`).value.replace(/[,\s]+$/, '')])));
const press = async (page, selector, options) => {
  await shadowOne(page, selector, options);
  await sleep(600);
  await clickInShadow(page, selector, options);
};
const acts = async (world) => (await world.said('act')).map(({ remedy, outcome }) => `${remedy} ${outcome}`);
const move = '[data-remedy=move-to-bcc]';

test('exactly the named recipients move, as they are written, and the rest stays', async () => {
  const { page, world } = await open({ to: `"One, A" <${families[0]}>, ${families[1]}, office@oakfield.sch.uk`, cc: `${families[2]}, half typ`, bcc: 'head@oakfield.sch.uk' });
  await press(page, move);
  await waitForShadow(page, /Moved 3 to Bcc\. Undo/);
  assert.deepEqual(await fields(page), { to: 'office@oakfield.sch.uk', cc: 'half typ', bcc: `head@oakfield.sch.uk, "One, A" <${families[0]}>, ${families[1]}, ${families[2]}` });
  assert.ok(await page.isVisible('[name=_bcc]'), 'the person sees where they went');
  assert.deepEqual(await acts(world), ['move-to-bcc done']);
  await page.close();
});

test('Undo puts every field back as it was written', async () => {
  const { page, world } = await open({ cc: '"Lee, A" <d.lee@oakfield.sch.uk>' });
  const was = await fields(page);
  await press(page, move);
  await waitForShadow(page, /Moved 3/);
  await press(page, '[data-remedy=undo]');
  await waitForShadow(page, /Put back as it was/);
  assert.deepEqual(await fields(page), was);
  assert.deepEqual(await acts(world), ['move-to-bcc done', 'move-to-bcc undone']);
  await page.close();
});

test('Undo goes when the message that it is about has gone: it could not be undone any more', async () => {
  const { page } = await open();
  await press(page, move);
  await waitForShadow(page, /Moved 3/);
  await page.evaluate(() => document.querySelector('#mail').remove());
  await until(async () => (await page.locator('lanyard-note').count()) === 0, { timeout: 2000, what: 'ours to go' });
  await page.close();
});

test('Undo leaves alone what was changed since', async () => {
  const { page } = await open();
  await press(page, move);
  await waitForShadow(page, /Moved 3/);
  await page.fill('[name=_to]', 'office@oakfield.sch.uk, new@oakfield.sch.uk');
  await page.fill('[name=_bcc]', families.slice(0, 2).join(', '));
  await press(page, '[data-remedy=undo]');
  await waitForShadow(page, /Put back/);
  assert.deepEqual(await fields(page), { to: `office@oakfield.sch.uk, new@oakfield.sch.uk, ${families[0]}, ${families[1]}`, cc: '', bcc: '' });
  await page.close();
});

for (const bad of ['to', 'bcc']) {
  test(`a page that does not let go of ${bad}: said, and the message is as it was`, async () => {
    const { page, world } = await open({ bad });
    const was = await fields(page);
    await press(page, move);
    await waitForShadow(page, /Your message is as it was/);
    assert.deepEqual(await fields(page), was);
    assert.deepEqual(await acts(world), ['move-to-bcc failed']);
    await page.close();
  });
}

test('the person’s place is kept: focus, caret and what they were typing', async () => {
  const { page } = await open();
  await page.fill('#composebody', 'Dear all, thank you');
  await page.evaluate(() => document.querySelector('#composebody').setSelectionRange(5, 8));
  await page.focus('#composebody');
  await press(page, move);
  await waitForShadow(page, /Moved 3/);
  assert.deepEqual(await page.evaluate(() => [document.activeElement.id, document.activeElement.selectionStart, document.activeElement.selectionEnd]), ['composebody', 5, 8]);
  await page.close();
});

test('a press within half a second of appearing does nothing', async () => {
  const { page, world } = await open();
  await clickInShadow(page, move);
  await sleep(500);
  assert.deepEqual(await acts(world), []);
  await page.close();
});

test('events that the page makes up do nothing', async () => {
  const { page, world } = await open();
  await sleep(700);
  const box = await (await shadowOne(page, move)).box();
  await page.evaluate(({ x, y, width, height }) => {
    const host = document.querySelector('lanyard-note');
    for (const type of ['pointerdown', 'mousedown', 'mouseup', 'click']) {
      host.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, clientX: x + width / 2, clientY: y + height / 2, detail: 1 }));
    }
  }, box);
  await sleep(500);
  assert.deepEqual(await acts(world), []);
  await page.close();
});

const tricks = {
  'lies under something of the page': () => {
    const cover = document.createElement('div');
    cover.popover = 'manual';
    cover.style.cssText = 'position:fixed;inset:0;width:100vw;height:100vh;margin:0;background:none;border:0;pointer-events:none';
    document.body.append(cover);
    // Often enough that we give up coming back to the top; then it takes the press.
    for (let i = 0; i < 8; i++) setTimeout(() => (cover.hidePopover(), cover.showPopover()), i * 60);
    setTimeout(() => (cover.style.pointerEvents = 'auto'), 700);
  },
  'is made invisible': () => (document.documentElement.style.opacity = '0.05'),
  'is filtered away': () => (document.documentElement.style.filter = 'opacity(0.02)'),
};
for (const [name, trick] of Object.entries(tricks)) {
  test(`a button that ${name} does nothing`, async () => {
    const { page, world } = await open();
    const box = await (await shadowOne(page, move)).box();
    await page.evaluate(trick);
    await sleep(1000);
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await sleep(600);
    assert.deepEqual(await acts(world), []);
    assert.equal((await fields(page)).bcc, '');
    await page.close();
  });
}

test('an answer is for the worker; the panel steps back at once', async () => {
  const { page, world } = await open();
  await press(page, '[data-remedy=need-to-see]');
  await until(async () => (await acts(world))[0] === 'need-to-see asked', { what: 'the act' });
  assert.equal((await shadowAll(page, '[data-part=panel]')).length, 0);
  assert.equal((await fields(page)).bcc, '');
  await page.close();
});

test('text to copy is on the clipboard', async () => {
  const copyable = finding({ rule: 'social-parent-connection', remedies: [{ id: 'copy', action: 'copyText', label: 'Copy a reply', primary: true, refs: [], text: 'Thank you for asking.', done: 'Copied.' }] });
  const { page, world } = await open({}, { judge: `() => [${JSON.stringify({ ...copyable, seen: '3 people outside' })}]` });
  await browser.chrome.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: 'https://mail.example' });
  await press(page, '[data-remedy=copy]');
  await waitForShadow(page, /Copied\./);
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'Thank you for asking.');
  assert.deepEqual(await acts(world), ['copy done']);
  await page.close();
});

test('where moving is not safe: Bcc is opened, the addresses are copied, no field is touched', async () => {
  const copying = recipients.replace("action: 'moveToBcc'", "action: 'copyToBcc'");
  const { page, world } = await open({}, { judge: copying });
  await browser.chrome.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: 'https://mail.example' });
  const was = await fields(page);
  await press(page, move);
  await until(async () => (await acts(world)).length === 1, { what: 'the act' });
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), families.join(', '));
  assert.deepEqual(await fields(page), was);
  assert.ok(await page.isVisible('[name=_bcc]'));
  assert.deepEqual(await acts(world), ['move-to-bcc done']);
  await page.close();
});

test('Show the setting goes to the control and changes nothing', async () => {
  const setting = finding({ rule: 'social-privacy-settings', seen: '3 people outside', remedies: [{ id: 'open-setting', action: 'openSetting', label: 'Show the setting', primary: true, refs: [] }] });
  const { page, world } = await open('https://www.instagram.com/accounts/who_can_see_your_content/?private=off', { site: site('instagram'), judge: `() => [${JSON.stringify(setting)}]` });
  await press(page, '[data-remedy=open-setting]');
  await until(async () => (await acts(world)).length === 1, { what: 'the act' });
  assert.deepEqual(await page.evaluate(() => [document.activeElement.getAttribute('role'), document.activeElement.getAttribute('aria-checked')]), ['switch', 'false']);
  assert.equal((await shadowAll(page, '[data-part=panel]')).length, 0, 'the panel steps back');
  await page.close();
});

test('not asking somebody is all that Cancel does before the request is sent', async () => {
  const starting = finding({ rule: 'social-pupil-connection', severity: 'prohibited', seen: '3 people outside', remedies: [{ id: 'cancel', action: 'cancel', label: 'Do not ask', primary: true, refs: [] }], askFirst: true });
  const { page, world } = await open('https://x.com/samoak', { site: site('x'), judge: `(one) => one.direction === 'starting' ? [${JSON.stringify(starting)}] : []` });
  await page.getByRole('button', { name: 'Follow @samoak' }).click();
  await shadowOne(page, '[data-part=sheet]');
  assert.match(await shadowText(page), /Before you ask/);
  await press(page, '[data-part=sheet] [data-remedy=cancel]');
  await until(async () => (await acts(world)).length === 1, { what: 'the act' });
  assert.deepEqual(await page.evaluate(() => window.__actions), []);
  await page.close();
});

const requests = (extra = {}) => `(one) => one.person?.handle !== 'sam.oak' ? [] : [${JSON.stringify({
  ...finding({ rule: 'social-pupil-connection', severity: 'prohibited', strength: 'Not allowed', seen: 'This request looks like it is from a pupil. 3 people outside', certainty: 'likely', askFirst: true }),
  remedies: [{ id: 'delete', action: 'declineRequest', label: 'Delete request', primary: true, refs: [], done: 'Deleted.', caution: 'This cannot be undone.' }],
  ...extra,
})}]`;
const requestPage = 'https://www.facebook.com/friends/requests';

test('Delete says beforehand that it cannot be undone, presses that card’s own button once, and says so', async () => {
  const { page, world } = await open(requestPage, { site: site('facebook'), judge: requests() });
  assert.match(await shadowText(page), /This cannot be undone\./);
  // Heard with what to do as the panel or the sheet opens, when the button's own description is not.
  const described = (element) => element.evaluate((one) => one.getAttribute('aria-describedby').split(' ').map((id) => one.getRootNode().getElementById(id).textContent).join(' '));
  assert.match(await described(await shadowOne(page, '[data-part=panel]')), /\. This cannot be undone\.$/);
  await press(page, '[data-remedy=delete]');
  await waitForShadow(page, /Deleted\./);
  assert.doesNotMatch(await shadowText(page), /Undo/);
  assert.deepEqual(await page.evaluate(() => [window.pressed, document.querySelectorAll('[role=listitem]').length]), [['Delete sam.oak'], 1]);
  assert.deepEqual(await acts(world), ['delete done']);
  await page.close();
});

test('a card that does not go: said', async () => {
  const { page, world } = await open(requestPage, { site: site('facebook'), judge: requests() });
  await page.evaluate(() => document.querySelectorAll('[aria-label=Delete]').forEach((button) => (button.onclick = null)));
  await press(page, '[data-remedy=delete]');
  await waitForShadow(page, /The request is as it was/, 8000);
  assert.deepEqual(await acts(world), ['delete failed']);
  await page.close();
});

test('a card that the page draws afresh keeps its warning; another person in its place does not get it', async () => {
  const { page, world } = await open(requestPage, { site: site('facebook'), judge: requests() });
  await page.evaluate(() => window.list.replaceChildren(window.make('Kit Elm', 'kit.elm'), window.make('Sam Oak', 'sam.oak')));
  await sleep(800);
  await waitForShadow(page, /looks like it is from a pupil/);
  assert.equal((await world.said('gone')).length, 0, 'the same surfaces');
  const cards = await page.locator('[role=listitem]').all();
  const mark = await (await shadowOne(page, '[data-part=mark]')).box();
  const box = await cards[1].boundingBox();
  assert.ok(mark.y + 14 > box.y && mark.y + 14 < box.y + box.height, 'it hangs from the pupil’s card');
  await page.evaluate(() => window.list.replaceChildren(window.make('Kit Elm', 'kit.elm')));
  await until(async () => (await shadowAll(page, '[data-part=mark]')).length === 0, { what: 'the warning to go' });
  await page.close();
});

const asks = { judge: recipients.replace('Boolean(globalThis.askFirst)', 'true') };
const sheet = '[data-part=sheet]';

test('ask-first holds a press on Send; Back sends nothing and gives the focus back', async () => {
  const { page } = await open({}, asks);
  await page.click('.send');
  await shadowOne(page, sheet);
  assert.equal(await page.evaluate(() => window.sent), 0);
  assert.equal(await page.evaluate(() => window.clicks), 0, 'the page saw no click');
  await sleep(400);
  await page.keyboard.press('Escape');
  await until(async () => (await shadowAll(page, sheet)).length === 0, { what: 'the sheet to go' });
  assert.deepEqual(await page.evaluate(() => [window.sent, document.activeElement.className]), [0, 'send']);
  await page.close();
});

test('Send anyway sends once: by button, and by its key', async () => {
  for (const how of ['button', 'key']) {
    const { page } = await open({}, asks);
    await page.click('.send');
    await shadowOne(page, sheet);
    await sleep(600);
    if (how === 'button') await clickInShadow(page, `${sheet} [data-part=anyway]`);
    else await page.keyboard.press('s');
    await until(() => page.evaluate(() => window.sent === 1), { what: `${how} to send` });
    await sleep(400);
    assert.equal(await page.evaluate(() => window.sent), 1);
    assert.ok(!(await page.evaluate(() => window.keys)).includes('s'), 'the page heard no key');
    await page.close();
  }
});

test('a double Enter on Send sends nothing', async () => {
  const { page } = await open({}, asks);
  await page.focus('.send');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await shadowOne(page, sheet);
  await sleep(200);
  assert.equal(await page.evaluate(() => window.sent), 0);
  await page.close();
});

test('a verdict that is out of date holds nothing', async () => {
  const { page, world } = await open({}, asks);
  await world.evaluate('silent = true');
  await page.evaluate(() => (document.querySelector('[name=_to]').value = 'office@oakfield.sch.uk'));
  await page.click('.send');
  assert.equal(await page.evaluate(() => window.sent), 1);
  await page.close();
});

test('a press that the page makes itself is not held', async () => {
  const { page } = await open({}, asks);
  await page.evaluate(() => document.querySelector('.send').click());
  assert.equal(await page.evaluate(() => window.sent), 1);
  await page.close();
});

test('where "Send anyway" did not send, the person is told, and the next press passes', async () => {
  const { page } = await open({ send: 'deaf' }, asks);
  await page.click('.send');
  await shadowOne(page, sheet);
  await sleep(600);
  await clickInShadow(page, `${sheet} [data-part=anyway]`);
  await waitForShadow(page, /Press Send again/, 6000);
  assert.equal(await page.evaluate(() => window.sent), 1);
  await page.click('.send');
  assert.equal(await page.evaluate(() => window.sent), 2);
  await sleep(700);
  assert.equal((await shadowAll(page, sheet)).length, 0);
  await page.click('.send');
  await shadowOne(page, sheet);
  await page.close();
});

test('the fix in the sheet moves the recipients, and sends nothing', async () => {
  const { page } = await open({}, asks);
  await page.click('.send');
  await shadowOne(page, sheet);
  await press(page, `${sheet} ${move}`);
  await waitForShadow(page, /Moved 3/);
  assert.equal(await page.evaluate(() => window.sent), 0);
  await page.close();
});

test('where the page keeps something on top of us, an open sheet goes and Send is not held', async () => {
  const { page } = await open({}, asks);
  await page.click('.send');
  await shadowOne(page, sheet);
  await page.evaluate(() => {
    const cover = document.createElement('div');
    cover.popover = 'manual';
    cover.style.cssText = 'position:fixed;inset:0;width:100vw;height:100vh;margin:0;background:none;border:0;pointer-events:none';
    document.body.append(cover);
    for (let i = 0; i < 8; i++) setTimeout(() => (cover.hidePopover(), cover.showPopover()), i * 60);
  });
  await until(async () => (await shadowAll(page, sheet)).length === 0, { what: 'the sheet to go' });
  await page.mouse.click(...(await page.locator('.send').boundingBox().then(({ x, y, width, height }) => [x + width / 2, y + height / 2])));
  await until(() => page.evaluate(() => window.sent === 1), { what: 'Send to send' });
  assert.equal((await shadowAll(page, sheet)).length, 0);
  await page.close();
});

test('while marks only are shown, Send is not held (G5)', async () => {
  const page = await browser.newPage();
  await page.goto(compose());
  await run(page, { site: site('roundcube'), quiet: true, ...asks });
  await shadowOne(page, '[data-part=mark]');
  await page.click('.send');
  assert.equal(await page.evaluate(() => window.sent), 1);
  await page.close();
});
