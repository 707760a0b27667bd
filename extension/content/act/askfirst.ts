// Holds the person's own press on Send, Accept or Post, once, where the last verdict asks
// for it and still belongs to what the page holds. In every other case the press passes.

import { locate, locateEach } from '../observe/locate';
import type { Live } from '../observe/surfaces';
import type { Hold, SiteFile } from '../site';
import type { Shown } from '../types/protocol';
import { isPressing, press } from './press';
import { on } from '../life/on';
import { until } from '../life/time';

const ACTED_MS = 3000;
const PASS_MS = 500;

export interface Asker {
  /** Surfaces whose verdict asks first. */
  asking(): { live: Live; finding: Shown }[];
  /** Whether the verdict belongs to what the page holds now. */
  isCurrent(live: Live): boolean;
  /** Shows the sheet. */
  show(live: Live, finding: Shown, hold: Hold, control: Element): void;
}

/** A press that is held back, and what by. */
interface Held {
  live: Live;
  finding: Shown;
  hold: Hold;
  control: Element;
}

export class AskFirst {
  #held?: Held;
  /** Where the control did not act by our press: the next press of the person passes. */
  #passing?: { live: Live; hash: string };

  #site: SiteFile;
  #asker: Asker;

  constructor(site: SiteFile, asker: Asker, signal: AbortSignal) {
    this.#site = site;
    this.#asker = asker;
    on(window, 'touchstart touchend', (event: Event) => this.#onGesture(event), signal);
    on(window, 'pointerdown mousedown pointerup mouseup click', (event: Event) => this.#onGesture(event), signal, { passive: false });
    on(window, 'keydown', (event: KeyboardEvent) => this.#onKey(event), signal, { passive: false });
  }

  /** Lets the site's control act once; tells whether it did. If not, the next press passes. */
  async goOn(live: Live, hold: Hold, control: Element): Promise<boolean> {
    const appeared = (): number => (hold.acted ?? []).filter((one) => locate(document, one, this.#site)).length;
    const before = appeared();
    const who = live.identity;
    const sent = live.reading.observation ? live.reading.hash : '';
    const target = control.isConnected ? control : this.#controls(live, hold)[0];
    if (!target) return true;
    press(target);
    const acted = await until(
      () => !live.root.isConnected || live.identity !== who || appeared() > before || this.#controls(live, hold).length === 0 || isOff(target) || hashOf(live) !== sent,
      ACTED_MS,
    );
    if (!acted) this.#passing = { live, hash: hashOf(live) };
    return acted;
  }

  #onGesture(event: Event): void {
    if (!event.isTrusted || isPressing()) return;
    const starts = event.type === 'pointerdown' || event.type === 'click';
    if (event.type === 'pointerdown') this.#held = undefined;
    if (starts && !this.#held) this.#held = this.#match(event);
    const held = this.#held;
    if (!held) return;
    event.stopImmediatePropagation();
    if (event.cancelable && !event.type.startsWith('touch')) event.preventDefault();
    if (event.type !== 'click') return;
    this.#held = undefined;
    this.#asker.show(held.live, held.finding, held.hold, held.control);
  }

  #onKey(event: KeyboardEvent): void {
    if (!event.isTrusted || event.isComposing) return;
    const activates = event.key === 'Enter' || event.key === ' ';
    const held = activates ? this.#match(event) : this.#matchKeys(event);
    if (!held) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    if (!event.repeat) this.#asker.show(held.live, held.finding, held.hold, held.control);
  }

  #match(event: Event): Held | undefined {
    const target = event.composedPath()[0];
    if (!(target instanceof Element)) return undefined;
    return this.#find((live, hold) => this.#controls(live, hold).find((control) => control.contains(target)));
  }

  #matchKeys(event: KeyboardEvent): Held | undefined {
    const target = event.target;
    if (!(target instanceof Element) || !(event.ctrlKey || event.metaKey || event.altKey)) return undefined;
    return this.#find((live, hold) => (live.root.contains(target) && hold.keys?.some((keys) => isKeys(event, keys)) ? this.#controls(live, hold)[0] : undefined));
  }

  #find(control: (live: Live, hold: Hold) => Element | undefined): Held | undefined {
    for (const { live, finding } of this.#asker.asking()) {
      const { hold } = live.spec;
      const at = hold && control(live, hold);
      if (!hold || !at) continue;
      if (this.#passing?.live === live && this.#passing.hash === hashOf(live)) {
        // One press is several events; all of them pass.
        setTimeout(() => (this.#passing = undefined), PASS_MS);
        return undefined;
      }
      return this.#asker.isCurrent(live) ? { live, finding, hold, control: at } : undefined;
    }
    return undefined;
  }

  #controls(live: Live, hold: Hold): Element[] {
    return locateEach(live.root, hold.at, this.#site);
  }
}

function hashOf(live: Live): string {
  return live.reading.observation ? live.reading.hash : '';
}

/** Whether a control has turned itself off, as buttons do once they were pressed. */
function isOff(control: Element): boolean {
  return !control.isConnected || control.matches(':disabled, [aria-disabled=true]') || !control.checkVisibility();
}

/** `Control+Enter` and the like. */
function isKeys(event: KeyboardEvent, keys: string): boolean {
  const parts = keys.split('+');
  const key = parts.pop() ?? '';
  return event.key.toLowerCase() === key.toLowerCase()
    && event.ctrlKey === parts.includes('Control')
    && event.metaKey === parts.includes('Meta')
    && event.altKey === parts.includes('Alt')
    && event.shiftKey === parts.includes('Shift');
}
