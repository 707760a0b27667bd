// A school of 100,000 people, whose list comes from its own site: a verdict on a message to 500 with a text of 10 KB, the
// first verdict of a stopped worker, and the memory of the worker's process.
import { launch } from '../../tests/harness/chromium.mjs';
import { until } from '../../tests/harness/processes.mjs';
import { startPeopleSite } from '../../tests/servers/people-site.mjs';
import { armOf } from '../lib/arms.mjs';
import { judgeIn } from '../lib/in-school.mjs';
import { wake } from './verdict.mjs';
import { workerMemory } from './worker-memory.mjs';

/** A message as the budget has it. */
export const LARGE_MESSAGE = { recipients: 500, characters: 10_000 };

export async function largeVerdict(school, { extension, samples }) {
  const { times: [times] } = await judgeIn(school, [{ ...LARGE_MESSAGE, samples }], extension);
  return {
    figures: [{ id: 'verdict-large', title: 'verdict in the worker alone, 500 recipients, 10 KB of text, 100,000 people', unit: 'ms', ...times }],
  };
}

/** In a browser of its own, beside the reference of the others. */
export async function largeInBrowser(school, arms, dist, { wakes, samples }) {
  const site = await startPeopleSite({ file: school.sealed });
  let chrome;
  try {
    chrome = await launch({
      dist, managed: school.managed, replicas: arms.replicas,
      args: [`--host-resolver-rules=MAP www.oakfield.sch.uk:443 127.0.0.1:${site.port}, MAP * 127.0.0.1:${arms.replicas.port}, EXCLUDE 127.0.0.1, EXCLUDE localhost`],
    });
    const lanyard = await armOf('lanyard', chrome);
    const page = await chrome.newPage();
    await page.goto('https://www.facebook.com/friends/requests/?people=pupil-listed');
    await until(() => chrome.inExtension(async () => ((await chrome.storage.local.get('hosted')).hosted?.sequence ?? 0) > 0), { timeout: 40_000, every: 300, what: 'the list of 100,000 to be fetched' });
    const tab = await chrome.tabId(page);
    const known = () => chrome.inExtension(async (id) => (await chrome.runtime.sendMessage({ type: 'tab', tab: id })).findings.map(({ rule }) => rule), tab);
    await until(async () => (await known()).includes('social-pupil-connection'), { timeout: 20_000, every: 300, what: 'a pupil of the list to be known' });
    await page.close();
    const two = { list: [arms.named.reference, lanyard], named: { reference: arms.named.reference, lanyard } };
    const woken = await wake(two, { rounds: wakes });
    const memory = await workerMemory(two, { samples });
    return {
      figures: [
        { ...woken.figures[0], id: 'wake-large', title: 'stopped worker → first verdict, 100,000 people' },
        { ...memory.figures[0], id: 'memory-large', title: "worker's process, private, 100,000 people" },
      ],
    };
  } finally {
    await chrome?.stop();
    await site.stop();
  }
}
