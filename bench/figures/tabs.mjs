// What each tab costs in memory: the heap of its page after garbage collection (V8, and the objects of the DOM), against
// the same page without an extension; and what the worker's process grows by for it.
import { sleep } from '../../tests/harness/processes.mjs';
import { extensionProcess, privateMemory } from '../lib/memory.mjs';
import { median, round } from '../lib/stats.mjs';

const PAGES = {
  finding: 'https://www.facebook.com/friends/requests/?people=pupil-listed',
  nothing: 'https://www.facebook.com/bench/blank',
  uncovered: 'https://uncovered.bench.example/feed?still',
};
/** What a heap varies by from page to page, MiB. */
const NOISE = 0.1;

async function heap(page) {
  const cdp = await page.context().newCDPSession(page);
  try {
    await cdp.send('HeapProfiler.enable');
    for (let n = 0; n < 2; n++) await cdp.send('HeapProfiler.collectGarbage');
    const { usedSize, embedderHeapUsedSize = 0, backingStorageSize = 0 } = await cdp.send('Runtime.getHeapUsage');
    return (usedSize + embedderHeapUsedSize + backingStorageSize) / 2 ** 20;
  } finally {
    await cdp.detach();
  }
}

/** So many tabs of a page at once: the heap of each, and what the worker grew by for each after the first. */
async function tabs(arm, url, count) {
  const pages = [];
  const open = async () => {
    const page = await arm.chrome.newPage();
    pages.push(page);
    await page.goto(url);
    await page.bringToFront();
    await sleep(1200);
  };
  try {
    await open();
    const worker = arm.name === 'none' || url === PAGES.uncovered ? undefined : extensionProcess(arm.chrome);
    const before = worker && privateMemory(worker);
    while (pages.length < count) await open();
    await sleep(1500);
    const heaps = [];
    for (const page of pages) heaps.push(await heap(page));
    return { heaps, worker: worker ? Math.max(0, (privateMemory(worker) - before) / (count - 1)) : 0 };
  } finally {
    for (const page of pages) await page.close();
  }
}

export async function tabMemory(arms, { count }) {
  const found = {};
  for (const [id, url] of Object.entries(PAGES)) {
    found[id] = {};
    for (const arm of arms.list) found[id][arm.name] = await tabs(arm, url, count);
  }
  const over = (id, arm) => found[id][arm].heaps.map((one) => one - median(found[id].none.heaps) + found[id][arm].worker);
  const figure = (id, title) => ({ id: `tab-${id}`, title, unit: 'MiB', none: found[id].none.heaps, reference: over(id, 'reference'), lanyard: over(id, 'lanyard') });
  const more = median(found.uncovered.lanyard.heaps) - median(found.uncovered.none.heaps);
  return {
    checks: [{ id: 'uncovered-memory', title: 'an uncovered page holds what it does without an extension, within noise', ok: Math.abs(more) <= NOISE, found: `${round(more, 3)} MiB, noise ${NOISE}` }],
    figures: [
      figure('nothing', 'a covered tab with nothing to check, page and worker over none'),
      figure('finding', 'a covered tab with a warning up, page and worker over none'),
    ],
  };
}
