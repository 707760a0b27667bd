// Scenario 3: a connection request, on four replicas at their real host names, in five schools.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { clickInShadow, shadowAll, shadowText, waitForShadow } from '../harness/shadow.mjs';
import { sleep, until } from '../harness/processes.mjs';
import { startReplicas } from '../servers/replicas.mjs';
import { drawn, drawnWhen, findingsWhen, press, pushLanyard } from './lanyard.mjs';

const people = ['pupil-listed', 'pupil-by-name', 'pupil-future', 'pupil-former-under-18', 'pupil-former-over-18', 'parent', 'colleague', 'stranger', 'namesake', 'parent-namesake', 'pupil-excluded'];

const pupil = 'social-pupil-connection', parent = 'social-parent-connection', leaver = 'social-ex-pupil-connection';

// What each school's document says of each person's request; nobody else gets a word.
const schools = {
  'st-marylebone': {
    'pupil-listed': [pupil, 'required'], 'pupil-by-name': [pupil, 'required'], namesake: [pupil, 'required'],
    parent: [parent, 'required'], 'parent-namesake': [parent, 'required'],
  },
  'educating-for-life': { 'pupil-listed': [pupil, 'advised'] },
  tudhoe: {
    'pupil-listed': [pupil, 'prohibited'], 'pupil-by-name': [pupil, 'prohibited'], namesake: [pupil, 'prohibited'],
    parent: [parent, 'informational'], 'parent-namesake': [parent, 'informational'],
  },
  'droitwich-spa': {
    'pupil-listed': [pupil, 'prohibited'], 'pupil-by-name': [pupil, 'prohibited'], 'pupil-future': [pupil, 'prohibited'],
    'pupil-former-under-18': [leaver, 'prohibited'], namesake: [pupil, 'prohibited'],
  },
  'beaudesert-park': {
    'pupil-listed': [pupil, 'prohibited'], 'pupil-by-name': [pupil, 'prohibited'], namesake: [pupil, 'prohibited'],
    parent: [parent, 'prohibited'], 'parent-namesake': [parent, 'prohibited'],
  },
};

const sites = {
  facebook: 'https://www.facebook.com/friends/requests/',
  instagram: 'https://www.instagram.com/accounts/activity/?followRequests=1',
  x: 'https://x.com/follower_requests',
  linkedin: 'https://www.linkedin.com/mynetwork/invitation-manager/received/',
};

const at = (url, query) => `${url}${url.includes('?') ? '&' : '?'}${new URLSearchParams(query)}`;
// What a panel's sentence may say of each certainty (G2).
const asks = /Same name as someone on your school's list/;

let chrome, replicas;

before(async () => {
  replicas = await startReplicas();
  chrome = await pushLanyard({ school: 'tudhoe', replicas });
});
after(async () => {
  await chrome?.stop();
  await replicas?.stop();
});

/** Finding of each person, by the order of the surfaces on the page. */
async function verdicts(page, site, who, count) {
  const seen = await findingsWhen(chrome, page, ({ findings, unchecked }) => findings.length === count && unchecked.length === 0);
  return Object.fromEntries(seen.findings.map((finding) => [who[Number(finding.surface.match(/#(\d+)$/)[1]) - 1], finding]));
}

for (const [school, expected] of Object.entries(schools)) {
  test(`${school} gives its own answer to each person, on Facebook`, async () => {
    await chrome.school(school);
    const page = await chrome.newPage();
    await page.goto(at(sites.facebook, { people: people.join(',') }));
    const found = await verdicts(page, 'facebook', people, Object.keys(expected).length);
    assert.deepEqual(Object.fromEntries(Object.entries(found).map(([who, { rule, severity }]) => [who, [rule, severity]])), expected);
    // A name alone only asks, and shows no role (G2).
    for (const who of ['pupil-by-name', 'namesake']) if (found[who]) assert.match(found[who].text, asks);
    if (found['pupil-listed']) assert.match(found['pupil-listed'].text, /looks like it is from a pupil/);
    await page.close();
  });
}

for (const site of ['instagram', 'x', 'linkedin']) {
  test(`the same people are told apart on ${site}`, async () => {
    await chrome.school('beaudesert-park');
    const page = await chrome.newPage();
    await page.goto(at(sites[site], { people: people.join(',') }));
    const expected = schools['beaudesert-park'];
    const found = await verdicts(page, site, people, Object.keys(expected).length);
    assert.deepEqual(Object.keys(found).sort(), Object.keys(expected).sort());
    await page.close();
  });
}

test('the warning stands at Accept before it is pressed, and Accept on a prohibited one asks once more', async () => {
  await chrome.school('tudhoe');
  const page = await chrome.newPage();
  await page.goto(at(sites.facebook, { people: 'pupil-listed' }));
  await waitForShadow(page, /looks like it is from a pupil/);
  assert.match(await shadowText(page), /Not allowed/);
  assert.doesNotMatch(await shadowText(page), /Sam|Okoro/, 'no name in the panel (G5)');

  const actions = () => page.evaluate(() => window.__actions.map(({ action, type, what }) => action ?? type ?? what));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await drawnWhen(page, 'sheet', 1);
  assert.deepEqual(await actions(), [], 'nothing is accepted while the sheet asks');

  await sleep(350);
  await page.keyboard.press('Escape');
  await drawnWhen(page, 'sheet', 0);
  assert.deepEqual(await actions(), [], 'Back accepts nothing');

  await page.getByRole('button', { name: 'Confirm' }).click();
  await drawnWhen(page, 'sheet', 1);
  await sleep(600);
  await clickInShadow(page, '[data-part="sheet"] button', { text: /anyway/ });
  await until(async () => (await actions()).length === 1, { what: 'the site to accept' });
  await page.close();
});

test('Delete presses the site’s own control, once, and the warning goes', async () => {
  await chrome.school('tudhoe');
  const page = await chrome.newPage();
  await page.goto(at(sites.facebook, { people: 'pupil-listed,stranger' }));
  await waitForShadow(page, /looks like it is from a pupil/);
  await press(page, 'delete');
  await until(async () => !/Sam Okoro/.test(await page.textContent('[role=main], body')), { what: 'the card to go' });
  await findingsWhen(chrome, page, ({ findings }) => findings.length === 0);
  assert.match(await page.textContent('body'), /Petra Lindqvist/);
  await page.close();
});

test('"Not a pupil" is remembered for the person, in memory only (G9)', async () => {
  await chrome.school('tudhoe');
  const page = await chrome.newPage();
  await page.goto(at(sites.facebook, { people: 'pupil-by-name' }));
  await waitForShadow(page, asks);
  assert.equal((await drawn(page, 'panel')).length, 0, 'a question is a note, not a panel');
  const before = await chrome.inExtension(async () => JSON.stringify(await chrome.storage.local.get()));
  await press(page, 'not-pupil');
  await findingsWhen(chrome, page, ({ findings }) => findings.length === 0);
  await page.reload();
  await sleep(1200);
  await findingsWhen(chrome, page, ({ findings }) => findings.length === 0);
  assert.equal(await chrome.inExtension(async () => JSON.stringify(await chrome.storage.local.get())), before, 'nothing was written to disk');
  await page.close();
});

test('starting a connection is judged only where the document names it', async () => {
  for (const [school, severity] of [['tudhoe', undefined], ['droitwich-spa', 'prohibited'], ['beaudesert-park', 'prohibited'], ['st-marylebone', undefined]]) {
    await chrome.school(school);
    const page = await chrome.newPage();
    await page.goto('https://www.facebook.com/oakfield.sam');
    await page.getByRole('button', { name: /Add friend/ }).first().waitFor();
    const seen = await findingsWhen(chrome, page, ({ findings }) => findings.length === (severity ? 1 : 0));
    assert.equal(seen.findings[0]?.severity, severity, school);
    await page.close();
  }
});

test('Tudhoe leaves a parent to the member of staff, with a reply to copy and no panel', async () => {
  await chrome.school('tudhoe');
  const page = await chrome.newPage();
  await page.goto(at(sites.facebook, { people: 'parent' }));
  await findingsWhen(chrome, page, ({ findings }) => findings.length === 1);
  await drawnWhen(page, 'mark', 1);
  assert.equal((await drawn(page, 'panel')).length, 0);
  await page.close();
});

test('a page that no rule covers gets no script', async () => {
  const page = await chrome.newPage();
  await page.goto('https://news.example/');
  assert.equal((await shadowAll(page, '*')).length, 0);
  const registered = await chrome.inExtension(async () => (await chrome.scripting.getRegisteredContentScripts()).flatMap((script) => script.matches));
  assert.ok(registered.length > 0 && registered.every((match) => !/news\.example|<all_urls>|\*:\/\/\*\//.test(match)), registered.join(' '));
  await page.close();
});

test('nothing went to the network from the extension', async () => {
  assert.deepEqual(await chrome.extensionRequests(), []);
});
