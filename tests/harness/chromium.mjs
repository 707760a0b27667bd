// Real Chromium for the tests: the extension force-installed by policy as schools
// do it, unpacked, or absent. See tests/README.md.
import { existsSync, mkdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { startUpdateServer } from '../servers/update.mjs';
import { Cdp } from './cdp.mjs';
import { idOfUnpacked } from './crx.mjs';
import { PolicyDir } from './policy.mjs';
import { removeDir, scratchDir, start, until } from './processes.mjs';
import { netLogIsComplete, readNetLog, watchPages } from './requests.mjs';

export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
export const dist = path.join(repository, 'dist');

function binary() {
  const found = [process.env.CHROMIUM, '/usr/lib/chromium/chromium', '/usr/bin/chromium'].find((b) => b && existsSync(b));
  if (!found) throw new Error('no Chromium: run tests/harness/prerequisites.sh, or set CHROMIUM');
  return found;
}

const smallSharedMemory = () => {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize < 1e9;
  } catch {
    return true;
  }
};

function commandLine({ profile, netLog, headless, windowSize, deviceScaleFactor, replicas, unpacked, noSandbox, args }) {
  const off = ['Translate', 'OptimizationHints', 'MediaRouter'];
  // The address bar's own pages: two more renderers for every window, and nobody types an address here.
  off.push('WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup', 'PreloadTopChromeWebUI');
  if (unpacked) off.push('DisableLoadExtensionCommandLineSwitch');
  const own = args.filter((arg) => {
    const features = arg.match(/^--disable-features=(.*)/)?.[1];
    if (features) off.push(features);
    return !features;
  });
  return [
    headless && '--headless=new',
    noSandbox && '--no-sandbox',
    '--remote-debugging-pipe', '--remote-debugging-port=0',
    `--user-data-dir=${profile}`, `--log-net-log=${netLog}`,
    '--disable-gpu', '--disable-quic', '--disable-component-update', '--disable-sync', '--disable-breakpad',
    '--no-first-run', '--no-default-browser-check', '--noerrdialogs', '--hide-crash-restore-bubble',
    '--password-store=basic', '--lang=en-GB', '--force-color-profile=srgb',
    smallSharedMemory() && '--disable-dev-shm-usage',
    `--disable-features=${off.join(',')}`,
    `--window-size=${windowSize.join(',')}`,
    deviceScaleFactor && `--force-device-scale-factor=${deviceScaleFactor}`,
    unpacked && `--load-extension=${unpacked}`, unpacked && `--disable-extensions-except=${unpacked}`,
    // No test talks to the world outside, whatever a page or the browser asks for.
    `--host-resolver-rules=MAP * ${replicas ? `127.0.0.1:${replicas.port}` : '~NOTFOUND'}, EXCLUDE 127.0.0.1, EXCLUDE localhost`,
    replicas && '--ignore-certificate-errors',
    ...own,
    'about:blank',
  ].filter(Boolean);
}

/**
 * Start Chromium with a fresh profile and wait until the extension's worker runs
 * and its managed storage holds `managed`.
 *
 * @param {object} options
 * @param {'force'|'unpacked'|'none'} [options.extension] force-installed through policy by default
 * @param {string} [options.dist] directory with extension/, lanyard.crx and update.xml
 * @param {object} [options.managed] the extension's managed configuration
 * @param {object} [options.expect] what managed storage must hold, when Chromium drops some of `managed`
 * @param {object} [options.policies] further Chromium policies
 * @param {{port: number}} [options.replicas] from startReplicas(): every host name leads there
 * @param {boolean} [options.headless]
 * @param {[number, number]} [options.windowSize] the window's outer size
 * @param {number} [options.deviceScaleFactor]
 * @param {string[]} [options.args] more command-line switches
 * @param {object} [options.updates] an update server already running; else one is started here
 * @param {string} [options.profile] a profile directory to use again
 */
export async function launch(options = {}) {
  const {
    extension = 'force', dist: from = dist, managed, expect, policies, replicas, headless = true,
    windowSize = [1366, 768], deviceScaleFactor, args = [], profile: givenProfile,
  } = options;
  const dir = scratchDir('chromium');
  const profile = givenProfile ?? path.join(dir, 'profile');
  const netLog = path.join(dir, 'netlog.json');
  mkdirSync(profile, { recursive: true });

  const unpacked = extension === 'unpacked' ? path.join(from, 'extension') : undefined;
  const ownUpdates = extension === 'force' && !options.updates;
  const updates = extension === 'force' ? (options.updates ?? (await startUpdateServer({ dist: from }))) : undefined;
  const extensionId = updates?.extensionId ?? (unpacked && idOfUnpacked(unpacked));

  const policyDir = updates || managed || policies ? new PolicyDir(path.join(dir, 'etc')) : undefined;
  let policy = { id: extensionId, updateUrl: updates?.url, managed, policies };
  policyDir?.write(policy);

  const noSandbox = process.getuid() === 0 || Boolean(policyDir);
  const command = [
    binary(),
    commandLine({ profile, netLog, headless, windowSize, deviceScaleFactor, replicas, unpacked, noSandbox, args }),
  ];
  const portFile = path.join(profile, 'DevToolsActivePort');
  rmSync(portFile, { force: true });
  const child = start(...(policyDir ? policyDir.wrap(...command) : command), { log: path.join(dir, 'chromium.log'), pipes: 2 });
  const cdp = new Cdp(child.child.stdio[3], child.child.stdio[4]);

  let browser;
  let finalLog;
  let stopped;
  const stop = () => (stopped ??= (async () => {
    // Closed in good order, so that the net log is complete. The rest of the shutdown
    // writes the profile, for which only a profile to be used again is worth waiting.
    await Promise.race([cdp.send('Browser.close').catch(() => {}), child.ended]);
    const gone = () => child.child.exitCode !== null || child.child.signalCode !== null;
    await until(() => gone() || (!givenProfile && netLogIsComplete(netLog)), { timeout: 5000, every: 20 }).catch(() => {});
    await child.stop({ grace: givenProfile ? 3000 : 0 });
    await browser?.close().catch(() => {});
    finalLog = readNetLog(netLog);
    if (ownUpdates) await updates.stop();
    removeDir(dir);
  })());

  try {
    const port = await until(() => {
      child.check();
      return existsSync(portFile) && readFileSync(portFile, 'utf8').match(/^\d+(?=\n)/)?.[0];
    }, { timeout: 20_000, what: 'Chromium' });
    const contentScriptRequests = await watchPages(cdp, extensionId);
    browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
    const context = browser.contexts()[0];

    const workerTarget = async () =>
      (await cdp.send('Target.getTargets')).targetInfos.find(
        (target) => target.type === 'service_worker' && target.url.startsWith(`chrome-extension://${extensionId}/`),
      );

    /** Run `use` with a page of the extension's origin that holds no code of its own, in a window of its own. */
    async function onExtensionPage(use, file = 'manifest.json', { width = 400, height = 600 } = {}) {
      const opened = context.waitForEvent('page', (page) => page.url().includes(extensionId) || page.url() === 'about:blank');
      await cdp.send('Target.createTarget', { url: 'about:blank', newWindow: true, width, height });
      const page = await opened;
      await page.goto(`chrome-extension://${extensionId}/${file}`);
      if (!use) return page;
      try {
        return await use(page);
      } finally {
        await page.close();
      }
    }

    /** Run a function in the extension's origin without touching its worker. */
    const inExtension = (fn, arg) => onExtensionPage((page) => page.evaluate(fn, arg));

    const waitForManaged = (wanted) =>
      onExtensionPage((page) =>
        until(async () => {
          const held = await page.evaluate(() => chrome.storage.managed.get());
          const strings = Object.entries(wanted).filter(([, value]) => typeof value === 'string');
          return strings.every(([key, value]) => held[key] === value) && Object.keys(held).every((key) => key in wanted) && held;
        }, { timeout: 20_000, what: `managed storage to hold ${Object.keys(wanted)}` }));

    /** Replace the managed configuration while Chromium runs; resolves when the extension's storage has it. */
    async function setManaged(values, { expect: expected = values } = {}) {
      policy = { ...policy, managed: values };
      policyDir.write(policy);
      const page = await context.newPage();
      try {
        // Chromium would notice by itself, some seconds later.
        await page.goto('chrome://policy');
        await page.click('#reload-policies');
        return await waitForManaged(expected);
      } finally {
        await page.close();
      }
    }

    /** The worker as it is now, woken if it was stopped. evaluate() runs a function inside it. */
    async function serviceWorker() {
      if (!(await workerTarget())) {
        await onExtensionPage(async (page) => {
          const session = await context.newCDPSession(page);
          await session.send('ServiceWorker.enable');
          await session.send('ServiceWorker.startWorker', { scopeURL: `chrome-extension://${extensionId}/` });
          await until(workerTarget, { what: 'the service worker to start' });
        });
      }
      const { targetId, url } = await workerTarget();
      return {
        targetId,
        url,
        async evaluate(fn, ...values) {
          const { sessionId } = await cdp.send('Target.attachToTarget', { targetId, flatten: true });
          try {
            const { result, exceptionDetails } = await cdp.send('Runtime.evaluate', {
              expression: `(${fn})(${values.map((value) => JSON.stringify(value)).join(',')})`,
              awaitPromise: true, returnByValue: true,
            }, sessionId);
            if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
            return result.value;
          } finally {
            await cdp.send('Target.detachFromTarget', { sessionId }).catch(() => {});
          }
        },
      };
    }

    /** Stop the service worker, as idleness would; resolves when the one that ran has gone. An event may have started another. */
    async function killWorker() {
      const target = await workerTarget();
      if (!target) return;
      const { targetId } = target;
      await until(async () => {
        // One that is busy may not hear it the first time.
        await cdp.send('Target.closeTarget', { targetId }).catch(() => {});
        return !(await cdp.send('Target.getTargets')).targetInfos.some((info) => info.targetId === targetId);
      }, { timeout: 30_000, what: 'the service worker to stop' });
    }

    const tabIds = new Map();
    /** The id that chrome.tabs knows a page by, which it keeps for as long as it is open. Brings the page to the front. */
    async function tabId(page) {
      await page.bringToFront();
      if (tabIds.has(page)) return tabIds.get(page);
      const active = await inExtension(() => chrome.tabs.query({ active: true }));
      // Each window has an active tab; those of other pages are known.
      const others = [...tabIds.values()];
      const found = active.filter((tab) => (tab.url ?? tab.pendingUrl) === page.url() && !others.includes(tab.id));
      if (found.length !== 1) throw new Error(`${found.length} active tabs at ${page.url()}`);
      tabIds.set(page, found[0].id);
      return found[0].id;
    }

    /** The popup, open in a small window, showing the findings of another tab. */
    async function popup(pageOrTabId, { ready = true, ...size } = {}) {
      const id = typeof pageOrTabId === 'number' ? pageOrTabId : await tabId(pageOrTabId);
      const page = await onExtensionPage(undefined, `popup.html?tab=${id}`, size);
      if (ready) await page.waitForSelector('html[data-state="ready"]', { state: 'attached' });
      return page;
    }

    let marks = 0;
    /** All requests so far, each {url, method, initiator}. After stop() the log is complete. */
    async function netlog() {
      if (finalLog) return finalLog;
      // Chromium writes the log in batches: ask for marker pages until the first is in it.
      // They open in a private context, where extensions do not run.
      const { browserContextId } = await cdp.send('Target.createBrowserContext');
      const marker = `/json/version?mark=${++marks}`;
      try {
        return await until(async () => {
          await cdp.send('Target.createTarget', { url: `http://127.0.0.1:${port}${marker}`, browserContextId });
          const log = readNetLog(netLog);
          return log.some(({ url }) => url.endsWith(marker)) && log.filter(({ url }) => !url.includes('/json/version?mark='));
        }, { every: 100, what: 'the net log' });
      } finally {
        await cdp.send('Target.disposeBrowserContext', { browserContextId });
      }
    }

    /** Requests to the network which the extension made: from its origin, or from its content scripts. */
    async function extensionRequests() {
      const origin = `chrome-extension://${extensionId}`;
      const made = (await netlog()).filter(({ initiator }) => initiator === origin);
      return [...made.map((request) => ({ ...request, by: 'origin' })), ...contentScriptRequests];
    }

    if (extensionId) {
      await until(workerTarget, { timeout: 30_000, what: "the extension's service worker" }).catch((error) => {
        const asked = updates ? `\nupdate server was asked: ${updates.requests.map((r) => r.url).join(' ') || 'nothing'}` : '';
        throw new Error(`${error.message}${asked}\n${child.logText()}`);
      });
      if (managed) await waitForManaged(expect ?? managed);
    }

    return {
      browser, context, cdp, extensionId, updates, profile, port,
      newPage: () => context.newPage(),
      serviceWorker, killWorker, workerTarget, inExtension,
      managed: setManaged, tabId, popup, netlog, extensionRequests,
      pid: child.pid, logText: child.logText, stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
