// Typing: what all processes of the browser spend on a key, and how long it takes from the key to what it has changed being
// painted. In Gmail's compose with a long thread quoted below, four people outside in To and a warning up; and on a page
// that is not covered.
import { interleave } from '../lib/arms.mjs';
import { QUOTED } from '../lib/feed.mjs';
import { between, ran } from '../lib/processes.mjs';
import { median, quantile, round } from '../lib/stats.mjs';
import { session } from '../../tests/harness/shadow.mjs';

/** Keys between two rests, and how long a rest is: words are read once the keys have rested for 600 ms. */
const STRETCH = 25;
const REST_MS = 750;
const WORDS = 'Dear all, thank you for the lovely photographs of the fair; ';
const TO = ['a.one@example.com', 'b.two@example.org', 'c.three@example.net', 'd.four@example.com'];

/** Runs in the page before its own scripts: notes from each key's own time to after the frame that shows it. */
function watchKeys() {
  const times = (globalThis.benchKeys = []);
  addEventListener('keydown', ({ timeStamp }) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => times.push(performance.now() - timeStamp);
      port2.postMessage(0);
    });
  }, true);
}

const PLACES = {
  compose: {
    url: 'https://mail.google.com/mail/u/0/#inbox',
    async ready(page) {
      await page.evaluate(() => window.__replica.ready);
      await page.evaluate(([to, quoted]) => {
        window.__replica.open('popup', { to, subject: 'The fair', body: '' });
        const editor = document.querySelector('[g_editable=true]');
        const quote = document.createElement('div');
        quote.className = 'gmail_quote';
        for (const line of quoted.split('\n')) quote.appendChild(document.createElement('div')).textContent = line;
        editor.append(quote);
        editor.focus();
        getSelection().collapse(editor.firstElementChild, 0);
      }, [TO.join(', '), QUOTED]);
    },
    typed: (page) => page.evaluate(() => document.querySelector('[g_editable=true]').firstElementChild.textContent.length),
  },
  uncovered: {
    url: 'https://uncovered.bench.example/write',
    ready: (page) => page.evaluate(() => document.querySelector('textarea').focus()),
    typed: (page) => page.evaluate(() => document.querySelector('textarea').value.length),
  },
};

/** One page, so many stretches of keys: ms of processor a key, and ms from each key to its paint. */
async function sit(arm, { url, ready, typed }, { stretches, rate = 1, turn }) {
  const page = await arm.chrome.newPage();
  try {
    await page.addInitScript(watchKeys);
    await page.goto(url);
    await ready(page);
    // What comes up at first has come up.
    await page.waitForTimeout(1500);
    if (rate > 1) await (await session(page)).send('Emulation.setCPUThrottlingRate', { rate });
    // Another pace each time, the same for all: a pace of the frames' own would always meet the same part of one.
    let dice = 7 + turn;
    const wait = () => 25 + ((dice = (dice * 16807) % 2147483647) % 30);
    const before = ran(arm.chrome);
    for (let n = 0; n < stretches; n++) {
      for (let key = 0; key < STRETCH; key++) {
        await page.keyboard.press(WORDS[(n * STRETCH + key) % WORDS.length]);
        await page.waitForTimeout(wait());
      }
      await page.waitForTimeout(REST_MS);
    }
    const after = ran(arm.chrome);
    const keys = stretches * STRETCH;
    const painted = await page.evaluate(() => globalThis.benchKeys);
    if (painted.length !== keys || (await typed(page)) !== keys) throw new Error(`${keys} keys, ${painted.length} painted, ${await typed(page)} typed`);
    return { cpu: between(before, after) / keys, painted };
  } finally {
    await page.close();
  }
}

export async function typing(arms, { rounds, slowRounds, stretches = 3 }) {
  const measured = {};
  const at = (id, arm) => ((measured[id] ??= {})[arm] ??= []);
  for (const [id, place, rate, times] of [
    ['typing', PLACES.compose, 1, rounds], ['typing-slow', PLACES.compose, 4, slowRounds], ['typing-uncovered', PLACES.uncovered, 1, slowRounds],
  ]) {
    // The first sitting of all pays for what no later one does.
    const warm = id === 'typing' ? 1 : 0;
    await interleave(arms.list, times + warm, async (arm, turn) => {
      const sample = await sit(arm, place, { stretches: turn < warm ? 1 : stretches, rate, turn });
      if (turn < warm) return;
      at(`${id}-cpu`, arm.name).push(sample.cpu);
      at(`${id}-painted`, arm.name).push(...sample.painted);
    });
  }
  const figure = (id, title, unit) => ({ id, title, unit, ...measured[id] });
  const uncovered = measured['typing-uncovered-cpu'];
  const more = median(uncovered.lanyard) - median(uncovered.none);
  // How sittings without an extension vary, and how another browser with nothing in this page differs.
  const noise = Math.max(0.3, quantile(uncovered.none, 0.95) - Math.min(...uncovered.none), Math.abs(median(uncovered.reference) - median(uncovered.none)));
  return {
    checks: [{ id: 'uncovered-typing', title: 'typing on an uncovered page costs what it does without an extension, within noise', ok: more <= noise, found: `${round(more)} ms a key, noise ${round(noise)}` }],
    figures: [
      figure('typing-cpu', 'typing in Gmail, 100 KB quoted, all processes, CPU a key', 'ms'),
      figure('typing-painted', '… from key to paint', 'ms'),
      // A page that is slowed spins: its processor time says nothing.
      figure('typing-slow-painted', '… from key to paint, at a quarter of the speed', 'ms'),
      figure('typing-uncovered-cpu', 'typing on an uncovered page, all processes, CPU a key', 'ms'),
      figure('typing-uncovered-painted', '… from key to paint', 'ms'),
    ],
  };
}
