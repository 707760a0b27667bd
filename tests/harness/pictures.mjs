// Pictures of a page at the sizes and in the modes that people use.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { session } from './shadow.mjs';

/** Name → how the page is shown. 683×384 at two pixels each is 1366×768 at 200 % zoom. */
export const looks = {
  '1280x800': { width: 1280, height: 800 },
  '1366x768': { width: 1366, height: 768 },
  '200-percent': { width: 683, height: 384, deviceScaleFactor: 2 },
  dark: { width: 1366, height: 768, media: { 'prefers-color-scheme': 'dark' }, darkPage: true },
  'forced-colours': { width: 1366, height: 768, media: { 'forced-colors': 'active' } },
  'reduced-motion': { width: 1366, height: 768, media: { 'prefers-reduced-motion': 'reduce' } },
};

// By CSSOM, which a page's own Content Security Policy does not forbid.
const paint = (dark) => {
  for (const element of [document.documentElement, document.body]) {
    for (const [name, value] of [['background', '#18191c'], ['color', '#e6e6e8'], ['color-scheme', 'dark']]) {
      if (dark) element?.style.setProperty(name, value, 'important');
      else element?.style.removeProperty(name);
    }
  }
};

/**
 * Show the page in one look, run `use` (give it the page as it then is), and put everything back.
 * @param {keyof looks | object} look
 */
export async function withLook(page, look, use) {
  const { width, height, deviceScaleFactor = 1, media = {}, darkPage = false } = typeof look === 'string' ? looks[look] : look;
  const cdp = await session(page);
  await cdp.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor, mobile: false });
  await cdp.send('Emulation.setEmulatedMedia', { features: Object.entries(media).map(([name, value]) => ({ name, value })) });
  if (darkPage) await page.evaluate(paint, true);
  try {
    // Two frames: one to lay out, one for what follows the layout (anchoring, resize observers).
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    return await use(page, cdp);
  } finally {
    if (darkPage) await page.evaluate(paint, false);
    await cdp.send('Emulation.setEmulatedMedia', { features: [] });
    await cdp.send('Emulation.clearDeviceMetricsOverride');
  }
}

/** The page as it is shown now, as a PNG file. */
export async function picture(page, file) {
  const { data } = await (await session(page)).send('Page.captureScreenshot', { format: 'png' });
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, Buffer.from(data, 'base64'));
  return file;
}

/**
 * DIR/NAME-LOOK.png for each look.
 * @param {{only?: string[], settle?: number, before?: (page, look: string) => Promise<void>}} [options]
 *   settle: milliseconds to wait in each look; before: what to do in it first, such as opening a panel again
 * @returns {Promise<string[]>} the files
 */
export async function pictures(page, dir, name, { only = Object.keys(looks), settle = 250, before } = {}) {
  const files = [];
  for (const look of only) {
    await withLook(page, look, async () => {
      await before?.(page, look);
      await page.waitForTimeout(settle);
      files.push(await picture(page, path.join(dir, `${name}-${look}.png`)));
    });
  }
  return files;
}
