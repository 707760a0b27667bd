// The line to the worker. Opened when there is something to say, gone when the worker
// sleeps, and never a reason to keep anything alive.

import { type FromPage, PROTOCOL, type ToPage } from '../types/protocol';

export interface Hears {
  said(message: ToPage): void;
  /** There is no line, from now until something is to be said. */
  off(): void;
  /** The worker went away. */
  lost(): void;
  /** The extension itself went away or was replaced: this script is an orphan. */
  orphaned(): void;
}

/** Whether the extension that this script belongs to is still there. */
export function isOrphan(): boolean {
  try {
    return !chrome.runtime?.id;
  } catch {
    return true;
  }
}

export type Line = ReturnType<typeof makeLine>;

export function makeLine(hears: Hears) {
  let port: chrome.runtime.Port | undefined;
  let ready = false;
  let waiting: FromPage[] = [];

  const drop = (): void => {
    port = undefined;
    ready = false;
    hears.off();
  };

  const failed = (): void => {
    drop();
    if (isOrphan()) hears.orphaned();
  };

  /** Opens the line if it is not open. */
  function open(): void {
    if (port) return;
    try {
      // The greeting is in the name: one message less.
      const opened = chrome.runtime.connect({ name: `lanyard ${PROTOCOL}` });
      opened.onMessage.addListener((message: ToPage) => {
        if (port !== opened) return;
        if (message.type === 'site') ready = true;
        if (message.type === 'nothing') waiting = [];
        hears.said(message);
      });
      opened.onDisconnect.addListener(() => {
        void chrome.runtime?.lastError;
        if (port !== opened) return;
        failed();
        if (!isOrphan()) hears.lost();
      });
      port = opened;
    } catch {
      failed();
    }
  }

  /** Says something, once the worker has answered the greeting. */
  function say(message: FromPage): void {
    if (!ready) {
      waiting.push(message);
      return open();
    }
    try {
      port?.postMessage(message);
    } catch {
      failed();
    }
  }

  return {
    open,
    say,
    isReady: (): boolean => ready,
    /** Says what has waited for the worker. */
    flush: (): void => waiting.splice(0).forEach(say),
    /** Hangs up, without a word. */
    close(): void {
      const closing = port;
      drop();
      try {
        closing?.disconnect();
      } catch {
        // Gone already.
      }
    },
  };
}
