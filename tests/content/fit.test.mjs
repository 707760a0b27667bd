// Every part of ours stays on the screen, covers nothing that is written or pressed, and can
// be hit: on the replicas, at a Chromebook's size and at 200 % zoom, light, dark and in forced
// colours. With PICTURES=DIR it keeps a picture of each.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { sleep, until } from '../harness/processes.mjs';
import { shadowAll } from '../harness/shadow.mjs';
import { checkFit, drawn, overlap } from './fit.mjs';
import { finding, locale, run, site, start } from './world.mjs';

const pictures = process.env.PICTURES;
if (pictures) mkdirSync(pictures, { recursive: true });

const buttons = (fix, answer) => [
  { id: 'fix', action: 'copyText', label: fix, primary: true, refs: [], text: 'x' },
  { id: 'answer', action: 'answer', label: answer, primary: false, refs: [] },
  { id: 'not-now', action: 'notNow', label: 'Not now', primary: false, refs: [] },
];
const mail = finding({ remedies: buttons('Move 5 to Bcc', 'They need to see each other') });
const pupil = finding({
  rule: 'social-pupil-connection', severity: 'prohibited', strength: 'Not allowed', seen: 'This request looks like it is from a pupil.',
  advice: 'Delete it and tell your head teacher, so you are covered.', clause: "Your school's policy, Appendix 1", clauseTexts: [{ id: 'a', section: 'Appendix 1', text: 'Ignore and delete it.' }],
  remedies: buttons('Delete request', 'This is not a pupil'),
});
const audience = finding({
  rule: 'social-privacy-settings', seen: 'Anyone can read this, pupils and parents included.', advice: 'Choose Friends so only people you have accepted can see it.',
  clause: "Your school's policy, 5.3.2", clauseTexts: [{ id: 'b', section: '5.3.2', text: 'Keep it from the public.' }], remedies: buttons('Show the setting', 'This one is meant for everyone'),
});
const question = finding({
  rule: 'social-educational-use', severity: 'prohibited', strength: 'Not allowed', seen: 'Is this for your pupils?', advice: 'If it is, post it from the class account instead.',
  clause: "Your school's policy, 5.2", clauseTexts: [{ id: 'c', section: '5.2', text: 'Use an account that is there for nothing else.' }],
  remedies: [{ id: 'yes', action: 'answer', label: 'Yes', primary: false, refs: [] }, { id: 'no', action: 'answer', label: 'No', primary: false, refs: [] }, { id: 'not-now', action: 'notNow', label: 'Not now', primary: false, refs: [] }],
});
const note = { ...mail, severity: 'advised', strength: 'Advised', presentation: 'note', seen: 'A colleague is in Cc, where all can see them.' };

const every = (one, refs = '') => `(o) => [{ ...${JSON.stringify(one)}, refs: ${refs || '[]'} }]`;
const toRefs = 'o.to.map((r) => r.ref)';
const first = (one) => `(o) => o.surface.n === 1 ? [${JSON.stringify(one)}] : []`;
const five = 'd.whitfield@example.com,okafor.family@example.net,priya.nair@example.org,tom.lowe@example.com,hughes74@example.net';
const gmail = `https://mail.google.com/mail/u/0/?to=${five}&su=Year+5+trip+on+Friday&body=Dear+all`;

// name, site, address, judge, what must stay free
const scenes = [
  ['mail-popup', 'gmail', `${gmail}&open=popup&focus=to`, every(mail, toRefs), ['[g_editable]', '.T-I-atl', 'input[name=subjectbox]', 'tr:has([name=to])']],
  ['mail-folded', 'gmail', `${gmail}&open=popup`, every(mail, toRefs), ['[g_editable]', '.T-I-atl']],
  ['mail-full', 'gmail', `${gmail}&open=fullscreen`, every(mail, toRefs), ['[g_editable]', '.T-I-atl', '[role=dialog] img[role=button]']],
  ['mail-two', 'gmail', `${gmail}&open=popup,popup`, every(mail, toRefs), ['[g_editable]', '.T-I-atl', '.hl']],
  ['mail-reply', 'gmail', 'https://mail.google.com/mail/u/0/?open=reply-all', every(mail, toRefs), ['[g_editable]', '.T-I-atl']],
  ['mail-own-window', 'gmail', `${gmail}&view=cm`, every(mail, toRefs), ['[g_editable]', '.T-I-atl']],
  ['mail-note', 'gmail', `${gmail}&open=popup&focus=to`, every(note, toRefs), ['[g_editable]', '.T-I-atl']],
  ['mail-outlook', 'outlook', `https://outlook.office.com/mail/?open=1&to=${five}`, every(mail, toRefs), ['[id^=editorParent_]', '[id*=primaryActionButton]', '[id$=_SUBJECT]']],
  ['requests-facebook', 'facebook', 'https://www.facebook.com/friends/requests/', first(pupil), ['[aria-label=Confirm]', '[aria-label=Delete]']],
  ['requests-instagram', 'instagram', 'https://www.instagram.com/?open=notifications', first(pupil), ['[role=button]:not([aria-label])']],
  ['requests-x', 'x', 'https://x.com/follower_requests', first(pupil), ['[data-testid=UserCell] button']],
  ['requests-linkedin', 'linkedin', 'https://www.linkedin.com/mynetwork/invitation-manager/received/', first(pupil), ['[data-view-name=invitation-action]']],
  ['profile-facebook', 'facebook', 'https://www.facebook.com/oakfield.sam', first(pupil), ['[aria-label="Add friend"]']],
  ['profile-x', 'x', 'https://x.com/samoak', first(pupil), ['[data-testid$="-follow"]']],
  ['profile-linkedin', 'linkedin', 'https://www.linkedin.com/in/sam-oak/', first(pupil), ['[aria-label^=Invite]']],
  ['post-facebook', 'facebook', 'https://www.facebook.com/?open=composer&audience=Public', every(audience), ['[role=dialog] [role=textbox]', '[aria-label=Post]', '[aria-label^="Edit privacy"]']],
  ['post-instagram', 'instagram', 'https://www.instagram.com/?open=composer', every(question), ['[role=dialog] [role=textbox]', '[role=dialog] [role=button]']],
  ['post-x', 'x', 'https://x.com/home', every(question), ['[data-testid=tweetTextarea_0]', '[data-testid=tweetButtonInline]']],
  ['post-linkedin', 'linkedin', 'https://www.linkedin.com/feed/?open=composer', every(question), ['[role=dialog] [role=textbox]', '[role=dialog] button']],
  ['name-facebook', 'facebook', 'https://accountscenter.facebook.com/profiles/100000000000900/name/', every(audience), ['[role=dialog] input', '[role=dialog] [role=button]']],
  ['setting-facebook', 'facebook', 'https://www.facebook.com/settings/?tab=posts&audience=Public', first(audience), ['[aria-label^="Edit privacy"]']],
  ['setting-instagram', 'instagram', 'https://www.instagram.com/accounts/who_can_see_your_content/?private=off', every(audience), ['[role=switch]']],
  ['setting-x', 'x', 'https://x.com/settings/audience_and_tagging?protected=off', every(audience), ['input[type=checkbox]']],
];

const looks = {
  '1366': { windowSize: [1366, 768], viewport: { width: 1366, height: 768 } },
  '683': { windowSize: [1366, 768], viewport: { width: 683, height: 384 } },
};

let browser;
before(async () => (browser = await start()));
after(() => browser?.stop());

async function show(name, [, id, address, judge], viewport, prepare = async () => {}, options = {}) {
  const page = await browser.newPage();
  await page.setViewportSize(viewport);
  await prepare(page);
  await page.goto(address);
  await page.evaluate(() => window.__replica?.ready);
  await sleep(200);
  const world = await run(page, { site: site(id), judge, ...options });
  await until(async () => (await shadowAll(page, '.mark')).length > 0, { what: `${name}: a mark` });
  await page.mouse.move(5, 5);
  await sleep(options.wait ?? 1800);
  if (pictures) await page.screenshot({ path: path.join(pictures, `${name}.png`) });
  return { page, world };
}

for (const [size, { viewport }] of Object.entries(looks)) {
  for (const scene of scenes) {
    test(`${scene[0]} at ${size}`, async () => {
      const { page } = await show(`${scene[0]}-${size}`, scene, viewport);
      await checkFit(page, scene[4]);
      await page.close();
    });
  }
}

test('at a Chromebook’s size a mail pop-up, a request, a post and a setting have room for their panel', async () => {
  for (const name of ['mail-popup', 'requests-facebook', 'requests-instagram', 'requests-x', 'requests-linkedin', 'post-facebook', 'setting-instagram', 'setting-x']) {
    const scene = scenes.find(([one]) => one === name);
    const { page } = await show(`${name}-again`, scene, looks['1366'].viewport);
    assert.equal((await shadowAll(page, '[data-part=panel]')).length, 1, name);
    await page.close();
  }
});

test('at 200 % what a press on the mark opens over a post leaves its own button free', async () => {
  for (const [name, button] of [['post-facebook', '[aria-label=Post]'], ['post-instagram', '[role=dialog] [role=button]:has-text("Share")'], ['post-x', '[data-testid=tweetButtonInline]'], ['post-linkedin', '[role=dialog] button:has-text("Post")']]) {
    const scene = scenes.find(([one]) => one === name);
    const { page } = await show(`${name}-pressed`, scene, looks['683'].viewport);
    const [mark] = await shadowAll(page, '.mark');
    if (!(await shadowAll(page, '[data-part=panel]')).length) await mark.click();
    await until(async () => (await shadowAll(page, '[data-part=panel]')).length === 1, { what: `${name}: the panel` });
    await sleep(300);
    if (pictures) await page.screenshot({ path: path.join(pictures, `${name}-opened-683.png`) });
    const ours = (await drawn(page)).filter(({ what, mark: isMark }) => isMark || what.startsWith('box'));
    const { x, y, width, height } = await page.locator(button).first().boundingBox();
    for (const one of ours) assert.ok(!overlap(one, { left: x, top: y, right: x + width, bottom: y + height }), `${name}: ${JSON.stringify(one)} covers its button`);
    await page.close();
  }
});

test('at 200 % a mail pop-up says it in its own title strip', async () => {
  const scene = scenes.find(([one]) => one === 'mail-folded');
  const { page } = await show('mail-folded-strip', scene, looks['683'].viewport);
  const notes = await shadowAll(page, '[data-part=note]');
  assert.equal(notes.length, 1);
  const { y, height } = await notes[0].box();
  assert.ok(y + height <= await page.evaluate(() => document.querySelector('h2').closest('div').getBoundingClientRect().bottom + 1));
  await page.close();
});

const conditions = {
  dark: [async () => {}, '&theme=dark'],
  forced: [(page) => page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' }), ''],
  contrast: [(page) => page.emulateMedia({ contrast: 'more' }), ''],
  still: [(page) => page.emulateMedia({ reducedMotion: 'reduce' }), ''],
};
for (const [name, [prepare, query]] of Object.entries(conditions)) {
  test(`the mail pop-up, ${name}`, async () => {
    const [, id, address, judge, free] = scenes[0];
    const { page } = await show(`mail-popup-${name}`, ['', id, address + query, judge], looks['1366'].viewport, prepare);
    await checkFit(page, free);
    const { animation, ground } = await (await shadowAll(page, '[data-part=panel]'))[0].evaluate((panel) => ({ animation: getComputedStyle(panel).animationName, ground: getComputedStyle(panel).backgroundColor }));
    assert.equal(animation, name === 'still' ? 'none' : 'arrive');
    if (name === 'dark') assert.equal(ground, 'rgb(36, 39, 43)');
    await page.close();
  });
}

test('the sheet beside Send, wide and narrow', async () => {
  for (const [size, { viewport }] of Object.entries(looks)) {
    const [, id, address, , free] = scenes[0];
    const { page } = await show(`sheet-before-${size}`, ['', id, address.replace('&focus=to', ''), every({ ...mail, askFirst: true }, toRefs)], viewport);
    await page.locator('.T-I-atl').first().click();
    await until(async () => (await shadowAll(page, '[data-part=sheet]')).length === 1, { what: 'the sheet' });
    await sleep(300);
    if (pictures) await page.screenshot({ path: path.join(pictures, `sheet-${size}.png`) });
    await checkFit(page, size === '1366' ? free.filter((one) => one !== 'tr:has([name=to])') : ['.T-I-atl'], { mark: size === '1366' });
    await page.close();
  }
});

test('a second finding, open, at both sizes', async () => {
  const two = `(o) => [${JSON.stringify(mail)}, ${JSON.stringify({ ...note, presentation: 'panel' })}].map((one) => ({ ...one, refs: ${toRefs} }))`;
  for (const [size, { viewport }] of Object.entries(looks)) {
    const { page } = await show(`two-${size}`, ['', 'gmail', scenes[0][2], two], viewport);
    const [more] = await shadowAll(page, '[data-part=more]');
    if (more) await more.click();
    await sleep(400);
    if (pictures) await page.screenshot({ path: path.join(pictures, `two-open-${size}.png`) });
    await checkFit(page, ['.T-I-atl']);
    await page.close();
  }
});

test('words of another direction: the panel reads from the right, its place stays the page’s', async () => {
  const [, id, address, judge, free] = scenes[0];
  const { page } = await show('mail-popup-rtl', ['', id, address, judge], looks['1366'].viewport, undefined, { language: 'ar', words: locale('en') });
  await checkFit(page, free);
  const panel = await (await shadowAll(page, '[data-part=panel]'))[0].box();
  assert.ok(panel.x < 500, 'before the compose, as the page is read from the left');
  await page.close();
});
