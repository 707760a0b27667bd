// Webmail that a school runs itself, by the names that its fields have: what is read, what is changed, and where
// nothing is, that this is said. And the chips of services that show an address in no attribute.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sleep, until } from '../harness/processes.mjs';
import { clickInShadow, shadowOne, waitForShadow } from '../harness/shadow.mjs';
import { recipients, run, site, start } from './world.mjs';

const families = ['a.one@example.com', 'b.two@example.org', 'c.three@example.net'];
const colleague = 'office@oakfield.sch.uk';
const HOST = 'https://webmail.oakfield.sch.uk/compose';

let browser;
before(async () => (browser = await start()));
after(() => browser?.stop());

async function open(address, query, config = {}) {
  const page = await browser.newPage();
  await page.goto(`${address}?${new URLSearchParams(query)}`);
  await page.evaluate(() => window.__replica.ready);
  const id = { 'mail.proton.me': 'proton', 'mail.yahoo.com': 'yahoo', 'zimbra.oakfield.sch.uk': 'zimbra' }[new URL(address).host] ?? 'other-webmail';
  const world = await run(page, { site: site(id), ...config });
  return { page, world, seen: () => until(() => world.observed('compose'), { what: 'the message to be read' }) };
}

const addresses = (list) => list.map(({ address, name }) => address ?? name);
const values = (page) => page.evaluate(() => Object.fromEntries(['to', 'cc', 'bcc'].map((name) => [name, document.querySelector(`#f-${name}`).value])));
async function press(page, selector) {
  await shadowOne(page, selector);
  await sleep(600);
  await clickInShadow(page, selector);
}
const refused = async (world) => {
  const [said] = await until(async () => (await world.said('unchecked')).length > 0 && world.said('unchecked'), { what: 'that it is not checked' });
  assert.deepEqual(await world.said('observe'), []);
  return said.missing;
};

for (const like of ['squirrelmail', 'sqwebmail', 'plain']) {
  test(`${like}: recipients and account are read, the three move to Bcc, and ${like === 'plain' ? 'it is sent so' : 'one press puts them back'}`, async () => {
    const { page, world, seen } = await open(HOST, { like, to: `Ann One <${families[0]}>, ${families[1]}, ${colleague}`, cc: families[2] }, { judge: recipients });
    const first = await seen();
    assert.deepEqual([first.account, first.mode, first.canMove], ['teacher@oakfield.sch.uk', 'unknown', true]);
    assert.deepEqual([addresses(first.to), addresses(first.cc), addresses(first.bcc)], [[families[0], families[1], colleague], [families[2]], []]);
    await waitForShadow(page, /3 people outside/);
    const was = await values(page);
    await press(page, '[data-remedy=move-to-bcc]');
    await waitForShadow(page, /Moved 3 to Bcc/);
    const moved = { to: colleague, cc: '', bcc: `Ann One <${families[0]}>, ${families[1]}, ${families[2]}` };
    assert.deepEqual(await values(page), moved);
    if (like === 'plain') {
      await page.click('[type=submit]');
      const [{ to, cc, bcc }] = await page.evaluate(() => window.__sent);
      assert.deepEqual({ to, cc, bcc }, moved);
    } else {
      await press(page, '[data-remedy=undo]');
      await waitForShadow(page, /Put back as it was/);
      assert.deepEqual(await values(page), was);
    }
    assert.deepEqual(await world.said('unchecked'), []);
    await page.close();
  });
}

test('a page that keeps a copy of its fields hears of the change, and keeps it', async () => {
  const { page } = await open(HOST, { keeps: '1', to: families.join(', ') }, { judge: recipients });
  await waitForShadow(page, /3 people outside/);
  await press(page, '[data-remedy=move-to-bcc]');
  await waitForShadow(page, /Moved 3 to Bcc/);
  await sleep(150);
  assert.deepEqual(await values(page), { to: '', cc: '', bcc: families.join(', ') });
  await page.close();
});

test('Bcc that is folded away is opened first; where it cannot be, nobody is moved out of sight', async () => {
  const folded = await open(HOST, { 'bcc-hidden': '1', to: families.join(', ') }, { judge: recipients });
  await waitForShadow(folded.page, /3 people outside/);
  await press(folded.page, '[data-remedy=move-to-bcc]');
  await waitForShadow(folded.page, /Moved 3 to Bcc/);
  assert.ok(await folded.page.isVisible('#f-bcc'));
  await folded.page.close();
  const stuck = await open(HOST, { 'bcc-hidden': '1', opener: '0', to: families.join(', ') }, { judge: recipients });
  await waitForShadow(stuck.page, /3 people outside/);
  await press(stuck.page, '[data-remedy=move-to-bcc]');
  await until(async () => (await stuck.world.said('act')).some(({ outcome }) => outcome === 'failed'), { what: 'the refusal' });
  assert.deepEqual(await values(stuck.page), { to: families.join(', '), cc: '', bcc: '' });
  await stuck.page.close();
});

test('own words of a plain message are read once the worker asks, without what is quoted', async () => {
  const { page, seen, world } = await open(HOST, { to: colleague }, { mayRead: () => ({ subject: true, files: false, text: true }) });
  await seen();
  await page.fill('[name=body]', 'Mine.\n\nOn Monday somebody wrote:\n> Theirs.');
  await page.fill('[name=subject]', 'Kit');
  const { text, subject } = await until(async () => (await world.observed()).text && world.observed(), { what: 'the words' });
  assert.equal(subject, 'Kit');
  assert.match(text, /Mine\./);
  assert.doesNotMatch(text, /Theirs/);
  await page.close();
});

for (const [like, why] of [['chips', 'chips beside an input'], ['other', 'fields of other names'], ['rich', 'an editor and no field that is known']]) {
  test(`not checked, and nothing read: ${why}`, async () => {
    const { page, world } = await open(HOST, { like, to: families.join(',') });
    assert.ok((await refused(world)).includes('to'));
    await page.close();
  });
}

test('a search for messages and an answer for when one is away are no message', async () => {
  const { page, world } = await open(HOST, { like: 'search', to: families.join(',') });
  await sleep(600);
  assert.deepEqual([await world.said('observe'), await world.said('unchecked')], [[], []]);
  await page.close();
});

test('Proton: a group of contacts is a group, and folded to a line of names it is not checked', async () => {
  const { page, world, seen } = await open('https://mail.proton.me/u/0/inbox', { fold: '1', to: `group:Year 5 parents,Ann One <${families[0]}>` });
  const { to, canMove } = await seen();
  assert.deepEqual(to.map(({ name, address, group }) => [name, address, group]), [['Year 5 parents (3/3)', undefined, true], ['Ann One', families[0], false]]);
  assert.equal(canMove, false);
  await page.click('[data-testid="composer:to"]');
  await page.keyboard.type(families[1]);
  await page.keyboard.press('Enter');
  await until(async () => (await world.observed()).to.length === 3, { what: 'another' });
  await page.click('[data-testid="composer:subject"]');
  const [said] = await until(async () => (await world.said('unchecked')).length > 0 && world.said('unchecked'), { what: 'that it is not checked' });
  assert.deepEqual(said.missing, ['to']);
  await page.close();
});

test('Proton: own words are read without the quotation', async () => {
  const { page, seen, world } = await open('https://mail.proton.me/u/0/inbox', { to: colleague, body: 'Mine.' }, { mayRead: () => ({ subject: true, files: false, text: true }) });
  await seen();
  const { text } = await until(async () => (await world.observed()).text && world.observed(), { what: 'the words' });
  assert.equal(text.trim(), 'Mine.');
  await page.close();
});

test('Yahoo: what is still being typed, and no account where the page tells none', async () => {
  const { page, world, seen } = await open('https://mail.yahoo.com/d/compose/1', { account: 'none', to: families[0] });
  assert.equal((await seen()).account, undefined);
  await page.click('#message-to-field');
  await page.keyboard.type('half done');
  await until(async () => (await world.observed()).to.length === 2, { what: 'the unfinished entry' });
  assert.deepEqual((await world.observed()).to.map(({ address, unfinished }) => [address, unfinished]), [[families[0], false], [undefined, true]]);
  await page.close();
});

test('Zimbra: where bubbles show names alone, nobody is taken for somebody from outside', async () => {
  const { page, seen } = await open('https://zimbra.oakfield.sch.uk/mail', { short: '1', to: `Ann One <${families[0]}>` });
  assert.deepEqual((await seen()).to.map(({ name, address }) => [name, address]), [['Ann One', undefined]]);
  await page.close();
});

test('Zimbra: a bubble that is chosen is still a recipient, and fields without bubbles are not checked', async () => {
  const { page, world, seen } = await open('https://zimbra.oakfield.sch.uk/mail', { to: families.join(',') });
  await seen();
  await page.evaluate(() => (document.querySelector('.addrBubble').className = 'addrBubble-selected'));
  await page.click('#zv__COMPOSE-1_to_control');
  await page.keyboard.type(`${colleague},`);
  await until(async () => (await world.observed()).to.length === 4, { what: 'another' });
  assert.deepEqual(await world.said('unchecked'), []);
  await page.evaluate(() => document.querySelectorAll('.addrBubbleContainer').forEach((one) => one.replaceWith(...one.querySelectorAll('input'))));
  await until(async () => (await world.said('unchecked')).length > 0, { what: 'that it is not checked' });
  await page.close();
});
