// A picture of each part of ours in the page, as people meet it: on a Chromebook, at 200 %, dark, and on a page
// that is read from the right with words that are. Each is measured too, and kept in .lanyard/pictures.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { repository } from '../harness/chromium.mjs';
import { looks, picture, withLook } from '../harness/pictures.mjs';
import { sleep, until } from '../harness/processes.mjs';
import { shadowAll, shadowOne } from '../harness/shadow.mjs';
import { checkFit } from './fit.mjs';
import { finding, locale, run, site, start } from './world.mjs';

const pictures = path.join(repository, '.lanyard/pictures');

// A draft: nobody has read it who would know.
const arabic = {
  ui_not_now: 'ليس الآن', ui_more_one: 'و{count} أخرى', ui_more_other: 'و{count} أخرى', ui_before_send: 'قبل الإرسال', ui_before_accept: 'قبل القبول',
  ui_send_anyway: 'أرسل رغم ذلك', ui_accept_anyway: 'اقبل رغم ذلك', ui_back: 'رجوع', ui_undo: 'تراجع', ui_undo_available: 'يمكن التراجع.', ui_details: 'اقرأ المزيد',
  ui_handbook: 'اقرأه في الدليل', ui_close: 'إغلاق', ui_shortcut: 'اضغط Alt Shift Y للحل.', ui_quiet_note: 'لدى لانيارد ملاحظة',
};
const texts = {
  en: {
    words: locale('en'), strength: { required: 'Expected', prohibited: 'Not allowed', advised: 'Advised', informational: 'Good to know' },
    clause: "Your school's policy, 4.1.2(iii)", law: 'Put people outside the school in Bcc.', move: 'Move 5 to Bcc', moved: 'Moved 5 to Bcc.', meant: 'They need to see each other', later: 'Not now',
    seen: "5 people outside the school can see each other's addresses.", advice: 'Move them to Bcc so each person sees only their own.', other: 'A colleague is in Cc, where all can see them.',
    pupil: 'This request looks like it is from a pupil.', tell: 'Delete it and tell your head teacher, so you are covered.', remove: 'Delete request', no: 'This is not a pupil', once: 'This cannot be undone.',
    proxy: 'This page goes around the school’s filter.', leave: 'Leave it, and ask IT if a site you need is shut.', out: 'Leave this page', less: 'Show me less of this',
  },
  ar: {
    words: arabic, strength: { required: 'متوقع', prohibited: 'غير مسموح', advised: 'يُنصح به', informational: 'للعلم' },
    clause: 'سياسة مدرستك، 4.1.2(iii)', law: 'ضع من هم خارج المدرسة في Bcc.', move: 'انقل 5 إلى Bcc', moved: 'نُقل 5 إلى Bcc.', meant: 'يجب أن يروا بعضهم', later: 'ليس الآن',
    seen: 'يمكن لـ 5 أشخاص من خارج المدرسة رؤية عناوين بعضهم.', advice: 'انقلهم إلى Bcc ليرى كل شخص عنوانه فقط.', other: 'زميل في Cc حيث يراه الجميع.',
    pupil: 'يبدو أن هذا الطلب من تلميذ.', tell: 'احذفه وأخبر مدير المدرسة لتكون محميًا.', remove: 'احذف الطلب', no: 'ليس تلميذًا', once: 'لا يمكن التراجع عن هذا.',
    proxy: 'هذه الصفحة تتجاوز مرشح المدرسة.', leave: 'اتركها واسأل قسم التقنية عما تحتاجه.', out: 'اترك الصفحة', less: 'أظهر لي أقل من هذا',
  },
};

const one = (t, severity, more = {}) => finding({
  severity, strength: t.strength[severity], seen: t.seen, advice: t.advice, clause: t.clause, clauseTexts: [{ id: '4.1.2-iii', section: '4.1.2(iii)', text: t.law }],
  remedies: [
    { id: 'move-to-bcc', action: 'moveToBcc', label: t.move, primary: true, refs: ['REFS'], done: t.moved },
    { id: 'answer', action: 'answer', label: t.meant, primary: false, refs: [] },
    { id: 'not-now', action: 'notNow', label: t.later, primary: false, refs: [] },
  ], ...more,
});
const pupil = (t) => one(t, 'prohibited', {
  seen: t.pupil, advice: t.tell, remedies: [
    { id: 'fix', action: 'declineRequest', label: t.remove, primary: true, refs: [], caution: t.once },
    { id: 'answer', action: 'answer', label: t.no, primary: false, refs: [] },
    { id: 'not-now', action: 'notNow', label: t.later, primary: false, refs: [] },
  ],
});
const proxy = (t) => one(t, 'required', {
  seen: t.proxy, advice: t.leave, remedies: [
    { id: 'fix', action: 'leavePage', label: t.out, primary: true, refs: [] },
    { id: 'not-now', action: 'notNow', label: t.later, primary: false, refs: [] },
  ],
});
/** As long as somebody stands in To; what it is about is who stands there. */
const mail = (...all) => `(o) => o.to.length < 2 ? [] : JSON.parse(${JSON.stringify(JSON.stringify(all))}, (key, value) => key === 'refs' ? o.to.map((r) => r.ref) : value)`;
const first = (all) => `(o) => o.surface.n === 1 ? [${JSON.stringify(all)}] : []`;

const press = async (page, selector) => {
  await sleep(700);
  const element = await shadowOne(page, selector);
  await element.click();
};
/** The panel, also where there is room for a mark or a line alone. */
const opened = async (page, world) => {
  if (!(await shadowAll(page, '[data-part=panel]')).length) await world.tell({ type: 'toggle' });
  await shadowOne(page, '[data-part=panel]');
};
const gmail = 'https://mail.google.com/mail/u/0/?open=popup&to=d.whitfield@example.com,okafor.family@example.net,priya.nair@example.org,tom.lowe@example.com,hughes74@example.net&su=Year+5+trip+on+Friday&body=Dear+all';
const editor = ['[g_editable]', '.T-I-atl'];
const send = ['.T-I-atl'];

/** Part → [site, address, what is found, what is done, what stays free, what stays free where it was opened by hand]. */
const surfaces = {
  mark: ['gmail', gmail, (t) => mail(one(t, 'informational', { presentation: 'mark' })), async () => {}, editor, editor],
  note: ['gmail', gmail, (t) => mail(one(t, 'advised', { presentation: 'note', seen: t.other })), async () => {}, editor, send],
  panel: ['gmail', gmail, (t) => mail(one(t, 'required'), one(t, 'advised', { rule: 'second', seen: t.other })), opened, editor, send],
  'panel-open': ['gmail', gmail, (t) => mail(one(t, 'required', { less: t.less }), one(t, 'advised', { rule: 'second', seen: t.other })), async (page, world) => {
    await opened(page, world);
    await press(page, '.box > .foot [data-part=clause]');
    await press(page, '[data-part=more]');
  }, editor, send],
  sheet: ['gmail', gmail, (t) => mail(one(t, 'required', { askFirst: true })), async (page) => {
    await page.locator('.T-I-atl').first().click();
    await shadowOne(page, '[data-part=sheet]');
  }, editor, send],
  done: ['gmail', gmail, (t) => mail(one(t, 'required')), async (page, world) => {
    await opened(page, world);
    await press(page, '[data-part=panel] [data-remedy=move-to-bcc]');
    await shadowOne(page, '[data-part=done]');
  }, send, send],
  request: ['facebook', 'https://www.facebook.com/friends/requests/?', (t) => first(pupil(t)), opened, ['[aria-label=Confirm]', '[aria-label=Delete]'], ['[aria-label=Confirm]', '[aria-label=Delete]']],
  visit: ['web', 'https://news.example/?', (t) => proxy(t), opened, [], []],
};
const conditions = {
  1366: { look: looks['1366x768'] },
  '200-percent': { look: looks['200-percent'] },
  dark: { look: looks['1366x768'], theme: 'dark' },
  rtl: { look: looks['1366x768'], language: 'ar', dir: 'rtl' },
};

let browser;
before(async () => (browser = await start()));
after(() => browser?.stop());

const web = { id: 'web', name: 'Web', version: 1, page: true, surfaces: [] };

/** Shows a part in a condition; `use` gets the page as it then is. */
async function show([id, address, found, act], { look, language = 'en', theme, dir = 'ltr' }, use) {
  const page = await browser.newPage();
  await page.setViewportSize({ width: look.width, height: look.height });
  await page.goto(theme ? `${address}&theme=${theme}` : address);
  await page.evaluate(() => window.__replica?.ready);
  await page.evaluate((value) => (document.documentElement.dir = value), dir);
  if (theme) await page.evaluate(() => document.documentElement.style.setProperty('color-scheme', 'dark'));
  await withLook(page, look, async () => {
    const t = texts[language];
    const isPage = id === 'web';
    const world = await run(page, { site: isPage ? web : site(id), judge: isPage ? '() => []' : found(t), language, words: t.words });
    if (isPage) {
      await sleep(300);
      await world.tell({ type: 'findings', surface: 'web/page#1', hash: '', findings: [{ ...found(t), surface: 'web/page#1', id: 'web/page#1 x' }], reads: { subject: false, files: false, text: false } });
    }
    await until(async () => (await shadowAll(page, '.mark')).length > 0, { what: 'a mark' });
    await page.mouse.move(5, 5);
    await sleep(800);
    await act(page, world);
    await sleep(300);
    await use(page, world);
  });
  await page.close();
}

for (const [name, surface] of Object.entries(surfaces)) {
  test(`${name} in four conditions`, async () => {
    for (const [condition, how] of Object.entries(conditions)) {
      await show(surface, how, async (page) => {
        await picture(page, path.join(pictures, `page-${name}-${condition}.png`));
        await checkFit(page, surface[condition === '200-percent' ? 5 : 4], { mark: false });
      });
    }
  });
}

/** Where a panel stands beside the requests that it is about, and how its words run. */
async function sides(dir, language) {
  let found;
  await show(surfaces.request, { look: looks['1366x768'], dir, language }, async (page) => {
    const panel = await shadowOne(page, '[data-part=panel]');
    const { x, width } = await panel.box();
    const list = await page.locator('[role=list]').first().boundingBox();
    found = await panel.evaluate((element) => {
      const left = (one) => one.getBoundingClientRect().left;
      const [glyph, words] = element.querySelector('.body').children;
      const [fix, answer] = element.querySelectorAll('.actions .button');
      const [clause, later] = element.querySelectorAll('.foot > *');
      const order = [[glyph, words], [fix, answer], [clause, later]].map(([a, b]) => left(a) < left(b));
      return { words: getComputedStyle(element).direction, lang: element.closest('[lang]').lang, order };
    });
    found.side = x >= list.x + list.width ? 'right' : x + width <= list.x ? 'left' : 'over';
  });
  return found;
}

test('the side is the page’s, the direction that of the words', async () => {
  const english = { words: 'ltr', lang: 'en', order: [true, true, true] };
  const written = { words: 'rtl', lang: 'ar', order: [false, false, false] };
  assert.deepEqual(await sides('ltr', 'en'), { ...english, side: 'right' });
  assert.deepEqual(await sides('ltr', 'ar'), { ...written, side: 'right' });
  assert.deepEqual(await sides('rtl', 'en'), { ...english, side: 'left' });
  assert.deepEqual(await sides('rtl', 'ar'), { ...written, side: 'left' });
});
