// Posts and one's own name, as the networks show them: whose account, which words, whether there is a
// picture. Each rule speaks once, one answer settles it, and it is silent about what it does not mean.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sleep, until } from '../harness/processes.mjs';
import { shadowText, waitForShadow } from '../harness/shadow.mjs';
import { startReplicas } from '../servers/replicas.mjs';
import { drawn, drawnWhen, findingsWhen, openPanel, press, startLanyard } from './lanyard.mjs';

const editors = {
  facebook: '[role=dialog] [contenteditable=true][role=textbox]',
  instagram: '[role=dialog] [aria-label="Write a caption..."]',
  x: '[data-testid=tweetTextarea_0]',
  linkedin: '[role=dialog] [aria-label="Text editor for creating content"]',
};
const boxes = {
  facebook: 'https://www.facebook.com/?open=composer&audience=Only+me',
  instagram: 'https://www.instagram.com/?open=composer',
  x: 'https://x.com/home',
  linkedin: 'https://www.linkedin.com/feed/?open=composer',
};

let chrome, replicas, page;

before(async () => {
  replicas = await startReplicas();
  chrome = await startLanyard({ school: 'beaudesert-park', replicas });
  page = await chrome.newPage();
});
after(async () => {
  await chrome?.stop();
  await replicas?.stop();
});

/** Opens the post box and types, as a person does who then goes on to something else. */
async function write(site, words, more = '') {
  await page.goto(boxes[site] + more);
  await page.evaluate(() => window.__replica.ready);
  await page.locator(editors[site]).first().click();
  await page.keyboard.insertText(words);
}

/** What is found of a rule once there is anything. */
async function found(rule) {
  const seen = await findingsWhen(chrome, page, ({ findings }) => findings.some((one) => one.rule === rule));
  return seen.findings.filter((one) => one.rule === rule).map(({ severity, surface }) => [severity, surface]);
}

/** The words have been read and judged, and the rule has said nothing of them. */
async function silent(rule) {
  await sleep(1500);
  const { findings, text } = await findingsWhen(chrome, page, ({ text: all }) => /Post|post/.test(all));
  assert.deepEqual(findings.filter((one) => one.rule === rule), [], text);
}

const NAME = 'Sam Okoro won the cup today.';
const NUMBER = '61550000000001';

test('Beaudesert Park: a pupil’s name in the school’s own account is asked about, by number on Facebook and by handle on X', async () => {
  const rule = 'social-official-content';
  await chrome.school('beaudesert-park', { officialAccounts: `facebook:${NUMBER}, x:m_hartley` });
  for (const [site, more] of [['facebook', `&account=${NUMBER}`], ['x', '']]) {
    await write(site, NAME, more);
    assert.deepEqual(await found(rule), [['prohibited', `${site}/post#1`]]);
    const asks = await waitForShadow(page, /Same name as someone on your school's list/, 10_000);
    assert.doesNotMatch(asks, /Okoro/, 'no name in a panel (G5)');
    await press(page, 'yes');
    await waitForShadow(page, /your school's pages name no pupil/, 10_000);
    await press(page, 'no');
    await findingsWhen(chrome, page, ({ findings }) => findings.length === 0);
    assert.equal((await page.locator(editors[site]).first().innerText()).trim(), NAME, 'the words are as the person left them');
  }
  // Nobody is named; and an account of the person's own is not the school's.
  await write('facebook', 'The cup was won today.', `&account=${NUMBER}`);
  await silent(rule);
  await write('facebook', NAME);
  await silent(rule);
});

test('Facebook tells an account by its number: a school that lists its handle alone is told nothing of it', async () => {
  await chrome.school('beaudesert-park', { officialAccounts: 'facebook:oakfieldschool' });
  await write('facebook', NAME, `&account=${NUMBER}`);
  await silent('social-official-content');
});

test('Droitwich Spa: words to a class are asked about in a personal account, on each network', async () => {
  const rule = 'social-educational-use';
  await chrome.school('droitwich-spa');
  for (const site of Object.keys(boxes)) {
    await write(site, 'Homework for Friday: read chapter four.');
    assert.deepEqual(await found(rule), [['prohibited', `${site}/post#1`]]);
    await openPanel(page);
    await waitForShadow(page, /Is this for your pupils\?/, 10_000);
    await press(page, 'no');
    await findingsWhen(chrome, page, ({ findings }) => findings.length === 0);
    await write(site, 'A lovely chapter four, read in the bath.');
    await silent(rule);
  }
  await chrome.school('droitwich-spa', { officialAccounts: 'x:m_hartley' });
  await write('x', 'Homework for Friday: read chapter four.');
  await silent(rule);
});

test('what a post says of the school is asked about on X, Instagram and LinkedIn as on Facebook', async () => {
  const rule = 'social-post-about-school';
  await chrome.school('droitwich-spa');
  for (const site of ['x', 'instagram', 'linkedin']) {
    await write(site, 'Droitwich Spa High School has a new hall.');
    assert.deepEqual(await found(rule), [['prohibited', `${site}/post#1`]]);
    await write(site, 'Our school has a new hall.');
    await silent(rule);
  }
  // The clause of Tudhoe's cheat sheet is about Facebook: a post on X is not looked at for it.
  await chrome.school('tudhoe');
  await write('x', 'Sam Okoro was a star today.');
  await sleep(1500);
  assert.deepEqual((await findingsWhen(chrome, page, () => true)).findings, []);
});

test('Droitwich Spa: a picture beside a pupil’s name is asked about while it is there, and is not looked at', async () => {
  const rule = 'social-post-images';
  await chrome.school('droitwich-spa', { rules: { 'social-post-about-school': 'off', 'social-educational-use': 'off' } });
  for (const [site, add, remove] of [['facebook', 'Photo/video', 'Remove post attachment'], ['x', 'Add photos or video', 'Remove media']]) {
    await write(site, NAME);
    await silent(rule);
    const control = (label) => page.locator(`[aria-label="${label}"]`).first();
    await control(add).click();
    assert.deepEqual(await found(rule), [['prohibited', `${site}/post#1`]]);
    await waitForShadow(page, /Are pupils in a picture\?/, 10_000);
    await control(remove).click();
    await findingsWhen(chrome, page, ({ findings }) => findings.length === 0);
    await control(add).click();
    await found(rule);
    await press(page, 'no');
    await findingsWhen(chrome, page, ({ findings }) => findings.length === 0);
  }
  await write('facebook', 'The art room in June');
  await page.locator('[aria-label="Photo/video"]').click();
  await silent(rule);
  // Every post there is a picture or a film.
  await write('instagram', NAME);
  assert.deepEqual(await found(rule), [['prohibited', 'instagram/post#1']]);
});

test('Tudhoe: a name as the staff list has it is a mark where Facebook has it changed, and "Keep this name" settles it', async () => {
  const rule = 'social-profile-identifiable';
  const centre = (name) => page.goto(`https://accountscenter.facebook.com/profiles/100000000000900/name/?name=${name}`);
  await chrome.school('tudhoe');
  await centre('Rashid||Bello');
  assert.deepEqual(await found(rule), [['advised', 'facebook/name#1']]);
  await drawnWhen(page, 'mark', 1);
  assert.equal((await drawn(page, 'panel')).length + (await drawn(page, 'note')).length, 0);
  assert.doesNotMatch(await shadowText(page), /Bello/, 'no name in ours (G5)');
  await page.fill('[role=dialog] input >> nth=1', 'James');
  await drawnWhen(page, 'mark', 0);
  await page.fill('[role=dialog] input >> nth=1', '');
  await press(page, 'keep');
  await drawnWhen(page, 'mark', 0);
  await centre('Rashid|James|Bello');
  assert.deepEqual((await findingsWhen(chrome, page, ({ text }) => /Field of a profile/.test(text))).findings, []);
});

test('Tudhoe: a colleague’s tag is a mark as it is typed on Facebook, a note by their handle, and one answer settles it', async () => {
  const rule = 'social-tagging-staff';
  const words = 'Choir tonight, with @Rashid Bello at the piano.';
  // The same words also name somebody on the list: that question is another rule's.
  await chrome.school('tudhoe', { rules: { 'social-post-about-school': 'off' } });
  await write('facebook', words);
  assert.deepEqual(await found(rule), [['advised', 'facebook/post#1']]);
  await drawnWhen(page, 'mark', 1);
  assert.equal((await drawn(page, 'panel')).length + (await drawn(page, 'note')).length, 0);
  assert.doesNotMatch(await shadowText(page), /Bello/, 'no name in ours (G5)');
  await press(page, 'agreed');
  await drawnWhen(page, 'mark', 0);
  assert.equal((await page.locator(editors.facebook).innerText()).trim(), words, 'the words are as the person left them');
  await write('facebook', 'Thank you @rashid.bello.music');
  await drawnWhen(page, 'note', 1);
  await press(page, 'other');
  await findingsWhen(chrome, page, ({ findings }) => findings.length === 0);
  // A stranger's tag, an address, and a colleague who is spoken of without one.
  await write('facebook', 'With @Petra Lindqvist. Rashid Bello is at r.bello@oakfield.sch.uk.');
  await silent(rule);
});

test('while somebody else may see the screen, a post has the mark and no words (G5)', async () => {
  await chrome.school('droitwich-spa', { presentation: 'marks' });
  // Other words than those that were answered above.
  await write('x', 'Class code: abc123');
  await drawnWhen(page, 'mark', 1);
  await sleep(1000);
  assert.equal((await drawn(page, 'panel')).length + (await drawn(page, 'note')).length, 0);
});

test('nothing of a post, an account or a name is kept on the disk (G9), and nothing went to the network', async () => {
  // `managed` is what the school has set: the page has no part in it.
  const kept = await until(() => chrome.inExtension(async () => JSON.stringify({ ...await chrome.storage.local.get(), managed: undefined })));
  assert.doesNotMatch(kept, /Okoro|okoro|Bello|bello|Homework|homework|m_hartley|m\.hartley|facebook|instagram|linkedin|100000000000900/);
  assert.deepEqual(await chrome.extensionRequests(), []);
});
