// All views of the document: when each appears, where it stands, and the keys between them.

import { isGenuine } from '../act/trust';
import { on } from '../life/on';
import { now } from '../life/time';
import type { Live } from '../observe/surfaces';
import type { SiteFile } from '../site';
import type { Shown, ShownRemedy } from '../types/protocol';
import { controlsOf, pressables, seenBox } from './anchor';
import { h } from './dom';
import { Hands } from './hands';
import { Host } from './host';
import { done, notNow } from './panel';
import type { Box } from './place';
import { Sheet, type SheetAsk } from './sheet';
import { View } from './view';
import { word } from './words';

const SETTLE_MS = 400;
const TYPING_MS = 1500;
const DONE_MS = 10_000;
const SAY_AGAIN_MS = 5000;

/** The person pressed a remedy. */
export type OnRemedy = (live: Live, finding: Shown, remedy: ShownRemedy) => void;

export class Stage {
  #site: SiteFile;
  #language: string;
  #quiet: boolean;
  #remedy: OnRemedy;
  #host: Host;
  // Two lines that screen readers listen to: one that waits its turn, one that does not.
  #polite = h('div', { role: 'status', class: 'said' });
  #urgent = h('div', { role: 'alert', class: 'said' });
  #views = new Map<Live, View>();
  #changed = new Map<Live, number>();
  #alerted = new Set<string>();
  #sheet?: Sheet;
  #stop = new AbortController();
  #hands: Hands;
  #timer = 0;
  #frame = 0;
  #back?: Element | null;
  /** The page keeps taking us away: marks only. */
  #lost = false;
  #saidAt = -Infinity;

  constructor(site: SiteFile, language: string, quiet: boolean, remedy: OnRemedy) {
    const { signal } = this.#stop;
    this.#site = site;
    this.#language = language;
    this.#quiet = quiet;
    this.#remedy = remedy;
    this.#host = new Host(() => {
      this.#lost = true;
      this.setQuiet(this.#quiet);
    });
    const { root } = this.#host;
    root.append(h('div', { lang: language }, this.#polite, this.#urgent));
    this.#hands = new Hands(() => this.#poke(), signal);
    on(window, 'scroll resize transitionend load', () => this.moved(), signal);
    on(window, 'resize', () => this.#retry(), signal);
    on(document, 'focusin', (event: FocusEvent) => this.#onFocus(event), signal);
    on(document, 'focusout', () => this.#poke(), signal);
    on(window, 'keydown keyup keypress', (event: KeyboardEvent) => this.#onKey(event), signal, { passive: false });
    // A press with the mouse leaves focus and selection where they are.
    on(root, 'mousedown', (event: MouseEvent) => event.preventDefault(), signal, { passive: false });
  }

  /** What was found on a surface. None takes everything away. */
  update(live: Live, findings: Shown[]): void {
    let view = this.#views.get(live);
    if (!view) {
      if (findings.length === 0) return;
      view = this.#add(live);
    }
    const before = view.lead?.seen;
    view.update(findings);
    if (findings.length === 0 && !view.confirming) return this.remove(live);
    const seen = view.lead?.seen;
    // A count that keeps changing is said now and then, not each time.
    if (seen && before && seen !== before && !view.box.hidden && !view.quiet && now() - this.#saidAt > SAY_AGAIN_MS) {
      this.#saidAt = now();
      this.#say(seen);
    }
    this.#poke();
  }

  /** The observed thing changed just now: what is not yet shown waits a little longer. */
  touched(live: Live): void {
    this.#changed.set(live, now());
  }

  remove(live: Live): void {
    const view = this.#views.get(live);
    if (!view) return;
    view.findings = [];
    if (view.confirming) return view.render();
    this.#views.delete(live);
    this.#changed.delete(live);
    if (this.#sheet?.live === live) this.#closeSheet();
    this.#giveFocusBack(view);
    view.leave();
    this.#retry();
    this.#idle();
  }

  setQuiet(quiet: boolean): void {
    this.#quiet = quiet;
    for (const view of this.#views.values()) {
      view.quiet = quiet || this.#lost;
      view.render();
    }
    if (quiet) this.#closeSheet();
  }

  /** Brings a finding's panel up and moves there. */
  reveal(id?: string): void {
    const here = document.activeElement;
    const all = [...this.#views.values()];
    const view = all.find(({ findings }) => findings.some((one) => one.id === id)) ?? all.find(({ live }) => live.root.contains(here)) ?? all[0];
    if (!view?.lead) return;
    if (here !== this.#host.element) this.#back = here;
    controlsOf(view.live, view.lead.refs, this.#site)[0]?.scrollIntoView({ block: 'nearest' });
    view.settled = true;
    if (id !== undefined && id !== view.lead.id) view.open.add('more');
    view.force(view.lead.severity === 'informational' ? 'note' : 'panel');
    this.#place();
    (view.box.querySelector('button') ?? view.mark).focus();
  }

  /** Says that a fix worked, or a short word of its own, such as "Press Send again." */
  confirm(live: Live, text: string, undo?: () => void): void {
    const view = this.#views.get(live) ?? this.#add(live);
    view.settled = true;
    const close = (): void => {
      this.#giveFocusBack(view);
      view.confirm();
      if (view.findings.length === 0) this.remove(live);
    };
    const parts = done(text, undo && ((event) => {
      if (!this.#genuine(view.since, event)) return;
      close();
      undo();
    }), close);
    view.confirm(parts);
    this.#say(undo ? `${text} ${word('ui_undo_available')}` : text);
    this.#place();
    const expire = (): void => {
      if (!parts[0]?.isConnected) return;
      if (view.box.matches(':hover, :focus-within')) setTimeout(expire, 1000);
      else close();
    };
    setTimeout(expire, DONE_MS);
  }

  /** How a press went, where it did not work. */
  tell(live: Live, finding: Shown, text: string): void {
    this.#views.get(live)?.tell(finding, text);
    this.#say(text);
  }

  /** Back to the mark, at once; the worker will say so too. */
  hush(live: Live): void {
    const view = this.#views.get(live);
    if (!view) return;
    this.#giveFocusBack(view);
    view.force('mark');
  }

  /** Shows the step before Send, Accept or Post. */
  ask({ live, anyway, back, ...ask }: Pick<SheetAsk, 'live' | 'finding' | 'verb' | 'control' | 'anyway' | 'back'>): void {
    const closing = <A extends unknown[]>(then: (...all: A) => void) => (...all: A): void => {
      this.#closeSheet();
      then(...all);
    };
    this.#closeSheet();
    this.#sheet = new Sheet({
      ...ask,
      live,
      site: this.#site,
      language: this.#language,
      genuine: (event, since) => this.#genuine(since, event),
      press: closing((finding, remedy) => this.#remedy(live, finding, remedy)),
      anyway: closing(anyway),
      back: closing(back),
    });
    this.#inert(true);
    this.#host.root.append(this.#sheet.element);
    this.#place();
    this.#sheet.focus();
  }

  get asking(): boolean {
    return this.#sheet !== undefined;
  }

  end(): void {
    this.#stop.abort();
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    this.#views.clear();
    this.#host.end();
  }

  /** Puts everything in its place in the next frame, and goes on while things move. */
  moved(): void {
    if (this.#views.size === 0 && !this.#sheet) return;
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#place()) this.moved();
    });
  }

  #add(live: Live): View {
    const view = new View(live, {
      site: this.#site,
      language: this.#language,
      taken: (self) => this.#taken(self),
      press: (self, event, finding, remedy) => this.#genuine(self.since, event) && this.#remedy(live, finding, remedy),
      moved: () => this.moved(),
    });
    view.quiet = this.#quiet || this.#lost;
    this.#views.set(live, view);
    if (!this.#changed.has(live)) this.touched(live);
    this.#host.root.append(view.element);
    return view;
  }

  #say(text: string): void {
    this.#polite.textContent = text;
  }

  #genuine(since: number, event: MouseEvent): boolean {
    const button = event.currentTarget;
    return button instanceof Element && isGenuine(event, this.#host.element, button, since);
  }

  #taken(self: View): Box[] {
    return [...this.#views.values()].filter((view) => view !== self)
      .flatMap(({ at, live }) => [at, ...pressables(live, this.#site).map(seenBox)].flatMap((box) => box ?? []));
  }

  #closeSheet(): void {
    if (!this.#sheet) return;
    this.#inert(false);
    this.#sheet.element.remove();
    this.#sheet = undefined;
    this.#idle();
  }

  #inert(inert: boolean): void {
    for (const { element } of this.#views.values()) element.inert = inert;
  }

  /** Places all views; tells whether anything moved. */
  #place(): boolean {
    const near = this.#sheet?.live.root ?? [...this.#views.values()].find(({ settled }) => settled)?.live.root;
    // Before it is open nothing inside has a size.
    if (near) this.#host.open(near);
    let moved = this.#sheet?.place() ?? false;
    for (const view of this.#views.values()) {
      moved = view.place() || moved;
      this.#announce(view);
    }
    return moved;
  }

  #retry(): void {
    for (const view of this.#views.values()) view.retry();
  }

  /** With nothing left to show, nothing of ours stays in the page; what is leaving may finish. */
  #idle(): void {
    setTimeout(() => this.#views.size === 0 && !this.#sheet && this.#host.close(), 100);
  }

  /** Shows what is due, and comes back when the next thing is. */
  #poke(): void {
    clearTimeout(this.#timer);
    let next = Infinity;
    for (const view of this.#views.values()) {
      if (view.settled) continue;
      const wait = this.#wait(view.live);
      if (wait > 0) next = Math.min(next, wait);
      else this.#appear(view);
    }
    if (next < Infinity) this.#timer = setTimeout(() => this.#poke(), next);
  }

  /** Milliseconds until a view may appear. */
  #wait(live: Live): number {
    if (this.#hands.full) return SETTLE_MS;
    const { kind, parts } = live.spec;
    const fields = Object.keys(parts?.control ?? {}).map((field) => `${field}:`);
    const typing = kind === 'composeMail' && controlsOf(live, fields, this.#site).some((field) => field.contains(document.activeElement));
    return Math.ceil(Math.max((this.#changed.get(live) ?? 0) + SETTLE_MS, typing ? this.#hands.lastKey + TYPING_MS : 0) - now());
  }

  #appear(view: View): void {
    view.settled = true;
    view.render();
    this.#place();
  }

  /** What opens by itself is said once, when it can be seen. */
  #announce(view: View): void {
    const { lead, level, heard, quiet, forced } = view;
    if (view.element.hidden || level === heard) return;
    view.heard = level;
    if (!lead || forced || level === 'done') return;
    if (quiet) this.#say(heard ? '' : word('ui_quiet_note'));
    else if (level !== 'mark') this.#say(level === 'panel' ? `${lead.seen} ${word('ui_shortcut')}` : lead.seen);
  }

  #onFocus(event: FocusEvent): void {
    const { target } = event;
    if (!(target instanceof Element) || target === this.#host.element) return;
    this.#poke();
    // Somebody who moves to Accept by keyboard hears it there and then.
    for (const { lead, live, quiet, settled } of this.#views.values()) {
      if (lead?.severity !== 'prohibited' || quiet || !settled || this.#alerted.has(lead.id)) continue;
      if (!pressables(live, this.#site).some((one) => one.contains(target))) continue;
      this.#alerted.add(lead.id);
      this.#urgent.textContent = `${lead.seen} ${word('ui_shortcut')}`;
    }
  }

  /** The view that has the focus. */
  #focused(): View | undefined {
    return [...this.#views.values()].find(({ element }) => element.contains(this.#host.root.activeElement));
  }

  #giveFocusBack(view: View): void {
    const { activeElement } = this.#host.root;
    if (!(activeElement instanceof HTMLElement) || !view.element.contains(activeElement)) return;
    const control = controlsOf(view.live, view.lead?.refs ?? [], this.#site)[0];
    const back = this.#back?.isConnected ? this.#back : control?.querySelector('input, textarea, button, [tabindex], a[href]');
    activeElement.blur();
    if (back instanceof HTMLElement) back.focus({ preventScroll: true });
  }

  #onKey(event: KeyboardEvent): void {
    const { key, type, target, repeat } = event;
    const down = type === 'keydown';
    const view = this.#focused();
    if (down && event.altKey && event.shiftKey && event.code === 'KeyP' && event.isTrusted && this.#views.size > 0) {
      event.preventDefault();
      event.stopImmediatePropagation();
      // To the panel, and back again.
      return view ? this.#giveFocusBack(view) : this.reveal();
    }
    if (target !== this.#host.element) {
      // What lies over an editor goes at the next key typed.
      if (down && key.length === 1) for (const one of this.#views.values()) if (one.over && !one.confirming) one.force('mark');
      return;
    }
    // Keys pressed in our parts are none of the page's business.
    event.stopImmediatePropagation();
    if (!down) return;
    if (repeat && (key === 'Enter' || key === ' ')) return event.preventDefault();
    if (this.#sheet) return this.#sheet.key(event, this.#host.root.activeElement);
    if (!view || (key !== 'Escape' && key !== 'Tab')) return;
    event.preventDefault();
    if (key === 'Escape') return this.#dismiss(view);
    // Past the last button lies the page.
    const stops = [...view.element.querySelectorAll('button')].filter((one) => one.checkVisibility());
    const next = stops[stops.findIndex((one) => one === this.#host.root.activeElement) + (event.shiftKey ? -1 : 1)];
    if (next) next.focus();
    else this.#giveFocusBack(view);
  }

  /** Esc in a panel: as "Not now". */
  #dismiss(view: View): void {
    const { lead, live } = view;
    const later = lead && notNow(lead);
    this.#giveFocusBack(view);
    if (view.confirming) {
      view.confirm();
      if (!lead) this.remove(live);
    } else if (!view.box.hidden && later) {
      this.#remedy(live, lead, later);
    } else {
      view.force('mark');
    }
  }
}
