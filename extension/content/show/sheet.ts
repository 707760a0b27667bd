// The step before Send, Accept or Post: a dialog beside the control that was pressed.

import type { Live } from '../observe/surfaces';
import type { Hold, SiteFile } from '../site';
import type { Shown } from '../types/protocol';
import { boxOf, editors, pressables, seenBox, windowBox } from './anchor';
import { glyph, h } from './dom';
import { Block, type OnPress } from './panel';
import { type Box, placeSheet } from './place';
import { direction, themeOf } from './theme';
import { word } from './words';

const DEAF_MS = 300;
const WIDE = 416;
const NARROW = 264;

export interface SheetAsk {
  live: Live;
  site: SiteFile;
  language: string;
  finding: Shown;
  verb: Hold['verb'];
  /** The site's control that was pressed. */
  control: Element;
  press: OnPress;
  /** Whether a press is the person's own, on something they could see. */
  genuine: (event: MouseEvent, since: number) => boolean;
  anyway: () => void;
  back: () => void;
}

export class Sheet {
  readonly element: HTMLElement;
  readonly live: Live;
  /** When it came to stand still. */
  since = performance.now();
  private opened = performance.now();
  private box: HTMLElement;
  private strap = h('div', { class: 'ln-strap' });
  private bracket = h('div', { class: 'ln-bracket' });
  private mark: HTMLElement;
  private now?: Box;
  private heights?: { wide: number; narrow: number };

  constructor(private ask: SheetAsk) {
    const { finding, language, verb } = ask;
    this.live = ask.live;
    const block = new Block(ask.press, () => this.resized());
    const eyebrow = h('p', { class: 'ln-panel__eyebrow', id: `${block.seen.id}e` }, word(`ui_before_${verb}`));
    const label = word(`ui_${verb}_anyway`);
    block.extra = [
      h('button', { type: 'button', class: 'ln-button', 'data-part': 'anyway', click: (event: MouseEvent) => ask.genuine(event, this.since) && ask.anyway() },
        label, h('kbd', { class: 'ln-kbd', 'aria-hidden': 'true' }, keyOf(label))),
    ];
    block.last = h('button', { type: 'button', class: 'ln-button ln-button--quiet', 'data-part': 'back', click: (event: MouseEvent) => event.isTrusted && ask.back() },
      word('ui_back'), h('kbd', { class: 'ln-kbd', 'aria-hidden': 'true' }, 'Esc'));
    // Answers stand in the panel; the sheet has the fix, the way on and the way back.
    block.update({ ...finding, remedies: finding.remedies.filter(({ primary }) => primary) });
    block.seen.before(eyebrow);
    this.box = h('div', {
      class: 'ln-box ln-panel', role: 'dialog', 'aria-modal': 'true', 'data-part': 'sheet', tabindex: '-1',
      'data-rule': finding.rule, 'data-severity': finding.severity, 'data-surface': finding.surface,
      'aria-labelledby': `${eyebrow.id} ${block.seen.id}`, 'aria-describedby': block.advice.id,
    }, block.body, block.actions, block.foot, block.texts);
    this.mark = h('div', { class: 'ln-mark', 'aria-hidden': 'true' }, glyph(finding.severity));
    this.element = h('div', { class: 'ln', lang: language, dir: direction(language), 'data-severity': finding.severity, 'data-theme': themeOf(ask.live.root) },
      this.bracket, this.strap, this.box, this.mark);
  }

  focus(): void {
    this.box.querySelector('button')?.focus();
  }

  /** Puts the sheet beside its control; tells whether it moved. */
  place(): boolean {
    const { live, site, control } = this.ask;
    const at = seenBox(control) ?? boxOf(control) ?? { left: 8, top: 8, right: 9, bottom: 9 };
    const narrow = document.documentElement.clientWidth <= 760;
    this.heights ??= { wide: this.heightAt(WIDE), narrow: this.heightAt(NARROW) };
    const { wide, narrow: low } = this.heights;
    const place = placeSheet({
      viewport: { width: document.documentElement.clientWidth, height: innerHeight },
      window: windowBox(live, site) ?? at,
      control: at,
      avoid: [at, ...[...pressables(live, site), ...editors(live, site)].flatMap((one) => seenBox(one) ?? [])],
      sizes: [...(narrow ? [] : [{ width: WIDE, height: wide }]), { width: NARROW, height: low }],
      rtl: getComputedStyle(live.root).direction === 'rtl',
      first: live.spec.side ?? 'leading',
    });
    const box = place.box ?? { left: 8, top: 8, right: 8 + NARROW, bottom: 8 + low };
    this.box.classList.toggle('is-narrow', box.right - box.left === NARROW);
    put(this.box, { ...box, bottom: box.top }, false);
    this.box.style.inlineSize = `${box.right - box.left}px`;
    put(this.mark, { left: place.mark.x - 14, top: place.mark.y - 14, right: 0, bottom: 0 }, false);
    this.mark.hidden = this.bracket.hidden = this.strap.hidden = !place.strap;
    if (place.strap) put(this.strap, place.strap, true);
    if (place.bracket) put(this.bracket, place.bracket, true);
    const moved = !this.now || this.now.left !== box.left || this.now.top !== box.top;
    if (moved && this.now) this.since = performance.now();
    this.now = box;
    return moved;
  }

  /** Keys go round inside; for a moment none counts, so that a double Enter does nothing. */
  key(event: KeyboardEvent): void {
    if (performance.now() - this.opened < DEAF_MS) return event.preventDefault();
    const root = this.box.getRootNode() as ShadowRoot;
    if (event.key === 'Escape') {
      event.preventDefault();
      this.ask.back();
    } else if (event.key === 'Tab') {
      event.preventDefault();
      const stops = [...this.box.querySelectorAll<HTMLElement>('button')].filter((one) => one.checkVisibility());
      const at = stops.indexOf(root.activeElement as HTMLElement) + (event.shiftKey ? -1 : 1);
      stops.at(at % stops.length)?.focus();
    } else if (event.key.toUpperCase() === keyOf(word(`ui_${this.ask.verb}_anyway`)) && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      if (event.isTrusted && !event.repeat) this.ask.anyway();
    }
  }

  private heightAt(width: number): number {
    this.box.classList.toggle('is-narrow', width === NARROW);
    this.box.style.inlineSize = `${width}px`;
    return this.box.offsetHeight;
  }

  private resized(): void {
    this.heights = undefined;
    this.place();
  }
}

/** "Send anyway" is also S: in every language the first letter of what it says. */
function keyOf(label: string): string {
  return label.charAt(0).toUpperCase();
}

function put(element: HTMLElement, box: Box, sized: boolean): void {
  element.style.left = `${box.left}px`;
  element.style.top = `${box.top}px`;
  if (!sized) return;
  element.style.width = `${Math.max(box.right - box.left, 1)}px`;
  element.style.height = `${Math.max(box.bottom - box.top, 1)}px`;
}
