// The share window of a file: a frame of Google Drive over a document. Its structure is from memory,
// as drive.json says: this shows that Lanyard works on it, not that the real window still has it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitForShadow } from '../harness/shadow.mjs';
import { startReplicas } from '../servers/replicas.mjs';
import { drawn, drawnWhen, findings, findingsWhen, press, startLanyard } from './lanyard.mjs';

const share = `<!doctype html><html lang="en"><title>Share</title><body style="margin:0;font:16px sans-serif">
<div role="dialog" aria-label="Share" style="width:500px;margin:60px 0 0 60px;padding:20px;border:1px solid">
<h1>Share “Seating plan”</h1><label>Add people <input></label><h2>General access</h2>
<button id="general" aria-haspopup="listbox">Restricted</button>
<ul role="listbox" aria-label="General access" hidden><li role="option">Restricted</li><li role="option">Anyone with the link</li></ul>
<p><button>Copy link</button> <button>Done</button></p></div>
<script>
const general = document.getElementById('general');
const list = document.querySelector('[role=listbox]');
general.onclick = () => { list.hidden = !list.hidden; };
list.onclick = ({ target }) => { general.textContent = target.textContent; list.hidden = true; };
</script></body></html>`;
const doc = `<!doctype html><html lang="en"><title>Seating plan</title><body style="margin:0"><p contenteditable>Words of a document.</p>
<iframe src="https://drive.google.com/drivesharing/driveshare?id=secret-file" style="position:fixed;inset:0;width:100vw;height:100vh;border:0;background:white"></iframe></body></html>`;

let chrome, replicas, page;

before(async () => {
  replicas = await startReplicas({ extra: { 'drive.google.com/drivesharing/driveshare': share, 'docs.google.com/document/d/1/edit': doc } });
  chrome = await startLanyard({ school: 'tudhoe', replicas, config: { withRoster: false } });
  page = await chrome.newPage();
});
after(async () => {
  await chrome?.stop();
  await replicas?.stop();
});

const frame = () => page.frames().find((one) => one.url().startsWith('https://drive.google.com/'));

async function choose(text) {
  await frame().click('#general');
  await frame().click(`li:has-text("${text}")`);
}

test('a restricted file has no mark; “Anyone with the link” is asked about, and taken back it goes', async () => {
  await page.goto('https://docs.google.com/document/d/1/edit');
  await frame().waitForSelector('#general');
  assert.deepEqual((await findings(chrome, page)).findings, []);
  await choose('Anyone with the link');
  const seen = await findingsWhen(chrome, page, (said) => said.findings.length === 1);
  assert.deepEqual(seen.findings.map(({ rule, severity, surface }) => [rule, severity, surface]), [['data-share-permissions', 'required', 'drive/share#1']]);
  await waitForShadow(page, /anyone with the link/i, 8000);
  await choose('Restricted');
  await findingsWhen(chrome, page, (said) => said.findings.length === 0);
  await drawnWhen(page, 'mark', 0);
});

test('the fix goes to the control and changes nothing; an answer ends it', async () => {
  await choose('Anyone with the link');
  await findingsWhen(chrome, page, (said) => said.findings.length === 1);
  await press(page, 'open-setting');
  assert.equal(await frame().evaluate(() => document.activeElement?.id), 'general');
  assert.equal(await frame().textContent('#general'), 'Anyone with the link');
  await press(page, 'everyone');
  await findingsWhen(chrome, page, (said) => said.findings.length === 0);
  assert.equal((await drawn(page, 'mark')).length, 0);
  const kept = await chrome.inExtension(async () => JSON.stringify([await chrome.storage.local.get(), await chrome.storage.session.get()]));
  assert.doesNotMatch(kept, /secret-file|Seating/);
});

test('a school whose document does not name it has no script there', async () => {
  await chrome.school('st-marylebone');
  await page.reload();
  await frame().waitForSelector('#general');
  await choose('Anyone with the link');
  const none = await findings(chrome, page);
  assert.deepEqual([none.findings, none.unchecked], [[], []]);
  assert.doesNotMatch(none.text, /Google Drive/);
});

test('nothing went to the network', async () => {
  assert.deepEqual(await chrome.extensionRequests(), []);
});
