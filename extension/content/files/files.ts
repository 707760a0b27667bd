// Hears of files at the moment when they are chosen, dropped or pasted. Says nothing of them until
// the worker asks for one by its name, having seen it on a message that may be read; then it gives
// the size, and slices of bytes. On a page to which files are given without a message, the worker asks
// for all. A script of its own, for pages where some rule wants to know. It
// changes nothing and keeps no bytes: a File is a reference.

import { on } from '../life/on';

/** Files that are remembered until they are asked for; the worker may die and ask again. */
const MOST = 20;

/** Stands for all files. */
const ALL = '/';

interface Slice {
  type: 'slice';
  name: string;
  from: number;
  to: number;
  /** As base64, where the browser cannot carry bytes. */
  text: boolean;
}

interface Wanted {
  type: 'wanted';
  names: string[];
}

declare global {
  // eslint-disable-next-line no-var
  var lanyardFiles: (() => void) | undefined;
}

function start(): () => void {
  const life = new AbortController();
  const files = new Map<string, File>();
  const asked = new Set<string>();
  let port: chrome.runtime.Port | undefined;

  function note(list: FileList | null | undefined): void {
    for (const file of list ?? []) {
      files.delete(file.name);
      files.set(file.name, file);
      if (files.size > MOST) files.delete(files.keys().next().value ?? '');
      // The worker knows this name: what it was told is of another file now.
      if (asked.has(file.name) || asked.has(ALL)) offer(file);
      // Nothing was asked yet: it may want to.
      else if (asked.size === 0) say({ type: 'here' });
    }
  }

  function offer({ name, size }: File): void {
    say({ type: 'file', name, size });
  }

  function say(message: object): void {
    try {
      if (!port) {
        const opened = (port = chrome.runtime.connect({ name: 'lanyard-files' }));
        opened.onMessage.addListener((heard: Slice | Wanted) => {
          if (heard.type === 'slice') void give(opened, heard);
          else if (heard.type === 'wanted') wanted(heard.names);
        });
        opened.onDisconnect.addListener(() => {
          void chrome.runtime?.lastError;
          if (port === opened) port = undefined;
        });
      }
      port.postMessage(message);
    } catch {
      // The extension went away or was replaced.
      life.abort();
    }
  }

  /** Offers what is here of these. What was attached before, or elsewhere, is not. */
  function wanted(names: string[]): void {
    for (const name of names) {
      asked.add(name);
      if (name === ALL) {
        files.forEach(offer);
        continue;
      }
      const file = files.get(name);
      if (file) offer(file);
      else say({ type: 'none', name });
    }
  }

  async function give(to: chrome.runtime.Port, { name, from, to: end, text }: Slice): Promise<void> {
    let bytes: Uint8Array | string | undefined;
    try {
      const part = files.get(name)?.slice(from, end);
      if (part) bytes = text ? await base64(part) : new Uint8Array(await part.arrayBuffer());
    } catch {
      // It was changed or moved since.
    }
    try {
      to.postMessage({ type: 'bytes', name, from, bytes });
    } catch {
      // The worker went away.
    }
  }

  const { signal } = life;
  on(document, 'change', ({ isTrusted, target }: Event) => isTrusted && target instanceof HTMLInputElement && note(target.files), signal);
  on(document, 'drop', ({ isTrusted, dataTransfer }: DragEvent) => isTrusted && note(dataTransfer?.files), signal);
  on(document, 'paste', ({ isTrusted, clipboardData }: ClipboardEvent) => isTrusted && note(clipboardData?.files), signal);
  on(window, 'pagehide', () => files.clear(), signal);
  return () => say({ type: 'here' });
}

function base64(part: Blob): Promise<string> {
  return new Promise((give, refuse) => {
    const reader = new FileReader();
    reader.onload = () => give(String(reader.result).replace(/^[^,]*,?/, ''));
    reader.onerror = refuse;
    reader.readAsDataURL(part);
  });
}

// Run again, it asks what is wanted of it.
if (globalThis.lanyardFiles) globalThis.lanyardFiles();
else globalThis.lanyardFiles = start();
