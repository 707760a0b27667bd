// Holds each replica to the anchors it claims: `node --test tests/replicas/replicas.test.mjs`.
// One Chromium; files are answered from resolve.mjs on the real host names, nothing goes out.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { find } from './resolve.mjs';
import { gmail } from './checks/gmail.mjs';

const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);
let browser;

/** Opens an address in a fresh profile; the page fails its test if a script of its own fails. */
async function open(t, address, { people, viewport = { width: 1366, height: 768 } } = {}) {
  const context = await browser.newContext({ viewport });
  const errors = [];
  await context.route('**/*', (route) => {
    const found = find(route.request().url());
    if (!found) {
      errors.push(`asked for ${route.request().url()}`);
      return route.abort();
    }
    return route.fulfill({ body: readFileSync(found.file), headers: found.headers });
  });
  if (people) await context.addInitScript((list) => { window.__people = list; }, people);
  const listen = (page) => {
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  };
  context.on('page', listen);
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  t.after(async () => {
    await context.close();
    assert.deepEqual(errors, [], 'the page ran without errors and stayed on this machine');
  });
  await page.goto(address);
  await page.waitForFunction(() => !window.__replica || window.__replica.ready);
  await page.evaluate(() => window.__replica?.ready);
  return page;
}

before(async () => {
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
});
after(() => browser?.close());

for (const [name, checks] of Object.entries({ gmail })) {
  describe(name, () => {
    for (const [what, check] of Object.entries(checks)) test(what, (t) => check({ open: (address, options) => open(t, address, options), assert, t }));
  });
}
