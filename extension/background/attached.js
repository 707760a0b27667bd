// Has files looked into that are about to be attached. A page is told the names of those that are
// on a message that may be read, and offers them; it names none by itself (G10). The module is
// loaded when the first one is offered; bytes come in slices from the page that has the file, go
// into the module and nowhere else. One file at a time: memory has a limit.

const SLICE = 2 ** 20;
const LATE_MS = 15_000;
/** A file that takes longer keeps others waiting. */
const WHOLE_MS = 60_000;
/** Files of one document that may wait. */
const MOST = 20;
const LONGEST_NAME = 1000;

/**
 * @param {() => Promise<{filesToLookAt, sized, wantsFile, scanText, looked}>} worker the worker's own module, started
 * @param {{load: () => Promise, Reader, __wbg_reset_state}} module the reader's, not loaded yet
 */
export function makeFiles(worker, module) {
  let queue = Promise.resolve();
  let ready;
  let waiting = 0;
  /** Whether bytes arrive as bytes here: set by the first answer. */
  let asText = false;

  /** The bytes from `from` to `to`; nothing where the page does not give exactly them. */
  function slice(line, name, from, to) {
    return new Promise((give) => {
      const late = setTimeout(() => line.answer?.(), LATE_MS);
      line.answer = (message) => {
        clearTimeout(late);
        line.answer = undefined;
        give(message);
      };
      line.asked = `${from} ${name}`;
      line.port.postMessage({ type: 'slice', name, from, to, text: asText });
    });
  }

  async function bytes(line, name, from, to) {
    let answer = await slice(line, name, from, to);
    // An older Chrome turns bytes into something else on the way.
    if (answer && !asText && !(answer.bytes instanceof Uint8Array)) {
      asText = true;
      answer = await slice(line, name, from, to);
    }
    const given = typeof answer?.bytes === 'string' ? Uint8Array.from(atob(answer.bytes), (letter) => letter.charCodeAt(0)) : answer?.bytes;
    return given instanceof Uint8Array && given.length === to - from ? given : undefined;
  }

  async function read(line, name, size, core) {
    const reader = new module.Reader(size);
    const end = Date.now() + WHOLE_MS;
    for (;;) {
      const { facts, wants } = JSON.parse(reader.look(core.scanText));
      if (facts) return facts;
      for (const [start, stop] of wants) {
        for (let from = start; from < stop; from += SLICE) {
          const given = await bytes(line, name, from, Math.min(from + SLICE, stop));
          if (!given || Date.now() > end) return { unchecked: 'not-given' };
          reader.feed(from, given);
        }
      }
    }
  }

  async function look(line, { name, size }) {
    const core = await worker();
    core.sized(line.document, name, size);
    if (!core.wantsFile(line.document, name)) return;
    await (ready ??= module.load());
    let facts;
    try {
      facts = await read(line, name, size, core);
    } catch (error) {
      console.error('lanyard: a file could not be read:', error?.name);
      facts = { unchecked: 'damaged' };
    }
    // What the file took is given back with the instance.
    module.__wbg_reset_state();
    core.looked(line.document, name, JSON.stringify(facts));
  }

  /** Tells a page the names of its files that may be looked into. */
  async function tell(line) {
    try {
      const names = JSON.parse((await worker()).filesToLookAt(line.document));
      if (!line.gone) line.port.postMessage({ type: 'wanted', names });
    } catch (error) {
      console.error('lanyard:', error?.name);
    }
  }

  /** A page's script for files has connected. */
  return function connected(port) {
    const line = { port, document: port.sender?.documentId ?? '', count: 0 };
    port.onDisconnect.addListener(() => {
      void chrome.runtime.lastError;
      line.gone = true;
      line.answer?.();
    });
    port.onMessage.addListener((message) => {
      if (message?.type === 'bytes' && `${message.from} ${message.name}` === line.asked) return line.answer?.(message);
      const { type, name, size } = message ?? {};
      if (type === 'here') return void tell(line);
      if (type === 'none' && typeof name === 'string') return void worker().then((core) => core.looked(line.document, name, '{"unchecked":"not-given"}')).catch(() => {});
      if (type !== 'file' || typeof name !== 'string' || name.length > LONGEST_NAME) return;
      if (!Number.isSafeInteger(size) || size < 0 || line.count >= MOST || waiting >= 5 * MOST) return;
      line.count += 1;
      waiting += 1;
      queue = queue.then(() => (line.gone ? undefined : look(line, { name, size }))).catch((error) => console.error('lanyard:', error?.name)).then(() => {
        line.count -= 1;
        waiting -= 1;
        if (line.count === 0 && !line.gone) port.disconnect();
      });
    });
  };
}
