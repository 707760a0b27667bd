// The line to the worker. Opened when there is something to say, gone when the worker
// sleeps, and never a reason to keep anything alive.

import { type FromPage, PROTOCOL, type ToPage } from '../types/protocol';

export interface Hears {
  /** The worker told what to look at. `again`: it has started anew and knows nothing of this page. */
  said(message: ToPage): void;
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

export class Line {
  #port?: chrome.runtime.Port;
  #ready = false;
  #waiting: FromPage[] = [];

  #hears: Hears;

  constructor(hears: Hears) {
    this.#hears = hears;}

  get isReady(): boolean {
    return this.#ready;
  }

  /** Opens the line if it is not open. */
  open(): void {
    if (this.#port) return;
    if (isOrphan()) return this.#hears.orphaned();
    try {
      const port = chrome.runtime.connect({ name: 'lanyard' });
      port.onMessage.addListener((message: ToPage) => this.#port === port && this.#hear(message));
      port.onDisconnect.addListener(() => {
        void chrome.runtime?.lastError;
        if (this.#port !== port) return;
        this.#drop();
        if (isOrphan()) this.#hears.orphaned();
        else this.#hears.lost();
      });
      this.#port = port;
      port.postMessage({ type: 'hello', protocol: PROTOCOL } satisfies FromPage);
    } catch {
      this.#drop();
      if (isOrphan()) this.#hears.orphaned();
    }
  }

  /** Says something, once the worker has answered the greeting. */
  say(message: FromPage): void {
    if (!this.#ready || !this.#port) {
      this.#waiting.push(message);
      return this.open();
    }
    try {
      this.#port.postMessage(message);
    } catch {
      this.#drop();
      if (isOrphan()) this.#hears.orphaned();
    }
  }

  /** Says what has waited for the worker. */
  flush(): void {
    for (const message of this.#waiting.splice(0)) this.say(message);
  }

  /** Hangs up, without a word. */
  close(): void {
    const port = this.#port;
    this.#drop();
    try {
      port?.disconnect();
    } catch {
      // Gone already.
    }
  }

  #drop(): void {
    this.#port = undefined;
    this.#ready = false;
  }

  #hear(message: ToPage): void {
    if (message.type === 'site') this.#ready = true;
    if (message.type === 'nothing') this.#waiting = [];
    this.#hears.said(message);
  }
}
