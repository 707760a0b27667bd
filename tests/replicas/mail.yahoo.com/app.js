// A message being written in Yahoo Mail: the chips have `Name <address>` as their title.

import { h } from '/shared/dom.js';
import { param } from '/shared/page.js';
import { Field, fill, send, sent, written } from '/shared/chips.js';

const chip = (person, remove) => h('div', { 'data-test-id': 'pill', class: 'chip', title: written(person) }, h('div', { 'data-test-id': 'pill-text' }, person.name ?? person.address), h('button', { type: 'button', 'aria-label': 'Remove', on: { click: remove } }, '×'));
const input = (name) => h('input', { id: `message-${name}-field`, role: 'combobox', 'aria-label': name, autocomplete: 'off' });
const fields = Object.fromEntries(['to', 'cc', 'bcc'].map((name) => [name, new Field(input(name), chip)]));
const row = (name, ...more) => h('div', { class: 'row', 'data-test-id': `compose-header-field-${name}` }, name, fields[name].list, fields[name].input, ...more);
const opener = h('button', { type: 'button', 'data-test-id': 'btn-cc', on: { click: () => show() } }, 'Cc / Bcc');
const header = h('div', { 'data-test-id': 'compose-header' }, row('to', opener));
const subject = h('input', { 'data-test-id': 'compose-subject', placeholder: 'Subject' });
const editor = h('div', { 'data-test-id': 'rte', contenteditable: 'true', role: 'textbox', 'aria-label': 'Message body' });

function show() {
  opener.remove();
  header.append(row('cc'), row('bcc'));
}

const root = h(
  'div',
  { class: 'message' },
  header,
  h('div', { class: 'row' }, subject),
  h('div', { 'data-test-id': 'compose-editor-container' }, editor),
  h('button', { type: 'button', 'data-test-id': 'compose-send-button', on: { click: () => send(fields, subject, root) } }, 'Send'),
);
const account = param('account', 'me@yahoo.com');
const state = { mailbox: { id: 'B', email: 'another@yahoo.com' }, selectedMailbox: { id: 'A', email: account } };
document.head.append(h('script', { type: 'application/json' }, JSON.stringify(account === 'none' ? {} : state)));
document.body.append(root);
fill(fields, subject, (text) => editor.append(text));
if (param('cc') || param('bcc')) show();

window.__replica = { ready: Promise.resolve(), sent, add: (name, more) => fields[name].add(more) };
