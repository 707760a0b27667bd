// The parts that hold words: panel, note, confirmation and the inside of the sheet. Made
// afresh from the findings whenever these change; what is open and what was said last is
// kept by whoever shows them.

import type { Shown, ShownRemedy } from '../types/protocol';
import { glyph, h, icon, withBdi } from './dom';
import { counted, word } from './words';

/** What the parts are told and tell, beside the findings. */
export interface Face {
  /** Findings whose clause is open, and `more` for the line "and N more". */
  open: Set<string>;
  /** How the last press went, by finding. */
  said: Map<string, string>;
  press(event: MouseEvent, finding: Shown, remedy: ShownRemedy): void;
  /** Opens or closes one of `open`. */
  fold(what: string): void;
}

/** What the sheet has in places where the panel has other things. */
export interface Instead {
  eyebrow: string;
  extra: HTMLElement;
  last: HTMLElement;
}

interface Block {
  nodes: HTMLElement[];
  /** Ids of what is seen and what to do. */
  names: string;
  about: string;
}

let serial = 0;

export const notNow = ({ remedies }: Shown): ShownRemedy | undefined => remedies.find(({ action }) => action === 'notNow');

/** What only the worker can do: open a clause's place in the handbook, or show less of a rule. */
const asked = (id: string): ShownRemedy => ({ id, action: 'answer', label: '', primary: false, refs: [] });

export const facts = (finding: Shown, part: string) => ({
  'data-part': part,
  'data-rule': finding.rule,
  'data-severity': finding.severity,
  'data-surface': finding.surface,
});

function remedyButton(finding: Shown, remedy: ShownRemedy, face: Face, kind: string, ...inside: (Node | string)[]): HTMLElement {
  return h('button', {
    class: kind, 'data-remedy': remedy.id,
    'aria-label': inside[0] instanceof Node && remedy.label,
    'aria-describedby': remedy.caution && `w${serial}`,
    click: (event: MouseEvent) => face.press(event, finding, remedy),
  }, ...(inside.length > 0 ? inside : [remedy.label]));
}

/** One finding in full: what is seen, what to do, the fix, the clause. */
export function block(finding: Shown, face: Face, instead?: Instead): Block {
  const n = ++serial;
  const { clauseTexts, remedies, less } = finding;
  const offered = remedies.filter(({ action, primary }) => (instead ? primary : action !== 'notNow'));
  const caution = offered.find((remedy) => remedy.caution)?.caution;
  const later = notNow(finding);
  const open = face.open.has(finding.id);
  const clause = withBdi(finding.clause, clauseTexts.map(({ section }) => section));
  const said = face.said.get(finding.id);
  const actions = [...offered.map((remedy) => remedyButton(finding, remedy, face, `button${remedy.primary ? ' primary' : ''}`)), instead?.extra];
  return {
    names: instead ? `e${n} s${n}` : `s${n}`,
    // What cannot be undone is heard as a sheet opens, too: the button's own description is not, then.
    about: `d${n}${caution ? ` w${n}` : ''}`,
    nodes: [
      h('div', { class: 'body' }, glyph(finding.severity), h('div', {},
        instead && h('p', { class: 'eyebrow', id: `e${n}` }, instead.eyebrow),
        h('h2', { id: `s${n}` }, finding.seen),
        h('p', { id: `d${n}` }, finding.advice),
        said && h('p', { class: 'told' }, said))),
      h('div', { class: 'actions', hidden: !actions[0] }, ...actions, caution && h('p', { id: `w${n}` }, caution)),
      h('div', { class: 'foot' },
        h('p', {}, h('span', { class: 'strength' }, finding.strength), ...(!clauseTexts[0] && !less ? clause : [h('button', {
          class: 'link', 'data-part': 'clause', 'aria-expanded': String(open), 'aria-controls': `c${n}`,
          click: () => face.fold(finding.id),
        }, ...clause)])),
        instead ? instead.last : later && remedyButton(finding, later, face, 'button quiet')),
      h('div', { class: 'texts', id: `c${n}`, hidden: !open }, ...clauseTexts.map(({ id, section, text }) => h('p', {}, h('strong', {}, h('bdi', {}, section)), ` ${text} `, h('button', {
        role: 'link', class: 'link', 'data-part': 'handbook',
        click: (event: MouseEvent) => face.press(event, finding, asked(`clause:${id}`)),
      }, word('ui_handbook')))), less && h('p', {}, h('button', { class: 'link', 'data-part': 'less', click: (event: MouseEvent) => face.press(event, finding, asked('less')) }, less))),
    ],
  };
}

/** The inside of the panel: one finding in full, the others behind one line. */
export function panel([lead, ...others]: [Shown, ...Shown[]], face: Face): Block {
  const first = block(lead, face);
  const [next] = others;
  if (!next) return first;
  const open = face.open.has('more');
  const more = h('button', { class: 'more', 'data-part': 'more', 'data-severity': next.severity, 'aria-expanded': String(open), click: () => face.fold('more') },
    glyph(next.severity), h('strong', {}, counted('ui_more', others.length)), h('span', {}, others.length === 1 && !open && next.seen), icon('down'));
  const rest = others.map((finding) => {
    const { nodes, names } = block(finding, face);
    return h('section', { class: 'next', role: 'group', 'aria-labelledby': names, hidden: !open, ...facts(finding, 'finding') }, ...nodes);
  });
  const [body, actions, ...foot] = first.nodes as [HTMLElement, HTMLElement, ...HTMLElement[]];
  // Each foot belongs to the finding above it.
  return { ...first, nodes: open ? [...first.nodes, more, ...rest] : [body, actions, more, ...rest, ...foot] };
}

/** The inside of the note: what is seen, the fix as a link, and a way to be rid of it. */
export function note([lead, ...others]: [Shown, ...Shown[]], face: Face, further: () => void): HTMLElement[] {
  // What cannot be undone is said beforehand, and a note has no room for that.
  const fix = others.length === 0 ? lead.remedies.find(({ primary, caution }) => primary && !caution) : undefined;
  const later = notNow(lead);
  return [
    h('span', {}, glyph(lead.severity)),
    h('p', {}, lead.seen),
    fix ? remedyButton(lead, fix, face, 'link') : h('button', { class: 'link', click: further }, word('ui_details')),
    ...(later ? [remedyButton(lead, later, face, 'button close', icon('close'))] : []),
  ];
}

/** The inside of a confirmation. */
export function done(text: string, undo: ((event: MouseEvent) => void) | undefined, close: () => void): Element[] {
  const back = undo && h('button', { class: 'link', 'data-remedy': 'undo', click: undo }, word('ui_undo'));
  return [icon('check'), h('p', {}, text), ...(back ? [back] : []), h('button', { class: 'button close', 'aria-label': word('ui_close'), click: close }, icon('close'))];
}
