// Outlook on the web, on a replica at its real host names: recipients with and without addresses,
// Bcc hidden until its button is pressed, fields drawn afresh at every change.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { repository } from '../harness/chromium.mjs';
import { clickInShadow, waitForShadow } from '../harness/shadow.mjs';
import { until } from '../harness/processes.mjs';
import { startReplicas } from '../servers/replicas.mjs';
import { drawnWhen, findingsWhen, openPanel, press, startLanyard } from './lanyard.mjs';

const families = ['a.one@example.com', 'b.two@example.org', 'c.three@example.net', 'd.four@example.com', 'e.five@example.org'];
const colleagues = ['office@oakfield.sch.uk', 'p.colleague@oakfield.sch.uk'];
const pictures = path.join(repository, '.lanyard/pictures');

let chrome, replicas;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  replicas = await startReplicas();
  chrome = await startLanyard({ school: 'st-marylebone', config: { withRoster: false }, replicas });
});
after(async () => {
  await chrome?.stop();
  await replicas?.stop();
});

const visible = ({ findings }) => findings.filter(({ rule }) => rule === 'email-recipients-visible');
const one = (state) => visible(state).length === 1;
const none = (state) => visible(state).length === 0 && !/Checking/.test(state.text);
const unread = ({ unchecked }) => unchecked.length > 0;

async function outlook(query = {}, host = 'outlook.office.com') {
  const page = await chrome.newPage();
  await page.goto(`https://${host}/mail/?${new URLSearchParams({ open: '1', ...query })}`);
  await page.evaluate(() => window.__replica.ready);
  return page;
}

const well = (page, kind) => page.locator(`[role=group][id$="_${kind}"] [contenteditable=true]:not([style])`);
async function type(page, kind, addresses) {
  await well(page, kind).click();
  for (const address of addresses) {
    await page.keyboard.type(address);
    await page.keyboard.press('Enter');
  }
}
const subject = (page) => page.locator('[id$=_SUBJECT]').first().click();

for (const host of ['outlook.office.com', 'outlook.office365.com', 'outlook.cloud.microsoft', 'outlook.live.com']) {
  test(`${host}: five of seven can see each other, and one press copies them and opens Bcc`, async () => {
    const page = await outlook({}, host);
    await chrome.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: `https://${host}` });
    await type(page, 'TO', [...families, ...colleagues]);
    await subject(page);
    const [found] = visible(await findingsWhen(chrome, page, one));
    assert.equal(found.surface, 'outlook/compose#1');
    assert.match(found.text, /4\.1\.2\(iii\)/);
    await openPanel(page);
    await waitForShadow(page, /5 people outside the school can see each other's addresses/, 8000);
    if (host === 'outlook.office.com') await page.screenshot({ path: path.join(pictures, 'outlook-panel.png') });
    assert.equal(await page.locator('[role=group][id$=_BCC]').count(), 0);
    await press(page, 'move-to-bcc');
    await page.locator('[role=group][id$=_BCC]').waitFor();
    assert.deepEqual((await page.evaluate(() => navigator.clipboard.readText())).split(', ').sort(), families);
    // Nothing was moved: what was typed is where it was.
    const [message] = await page.evaluate(() => window.__replica.composes());
    assert.deepEqual([message.to, message.bcc], [[...families, ...colleagues], []]);
    await page.close();
  });
}

test('the person does it themselves, and the warning goes; sent, nobody sees the five', async () => {
  const page = await outlook();
  await type(page, 'TO', [...families, ...colleagues]);
  await subject(page);
  await findingsWhen(chrome, page, one);
  await page.getByRole('button', { name: 'Bcc', exact: true }).click();
  await type(page, 'BCC', families);
  await page.evaluate((gone) => gone.forEach((address) => window.__replica.remove('to', address)), families);
  await findingsWhen(chrome, page, none);
  await drawnWhen(page, 'panel', 0);
  await page.getByRole('button', { name: 'Send' }).click();
  const [sent] = await page.evaluate(() => window.__sent);
  assert.deepEqual([sent.to, sent.bcc], [colleagues, families]);
  await page.close();
});

test('people of the directory have no address on the page: they are nobody from outside', async () => {
  const page = await outlook({ to: ['directory:Helen Crake', 'directory:Rashid Bello', 'directory:Sam Sato'].join(',') });
  await findingsWhen(chrome, page, (state) => none(state) && /Message being written/.test(state.text));
  await page.evaluate((more) => window.__replica.add('to', more), families[0]);
  const [found] = visible(await findingsWhen(chrome, page, one));
  assert.match(found.text, /1 person outside the school can be seen by the others/);
  await page.close();
});

test('a name with its address, an address that is still being typed, a field drawn afresh', async () => {
  const page = await outlook({ to: families.slice(0, 3).map((address) => `Some One <${address}>`).join(',') });
  const [three] = visible(await findingsWhen(chrome, page, one));
  assert.match(three.text, /3 people outside the school/);
  await well(page, 'TO').click();
  await page.keyboard.press('End');
  await page.keyboard.type('d.four@exam');
  await page.evaluate(() => window.__replica.redraw());
  await subject(page);
  await page.waitForTimeout(1500);
  assert.match(visible(await findingsWhen(chrome, page, one))[0].text, /[34] people outside the school/);
  await page.close();
});

test('Cc is read where it has been opened, and an answer has its own recipients', async () => {
  const page = await outlook({ to: families[0], cc: families[1] });
  assert.match(visible(await findingsWhen(chrome, page, one))[0].text, /2 people outside the school/);
  await page.close();
  const answer = await outlook({ open: '0' });
  await answer.evaluate(() => window.__replica.answer(0));
  await answer.evaluate((more) => window.__replica.add('to', more), families[1]);
  assert.match(visible(await findingsWhen(chrome, answer, one))[0].text, /2 people outside the school/);
  await answer.close();
});

test('two messages are two surfaces', async () => {
  const page = await outlook({ open: '2', to: families.join(',') });
  const both = await findingsWhen(chrome, page, (state) => visible(state).length === 2);
  assert.deepEqual(visible(both).map(({ surface }) => surface).sort(), ['outlook/compose#1', 'outlook/compose#2']);
  await page.close();
});

test('G14: another account is not checked, nor one that the page does not tell; an open account card tells it', async () => {
  const other = await outlook({ to: families.join(','), account: 'me@example.com' });
  const state = await findingsWhen(chrome, other, unread);
  assert.deepEqual(visible(state), []);
  await other.close();
  const hidden = await outlook({ to: families.join(','), hint: '0' });
  const unknown = await findingsWhen(chrome, hidden, unread);
  assert.deepEqual(visible(unknown), []);
  assert.match(unknown.unchecked[0].text, /account/i);
  await hidden.close();
  const card = await outlook({ to: families.join(','), hint: '0', card: '1' });
  await findingsWhen(chrome, card, one);
  await card.close();
});

test('own words are read without the signature and what is quoted', async () => {
  await chrome.school('tudhoe');
  try {
    const page = await outlook({ open: '0' });
    await page.evaluate(() => window.__replica.answer(1));
    await page.locator('[role=textbox]').click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('The login is jsmith and the password is Tr0ub4dor&3');
    await subject(page);
    const state = await findingsWhen(chrome, page, ({ findings }) => findings.some(({ rule }) => rule === 'password-share'));
    assert.ok(state);
    await page.close();
  } finally {
    await chrome.school('st-marylebone');
  }
});
