// The faults: what goes wrong, and how it is put right again. Each has the person at work around it.
import assert from 'node:assert/strict';
import { sleep, until } from '../harness/processes.mjs';
import { session } from '../harness/shadow.mjs';
import { breakWasm } from '../harness/wasm-memory.mjs';
import { damagedDisk } from './disk.mjs';
import { FAMILIES, MAIL_RULE, REQUEST_RULE } from './person.mjs';
import { madeReady } from './prerender.mjs';
import { PLAIN, REQUESTS, right, sane, wrong } from './world.mjs';

/** Speaks in school hours alone, at Tudhoe. */
const HOURS_RULE = 'social-use-on-school-device';

/** Runs in the worker. */
const inWorker = async ({ chrome }, fn, ...values) => (await chrome.serviceWorker()).evaluate(fn, ...values);

/** The next call of the worker's Wasm traps. */
const breakMemory = ({ chrome }) => until(() => breakWasm(chrome), { every: 200, what: 'the memory to be broken' });

/** Has the worker's storage write in another way until the worker ends. */
const writes = (how) => (world) => inWorker(world, (kind) => {
  for (const area of [chrome.storage.local, chrome.storage.session]) {
    const set = area.set.bind(area);
    area.set = {
      slow: (values) => new Promise((done) => setTimeout(done, 1500)).then(() => set(values)),
      never: () => new Promise(() => {}),
      refused: () => Promise.reject(new Error('IO error')),
      thrown: () => {
        throw new Error('storage has gone');
      },
    }[kind];
  }
}, how);

/** Puts the worker's clock to a moment, from which it goes on. */
const clockAt = (world, moment) => inWorker(world, (to) => {
  const now = (self.realNow ??= Date.now.bind(Date));
  const by = to - now();
  Date.now = () => now() + by;
}, Date.parse(moment));

/** Moments around the changes of 2026 (29 March and 25 October, 01:00 UTC), and whether a school in Britain is at work from 08:30 to 15:45. */
const CLOCKS_CHANGE = [
  ['2026-03-27T08:29:30Z', false], ['2026-03-27T08:31:00Z', true],
  ['2026-03-30T07:29:30Z', false], ['2026-03-30T07:31:00Z', true], ['2026-03-30T14:46:00Z', false],
  ['2026-10-23T07:31:00Z', true], ['2026-10-26T07:31:00Z', false], ['2026-10-26T15:44:00Z', true],
];

/** A worker that starts anew reads what lies in storage. */
const afresh = ({ chrome }) => chrome.killWorker();


/** Loads the extension anew and waits until it is at work. */
async function reload(world) {
  // Gone with the extension that wrote it.
  await world.inside(async () => {
    await chrome.storage.session.set({ before: true });
    setTimeout(() => chrome.runtime.reload(), 50);
  }).catch(() => {});
  await sleep(400);
  await until(() => world.inside(async () => {
    const { before } = await chrome.storage.session.get('before');
    return !before && (await chrome.scripting.getRegisteredContentScripts()).length > 0;
  }), { timeout: 20_000, every: 200, what: 'scripts to be registered again' });
}

/**
 * `strike`: the fault; it may come after any step (`every`: after each). `heal`: how it ends. `then`: what is to be
 * found in the end, 'right' or 'honest' (right, or said not to be checked). `answer`: the person answers, which has to be
 * written down. `both`: in the long form around a request and a post too. `long`: in the long form only.
 */
export const FAULTS = [
  { what: 'the worker is stopped after every step', every: true, then: 'right', strike: ({ chrome }) => chrome.killWorker() },
  {
    what: 'a trap in the Wasm: its memory is overwritten', then: 'honest', both: true,
    strike: breakMemory,
    heal: afresh,
  },
  {
    what: 'traps again and again', every: true, then: 'honest',
    strike: breakMemory,
    heal: afresh,
  },
  {
    what: 'storage is full', then: 'right', both: true, answer: true,
    strike: (world) => world.inside(async () => {
      for (const area of [chrome.storage.local, chrome.storage.session]) {
        for (let size = area.QUOTA_BYTES; size > 100; size = Math.floor(size / 2)) await area.set({ [`filler${size}`]: 'x'.repeat(size) }).catch(() => {});
      }
    }),
    after: afresh,
    heal: (world) => world.inside(async () => {
      for (const area of [chrome.storage.local, chrome.storage.session]) {
        await area.remove(Object.keys(await area.get()).filter((key) => key.startsWith('filler')));
      }
    }),
  },
  { what: 'storage is slow', then: 'right', answer: true, long: true, strike: writes('slow'), heal: afresh },
  { what: 'storage never answers a write', then: 'right', answer: true, strike: writes('never'), heal: afresh },
  { what: 'storage refuses every write', then: 'right', answer: true, long: true, strike: writes('refused'), heal: afresh },
  { what: 'storage throws', then: 'right', answer: true, long: true, strike: writes('thrown'), heal: afresh },
  {
    what: 'what is stored is of the wrong shape', then: 'right', both: true,
    strike: (world, { chance }) => world.inside(async (n) => {
      const junk = [null, 5, 'x', [], {}, { a: { b: [] } }, [[[[]]]], '\u0000', -1e308, true, { clauses: 5, entries: 'x' }, 'f'.repeat(64)];
      for (const area of [chrome.storage.local, chrome.storage.session]) {
        const held = await area.get();
        const keys = [...new Set([...Object.keys(held), 'managed', 'secret', 'kept', 'own', 'fleeting', 'quietUntil', 'reminders', 'reminding', 'remindersOff', 'firstSeen', 'hosted', 'sealed', 'counts', 'since'])];
        await area.set(Object.fromEntries(keys.filter((key) => key !== 'version').map((key, at) => [key, junk[(at * 7 + n) % junk.length]])));
      }
    }, Math.floor(chance() * 1000)),
    after: afresh,
    heal: (world) => world.inside(async () => {
      await chrome.storage.local.clear();
      await chrome.storage.session.clear();
    }),
  },
  {
    what: 'what is stored is of an older version, or a newer one', then: 'right', long: true,
    strike: (world, { chance }) => world.inside((version) => chrome.storage.local.set({ version, managed: { school: 'beaudesert-park' }, secret: 'old' }), [0, 2, 'one', null, 1e9][Math.floor(chance() * 5)]),
    after: afresh,
  },
  {
    what: 'the configuration becomes another school’s in the middle', then: 'right', long: true,
    strike: ({ chrome, usual }) => chrome.managed({ ...usual, school: 'beaudesert-park' }),
    heal: ({ chrome, usual }) => chrome.managed(usual),
  },
  {
    what: 'the configuration is wrong in places', then: 'right', long: true,
    strike: async ({ chrome, usual }) => {
      await chrome.managed({ ...usual, hours: '{"mon":', zone: 'Mars/Olympus', exemptions: '[[[', language: 'xx', hosts: '{"gmail":5}' });
    },
    heal: ({ chrome, usual }) => chrome.managed(usual),
  },
  {
    what: 'the configuration goes and comes back', then: 'right', long: true,
    strike: ({ chrome }) => chrome.managed({}),
    heal: ({ chrome, usual }) => chrome.managed(usual),
  },
  { what: 'the extension is loaded anew with pages open: they are checked again as they stand', then: 'right', strike: reload },
  {
    what: 'the worker’s clock jumps: a year on, a year back, an hour at the end of British Summer Time', every: true, then: 'right',
    strike: (world, { step }) => inWorker(world, (by) => {
      const now = (self.realNow ??= Date.now.bind(Date));
      Date.now = () => now() + by;
    }, [365, -365, 1 / 24, -1 / 24, 3650, -3650][step % 6] * 86_400_000),
    heal: afresh,
  },
  {
    what: 'offline', then: 'right',
    async strike({ mail }) {
      const cdp = await session(mail);
      await cdp.send('Network.emulateNetworkConditions', { offline: true, latency: 0, downloadThroughput: 0, uploadThroughput: 0 });
    },
    async heal({ mail }) {
      await (await session(mail)).send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
    },
  },
  {
    what: 'a slow machine: a sixth of its speed', then: 'right',
    strike: async ({ mail }) => (await session(mail)).send('Emulation.setCPUThrottlingRate', { rate: 6 }),
    heal: async ({ mail }) => (await session(mail)).send('Emulation.setCPUThrottlingRate', { rate: 1 }),
  },
  {
    what: 'another extension draws in the same place and changes the page’s fields', then: 'right', both: true,
    strike: async ({ pages }) => {
      for (const page of pages) await page.evaluate(() => (document.documentElement.dataset.rival = 'on'));
      const [page] = pages;
      await until(() => page.evaluate(() => document.querySelector('rival-note') !== null), { what: 'the other extension to draw' });
    },
    heal: async ({ pages }) => {
      for (const page of pages) await page.evaluate(() => document.documentElement.removeAttribute('data-rival'));
    },
  },
  {
    what: 'the site draws everything afresh, again and again', every: true, then: 'right',
    strike: async ({ mail }) => {
      await mail.evaluate(() => {
        for (let n = 0; n < 20; n++) window.__replica.rerender(0);
      });
    },
  },
];

/** Faults that take the page itself: there is no draft of ours to keep, but what comes back has to be right. */
export const LOSSES = [
  {
    what: 'the page comes back from the cache for going back and forward',
    async run(world) {
      const page = await world.open(REQUESTS);
      try {
        await right(world, page, REQUEST_RULE);
        await page.evaluate(() => addEventListener('pageshow', (event) => (window.cameBack = event.persisted)));
        await page.goto(PLAIN);
        // A page from the cache is there at once: nothing is loaded that could be waited for.
        await page.goBack({ waitUntil: 'commit' });
        await until(() => page.evaluate(() => window.cameBack), { what: 'the page to come from the cache' });
        await right(world, page, REQUEST_RULE);
        await sane(page);
        return 'right';
      } finally {
        await page.close();
      }
    },
  },
  {
    what: 'the page’s process dies, and the page is loaded again',
    async run(world) {
      const page = await world.open(REQUESTS);
      const id = await world.tab(page);
      await right(world, page, REQUEST_RULE);
      const cdp = await page.context().newCDPSession(page);
      const died = page.waitForEvent('crash');
      // Nobody is left to answer this.
      cdp.send('Page.crash').catch(() => {});
      await died;
      const answer = await world.state(page);
      assert.equal(answer.findings.length, 0, 'nothing is said of a page that is not there');
      await world.inside((tab) => chrome.tabs.reload(tab), id);
      const end = await right(world, page, REQUEST_RULE);
      await world.inside((tab) => chrome.tabs.remove(tab), id);
      return end;
    },
  },
  {
    what: 'the browser discards the tab, and brings it back',
    async run(world) {
      const page = await world.open(REQUESTS);
      const id = await world.tab(page);
      await right(world, page, REQUEST_RULE);
      const front = await world.open(PLAIN);
      await front.bringToFront();
      const now = await world.inside(async (tab) => (await chrome.tabs.discard(tab))?.id, id);
      if (now === undefined) wrong('the browser does not discard', { id });
      const ask = () => world.inside((tab) => chrome.runtime.sendMessage({ type: 'tab', tab }), now);
      assert.equal((await ask()).findings.length, 0, 'nothing is said of a page that is not there');
      await world.inside((tab) => chrome.tabs.update(tab, { active: true }), now);
      await until(async () => (await ask()).findings.some(({ rule }) => rule === REQUEST_RULE), { timeout: 15_000, every: 200, what: 'the page to be right again' });
      await world.inside((tab) => chrome.tabs.remove(tab), now);
      await front.close();
      return 'right';
    },
  },
  {
    what: 'the clocks change, and the browser is in another time zone than the school',
    async run(world) {
      const { chrome, usual } = world;
      const hours = JSON.stringify([{ days: 'mon-fri', from: '08:30', to: '15:45' }]);
      await chrome.managed({ ...usual, school: 'tudhoe', hours });
      const page = await world.open('https://www.facebook.com/');
      try {
        // A zone has more names than one: Kolkata may be told as Calcutta.
        const [zone, wanted] = await page.evaluate((timeZone) => [{}, { timeZone }].map((one) => Intl.DateTimeFormat('en', one).resolvedOptions().timeZone), process.env.TZ);
        assert.equal(zone, wanted, 'the browser is where it was put');
        for (const [moment, expected] of CLOCKS_CHANGE) {
          await clockAt(world, moment);
          await page.reload();
          let seen;
          await until(async () => {
            seen = await world.state(page);
            const speaks = seen.findings.some(({ rule }) => rule === HOURS_RULE);
            return seen.looked.length > 0 && speaks === expected;
          }, { every: 150 }).catch(() => wrong(`${moment}: in school hours should be ${expected}`, seen));
        }
        await sane(page);
        return `right in ${zone}`;
      } finally {
        await page.close();
        await afresh(world);
        await chrome.managed(usual);
      }
    },
  },
  { what: 'a page is made ready before it is asked for, and then shown', many: { short: 1, long: 1 }, run: madeReady },
  {
    what: 'what is kept on the disk is damaged between two starts of the browser',
    many: { short: 1, long: Infinity },
    run: (world, options) => damagedDisk(options),
  },
  {
    what: 'many tabs',
    many: { short: 4, long: 50 },
    async run(world, { many }) {
      const pages = [];
      try {
        for (let n = 0; n < many; n++) pages.push(await world.open(REQUESTS));
        for (const page of [pages[0], pages[Math.floor(many / 2)], pages[many - 1]]) {
          await right(world, page, REQUEST_RULE, { timeout: 20_000 });
          await sane(page);
        }
        return `right in ${many}`;
      } finally {
        for (const page of pages) await page.close();
      }
    },
  },
  {
    what: 'many compose windows at once',
    many: { short: 6, long: 20 },
    async run(world, { many }) {
      const page = await world.open('https://mail.google.com/mail/u/0/#inbox');
      try {
        for (let n = 0; n < many; n++) {
          await page.evaluate(([to, name]) => window.__replica.open('popup', { to, subject: name, body: `Message ${name}` }), [FAMILIES.join(', '), `${n}`]);
        }
        let seen;
        await until(async () => {
          seen = await world.state(page);
          return seen.findings.filter(({ rule }) => rule === MAIL_RULE).length + seen.unchecked.length >= many;
        }, { timeout: 30_000, every: 200 }).catch(() => wrong('not all of them are judged', { findings: seen.findings.length, unchecked: seen.unchecked.length }));
        await sane(page);
        const drafts = await page.evaluate(() => window.__replica.composes().map(({ to, cc, bcc, subject, body }) => [to.length + cc.length * 100 + bcc.length * 100, subject, body.trim()]));
        assert.deepEqual(drafts, Array.from({ length: many }, (_, n) => [FAMILIES.length, `${n}`, `Message ${n}`]), 'all as they were written');
        assert.equal(await page.evaluate(() => window.__sent.length), 0);
        return `right in ${many}`;
      } finally {
        await page.close();
      }
    },
  },
];
