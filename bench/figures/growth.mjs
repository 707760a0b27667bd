// How a time grows with what it is spent on. Each series is one size after another; what is judged is the exponent through
// its largest sizes (lib/fit.mjs), and all of them are drawn.
import { openPage } from '../lib/arms.mjs';
import { FEED_SIZES, sizedFeed } from '../lib/feed.mjs';
import { exponent, lateExponent } from '../lib/fit.mjs';
import { judgeIn } from '../lib/in-school.mjs';
import { largeSchool } from '../lib/school.mjs';
import { median, quantile, round } from '../lib/stats.mjs';
import { record, traced } from '../lib/trace.mjs';
import { LARGE_MESSAGE } from './large.mjs';

const series = (id, title, x, y, points) => ({
  id: `growth-${id}`, title, x, y, points: points.map((one) => ({ ...one, y: round(one.y, 4), p95: round(one.p95, 4) })),
  exponent: round(exponent(points)), late: round(lateExponent(points)),
});
const point = (x, samples) => ({ x, y: median(samples), p95: quantile(samples, 0.95) });

/** In the worker alone: recipients, text, and the school's list. */
export async function growthInNode({ extension, samples, people, recipients, characters }) {
  const found = [];
  const largest = await largeSchool(people.at(-1));
  const jobs = [
    ...recipients.map((one) => ({ recipients: one, samples })),
    ...characters.map((one) => ({ recipients: 7, characters: one, samples })),
  ];
  const { times } = await judgeIn(largest, jobs, extension);
  const lanyard = times.map(({ lanyard }) => lanyard);
  found.push(series('recipients', 'Verdict against recipients', 'recipients', 'ms', recipients.map((one, n) => point(one, lanyard[n]))));
  found.push(series('text', 'Verdict against length of the text', 'KB of text', 'ms', characters.map((one, n) => point(one / 1000, lanyard[recipients.length + n]))));
  const points = [];
  for (const count of people) {
    const school = count === people.at(-1) ? largest : await largeSchool(count);
    const { times: [one] } = await judgeIn(school, [{ ...LARGE_MESSAGE, distinct: 60, samples }], extension);
    points.push(point(count, one.lanyard));
  }
  found.push(series('people', 'Verdict against people in the school', 'people', 'ms', points));
  return { growth: found };
}

/** In the page: how much there is in it, and how many messages are open. CPU of our own world, by the trace. */
export async function growthInBrowser({ named: { lanyard: arm } }, { rounds, sizes = FEED_SIZES, windows }) {
  // The first page of each sort pays for what no later one does.
  await traced(arm, sizedFeed(sizes[0]));
  await compose(arm, 1);
  const own = {};
  const note = (kind, size, ms) => ((own[kind] ??= {})[size] ??= []).push(ms);
  for (let round = 1; round <= rounds; round++) {
    for (const size of sizes) {
      const { trace } = await traced(arm, sizedFeed(size));
      const { own: ms } = trace.script(trace.mark('bench-start'), { world: arm.world, origin: arm.origin });
      note('dom', size, ms);
    }
    for (const count of windows) {
      const ms = await compose(arm, count);
      note('windows', count, ms);
    }
  }
  const points = (kind, scale = 1) => Object.entries(own[kind]).map(([size, samples]) => point(Number(size) * scale, samples));
  return {
    growth: [
      series('dom', 'Script of ours against elements in the page', 'elements', 'ms', points('dom', ELEMENTS)),
      series('windows', 'Script of ours against open messages', 'open messages', 'ms', points('windows')),
    ],
  };
}

/** Elements of a post in the feed. */
const ELEMENTS = 8;

/** One more recipient in the newest of so many open messages, each with its warning. */
const compose = (arm, count) => openPage(arm, 'https://mail.google.com/mail/u/0/#inbox', async (page) => {
  await page.evaluate(() => window.__replica.ready);
  await page.evaluate((many) => {
    for (let n = 0; n < many; n++) window.__replica.open('popup', { to: 'a.one@example.com, b.two@example.org, c.three@example.net', subject: `${n}`, body: 'Dear all' });
  }, count);
  await page.waitForTimeout(1800);
  const session = await page.context().newCDPSession(page);
  const { trace } = await record(session, async () => {
    await page.evaluate(() => {
      performance.mark('bench-more');
      window.__replica.addChips('to', 'd.four@example.com');
    });
    await page.waitForTimeout(1200);
  });
  const start = trace.mark('bench-more');
  return trace.script(start, { from: start.ts, world: arm.world, origin: arm.origin }).own;
});
