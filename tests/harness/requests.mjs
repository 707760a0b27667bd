// What went to the network, from Chromium's own net log: it needs no attached
// debugger, so nothing is missed while a service worker starts or dies.
import { existsSync, readFileSync } from 'node:fs';

/** The log is one JSON object with one event a line; while Chromium runs it has no end yet. */
export function readNetLog(file) {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  const header = lines.find((line) => line.startsWith('{"constants"'));
  if (!header) return [];
  const { constants } = JSON.parse(`${header.replace(/,\s*$/, '')}}`);
  const started = constants.logEventTypes.URL_REQUEST_START_JOB;
  const requests = new Map();
  for (const line of lines) {
    if (!line.startsWith('{"') || line === header) continue;
    let event;
    try {
      event = JSON.parse(line.replace(/(\]\})?,?\s*$/, ''));
    } catch {
      // The line Chromium is writing just now.
      continue;
    }
    if (event.type !== started || !event.params?.url) continue;
    const { url, method, initiator } = event.params;
    // A redirect starts the same source again with another address.
    requests.set(`${event.source.id} ${url}`, { url, method: method ?? 'GET', initiator: initiator ?? 'not an origin' });
  }
  return [...requests.values()];
}

/** Chromium has written the log's end. */
export const netLogIsComplete = (file) => existsSync(file) && readFileSync(file, 'utf8').trimEnd().endsWith('\n}');

/**
 * A content script's own fetch carries the page's origin, so the net log cannot tell it
 * from the page's: the stack that started it can. Fills the returned array as requests are made.
 */
export async function watchPages(cdp, extensionId) {
  const found = [];
  if (!extensionId) return found;
  const origin = `chrome-extension://${extensionId}/`;
  const fromExtension = (stack) =>
    Boolean(stack) && (stack.callFrames.some((frame) => frame.url.startsWith(origin)) || fromExtension(stack.parent));
  const attach = {
    autoAttach: true, waitForDebuggerOnStart: true, flatten: true,
    filter: [{ type: 'page' }, { type: 'iframe' }, { exclude: true }],
  };
  // A target that closes at once makes these fail, which is no loss.
  const send = (...call) => cdp.send(...call).catch(() => {});

  cdp.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'service_worker') return;
    send('Network.enable', {}, sessionId);
    send('Target.setAutoAttach', attach, sessionId);
    send('Runtime.runIfWaitingForDebugger', {}, sessionId);
  });
  cdp.on('Network.requestWillBeSent', ({ request, initiator, documentURL }) => {
    if (documentURL?.startsWith(origin) || /^(chrome-extension|data|blob):/.test(request.url)) return;
    if (!fromExtension(initiator.stack)) return;
    found.push({ url: request.url, method: request.method, initiator: new URL(documentURL).origin, by: 'content script' });
  });
  await cdp.send('Target.setAutoAttach', attach);
  return found;
}
