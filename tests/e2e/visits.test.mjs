// Pages that are judged by their address alone: the note in the corner, what the popup says,
// and that nothing of it is left anywhere.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { removeDir, scratchDir, until } from '../harness/processes.mjs';
import { shadowAll, waitForShadow } from '../harness/shadow.mjs';
import { startReplicas } from '../servers/replicas.mjs';
import { drawn, drawnWhen, findingsWhen, press, startLanyard } from './lanyard.mjs';

const plain = '<!doctype html><html lang="en"><title>Page</title><body><h1>A page</h1><p>Some words.</p></body></html>';
const busy = '<!doctype html><html lang="en"><title>Page</title><body style="margin:0"><canvas style="display:block;width:100vw;height:100vh"></canvas></body></html>';
const framing = '<!doctype html><html lang="en"><title>Lesson</title><body><iframe src="https://www.proxysite.com/process.php?d=1" width="600" height="400"></iframe></body></html>';

const form = (inside, attributes = '') => `<!doctype html><html lang="en"><title>Shop</title><body><h1>A shop</h1><form ${attributes}>${inside}<button type="button">Go</button></form></body></html>`;
const signUp = form('<input type="email" name="email"><input type="password" autocomplete="new-password">');
const signIn = form('<input type="email" name="email"><input type="password" autocomplete="current-password">');

/** An assistant's box as they mostly are: a Send button that is there only while something is written, and a hidden text field beside the editor. */
const assistant = `<!doctype html><html lang="en"><title>Assistant</title><script src="/box.js" defer></script>
<body style="margin:0"><main style="height:520px"><h1>Assistant</h1><div id="answers"></div></main>
<form style="width:600px;margin:auto;border:1px solid"><textarea name="prompt-textarea" style="display: none"></textarea>
<input type="file" multiple><div contenteditable="true" role="textbox" aria-label="Ask anything" style="min-height:40px"><p><br></p></div><div id="buttons"></div></form></body></html>`;
const box = { headers: { 'content-type': 'text/javascript' }, body: `
  const editor = document.querySelector('[role=textbox]'), buttons = document.querySelector('#buttons');
  const send = () => { document.querySelector('#answers').append(editor.innerText); editor.innerHTML = '<p><br></p>'; draw(); };
  const draw = () => {
    const wanted = editor.textContent.trim() !== '', there = buttons.firstChild;
    if (!wanted) buttons.replaceChildren();
    else if (!there) {
      const button = Object.assign(document.createElement('button'), { type: 'button', ariaLabel: 'Send prompt', textContent: '↑', onclick: send });
      buttons.append(button);
    }
  };
  editor.addEventListener('input', draw);
  editor.addEventListener('keydown', (event) => { if (event.key === 'Enter') { event.preventDefault(); send(); } });` };

let chrome, replicas, page;

before(async () => {
  replicas = await startReplicas({
    extra: {
      'www.proxysite.com/process.php': plain, 'www.proxysite.com/': plain, 'www.proxysite.com/game': busy,
      'lesson.example/': framing, 'unsuitable.example/': plain,
      'poki.com/en/g/snake': plain, 'poki.com/': plain, 'www.argos.co.uk/checkout/pay': plain, 'www.argos.co.uk/basket': plain,
      'play.google.com/store/apps/details': plain, 'play.google.com/store/apps': plain, 'sourceforge.net/projects/a/files/latest/download': plain,
      'accounts.google.com/signin/oauth/consent': plain, 'accounts.google.com/v3/signin/identifier': plain,
      'www.dropbox.com/home': plain, 'app.box.com/folder/1': plain.replace('</body>', '<input type="file"></body>'), 'www.dropbox.com/scl/fi/a': plain, 'www.dropbox.com/': plain,
      'www.argos.co.uk/register': signUp, 'www.argos.co.uk/login': signIn, 'www.netflix.com/join': form('<input type="text" name="email">', 'id="signup-form"'), 'www.theguardian.com/register': signUp,
      'www.netflix.com/': plain, 'www.theguardian.com/': plain,
      ...Object.fromEntries(['chatgpt.com', 'claude.ai'].flatMap((host) => [[`${host}/`, assistant], [`${host}/box.js`, box]])),
      'www.upwork.com/nx/find-work': plain, 'www.upwork.com/about': plain,
    },
  });
  chrome = await startLanyard({ school: 'st-marylebone', replicas, config: { withRoster: false } });
  page = await chrome.newPage();
});
after(async () => {
  await chrome?.stop();
  await replicas?.stop();
  removeDir(files);
});

const files = scratchDir('given');
const fixture = (name) => readFileSync(new URL(`../../crate/document/tests/files/${name}`, import.meta.url));
/** The browser's own choosing of a file with this text: Playwright's is an event of a script, which counts for nothing. */
async function choose(name, text) {
  mkdirSync(files, { recursive: true });
  const file = path.join(files, name);
  writeFileSync(file, text);
  const cdp = await page.context().newCDPSession(page);
  const { root } = await cdp.send('DOM.getDocument');
  const { nodeId } = await cdp.send('DOM.querySelector', { nodeId: root.nodeId, selector: 'input[type=file]' });
  await cdp.send('DOM.setFileInputFiles', { nodeId, files: [file] });
  await cdp.detach();
}

test('a proxy in use has a panel in a corner that covers nothing, and the popup lists it', async () => {
  await page.goto('https://www.proxysite.com/process.php?d=secret-address');
  const text = await waitForShadow(page, /looks like a proxy/, 10_000);
  assert.match(text, /Not allowed/);
  assert.match(text, /2\.1\.6/);
  const [panel] = await drawn(page, 'panel');
  const box = await panel.box();
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  assert.ok(box.x > width / 2 && box.x + box.width <= width && box.y + box.height <= height, JSON.stringify(box));
  const seen = await findingsWhen(chrome, page, ({ findings }) => findings.length === 1);
  assert.deepEqual(seen.findings.map(({ rule, severity, surface }) => [rule, severity, surface]), [['web-filter-bypass', 'prohibited', 'web/page#1']]);
  assert.deepEqual(seen.unchecked, []);
});

test('an answer takes it away, here and on the next page of that host, and goes to memory alone (G9)', async () => {
  await press(page, 'agreed');
  await drawnWhen(page, 'mark', 0);
  await page.goto('https://www.proxysite.com/process.php?d=another');
  await findingsWhen(chrome, page, ({ findings, text }) => findings.length === 0 && /Page that is open|Nothing/i.test(text));
  const kept = await chrome.inExtension(async () => JSON.stringify([await chrome.storage.local.get(), await chrome.storage.session.get()]));
  assert.doesNotMatch(kept, /proxysite|secret-address/);
});

test('its front page, a page inside a lesson and a page on no list have no note', async () => {
  await chrome.school('tudhoe');
  await page.goto('https://www.proxysite.com/');
  const seen = await findingsWhen(chrome, page, ({ text }) => /Page that is open/.test(text));
  assert.deepEqual(seen.findings, []);
  await page.goto('https://lesson.example/');
  assert.equal((await page.frames()[1].evaluate(() => document.querySelectorAll('lanyard-note').length)), 0);
  const none = await findingsWhen(chrome, page, () => true);
  assert.deepEqual([none.findings, none.unchecked], [[], []]);
});

test('an address that changes in place is looked at again, and the note goes with its cause', async () => {
  await page.goto('https://www.proxysite.com/');
  await findingsWhen(chrome, page, ({ text }) => /Page that is open/.test(text));
  await page.evaluate(() => history.pushState({}, '', '/process.php?d=2'));
  await waitForShadow(page, /looks like a proxy/, 5000);
  await page.evaluate(() => history.pushState({}, '', '/'));
  await until(async () => (await shadowAll(page, '[data-part="mark"]')).length === 0, { what: 'the note to leave' });
});

test('where everything in the corners is pressed, only the mark stands there', async () => {
  await page.goto('https://www.proxysite.com/game');
  await page.evaluate(() => history.replaceState({}, '', '/process.php'));
  await drawnWhen(page, 'mark', 1);
  assert.equal((await drawn(page, 'panel')).length, 0);
});

/** What one school says of an address, and that an answer ends it. */
async function asked(address, says, { rule, severity, answer }) {
  await page.goto(address);
  const text = await waitForShadow(page, says, 10_000);
  const seen = await findingsWhen(chrome, page, ({ findings }) => findings.length === 1);
  assert.deepEqual(seen.findings.map((one) => [one.rule, one.severity]), [[rule, severity]]);
  await press(page, answer);
  await drawnWhen(page, 'mark', 0);
  return text;
}

/** Pages on which nothing is said, though their host is on a list that is looked at. */
async function silent(...addresses) {
  for (const address of addresses) {
    await page.goto(address);
    const seen = await findingsWhen(chrome, page, ({ text }) => /Page that is open/.test(text));
    assert.deepEqual(seen.findings, [], address);
  }
}

test('Droitwich Spa’s clauses: a game, an order that is paid, private work; each takes an answer', async () => {
  await chrome.school('droitwich-spa');
  await silent('https://poki.com/', 'https://www.argos.co.uk/basket', 'https://www.upwork.com/about');
  assert.match(await asked('https://poki.com/en/g/snake', /looks like a game/, { rule: 'web-games', severity: 'prohibited', answer: 'educational' }), /Not allowed/);
  await asked('https://www.argos.co.uk/checkout/pay', /Is this order your own/, { rule: 'web-personal-purchase', severity: 'prohibited', answer: 'authorised' });
  await asked('https://www.upwork.com/nx/find-work', /Is this private work/, { rule: 'web-private-business', severity: 'prohibited', answer: 'entries' });
});

test('software is asked about only on a device that the school has marked', async () => {
  await chrome.school('beaudesert-park');
  await page.goto('https://play.google.com/store/apps/details?id=a.game');
  const none = await findingsWhen(chrome, page, () => true);
  assert.deepEqual([none.findings, none.unchecked], [[], []]);
  await chrome.school('beaudesert-park', { rules: { 'web-software-install': { device: 'school' } } });
  await silent('https://play.google.com/store/apps');
  const asks = { rule: 'web-software-install', severity: 'prohibited' };
  await asked('https://play.google.com/store/apps/details?id=a.game', /Has IT agreed to this software/, { ...asks, answer: 'agreed' });
  await asked('https://sourceforge.net/projects/a/files/latest/download', /Has IT agreed to this software/, { ...asks, answer: 'school' });
});

test('personal use is asked about once, in the school’s hours and only there (G15)', async () => {
  const days = 'mon-sun';
  await chrome.school('educating-for-life', { hours: [{ days, from: '00:00', to: '24:00' }] });
  const asks = { rule: 'web-personal-use', severity: 'prohibited' };
  await asked('https://www.netflix.com/', /are students with you/, { ...asks, answer: 'alone' });
  await silent('https://poki.com/en/g/snake');
  await chrome.school('tudhoe', { hours: [{ days, from: '00:00', to: '24:00' }], termDates: [{ from: '2001-09-03', to: '2001-12-20' }] });
  await silent('https://www.netflix.com/');
  await chrome.school('tudhoe', { hours: [{ days, from: '00:00', to: '24:00' }] });
  await asked('https://www.netflix.com/', /in working time/, { ...asks, answer: 'break' });
});

test('an app that asks to be let into an account is asked about, and signing in is not', async () => {
  await chrome.school('tudhoe');
  await silent('https://accounts.google.com/v3/signin/identifier');
  await asked('https://accounts.google.com/signin/oauth/consent?part=secret', /approved this app/, { rule: 'web-unauthorised-service', severity: 'prohibited', answer: 'approved' });
});

test('a file store has a mark and no more, where one’s own files are, unless the school uses it', async () => {
  await chrome.school('droitwich-spa');
  await silent('https://www.dropbox.com/', 'https://www.dropbox.com/scl/fi/a');
  await page.goto('https://www.dropbox.com/home');
  await drawnWhen(page, 'mark', 1);
  assert.equal((await drawn(page, 'panel')).length + (await drawn(page, 'note')).length, 0);
  const seen = await findingsWhen(chrome, page, ({ findings }) => findings.length === 1);
  assert.deepEqual(seen.findings.map((one) => [one.rule, one.severity]), [['data-personal-cloud', 'required']]);
  await press(page, 'copy');
  await drawnWhen(page, 'mark', 0);
  await chrome.school('droitwich-spa', { hosts: { approved: ['www.dropbox.com'] } });
  await page.goto('https://www.dropbox.com/home');
  const approved = await findingsWhen(chrome, page, ({ findings }) => findings.length === 0);
  assert.doesNotMatch(approved.text, /Page that is open/);
});

test('a site that the school lists: first a note, a panel only where it stays open, and a way out', async () => {
  await chrome.school('tudhoe', { hosts: { adult: ['unsuitable.example'] } });
  await page.goto('https://unsuitable.example/');
  await waitForShadow(page, /on a list of adult sites/, 10_000);
  assert.equal((await drawn(page, 'panel')).length, 0);
  const noted = await findingsWhen(chrome, page, ({ findings }) => findings.length === 1);
  assert.deepEqual(noted.findings.map((one) => [one.rule, one.severity]), [['web-inappropriate-content', 'prohibited']]);
  await waitForShadow(page, /is still open/, 30_000);
  await drawnWhen(page, 'panel', 1);
  await press(page, 'leave');
  await until(() => page.url() === 'about:blank', { what: 'the page to be left' });
});

test('the school’s address in a form for a new account of a shop is asked about, by its domain alone (G9)', async () => {
  await chrome.school('tudhoe', { withRoster: false });
  const rules = ({ findings }) => findings.map(({ rule, surface }) => `${rule} ${surface}`);
  const says = (...expected) => (seen) => JSON.stringify(rules(seen)) === JSON.stringify(expected);
  await page.goto('https://www.argos.co.uk/register');
  await page.locator('[type=email]').pressSequentially('t.secretname@example.com');
  await page.waitForTimeout(800);
  await findingsWhen(chrome, page, says());
  await page.fill('[type=email]', '');
  await page.locator('[type=email]').pressSequentially('t.secretname@oakfield.sch.uk');
  const text = await waitForShadow(page, /The address in this form is your school’s|The address in this form is your school's/);
  assert.doesNotMatch(text, /secretname|oakfield/);
  const seen = await findingsWhen(chrome, page, says('email-work-only web/signup#1'));
  assert.equal(seen.findings[0].severity, 'required');
  await press(page, 'work');
  await findingsWhen(chrome, page, says());
  // The same site again; signing in; a page on a list of another rule; another site.
  await page.reload();
  await page.fill('[type=email]', 't.secretname@oakfield.sch.uk');
  await page.waitForTimeout(800);
  await findingsWhen(chrome, page, says());
  await page.goto('https://www.netflix.com/join');
  await page.fill('[name=email]', 't.secretname@oakfield.sch.uk');
  await findingsWhen(chrome, page, says('email-work-only web/signup#1'));
  await page.fill('[name=email]', '');
  await findingsWhen(chrome, page, says());
  for (const address of ['https://www.argos.co.uk/login', 'https://www.theguardian.com/register']) {
    await page.goto(address);
    await page.fill('[type=email]', 't.secretname@oakfield.sch.uk');
    await page.waitForTimeout(800);
    await findingsWhen(chrome, page, says());
  }
  const stored = await chrome.inExtension(async () => JSON.stringify([await chrome.storage.local.get(), await chrome.storage.session.get()]));
  assert.doesNotMatch(stored, /secretname|argos|netflix/);
});

test('a pupil’s needs in an assistant’s box are asked about where a clause is about it, a lesson plan is not, nor an assistant that the school provides', async () => {
  const editor = page.locator('[role=textbox]');
  const note = 'Write a report: UPN H801200001001 has an EHCP and was permanently excluded.';
  const only = (rule) => ({ findings }) => JSON.stringify(findings.map((one) => one.rule)) === JSON.stringify(rule ? [rule] : []);
  const paste = async (address, words) => {
    await page.goto(address);
    await editor.click();
    await page.keyboard.insertText(words);
  };
  await chrome.school('tudhoe', { withRoster: false });
  await paste('https://chatgpt.com/', note);
  const seen = await findingsWhen(chrome, page, only('data-pupil-personal-outside'));
  assert.deepEqual(seen.findings.map(({ severity, surface }) => [severity, surface]), [['required', 'web/prompt#1']]);
  assert.match(seen.text, /Prompt to an AI assistant/);
  await drawnWhen(page, 'note', 1);
  assert.doesNotMatch(await waitForShadow(page, /tell an AI assistant about a pupil/), /H8012|excluded/);
  assert.equal((await editor.innerText()).trim(), note, 'the words are as the person left them');
  // Sent by Enter: the page empties the box by itself, and what stood beside it goes.
  await editor.press('Enter');
  await drawnWhen(page, 'mark', 0);
  await findingsWhen(chrome, page, only());
  await page.keyboard.insertText(note);
  await findingsWhen(chrome, page, only('data-pupil-personal-outside'));
  await press(page, 'work');
  await findingsWhen(chrome, page, only());
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText('Plan a lesson on rivers for Year 7. Explain what an EHCP is.');
  await page.waitForTimeout(1200);
  assert.match((await findingsWhen(chrome, page, only())).text, /Prompt to an AI assistant/);
  // Provided by the school; and a document whose clause is about e-mail.
  await chrome.school('tudhoe', { withRoster: false, hosts: { approved: ['claude.ai'] } });
  await paste('https://claude.ai/', note);
  await page.waitForTimeout(1200);
  assert.deepEqual((await findingsWhen(chrome, page, () => true)).findings, []);
  await chrome.school('droitwich-spa', { withRoster: false });
  await paste('https://chatgpt.com/', note);
  await page.waitForTimeout(1200);
  assert.deepEqual((await findingsWhen(chrome, page, () => true)).findings, []);
  const stored = await chrome.inExtension(async () => JSON.stringify([await chrome.storage.local.get(), await chrome.storage.session.get()]));
  assert.doesNotMatch(stored, /H8012|h8012|chatgpt|permanently/);
});

test('a file with a pupil’s needs that is given to an assistant is asked about, a worksheet is not; the same in a file store, or its arrival alone where the clause is about saving', async () => {
  const rules = (...wanted) => ({ findings }) => JSON.stringify(findings.map((one) => one.rule)) === JSON.stringify(wanted);
  await chrome.school('tudhoe', { withRoster: false });
  await page.goto('https://chatgpt.com/');
  await findingsWhen(chrome, page, ({ text }) => /chatgpt|AI assistant/i.test(text));
  await choose('rivers.txt', 'A worksheet about rivers for Year 7.');
  await page.waitForTimeout(1200);
  assert.deepEqual((await findingsWhen(chrome, page, () => true)).findings, []);
  await choose('secretname.csv', 'UPN,Notes\nH801200001001,has an EHCP and was permanently excluded\n');
  const seen = await findingsWhen(chrome, page, rules('data-pupil-personal-outside'));
  assert.deepEqual(seen.findings.map(({ severity, surface }) => [severity, surface]), [['required', 'web/page#1']]);
  assert.doesNotMatch(await waitForShadow(page, /seems to hold a pupil/), /secretname|H8012|EHCP/);
  await press(page, 'work');
  await findingsWhen(chrome, page, rules());
  // An assistant that the school provides hears of none.
  await chrome.school('tudhoe', { withRoster: false, hosts: { approved: ['claude.ai'] } });
  await page.goto('https://claude.ai/');
  await choose('secretname.csv', 'UPN,Notes\nH801200001001,has an EHCP\n');
  await page.waitForTimeout(1200);
  assert.deepEqual((await findingsWhen(chrome, page, () => true)).findings, []);
  // A store that is not the school's: a photograph with its place is nobody's matter there, a list of pupils with their needs is.
  await page.goto('https://app.box.com/folder/1');
  await findingsWhen(chrome, page, ({ text }) => /Page that is open/.test(text));
  await choose('lake.jpg', fixture('place.jpg'));
  await choose('locked.xlsx', fixture('encrypted.xlsx'));
  await page.waitForTimeout(1200);
  assert.deepEqual((await findingsWhen(chrome, page, () => true)).findings, []);
  await choose('secretname.xlsx', fixture('hidden-places.xlsx'));
  const inStore = await findingsWhen(chrome, page, rules('data-pupil-personal-outside'));
  assert.deepEqual(inStore.findings.map(({ severity, surface }) => [severity, surface]), [['required', 'web/page#1']]);
  assert.doesNotMatch(await waitForShadow(page, /seems to hold a pupil/), /secretname|H8012|EHCP/);
  await press(page, 'work');
  await findingsWhen(chrome, page, rules());
  await chrome.school('droitwich-spa', { withRoster: false });
  await page.goto('https://app.box.com/folder/1');
  await findingsWhen(chrome, page, rules('data-personal-cloud'));
  await drawnWhen(page, 'note', 0);
  await choose('secretname.csv', 'Anything');
  await drawnWhen(page, 'note', 1);
  const stored = await chrome.inExtension(async () => JSON.stringify([await chrome.storage.local.get(), await chrome.storage.session.get()]));
  assert.doesNotMatch(stored, /H8012|h8012|chatgpt|app\.box|secretname/);
});

test('nothing went to the network', async () => {
  assert.deepEqual(await chrome.extensionRequests(), []);
});
