// Holds the person's own press on Send, Accept or Post, once, where the last verdict asks
// for it and still belongs to what the page holds. In every other case the press passes.

import { on } from '../life/on';
import { until } from '../life/time';
import { locate, locateEach } from '../observe/locate';
import type { Live } from '../observe/surfaces';
import type { Hold, SiteFile } from '../site';
import type { Shown } from '../types/protocol';
import { isPressing, press } from './press';

const ACTED_MS = 3000;
const PASS_MS = 500;

export interface Asker {
  /** Surfaces whose verdict asks first. */
  asking(): { live: Live; finding: Shown }[];
  /** Whether the verdict belongs to what the page holds now. */
  isCurrent(live: Live): boolean;
  /** Shows the sheet. */
  show(held: Held): void;
}

/** A press that is held back, and what by. */
export interface Held {
  live: Live;
  finding: Shown;
  hold: Hold;
  control: Element;
}

export type AskFirst = ReturnType<typeof makeAskFirst>;

export function makeAskFirst(site: SiteFile, asker: Asker, signal: AbortSignal) {
  let held: Held | undefined;
  /** Where the control did not act by our press: the next press of the person passes. */
  let passing: { live: Live; hash: string } | undefined;

  const controls = (live: Live, hold: Hold): Element[] => locateEach(live.root, hold.at, site);

  function find(control: (live: Live, hold: Hold) => Element | undefined): Held | undefined {
    for (const { live, finding } of asker.asking()) {
      const { hold } = live.spec;
      const at = hold && control(live, hold);
      if (!at) continue;
      if (passing?.live === live && passing.hash === hashOf(live)) {
        // One press is several events; all of them pass.
        setTimeout(() => (passing = undefined), PASS_MS);
        return undefined;
      }
      return asker.isCurrent(live) ? { live, finding, hold, control: at } : undefined;
    }
    return undefined;
  }

  const match = (event: Event): Held | undefined => {
    const target = event.composedPath()[0];
    return target instanceof Element ? find((live, hold) => controls(live, hold).find((one) => one.contains(target))) : undefined;
  };

  /** Keys that do the same from anywhere in the surface. */
  const matchKeys = (event: KeyboardEvent): Held | undefined => {
    const { target } = event;
    if (!(target instanceof Element) || !(event.ctrlKey || event.metaKey || event.altKey)) return undefined;
    return find((live, hold) => (live.root.contains(target) && hold.keys?.some((keys) => isKeys(event, keys)) ? controls(live, hold)[0] : undefined));
  };

  function onGesture(event: Event): void {
    const { type } = event;
    if (!event.isTrusted || isPressing()) return;
    if (type === 'pointerdown') held = match(event);
    if (type === 'click') held ??= match(event);
    if (!held) return;
    event.stopImmediatePropagation();
    if (!type.startsWith('touch')) event.preventDefault();
    if (type !== 'click') return;
    asker.show(held);
    held = undefined;
  }

  on(window, 'touchstart touchend', onGesture, signal);
  on(window, 'pointerdown mousedown pointerup mouseup click', onGesture, signal, { passive: false });
  on(window, 'keydown', (event: KeyboardEvent) => {
    if (!event.isTrusted || event.isComposing) return;
    const found = (event.key === 'Enter' || event.key === ' ' ? match(event) : undefined) ?? matchKeys(event);
    if (!found) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    if (!event.repeat) asker.show(found);
  }, signal, { passive: false });

  return {
    /** Lets the site's control act once; tells whether it did. If not, the next press passes. */
    async goOn({ live, hold, control }: Held): Promise<boolean> {
      const appeared = (): number => (hold.acted ?? []).filter((one) => locate(document, one, site)).length;
      const before = appeared();
      const who = live.identity;
      const sent = hashOf(live);
      const target = control.isConnected ? control : controls(live, hold)[0];
      if (!target) return true;
      const shown = target.checkVisibility();
      press(target);
      const isOff = (): boolean => !target.isConnected || target.matches(':disabled, [aria-disabled=true]') || (shown && !target.checkVisibility());
      const acted = await until(
        () => !live.root.isConnected || live.identity !== who || hashOf(live) !== sent || appeared() > before || controls(live, hold).length === 0 || isOff(),
        ACTED_MS,
      );
      if (!acted) passing = { live, hash: hashOf(live) };
      return acted;
    },
  };
}

const hashOf = ({ reading }: Live): string => (reading.observation ? reading.hash : '');

/** `Control+Enter` and the like. */
export function isKeys(event: KeyboardEvent, keys: string): boolean {
  const wanted = keys.toLowerCase();
  const held = [event.ctrlKey && 'control', event.altKey && 'alt', event.shiftKey && 'shift', event.metaKey && 'meta', event.key.toLowerCase()];
  return held.filter(Boolean).join('+') === wanted;
}
