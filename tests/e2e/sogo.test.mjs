// SOGo, a real one: recipients are chips that show an address in their text, Cc and Bcc are folded away, and who writes
// stands in a field of its own.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { repository } from '../harness/chromium.mjs';
import { waitForShadow } from '../harness/shadow.mjs';
import { startSogo } from '../servers/sogo.mjs';
import { delivered, drawnWhen, findingsWhen, openPanel, press, startLanyard } from './lanyard.mjs';

const families = ['a.one@mail.example', 'b.two@post.example', 'c.three@mail.example', 'd.four@post.example', 'e.five@mail.example'];
const colleagues = ['office@oakfield.sch.uk', 'p.colleague@oakfield.sch.uk'];
const pictures = path.join(repository, '.lanyard/pictures');

let chrome, mail;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  mail = await startSogo();
  chrome = await startLanyard({ school: 'st-marylebone', config: { withRoster: false, hosts: { sogo: ['127.0.0.1'] } } });
  const page = await chrome.newPage();
  await mail.login(page);
  await page.close();
});
after(async () => {
  await chrome?.stop();
  await mail?.stop();
});

const visible = ({ findings }) => findings.filter(({ rule }) => rule === 'email-recipients-visible');
const one = (state) => visible(state).length === 1;
const none = (state) => visible(state).length === 0 && !/Checking/.test(state.text);
const chips = (page, field) => page.locator(`md-chips[ng-model="editor.message.editable.${field}"] md-chip`);

async function type(page, field, addresses) {
  const before = await chips(page, field).count();
  await page.click(`md-chips[ng-model="editor.message.editable.${field}"] input`);
  for (const [n, address] of addresses.entries()) {
    await page.keyboard.type(`${address},`);
    await chips(page, field).nth(before + n).waitFor();
  }
}

async function compose() {
  const page = await chrome.newPage();
  await mail.login(page);
  await mail.compose(page);
  return page;
}

test('five of seven are families: one press copies them and opens Bcc; sent from there, they are in no header', async () => {
  const page = await compose();
  await chrome.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(page.url()).origin });
  await type(page, 'to', [...families, ...colleagues]);
  await page.fill('#mailEditor input[name=subject]', 'Kit');
  const [found] = visible(await findingsWhen(chrome, page, one));
  assert.equal(found.surface, 'sogo/compose#1');
  assert.match(found.text, /4\.1\.2\(iii\)/);
  await openPanel(page);
  await waitForShadow(page, /5 people outside the school can see each other's addresses/);
  await page.screenshot({ path: path.join(pictures, 'sogo-panel.png') });
  assert.equal(await page.isVisible('md-chips[ng-model="editor.message.editable.bcc"]'), false);
  await press(page, 'move-to-bcc');
  await page.waitForSelector('md-chips[ng-model="editor.message.editable.bcc"]', { state: 'visible' });
  assert.deepEqual((await page.evaluate(() => navigator.clipboard.readText())).split(', ').sort(), families);
  assert.equal(await chips(page, 'to').count(), 7, 'nobody was moved');

  // What the person does then.
  await type(page, 'bcc', families);
  for (const address of families) await chips(page, 'to').filter({ hasText: address }).locator('.md-chip-remove').click();
  await findingsWhen(chrome, page, none);
  await drawnWhen(page, 'panel', 0);
  const message = await delivered(mail, page, { hidden: families, shown: colleagues });
  assert.deepEqual(message.addresses('To').sort(), [...colleagues].sort());
  await page.close();
});

test('own words of plain text without what is quoted, and names of attached files', async () => {
  await chrome.school('tudhoe');
  try {
    const page = await compose();
    await type(page, 'to', colleagues.slice(0, 1));
    const write = async (text) => {
      await page.fill('#mailEditor textarea[name=content]', text);
      await page.focus('#mailEditor input[name=subject]');
    };
    await write('Thanks.\n\nOn Monday somebody wrote:\n> The password is Sunshine12.\n\n-- \nMy pw: Tiger99x');
    await findingsWhen(chrome, page, (state) => state.findings.length === 0 && /Message being written/.test(state.text));
    await write('The login is jsmith and the password is Tr0ub4dor&3');
    await findingsWhen(chrome, page, ({ findings }) => findings.some(({ rule }) => rule === 'password-share'));
    // Where the site file looks for their names.
    await page.setInputFiles('#fileInput', { name: 'Kit list.txt', mimeType: 'text/plain', buffer: Buffer.from('Kit') });
    const name = page.locator('md-chips[ng-model="editor.uploader.queue"] md-chip a');
    await name.waitFor();
    assert.equal((await name.textContent()).trim(), 'Kit list.txt');
    await page.close();
  } finally {
    await chrome.school('st-marylebone');
  }
});

test('a name with its address, and an address that is still being typed', async () => {
  const page = await compose();
  await page.click('md-chips[ng-model="editor.message.editable.to"] input');
  await page.keyboard.type('Amina');
  await page.locator('md-virtual-repeat-container:visible li, .md-autocomplete-suggestions:visible li').first().click();
  await chips(page, 'to').filter({ hasText: `<${mail.parent.address}>` }).waitFor();
  await type(page, 'to', [families[1]]);
  await page.keyboard.type(families[2].slice(0, 6));
  assert.match(visible(await findingsWhen(chrome, page, one))[0].text, /2 people outside the school/);
  await page.close();
});
