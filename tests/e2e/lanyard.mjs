// Lanyard as a school has it: configured by policy, force-installed where a test asks, with a roster made by the
// command line from the invented people. What it thinks is read from the popup, as any outside
// test may; what it shows is read from the page.
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { launch, repository } from '../harness/chromium.mjs';
import { run, scratchDir, sleep, until } from '../harness/processes.mjs';
import { clickInShadow, shadowAll } from '../harness/shadow.mjs';

const binary = process.env.LANYARD_BIN ?? path.join(repository, 'target', 'debug', 'lanyard');

/** The texts of a roster and its key, as `lanyard roster build` writes them. */
export async function roster(csv = path.join(repository, 'tests', 'replicas', 'people.csv'), school) {
  const dir = scratchDir('roster');
  try {
    const out = path.join(dir, 'roster.json');
    await run(binary, ['roster', 'build', csv, '--out', out, ...(school ? ['--school', school] : [])]);
    return { roster: readFileSync(out, 'utf8'), rosterKey: readFileSync(`${out}.key`, 'utf8') };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/**
 * A school's configuration, every value a string as Chrome wants it. Reminders are off unless `rules`
 * names them: what a test finds is then of a rule.
 */
export async function configuration(school, { withRoster = true, rules = {}, ...more } = {}) {
  const quiet = { reminders: 'off', ...(typeof rules === 'string' ? JSON.parse(rules) : rules) };
  const values = { school, schoolDomains: 'oakfield.sch.uk', accountCheck: 'off', ...(withRoster ? await roster(undefined, school) : {}), ...more, rules: quiet };
  return Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined).map(([k, v]) => [k, typeof v === 'string' ? v : JSON.stringify(v)]));
}

/**
 * Chromium with Lanyard loaded from its folder and configured by policy. `school(id)` pushes another school's
 * configuration.
 */
export async function startLanyard({ school = 'st-marylebone', config = {}, ...options } = {}) {
  const chrome = await launch({ extension: 'unpacked', managed: await configuration(school, config), ...options });
  const { managed } = chrome;
  // What was pushed last, where `school` did it: the same is not pushed again.
  let last = JSON.stringify([school, {}]);
  return Object.assign(chrome, {
    async school(id, more = {}) {
      const wanted = JSON.stringify([id, more]);
      if (wanted === last) return;
      await managed(await configuration(id, { ...config, ...more }));
      last = wanted;
    },
    managed(...values) {
      last = undefined;
      return managed(...values);
    },
    findings: (page) => findings(chrome, page),
  });
}

/** The same, force-installed as a school does it. Such tests run one at a time. */
export const pushLanyard = (options) => startLanyard({ extension: 'force', ...options });

/** What the popup says of a tab: findings, surfaces not checked, the set-up line. */
export async function findings(chrome, page) {
  const popup = await chrome.popup(page);
  try {
    return await popup.evaluate(() => ({
      findings: [...document.querySelectorAll('[data-rule]')].map((e) => ({
        rule: e.dataset.rule, severity: e.dataset.severity, surface: e.dataset.surface, text: e.textContent.replace(/\s+/g, ' ').trim(),
      })),
      unchecked: [...document.querySelectorAll('[data-unchecked]')].map((e) => ({ surface: e.dataset.unchecked, text: e.textContent.replace(/\s+/g, ' ').trim() })),
      text: document.body.innerText,
    }));
  } finally {
    await popup.close();
    await page.bringToFront();
  }
}

/** Asks until the answer satisfies `holds`; then gives it. */
export async function findingsWhen(chrome, page, holds, { timeout = 8000 } = {}) {
  let last;
  try {
    return await until(async () => {
      last = await findings(chrome, page);
      return holds(last) && last;
    }, { timeout, every: 200 });
  } catch (cause) {
    throw new Error(`the popup says ${JSON.stringify(last)}`, { cause });
  }
}

/** The parts of Lanyard that are drawn on the page now: mark, note, panel, sheet, done. */
export async function drawn(page, part) {
  const elements = await shadowAll(page, `[data-part="${part}"]`);
  const visible = await Promise.all(elements.map((element) => element.visible().catch(() => false)));
  return elements.filter((_, n) => visible[n]);
}

/** Waits until so many of a part are drawn. */
export const drawnWhen = (page, part, count, options) =>
  until(async () => (await drawn(page, part)).length === count, { what: `${count} ${part} to be drawn`, ...options });

/** Presses a remedy as a person does: opens the panel by its mark or its note where there was no room for it. */
export async function press(page, remedy) {
  const selector = `[data-part="panel"] [data-remedy="${remedy}"]`;
  const there = async () => (await Promise.all((await shadowAll(page, selector)).map((e) => e.visible().catch(() => false)))).includes(true);
  await until(async () => (await there()) || (await drawn(page, 'mark')).length > 0, { what: 'a mark' });
  await sleep(700);
  if (!(await there())) {
    await clickInShadow(page, '[data-part="mark"]');
    await until(there, { what: `the panel with ${remedy}` });
  }
  // A press within half a second of appearing could be meant for the page below.
  await sleep(600);
  await clickInShadow(page, selector);
}

/** Opens the panel where only its mark is drawn, and gives what it says. */
export async function openPanel(page) {
  await drawnWhen(page, 'mark', 1);
  await sleep(600);
  if (!(await drawn(page, 'panel')).length) await clickInShadow(page, '[data-part="mark"]');
  await drawnWhen(page, 'panel', 1);
}

/** Sends what is written: the message as it was delivered, to all of them, with those who are `hidden` in no header. */
export async function delivered(mail, page, { hidden, shown }) {
  const sent = mail.sink.messages().length;
  await mail.send(page);
  const message = (await mail.sink.waitFor(sent + 1)).at(-1);
  assert.deepEqual([...message.envelope.to].sort(), [...hidden, ...shown].sort());
  for (const address of hidden) assert.ok(!message.raw.includes(address), `${address} is in no header`);
  return message;
}
