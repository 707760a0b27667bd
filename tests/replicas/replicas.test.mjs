// Holds each replica to the anchors it claims: `node --test tests/replicas/replicas.test.mjs`.
// One Chromium and the replica server; every host name leads to it, nothing goes out.

import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { replicaRoot, startReplicas } from '../servers/replicas.mjs';
import { gmail } from './checks/gmail.mjs';
import { facebook } from './checks/facebook.mjs';
import { outlook } from './checks/outlook.mjs';
import { instagram } from './checks/instagram.mjs';
import { x } from './checks/x.mjs';
import { linkedin } from './checks/linkedin.mjs';
import { more } from './checks/more.mjs';
import { webmail } from './checks/webmail.mjs';
import { fixtures } from './checks/fixtures.mjs';

const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);
const hosts = readdirSync(replicaRoot).filter((name) => name.includes('.'));
let browser;
let server;

/** Opens an address in a fresh profile; the page fails its test if a script of its own fails. */
async function open(t, address, { people, viewport = { width: 1366, height: 768 } } = {}) {
  const context = await browser.newContext({ viewport, ignoreHTTPSErrors: true });
  const errors = [];
  context.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol === 'https:' && !hosts.includes(host)) errors.push(`asked ${host}`);
  });
  if (people)
    await context.addInitScript((list) => {
      window.__people = list;
    }, people);
  const listen = (page) => {
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  };
  context.on('page', listen);
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  t.after(async () => {
    await context.close();
    assert.deepEqual(errors, [], 'the page ran without errors and asked nobody else');
  });
  await page.goto(address);
  await page.waitForFunction(() => !window.__replica || window.__replica.ready);
  await page.evaluate(() => window.__replica?.ready);
  return page;
}

before(async () => {
  server = await startReplicas();
  browser = await chromium.launch({
    executablePath,
    args: [
      `--host-resolver-rules=MAP * 127.0.0.1:${server.port}`,
      '--ignore-certificate-errors',
      '--no-sandbox',
      '--disable-quic',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const [name, checks] of Object.entries({ gmail, outlook, facebook, instagram, x, linkedin, more, webmail, fixtures })) {
  describe(name, () => {
    for (const [what, check] of Object.entries(checks))
      test(what, (t) => check({ open: (address, options) => open(t, address, options), assert, t }));
  });
}
