// What stands beside one surface: mark, bracket, strap, and one box that is a panel, a note
// or a confirmation.

import { now } from '../life/time';
import type { Live } from '../observe/surfaces';
import type { SiteFile } from '../site';
import type { Presentation, Shown, ShownRemedy } from '../types/protocol';
import { caretBox, controlBox, editors, pressables, seenBox, titleGaps, windowBox } from './anchor';
import { glyph, h, setAll } from './dom';
import { type Face, facts, note, panel } from './panel';
import { type Ask, type Box, type Place, type Size, type Where, overEditor, place } from './place';
import { direction, themeOf } from './theme';
import { word } from './words';

const NARROW = 264;
const PANEL_WIDTHS = [384, NARROW];
const NOTE_WIDTHS = [560, 384, NARROW];
const TITLE_NOTE = 220;
const SMALL_WINDOW = 760;

export interface Scene {
  site: SiteFile;
  language: string;
  /** Boxes of other panels, and of what may not be covered anywhere on the page. */
  taken(view: View): Box[];
  press(view: View, event: MouseEvent, finding: Shown, remedy: ShownRemedy): void;
  /** Something changed size or place. */
  moved(): void;
}

type Level = Presentation | 'done';

export class View implements Face {
  findings: Shown[] = [];
  /** What the person opened or closed by hand; stands above what the finding asks for. */
  forced?: Presentation;
  quiet = false;
  /** Whether anything may be shown: the hands were off for long enough. */
  settled = false;
  /** When the box came to stand still where it is. */
  since = Infinity;
  /** Where the box is. */
  at?: Box;
  /** Whether the box lies over an editor, because the person opened it there. */
  over = false;
  /** What is open now. */
  level: Level = 'mark';
  /** What was open when it was last announced. */
  heard?: Level;
  open = new Set<string>();
  said = new Map<string, string>();
  readonly mark = h('button', { type: 'button', click: () => this.toggle() });
  readonly box = h('section', { tabindex: '-1' });
  readonly element: HTMLElement;
  #scene: Scene;
  #bracket = h('div', { class: 'bracket' });
  #strap = h('div', { class: 'strap' });
  #drawn = '';
  /** What the last finding was about: a confirmation hangs from there too. */
  #refs: string[] = [];
  #where?: Where;
  #measured?: { drawn: string; sizes: Size[] };
  /** There was no room for what the finding asks for. */
  #crowded = false;
  #done?: Element[];

  constructor(readonly live: Live, scene: Scene) {
    this.#scene = scene;
    const { language } = scene;
    this.element = h('div', { class: 'view', lang: language, dir: direction(language), hidden: true }, this.#bracket, this.#strap, this.box, this.mark);
  }

  get lead(): Shown | undefined {
    return this.findings[0];
  }

  get confirming(): boolean {
    return this.#done !== undefined;
  }

  update(findings: Shown[]): void {
    const before = this.lead?.id;
    this.findings = findings;
    // A press holds until the finding is another, or is itself back at the mark.
    if (this.lead?.id !== before || this.forced === this.lead?.presentation) this.forced = undefined;
    this.render();
  }

  press(event: MouseEvent, finding: Shown, remedy: ShownRemedy): void {
    this.#scene.press(this, event, finding, remedy);
  }

  fold(what: string): void {
    if (!this.open.delete(what)) this.open.add(what);
    this.render();
  }

  /** The mark was pressed: open what is closed, a note further, and close a panel. */
  toggle(): void {
    const top: Presentation = this.lead?.severity === 'informational' ? 'note' : 'panel';
    this.force(this.level === top ? 'mark' : top);
  }

  force(level: Presentation): void {
    this.forced = level;
    this.render();
  }

  /** Shows that a fix worked; without parts, no more. */
  confirm(parts?: Element[]): void {
    this.#done = parts;
    this.render();
  }

  /** A sentence below the advice of a finding's panel. */
  tell(finding: Shown, text: string): void {
    this.said.set(finding.id, text);
    this.render();
  }

  /** Room may have come: try again what did not fit. */
  retry(): void {
    if (this.#crowded) this.render();
  }

  /** Brings the elements in line with the findings, then has them put in their place. */
  render(): void {
    this.#crowded = false;
    this.#draw(this.#wanted());
    this.#scene.moved();
  }

  #wanted(): Level {
    if (this.#done) return 'done';
    if (!this.settled || !this.lead) return 'mark';
    return this.forced ?? (this.quiet ? 'mark' : this.lead.presentation);
  }

  #draw(level: Level): void {
    const { lead, box, mark } = this;
    this.level = level;
    mark.hidden = !lead;
    if (lead) {
      if (mark.dataset['severity'] !== lead.severity) mark.replaceChildren(glyph(lead.severity));
      const open = level === 'panel' || level === 'note';
      setAll(mark, { class: 'mark', 'aria-label': this.quiet ? word('ui_quiet_note') : lead.seen, 'aria-expanded': String(open), ...facts(lead, 'mark') });
      this.element.dataset['severity'] = lead.severity;
    }
    const drawn = JSON.stringify([level, level === 'mark' || this.#done?.length || [this.findings, [...this.open], [...this.said]]]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const root = box.getRootNode();
    const focused = root instanceof ShadowRoot && box.contains(root.activeElement) ? root.activeElement : undefined;
    const [first, ...others] = this.findings;
    let nodes: Element[] = [];
    if (level === 'done') {
      setAll(box, { class: 'box note', role: 'status', 'data-part': 'done' });
      nodes = this.#done ?? [];
    } else if (level === 'note' && first) {
      setAll(box, { class: 'box note', role: 'status', ...facts(first, 'note') });
      nodes = note([first, ...others], this, () => this.force('panel'));
    } else if (level === 'panel' && first) {
      const { names, about, nodes: all } = panel([first, ...others], this);
      setAll(box, { class: 'box', role: 'group', 'aria-labelledby': names, 'aria-describedby': about, ...facts(first, 'panel') });
      nodes = all;
    }
    // What is said is said by the announcer, once.
    setAll(box, { 'aria-live': level !== 'panel' && 'off' });
    if (level !== 'panel') setAll(box, { 'aria-labelledby': false, 'aria-describedby': false });
    if (nodes.length === 0) setAll(box, { 'data-part': false, 'data-rule': false, 'data-severity': false, 'data-surface': false });
    box.hidden = nodes.length === 0;
    box.replaceChildren(...nodes);
    const key = ['data-remedy', 'data-part'].flatMap((name) => (focused?.hasAttribute(name) ? `[${name}="${focused.getAttribute(name)}"]` : []))[0];
    if (key) (box.querySelector<HTMLElement>(key) ?? box).focus();
  }

  /** Puts everything where it belongs now; tells whether the box moved. */
  place(): boolean {
    const { lead, live, box, element } = this;
    const { site } = this.#scene;
    const before = this.at;
    // The thing it hung from has gone, as it should: the word about it stays where the panel was.
    if (this.#done && before && !live.root.isConnected) {
      show(this.#strap);
      show(this.#bracket);
      box.style.width = '';
      return false;
    }
    if (lead) this.#refs = lead.refs;
    const control = controlBox(live, this.#refs, site);
    const window = windowBox(live, site);
    element.hidden = !this.settled || (!lead && !this.#done) || !control || !window;
    this.at = undefined;
    if (element.hidden || !control || !window) return before !== undefined;
    element.dataset['theme'] = themeOf(live.root);
    const boxes = (all: Element[]): Box[] => all.flatMap((one) => seenBox(one) ?? []);
    const hard = [...boxes(pressables(live, site)), control, ...this.#scene.taken(this)];
    const ask: Ask = {
      viewport: { width: document.documentElement.clientWidth, height: innerHeight },
      window,
      control,
      avoid: [...hard, ...boxes(editors(live, site))],
      sizes: this.#measure(),
      rtl: getComputedStyle(live.root).direction === 'rtl',
      first: live.spec.side ?? 'leading',
      keep: this.#where,
      ...(box.hidden || this.level === 'panel' ? {} : this.#inTitle()),
    };
    let found = place(ask);
    if (!box.hidden && !found.box) found = this.#squeeze(ask, hard);
    this.#put(found);
    const after = this.at as Box | undefined;
    return before?.left !== after?.left || before?.top !== after?.top;
  }

  /** Nothing fits outside: a title strip takes a note; only a press opens it over the editor. */
  #squeeze(ask: Ask, hard: Box[]): Place {
    this.over = this.forced !== undefined || this.#done !== undefined;
    if (this.over) return overEditor({ ...ask, avoid: hard }, caretBox());
    if (this.level === 'panel') {
      const gap = titleGaps(this.live, this.#scene.site)[0];
      if (gap && gap.right - gap.left >= TITLE_NOTE) {
        this.#draw('note');
        const found = place({ ...ask, ...this.#inTitle() });
        this.#crowded = true;
        if (found.box) return found;
      }
    }
    this.#crowded = true;
    this.#draw('mark');
    return place({ ...ask, sizes: [] });
  }

  /** A title strip gives a note its whole length, so that it needs one line. */
  #inTitle(): Pick<Ask, 'sizes' | 'title' | 'titleSizes'> {
    const title = titleGaps(this.live, this.#scene.site).slice(0, 1);
    return { sizes: this.#measure(), title, titleSizes: title.map(({ left, right }) => sizeAt(this.box, right - left, false)) };
  }

  /** Sizes of the box at each width it may have. */
  #measure(): Size[] {
    const { box } = this;
    if (box.hidden) return [];
    const small = document.documentElement.clientWidth <= SMALL_WINDOW;
    const panel = this.level === 'panel';
    const drawn = `${small}${this.#drawn}`;
    if (this.#measured?.drawn !== drawn) {
      const widths = !panel ? NOTE_WIDTHS : small ? [NARROW] : PANEL_WIDTHS;
      this.#measured = { drawn, sizes: widths.map((width) => sizeAt(box, width, panel)) };
    }
    return this.#measured.sizes;
  }

  #put({ where, box: at, mark, strap, bracket }: Place): void {
    const { box, lead } = this;
    this.#where = where;
    move(this.mark, { left: mark.x - 14, top: mark.y - 14 });
    show(this.#strap, at && lead && strap);
    show(this.#bracket, at && lead && bracket);
    this.at = at;
    if (!at) return;
    this.over &&= where === 'mark';
    box.classList.toggle('narrow', at.right - at.left === NARROW);
    box.style.width = `${at.right - at.left}px`;
    const { left, top } = box.style;
    move(box, at);
    if (left !== box.style.left || top !== box.style.top || !Number.isFinite(this.since)) this.since = now();
  }

  /** Takes everything away, softly where motion is welcome. */
  leave(): void {
    const { element } = this;
    if (this.box.hidden || matchMedia('(prefers-reduced-motion: reduce)').matches) return element.remove();
    element.inert = true;
    void element.animate([{ opacity: 1 }, { opacity: 0 }], 80).finished.catch(() => {}).then(() => element.remove());
  }
}

/** How high the box is at a width; a note is only as wide as its words. */
export function sizeAt(box: HTMLElement, width: number, fixed: boolean): Size {
  box.classList.toggle('narrow', width === NARROW);
  box.style.width = fixed ? `${width}px` : 'max-content';
  box.style.maxWidth = `${width}px`;
  const size = box.getBoundingClientRect();
  box.style.maxWidth = '';
  return { width: Math.ceil(size.width), height: Math.ceil(size.height) };
}

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
