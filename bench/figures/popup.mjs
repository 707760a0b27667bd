// From opening the popup to `data-state=ready`, against the same picture as a static page.
import { interleave } from '../lib/arms.mjs';

/** Notes when the state becomes ready; runs before the page's own scripts. */
function watchState() {
  const note = () => {
    if (document.documentElement?.dataset.state === 'ready') globalThis.benchReady ??= performance.now();
  };
  new MutationObserver(note).observe(document, { attributes: true, attributeFilter: ['data-state'], childList: true, subtree: true });
}

export async function popup(arms, { rounds }) {
  const { lanyard, reference } = arms.named;
  const covered = await lanyard.chrome.newPage();
  await covered.goto('https://www.facebook.com/friends/requests/?people=pupil-listed');
  await covered.waitForTimeout(1500);
  const tab = await lanyard.chrome.tabId(covered);
  const times = { reference: [], lanyard: [] };
  const pages = {};
  for (const arm of [lanyard, reference]) {
    // Another page of the extension keeps its process, as the person's last popup would.
    const holder = await arm.chrome.newPage();
    await holder.goto(`${arm.origin}/manifest.json`);
    const page = await arm.chrome.newPage();
    await page.setViewportSize({ width: 400, height: 600 });
    await page.addInitScript(watchState);
    pages[arm.name] = { page, holder };
  }
  const file = await lanyard.chrome.inExtension(() => chrome.runtime.getManifest().action.default_popup);
  const urls = { lanyard: `${lanyard.origin}/${file}?tab=${tab}`, reference: `${reference.origin}/popup.html?tab=1` };
  const texts = {};
  await interleave([lanyard, reference], rounds + 2, async (arm, turn) => {
    const { page } = pages[arm.name];
    await page.bringToFront();
    await page.goto('about:blank');
    await page.goto(urls[arm.name]);
    await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
    texts[arm.name] = await page.evaluate(() => document.body.innerText.replace(/\s+/g, ' ').trim());
    if (turn > 1) times[arm.name].push(await page.evaluate(() => globalThis.benchReady));
  });
  for (const { page, holder } of Object.values(pages)) await Promise.all([page.close(), holder.close()]);
  await covered.close();
  return {
    checks: [{ id: 'popup-same', title: 'the static page shows what the popup shows', ok: texts.lanyard === texts.reference, found: texts.lanyard === texts.reference ? 'same' : `${texts.lanyard.length} and ${texts.reference.length} characters` }],
    figures: [{ id: 'popup', title: 'popup, opening → ready', unit: 'ms', ...times }],
  };
}
