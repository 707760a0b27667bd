// The attacks: what a hostile page, a hostile name, a hostile file or a renderer that was taken over tries, and what
// it may not get. Each gives its outcome in a few words, or throws.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { MAIL_RULE, REQUEST_RULE } from '../faults/person.mjs';
import { PLAIN, REQUESTS, admits, honest, right, sane } from '../faults/world.mjs';
import { dist, repository } from '../harness/chromium.mjs';
import { run, scratchDir, sleep, until } from '../harness/processes.mjs';
import { shadowText } from '../harness/shadow.mjs';
import { drawnWhen } from '../e2e/lanyard.mjs';
import { MESSAGE, TRICKS, trickInto } from './presses.mjs';
import { takeOver, tryNames } from './renderer.mjs';

const binary = process.env.LANYARD_BIN ?? path.join(repository, 'target', 'debug', 'lanyard');

/** A page with a script of its own that runs before everything else. */
async function hostile(world, url, script) {
  const page = await world.chrome.newPage();
  const ours = [];
  page.on('pageerror', (error) => String(error.stack).includes(world.chrome.extensionId) && ours.push(error.stack));
  await page.addInitScript(script);
  await page.goto(url);
  await page.evaluate(() => window.__replica?.ready).catch(() => {});
  return { page, ours };
}

/** Opens a hostile page, uses it, and closes it; ours may not throw there. */
async function within(world, url, script, use) {
  const { page, ours } = await hostile(world, url, script);
  try {
    const outcome = await use(page);
    assert.deepEqual(ours, [], 'ours threw');
    await sane(page);
    return outcome;
  } finally {
    await page.close();
  }
}

/** A zip of one file that unpacks to `size` noughts, in so many bytes as it takes. */
function bomb(size) {
  const name = Buffer.from('word/document.xml');
  const packed = deflateRawSync(Buffer.alloc(size));
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(size, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 6);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(size, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + packed.length, 16);
  return Buffer.concat([local, name, packed, central, name, end]);
}

/** Files that mean harm, by name. */
export function hostileFiles(dir) {
  mkdirSync(dir, { recursive: true });
  const cyclic = '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9999999/Parent 2 0 R>>endobj\nxref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Prev 9/Size 3>>\nstartxref\n9\n%%EOF';
  const files = {
    'bomb.docx': bomb(200_000_000),
    'cut.docx': bomb(1000).subarray(0, 60),
    'circles.pdf': Buffer.from(cyclic),
    'brackets.pdf': Buffer.from(`%PDF-1.7\n1 0 obj${'<<[('.repeat(50_000)}\n%%EOF`),
    'flood.xml': Buffer.from(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "${'x'.repeat(1000)}">${Array.from({ length: 200 }, (_, n) => `<!ENTITY a${n} "${'&a;'.repeat(50)}">`).join('')}]><a>&a199;</a>`),
    'deep.html': Buffer.from('<div>'.repeat(200_000)),
    'noughts.xls': Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(5000, 0xff)]),
    'empty.zip': Buffer.alloc(0),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(dir, name), bytes);
  return Object.keys(files).map((name) => path.join(dir, name));
}

const clobbered = ['querySelectorAll', 'querySelector', 'documentElement', 'body', 'activeElement', 'addEventListener', 'elementFromPoint', 'fullscreenElement', 'visibilityState', 'contentType', 'readyState', 'createTreeWalker', 'scripts', 'dispatchEvent', 'implementation', 'adoptNode'];

/** Names as a page can write them: they hide, turn round, pile up or look like others. */
const NAMES = [
  'Sam \u202erokO', 'S\u200ba\u200bm O\u200dkoro', `Sam${'\u0301'.repeat(20_000)} Okoro`, 'Ѕаm Оkоrо', '\u2066Sam Okoro\u2069', 'Sam\u0000Okoro', '\ud800Sam Okoro', '𝕊𝕒𝕞 𝕆𝕜𝕠𝕣𝕠',
  'x'.repeat(100_000), 'Sam '.repeat(5000), '<img src=x onerror=alert(1)>', '{name} {count}', '',
].map((name, n) => ({ id: `odd${n}`, name, first_name: name, last_name: name, facebook: { id: `9${n}`, handle: `odd.${n}`, link: 'handle', line: name.slice(0, 200) } }));

export const ATTACKS = [
  ...Object.keys(TRICKS).map((name, n) => ({ what: `led to press: ${name}`, long: ![0, 1, 3].includes(n), run: (world) => trickInto(world, name) })),
  {
    what: 'a class of the page’s own for the name of our element, to look into it or to take it',
    async run(world) {
      const look = () => {
        window.seen = [];
        customElements.define('lanyard-note', class extends HTMLElement {
          constructor() {
            super();
            this.mine = this.attachInternals();
          }
          connectedCallback() {
            setInterval(() => window.seen.push(this.mine.shadowRoot?.textContent ?? ''), 100);
          }
        });
      };
      await within(world, MESSAGE, look, async (page) => {
        await drawnWhen(page, 'panel', 1);
        await sleep(300);
        assert.deepEqual([...new Set(await page.evaluate(() => window.seen))], [''], 'the page reads what we say');
      });
      // A root of the page's own is no longer possible: it has one already.
      const { page } = await hostile(world, MESSAGE, () => customElements.define('lanyard-note', class extends HTMLElement {
        constructor() {
          super();
          this.attachShadow({ mode: 'open' }).append('theirs');
        }
      }));
      await drawnWhen(page, 'panel', 1);
      await page.close();
      return 'reads nothing, takes nothing';
    },
  },
  {
    what: 'our element taken away whenever it comes, and copied',
    run: (world) => within(world, MESSAGE, () => {
      window.taken = 0;
      new MutationObserver((records) => {
        for (const { addedNodes } of records) {
          for (const node of addedNodes) {
            if (node.localName !== 'lanyard-note') continue;
            window.taken++;
            document.body?.append(Object.assign(document.createElement('div'), { title: node.cloneNode(true).outerHTML }));
            node.remove();
          }
        }
      }).observe(document, { childList: true, subtree: true });
    }, async (page) => {
      await right(world, page, MAIL_RULE);
      await sleep(1500);
      const taken = await page.evaluate(() => window.taken);
      assert.ok(taken >= 1 && taken <= 20, `a fight of ${taken} rounds`);
      assert.equal((await world.state(page)).findings.length, 1, 'the popup has it all the same');
      return `given up after ${taken}; the popup has the finding`;
    }),
  },
  {
    what: 'events that a script makes up, on every part of ours and by every name',
    run: (world) => within(world, MESSAGE, '', async (page) => {
      await drawnWhen(page, 'panel', 1);
      await sleep(600);
      await page.evaluate(() => {
        const host = document.querySelector('lanyard-note');
        for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'dblclick', 'touchstart', 'touchend', 'keydown', 'keyup', 'focusin', 'toggle', 'beforetoggle', 'lanyard-evict']) {
          for (const target of [host, document, window, document.activeElement]) {
            for (const made of [new Event(type, { bubbles: true, composed: true }), new MouseEvent(type, { bubbles: true, composed: true, detail: 1, clientX: 500, clientY: 300 }), new KeyboardEvent(type, { key: 's', altKey: true, shiftKey: true, bubbles: true })]) target.dispatchEvent(made);
          }
        }
        host.click();
        host.focus();
      });
      await sleep(400);
      await drawnWhen(page, 'panel', 1);
      assert.deepEqual(await page.evaluate(() => [window.__sent.length, window.__replica.composes()[0].bcc.length]), [0, 0]);
      return 'nothing acts';
    }),
  },
  {
    what: 'the focus stolen, again and again', long: true,
    run: (world) => within(world, MESSAGE, '', async (page) => {
      await drawnWhen(page, 'panel', 1);
      await page.evaluate(() => {
        const thief = document.body.appendChild(document.createElement('input'));
        window.thief = setInterval(() => thief.focus(), 15);
      });
      for (let n = 0; n < 8; n++) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await sleep(400);
      assert.deepEqual(await page.evaluate(() => [window.__sent.length, window.__replica.composes()[0].bcc.length, document.activeElement.localName]), [0, 0, 'input']);
      await page.evaluate(() => clearInterval(window.thief));
      return 'no fight for it, nothing acts';
    }),
  },
  {
    what: 'the page’s own prototypes polluted, and names of the document taken',
    async run(world) {
      await within(world, MESSAGE, () => {
        for (const key of ['surface', 'site', 'kind', 'findings', 'css', 'label', 'type']) Object.prototype[key] = { css: '*', toString: () => 'x' };
        Array.prototype.toJSON = () => 'polluted';
        String.prototype.trim = () => 'polluted';
        Element.prototype.matches = Element.prototype.closest = () => null;
        Element.prototype.attachShadow = () => {
          throw new Error('no');
        };
        window.MutationObserver = class {};
      }, (page) => honest(world, page, MAIL_RULE, { timeout: 3000 })).catch((error) => {
        // The page itself may not survive this; ours has to.
        if (/ours threw/.test(error.message)) throw error;
      });
      return within(world, MESSAGE, `addEventListener('load', () => { for (const name of ${JSON.stringify(clobbered)}) { const form = document.createElement('form'); form.setAttribute('name', name); HTMLElement.prototype.append.call(document.getElementsByTagName('body')[0], form); } })`,
        (page) => honest(world, page, MAIL_RULE));
    },
  },
  {
    what: 'a page without end: 100,000 elements, one in another 3,000 deep', long: true,
    run: (world) => within(world, MESSAGE, '', async (page) => {
      await page.evaluate(() => {
        const wide = document.createElement('div');
        for (let n = 0; n < 100_000; n++) wide.append(document.createElement('i'));
        wide.style.display = 'none';
        let deep = document.body.appendChild(document.createElement('div'));
        for (let n = 0; n < 3000; n++) deep = deep.appendChild(document.createElement('span'));
        deep.append('deep');
        document.body.append(wide);
      });
      const from = Date.now();
      await page.evaluate(() => {
        document.querySelectorAll('i')[50_000].setAttribute('aria-label', 'Send');
        document.body.append(document.createElement('p'));
      });
      await sleep(700);
      await page.evaluate(() => new Promise(requestAnimationFrame));
      assert.ok(Date.now() - from < 5000, `stalled for ${Date.now() - from} ms`);
      const outcome = await honest(world, page, MAIL_RULE);
      // DevTools cannot carry a tree that is as deep as this.
      await page.evaluate(() => document.body.querySelector(':scope > div:has(> span > span)')?.remove());
      return outcome;
    }),
  },
  {
    what: 'recipients without end: 100,000, in the short form 10,000',
    run: (world, { short }) => within(world, 'https://mail.google.com/mail/u/0/?open=popup&su=Trip#inbox', '', async (page) => {
      await page.evaluate((count) => {
        const list = document.querySelector('[name=to]');
        const chip = (n) => `<div role="option" data-hovercard-id="p${n}@post.example" aria-label="p${n}"><span>p${n}@post.example</span></div>`;
        list.insertAdjacentHTML('beforeend', Array.from({ length: count }, (_, n) => chip(n)).join(''));
      }, short ? 10_000 : 100_000);
      const outcome = await until(async () => {
        const seen = await world.state(page);
        return (seen.findings.some(({ rule }) => rule === MAIL_RULE) && 'right') || (admits(seen) && 'not checked');
      }, { timeout: 30_000, every: 300, what: 'a word about 100,000 recipients' });
      const from = Date.now();
      await page.evaluate(() => new Promise(requestAnimationFrame));
      assert.ok(Date.now() - from < 10_000, `stalled for ${Date.now() - from} ms`);
      return outcome;
    }),
  },
  {
    what: 'names that hide, turn round, pile up, or look like others',
    run: (world) => within(world, 'https://www.facebook.com/friends/requests/', `window.__people = ${JSON.stringify(NAMES)}`, async (page) => {
      const seen = await until(async () => {
        const now = await world.state(page);
        return now.looked.length + now.unchecked.length + now.findings.length > 5 && now;
      }, { timeout: 15_000, every: 200, what: 'the names to be looked at' });
      assert.equal(seen.state, 'active');
      const said = JSON.stringify(seen.findings) + (await shadowText(page));
      assert.doesNotMatch(said, /[\u202a-\u202e\u2066-\u2069\u200b\u0000]|onerror|\u0301{3}/u, 'a name is repeated');
      assert.ok(said.length < 200_000);
      return `${seen.findings.length} found, none repeated`;
    }),
  },
  {
    what: 'names tried one after another, to see a reaction (G16)',
    run: (world) => within(world, REQUESTS, '', async (page) => {
      await right(world, page, REQUEST_RULE);
      assert.deepEqual(await tryNames(world, page, 100), [], 'the hundred and first name brings a reaction');
      assert.equal((await world.state(page)).unchecked.length, 2, 'the last stranger and the pupil are not checked');
      // Another document has a measure of its own; what is asked sparingly is answered there.
      const other = await world.open(`${REQUESTS}&other=1`);
      await right(world, other, REQUEST_RULE);
      assert.ok((await tryNames(world, other, 5)).includes(REQUEST_RULE), 'the same name, asked in time');
      await other.close();
      return 'after sixty, nothing but "not checked"';
    }),
  },
  {
    what: 'a fake message and a fake warning, where Lanyard is and where it is not',
    async run(world) {
      const fake = () => addEventListener('DOMContentLoaded', () => {
        document.body.insertAdjacentHTML('beforeend', '<div role="dialog" class="M9"><div name="to"><div role="option" data-hovercard-id="a@post.example"></div><div role="option" data-hovercard-id="b@post.example"></div></div></div><lanyard-note><section data-part="panel" data-rule="email-recipients-visible"><button data-remedy="move-to-bcc">Move</button></section></lanyard-note>');
      });
      await within(world, PLAIN, fake, async (page) => {
        await sleep(400);
        const seen = await world.state(page);
        assert.deepEqual([seen.covered, seen.findings.length, seen.looked.length], [false, 0, 0], 'a page that is not covered stays so');
      });
      return within(world, REQUESTS, '', async (page) => {
        await right(world, page, REQUEST_RULE);
        await page.evaluate(() => {
          const note = document.createElement('lanyard-note');
          note.attachShadow({ mode: 'open' }).innerHTML = '<section data-part="panel" data-surface="fake"><button data-remedy="delete">Delete</button></section>';
          document.body.append(note);
          note.shadowRoot.querySelector('button').click();
        });
        await sleep(300);
        const { findings } = await world.state(page);
        assert.ok(findings.every(({ surface }) => surface.startsWith('facebook/')) && findings.length === 1, JSON.stringify(findings));
        assert.deepEqual(await page.evaluate(() => window.__actions), []);
        await page.evaluate(() => [...document.querySelectorAll('lanyard-note')].find((one) => one.shadowRoot)?.remove());
        return 'the popup has what is really found';
      });
    },
  },
  {
    what: 'a renderer that was taken over says what it likes',
    async run(world, { seed, count = 1500 }) {
      const victim = await world.open(MESSAGE);
      const page = await world.open(REQUESTS);
      try {
        await right(world, victim, MAIL_RULE);
        await right(world, page, REQUEST_RULE);
        await takeOver(world, { page, victim, rule: MAIL_RULE, seed, count });
        return `${count} messages and a flood: nothing but its own page (seed ${seed})`;
      } finally {
        await page.close();
        await victim.close();
      }
    },
  },
  {
    what: 'Lanyard looked for by a page',
    async run(world) {
      const files = readdirSync(path.join(dist, 'extension'), { recursive: true }).map(String).filter((name) => /\.\w+$/.test(name));
      const probe = async ([id, names]) => {
        const got = [];
        await Promise.all(names.map((name) => fetch(`chrome-extension://${id}/${name}`).then(() => got.push(name), () => {})));
        for (const name of names.filter((one) => /png|svg|js|css|html/.test(one)).slice(0, 12)) {
          const element = document.createElement(/js$/.test(name) ? 'script' : /css$/.test(name) ? 'link' : 'img');
          await new Promise((done) => {
            element.onload = () => done(got.push(`${element.localName} ${name}`));
            element.onerror = done;
            if (element.localName === 'link') Object.assign(element, { rel: 'stylesheet', href: `chrome-extension://${id}/${name}` });
            else element.src = `chrome-extension://${id}/${name}`;
            document.head.append(element);
          });
          element.remove();
        }
        const note = document.querySelector('lanyard-note');
        return {
          got,
          globals: Object.getOwnPropertyNames(window).filter((name) => /lanyard/i.test(name)),
          said: note && [note.shadowRoot, note.innerHTML, note.textContent, note.getAttributeNames().sort().join()],
          asked: performance.getEntries().filter(({ name }) => name.includes(id)).map(({ name }) => name).filter((name) => !names.some((one) => name.endsWith(one))),
          runtime: typeof globalThis.chrome?.runtime?.sendMessage,
          styles: [
            ...document.adoptedStyleSheets.flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText)), ...CSS.highlights.keys(),
            ...[...document.querySelectorAll('style, link')].map(({ outerHTML }) => outerHTML),
          ].filter((text) => /lanyard/i.test(text)),
        };
      };
      const nothing = { got: [], globals: [], said: null, asked: [], runtime: 'undefined', styles: [] };
      await within(world, PLAIN, '', async (page) => assert.deepEqual(await page.evaluate(probe, [world.chrome.extensionId, files]), nothing));
      return within(world, REQUESTS, '', async (page) => {
        await right(world, page, REQUEST_RULE);
        await until(() => page.evaluate(() => document.querySelector('lanyard-note') !== null), { what: 'our element' });
        const { said, ...rest } = await page.evaluate(probe, [world.chrome.extensionId, files]);
        assert.deepEqual({ ...rest, said: null }, nothing);
        assert.deepEqual(said, [null, '', '', 'popover']);
        return `none of ${files.length} files, nothing in the page but the element`;
      });
    },
  },
  {
    what: 'files that mean harm, on the command line and attached to a message',
    async run(world) {
      const dir = scratchDir('hostile');
      try {
        const files = hostileFiles(dir);
        for (const file of files) {
          const from = Date.now();
          // Judged or refused, but it ends; a crash is neither.
          await run(binary, ['inspect', file]).catch((error) => assert.match(error.message, /\b(1|2)\b/, `${file}: ${error.message}`));
          assert.ok(Date.now() - from < 20_000, `${path.basename(file)} took ${Date.now() - from} ms`);
        }
        await within(world, 'https://mail.google.com/mail/u/0/?open=popup&to=a.one@example.com&su=Trip#inbox', '', async (page) => {
          const cdp = await page.context().newCDPSession(page);
          const { root } = await cdp.send('DOM.getDocument');
          const { nodeId } = await cdp.send('DOM.querySelector', { nodeId: root.nodeId, selector: 'input[type=file]' });
          await cdp.send('DOM.setFileInputFiles', { nodeId, files });
          await cdp.detach();
          await sleep(1500);
          const seen = await until(() => world.state(page), { timeout: 15_000, what: 'the worker to answer' });
          assert.equal(seen.state, 'active', 'the worker is well');
          assert.equal(await page.evaluate(() => window.__sent.length), 0);
        });
        return `${files.length} files, each came to an end`;
      } finally {
        rmSync(dir, { recursive: true, force: true });
      }
    },
  },
];
