// Verdicts of the shipped worker under Node with a school's hosted list, as a process of its own: one process has one
// worker. `judgeIn(school, jobs)` starts it; run by itself it reads what to do from its standard input.
import { fileURLToPath } from 'node:url';
import { readFileSync } from 'node:fs';
import { judge } from '../reference/judge.js';
import { removeDir, run, scratchDir, until } from '../../tests/harness/processes.mjs';
import { startWorker } from './node-host.mjs';
import { message, prose } from './people.mjs';
import { PEOPLE_URL } from './school.mjs';
import { put } from './tools.mjs';

const ORIGIN = 'https://mail.google.com';
/** Messages of one document: the worker hears a burst of 200, then 20 a second. */
const PER_DOCUMENT = 150;

/**
 * @param {{sealed: Buffer, managed: object}} school
 * @param {{recipients: number, distinct?: number, characters?: number, samples: number}[]} jobs
 * @returns {Promise<{times: {lanyard: number[], reference: number[]}[], memory: number}>} ms, a list for each job
 */
export async function judgeIn({ sealed, managed }, jobs, extension) {
  const dir = scratchDir('bench-in-school');
  try {
    const input = JSON.stringify({ extension, managed, sealed: put(`${dir}/people.lanyard`, sealed), jobs });
    // A line of its own: Node may have something to say about its cryptography.
    return JSON.parse((await run(process.execPath, [fileURLToPath(import.meta.url)], { input })).trim().split('\n').at(-1));
  } finally {
    removeDir(dir);
  }
}

async function main() {
  const { extension, managed, sealed, jobs } = JSON.parse(readFileSync(0, 'utf8'));
  const platformFetch = globalThis.fetch;
  globalThis.fetch = async (url, ...rest) => (String(url) === PEOPLE_URL ? new Response(readFileSync(sealed), { headers: { etag: '"bench"' } }) : platformFetch(url, ...rest));
  const worker = await startWorker({ extension, managed });
  await until(async () => (await chrome.storage.local.get()).hosted?.sequence, { timeout: 60_000, what: 'the list of the school to be opened' });
  await knowsPupil(worker);
  const state = { words: JSON.parse(readFileSync(new URL('../reference/words.json', import.meta.url), 'utf8')), domains: new Set(['oakfield.sch.uk']) };
  const times = [];
  for (const job of jobs) times.push(await measure(worker, state, job));
  console.log(JSON.stringify({ times, memory: worker.memory() }));
}

/** The list is in use: a pupil of it is one. */
async function knowsPupil(worker) {
  const page = await worker.open('https://www.facebook.com', 'https://www.facebook.com/friends/requests/');
  const surface = { site: 'facebook', name: 'request', n: 1 };
  const heard = page.say({ type: 'observe', hash: 'pupil', quiet: false, observation: { kind: 'connectionRequest', surface, direction: 'received', person: { handle: 'oakfield.sam' } } });
  if (!heard[0]?.findings?.some(({ rule }) => rule === 'social-pupil-connection')) throw new Error(`the list is not used: ${JSON.stringify(heard).slice(0, 300)}`);
  page.close();
}

async function measure(worker, state, { recipients, distinct = recipients, characters, samples, warm = 30 }) {
  const base = message(recipients, distinct, 1, characters === undefined ? undefined : prose(characters));
  const times = { lanyard: [], reference: [] };
  let page;
  for (let n = 0; n < samples + warm; n++) {
    if (n % PER_DOCUMENT === 0) {
      page?.close();
      page = await worker.open(ORIGIN);
    }
    // Another order and another text each time: nothing may be answered from the last.
    const to = [...base.to.slice(n % recipients), ...base.to.slice(0, n % recipients)];
    const observation = { ...base, to, ...(base.text && { text: `${base.text.slice(n)}${base.text.slice(0, n)}` }) };
    const said = { type: 'observe', hash: `bench-${n}`, quiet: false, observation };
    const start = process.hrtime.bigint();
    const [answer] = page.say(said);
    const half = process.hrtime.bigint();
    judge(observation, state);
    const end = process.hrtime.bigint();
    if (answer?.type !== 'findings' || answer.hash !== said.hash || answer.findings.length === 0) throw new Error(`no verdict: ${JSON.stringify(answer).slice(0, 300)}`);
    if (n < warm) continue;
    times.lanyard.push(Number(half - start) / 1e6);
    times.reference.push(Number(end - half) / 1e6);
  }
  page.close();
  return times;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
