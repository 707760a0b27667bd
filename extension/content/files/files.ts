// Hears of files at the moment when they are chosen, dropped or pasted, and offers them to the
// worker: name and size, then slices of bytes when asked. A script of its own, for pages where
// some rule wants to know. It changes nothing and keeps no bytes: a File is a reference.

import { on } from '../life/on';

/** Files that are remembered, for the worker may die and ask again. */
const MOST = 20;

interface Slice {
  type: 'slice';
  name: string;
  from: number;
  to: number;
  /** As base64, where the browser cannot carry bytes. */
  text: boolean;
}

declare global {
  // eslint-disable-next-line no-var
  var lanyardFiles: (() => void) | undefined;
}

function start(): () => void {
  const life = new AbortController();
  const files = new Map<string, File>();
  let port: chrome.runtime.Port | undefined;

  function note(list: FileList | null | undefined): void {
    for (const file of list ?? []) {
      files.delete(file.name);
      files.set(file.name, file);
      if (files.size > MOST) files.delete(files.keys().next().value ?? '');
      offer(file);
    }
  }

  function offer({ name, size }: File): void {
    try {
      if (!port) {
        const opened = (port = chrome.runtime.connect({ name: 'lanyard-files' }));
        opened.onMessage.addListener((message: Slice) => void give(opened, message));
        opened.onDisconnect.addListener(() => {
          void chrome.runtime?.lastError;
          port = undefined;
        });
      }
      port.postMessage({ type: 'file', name, size });
    } catch {
      // The extension went away or was replaced.
      life.abort();
    }
  }

  async function give(to: chrome.runtime.Port, { type, name, from, to: end, text }: Slice): Promise<void> {
    if (type !== 'slice') return;
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
  return () => files.forEach(offer);
}

function base64(part: Blob): Promise<string> {
  return new Promise((give, refuse) => {
    const reader = new FileReader();
    reader.onload = () => give(String(reader.result).replace(/^[^,]*,?/, ''));
    reader.onerror = refuse;
    reader.readAsDataURL(part);
  });
}

// Run again, it offers what it still has.
if (globalThis.lanyardFiles) globalThis.lanyardFiles();
else globalThis.lanyardFiles = start();
