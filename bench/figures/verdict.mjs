// A verdict on a message to 500 people: in the worker alone, and there and back from a page.
import { judge } from '../reference/judge.js';
import { message } from '../lib/people.mjs';
import { interleave, worlds } from '../lib/arms.mjs';
import { startWorker } from '../lib/node-host.mjs';
import { readFileSync } from 'node:fs';

const ORIGIN = 'https://mail.google.com';
/** Messages of one document: the worker hears a burst of 200, then 20 a second. */
const PER_DOCUMENT = 150;

const kinds = [
  { id: '500', title: '500 recipients', recipients: 500, distinct: 500, budgeted: true },
  // A document may have 60 people looked up a minute: more than that, and the roster is not asked.
  { id: '500-looked-up', title: '500 recipients, 60 people, all looked up', recipients: 500, distinct: 60 },
  { id: '7', title: '7 recipients', recipients: 7, distinct: 7 },
];

/** Each change of a message makes another observation: nothing may be answered from the last. */
const turned = (observation, n) => ({ ...observation, to: [...observation.to.slice(n % observation.to.length), ...observation.to.slice(0, n % observation.to.length)] });
const observe = (observation, n) => ({ type: 'observe', hash: `bench-${n}`, quiet: false, observation: turned(observation, n) });

function counted(heard, n) {
  const [answer] = heard;
  if (heard.length !== 1 || answer.type !== 'findings' || answer.hash !== `bench-${n}`) throw new Error(`no verdict: ${JSON.stringify(heard).slice(0, 300)}`);
  if (answer.findings.length === 0) throw new Error('no finding: the budget is for a verdict that finds something');
}

/** In the worker alone, under Node: shipped Wasm and glue against the reference's function. */
export async function verdictInNode({ extension, managed, samples, warm = 30 }) {
  const worker = await startWorker({ extension, managed });
  const words = JSON.parse(readFileSync(new URL('../reference/words.json', import.meta.url), 'utf8'));
  const state = { words, domains: new Set(['oakfield.sch.uk']) };
  const figures = [];
  for (const { id, title, recipients, distinct } of kinds) {
    const base = message(recipients, distinct);
    const times = { reference: [], lanyard: [] };
    let page;
    for (let n = 0; n < samples + warm; n++) {
      if (n % PER_DOCUMENT === 0) {
        page?.close();
        page = await worker.open(ORIGIN);
      }
      const said = observe(base, n);
      const start = process.hrtime.bigint();
      const heard = page.say(said);
      const between = process.hrtime.bigint();
      const findings = judge(said.observation, state);
      const end = process.hrtime.bigint();
      counted(heard, n);
      counted([{ type: 'findings', hash: said.hash, findings }], n);
      if (n < warm) continue;
      times.lanyard.push(Number(between - start) / 1e6);
      times.reference.push(Number(end - between) / 1e6);
    }
    page.close();
    figures.push({ id: `verdict-node-${id}`, title: `verdict in the worker alone, ${title}`, unit: 'ms', ...times });
  }
  return { figures, linearMemory: worker.memory() };
}

/** Runs in the isolated world of the page: one Port, many messages, milliseconds there and back. */
async function roundTrips(stop, messages) {
  globalThis[stop]?.();
  const port = chrome.runtime.connect({ name: 'lanyard' });
  let hear;
  port.onMessage.addListener((heard) => hear(heard));
  const ask = (said, answer) => new Promise((resolve) => {
    hear = (heard) => heard.type === answer && resolve(heard);
    port.postMessage(said);
  });
  await ask({ type: 'hello', protocol: 1 }, 'site');
  const times = [];
  for (const said of messages) {
    const start = performance.now();
    const { findings } = await ask(said, 'findings');
    times.push(performance.now() - start);
    if (findings.length === 0) throw new Error('no finding');
  }
  port.disconnect();
  return times;
}

/** From a page to the worker and back, over a real Port. */
export async function roundTrip(arms, { rounds, each = 40, warm = 10 }) {
  const list = arms.list.filter(({ name }) => name !== 'none');
  const figures = [];
  for (const { id, title, recipients, distinct } of kinds.filter(({ id }) => id !== '500-looked-up')) {
    const times = Object.fromEntries(list.map(({ name }) => [name, []]));
    const base = message(recipients, distinct);
    await interleave(list, rounds, async (arm) => {
      const page = await arm.chrome.newPage();
      await page.goto(`${ORIGIN}/bench/blank`);
      await page.waitForTimeout(300);
      const messages = Array.from({ length: each + warm }, (_, n) => observe(base, n));
      times[arm.name].push(...(await (await worlds(arm, page)).run(roundTrips, arm.stopScript, messages)).slice(warm));
      await page.close();
    });
    figures.push({ id: `verdict-trip-${id}`, title: `page → worker → page, ${title}`, unit: 'ms', ...times });
  }
  return { figures };
}

/** From a stopped worker to the first verdict, as a page waits for it. */
export async function wake(arms, { rounds }) {
  const list = arms.list.filter(({ name }) => name !== 'none');
  const times = Object.fromEntries(list.map(({ name }) => [name, []]));
  const pages = {};
  for (const arm of list) {
    const page = await arm.chrome.newPage();
    await page.goto(`${ORIGIN}/bench/blank`);
    await page.waitForTimeout(300);
    pages[arm.name] = { page, world: await worlds(arm, page) };
  }
  await interleave(list, rounds + 1, async (arm, turn) => {
    const { page, world } = pages[arm.name];
    await arm.chrome.killWorker();
    await page.waitForTimeout(250);
    const time = await world.run(wakeAndAsk, arm.stopScript, { type: 'observe', hash: `wake-${turn}`, quiet: false, observation: message(7, 7, 1) });
    if (turn > 0) times[arm.name].push(time);
  });
  await Promise.all(Object.values(pages).map(({ page }) => page.close()));
  return { figures: [{ id: 'wake', title: 'stopped worker → first verdict', unit: 'ms', ...times }] };
}

/** Runs in the isolated world of a page: from connecting to the first verdict. */
export async function wakeAndAsk(stop, said) {
  globalThis[stop]?.();
  const start = performance.now();
  const port = chrome.runtime.connect({ name: 'lanyard' });
  const findings = await new Promise((resolve, reject) => {
    port.onDisconnect.addListener(() => reject(new Error('the worker hung up')));
    port.onMessage.addListener((heard) => {
      if (heard.type === 'site') port.postMessage(said);
      if (heard.type === 'findings') resolve(heard.findings);
      if (heard.type === 'nothing') reject(new Error('the worker has nothing to say here'));
    });
    port.postMessage({ type: 'hello', protocol: 1 });
  });
  const time = performance.now() - start;
  port.disconnect();
  if (findings.length === 0) throw new Error('no finding');
  return time;
}
