// The recipients of one compose window: the open form with its fields, and the
// one-line preview that takes its place when the person moves on.

import { h, icon } from '/shared/dom.js';
import { param } from '/shared/page.js';
import { Field } from './field.js';
import { words } from './labels.js';
import { senders } from './mailbox.js';
import { k } from './tokens.js';

export class Recipients {
  /** `changed` is called after every change; `from` is the hidden input that holds the sender. */
  constructor(c, from, changed) {
    this.c = c;
    this.from = from;
    this.fields = Object.fromEntries(
      ['to', 'cc', 'bcc'].map((kind) => [
        kind,
        new Field(kind, c, () => {
          this.preview();
          changed();
        }),
      ]),
    );
    this.links = { cc: this.link('cc', 'pE', words.addCc, 'Ctrl-Shift-C'), bcc: this.link('bcc', 'pB', words.addBcc, 'Ctrl-Shift-B') };
    this.rows = Object.fromEntries(Object.entries(this.fields).map(([kind, field]) => [kind, this.row(kind, field)]));
    this.rows.cc.style.display = 'none';
    this.rows.bcc.style.display = 'none';
    this.summary = h('div', { class: `${k('oL aDm az9')} ${c('summary')}` });
    this.closed = h(
      'div',
      {
        class: `${k('aoD hl')} ${c('closed')}`,
        tabindex: '1',
        style: 'display:none',
        on: { focus: () => this.expand(), click: () => this.expand() },
      },
      this.summary,
    );
    this.form = h(
      'div',
      { class: `${k('fX aiL')} ${c('fields')}` },
      h(
        'table',
        { class: `${k('GS')} ${c('grid')}`, role: 'presentation' },
        h('tbody', {}, param('from') === 'multi' && this.fromRow(), this.rows.to, this.rows.cc, this.rows.bcc),
      ),
    );
    this.element = h('div', { class: c('recipients') }, this.closed, this.form);
    this.fields.to.open();
    this.preview();
  }

  row(kind, field) {
    return h(
      'tr',
      { class: `${k('bzf')} ${this.c('row')}` },
      h('td', { class: this.c('row-label') }, h('span', { class: k('gO aQY') }, words[kind])),
      h('td', { class: this.c('row-field') }, field.box),
      h('td', { class: this.c('row-links') }, kind === 'to' && [this.links.cc, ' ', this.links.bcc]),
    );
  }

  link(kind, token, label, key) {
    return h(
      'span',
      {
        class: `${k(`aB gQ ${token}`)} ${this.c('adder')}`,
        role: 'link',
        tabindex: '1',
        'aria-label': `${label} \u202a(${key})\u202c`,
        'data-tooltip': `${label} \u202a(${key})\u202c`,
        on: {
          click: () => this.open(kind),
          keydown: (event) => event.key === 'Enter' && this.open(kind),
        },
      },
      words[kind],
    );
  }

  /** Shows Cc or Bcc and takes its link away. */
  open(kind, focus = true) {
    const field = this.fields[kind];
    field.open();
    this.rows[kind].style.display = '';
    if (this.links[kind]) this.links[kind].style.display = 'none';
    if (focus && this.expanded) field.input.focus();
  }

  fromRow() {
    const shown = h('span', {}, senders[0]);
    const menu = h(
      'div',
      { role: 'menu', class: `${k('J-M')} ${this.c('menu')}`, style: 'display:none' },
      h(
        'div',
        { class: k('SK AX') },
        senders.map((address) =>
          h(
            'div',
            {
              role: 'menuitem',
              tabindex: '-1',
              value: address,
              class: `${k('J-N')} ${this.c('menu-item')}`,
              on: {
                click: () => {
                  this.from.value = address;
                  shown.textContent = address;
                  menu.style.display = 'none';
                },
              },
            },
            address,
          ),
        ),
      ),
    );
    this.from.value = senders[0];
    return h(
      'tr',
      { class: this.c('row') },
      h('td', { class: this.c('row-label') }, words.from),
      h(
        'td',
        { class: this.c('row-field') },
        h(
          'div',
          {
            class: `${k('az2 az4')} ${this.c('from')}`,
            role: 'listbox',
            tabindex: '1',
            'aria-haspopup': 'true',
            'aria-label': words.from,
            on: {
              click: () => {
                menu.style.display = menu.style.display === 'none' ? '' : 'none';
              },
            },
          },
          shown,
          icon('chevron', 16),
        ),
        menu,
      ),
      h('td', {}),
    );
  }

  get expanded() {
    return this.form.style.display !== 'none';
  }

  add(kind, people) {
    if (kind !== 'to' && people.length > 0) this.open(kind, false);
    this.fields[kind].add(people);
  }

  expand() {
    if (this.expanded) return;
    this.closed.style.display = 'none';
    this.form.style.display = '';
    for (const field of Object.values(this.fields)) {
      field.hidden = false;
      field.render();
    }
    this.fields.to.input.focus();
  }

  /** The one line takes over. With `?preview=only` the chips leave the document meanwhile. */
  collapse() {
    if (!this.expanded) return;
    for (const field of Object.values(this.fields)) {
      field.commit?.();
      field.hidden = param('preview') === 'only';
      field.render();
    }
    this.form.style.display = 'none';
    this.closed.style.display = '';
    this.preview();
  }

  preview() {
    if (!this.summary) return;
    const parts = [];
    for (const [kind, field] of Object.entries(this.fields)) {
      field.people.forEach((person, index) => {
        const before = index === 0 && kind !== 'to' ? `${words[kind]}: ` : '';
        parts.push(
          h(
            'span',
            {},
            parts.length ? ', ' : '',
            before,
            h('span', { email: person.address, 'data-hovercard-id': person.address, translate: 'no' }, person.name),
          ),
        );
      });
      if (field.unfinished) parts.push(h('span', { class: this.c('bad') }, parts.length ? ', ' : '', field.unfinished));
    }
    this.summary.replaceChildren(...(parts.length ? parts : [h('span', { class: this.c('quiet') }, words.recipients)]));
  }

  addresses(kind) {
    return this.fields[kind].people.map((person) => person.address);
  }
}
