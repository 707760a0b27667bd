// Lanyard as a school has it: force-installed, configured by policy, with a roster made by the
// command line from the invented people. What it thinks is read from the popup, as any outside
// test may; what it shows is read from the page.
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { launch, repository } from '../harness/chromium.mjs';
import { run, scratchDir, until } from '../harness/processes.mjs';

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

/** A school's configuration, every value a string as Chrome wants it. */
export async function configuration(school, { withRoster = true, ...more } = {}) {
  const values = { school, schoolDomains: 'oakfield.sch.uk', accountCheck: 'off', ...(withRoster ? await roster(undefined, school) : {}), ...more };
  return Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined).map(([k, v]) => [k, typeof v === 'string' ? v : JSON.stringify(v)]));
}

/** Chromium with Lanyard pushed to it. `school(id)` pushes another school's configuration. */
export async function startLanyard({ school = 'st-marylebone', config = {}, ...options } = {}) {
  const chrome = await launch({ extension: 'force', managed: await configuration(school, config), ...options });
  return Object.assign(chrome, {
    async school(id, more = {}) {
      await chrome.managed(await configuration(id, { ...config, ...more }));
    },
    findings: (page) => findings(chrome, page),
  });
}

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
