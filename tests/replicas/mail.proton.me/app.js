// A message being written in Proton Mail: chips that show an address in their text, and, once the caret
// is elsewhere, one line of names in place of the fields.

import { h } from '/shared/dom.js';
import { param } from '/shared/page.js';
import { Field, fill, send, sent, written } from '/shared/chips.js';

function chip(person, remove) {
  const label = person.group ? h('span', { class: 'composer-addresses-item-label' }, `${person.name} (3/3)`) : h('span', { class: 'composer-addresses-item-label', 'data-testid': 'composer-addresses-item-label' });
  // As in the real page the text comes after the element.
  if (!person.group) setTimeout(() => (label.textContent = written(person)));
  return h('div', { class: 'composer-addresses-item chip', ...(person.group ? {} : { 'data-testid': 'composer-addresses-item' }) }, label, h('button', { type: 'button', class: 'composer-addresses-item-remove', 'aria-label': 'Remove', on: { click: remove } }, '×'));
}

const input = (name) => h('input', { id: `${name}-composer-1`, 'data-testid': name === 'to' ? 'composer:to' : `composer:to-${name}`, placeholder: 'Email address', autocomplete: 'off' });
const fields = Object.fromEntries(['to', 'cc', 'bcc'].map((name) => [name, new Field(input(name), chip)]));
const row = (name, ...more) => h('div', { class: 'row', 'data-testid': `composer:${name}-field` }, h('label', { for: `${name}-composer-1` }, name), fields[name].list, fields[name].input, ...more);
const opener = (name) => {
  const button = h('button', { type: 'button', 'data-testid': `composer:recipients:${name}-button`, on: { click: () => show(name) } }, name.toUpperCase());
  return button;
};
const openers = { cc: opener('cc'), bcc: opener('bcc') };
const editor = h('div', {}, row('to', openers.cc, openers.bcc));
const folded = h('div', { class: 'row', 'data-testid': 'composer:address', role: 'button', tabindex: '0', on: { click: () => fold(false) } });

function show(name) {
  openers[name].remove();
  editor.append(row(name));
  fields[name].input.focus();
}

function fold(on) {
  for (const field of Object.values(fields)) if (on) field.commit();
  folded.textContent = Object.values(fields).flatMap((field) => field.people.map(({ name, address }) => name ?? address)).join(', ');
  if (on) editor.replaceWith(folded);
  else folded.replaceWith(editor);
}

const subject = h('input', { id: 'subject-composer-1', 'data-testid': 'composer:subject', placeholder: 'Subject', on: { focus: () => param('fold') === '1' && editor.isConnected && fold(true) } });
const frame = h('iframe', { 'data-testid': 'rooster-iframe', title: 'Email composer' });
const root = h(
  'div',
  { class: 'composer message', 'data-testid': 'composer-0', tabindex: '-1' },
  h('div', { class: 'row' }, h('button', { type: 'button', 'data-testid': 'composer:from', class: 'select' }, h('span', {}, param('account', 'me@proton.me')))),
  editor,
  h('div', { class: 'row' }, subject),
  frame,
  h('button', { type: 'button', 'data-testid': 'composer:send-button', on: { click: () => send(fields, subject, root) } }, 'Send'),
);
document.body.append(root);
fill(fields, subject, (text) => {
  const body = frame.contentDocument.body;
  const quoted = frame.contentDocument.createElement('blockquote');
  quoted.className = 'protonmail_quote';
  quoted.append('What somebody else wrote.');
  const mine = frame.contentDocument.createElement('div');
  mine.id = 'rooster-editor';
  mine.contentEditable = 'true';
  mine.append(text, quoted);
  body.append(mine);
});
for (const name of ['cc', 'bcc']) if (param(name)) show(name);
fields.to.input.focus();

window.__replica = { ready: Promise.resolve(), sent, add: (name, more) => fields[name].add(more) };
