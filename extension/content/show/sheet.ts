// The step before Send, Accept or Post: a dialog beside the control that was pressed.

import { now } from '../life/time';
import type { Live } from '../observe/surfaces';
import type { Hold, SiteFile } from '../site';
import type { Shown, ShownRemedy } from '../types/protocol';
import { boxOf, editors, pressables, seenBox, windowBox } from './anchor';
import { glyph, h } from './dom';
import { block, facts } from './panel';
import { placeSheet } from './place';
import { direction, themeOf } from './theme';
import { move, show, sizeAt } from './view';
import { word } from './words';

const DEAF_MS = 300;
const WIDTHS = [416, 264];
const SMALL_WINDOW = 760;

export interface SheetAsk {
  live: Live;
  site: SiteFile;
  language: string;
  finding: Shown;
  verb: Hold['verb'];
  /** The site's control that was pressed. */
  control: Element;
  /** Whether a press is the person's own, on something they could see. */
  genuine: (event: MouseEvent, since: number) => boolean;
  press: (finding: Shown, remedy: ShownRemedy) => void;
  anyway: () => void;
  back: () => void;
}

export class Sheet {
  readonly element: HTMLElement;
  readonly live: Live;
  #ask: SheetAsk;
  #since = now();
  #opened = now();
  #open = new Set<string>();
  #box: HTMLElement;
  #mark: HTMLElement;
  #strap = h('div', { class: 'strap' });
  #bracket = h('div', { class: 'bracket' });
  #where = '';

  constructor(ask: SheetAsk) {
    const { finding, language, live } = ask;
    this.#ask = ask;
    this.live = live;
    this.#box = h('div', { class: 'box', role: 'dialog', 'aria-modal': 'true', ...facts(finding, 'sheet') });
    this.#mark = h('div', { class: 'mark', 'aria-hidden': 'true' }, glyph(finding.severity));
    this.element = h('div', { class: 'view', lang: language, dir: direction(language), 'data-severity': finding.severity, 'data-theme': themeOf(live.root) },
      this.#bracket, this.#strap, this.#box, this.#mark);
    this.#draw();
  }

  #draw(): void {
    const { finding, verb, genuine, press, anyway, back } = this.#ask;
    const label = word(`ui_${verb}_anyway`);
    const key = (text: string): HTMLElement => h('kbd', { 'aria-hidden': 'true' }, text);
    const { nodes, names, about } = block(finding, {
      open: this.#open,
      said: new Map(),
      press: (event, _, remedy) => genuine(event, this.#since) && press(finding, remedy),
      fold: (what) => {
        if (!this.#open.delete(what)) this.#open.add(what);
        this.#draw();
        this.place();
      },
    }, {
      eyebrow: word(`ui_before_${verb}`),
      extra: h('button', { type: 'button', class: 'button', 'data-part': 'anyway', click: (event: MouseEvent) => genuine(event, this.#since) && anyway() }, label, key(keyOf(label))),
      last: h('button', { type: 'button', class: 'button quiet', 'data-part': 'back', click: (event: MouseEvent) => event.isTrusted && back() }, word('ui_back'), key('Esc')),
    });
    this.#box.setAttribute('aria-labelledby', names);
    this.#box.setAttribute('aria-describedby', about);
    this.#box.replaceChildren(...nodes);
  }

  focus(): void {
    this.#box.querySelector('button')?.focus();
  }

  /** Puts the sheet beside its control; tells whether it moved. */
  place(): boolean {
    const { live, site, control } = this.#ask;
    const viewport = { width: document.documentElement.clientWidth, height: innerHeight };
    const at = seenBox(control) ?? boxOf(control) ?? { left: 8, top: 8, right: 9, bottom: 9 };
    const widths = viewport.width <= SMALL_WINDOW ? WIDTHS.slice(1) : WIDTHS;
    const { box = at, mark, strap, bracket } = placeSheet({
      viewport,
      window: windowBox(live, site) ?? at,
      control: at,
      avoid: [at, ...[...pressables(live, site), ...editors(live, site)].flatMap((one) => seenBox(one) ?? [])],
      sizes: widths.map((width) => sizeAt(this.#box, width, true)),
      rtl: getComputedStyle(live.root).direction === 'rtl',
      first: live.spec.side ?? 'leading',
    });
    this.#box.classList.toggle('narrow', box.right - box.left === WIDTHS[1]);
    this.#box.style.width = `${box.right - box.left}px`;
    move(this.#box, box);
    move(this.#mark, { left: mark.x - 14, top: mark.y - 14 });
    this.#mark.hidden = !strap;
    show(this.#strap, strap);
    show(this.#bracket, strap && bracket);
    const where = `${box.left},${box.top}`;
    const moved = where !== this.#where;
    if (moved) this.#since = now();
    this.#where = where;
    return moved;
  }

  /** Keys go round inside; for a moment none counts, so that a double Enter does nothing. */
  key(event: KeyboardEvent, focused: Element | null): void {
    const { verb, anyway, back } = this.#ask;
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
    if (now() - this.#opened < DEAF_MS) return event.preventDefault();
    if (event.key === 'Escape') {
      event.preventDefault();
      back();
    } else if (event.key === 'Tab') {
      event.preventDefault();
      const stops = [...this.#box.querySelectorAll('button')].filter((one) => one.checkVisibility());
      const at = stops.findIndex((one) => one === focused) + (event.shiftKey ? -1 : 1);
      stops.at(at % stops.length)?.focus();
    } else if (plain && !event.repeat && event.isTrusted && event.key.toUpperCase() === keyOf(word(`ui_${verb}_anyway`))) {
      event.preventDefault();
      anyway();
    }
  }
}

/** "Send anyway" is also S: in every language the first letter of what it says. */
function keyOf(label: string): string {
  return label.charAt(0).toUpperCase();
}
