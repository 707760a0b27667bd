// A recipient field: an editable element whose people are elements that cannot be edited, drawn
// afresh at every change. A hidden twin stands before it, as in the real page.

import { h } from '/shared/dom.js';

const BLANK = '\u200b';

/** What a chip is called: the address, the name with the address, or, for people of the directory, how they are and their name. */
const labelOf = ({ address, name, directory }) => (directory ? `offline${name}` : name ? `${name} <${address}>` : address);

export class Well {
  /** `kind`: To, Cc or Bcc. `prefix` is the compose's own. */
  constructor(kind, prefix, c, changed) {
    Object.assign(this, { kind, c, changed, people: [] });
    this.twin = h('div', { 'aria-label': kind, contenteditable: 'true', style: 'display:none' });
    this.element = h('div', { id: `${prefix}_${kind.toUpperCase()}`, role: 'group', class: c('well-row') }, this.twin);
    this.draw('');
  }

  draw(typed, focus = false) {
    const well = h('div', {
      'aria-label': this.kind,
      contenteditable: 'true',
      tabindex: '0',
      'aria-controls': 'FloatingSuggestionsList',
      class: this.c('well'),
      on: {
        input: () => this.typed(),
        keydown: (event) => {
          if (!['Enter', ';', ',', 'Tab'].includes(event.key) || !this.text()) return;
          if (event.key !== 'Tab') event.preventDefault();
          this.commit();
        },
        blur: () => this.well === well && this.text() && this.commit(false),
      },
    });
    for (const person of this.people) {
      const label = labelOf(person);
      well.append(
        h(
          'span',
          { class: `_EType_RECIPIENT_ENTITY ${this.c('chip')}`, contenteditable: 'false', 'aria-label': label, role: 'button', id: `REK${crypto.randomUUID().slice(0, 6)}` },
          h('span', { class: `textContainer-390 ${this.c('chip-text')}` }, person.name ?? person.address),
        ),
        BLANK,
      );
    }
    if (typed) well.append(typed);
    const old = this.well;
    this.well = well;
    old?.remove();
    this.element.append(well);
    if (!focus) return;
    well.focus();
    getSelection().selectAllChildren(well);
    getSelection().collapseToEnd();
  }

  /** What is not an entry yet. */
  text() {
    const copy = this.well.cloneNode(true);
    for (const chip of copy.querySelectorAll('._EType_RECIPIENT_ENTITY')) chip.remove();
    return copy.textContent.replaceAll(BLANK, '').trim();
  }

  typed() {
    const gone = this.people.filter((person) => ![...this.well.querySelectorAll('._EType_RECIPIENT_ENTITY')].some((chip) => chip.getAttribute('aria-label') === labelOf(person)));
    if (gone.length > 0) this.people = this.people.filter((person) => !gone.includes(person));
    this.changed();
  }

  commit(focus = true) {
    const text = this.text();
    this.people.push(...text.split(/[;,]/).map((one) => ({ address: one.trim() })).filter(({ address }) => address));
    this.draw('', focus);
    this.changed();
  }

  add(people) {
    this.people.push(...people);
    this.draw('');
    this.changed();
  }

  remove(address) {
    this.people = this.people.filter((person) => person.address !== address);
    this.draw('');
    this.changed();
  }
}
