// Saved pages: what the command line reads on them is what the extension read on the page itself,
// nothing in a page runs, and what is taken out of a page is gone.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { repository } from './harness/chromium.mjs';
import { removeDir, scratchDir } from './harness/processes.mjs';
import { start } from './content/world.mjs';

const lanyard = process.env.LANYARD_BIN ?? path.join(repository, 'target', 'debug', 'lanyard');
const extension = path.join(repository, 'dist', 'extension');
const folder = scratchDir('saved');
const families = ['a.one@example.com', 'b.two@example.org', 'c.three@example.net', 'd.four@example.com', 'e.five@example.org'];
const colleagues = ['office@oakfield.sch.uk', 'p.colleague@oakfield.sch.uk'];

let world;

before(async () => {
  mkdirSync(folder, { recursive: true });
  world = await start();
});
after(async () => {
  await world?.stop();
  removeDir(folder);
});

const run = (...args) => new Promise((done) => {
  execFile(lanyard, args, { cwd: repository, encoding: 'utf8', maxBuffer: 1e8 }, (error, out, err) => done({ code: error ? error.code : 0, out, err }));
});

/** Saves a page as browsers do: where it was, and what is in it now. */
async function save(page, name, more = '') {
  const html = await page.content();
  const url = page.url();
  const from = `<!-- saved from url=(${String(url.length).padStart(4, '0')})${url} -->`;
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, html.replace('<html', `${from}\n<html`).replace('</body>', `${more}</body>`));
  return file;
}

const config = (values) => {
  const file = path.join(folder, 'config.json');
  writeFileSync(file, JSON.stringify({ schoolDomains: 'oakfield.sch.uk', accountCheck: 'off', ...values }));
  return file;
};

async function gmail() {
  const page = await world.newPage();
  await page.goto('https://mail.google.com/mail/u/0/#inbox');
  await page.evaluate(() => window.__replica.ready);
  await page.evaluate(() => window.__replica.open('popup'));
  const box = page.locator('.M9 [name=to] input[role=combobox]');
  await box.click();
  for (const address of [...families, ...colleagues]) {
    await page.keyboard.type(address);
    await page.keyboard.press('Enter');
  }
  return page;
}

test('simulate says of a saved page what staff would see on it, beside observation files', async () => {
  const page = await gmail();
  // The page's own scripts are in it and do not run: this one would take the message away.
  await save(page, 'pages/mail.html', '<script>document.querySelector(".M9").remove(); fetch("https://elsewhere.example/")</script>');
  await page.goto('https://www.facebook.com/friends/requests');
  await page.waitForLoadState();
  await page.waitForTimeout(1000);
  await save(page, 'pages/requests.html');
  await page.close();
  writeFileSync(path.join(folder, 'pages/shop.html'), '<!-- saved from url=(0021)https://shop.example/ --><html><body>Shop</body></html>');

  const { code, out, err } = await run('simulate', '--policy', 'st-marylebone', '--config', config(), '--extension', extension, '--format', 'json', '--at', '2026-03-02T10:00:00Z', path.join(folder, 'pages'));
  assert.equal(code, 0, err);
  const files = Object.fromEntries(JSON.parse(out).files.map((file) => [path.basename(file.file), file]));
  const [mail] = files['mail.html'].verdicts;
  assert.equal(mail.surface, 'gmail/compose#1');
  const visible = mail.findings.find(({ rule }) => rule === 'email-recipients-visible');
  assert.equal(visible.severity, 'required');
  assert.match(JSON.stringify(visible.seen), /5/);
  assert.ok(files['shop.html'].notCovered);
  assert.ok(files['requests.html'].verdicts.length > 0, JSON.stringify(files['requests.html']));

  const text = await run('simulate', '--policy', 'st-marylebone', '--config', config(), '--extension', extension, path.join(folder, 'pages'));
  assert.match(text.out, /5 people outside the school can see each other's addresses\./);
  assert.match(text.out, /shop\.html\n {2}not covered: no rule of this school looks there/);
  assert.match(text.out, /3 of the files are saved pages; 0 surfaces on them could not be read/);

  // A school whose document has no such duty says nothing about the same page.
  const other = await run('simulate', '--policy', 'tudhoe', '--config', config(), '--extension', extension, '--format', 'json', path.join(folder, 'pages'));
  assert.ok(!other.out.includes('email-recipients-visible'));
});

test('site test prints what was read, and nothing of what it says', async () => {
  const page = await gmail();
  const file = await save(page, 'mail.html');
  await page.evaluate(() => {
    const [send, other] = [document.querySelector('[role=button].T-I-atl:not([aria-haspopup=true])'), document.querySelector('[command]')];
    other.dataset.tooltip = send.dataset.tooltip;
    other.setAttribute('role', 'button');
    delete send.dataset.tooltip;
  });
  const unsure = await save(page, 'unsure.html');
  await page.close();
  const { code, out, err } = await run('site', 'test', '--extension', extension, 'gmail', file);
  assert.equal(code, 0, err + out);
  assert.match(out, /^Lanyard \d+\.\d+\.\d+, site file gmail, verified \d{4}-\d\d-\d\d, confidence A\non mail\.google\.com\n/);
  assert.match(out, /\ngmail\/compose#1 \(composeMail\)\n/);
  assert.equal(out.match(/^ {2}to\[\d\]\.address +x\.x+@x+\.(x+|x+\.x+|x+\.x+\.x+)$|^ {2}to\[\d\]\.address +x+@x+(\.x+)+$/gm).length, 7, out);
  for (const address of [...families, ...colleagues]) assert.ok(!out.includes(address), address);

  // A page where the compose window is there and its recipients are not: said, and the exit code says it.
  const broken = path.join(folder, 'broken.html');
  writeFileSync(broken, readFileSync(file, 'utf8').replaceAll(/name="(to|cc|bcc)"/g, 'name="was-$1"').replaceAll('data-hovercard-id', 'data-was'));
  const said = await run('site', 'test', '--extension', extension, 'gmail', broken);
  assert.equal(said.code, 1, said.out);
  assert.match(said.out, /gmail\/compose#1\n {2}not checked: there, but without to/);

  // Two ways to find Send, and each finds another button.
  const parted = await run('site', 'test', '--extension', extension, 'gmail', unsure);
  assert.equal(parted.code, 1, parted.out);
  assert.match(parted.out, /gmail\/compose#1\n {2}not checked: uncertain: the ways to find hold do not agree/);
});

test('site redact leaves a page that is read as before, with nobody in it', async () => {
  const page = await gmail();
  const file = await save(page, 'whole.html');
  await page.close();
  const out = path.join(folder, 'redacted.html');
  const redact = await run('site', 'redact', file, '--out', out);
  assert.equal(redact.code, 0, redact.err);
  const html = readFileSync(out, 'utf8');
  for (const word of [...families, ...colleagues, 'oakfield', 'example.com', '<script>document']) assert.ok(!html.includes(word), word);
  const read = async (of) => (await run('site', 'test', '--extension', extension, '--format', 'json', 'gmail', of)).out;
  const [before, afterwards] = [JSON.parse(await read(file)), JSON.parse(await read(out))];
  const paths = ({ surfaces }) => surfaces.map(({ surface, read: all }) => [surface, all.filter(([at]) => /^(to|cc|bcc)\[\d+\]\.(address|unfinished)|^mode/.test(at))]);
  assert.equal(paths(before)[0][1].filter(([at]) => at.endsWith('.address')).length, 7);
  assert.deepEqual(paths(afterwards), paths(before));
});

test('what cannot be read is said with the file and what to do', async () => {
  const nowhere = path.join(folder, 'nowhere.html');
  writeFileSync(nowhere, '<html><body>x</body></html>');
  const says = async (pattern, ...args) => {
    const { code, err } = await run(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(err, pattern);
  };
  await says(/nowhere\.html: expected the address that it was saved from.*--url/, 'site', 'test', '--extension', extension, 'gmail', nowhere);
  await says(/a page of the web; it was saved from `file:/, 'site', 'test', '--extension', extension, '--url', 'file:///x', 'gmail', nowhere);
  await says(/--extension: expected the folder of the extension/, 'site', 'test', '--extension', folder, '--url', 'https://mail.google.com/', 'gmail', nowhere);
  await says(/SITE: expected the id of a site.*did you mean `gmail`|SITE: expected the id of a site/, 'site', 'test', '--extension', extension, '--url', 'https://mail.google.com/', 'gmial', nowhere);
  await says(/--browser: expected a browser; there is no/, 'site', 'test', '--extension', extension, '--browser', '/no/browser', '--url', 'https://mail.google.com/', 'gmail', nowhere);
});
