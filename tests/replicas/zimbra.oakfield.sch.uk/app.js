// A message being written in Zimbra's own client: tables, ids that name the view and the field, and bubbles
// that show an address in their text. With `short=1` they show names alone, as a setting of Zimbra's does.

import { h } from '/shared/dom.js';
import { param } from '/shared/page.js';
import { Field, fill, send, sent, written } from '/shared/chips.js';

const view = 'zv__COMPOSE-1';
const chip = (person, remove) => h('span', { class: 'addrBubble chip' }, h('span', {}, `${param('short') === '1' ? (person.name ?? person.address) : written(person)} `), h('div', { class: 'ImgBubbleDelete', style: 'display:inline-block;width:12px', on: { click: remove } }, '×'));
const input = (name) => h('input', { id: `${view}_${name}_control`, class: 'user_font_system', autocomplete: 'off' });
const fields = Object.fromEntries(['to', 'cc', 'bcc'].map((name) => [name, new Field(input(name), chip)]));
const row = (name) =>
  h('tr', { id: `${view}_${name}_row` }, h('td', { id: `${view}_${name}_cell` }, name, h('div', { class: 'addrBubbleContainer' }, fields[name].list, fields[name].input)));
const subject = h('input', { id: `${view}_subject_control`, class: 'subjectField' });
const editor = h('textarea', { id: 'ZmHtmlEditor1_body', class: 'ZmHtmlEditorTextArea' });
const sendButton = h('div', { id: 'zb__COMPOSE-1__SEND', class: 'ZToolbarButton', role: 'button', tabindex: '0', on: { click: () => send(fields, subject, root) } }, h('td', { id: 'zb__COMPOSE-1__SEND_title' }, 'Send'));
const root = h(
  'div',
  { id: view, class: 'ZmComposeView message' },
  h('table', {}, h('tbody', {}, row('to'), row('cc'), row('bcc'), h('tr', {}, h('td', {}, 'Subject', subject)))),
  editor,
);
document.body.append(h('div', { id: 'skin_container_username' }, param('account', 'teacher@oakfield.sch.uk')), h('div', { id: 'ztb__COMPOSE-1' }, sendButton), root);
fill(fields, subject, (text) => (editor.value = text));

window.__replica = { ready: Promise.resolve(), sent, add: (name, more) => fields[name].add(more) };
