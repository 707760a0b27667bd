// A page that the browser makes ready before it is asked for (speculation rules), and then shows. While DevTools holds a
// page's own target Chromium makes none ready beside it, so this browser's pages are left alone: what happens is told by the
// page's own requests, by the extension's own record of the tab, and by the tree of what is drawn only once it is shown.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { until } from '../harness/processes.mjs';
import { replicaRoot, startReplicas } from '../servers/replicas.mjs';
import { pushLanyard } from '../e2e/lanyard.mjs';
import { REQUEST_RULE } from './person.mjs';
import { wrong } from './world.mjs';

const HOST = 'www.facebook.com';
const TARGET = '/friends/requests/?people=pupil-listed,stranger';

/** The page that is made ready says to its server when it runs, and when it is shown. */
const tells = `<script>
const tell = (what) => fetch('/told/' + what);
if (document.prerendering) {
  tell('prerendering');
  document.addEventListener('prerenderingchange', () => tell('activated'));
} else tell('loaded');
</script>`;
const asks = (go) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Before</title><link rel="icon" href="data:,">
<script type="speculationrules">{"prerender":[{"source":"list","urls":["${TARGET}"],"eagerness":"immediate"}]}</script>
<script>setInterval(async () => { if ((await (await fetch('/bench-go')).text()) === 'go') location.href = ${JSON.stringify(TARGET)}; }, 200);</script></head><body>${go}</body></html>`;

export async function madeReady() {
  const page = readFileSync(path.join(replicaRoot, HOST, 'index.html'), 'utf8').replace('<head>', `<head>${tells}`);
  const extra = {
    [`${HOST}/friends/requests/`]: page, [`${HOST}/before`]: asks('Before'), [`${HOST}/bench-go`]: 'wait',
    ...Object.fromEntries(['prerendering', 'activated', 'loaded'].map((what) => [`${HOST}/told/${what}`, 'heard'])),
  };
  const replicas = await startReplicas({ extra });
  let chrome;
  try {
    chrome = await pushLanyard({ school: 'st-marylebone', replicas });
    const { cdp, extensionId } = chrome;
    // Playwright holds every page; without it, and without our own watch, they are free.
    await chrome.browser.close();
    await cdp.send('Target.setAutoAttach', { autoAttach: false, waitForDebuggerOnStart: false, flatten: true });
    const { targetId } = await cdp.send('Target.createTarget', { url: `chrome-extension://${extensionId}/manifest.json`, newWindow: true });
    const { sessionId } = await cdp.send('Target.attachToTarget', { targetId, flatten: true });
    const inside = async (expression) => {
      const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, sessionId);
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    };
    // It may not be there yet.
    await until(() => inside('Boolean(globalThis.chrome?.tabs)'), { what: 'a page of the extension' });
    const told = () => replicas.requests.map(({ url }) => url.match(/\/told\/(\w+)$/)?.[1]).filter(Boolean);
    const tab = await inside(`chrome.tabs.create({ url: 'https://${HOST}/before', active: true }).then(({ id }) => id)`);
    const state = () => inside(`chrome.runtime.sendMessage({ type: 'tab', tab: ${tab} })`);
    await until(() => told().includes('prerendering'), { timeout: 15_000, every: 100, what: 'the page to be made ready' });
    // Time enough to say something too early.
    await new Promise((done) => setTimeout(done, 800));
    const early = await state();
    if (early.findings.length > 0) wrong('something is said of a page that nobody has asked for', early);
    extra[`${HOST}/bench-go`] = 'go';
    await until(() => told().includes('activated'), { timeout: 15_000, every: 100, what: 'the page to be shown' });
    if (told().includes('loaded')) wrong('the page was loaded, not made ready', told());
    let seen;
    await until(async () => {
      seen = await state();
      return seen.findings.some(({ rule }) => rule === REQUEST_RULE);
    }, { every: 150 }).catch(() => wrong(`${REQUEST_RULE} is not found once the page is shown`, seen));
    return 'right';
  } finally {
    await chrome?.stop();
    await replicas.stop();
  }
}
