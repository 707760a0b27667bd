// Pages of the extension's own, for a school that is set up on the device.
import assert from 'node:assert/strict';
import { until } from './processes.mjs';

/** Sets the school up on this device, and waits until the worker has taken it. */
export async function setUp(chrome, config) {
  await chrome.inExtension((values) => globalThis.chrome.storage.local.set({ config: values }), config);
  await until(() => chrome.inExtension(async ({ school = null, pack, language = 'en' }) => {
    const told = await globalThis.chrome.runtime.sendMessage({ type: 'handbook' });
    return told.state === 'active' && told.school === school && Boolean(told.pack) === Boolean(pack) && told.language === language;
  }, config), { timeout: 20_000, every: 200, what: `the worker to take ${config.school ?? 'the pack'}` });
}

/** A page for a school, closed again after `use`; it may not complain. `at`: what stands behind its name. */
export async function withPage(chrome, name, config, use, { at = '', width = 1366, height = 768 } = {}) {
  await setUp(chrome, { accountCheck: 'off', schoolDomains: 'oakfield.sch.uk', ...config });
  const page = await chrome.newPage();
  const loud = [];
  page.on('console', (message) => loud.push(message.text()));
  page.on('pageerror', (error) => loud.push(String(error)));
  try {
    await page.setViewportSize({ width, height });
    await page.goto(`chrome-extension://${chrome.extensionId}/${name}${at}`);
    await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
    await use(page);
    assert.deepEqual(loud, [], 'the page complains');
  } finally {
    await page.close();
  }
}
