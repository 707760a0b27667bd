// Tells when the page may have changed, at little cost. One mutation is enough to know it, so
// nothing is recorded from then until the page was looked at. A page that changes without ever
// showing anything is looked at less and less, and then left alone until the person does
// something.

import { on } from './on';
import { now } from './time';

const DELAY = 64;
const LONGEST = 512;
/** Looks in vain, without a rest of the page between them, until it is left alone: some six seconds. */
const MISSES = 14;
const REST = 1000;
const WAKERS = 'focusin pointermove pointerdown keydown scroll visibilitychange';

export type PageWatch = ReturnType<typeof watchPage>;

/** `look` tells whether there was anything new. */
export function watchPage(look: () => boolean) {
  let ended = false;
  let wake: AbortController | undefined;
  let press: AbortController | undefined;
  let timer = 0;
  let misses = 0;
  let last = -Infinity;

  const page = new MutationObserver(() => {
    page.disconnect();
    later();
  });

  function later(): void {
    if (ended) return;
    if (now() - last > REST) misses = 0;
    timer ||= setTimeout(tick, Math.min(DELAY * 2 ** misses, LONGEST));
  }

  function tick(): void {
    timer = 0;
    watch();
    misses = look() ? 0 : misses + 1;
    last = now();
    if (misses >= MISSES) return rest();
    if (misses === 0 || press || ended) return;
    press = new AbortController();
    on(document, 'click focusin', hasten, press.signal);
  }

  /** Left alone until the person does something. */
  function rest(): void {
    pause();
    wake = new AbortController();
    on(window, WAKERS, () => {
      start();
      later();
    }, wake.signal, { once: true });
  }

  function watch(): void {
    if (!ended) page.observe(document, { childList: true, subtree: true });
  }

  function start(): void {
    wake?.abort();
    wake = undefined;
    misses = 0;
    watch();
  }

  function pause(): void {
    page.disconnect();
    clearTimeout(timer);
    timer = 0;
  }

  /** What the person does may bring something up: it is waited for less long. */
  function hasten(): void {
    misses = 0;
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    later();
  }

  return {
    start,
    pause(): void {
      pause();
      wake?.abort();
    },
    /** Looks soon, though the page did not say that it has changed. */
    soon(): void {
      hasten();
      later();
    },
    end(): void {
      ended = true;
      pause();
      wake?.abort();
      press?.abort();
    },
  };
}
