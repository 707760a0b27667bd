// A second display: nobody can know who sees it, so it is a moment for marks only (G5).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sleep, until } from '../harness/processes.mjs';
import { shadowAll, shadowOne, shadowText } from '../harness/shadow.mjs';
import { compose, pages } from './pages.mjs';
import { recipients, run, site, start } from './world.mjs';

test('with a second display: marks only, Send is not held, and screen readers hear that there is a note (G5)', async () => {
  const browser = await start({ pages, args: ['--screen-info={1366x768}{1366x768}'] });
  try {
    const page = await browser.newPage();
    await page.goto(compose());
    assert.equal(await page.evaluate(() => screen.isExtended), true, 'Chromium has two');
    const world = await run(page, { site: site('roundcube'), judge: recipients.replace('Boolean(globalThis.askFirst)', 'true') });
    const mark = await shadowOne(page, '[data-part=mark]');
    await until(async () => /Lanyard has a note/.test(await shadowText(page)), { what: 'the word for screen readers' });
    await sleep(600);
    assert.equal((await mark.attributes())['aria-label'], 'Lanyard has a note');
    assert.equal((await shadowAll(page, '[data-part=panel]')).length + (await shadowAll(page, '[data-part=note]')).length, 0);
    assert.doesNotMatch(await shadowText(page), /people outside|post\.example/);
    assert.equal((await world.said('observe')).at(-1).quiet, true, 'and the worker is told');
    await page.click('.send');
    assert.equal(await page.evaluate(() => window.sent), 1);
    await page.close();
  } finally {
    await browser.stop();
  }
});
