// What stands beside one surface: mark, bracket, strap, and a panel, a note or a confirmation.

import type { Live } from '../observe/surfaces';
import type { SiteFile } from '../site';
import type { Presentation, Shown } from '../types/protocol';
import { caretBox, controlBox, editors, pressables, seenBox, titleGaps, windowBox } from './anchor';
import { glyph, h } from './dom';
import { Done, Note, type OnPress, Panel } from './panel';
import { type Ask, type Box, type Place, type Size, type Where, overEditor, place } from './place';
import { direction, themeOf } from './theme';
import { word } from './words';

const WIDE = 384;
const NARROW = 264;
const NOTE_WIDTHS = [560, 384, 264];
const TITLE_NOTE = 220;

export interface Scene {
  site: SiteFile;
  language: string;
  /** Boxes of other panels, and of what may not be covered anywhere on the page. */
  taken(view: View): Box[];
  press: OnPress;
  /** Something changed size or place. */
  moved(): void;
}

type Open = Presentation | 'done';

export class View {
  findings: Shown[] = [];
  /** What the person opened or closed by hand; stands above what the finding asks for. */
  forced?: Presentation;
  quiet = false;
  /** Whether the mark and the box may be shown now: the hands were off for long enough. */
  settled = false;
  /** When the box came to stand still where it is. */
  since = Infinity;
  box?: Box;
  readonly element: HTMLElement;
  readonly mark = h('button', { type: 'button', class: 'ln-mark', 'data-part': 'mark', 'aria-expanded': 'false', click: () => this.toggle() });
  private bracket = h('div', { class: 'ln-bracket', hidden: true });
  private strap = h('div', { class: 'ln-strap', hidden: true });
  private slot = h('div', { role: 'status' });
  private panelSlot = h('div');
  panel?: Panel;
  private note?: Note;
  private done?: Done;
  private severity = '';
  private where?: Where;
  private sizes?: { key: string; sizes: Size[] };
  /** Whether the box lies over an editor, because the person opened it there. */
  over = false;
  /** The finding's own level was higher than there is room for. */
  crowded = false;

  constructor(readonly live: Live, private scene: Scene) {
    const { language } = scene;
    this.element = h('div', { class: 'ln', lang: language, dir: direction(language) }, this.bracket, this.strap, this.slot, this.panelSlot, this.mark);
    this.element.hidden = true;
  }

  get lead(): Shown | undefined {
    return this.findings[0];
  }

  /** What the findings ask for, or the person did. */
  get wanted(): Open {
    if (this.done) return 'done';
    if (this.forced) return this.forced;
    return this.quiet ? 'mark' : (this.lead?.presentation ?? 'mark');
  }

  /** The box that is open now. */
  get opened(): HTMLElement | undefined {
    return this.done?.element ?? this.panel?.element ?? this.note?.element;
  }

  update(findings: Shown[]): void {
    const before = this.lead?.id;
    this.findings = findings;
    if (this.lead?.id !== before || (this.forced === 'mark' && this.lead?.presentation === 'mark')) this.forced = undefined;
    this.render();
  }

  /** The mark was pressed: open what is closed, a note further, and close a panel. */
  toggle(): void {
    const top: Presentation = this.lead?.severity === 'informational' ? 'note' : 'panel';
    const now = this.opened ? (this.panel ? 'panel' : 'note') : 'mark';
    this.open(now === top ? 'mark' : now === 'note' ? 'panel' : top);
  }

  open(level: Presentation): void {
    this.forced = level;
    this.render();
    this.scene.moved();
  }

  /** Shows that a fix worked. */
  confirm(done: Done | undefined): void {
    this.done?.element.remove();
    this.done = done;
    this.render();
    this.scene.moved();
  }

  get confirming(): boolean {
    return this.done !== undefined;
  }

  /** Brings the elements in line with what is wanted; `placeNow` puts them where they belong. */
  render(): void {
    const { lead } = this;
    const level = this.settled ? (this.crowded && !this.forced && this.wanted !== 'done' ? 'mark' : this.wanted) : 'mark';
    this.mark.hidden = !lead;
    if (lead) {
      if (this.severity !== lead.severity) {
        this.severity = lead.severity;
        this.mark.replaceChildren(glyph(lead.severity));
      }
      this.mark.dataset['rule'] = lead.rule;
      this.mark.dataset['surface'] = lead.surface;
      this.mark.setAttribute('aria-label', this.quiet ? word('ui_quiet_note') : lead.seen);
    }
    this.element.dataset['severity'] = lead?.severity ?? this.element.dataset['severity'] ?? 'informational';
    if (lead) this.mark.dataset['severity'] = lead.severity;
    this.renderBox(level);
    this.mark.setAttribute('aria-expanded', String(this.panel !== undefined || this.note !== undefined));
    this.element.hidden = !this.settled || (!lead && !this.done);
  }

  private renderBox(level: Open): void {
    const { lead } = this;
    if (level === 'done' && this.done) {
      if (!this.done.element.isConnected) this.slot.replaceChildren(this.done.element);
    }
    if (level === 'note' && lead) {
      this.note ??= new Note(this.scene.press, () => this.open('panel'));
      this.note.update(lead, this.findings.length - 1);
      if (!this.note.element.isConnected) this.slot.replaceChildren(this.note.element);
    } else if (this.note) {
      this.note.element.remove();
      this.note = undefined;
    }
    if (level === 'panel' && lead) {
      this.panel ??= new Panel(this.scene.press, () => this.scene.moved());
      this.panel.update(this.findings);
      if (!this.panel.element.isConnected) this.panelSlot.replaceChildren(this.panel.element);
    } else if (this.panel) {
      this.panel.element.remove();
      this.panel = undefined;
    }
  }

  /** Puts everything where it belongs now. */
  placeNow(): void {
    const { lead, live, scene } = this;
    this.over = false;
    if (this.done && this.box && !live.root.isConnected) return this.stay(this.done.element, this.box);
    const refs = lead?.refs ?? [];
    const control = controlBox(live, refs, scene.site);
    const window = windowBox(live, scene.site);
    if (!this.settled || (!lead && !this.done) || !control || !window) {
      this.element.hidden = true;
      this.box = undefined;
      return;
    }
    this.element.hidden = false;
    this.element.dataset['theme'] = themeOf(live.root);
    const hard = pressables(live, scene.site).flatMap((one) => seenBox(one) ?? []);
    const soft = editors(live, scene.site).flatMap((one) => seenBox(one) ?? []);
    const ask: Ask = {
      viewport: { width: document.documentElement.clientWidth, height: innerHeight },
      window,
      control,
      avoid: [...hard, ...soft, control, ...scene.taken(this)],
      sizes: this.measure(),
      rtl: getComputedStyle(live.root).direction === 'rtl',
      first: live.spec.side ?? 'leading',
      keep: this.where,
    };
    const asked = this.opened;
    if (asked && asked !== this.panel?.element) ask.title = titleGaps(live, scene.site);
    let found: Place = place(ask);
    if (asked && !found.box) found = this.squeeze(ask, [...hard, control, ...scene.taken(this)]);
    this.put(found);
  }

  /** Nothing fits outside: a title strip takes a note; only a press opens it over the editor. */
  private squeeze(ask: Ask, hard: Box[]): Place {
    const { lead } = this;
    if (this.panel && !this.forced && lead) {
      const gap = titleGaps(this.live, this.scene.site)[0];
      if (gap && gap.right - gap.left >= TITLE_NOTE) {
        this.renderBox('note');
        const found = place({ ...ask, sizes: this.measure(), title: [gap] });
        if (found.box) return found;
      }
    }
    this.over = true;
    if (this.forced || this.done) return overEditor({ ...ask, avoid: hard }, caretBox());
    this.over = false;
    this.crowded = true;
    this.render();
    return place({ ...ask, sizes: [] });
  }

  /** Heights of the box at each width it may have. */
  private measure(): Size[] {
    const box = this.opened;
    if (!box) return [];
    const widths = box === this.panel?.element ? (document.documentElement.clientWidth <= 760 ? [NARROW] : [WIDE, NARROW]) : NOTE_WIDTHS;
    const key = `${widths}|${box.className}|${box.textContent}|${[...box.querySelectorAll('[hidden]')].length}`;
    if (this.sizes?.key === key) return this.sizes.sizes;
    const sizes: Size[] = [];
    for (const width of widths) {
      box.classList.toggle('is-narrow', width === NARROW);
      // A note is as wide as its words, a panel always as wide as it may be.
      box.style.inlineSize = box === this.panel?.element ? `${width}px` : 'max-content';
      box.style.maxInlineSize = `min(${width}px, 100vw - 16px)`;
      const { offsetWidth, offsetHeight } = box;
      if (!sizes.some((size) => size.width === offsetWidth && size.height === offsetHeight)) sizes.push({ width: offsetWidth, height: offsetHeight });
    }
    this.sizes = { key, sizes };
    return sizes;
  }

  /** The thing it hung from has gone, as it should: the word about it stays where the panel was. */
  private stay(element: HTMLElement, box: Box): void {
    this.measure();
    this.mark.hidden = this.strap.hidden = this.bracket.hidden = true;
    element.style.inlineSize = '';
    move(element, box);
  }

  private put({ where, box, mark, strap, bracket }: Place): void {
    const element = this.opened;
    this.where = where;
    move(this.mark, { left: mark.x - 14, top: mark.y - 14, right: mark.x + 14, bottom: mark.y + 14 });
    show(this.strap, element && strap, true);
    show(this.bracket, element && bracket, true);
    if (!element || !box) {
      this.box = undefined;
      return;
    }
    const width = box.right - box.left;
    element.classList.toggle('is-narrow', width === NARROW);
    element.style.inlineSize = `${width}px`;
    element.style.maxInlineSize = '';
    move(element, box);
    const before = this.box;
    if (!before || Math.abs(before.left - box.left) + Math.abs(before.top - box.top) > 8) this.since = performance.now();
    this.box = box;
  }

  /** Takes everything away, softly where motion is welcome. */
  leave(): void {
    const { element } = this;
    const box = this.opened;
    if (!box || matchMedia('(prefers-reduced-motion: reduce)').matches) return element.remove();
    element.inert = true;
    void element.animate([{ opacity: 1 }, { opacity: 0 }], { duration: 80 }).finished.catch(() => {}).then(() => element.remove());
  }

  /** A sentence below the advice of a finding's panel. */
  tell(finding: Shown, text: string): void {
    this.panel?.blockOf(finding.id, this.findings).tell(text);
  }

  /** Room may have come: try again what did not fit. */
  retry(): void {
    if (!this.crowded) return;
    this.crowded = false;
    this.render();
  }
}

function move(element: HTMLElement, box: Box): void {
  element.style.left = `${box.left}px`;
  element.style.top = `${box.top}px`;
}

function show(element: HTMLElement, box: Box | undefined | false, sized: boolean): void {
  element.hidden = !box;
  if (!box) return;
  move(element, box);
  if (sized) {
    element.style.width = `${Math.max(box.right - box.left, 1)}px`;
    element.style.height = `${Math.max(box.bottom - box.top, 1)}px`;
  }
}
