// All views of the document: when each appears, where it stands, and the keys between them.

import { isGenuine } from '../act/trust';
import type { Live } from '../observe/surfaces';
import type { SiteFile } from '../site';
import type { Shown, ShownRemedy } from '../types/protocol';
import { controlsOf, pressables, seenBox } from './anchor';
import { Announcer } from './announce';
import { Hands } from './hands';
import { Host } from './host';
import { Done } from './panel';
import type { Box } from './place';
import { Sheet, type SheetAsk } from './sheet';
import { View } from './view';
import { word } from './words';

const SETTLE_MS = 400;
const TYPING_MS = 1500;
const DONE_MS = 10_000;

export interface Acts {
  /** The person pressed a remedy. */
  remedy(live: Live, finding: Shown, remedy: ShownRemedy): void;
}

export class Stage {
  private host: Host;
  private announcer: Announcer;
  private views = new Map<Live, View>();
  private changed = new Map<Live, number>();
  private sheet?: Sheet;
  private stop = new AbortController();
  private hands: Hands;
  private timer = 0;
  private frame = 0;
  private back?: HTMLElement;
  private lost = false;
  private alerted = new Set<string>();

  constructor(private site: SiteFile, private language: string, private quiet: boolean, private acts: Acts) {
    const { signal } = this.stop;
    this.host = new Host(() => {
      this.lost = true;
      this.setQuiet(this.quiet);
    });
    this.announcer = new Announcer(language);
    this.host.root.append(this.announcer.element);
    this.hands = new Hands(() => this.poke(), signal);
    const moved = (): void => this.moved();
    for (const type of ['scroll', 'resize', 'transitionend', 'load'] as const) addEventListener(type, moved, { capture: true, passive: true, signal });
    addEventListener('resize', () => this.retry(), { signal });
    document.addEventListener('focusin', (event) => this.onFocus(event), { signal });
    document.addEventListener('focusout', () => this.poke(), { signal });
    for (const type of ['keydown', 'keyup', 'keypress'] as const) addEventListener(type, (event) => this.onKey(event), { capture: true, signal });
    // A press with the mouse leaves focus and selection where they are.
    this.host.root.addEventListener('mousedown', (event) => event.preventDefault(), { signal });
  }

  /** What was found on a surface. None takes everything away. */
  update(live: Live, findings: Shown[]): void {
    let view = this.views.get(live);
    if (!view) {
      if (findings.length === 0) return;
      view = this.add(live);
    }
    const before = view.lead;
    view.update(findings);
    if (findings.length === 0 && !view.confirming) return this.remove(live);
    const lead = view.lead;
    if (view.opened && lead && before && before.seen !== lead.seen && !view.quiet) this.announcer.sayChange(live.key, lead.seen);
    this.poke();
    this.moved();
  }

  /** The observed thing changed just now: what is not yet shown waits a little longer. */
  touched(live: Live): void {
    this.changed.set(live, performance.now());
  }

  remove(live: Live): void {
    const view = this.views.get(live);
    if (!view) return;
    view.findings = [];
    if (view.confirming) return view.render();
    this.views.delete(live);
    this.changed.delete(live);
    if (this.sheet?.live === live) this.closeSheet();
    this.giveFocusBack(view);
    view.leave();
    this.retry();
    if (this.views.size === 0) this.idle();
  }

  setQuiet(quiet: boolean): void {
    this.quiet = quiet;
    for (const view of this.views.values()) {
      view.quiet = quiet || this.lost;
      view.render();
    }
    if (quiet) this.closeSheet();
    this.moved();
  }

  /** Brings a finding's panel up and moves there. */
  reveal(id?: string): void {
    const here = document.activeElement;
    const all = [...this.views.values()];
    const view = (id !== undefined && all.find(({ findings }) => findings.some((one) => one.id === id)))
      || all.find(({ live }) => here && live.root.contains(here)) || all[0];
    if (!view?.lead) return;
    controlsOf(view.live, view.lead.refs, this.site)[0]?.scrollIntoView({ block: 'nearest' });
    view.settled = true;
    view.open(view.lead.severity === 'informational' ? 'note' : 'panel');
    if (id !== undefined && id !== view.lead.id) view.panel?.unfold();
    if (!this.insideFocused) this.back = here instanceof HTMLElement ? here : undefined;
    this.place();
    const target = view.opened?.querySelector<HTMLElement>(id ? `[data-remedy]` : 'button') ?? view.mark;
    target.focus();
  }

  /** Says that a fix worked. */
  confirm(live: Live, text: string, undo?: () => void): void {
    const view = this.views.get(live) ?? this.add(live);
    view.settled = true;
    const close = (): void => {
      view.confirm(undefined);
      if (view.findings.length === 0) this.remove(live);
      else this.moved();
    };
    const done: Done = new Done(text, undo && ((event) => {
      if (!this.genuine(view.since, event)) return;
      close();
      undo();
    }), close);
    view.confirm(done);
    this.announcer.say(undo ? `${text} ${word('ui_undo_available')}` : text);
    this.place();
    const expire = (): void => {
      if (!done.element.isConnected) return;
      if (done.element.matches(':hover') || done.element.contains(this.host.root.activeElement)) setTimeout(expire, 1000);
      else close();
    };
    setTimeout(expire, DONE_MS);
  }

  /** How a press went, where it did not work. */
  tell(live: Live, finding: Shown, text: string): void {
    this.views.get(live)?.tell(finding, text);
    if (text) this.announcer.say(text);
    this.moved();
  }

  /** A short word of its own beside a surface, such as "Press Send again." */
  hint(live: Live, text: string): void {
    this.confirm(live, text);
  }

  /** Back to the mark, at once; the worker will say so too. */
  hush(live: Live): void {
    const view = this.views.get(live);
    if (!view) return;
    this.giveFocusBack(view);
    view.open('mark');
  }

  /** Shows the step before Send, Accept or Post. */
  ask(ask: Omit<SheetAsk, 'language' | 'site' | 'press' | 'genuine'>): void {
    this.closeSheet();
    const sheet: Sheet = new Sheet({
      ...ask,
      site: this.site,
      language: this.language,
      genuine: (event, since) => this.genuine(since, event),
      press: (event, finding, remedy) => {
        if (!this.genuine(sheet.since, event)) return;
        this.closeSheet();
        this.acts.remedy(ask.live, finding, remedy);
      },
      anyway: () => {
        this.closeSheet();
        ask.anyway();
      },
      back: () => {
        this.closeSheet();
        ask.back();
      },
    });
    this.sheet = sheet;
    const view = this.views.get(ask.live);
    if (view) view.element.inert = true;
    this.host.root.append(sheet.element);
    this.host.open(ask.live.root);
    sheet.place();
    sheet.focus();
  }

  get asking(): boolean {
    return this.sheet !== undefined;
  }

  private closeSheet(): void {
    if (!this.sheet) return;
    const view = this.views.get(this.sheet.live);
    if (view) view.element.inert = false;
    this.sheet.element.remove();
    this.sheet = undefined;
    if (this.views.size === 0) this.idle();
  }

  end(): void {
    this.stop.abort();
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
    this.host.end();
    this.views.clear();
  }

  /** Puts everything in its place in the next frame, and goes on while things move. */
  moved(): void {
    if (this.frame || this.views.size === 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      if (this.place()) this.moved();
    });
  }

  private add(live: Live): View {
    const view = new View(live, {
      site: this.site,
      language: this.language,
      taken: (self) => this.taken(self),
      press: (event, finding, remedy) => {
        if (!this.genuine(view.since, event)) return;
        this.acts.remedy(live, finding, remedy);
      },
      moved: () => this.moved(),
    });
    view.quiet = this.quiet || this.lost;
    this.views.set(live, view);
    if (!this.changed.has(live)) this.changed.set(live, performance.now());
    this.host.root.append(view.element);
    return view;
  }

  private genuine(since: number, event: MouseEvent): boolean {
    const button = event.currentTarget;
    return button instanceof Element && isGenuine(event, this.host.element, button, since);
  }

  private taken(self: View): Box[] {
    const boxes: Box[] = [];
    for (const view of this.views.values()) {
      if (view === self) continue;
      if (view.box) boxes.push(view.box);
      for (const element of pressables(view.live, this.site)) {
        const box = seenBox(element);
        if (box) boxes.push(box);
      }
    }
    return boxes;
  }

  /** Places all views; tells whether anything moved. */
  private place(): boolean {
    let moved = false;
    for (const view of this.views.values()) {
      const before = JSON.stringify(view.box);
      view.placeNow();
      moved ||= JSON.stringify(view.box) !== before;
    }
    if (this.sheet) moved = this.sheet.place() || moved;
    const near = this.sheet?.live.root ?? [...this.views.values()].find(({ settled }) => settled)?.live.root;
    if (near) this.host.open(near);
    return moved;
  }

  private retry(): void {
    for (const view of this.views.values()) view.retry();
    this.moved();
  }

  private idle(): void {
    // What is leaving may finish; nothing of ours stays in the page.
    setTimeout(() => this.views.size === 0 && !this.sheet && this.host.close(), 100);
  }

  /** Shows what is due, and comes back when the next thing is. */
  private poke(): void {
    clearTimeout(this.timer);
    this.timer = 0;
    let next = Infinity;
    for (const view of this.views.values()) {
      if (view.settled) continue;
      const wait = this.wait(view.live);
      if (wait > 0) next = Math.min(next, wait);
      else this.appear(view);
    }
    if (Number.isFinite(next)) this.timer = setTimeout(() => this.poke(), next);
  }

  /** Milliseconds until a view may appear; infinite while the hands are full (they call back). */
  private wait(live: Live): number {
    if (this.hands.full) return SETTLE_MS;
    const now = performance.now();
    const still = (this.changed.get(live) ?? 0) + SETTLE_MS - now;
    const active = document.activeElement;
    const inField = active !== null && live.spec.kind === 'composeMail' && this.fieldsOf(live).some((field) => field.contains(active));
    return Math.ceil(Math.max(still, inField ? this.hands.lastKey + TYPING_MS - now : 0));
  }

  private fieldsOf(live: Live): Element[] {
    const refs = Object.keys(live.spec.parts?.control ?? {}).map((field) => `${field}:`);
    return controlsOf(live, refs, this.site);
  }

  private appear(view: View): void {
    view.settled = true;
    view.render();
    this.place();
    const { lead } = view;
    if (!lead) return;
    if (view.quiet) this.announcer.say(word('ui_quiet_note'));
    else if (view.panel) this.announcer.say(`${lead.seen} ${word('ui_shortcut')}`);
  }

  private onFocus(event: FocusEvent): void {
    const target = event.target;
    if (!(target instanceof Element) || target === this.host.element) return;
    this.poke();
    // Somebody who moves to Accept by keyboard hears it there and then.
    for (const view of this.views.values()) {
      const { lead, live } = view;
      if (!lead || lead.severity !== 'prohibited' || view.quiet || !view.settled || this.alerted.has(lead.id)) continue;
      if (!pressables(live, this.site).some((one) => one.contains(target))) continue;
      this.alerted.add(lead.id);
      this.announcer.alert(`${lead.seen} ${word('ui_shortcut')}`);
    }
  }

  private get insideFocused(): boolean {
    return document.activeElement === this.host.element;
  }

  private giveFocusBack(view: View): void {
    if (!view.element.contains(this.host.root.activeElement)) return;
    const control = controlsOf(view.live, view.lead?.refs ?? [], this.site)[0];
    const back = this.back?.isConnected ? this.back : control?.querySelector<HTMLElement>('input, textarea, button, [tabindex], a[href]');
    this.back = undefined;
    if (back) back.focus({ preventScroll: true });
    else (this.host.root.activeElement as HTMLElement | null)?.blur();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.type === 'keydown' && event.altKey && event.shiftKey && event.code === 'KeyP' && event.isTrusted && this.views.size > 0) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return this.swap();
    }
    if (event.target !== this.host.element) {
      if (event.type === 'keydown' && event.key.length === 1) this.typed();
      return;
    }
    // Keys pressed in our parts are none of the page's business.
    event.stopImmediatePropagation();
    if (event.type !== 'keydown') return;
    if (event.repeat && (event.key === 'Enter' || event.key === ' ')) return event.preventDefault();
    if (this.sheet) return this.sheet.key(event);
    const view = [...this.views.values()].find(({ element }) => element.contains(this.host.root.activeElement));
    if (!view) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      this.dismiss(view);
    } else if (event.key === 'Tab') {
      this.tab(event, view);
    }
  }

  /** Esc in a panel: as "Not now". */
  private dismiss(view: View): void {
    const { lead } = view;
    const later = lead?.remedies.find(({ action }) => action === 'notNow');
    this.giveFocusBack(view);
    if (view.confirming) {
      view.confirm(undefined);
      if (view.findings.length === 0) this.remove(view.live);
    } else if (view.opened && lead && later) {
      this.acts.remedy(view.live, lead, later);
    } else {
      view.open('mark');
    }
  }

  /** Past the last button lies the page. */
  private tab(event: KeyboardEvent, view: View): void {
    const stops = [...view.element.querySelectorAll<HTMLElement>('button')].filter((one) => one.checkVisibility());
    const at = stops.indexOf(this.host.root.activeElement as HTMLElement);
    const next = stops[at + (event.shiftKey ? -1 : 1)];
    event.preventDefault();
    if (next) next.focus();
    else this.giveFocusBack(view);
  }

  /** Alt+Shift+P: to the panel, and back again. */
  private swap(): void {
    const view = [...this.views.values()].find(({ element }) => element.contains(this.host.root.activeElement));
    if (view) this.giveFocusBack(view);
    else this.reveal();
  }

  /** What lies over an editor goes at the next key typed. */
  private typed(): void {
    for (const view of this.views.values()) {
      if (view.over && view.opened && !view.confirming) view.open('mark');
    }
  }
}
