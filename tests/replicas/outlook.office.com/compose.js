// A message being written: docked in the reading pane, for a new one as for an answer.

import { h, icon } from '/shared/dom.js';
import { Well } from './well.js';

/** Messages sent, in order; tests read it. */
export const sent = (window.__sent = []);

const hex = () => [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
let count = 0;

export class Compose {
  /** `draft`: {to, cc, bcc, subject, text, quote}. */
  constructor(c, draft, closed) {
    const prefix = `MSG_${hex()}`;
    const n = count++;
    Object.assign(this, { c, closed });
    this.to = new Well('To', prefix, c, () => {});
    this.cc = new Well('Cc', prefix, c, () => {});
    this.bcc = new Well('Bcc', prefix, c, () => {});
    const opener = (well, name) => {
      const button = h('button', { type: 'button', class: c('opener'), on: { click: () => this.show(well, button) } }, name);
      return button;
    };
    this.ccButton = opener(this.cc, 'Cc');
    this.bccButton = opener(this.bcc, 'Bcc');
    this.fields = h('div', { class: c('fields') }, h('div', { class: c('first-row') }, this.to.element, this.ccButton, this.bccButton));
    this.subject = h('input', { id: `${prefix}_SUBJECT`, 'aria-label': 'Subject', placeholder: 'Add a subject', class: c('subject') });
    this.subject.value = draft.subject ?? '';
    this.editor = h('div', { contenteditable: 'true', role: 'textbox', 'aria-multiline': 'true', 'aria-label': 'Message body', class: c('editor') });
    for (const line of (draft.text ?? '').split('\n')) this.editor.append(h('div', { class: 'elementToProof' }, line || h('br')));
    this.editor.append(h('div', { id: 'Signature' }, h('div', {}, 'Miriam Hartley'), h('div', {}, 'Year 5, Oakfield School')));
    if (draft.quote) {
      this.editor.append(
        h('div', { id: 'appendonsend' }),
        h('hr'),
        h('div', { id: 'divRplyFwdMsg', dir: 'ltr' }, `From: ${draft.quote.from}`),
        h('div', {}, draft.quote.text),
      );
    }
    const send = h('button', { type: 'button', id: `splitButton-r${n}__primaryActionButton`, title: 'Send (Ctrl+Enter)', 'aria-label': 'Send', class: c('send'), on: { click: () => this.send() } }, icon('send', 16), 'Send');
    this.root = h(
      'div',
      { 'data-app-section': 'MailReadCompose', class: c('pane') },
      h(
        'div',
        { id: `docking_InitVisiblePart_${n}`, class: c('docked') },
        h('div', { class: c('actions') }, send, h('button', { type: 'button', 'aria-label': 'Discard', class: c('opener'), on: { click: () => this.close() } }, icon('bin', 18))),
        this.fields,
        h('div', { class: c('subject-row') }, this.subject),
        h('div', { id: `editorParent_${n + 1}`, class: c('editor-parent') }, this.editor),
      ),
    );
    this.root.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.send();
    });
    for (const kind of ['to', 'cc', 'bcc']) {
      if (!draft[kind]?.length) continue;
      if (kind !== 'to') this.show(this[kind], kind === 'cc' ? this.ccButton : this.bccButton, false);
      this[kind].add(draft[kind]);
    }
  }

  show(well, button, focus = true) {
    button.remove();
    // Bcc stands below Cc, whichever was opened first.
    if (well === this.cc && this.bcc.element.isConnected) this.bcc.element.before(well.element);
    else this.fields.append(well.element);
    if (focus) well.draw(well.text(), true);
  }

  message() {
    const list = (well) => well.people.map(({ address, name }) => address ?? name);
    return { to: list(this.to), cc: list(this.cc), bcc: list(this.bcc), subject: this.subject.value, body: this.editor.innerText };
  }

  send() {
    for (const well of [this.to, this.cc, this.bcc]) if (well.element.isConnected && well.text()) well.commit(false);
    sent.push(this.message());
    this.close();
  }

  close() {
    this.root.remove();
    this.closed();
  }
}
