// One recipient field: chips, the text that is not a chip yet, suggestions and paste.

import { avatar, h, icon } from '/shared/dom.js';
import { param } from '/shared/page.js';
import { words } from './labels.js';
import { contacts, label } from './mailbox.js';
import { k } from './tokens.js';

const ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/;
const RENDER_EVERY = 300;
const RENDER_FOR = 3000;
const WIPE_AFTER = 100;

let serial = 0;

/** Splits `Name <a@x>, b@y; c@z` into people and what was no address. */
export function parse(text) {
  const people = [];
  const rest = [];
  for (const piece of text
    .split(/[,;\n]+/)
    .map((part) => part.trim())
    .filter(Boolean)) {
    const named = /^"?([^"<]*?)"?\s*<([^>]+)>$/.exec(piece);
    const address = named ? named[2].trim() : piece;
    if (!ADDRESS.test(address)) rest.push(piece);
    else people.push({ address, name: named?.[1] || nameOf(address) });
  }
  return { people, rest: rest.join(', ') };
}

function nameOf(address) {
  return contacts.find((person) => person.address === address.toLowerCase())?.name ?? address;
}

export class Field {
  /** `kind` is to, cc or bcc; `changed` is called after each change of the chips. */
  constructor(kind, c, changed) {
    this.kind = kind;
    this.c = c;
    this.changed = changed;
    this.people = [];
    this.pastes = 0;
    this.opened = false;
    this.box = h('div', { class: `${k('anm')} ${c('well')}`, name: kind });
    this.chips = new Map();
  }

  /** Mounts the list and its text box. Before this the field is an empty shell, as a hidden Cc is. */
  open() {
    if (this.opened) return;
    this.opened = true;
    this.listId = `:l${(serial += 1)}`;
    this.input = h('input', {
      class: `${k('agP aFw')} ${this.c('entry')}`,
      'peoplekit-id': 'BbVjBd',
      type: 'text',
      role: 'combobox',
      size: '1',
      autocomplete: 'off',
      'aria-autocomplete': 'list',
      'aria-haspopup': 'listbox',
      'aria-expanded': 'false',
      'aria-controls': this.listId,
      'aria-label': `${words[this.kind]} ${words.recipients.toLowerCase()}`,
      tabindex: '1',
      spellcheck: 'false',
      on: {
        paste: (event) => this.pasted(event),
        keydown: (event) => this.key(event),
        input: () => this.suggest(),
        focus: () => this.redraw(),
        blur: () => this.blurred(),
      },
    });
    this.entry = h('div', { class: this.c('entry-box') }, this.input);
    this.list = h(
      'div',
      {
        role: 'listbox',
        'aria-multiselectable': 'true',
        'aria-orientation': 'horizontal',
        'aria-label': words[this.kind],
        class: this.c('chips'),
        on: { click: (event) => event.target === this.list && this.input.focus() },
      },
      this.entry,
    );
    this.box.append(this.list);
  }

  /** The text not yet a chip. */
  get unfinished() {
    return this.input?.value.trim() ?? '';
  }

  add(people) {
    this.open();
    const fresh = people.filter((person) => !this.people.some((old) => old.address === person.address));
    this.people.push(...fresh.map((person) => ({ ...person })));
    this.render();
    this.touched();
  }

  remove(address) {
    this.people = this.people.filter((person) => person.address !== address);
    this.render();
    this.touched();
  }

  clear() {
    this.people = [];
    if (this.input) this.input.value = '';
    this.render();
    this.touched();
  }

  /** Brings the chips in line with the people; elements that still fit are kept unless `anew`. */
  render(anew = false) {
    if (!this.opened) return;
    for (const [address, chip] of this.chips) {
      if (anew || this.hidden || !this.people.some((person) => person.address === address)) {
        chip.remove();
        this.chips.delete(address);
      }
    }
    if (this.hidden) return;
    for (const person of this.people) {
      if (!this.chips.has(person.address)) this.chips.set(person.address, this.chip(person));
      this.list.insertBefore(this.chips.get(person.address), this.entry);
    }
  }

  chip({ address, name }) {
    const remove = h(
      'div',
      {
        class: `${k('afX')} ${this.c('chip-remove')}`,
        'aria-label': `${words.remove} ${name}`,
        on: {
          click: (event) => {
            event.stopPropagation();
            this.remove(address);
          },
        },
      },
      icon('close', 14),
    );
    return h(
      'div',
      { role: 'presentation', class: this.c('chip-cell') },
      h(
        'div',
        {
          class: `${k('afV')} ${this.c('chip')}`,
          role: 'option',
          tabindex: '-1',
          'aria-selected': 'false',
          'data-hovercard-id': address,
          'data-name': name,
        },
        avatar(name, 20),
        h('div', { class: `${k('akl')} ${this.c('chip-name')}`, translate: 'no' }, name),
        remove,
      ),
    );
  }

  touched() {
    this.changed(this);
    if (param('rerender') !== '1') return;
    clearInterval(this.drawing);
    const until = Date.now() + RENDER_FOR;
    this.drawing = setInterval(() => {
      this.render(true);
      if (Date.now() >= until) clearInterval(this.drawing);
    }, RENDER_EVERY);
  }

  redraw() {
    if (param('rerender') === '1') this.render(true);
  }

  // A paste made by a script counts: extensions that set recipients rely on it.
  pasted(event) {
    const { people, rest } = parse(event.clipboardData?.getData('text/plain') ?? '');
    if (people.length === 0) return;
    event.preventDefault();
    this.pastes += 1;
    this.input.value = rest;
    this.add(people);
    this.closeSuggestions();
    const wipe = param('wipe');
    if (this.kind !== 'to' && (wipe === 'always' || (wipe === 'once' && this.pastes === 1))) setTimeout(() => this.clear(), WIPE_AFTER);
  }

  key(event) {
    const open = this.suggestions !== undefined;
    if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      this.mark(this.marked + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (open && event.key === 'Escape') {
      event.stopPropagation();
      this.closeSuggestions();
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (!this.commit() && open) this.pick(this.marked);
    } else if (event.key === ',' || event.key === ';') {
      if (this.commit()) event.preventDefault();
    } else if (event.key === 'Tab') {
      this.commit();
    } else if (event.key === 'Backspace' && this.input.value === '' && this.people.length > 0) {
      this.remove(this.people.at(-1).address);
    }
  }

  blurred() {
    this.commit();
    this.closeSuggestions();
    this.redraw();
  }

  /** Makes chips of the text where it is an address or a list of them. */
  commit() {
    const { people, rest } = parse(this.unfinished);
    if (people.length === 0) return false;
    this.input.value = rest;
    this.add(people);
    this.closeSuggestions();
    return true;
  }

  suggest() {
    this.closeSuggestions();
    const asked = this.unfinished.toLowerCase();
    if (asked.length < 2) return;
    const starts = (text) =>
      text
        .toLowerCase()
        .split(/[\s.@]+/)
        .some((word) => word.startsWith(asked)) || text.toLowerCase().startsWith(asked);
    this.choices = [
      ...(starts(label.name) ? [{ name: label.name, note: `${label.people.length} people`, people: label.people }] : []),
      ...contacts
        .filter((person) => starts(person.name) || starts(person.address))
        .map((person) => ({ name: person.name, note: person.address, people: [person] })),
    ].slice(0, 6);
    if (this.choices.length === 0) return;
    this.suggestions = h(
      'div',
      { id: this.listId, role: 'listbox', class: this.c('suggestions') },
      this.choices.map((choice, index) =>
        h(
          'div',
          {
            role: 'option',
            id: `${this.listId}.${index}`,
            class: this.c('suggestion'),
            on: {
              mousedown: (event) => {
                event.preventDefault();
                this.pick(index);
              },
            },
          },
          avatar(choice.name, 28),
          h('div', {}, h('div', {}, choice.name), h('div', { class: this.c('quiet') }, choice.note)),
        ),
      ),
    );
    const place = this.input.getBoundingClientRect();
    this.suggestions.style.cssText = `left:${place.left}px;top:${place.bottom + 4}px`;
    document.body.append(this.suggestions);
    this.input.setAttribute('aria-expanded', 'true');
    this.mark(0);
  }

  mark(index) {
    this.marked = (index + this.choices.length) % this.choices.length;
    [...this.suggestions.children].forEach((option, at) => option.setAttribute('aria-selected', String(at === this.marked)));
    this.input.setAttribute('aria-activedescendant', `${this.listId}.${this.marked}`);
  }

  pick(index) {
    const { people } = this.choices[index];
    this.input.value = '';
    this.closeSuggestions();
    this.add(people);
  }

  closeSuggestions() {
    this.suggestions?.remove();
    this.suggestions = undefined;
    this.input?.setAttribute('aria-expanded', 'false');
    this.input?.removeAttribute('aria-activedescendant');
  }
}
