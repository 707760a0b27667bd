// Webmail in plain HTML, as a school may run it. `like=` says whose names the fields have: those of two public
// webmails, the shortest, or pages that do not fit, of which nothing may be read. `keeps=1` is a page with a copy of its fields,
// which writes it back at once unless it has heard `input`.

import { h } from '/shared/dom.js';
import { param } from '/shared/page.js';

/** Names of: From, To, Cc, Bcc, subject, message, Send. */
const LIKE = {
  squirrelmail: ['identity', 'send_to', 'send_to_cc', 'send_to_bcc', 'subject', 'body', 'send'],
  sqwebmail: ['headerfrom', 'headerto', 'headercc', 'headerbcc', 'headersubject', 'message', 'sendmsg'],
  plain: ['from', 'to', 'cc', 'bcc', 'subject', 'body', 'send'],
  other: ['from', 'recipients[]', 'copies[]', 'blind[]', 'subject', 'body', 'go'],
};
const like = param('like', 'squirrelmail');
const account = param('account', 'teacher@oakfield.sch.uk');
const sent = (window.__sent = []);
const text = (name, field) => h(like === 'sqwebmail' ? 'textarea' : 'input', { name, id: `f-${field}`, rows: '2' });

function form([from, to, cc, bcc, subject, message, go]) {
  const fields = { to: text(to, 'to'), cc: text(cc, 'cc'), bcc: text(bcc, 'bcc'), subject: h('input', { name: subject }) };
  const hidden = param('bcc-hidden') === '1';
  const row = (name, field, shown = true) => h('div', { class: 'row', hidden: !shown }, h('label', { for: field.id }, name), field);
  const bccRow = row('Bcc', fields.bcc, !hidden);
  const sender = like === 'sqwebmail' ? h('input', { name: from, value: `M. Hartley <${account}>` }) : h('select', { name: from }, h('option', {}, `M. Hartley <${account}>`));
  const made = h(
    'form',
    { class: 'message', on: { submit: (event) => (event.preventDefault(), sent.push(Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value]))), made.remove()) } },
    row('From', sender),
    row('To', fields.to),
    row('Cc', fields.cc),
    bccRow,
    hidden && param('opener') !== '0' && h('button', { type: 'button', id: 'add-bcc', on: { click: () => (bccRow.hidden = false) } }, 'Add Bcc'),
    row('Subject', fields.subject),
    h('textarea', { name: message, rows: '8' }),
    h('input', { type: 'submit', name: go, value: 'Send' }),
  );
  for (const name of ['to', 'cc', 'bcc']) fields[name].value = param(name, '');
  fields.subject.value = param('su', '');
  if (param('keeps') === '1') {
    for (const field of Object.values(fields)) {
      let kept = field.value;
      field.addEventListener('input', () => (kept = field.value));
      setInterval(() => (field.value = kept), 50);
    }
  }
  return made;
}

const PAGES = {
  /** Recipients that are chips with an input that holds only what is being typed. */
  chips: () => h('form', { class: 'message' }, h('div', { class: 'row chip-list' }, param('to', '').split(',').map((one) => h('span', { class: 'chip' }, one)), h('input', { name: 'to' })), h('input', { name: 'subject' }), h('textarea', { name: 'body' })),
  /** A rich editor beside fields that have no names we know. */
  rich: () => h('div', { class: 'message' }, h('div', { class: 'row' }, h('input', { id: 'x1', value: param('to', '') })), h('div', { class: 'row' }, h('input', { id: 'x2' })), h('div', { contenteditable: 'true', role: 'textbox', 'aria-multiline': 'true' })),
  /** A search for messages, and an answer for when one is away: no message is being written. */
  search: () => h('div', {}, h('form', { role: 'search' }, h('input', { name: 'to', value: param('to', '') }), h('input', { name: 'subject' }), h('input', { name: 'body' })), h('form', {}, h('input', { name: 'subject' }), h('textarea', { name: 'message' }))),
};
document.body.append((PAGES[like] ?? (() => form(LIKE[like])))());

window.__replica = { ready: Promise.resolve(), sent };
