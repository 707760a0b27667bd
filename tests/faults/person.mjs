// A person at work: writes a message step by step and sends it, accepts a request, posts. They keep in mind what they
// have written, and can say at any moment whether it still stands as they left it.
import assert from 'node:assert/strict';
import { sleep, until } from '../harness/processes.mjs';
import { clickInShadow } from '../harness/shadow.mjs';
import { drawn } from '../e2e/lanyard.mjs';
import { REQUESTS } from './world.mjs';

export const FAMILIES = ['a.one@example.com', 'b.two@example.org', 'c.three@example.net', 'd.four@example.com'];
export const MAIL_RULE = 'email-recipients-visible';
export const REQUEST_RULE = 'social-pupil-connection';

const PAUSE = { delay: 4 };

/** Presses on where Lanyard asks first; the person has read it. */
async function goOn(page, done) {
  await until(async () => {
    if (await done()) return true;
    if ((await drawn(page, 'sheet')).length === 0) return false;
    await sleep(600);
    await clickInShadow(page, '[data-part="sheet"] [data-part="anyway"]').catch(() => {});
    return until(done, { timeout: 4000 }).catch(() => false);
  }, { timeout: 15_000, what: 'what was pressed to be done' });
}

/** Somebody who writes in the mailbox. */
export function writer(page) {
  const compose = page.locator('.M9').filter({ has: page.locator('[name=to]') }).first();
  const draft = { to: [], cc: [], bcc: [], subject: '', body: '' };
  let sent = 0;

  const field = async () => {
    const to = compose.locator('[name=to] input[role=combobox]');
    if (!(await to.isVisible())) await compose.locator('div.aoD.hl').first().focus();
    await to.click();
  };
  const add = async (people) => {
    await field();
    for (const address of people) {
      await page.keyboard.type(address, PAUSE);
      await page.keyboard.press('Enter');
      draft.to.push(address);
    }
  };
  const say = async (words) => {
    await compose.locator('[g_editable=true] > div').first().click();
    await page.keyboard.press('End');
    await page.keyboard.type(words, PAUSE);
    draft.body += words;
  };

  return {
    /** Each is one step of writing; the fault may come after any of them. */
    steps: {
      async open() {
        await page.evaluate(() => window.__replica.open('popup'));
        Object.assign(draft, { to: [], cc: [], bcc: [], subject: '', body: '' });
      },
      someone: () => add(FAMILIES.slice(0, 2)),
      more: () => add(FAMILIES.slice(2)),
      async subject() {
        await compose.locator('input[name=subjectbox]').click();
        await page.keyboard.type('Trip on Friday', PAUSE);
        draft.subject = 'Trip on Friday';
      },
      text: () => say('Dear all, we leave'),
      end: () => say(' at nine.'),
    },
    /** Nothing lost, nothing changed, nothing sent. */
    async intact() {
      const now = await page.evaluate(() => ({ drafts: window.__replica.composes(), sent: window.__sent.length }));
      assert.equal(now.sent, sent, 'sent what the person did not send');
      if (now.drafts.length === 0) return;
      const [{ to, cc, bcc, subject, body }] = now.drafts;
      assert.deepEqual({ to, cc, bcc, subject, body: body.trim() }, draft, 'the draft is as it was written');
    },
    /** Presses Send; exactly the draft goes, once. */
    async send() {
      const button = compose.getByRole('button', { name: /^Send/ }).first();
      await button.click();
      await goOn(page, async () => (await page.evaluate(() => window.__sent.length)) > sent);
      sent += 1;
      const { to, cc, bcc, subject, body } = await page.evaluate(() => window.__sent.at(-1));
      assert.deepEqual({ to, cc, bcc, subject, body: body.trim() }, draft, 'what was sent is what was written');
      assert.equal(await page.evaluate(() => window.__sent.length), sent, 'sent once');
    },
    /** The page was loaded afresh: nothing of before is in it. */
    forget() {
      sent = 0;
    },
  };
}

/** Somebody on the social network: a request from a pupil and one from a stranger; a post. */
export function poster(page) {
  let done = [];
  const words = 'The heron is back on the river wall.';
  let typed = '';
  const actions = () => page.evaluate(() => window.__actions.map(({ action, handle, text }) => ({ action, what: text ?? handle })));

  return {
    steps: {
      async open() {
        await page.goto(REQUESTS);
        await page.evaluate(() => window.__replica.ready);
        done = [];
        typed = '';
        await page.getByRole('button', { name: 'Confirm' }).nth(1).waitFor();
      },
    },
    async intact() {
      assert.deepEqual((await actions()).map(({ action }) => action), done, 'done what the person did not do');
      const box = page.locator('[role=dialog] [contenteditable=true]');
      if (typed && (await box.count()) > 0) assert.equal((await box.innerText()).trim(), typed.trim(), 'the post is as it was written');
    },
    /** Accepts the stranger. */
    async accept() {
      await page.getByRole('button', { name: 'Confirm' }).nth(1).click();
      await goOn(page, async () => (await actions()).length > done.length);
      done.push('confirm');
    },
    async write() {
      await page.evaluate(() => window.__replica.go('/'));
      await page.getByRole('button', { name: /on your mind/i }).first().click();
      await page.locator('[role=dialog] [contenteditable=true]').click();
      await page.keyboard.type(words, PAUSE);
      typed = words;
    },
    async post() {
      await page.getByRole('dialog', { name: /create post/i }).getByRole('button', { name: 'Post', exact: true }).click();
      await goOn(page, async () => (await actions()).length > done.length);
      done.push('post');
      assert.equal((await actions()).at(-1).what, words, 'what was posted is what was written');
    },
    forget() {
      done = [];
      typed = '';
    },
  };
}

/** Somebody who writes a letter where Lanyard has no business. */
export function reader(page) {
  let letter = '';
  return {
    async write(words) {
      await page.bringToFront();
      await page.locator('textarea').click();
      await page.keyboard.type(words, PAUSE);
      letter += words;
    },
    async intact() {
      assert.equal(await page.locator('textarea').inputValue(), letter);
      assert.deepEqual(await page.evaluate(() => window.__strangers.filter((name) => name.includes('LANYARD'))), [], 'nothing of ours on a page that is not covered');
    },
    forget() {
      letter = '';
    },
  };
}
