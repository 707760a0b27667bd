// What stands beside one surface: mark, bracket, strap, and one box that is a panel, a note
// or a confirmation.

import { now } from '../life/time';
import type { Live } from '../observe/surfaces';
import type { SiteFile } from '../site';
import type { Presentation, Shown, ShownRemedy } from '../types/protocol';
import { caretBox, controlBox, editors, isBusy, isRtl, pressables, seenBoxes, titleGaps, viewport, windowBox } from './anchor';
import { glyph, h, setAll } from './dom';
import { type Face, facts, note, panel } from './panel';
import { type Ask, type Box, type Place, type Size, type Where, corner, overEditor, place } from './place';
import { direction, themeOf } from './theme';
import { word } from './words';

const NARROW = 264;
const PANEL_WIDTHS = [384, NARROW];
const NOTE_WIDTHS = [560, 384, NARROW];
const TITLE_NOTE = 220;
const SMALL_WINDOW = 760;
/** Its border: one pixel more, and a note has no room above a form that stands below a heading. */
const EDGES = 2;
/** A box that moves by less has not moved for the eye. */
const STILL = 8;

export interface Scene {
  site: SiteFile;
  language: string;
  /** Boxes of other panels, and of what may not be covered anywhere on the page. */
  taken(view: View): Box[];
  press(event: MouseEvent, finding: Shown, remedy: ShownRemedy): void;
  /** Something changed size or place. */
  moved(): void;
}

type Level = Presentation | 'done';

export interface View extends Face {
  readonly live: Live;
  readonly element: HTMLElement;
  readonly mark: HTMLButtonElement;
  readonly box: HTMLElement;
  findings: Shown[];
  /** What the person opened or closed by hand; stands above what the finding asks for. */
  forced?: Presentation;
  quiet: boolean;
  /** Whether the sheet of this surface is open: then nothing else is. */
  covered?: boolean;
  /** Whether anything may be shown: the hands were off for long enough. */
  settled: boolean;
  /** When the box came to stand still where it is. */
  since: number;
  /** Where the box is. */
  at?: Box;
  /** Whether the box lies over an editor, because the person opened it there. */
  over: boolean;
  /** What is open now. */
  level: Level;
  /** What was open when it was last announced. */
  heard?: Level;
  /** The parts of a confirmation. */
  done?: Element[];
  update(findings: Shown[]): void;
  force(level: Presentation): void;
  /** Shows that a fix worked; without parts, no more. */
  confirm(parts?: Element[]): void;
  /** A sentence below the advice of a finding's panel. */
  tell(finding: Shown, text: string): void;
  /** Room may have come: try again what did not fit. */
  retry(): void;
  /** Brings the elements in line with the findings, then has them put in their place. */
  render(): void;
  /** Puts everything where it belongs now; tells whether the box moved. */
  place(): boolean;
  /** Takes everything away, softly where motion is welcome. */
  leave(): void;
}

export function makeView(live: Live, { site, language, taken, press, moved }: Scene): View {
  const bracket = h('div', { class: 'bracket' });
  const strap = h('div', { class: 'strap' });
  const box = h('section', { tabindex: '-1' });
  const mark = h('button', {
    // Opens what is closed, a note further, and closes a panel.
    click() {
      const top: Presentation = view.findings[0]?.severity === 'informational' ? 'note' : 'panel';
      view.force(view.level === top ? 'mark' : top);
    },
  });
  const element = h('div', { class: 'view', lang: language, dir: direction(language), hidden: true }, bracket, strap, box, mark);
  /** What the last finding was about: a confirmation hangs from there too. */
  let refs: string[] = [];
  let drawn = '';
  let where: Where | undefined;
  let measured = '';
  let sizes: Size[] = [];
  /** The corner that it stands in. */
  let nook: number | undefined;
  /** There was no room for what the finding asks for. */
  let crowded = false;

  const view: View = {
    live,
    element,
    mark,
    box,
    findings: [],
    quiet: false,
    settled: false,
    since: Infinity,
    over: false,
    level: 'mark',
    open: new Set(),
    said: new Map(),
    press,
    place: putAll,
    update(findings) {
      const [before] = view.findings;
      view.findings = findings;
      const [lead] = findings;
      // A press holds until the finding is another, or asks for something else (as after a yes) or the same by itself.
      if (lead?.id !== before?.id || lead?.presentation !== before?.presentation || view.forced === lead?.presentation) view.forced = undefined;
      view.render();
    },
    fold(what) {
      if (!view.open.delete(what)) view.open.add(what);
      view.render();
    },
    force(level) {
      view.forced = level;
      view.render();
    },
    confirm(parts) {
      view.done = parts;
      view.render();
    },
    tell({ id }, text) {
      view.said.set(id, text);
      view.render();
    },
    retry: () => crowded && view.render(),
    render() {
      const [lead] = view.findings;
      crowded = false;
      draw(view.done ? 'done' : view.settled && lead ? (view.forced ?? (view.quiet ? 'mark' : lead.presentation)) : 'mark');
      moved();
    },
    leave() {
      if (box.hidden || matchMedia('(prefers-reduced-motion: reduce)').matches) return element.remove();
      element.inert = true;
      void element.animate([{ opacity: 1 }, { opacity: 0 }], 80).finished.catch(() => {}).then(() => element.remove());
    },
  };

  function draw(level: Level): void {
    const { done, findings, open, said, quiet } = view;
    const [lead, ...others] = findings;
    mark.hidden = !lead;
    if (lead) {
      if (mark.dataset['severity'] !== lead.severity) mark.replaceChildren(glyph(lead.severity));
      const isOpen = level === 'panel' || level === 'note';
      setAll(mark, { class: 'mark', 'aria-label': quiet ? word('ui_quiet_note') : lead.seen, 'aria-expanded': String(isOpen), ...facts(lead, 'mark') });
      element.dataset['severity'] = lead.severity;
    }
    const now = JSON.stringify([level, done?.map(({ textContent }) => textContent), level === 'mark' || [findings, [...open], [...said]]]);
    if (now === drawn) return;
    drawn = now;
    // Another thing in the same place has not been seen yet.
    if (view.level !== level) view.since = Infinity;
    view.level = level;
    const root = box.getRootNode();
    const focused = root instanceof ShadowRoot && box.contains(root.activeElement) ? root.activeElement : undefined;
    const nothing = { 'aria-labelledby': false, 'aria-describedby': false, 'data-part': false, 'data-rule': false, 'data-severity': false, 'data-surface': false };
    // What is said is said by the announcer, once: the role alone does not speak.
    const quietly = { ...nothing, class: 'box note', role: 'status', 'aria-live': 'off' };
    let nodes: Element[] = [];
    if (level === 'done') {
      setAll(box, { ...quietly, 'data-part': 'done' });
      nodes = done ?? [];
    } else if (level === 'note' && lead) {
      setAll(box, { ...quietly, ...facts(lead, 'note') });
      nodes = note([lead, ...others], view, () => view.force('panel'));
    } else if (level === 'panel' && lead) {
      const { names, about, nodes: all } = panel([lead, ...others], view);
      setAll(box, { class: 'box', role: 'group', 'aria-live': false, 'aria-labelledby': names, 'aria-describedby': about, ...facts(lead, 'panel') });
      nodes = all;
    } else {
      setAll(box, nothing);
    }
    box.hidden = nodes.length === 0;
    const { scrollTop } = box;
    box.replaceChildren(...nodes);
    box.scrollTop = scrollTop;
    if (!focused) return;
    const key = ['data-remedy', 'data-part'].find((name) => focused.hasAttribute(name));
    (box.querySelector<HTMLElement>(key ? `[${key}="${focused.getAttribute(key)}"]` : 'button') ?? box).focus();
  }

  function putAll(): boolean {
    const [lead] = view.findings;
    const { done, at: before } = view;
    // The thing it hung from has gone, as it should: the word about it stays where the panel was.
    if (done && before && !live.root.isConnected) {
      show(strap);
      show(bracket);
      box.style.width = '';
      return false;
    }
    if (lead) refs = lead.refs;
    const control = controlBox(live, refs, site);
    const window = windowBox(live, site);
    element.hidden = view.covered || !view.settled || (!lead && !done) || !control || !window;
    view.at = undefined;
    if (element.hidden || !control || !window) return before !== undefined;
    element.dataset['theme'] = themeOf(live.root);
    if (live.spec.kind === 'pageVisit') {
      // About the page as a whole: it stands in a corner, and what it stands in stays.
      const at = { viewport: viewport(), shun: taken(view), sizes: measure(), rtl: isRtl(live.root), keep: nook };
      // What can be called back only for seconds does not wait for a free corner.
      const brief = lead?.remedies[0]?.action === 'declineRequest';
      const found = corner(at, (one) => brief || view.forced !== undefined || !isBusy(one, element));
      if (!box.hidden && !found.box) draw('mark');
      nook = found.nook;
      put(found, false);
      return JSON.stringify(before) !== JSON.stringify(view.at);
    }
    const hard = [...seenBoxes(pressables(live, site)), control, ...taken(view)];
    const ask: Ask = {
      viewport: viewport(),
      window,
      control,
      shun: [...hard, ...seenBoxes(editors(live, site))],
      sizes: measure(),
      rtl: isRtl(live.root),
      first: live.spec.side ?? 'leading',
      keep: where,
      ...(box.hidden || view.level === 'panel' ? {} : inTitle()),
    };
    let found = place(ask);
    if (!box.hidden && !found.box) found = squeeze(ask, hard);
    put(found, lead !== undefined);
    return JSON.stringify(before) !== JSON.stringify(view.at);
  }

  /** Nothing fits outside: a title strip takes a note; only a press opens it over the editor. */
  function squeeze(ask: Ask, hard: Box[]): Place {
    view.over = view.forced !== undefined || view.done !== undefined;
    if (view.over) return overEditor({ ...ask, shun: hard }, caretBox());
    crowded = true;
    const [gap] = titleGaps(live, site);
    if (view.level === 'panel' && gap && gap.right - gap.left >= TITLE_NOTE) {
      draw('note');
      const found = place({ ...ask, ...inTitle() });
      if (found.box) return found;
    }
    draw('mark');
    return place({ ...ask, sizes: [] });
  }

  /** A title strip gives a note its whole length, so that it needs one line. */
  function inTitle(): Pick<Ask, 'sizes' | 'title' | 'titleSizes'> {
    const title = titleGaps(live, site).slice(0, 1);
    return { sizes: measure(), title, titleSizes: title.map(({ left, right }) => sizeAt(box, right - left, false)) };
  }

  /** Sizes of the box at each width it may have. */
  function measure(): Size[] {
    if (box.hidden) return [];
    const isPanel = view.level === 'panel';
    const key = `${isSmall()}${drawn}`;
    if (measured !== key) {
      sizes = (isPanel ? PANEL_WIDTHS.slice(isSmall() ? 1 : 0) : NOTE_WIDTHS).map((width) => sizeAt(box, width, isPanel));
      measured = key;
    }
    return sizes;
  }

  function put(found: Place, hangs: boolean): void {
    const { box: at } = found;
    where = found.where;
    move(mark, { left: found.mark.x - 14, top: found.mark.y - 14 });
    show(strap, at && hangs ? found.strap : undefined);
    show(bracket, at && hangs ? found.bracket : undefined);
    view.at = at;
    view.over &&= where === 'mark';
    if (!at) return;
    const still = Math.abs(parseFloat(box.style.left) - at.left) + Math.abs(parseFloat(box.style.top) - at.top) <= STILL;
    fit(box, at);
    if (!still || view.since === Infinity) view.since = now();
  }

  return view;
}

/** How high the box is at a width; a note is only as wide as its words. */
export function sizeAt(box: HTMLElement, width: number, fixed: boolean): Size {
  box.classList.toggle('narrow', width === NARROW);
  box.style.width = fixed ? `${width}px` : 'max-content';
  box.style.maxWidth = `${width}px`;
  // As if it were not held to a height; taking that away would scroll it back to its top.
  box.style.overflow = 'hidden';
  const size = { width: Math.ceil(box.getBoundingClientRect().width), height: box.scrollHeight + EDGES };
  box.style.maxWidth = box.style.overflow = '';
  return size;
}

/** Puts the box there, as wide as that. */
export function fit(box: HTMLElement, at: Box): void {
  const width = at.right - at.left;
  box.classList.toggle('narrow', width === NARROW);
  box.style.width = `${width}px`;
  box.style.maxHeight = `${at.bottom - at.top}px`;
  move(box, at);
}

/** 200 % zoom on a small Chromebook. */
export const isSmall = (): boolean => viewport().width <= SMALL_WINDOW;

export function move(element: HTMLElement, at: { left: number; top: number }): void {
  element.style.left = `${at.left}px`;
  element.style.top = `${at.top}px`;
}

/** Shows a line with these ends, or none. */
export function show(element: HTMLElement, at?: Box): void {
  element.hidden = !at;
  if (!at) return;
  move(element, at);
  element.style.width = `${Math.max(at.right - at.left, 1)}px`;
  element.style.height = `${Math.max(at.bottom - at.top, 1)}px`;
}
