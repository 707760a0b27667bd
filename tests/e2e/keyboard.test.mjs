// Each flow in the page by keyboard alone, and what is shown while others may be looking: Lanyard as a school has
// it, in a real Chromium. The shortcut is Chrome's own, which no test may press: Chrome is told that it was.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessibilityTree, shadowAll, shadowOne, shadowText, waitForShadow } from '../harness/shadow.mjs';
import { sleep, until } from '../harness/processes.mjs';
import { startReplicas } from '../servers/replicas.mjs';
import { drawn, drawnWhen, startLanyard } from './lanyard.mjs';

const families = ['a.one@example.com', 'b.two@example.org', 'c.three@example.net', 'd.four@example.com', 'e.five@example.org'];

let chrome, replicas;

before(async () => {
  replicas = await startReplicas();
  chrome = await startLanyard({ school: 'st-marylebone', replicas });
});
after(async () => {
  await chrome?.stop();
  await replicas?.stop();
});

/** A page where a mouse would be noticed. */
async function open(address) {
  const page = await chrome.newPage();
  await page.goto(address);
  await page.evaluate(() => window.__replica.ready);
  await page.evaluate(() => {
    window.moused = 0;
    for (const type of ['mousedown', 'pointerdown']) addEventListener(type, ({ isTrusted }) => (window.moused += Number(isTrusted)), true);
  });
  return page;
}

/** What has the focus, in the page or in ours, by its role and name. */
async function at(page) {
  // The page itself, and our host, have it in a way as well.
  const found = (await accessibilityTree(page)).filter(({ focused, role }) => focused && role !== 'RootWebArea');
  return found.length === 0 ? '' : `${found.at(-1).role} ${found.at(-1).name}`;
}

/** Goes on by Tab until something with this name has the focus. */
async function tabTo(page, name, key = 'Tab') {
  const passed = [];
  for (let i = 0; i < 60; i++) {
    const here = await at(page);
    if (name.test(here)) return here;
    passed.push(here);
    await page.keyboard.press(key);
  }
  throw new Error(`no ${name} among ${passed.join(' | ')}`);
}

/** Alt+Shift+Y, as Chrome tells of it. */
async function shortcut(page) {
  const tab = await chrome.tabId(page);
  const worker = await chrome.serviceWorker();
  await worker.evaluate((id) => chrome.commands.onCommand.dispatch('reveal', { id }), tab);
}

/** The shortcut, until it has led to a button of this name. */
async function shortcutTo(page, name) {
  await shortcut(page);
  await until(async () => name.test(await at(page)), { timeout: 3000, what: `the focus on ${name}` }).catch(async () => assert.fail(`the focus is on ${await at(page)}`));
  // What has just come takes no press.
  await sleep(600);
}

const byHand = (page) => page.evaluate(() => window.moused);
const chips = (page) => page.evaluate(() => window.__replica.composes().map(({ to, bcc }) => ({ to: to.length, bcc: bcc.length })));

test('mail: five are written to, moved to Bcc, and put back', async () => {
  const page = await open('https://mail.google.com/mail/u/0/#inbox');
  await tabTo(page, /^button Compose/);
  await page.keyboard.press('Enter');
  await tabTo(page, /^combobox/);
  for (const address of families) {
    await page.keyboard.type(address);
    await page.keyboard.press('Enter');
  }
  await tabTo(page, /^textbox Subject/);
  await page.keyboard.type('Trip');
  await drawnWhen(page, 'mark', 1);
  await sleep(700);
  await shortcutTo(page, /^button Move 5 to Bcc/);
  await page.keyboard.press('Enter');
  await waitForShadow(page, /Moved 5 to Bcc/, 8000);
  assert.deepEqual(await chips(page), [{ to: 0, bcc: 5 }]);
  await sleep(600);
  if (!/^button Undo/.test(await at(page))) await shortcutTo(page, /^button Undo/);
  await page.keyboard.press('Enter');
  await waitForShadow(page, /Put back as it was/, 8000);
  assert.deepEqual(await chips(page), [{ to: 5, bcc: 0 }]);
  // And out again, to where the message is written.
  await sleep(300);
  await page.keyboard.press('Escape');
  await tabTo(page, /^textbox (?!Subject)/);
  assert.equal(await byHand(page), 0);
  await page.close();
});

test('mail: less is shown of a rule, and as much as before, by the same button; the disk holds its id and a day', async () => {
  const write = (people) => open(`https://mail.google.com/mail/u/0/?open=popup&to=${people.join(',')}#inbox`);
  const page = await write(families);
  await drawnWhen(page, 'panel', 1, { timeout: 8000 });
  for (const [label, then, known] of [['Show me less of this', 'note', true], ['Show it as before', 'panel', false]]) {
    await page.focus('input[name=subjectbox]');
    await shortcutTo(page, /^button Move 5 to Bcc/);
    // A clause that was opened stays open.
    if ((await drawn(page, 'less')).length === 0) {
      await tabTo(page, /^button Your school's policy/);
      await page.keyboard.press('Enter');
      await sleep(700);
    }
    await tabTo(page, new RegExp(`^button ${label}`));
    await page.keyboard.press('Enter');
    await drawnWhen(page, then, 1);
    const other = await write(families.slice(1));
    await drawnWhen(other, then, 1, { timeout: 8000 });
    await other.close();
    await page.bringToFront();
    const { entries } = await chrome.inExtension(async () => (await chrome.storage.local.get('reminders')).reminders);
    const found = entries.filter(({ clause }) => clause === 'rule:email-recipients-visible');
    assert.deepEqual(found.map((entry) => Object.keys(entry).sort()), known ? [['came', 'clause', 'known']] : []);
    for (const entry of found) assert.match(entry.known, /^20\d\d-\d\d-\d\d$/);
  }
  await page.close();
});

test('a request: Accept asks once more, Back accepts nothing, the answer settles it', async () => {
  await chrome.school('tudhoe');
  const page = await open('https://www.facebook.com/friends/requests/?people=pupil-listed');
  await drawnWhen(page, 'panel', 1, { timeout: 8000 });
  const actions = () => page.evaluate(() => window.__actions.map(({ action }) => action));
  await tabTo(page, /^button Confirm/);
  assert.match(await (await shadowAll(page, '.said'))[1].text(), /looks like it is from a pupil/, 'heard at the button');
  await page.keyboard.press('Enter');
  await drawnWhen(page, 'sheet', 1);
  assert.match(await at(page), /^button Delete/);
  await sleep(400);
  await tabTo(page, /^button Back/);
  await page.keyboard.press('Enter');
  await drawnWhen(page, 'sheet', 0);
  assert.match(await at(page), /^button Confirm/, 'back where the press was');
  assert.deepEqual(await actions(), []);
  await shortcutTo(page, /^button Delete/);
  await tabTo(page, /^button .*not a pupil/i);
  await page.keyboard.press('Enter');
  await until(async () => (await page.locator('lanyard-note').count()) === 0, { timeout: 8000, what: 'ours to go' });
  await tabTo(page, /^button Confirm/);
  await page.keyboard.press('Enter');
  await until(async () => (await actions()).join() === 'confirm', { what: 'the site to accept' });
  assert.equal((await drawn(page, 'sheet')).length, 0);
  assert.equal(await byHand(page), 0);
  await page.close();
});

test('a post that anyone can read: to the setting, which the person changes', async () => {
  await chrome.school('st-marylebone');
  const page = await open('https://www.facebook.com/?audience=Public&radio=input');
  await tabTo(page, /on your mind/);
  await page.keyboard.press('Enter');
  await tabTo(page, /^textbox/);
  await page.keyboard.type('The heron is back.');
  await drawnWhen(page, 'mark', 1, { timeout: 8000 });
  await sleep(700);
  await shortcutTo(page, /^button (?!Edit)/);
  const fix = await at(page);
  await page.keyboard.press('Enter');
  await until(async () => /^button Edit privacy/.test(await at(page)), { what: `${fix} to lead to the setting` });
  assert.match(await at(page), /Public/, 'nothing is changed by us');
  await page.keyboard.press('Enter');
  await tabTo(page, /^radio/);
  await page.keyboard.press('ArrowDown');
  await tabTo(page, /^button Done/);
  await page.keyboard.press('Enter');
  await until(async () => (await page.locator('lanyard-note').count()) === 0, { timeout: 8000, what: 'ours to go with its cause' });
  assert.match(await page.locator('[aria-label^="Edit privacy"]').first().getAttribute('aria-label'), /Friends/);
  assert.equal(await byHand(page), 0);
  await page.close();
});

test('“I’m presenting” and “Quiet this lesson”: marks only, Send is not held, screen readers hear that there is a note (G5)', async () => {
  await chrome.managed({ ...(await chrome.inExtension(() => chrome.storage.managed.get())), rules: JSON.stringify({ reminders: 'off', 'email-recipients-visible': { askFirst: true } }) });
  const page = await open(`https://mail.google.com/mail/u/0/?open=popup&to=${families.join(',')}&su=Trip#inbox`);
  await drawnWhen(page, 'panel', 1, { timeout: 8000 });
  const popup = await chrome.popup(page);
  const flip = async (name) => {
    await popup.bringToFront();
    await popup.getByRole('switch', { name }).press('Space');
    await page.bringToFront();
  };
  for (const name of ["I'm presenting", 'Quiet this lesson']) {
    await flip(name);
    await drawnWhen(page, 'panel', 0);
    assert.equal((await drawn(page, 'mark')).length, 1, name);
    assert.equal((await (await shadowOne(page, '[data-part=mark]')).attributes())['aria-label'], 'Lanyard has a note');
    assert.doesNotMatch(await shadowText(page), /people outside|example/, name);
    if (name === 'Quiet this lesson') {
      await page.locator('.T-I-atl').first().click();
      await until(() => page.evaluate(() => window.__sent.length === 1), { what: 'the message to go' });
      assert.equal((await drawn(page, 'sheet')).length, 0);
    } else {
      await flip(name);
      await drawnWhen(page, 'panel', 1);
    }
  }
  await flip('Quiet this lesson');
  await popup.close();
  await page.close();
});

test('nothing went to the network from the extension', async () => {
  assert.deepEqual(await chrome.extensionRequests(), []);
});
