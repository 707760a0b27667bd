// The step before Send, Accept or Post: a dialog beside the control that was pressed.

import { now } from '../life/time';
import type { Live } from '../observe/surfaces';
import type { Hold, SiteFile } from '../site';
import type { Shown, ShownRemedy } from '../types/protocol';
import { boxOf, editors, isRtl, pressables, seenBoxes, viewport, windowBox } from './anchor';
import { glyph, h } from './dom';
import { block, facts } from './panel';
import { placeSheet } from './place';
import { direction, themeOf } from './theme';
import { fit, isSmall, move, show, sizeAt } from './view';
import { word } from './words';

const DEAF_MS = 300;
const WIDTHS = [416, 264];

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

export type Sheet = ReturnType<typeof makeSheet>;

export function makeSheet({ live, site, language, finding, verb, control, genuine, press, anyway, back }: SheetAsk) {
  const opened = now();
  let since = opened;
  let where = '';
  const open = new Set<string>();
  const box = h('div', { class: 'box', role: 'dialog', 'aria-modal': 'true', ...facts(finding, 'sheet') });
  const mark = h('div', { class: 'mark', 'aria-hidden': 'true' }, glyph(finding.severity));
  const strap = h('div', { class: 'strap' });
  const bracket = h('div', { class: 'bracket' });
  const element = h('div', { class: 'view', lang: language, dir: direction(language), 'data-severity': finding.severity, 'data-theme': themeOf(live.root) },
    bracket, strap, box, mark);
  const label = word(`ui_${verb}_anyway`);
  // "Send anyway" is also S: in every language the first letter of what it says.
  const letter = label.charAt(0).toUpperCase();
  const key = (text: string): HTMLElement => h('kbd', { 'aria-hidden': 'true' }, text);

  const draw = (): void => {
    const { nodes, names, about } = block(finding, {
      open,
      said: new Map(),
      press: (event, _, remedy) => genuine(event, since) && press(finding, remedy),
      fold(what) {
        if (!open.delete(what)) open.add(what);
        draw();
        place();
      },
    }, {
      eyebrow: word(`ui_before_${verb}`),
      extra: h('button', { class: 'button', 'data-part': 'anyway', click: (event: MouseEvent) => genuine(event, since) && anyway() }, label, key(letter)),
      last: h('button', { class: 'button quiet', 'data-part': 'back', click: (event: MouseEvent) => event.isTrusted && back() }, word('ui_back'), key('Esc')),
    });
    box.setAttribute('aria-labelledby', names);
    box.setAttribute('aria-describedby', about);
    box.replaceChildren(...nodes);
  };

  /** Puts the sheet beside its control; tells whether it moved. */
  function place(): boolean {
    const at = seenBoxes([control])[0] ?? boxOf(control) ?? { left: 8, top: 8, right: 9, bottom: 9 };
    const found = placeSheet({
      viewport: viewport(),
      window: windowBox(live, site) ?? at,
      control: at,
      shun: [at, ...seenBoxes([...pressables(live, site), ...editors(live, site)])],
      sizes: WIDTHS.slice(isSmall() ? 1 : 0).map((width) => sizeAt(box, width, true)),
      rtl: isRtl(live.root),
      first: live.spec.side ?? 'leading',
    });
    const to = found.box ?? at;
    fit(box, to);
    move(mark, { left: found.mark.x - 14, top: found.mark.y - 14 });
    mark.hidden = !found.strap;
    show(strap, found.strap);
    show(bracket, found.strap && found.bracket);
    const before = where;
    where = `${to.left},${to.top}`;
    if (where !== before) since = now();
    return where !== before;
  }

  draw();
  return {
    element,
    live,
    place,
    focus: (): void => box.querySelector('button')?.focus(),
    /** Keys go round inside; for a moment none counts, so that a double Enter does nothing. */
    key(event: KeyboardEvent, focused: Element | null): void {
      const stops = [...box.querySelectorAll('button')].filter((one) => one.checkVisibility());
      const at = stops.findIndex((one) => one === focused) + (event.shiftKey ? -1 : 1);
      const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.repeat;
      const act = {
        Escape: back,
        Tab: () => stops.at(at % stops.length)?.focus(),
        [letter]: plain && event.isTrusted ? anyway : undefined,
      }[event.key.length === 1 ? event.key.toUpperCase() : event.key];
      if (act || now() - opened < DEAF_MS) event.preventDefault();
      if (now() - opened >= DEAF_MS) act?.();
    },
  };
}
