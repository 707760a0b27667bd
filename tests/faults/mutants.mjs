// Every replica, changed at random under Lanyard's eyes. It may find what it likes in what is left; it may not
// press, write, throw, stall or draw itself twice, and the worker stays well.
import assert from 'node:assert/strict';
import { sleep } from '../harness/processes.mjs';
import { mutate } from './mutate.mjs';
import { random } from './random.mjs';
import { sane } from './world.mjs';

const AT_ONCE = 10;
/** Longest that a page may be busy after ten changes: what a person would feel. */
const STALL_MS = 4000;

const people = 'people=pupil-listed,pupil-by-name,parent,colleague,stranger';
const to = 'to=a.one@example.com,b.two@example.org,c.three@example.net&su=Trip&body=Dear+all';

export const MUTANTS = [
  { name: 'Gmail, two messages', url: `https://mail.google.com/mail/u/0/?open=popup,popup&${to}#inbox` },
  { name: 'Facebook, requests', url: `https://www.facebook.com/friends/requests/?${people}` },
  { name: 'Outlook, two messages', url: `https://outlook.office.com/mail/?open=2&${to}` },
  { name: 'Instagram, requests', url: `https://www.instagram.com/accounts/activity/?followRequests=1&${people}` },
  { name: 'Gmail, an answer', url: `https://mail.google.com/mail/u/0/?open=reply-all&${to}#inbox` },
  { name: 'Facebook, a post', url: 'https://www.facebook.com/?open=composer&audience=Public' },
  { name: 'X, requests', url: `https://x.com/follower_requests?${people}` },
  { name: 'LinkedIn, requests', url: `https://www.linkedin.com/mynetwork/invitation-manager/received/?${people}` },
  { name: 'Facebook, settings', url: 'https://www.facebook.com/settings/?tab=posts' },
  { name: 'X, a post', url: 'https://x.com/home' },
  { name: 'LinkedIn, a post', url: 'https://www.linkedin.com/feed/?open=composer' },
  { name: 'Instagram, settings', url: 'https://www.instagram.com/accounts/who_can_see_your_content/?private=off' },
];

/** Changes a replica `rounds` times. */
export async function mutants(world, { name, url }, { seed, rounds }) {
  const page = await world.chrome.newPage();
  const ours = [];
  page.on('pageerror', (error) => String(error.stack).includes(world.chrome.extensionId) && ours.push(error.stack));
  let done = 0;
  try {
    let part = 0;
    // Little is left of a page after some hundred changes: then it is loaded again.
    while (done < rounds) {
      await page.goto(url);
      await page.evaluate(() => window.__replica?.ready);
      // Whatever a script does to the page's controls is heard, whoever it is: the replicas press nothing themselves.
      await page.evaluate(() => {
        window.__touched = [];
        for (const type of ['click', 'pointerdown', 'keydown', 'paste', 'input', 'change', 'submit']) {
          window.addEventListener(type, (event) => event.isTrusted || window.__touched.push(type), true);
        }
      });
      await world.state(page);
      for (const end = Math.min(rounds, done + 200); done < end; done += AT_ONCE, part++) {
        const from = Date.now();
        await page.evaluate(mutate, { seed: (seed + part) >>> 0, count: AT_ONCE, random: String(random) }).catch((error) => {
          // The page went to another address of itself: it is loaded anew.
          if (!/context was destroyed|navigat/i.test(error.message)) throw error;
        });
        await sleep(40);
        await page.evaluate(() => new Promise(requestAnimationFrame)).catch(() => {});
        assert.ok(Date.now() - from < STALL_MS, `stalled for ${Date.now() - from} ms`);
        assert.deepEqual(ours, [], 'ours threw');
      }
      const { touched, sent, acted } = await page.evaluate(() => ({ touched: window.__touched ?? [], sent: window.__sent?.length ?? 0, acted: window.__actions?.length ?? 0 }));
      assert.deepEqual({ touched, sent, acted }, { touched: [], sent: 0, acted: 0 }, 'nobody pressed or wrote anything');
      await sane(page);
      const { state } = await world.state(page);
      assert.equal(state, 'active', 'the worker is well');
    }
    return { outcome: `nothing thrown, pressed or written (seed ${seed})`, rounds: done };
  } catch (error) {
    throw new Error(`${name}, seed ${seed}, after ${done} changes: ${error.message}`, { cause: error });
  } finally {
    await page.close().catch(() => {});
  }
}
