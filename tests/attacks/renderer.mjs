// A page's process that somebody has taken over says what it likes, in the name of our own script: from the script's
// own world, over its own Port. What it may gain is nothing but findings about its own page.
import assert from 'node:assert/strict';
import { random } from '../faults/random.mjs';
import { until } from '../harness/processes.mjs';

/** The world of our script in a page; `evaluate` runs there. */
export async function ourWorld(page, extensionId) {
  const cdp = await page.context().newCDPSession(page);
  const worlds = [];
  cdp.on('Runtime.executionContextCreated', ({ context }) => worlds.push(context));
  await cdp.send('Runtime.enable');
  const ours = await until(() => worlds.find(({ origin }) => origin === `chrome-extension://${extensionId}`), { what: 'our world' });
  return {
    async evaluate(fn, ...values) {
      const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
        expression: `(${fn})(${values.map((value) => JSON.stringify(value)).join(',')})`, contextId: ours.id, awaitPromise: true, returnByValue: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
    close: () => cdp.detach(),
  };
}

const request = (n, more = {}) => ({
  type: 'observe', hash: `h${n}`, quiet: false,
  observation: { kind: 'connectionRequest', surface: { site: 'facebook', name: 'request', n }, direction: 'received', person: { name: `Person Number${n}` }, ...more },
});

/** What a script of ours says, and what it never would. */
export const VALID = [
  { type: 'hello', protocol: 1 }, request(1), { type: 'gone', surface: 'facebook/request#1' }, { type: 'moved' },
  { type: 'unchecked', surface: 'facebook/request#1', reason: 'expect', missing: ['name'] }, { type: 'need', part: 'read' },
  { type: 'act', finding: 'facebook/request#1 social-pupil-connection', remedy: 'not-now', outcome: 'asked' },
  { type: 'moment', moment: 'printed' }, { type: 'sent', step: 'pressed' },
];

/** Changes a message at random: other values, other shapes, too much, too deep. */
export function garble(message, chance) {
  const pick = (list) => list[Math.floor(chance() * list.length)];
  const odd = [null, true, -1, 1e308, 0.1, '', '\u0000', '\ud800', '\u202e', 'x'.repeat(20_000), [], {}, [[[[[[]]]]]], { type: 'observe' }, 'constructor', '__proto__', '<b>', 9007199254740993];
  const text = JSON.stringify(message);
  const change = (value) => {
    if (chance() < 0.15) return pick(odd);
    if (Array.isArray(value)) return chance() < 0.2 ? [...value, ...value, pick(odd)] : value.map(change);
    if (value && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).flatMap(([key, one]) => (chance() < 0.1 ? [] : chance() < 0.1 ? [[pick([`${key}x`, 'toString', '__proto__']), one]] : [[key, change(one)]])));
    }
    return value;
  };
  return change(JSON.parse(text));
}

/** Says all of it. `victim`: another page, whose findings have to stay as they are. */
export async function takeOver(world, { page, victim, rule, seed, count }) {
  const { chrome } = world;
  const life = () => chrome.serviceWorker().then((worker) => worker.evaluate(() => performance.timeOrigin));
  const before = await life();
  const stands = async () => (await world.state(victim)).findings.map(({ id, presentation }) => `${id} ${presentation}`);
  const first = await stands();
  assert.ok(first.some((one) => one.includes(rule)), 'there is something to spoil');
  const chance = random(seed);
  const ours = await ourWorld(page, chrome.extensionId);
  try {
    const garbled = Array.from({ length: count }, () => garble(VALID[Math.floor(chance() * VALID.length)], chance));
    const heard = await ours.evaluate(async (messages, [victims]) => {
      const heard = [];
      const open = () => {
        const port = chrome.runtime.connect({ name: 'lanyard' });
        port.onMessage.addListener((message) => heard.push(message));
        return port;
      };
      const rest = (ms) => new Promise((done) => setTimeout(done, ms));
      let port = open();
      // Before any greeting nothing is heard.
      port.postMessage({ type: 'observe', hash: 'early', quiet: false, observation: messages[1]?.observation ?? {} });
      port.postMessage({ type: 'hello', protocol: 1 });
      await rest(300);
      const say = (message) => {
        try {
          port.postMessage(message);
        } catch {
          port = open();
        }
      };
      // Another site's surface, another page's finding, a page of ours, a message without end.
      say({ type: 'observe', hash: 'foreign', quiet: false, observation: { kind: 'composeMail', surface: { site: 'gmail', name: 'compose', n: 1 }, account: 'a@oakfield.sch.uk', to: [1, 2, 3].map((n) => ({ ref: `${n}`, address: `p${n}@post.example` })), canMove: true } });
      for (const finding of victims) for (const remedy of ['not-now', 'need-to-see', 'move-to-bcc', 'handbook', 'less', '']) say({ type: 'act', finding, remedy, outcome: 'asked' });
      say({ type: 'observe', hash: 'x'.repeat(3_000_000), quiet: false, observation: {} });
      for (const message of messages) say(message);
      for (const name of ['lanyard-files', 'other', '', 'lanyard\u0000']) {
        const other = chrome.runtime.connect({ name });
        for (const message of [{ type: 'here' }, { type: 'file', name: 'a'.repeat(2000), size: 5 }, { type: 'file', name: 'a', size: -1 }, { type: 'file', name: 'a', size: 1e400 }, { type: 'bytes', name: 'a', from: 0, bytes: 'x' }, null, 5]) other.postMessage(message);
      }
      const asked = [{ type: 'tab', tab: 1 }, { type: 'handbook' }, { type: 'sees', tab: 1 }, { type: 'health' }, { type: 'clear' }, { type: 'forget' }, { type: 'requests' }, { type: 'first' }, { type: 'quiet', until: 1e15 }, { type: 'ownAdd', text: '07700 900123' }, null, 'x'];
      const answers = await Promise.all(asked.map((message) => Promise.race([chrome.runtime.sendMessage(message).catch((error) => String(error)), rest(2000)])));
      heard.push(...answers.map((answer) => ({ answer })));
      await rest(500);
      return heard;
    }, garbled, [first.map((one) => one.split(' ').slice(0, 2).join(' '))]);
    assert.deepEqual(heard.filter(({ type, hash }) => type === 'findings' && ['early', 'foreign'].includes(hash)), [], 'heard of what is not its own');
    assert.deepEqual(heard.filter(({ type, surface }) => type === 'findings' && !surface.startsWith('facebook/')), [], 'findings about another site');
    for (const { answer } of heard.filter((one) => 'answer' in one)) {
      assert.ok(answer === undefined || answer === null || /not for pages|Could not|port closed/i.test(JSON.stringify(answer)), `a page was answered: ${JSON.stringify(answer)}`);
    }
    // A flood: what is too much is not heard, and costs the others nothing.
    await ours.evaluate(() => {
      const port = chrome.runtime.connect({ name: 'lanyard' });
      port.postMessage({ type: 'hello', protocol: 1 });
      for (let n = 0; n < 20_000; n++) port.postMessage({ type: 'unchecked', surface: `facebook/request#${n}`, reason: 'expect', missing: [] });
    });
    const from = Date.now();
    assert.deepEqual(await stands(), first, 'another page’s findings are as they were');
    assert.ok(Date.now() - from < 8000, `the popup waits ${Date.now() - from} ms for a flood`);
    const { looked, unchecked } = await world.state(page);
    assert.ok(looked.length + unchecked.length <= 200, 'one document fills the memory');
    assert.equal(await life(), before, 'the worker lives on');
  } finally {
    await ours.close();
  }
}

/** Asks for one stranger after another, as fast as it goes, and then for somebody who is listed; gives what was found of the last one (G16). */
export async function tryNames(world, page, count) {
  const ours = await ourWorld(page, world.chrome.extensionId);
  try {
    return await ours.evaluate(async (names) => {
      const port = chrome.runtime.connect({ name: 'lanyard' });
      const found = {};
      port.onMessage.addListener((message) => {
        if (message.type === 'findings') found[message.hash] = message.findings.map(({ rule }) => rule);
      });
      const rest = (ms) => new Promise((done) => setTimeout(done, ms));
      const ask = (hash, n, person) => port.postMessage({ type: 'observe', hash, quiet: false, observation: { kind: 'connectionRequest', surface: { site: 'facebook', name: 'request', n }, direction: 'received', person } });
      port.postMessage({ type: 'hello', protocol: 1 });
      await rest(300);
      for (let n = 1; n <= names; n++) ask(`n${n}`, 1, { name: `Person Number${n}` });
      ask('last', 2, { name: 'Freya Pemberton' });
      for (let n = 0; n < 40 && !found.last; n++) await rest(100);
      return found.last;
    }, count);
  } finally {
    await ours.close();
  }
}
