// No accessibility rule is broken by what stands in the page: axe runs in the content script's own
// world and looks at the very elements, in their closed root and with their styles.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { looks, withLook } from '../harness/pictures.mjs';
import { sleep, until } from '../harness/processes.mjs';
import { clickInShadow, shadowAll } from '../harness/shadow.mjs';
import { compose, pages } from './pages.mjs';
import { finding, recipients, run, site, start } from './world.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  // These three are about the outline of the whole page, which is the site's.
  rules: { 'page-has-heading-one': { enabled: false }, region: { enabled: false }, 'heading-order': { enabled: false } },
};

const gravest = { severity: 'prohibited', strength: 'Not allowed' };
const second = { rule: 'second', severity: 'informational', strength: 'Good to know', seen: 'Another thing is seen here.' };
const remedies = [
  { id: 'fix', action: 'copyText', label: 'Copy it', primary: true, refs: [], text: 'x', caution: 'This cannot be undone.' },
  { id: 'answer', action: 'answer', label: 'It is meant so', primary: false, refs: [] },
  { id: 'not-now', action: 'notNow', label: 'Not now', primary: false, refs: [] },
];
const judge = (...findings) => `() => ${JSON.stringify(findings.map((more) => ({ ...finding(), remedies, refs: ['to:x'], ...more })))}`;
const press = async (page, selector) => {
  // A press within half a second of appearing could be meant for the page below.
  await sleep(700);
  await clickInShadow(page, selector);
};

/** What is shown: the part, how the worker judges, what is done to get there. */
const states = {
  mark: ['mark', judge({ ...second, presentation: 'mark' })],
  note: ['note', judge({ presentation: 'note', severity: 'advised', strength: 'Advised' })],
  panel: ['panel', judge({})],
  'panel, its clause open': ['panel', judge({ less: 'Show me less of this' }), (page) => press(page, '[data-part=clause]')],
  'panel, "and 1 more"': ['panel', judge({}, second)],
  'panel, "and 1 more" open': ['panel', judge({}, second), (page) => press(page, '[data-part=more]')],
  sheet: ['sheet', judge({ askFirst: true, ...gravest }), (page) => page.click('.send')],
  'after the fix': ['done', recipients, (page) => press(page, '[data-remedy=move-to-bcc]')],
};
const conditions = {
  light: {},
  dark: { look: 'dark' },
  'light, 200 %': { zoomed: true },
  'dark, 200 %': { look: 'dark', zoomed: true },
};

// In a modal dialog our element stands in the body: axe measures contrast nowhere else.
const address = (look) => compose({ look }).replace('/compose', '/full-modal');

let browser;
before(async () => (browser = await start({ pages })));
after(() => browser?.stop());

/** Shows a part, has axe look at it, and gives what axe says: broken, and not to be told. */
async function look([part, how, act = async () => {}], { look = '', zoomed = false }) {
  const page = await browser.newPage();
  await page.goto(address(zoomed ? `low ${look}` : look));
  try {
    return await withLook(page, zoomed ? looks['200-percent'] : looks['1366x768'], async () => {
      const world = await run(page, { site: site('roundcube'), judge: how, pierced: true });
      await until(async () => (await shadowAll(page, '[data-part=mark]')).length > 0, { what: 'the mark' });
      await sleep(700);
      // At 200 % there may be room for a mark alone: then a press opens the rest.
      if (!['mark', 'sheet'].includes(part) && !(await shadowAll(page, '.box:not([hidden])')).length) await clickInShadow(page, '[data-part=mark]');
      await act(page);
      await until(async () => (await (await shadowAll(page, `[data-part=${part}]`))[0]?.visible()) === true, { what: part });
      await sleep(300);
      await world.evaluate(`${axe};0`);
      const said = await world.evaluate(`(async () => {
        // axe knows nothing of the top layer: what lies below would seem to lie above.
        for (const below of document.querySelectorAll('#mail, #mail *')) below.style.opacity = 0;
        // Nor of what has been scrolled half out of a panel: as high as it may be, from its beginning.
        for (const box of document.querySelector('lanyard-note').shadowRoot.querySelectorAll('.box')) {
          Object.assign(box.style, { maxHeight: '', top: '8px' });
          box.scrollTop = 0;
        }
        const { violations, incomplete, passes } = await axe.run({ include: [['lanyard-note']] }, ${JSON.stringify(rules)});
        const told = (all) => all.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary)]);
        return { broken: told(violations), open: told(incomplete), looked: passes.flatMap(({ nodes }) => nodes.map(({ target }) => target.flat().length)) };
      })()`);
      assert.ok(Math.max(...said.looked) > 1, 'axe has looked into the root');
      return said;
    });
  } finally {
    await page.close();
  }
}

for (const [name, state] of Object.entries(states)) {
  test(`axe finds nothing in the ${name}`, async () => {
    for (const [condition, how] of Object.entries(conditions)) {
      const { broken, open } = await look(state, how);
      assert.deepEqual(broken, [], `${name}, ${condition}`);
      // What axe cannot tell is not shown to be right.
      assert.deepEqual(open, [], `${name}, ${condition}: cannot be told`);
    }
  });
}

test('axe would find what is wrong there', async () => {
  const page = await browser.newPage();
  await page.goto(address(''));
  const world = await run(page, { site: site('roundcube'), judge: judge({}), pierced: true });
  await until(async () => (await shadowAll(page, '[data-part=panel]')).length > 0, { what: 'the panel' });
  await sleep(300);
  await world.evaluate(`${axe};0`);
  const found = await world.evaluate(`(async () => {
    const { shadowRoot } = document.querySelector('lanyard-note');
    shadowRoot.querySelector('[data-remedy=fix]').textContent = '';
    shadowRoot.querySelector('h2').style.color = '#ccc';
    const { violations } = await axe.run({ include: [['lanyard-note']] }, ${JSON.stringify(rules)});
    return violations.map(({ id }) => id).sort();
  })()`);
  assert.deepEqual(found, ['button-name', 'color-contrast']);
  await page.close();
});
