// Two lines that screen readers listen to: one that waits its turn, one that does not.

import { h } from './dom';

const AGAIN_MS = 5000;

export class Announcer {
  readonly element: HTMLElement;
  private polite = h('div', { role: 'status', class: 'ln-said' });
  private urgent = h('div', { role: 'alert', class: 'ln-said' });
  private last = new Map<string, number>();

  constructor(language: string) {
    this.element = h('div', { lang: language }, this.polite, this.urgent);
  }

  say(text: string): void {
    this.polite.textContent = text;
  }

  alert(text: string): void {
    this.urgent.textContent = text;
  }

  /** A text that keeps changing is said at most once in five seconds. */
  sayChange(key: string, text: string): void {
    const now = performance.now();
    if (now - (this.last.get(key) ?? -Infinity) < AGAIN_MS) return;
    this.last.set(key, now);
    this.say(text);
  }
}
