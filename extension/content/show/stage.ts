// All views of the document: when each appears, where it stands, and the keys between them.

import { isGenuine } from '../act/trust';
import { on } from '../life/on';
import { now } from '../life/time';
import type { Live } from '../observe/surfaces';
import type { SiteFile } from '../site';
import type { Shown, ShownRemedy } from '../types/protocol';
import { controlsOf, pressables, seenBox, seenBoxes, untouchables } from './anchor';
import { h } from './dom';
import type { Hands } from './hands';
import { makeHost } from './host';
import { done, notNow } from './panel';
import type { Box } from './place';
import { type Sheet, type SheetAsk, makeSheet } from './sheet';
import { type View, makeView } from './view';
import { word } from './words';

const SETTLE_MS = 400;
const TYPING_MS = 1500;
const DONE_MS = 10_000;
const SAY_AGAIN_MS = 5000;
/** Which part of a confirmation is there only with Undo. */
const UNDO = 3;

/** The person pressed a remedy. */
export type OnRemedy = (live: Live, finding: Shown, remedy: ShownRemedy) => void;

export interface House {
  site: SiteFile;
  lives: ReadonlyMap<string, Live>;
  language: string;
  quiet: boolean;
  hands: Hands;
  /** When what was observed last changed: what is not yet shown waits a little longer. */
  touched(live: Live): number;
  onRemedy: OnRemedy;
}

export type Stage = ReturnType<typeof makeStage>;

export function makeStage({ site, lives, language, quiet, hands, touched, onRemedy }: House) {
  const stop = new AbortController();
  const { signal } = stop;
  const views = new Map<Live, View>();
  const alerted = new Set<string>();
  // Two lines that screen readers listen to: one that waits its turn, one that does not.
  const polite = h('div', { role: 'status', class: 'said' });
  const urgent = h('div', { role: 'alert', class: 'said' });
  /** The page keeps taking us away: marks only. */
  let lost = false;
  let sheet: Sheet | undefined;
  let timer = 0;
  let frame = 0;
  let saidAt = -Infinity;
  let back: Element | null | undefined;

  const host = makeHost(() => {
    lost = true;
    closeSheet();
    setQuiet(quiet);
  });
  const { root } = host;
  const each = (): View[] => [...views.values()];
  const say = (text: string): void => void (polite.textContent = text);

  root.append(h('div', { lang: language }, polite, urgent));
  hands.onRelease = () => poke();
  on(window, 'scroll resize transitionend load', () => moved(), signal);
  // Pages that lay themselves out by script do so a little later.
  on(window, 'resize', () => [0, SETTLE_MS].map((later) => setTimeout(retry, later)), signal);
  on(document, 'focusin', ({ target }: FocusEvent) => onFocus(target), signal);
  on(document, 'focusout', () => poke(), signal);
  on(window, 'keydown keyup keypress', (event: KeyboardEvent) => onKey(event), signal, { passive: false });
  // A press with the mouse leaves focus and selection where they are.
  on(root, 'mousedown', (event: MouseEvent) => event.preventDefault(), signal, { passive: false });

  function genuine(since: number, event: MouseEvent): boolean {
    const button = event.currentTarget;
    // Where the page keeps something over us, a mouse may be led; keys are not.
    return !(lost && event.detail) && button instanceof Element && isGenuine(event, host.element, button, since);
  }

  function viewOf(live: Live): View {
    const known = views.get(live);
    if (known) return known;
    const view: View = makeView(live, {
      site,
      language,
      taken,
      press: (event, finding, remedy) => genuine(view.since, event) && onRemedy(live, finding, remedy),
      moved,
    });
    view.quiet = quiet || lost;
    views.set(live, view);
    root.append(view.element);
    return view;
  }

  /** What may not be covered around a view: other panels, and what is written or pressed in other surfaces. */
  function taken(self: View): Box[] {
    const panels = each().flatMap(({ at }) => (at && at !== self.at ? [at] : []));
    return [...panels, ...seenBoxes(others(self.live).flatMap((live) => (seenBox(live.root) ? untouchables(live, site) : [])))];
  }

  const others = (self: Live): Live[] => [...lives.values()].filter((live) => live !== self);

  /** What was found on a surface. None takes everything away. */
  function update(live: Live, findings: Shown[]): void {
    if (!findings[0] && !views.has(live)) return;
    const view = viewOf(live);
    const before = view.findings[0]?.seen;
    view.update(findings);
    if (!findings[0]) return remove(live);
    const seen = findings[0]?.seen ?? '';
    // A count that keeps changing is said now and then, not each time.
    if (before && seen !== before && !view.box.hidden && !view.quiet && now() - saidAt > SAY_AGAIN_MS) {
      saidAt = now();
      say(seen);
    }
    poke();
  }

  function remove(live: Live): void {
    const view = views.get(live);
    if (!view) return;
    view.findings = [];
    // Where the surface has gone nothing can be undone any more.
    if (view.done && (live.root.isConnected || !view.done[UNDO])) return view.render();
    views.delete(live);
    if (sheet?.live === live) closeSheet();
    giveFocusBack(view);
    view.leave();
    retry();
    idle();
  }

  function setQuiet(now: boolean): void {
    quiet = now;
    for (const view of each()) {
      view.quiet = quiet || lost;
      view.render();
    }
    if (quiet) closeSheet();
  }

  /** Brings a finding's panel up and moves there; without an id, that of the surface the person is in. */
  function reveal(id?: string): void {
    const here = document.activeElement;
    const view = each().find(({ findings }) => findings.some((one) => one.id === id)) ?? each().find(({ live }) => live.root.contains(here)) ?? each()[0];
    if (!view) return;
    const [lead] = view.findings;
    if (here !== host.element) back = here;
    view.settled = true;
    // The word after a fix stays as it is.
    if (lead && !view.done) {
      controlsOf(view.live, lead.refs, site)[0]?.scrollIntoView({ block: 'nearest' });
      if (id !== undefined && id !== lead.id) view.open.add('more');
      view.force(lead.severity === 'informational' ? 'note' : 'panel');
    }
    place();
    (view.box.querySelector('button') ?? view.mark).focus();
  }

  /** The view that has the focus. */
  const inside = (): View | undefined => each().find(({ element }) => element.contains(root.activeElement));

  /** The shortcut: to the panel, and back again. */
  function toggle(): void {
    const view = inside();
    if (view) giveFocusBack(view);
    else if (!sheet) reveal();
  }

  /** Says that a fix worked, or a short word of its own, such as "Press Send again." */
  function confirm(live: Live, text: string, undo?: () => void): void {
    const view = viewOf(live);
    view.settled = true;
    const close = (): void => {
      giveFocusBack(view);
      view.confirm();
      if (view.findings.length === 0) remove(live);
    };
    const parts = done(text, undo && ((event) => {
      if (!genuine(view.since, event)) return;
      close();
      undo();
    }), close);
    view.confirm(parts);
    say(undo ? `${text} ${word('ui_undo_available')}` : text);
    place();
    const expire = (): void => {
      if (!parts[0]?.isConnected) return;
      if (view.box.matches(':hover, :focus-within')) setTimeout(expire, 1000);
      else close();
    };
    setTimeout(expire, DONE_MS);
  }

  function closeSheet(): void {
    if (!sheet) return;
    sheet.element.remove();
    sheet = undefined;
    for (const view of each()) view.covered = view.element.inert = false;
    moved();
    idle();
  }

  /** Shows the step before Send, Accept or Post. */
  function ask(given: Pick<SheetAsk, 'live' | 'finding' | 'verb' | 'control' | 'anyway' | 'back'>): void {
    const closing = <A extends unknown[]>(then: (...all: A) => void) => (...all: A): void => {
      closeSheet();
      then(...all);
    };
    closeSheet();
    sheet = makeSheet({
      ...given,
      site,
      language,
      genuine: (event, since) => genuine(since, event),
      press: closing((finding, remedy) => onRemedy(given.live, finding, remedy)),
      anyway: closing(given.anyway),
      back: closing(given.back),
    });
    for (const view of each()) {
      view.element.inert = true;
      view.covered = view.live === given.live;
    }
    root.append(sheet.element);
    place();
    sheet.focus();
  }

  /** Puts everything in its place in the next frame, and goes on while things move. */
  function moved(): void {
    if (views.size === 0 && !sheet) return;
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      if (place()) moved();
    });
  }

  /** Places all views; tells whether anything moved. */
  function place(): boolean {
    const near = sheet?.live ?? each().find(({ settled }) => settled)?.live;
    // Before it is open nothing inside has a size.
    if (near) host.open(near.root);
    let moving = sheet?.place() ?? false;
    for (const view of each()) {
      moving = view.place() || moving;
      announce(view);
    }
    return moving;
  }

  function retry(): void {
    for (const view of each()) view.retry();
    moved();
  }

  /** With nothing left to show, nothing of ours stays in the page; what is leaving may finish. */
  function idle(): void {
    setTimeout(() => views.size === 0 && !sheet && host.close(), 100);
  }

  /** Shows what is due, and comes back when the next thing is. */
  function poke(): void {
    clearTimeout(timer);
    let next = Infinity;
    for (const view of each()) {
      if (view.settled) continue;
      const wait = waitFor(view.live);
      if (wait > 0) {
        next = Math.min(next, wait);
      } else {
        view.settled = true;
        view.render();
        place();
      }
    }
    if (next < Infinity) timer = setTimeout(poke, next);
  }

  /** Milliseconds until a view may appear. */
  function waitFor(live: Live): number {
    if (hands.full()) return SETTLE_MS;
    const { kind, parts } = live.spec;
    const fields = Object.keys(parts?.control ?? {}).map((field) => `${field}:`);
    const typing = kind === 'composeMail' && controlsOf(live, fields, site).some((field) => field.contains(document.activeElement));
    return Math.ceil(Math.max(touched(live) + SETTLE_MS, typing ? hands.lastKey() + TYPING_MS : 0) - now());
  }

  /** What opens by itself is said once, when it can be seen. */
  function announce(view: View): void {
    const { level, heard, forced } = view;
    const [lead] = view.findings;
    if (view.element.hidden || level === heard) return;
    view.heard = level;
    if (!lead || forced || level === 'done') return;
    if (view.quiet) say(heard ? '' : word('ui_quiet_note'));
    else if (level !== 'mark') say(level === 'panel' ? `${lead.seen} ${word('ui_shortcut')}` : lead.seen);
  }

  function onFocus(target: EventTarget | null): void {
    if (!(target instanceof Element) || target === host.element) return;
    poke();
    // Somebody who moves to Accept by keyboard hears it there and then.
    for (const { findings, live, quiet: hushed, settled } of each()) {
      const [lead] = findings;
      if (lead?.severity !== 'prohibited' || hushed || !settled || alerted.has(lead.id)) continue;
      if (!pressables(live, site).some((one) => one.contains(target))) continue;
      alerted.add(lead.id);
      urgent.textContent = `${lead.seen} ${word('ui_shortcut')}`;
    }
  }

  function giveFocusBack(view: View): void {
    const { activeElement } = root;
    if (!(activeElement instanceof HTMLElement) || !view.element.contains(activeElement)) return;
    const control = controlsOf(view.live, view.findings[0]?.refs ?? [], site)[0];
    const to = back?.isConnected ? back : control?.querySelector('input, textarea, button, [tabindex], a[href]');
    activeElement.blur();
    if (to instanceof HTMLElement) to.focus({ preventScroll: true });
  }

  function onKey(event: KeyboardEvent): void {
    const { key, type } = event;
    const down = type === 'keydown';
    const view = inside();
    if (event.target !== host.element) {
      // What lies over an editor goes at the next key typed.
      if (down && key?.length === 1) for (const one of each()) if (one.over && !one.done) one.force('mark');
      return;
    }
    // Keys pressed in our parts are none of the page's business.
    event.stopImmediatePropagation();
    if (!down) return;
    if (event.repeat && (key === 'Enter' || key === ' ')) return event.preventDefault();
    if (sheet) return sheet.key(event, root.activeElement);
    if (!view || (key !== 'Escape' && key !== 'Tab')) return;
    event.preventDefault();
    if (key === 'Escape') return dismiss(view);
    // Past the last button lies the page.
    const stops = [...view.element.querySelectorAll('button')].filter((one) => one.checkVisibility());
    const next = stops[stops.findIndex((one) => one === root.activeElement) + (event.shiftKey ? -1 : 1)];
    if (next) next.focus();
    else giveFocusBack(view);
  }

  /** Esc in a panel: as "Not now". */
  function dismiss(view: View): void {
    const { live } = view;
    const [lead] = view.findings;
    const later = lead && notNow(lead);
    giveFocusBack(view);
    if (view.done) {
      view.confirm();
      if (!lead) remove(live);
    } else if (!view.box.hidden && later) {
      onRemedy(live, lead, later);
    } else {
      view.force('mark');
    }
  }

  return {
    update,
    remove,
    setQuiet,
    reveal,
    toggle,
    confirm,
    ask,
    moved,
    /** Nothing more is asked while something is, or where what asks may not be seen. */
    isAsking: (): boolean => lost || !!sheet,
    /** How a press went, where it did not work. */
    tell(live: Live, finding: Shown, text: string): void {
      views.get(live)?.tell(finding, text);
      say(text);
    },
    /** Back to the mark, at once; the worker will say so too. */
    hush(live: Live): void {
      const view = views.get(live);
      if (!view) return;
      giveFocusBack(view);
      view.force('mark');
    },
    end(): void {
      stop.abort();
      hands.onRelease = undefined;
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      views.clear();
      host.end();
    },
  };
}
