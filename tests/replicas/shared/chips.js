// A message whose recipients are chips: what the pages of several webmails have in common. How each draws it,
// with which ids, roles and labels, is the page's own.

import { h } from '/shared/dom.js';
import { param } from '/shared/page.js';

/** Messages sent, in order; tests read it. */
export const sent = (window.__sent = []);

/** `a@x`, or `Name <a@x>`; `group:Name` is a group of contacts, whose addresses the page does not show. */
export function people(value) {
  return (value ?? '').split(',').map((one) => one.trim()).filter(Boolean).map((one) => {
    const [, name, address] = /^(.*)<(.*)>$/.exec(one) ?? [];
    if (one.startsWith('group:')) return { name: one.slice('group:'.length), group: true };
    return address ? { name: name.trim(), address } : { address: one };
  });
}

/** As a chip has it: `Name <address>`, or the address. */
export const written = ({ name, address }) => (address && name ? `${name} <${address}>` : (address ?? name));

/** One field: chips, and an input after them. */
export class Field {
  /** `chip(person, remove)` draws one; `input` is where it is typed. */
  constructor(input, chip) {
    Object.assign(this, { input, chip, people: [], list: h('span', { style: 'display:inline-flex;gap:4px;flex-wrap:wrap' }) });
    input.addEventListener('keydown', (event) => {
      if (['Enter', ',', ';'].includes(event.key)) {
        event.preventDefault();
        this.commit();
      } else if (event.key === 'Backspace' && !input.value) this.add(this.people.splice(-1, 1) && []);
    });
    input.addEventListener('blur', () => this.commit());
  }

  commit() {
    const typed = this.input.value.trim();
    this.input.value = '';
    if (typed) this.add(people(typed));
  }

  add(more) {
    this.people.push(...more);
    this.list.replaceChildren(...this.people.map((person) => this.chip(person, () => {
      this.people.splice(this.people.indexOf(person), 1);
      this.add([]);
    })));
  }
}

/** What the address asks for, put into these fields. */
export function fill(fields, subject, body) {
  for (const [name, field] of Object.entries(fields)) field.add(people(param(name)));
  subject.value = param('su') ?? '';
  body(param('body') ?? '');
}

/** Sends: whoever is still being typed goes with it. */
export function send(fields, subject, root) {
  for (const field of Object.values(fields)) field.commit();
  const list = ({ people: all }) => all.map(({ address, name }) => address ?? name);
  sent.push({ to: list(fields.to), cc: list(fields.cc), bcc: list(fields.bcc), subject: subject.value });
  root.remove();
}
