// From the last change of a message to the warning's being painted, beyond what is waited for on purpose: 64 ms until a
// change is looked at, and in Lanyard 400 ms until an input counts as settled (show/stage.ts). Parts and worker are warm.
import { interleave } from '../lib/arms.mjs';
import { extensionProcess } from '../lib/memory.mjs';
import { slowed } from '../lib/processes.mjs';
import { round } from '../lib/stats.mjs';
import { session } from '../../tests/harness/shadow.mjs';

/** Ms that each waits on purpose. */
const WAITS = { reference: 64, lanyard: 64 + 400 };
const RATE = 4;

/** Runs in the page: adds the people that make a finding; ms until after the frame in which somebody's note is there. */
function addAndWait() {
  return new Promise((done, fail) => {
    setTimeout(fail, 10_000, new Error('no warning'));
    const start = performance.now();
    new MutationObserver((records, self) => {
      if (!records.some(({ addedNodes }) => [...addedNodes].some(({ nodeName }) => /^(lanyard|reference)-note$/i.test(nodeName)))) return;
      self.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done(performance.now() - start);
        port2.postMessage(0);
      });
    }).observe(document.documentElement, { childList: true });
    window.__replica.addChips('to', 'b.two@example.org, c.three@example.net, d.four@example.com');
  });
}

/** Takes them out again, and waits until nothing of anybody's is in the page. */
async function takeOut(page) {
  await page.evaluate(() => ['b.two@example.org', 'c.three@example.net', 'd.four@example.com'].forEach((one) => window.__replica.removeChip('to', one)));
  await page.waitForFunction(() => !document.querySelector('html > lanyard-note, html > reference-note'), undefined, { timeout: 10_000 });
  await page.waitForTimeout(150);
}

/** How fast a worker goes: turns of a loop in a third of a second. */
const pace = async (arm) => (await arm.chrome.serviceWorker()).evaluate(() => {
  let turns = 0;
  for (const end = performance.now() + 300; performance.now() < end;) for (let n = 0; n < 100; n++) turns += 1;
  return turns;
});

export async function painted(arms, { rounds, each = 4 }) {
  const list = arms.list.filter(({ name }) => name !== 'none');
  const times = { 1: {}, [RATE]: {} };
  const paces = {};
  await interleave(list, rounds + 1, async (arm, turn) => {
    const page = await arm.chrome.newPage();
    await page.goto('https://mail.google.com/mail/u/0/#inbox');
    await page.evaluate(() => window.__replica.ready.then(() => window.__replica.open('popup', { to: 'a.one@example.com', subject: 'The fair', body: 'Dear all' })));
    await page.waitForTimeout(1000);
    for (const rate of [1, RATE]) {
      await (await session(page)).send('Emulation.setCPUThrottlingRate', { rate });
      if (turn === 0 && arm.name === 'reference') (paces[rate] = rate === 1 ? await pace(arm) : undefined);
      const slow = rate > 1 ? slowed(extensionProcess(arm.chrome), rate) : undefined;
      try {
        if (turn === 0 && slow && arm.name === 'reference') paces[rate] = await pace(arm);
        for (let n = 0; n < each; n++) {
          const time = await page.evaluate(addAndWait);
          await takeOut(page);
          // The first brings the parts that show.
          if (n > 0 && turn > 0) (times[rate][arm.name] ??= []).push(time - WAITS[arm.name]);
        }
      } finally {
        await slow?.stop();
      }
    }
    await page.close();
  });
  const slower = paces[1] / paces[RATE];
  return {
    checks: [{ id: 'slow-worker', title: `a worker that is slowed ${RATE} times is`, ok: slower > 0.75 * RATE, found: `${round(slower, 1)} times` }],
    figures: [
      { id: 'painted', title: 'settled input → painted warning, beyond the waits', unit: 'ms', ...times[1] },
      { id: 'painted-slow', title: '… with page and worker at a quarter of the speed', unit: 'ms', ...times[RATE] },
    ],
  };
}
