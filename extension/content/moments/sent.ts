// Says when a message goes: that Send was pressed, and what the mail then shows of it. Put into a page
// where something stands that is worth calling back. It reads nothing of the message, and presses nothing.

import { isKeys } from '../act/askfirst';
import type { Parts } from '../life/parts';
import { locateEach } from '../observe/locate';
import type { SurfaceSpec } from '../site';
import type { Step } from '../types/protocol';

/** How long after a press a message may still go, and how long any mail lets it be taken back. */
const MOST_MS = 60_000;
const TICK_MS = 250;

declare global {
  // eslint-disable-next-line no-var
  var lanyardSent: boolean | undefined;
}

function start(): void {
  const parts = (): Parts => (globalThis as { lanyardParts?: Parts }).lanyardParts ?? {};
  // Looked up at each time: a newer first part may have taken over.
  const say = (step: Step): void => parts().say?.({ type: 'sent', step });
  const there = (what: 'shown' | 'failed' | 'undo'): Element[] => {
    const { site } = parts();
    const at = what === 'undo' ? site?.sent?.undo?.at : site?.sent?.[what];
    return site ? locateEach(document.documentElement, at, site) : [];
  };
  let timer = 0;

  /** Whether the event is a press on Send of a message. */
  function sends(event: Event): boolean {
    const { site } = parts();
    const target = event.composedPath()[0];
    if (!site?.sent || !(target instanceof Element)) return false;
    const pressedIn = (root: Element, { hold }: SurfaceSpec): boolean => {
      if (event instanceof KeyboardEvent) return root.contains(target) && !!hold?.keys?.some((keys) => isKeys(event, keys));
      return locateEach(root, hold?.at, site).some((control) => control.contains(target));
    };
    return site.surfaces.some((spec) => spec.kind === 'composeMail' && locateEach(document, spec.root, site).some((root) => pressedIn(root, spec)));
  }

  function pressed(): void {
    say('pressed');
    clearInterval(timer);
    const end = Date.now() + MOST_MS;
    let shown = new Set(there('shown'));
    let failed = new Set(there('failed'));
    timer = setInterval(() => {
      // The mail's words of an earlier message may still be there.
      const now = there('shown');
      const bad = there('failed');
      const has = now.some((one) => !shown.has(one));
      if (has) return went();
      if (Date.now() > end || bad.some((one) => !failed.has(one))) return clearInterval(timer);
      shown = new Set(now);
      failed = new Set(bad);
    }, TICK_MS);
  }

  function went(): void {
    clearInterval(timer);
    const controls = there('undo');
    if (controls.length === 0) return say('gone');
    say('undoable');
    const end = Date.now() + MOST_MS;
    const life = new AbortController();
    let taken = false;
    // Whoever pressed it: the person there, or the person by our button.
    addEventListener('click', ({ target }) => {
      taken ||= target instanceof Node && there('undo').some((one) => one.contains(target));
    }, { capture: true, signal: life.signal });
    timer = setInterval(() => {
      if (!taken && Date.now() < end && controls.some((one) => one.isConnected) && there('undo').length > 0) return;
      clearInterval(timer);
      life.abort();
      say(taken ? 'undone' : 'gone');
    }, TICK_MS);
  }

  for (const type of ['click', 'keydown']) addEventListener(type, (event) => sends(event) && pressed(), { capture: true, passive: true });
}

if (!globalThis.lanyardSent && window.top === window) {
  globalThis.lanyardSent = true;
  start();
}
