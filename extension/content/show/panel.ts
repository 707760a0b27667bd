// The parts that hold words: panel, note, confirmation. Built once, then only their
// texts change, so that focus stays and nothing flickers.

import type { Shown, ShownRemedy } from '../types/protocol';
import { glyph, h, icon, setText, withBdi } from './dom';
import { counted, word } from './words';

/** A press on one of our buttons; whether it counts is decided by who gets it. */
export type OnPress = (event: MouseEvent, finding: Shown, remedy: ShownRemedy) => void;

let ids = 0;

export function notNow(finding: Shown): ShownRemedy | undefined {
  return finding.remedies.find(({ action }) => action === 'notNow');
}

function marked(element: Element, part: string | undefined, finding: Shown): void {
  if (part) element.setAttribute('data-part', part);
  element.setAttribute('data-rule', finding.rule);
  element.setAttribute('data-severity', finding.severity);
  element.setAttribute('data-surface', finding.surface);
}

/** The words and buttons of one finding, as panel and sheet show them. */
export class Block {
  readonly seen = h('h2', { class: 'ln-panel__seen', id: `ln-s${++ids}` });
  readonly advice = h('p', { class: 'ln-panel__do', id: `ln-d${ids}` });
  private say = h('p', { class: 'ln-panel__say', hidden: true });
  private glyphSlot = h('div');
  readonly body = h('div', { class: 'ln-panel__body' }, this.glyphSlot, h('div', { class: 'ln-panel__text' }, this.seen, this.advice, this.say));
  readonly actions = h('div', { class: 'ln-actions' });
  private clause = h('p', { class: 'ln-clause' });
  readonly foot = h('div', { class: 'ln-panel__foot' });
  readonly texts = h('div', { class: 'ln-clause-texts', hidden: true, id: `ln-c${ids}` });
  private drawn = '';
  private buttons = new Map<string, HTMLButtonElement>();
  private severity = '';

  constructor(private press: OnPress, private resized: () => void) {}

  /** Other buttons among the remedies, for the sheet. */
  extra: HTMLElement[] = [];
  /** What stands at the end of the foot instead of "Not now". */
  last?: HTMLElement;

  update(finding: Shown): void {
    setText(this.seen, finding.seen);
    setText(this.advice, finding.advice);
    if (this.severity !== finding.severity) {
      this.severity = finding.severity;
      this.glyphSlot.replaceChildren(glyph(finding.severity));
    }
    this.updateActions(finding);
    this.updateFoot(finding);
  }

  /** A sentence about how the last press went; none takes it away. */
  tell(text: string): void {
    this.say.hidden = !text;
    setText(this.say, text);
    this.resized();
  }

  /** Whether something is being done: presses do nothing then. */
  busy(is: boolean): void {
    for (const button of this.buttons.values()) {
      if (is) button.setAttribute('aria-disabled', 'true');
      else button.removeAttribute('aria-disabled');
    }
  }

  private updateActions(finding: Shown): void {
    const offered = finding.remedies.filter(({ action }) => action !== 'notNow');
    const focused = (this.actions.getRootNode() as ShadowRoot).activeElement?.getAttribute?.('data-remedy');
    const caution = offered.map((remedy) => remedy.caution).find(Boolean);
    const layout = JSON.stringify([finding.id, offered.map(({ id, primary }) => [id, primary]), Boolean(caution), this.extra.length]);
    if (layout !== this.drawn) {
      this.drawn = layout;
      this.buttons.clear();
      const cautionId = `${this.seen.id}w`;
      this.actions.replaceChildren();
      for (const remedy of offered) {
        const button = h('button', {
          type: 'button',
          class: remedy.primary ? 'ln-button ln-button--primary' : 'ln-button',
          'data-remedy': remedy.id,
          ...(remedy.caution ? { 'aria-describedby': cautionId } : {}),
        });
        this.buttons.set(remedy.id, button);
        this.actions.append(button);
        if (remedy.id === focused) button.focus();
      }
      this.actions.append(...this.extra);
      if (caution) this.actions.append(h('p', { id: cautionId }));
      this.actions.hidden = this.actions.childElementCount === 0;
    }
    for (const remedy of offered) {
      const button = this.buttons.get(remedy.id);
      if (!button) continue;
      setText(button, remedy.label);
      button.onclick = (event) => button.ariaDisabled !== 'true' && this.press(event, finding, remedy);
    }
    const note = this.actions.querySelector(':scope > p');
    if (note && caution) setText(note, caution);
  }

  private updateFoot(finding: Shown): void {
    const sections = finding.clauseTexts.map(({ section }) => section);
    const strength = h('span', { class: 'ln-strength' }, finding.strength);
    const words = withBdi(finding.clause, sections);
    if (finding.clauseTexts.length === 0) {
      this.clause.replaceChildren(strength, ...words);
      this.texts.hidden = true;
    } else {
      const had = this.clause.querySelector('button');
      const link = had ?? h('button', {
        type: 'button', class: 'ln-link', 'data-part': 'clause', 'aria-expanded': 'false', 'aria-controls': this.texts.id,
        click: () => {
          this.texts.hidden = !this.texts.hidden;
          link.setAttribute('aria-expanded', String(!this.texts.hidden));
          this.resized();
        },
      });
      if (link.textContent !== finding.clause) link.replaceChildren(...words);
      if (!had) this.clause.replaceChildren(strength, link);
      else if (this.clause.firstElementChild?.textContent !== finding.strength) this.clause.firstElementChild?.replaceWith(strength);
      this.texts.replaceChildren(...finding.clauseTexts.map(({ section, text }) => h('p', {}, h('strong', {}, h('bdi', {}, section)), ` ${text}`)));
    }
    let last = this.last;
    const later = notNow(finding);
    if (!last && later) {
      const had = this.foot.querySelector<HTMLButtonElement>(':scope > button');
      const button = had ?? h('button', { type: 'button', class: 'ln-button ln-button--quiet' });
      button.setAttribute('data-remedy', later.id);
      setText(button, later.label);
      button.onclick = (event) => this.press(event, finding, later);
      last = button;
    }
    if (this.clause.parentNode !== this.foot || last?.parentNode !== this.foot) {
      this.foot.replaceChildren(...[this.clause, last].filter((part) => part !== undefined));
    }
  }
}

/** The warning panel: one finding in full, the others behind one line. */
export class Panel {
  readonly element = h('section', { class: 'ln-box ln-panel', role: 'group', 'data-part': 'panel', tabindex: '-1' });
  readonly lead: Block;
  private others: { block: Block; section: HTMLElement }[] = [];
  private moreGlyph = h('span');
  private moreWord = h('strong');
  private moreAbout = h('span', { class: 'about' });
  private more = h('button', {
    type: 'button', class: 'ln-panel__more', 'data-part': 'more', 'aria-expanded': 'false', hidden: true,
    click: () => {
      const open = this.more.getAttribute('aria-expanded') !== 'true';
      this.more.setAttribute('aria-expanded', String(open));
      for (const { section } of this.others) section.hidden = !open;
      this.resized();
    },
  }, this.moreGlyph, this.moreWord, this.moreAbout, icon('down'));
  private rest = h('div');

  constructor(private press: OnPress, private resized: () => void) {
    this.lead = new Block(press, resized);
    this.element.append(this.lead.body, this.lead.actions, this.more, this.rest, this.lead.foot, this.lead.texts);
    this.element.setAttribute('aria-labelledby', this.lead.seen.id);
    this.element.setAttribute('aria-describedby', this.lead.advice.id);
  }

  update(findings: Shown[]): void {
    const [lead, ...others] = findings;
    if (!lead) return;
    marked(this.element, 'panel', lead);
    this.lead.update(lead);
    const open = this.more.getAttribute('aria-expanded') === 'true';
    while (this.others.length > others.length) this.others.pop()?.section.remove();
    for (const [i, finding] of others.entries()) {
      let other = this.others[i];
      if (!other) {
        const block = new Block(this.press, this.resized);
        other = { block, section: h('section', { class: 'ln-next', role: 'group', 'aria-labelledby': block.seen.id }, block.body, block.actions, block.foot, block.texts) };
        other.section.hidden = !open;
        this.others.push(other);
        this.rest.append(other.section);
      }
      marked(other.section, 'finding', finding);
      other.block.update(finding);
    }
    this.more.hidden = others.length === 0;
    const next = others[0];
    if (!next) return;
    this.more.setAttribute('data-severity', next.severity);
    this.moreGlyph.replaceChildren(glyph(next.severity));
    setText(this.moreWord, counted('ui_more', others.length));
    setText(this.moreAbout, others.length === 1 ? next.seen : '');
  }

  /** The block that shows a finding. */
  blockOf(id: string, findings: Shown[]): Block {
    const at = findings.findIndex((finding) => finding.id === id);
    return (at > 0 ? this.others[at - 1]?.block : undefined) ?? this.lead;
  }

  /** Opens the line "and N more", for a finding that stands behind it. */
  unfold(): void {
    if (this.more.getAttribute('aria-expanded') !== 'true') this.more.click();
  }
}

/** One line: what is seen, the fix as a link, and a way to be rid of it. */
export class Note {
  readonly element = h('div', { class: 'ln-box ln-note', 'data-part': 'note' });
  private glyphSlot = h('span');
  private seen = h('p');
  private link = h('button', { type: 'button', class: 'ln-link' });
  private close = h('button', { type: 'button', class: 'ln-button ln-button--icon' }, icon('close'));
  private severity = '';

  constructor(private press: OnPress, private open: () => void) {
    this.element.append(this.glyphSlot, this.seen, this.link, this.close);
  }

  update(finding: Shown, more: number): void {
    marked(this.element, 'note', finding);
    setText(this.seen, finding.seen);
    if (this.severity !== finding.severity) {
      this.severity = finding.severity;
      this.glyphSlot.replaceChildren(glyph(finding.severity));
    }
    const fix = more === 0 ? finding.remedies.find(({ primary }) => primary) : undefined;
    setText(this.link, fix?.label ?? word('ui_details'));
    if (fix) this.link.setAttribute('data-remedy', fix.id);
    else this.link.removeAttribute('data-remedy');
    this.link.onclick = (event) => (fix ? this.press(event, finding, fix) : this.open());
    const later = notNow(finding);
    this.close.setAttribute('aria-label', later?.label ?? word('ui_close'));
    if (later) this.close.setAttribute('data-remedy', later.id);
    this.close.onclick = (event) => later && this.press(event, finding, later);
  }
}

/** Says that a fix worked, and takes it back. */
export class Done {
  readonly element: HTMLElement;

  constructor(text: string, undo: ((event: MouseEvent) => void) | undefined, close: () => void) {
    this.element = h(
      'div',
      { class: 'ln-box ln-note ln-done', 'data-part': 'done' },
      icon('check'),
      h('p', {}, text),
      undo && h('button', { type: 'button', class: 'ln-link', 'data-remedy': 'undo', click: undo }, word('ui_undo')),
      h('button', { type: 'button', class: 'ln-button ln-button--icon', 'aria-label': word('ui_close'), click: close }, icon('close')),
    );
  }
}
