// One compose: the same inside whether it floats, fills the screen, sits under a
// message or has a window of its own.

import { h, icon, pressable, put } from '/shared/dom.js';
import { param, toast } from '/shared/page.js';
import { alertBox, toolbar } from './toolbar.js';
import { words } from './labels.js';
import { me } from './mailbox.js';
import { Recipients } from './recipients.js';
import { k } from './tokens.js';

const SAVE_AFTER = 1500;

/** Messages sent, in order; tests read it. A popped-out window tells its opener too. */
export const sent = (window.__sent = []);

const hex = (length) => [...crypto.getRandomValues(new Uint8Array(length / 2))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export class Compose {
  /**
   * `kind`: popup, fullscreen, popout, reply, reply-all or forward.
   * `draft`: {to, cc, bcc, subject, text, quote, thread}. `place` moves and closes it.
   */
  constructor(kind, c, draft, place) {
    Object.assign(this, { kind, c, place, thread: draft.thread });
    this.id = hex(14);
    this.inline = ['reply', 'reply-all', 'forward'].includes(kind);
    this.files = [];
    this.build(draft);
    for (const field of ['to', 'cc', 'bcc']) if (draft[field]?.length) this.recipients.add(field, draft[field]);
    if (this.inline && kind !== 'forward') this.recipients.collapse();
  }

  build(draft) {
    const { c } = this;
    const hidden = (name, value) => h('input', { type: 'hidden', name, value });
    const from = hidden('from', '');
    this.from = from;
    this.draftId = hidden('draft', 'undefined');
    this.recipients = new Recipients(c, from, () => this.touched());
    this.subject = this.inline
      ? hidden('subject', draft.subject ?? '')
      : h('input', {
          name: 'subjectbox',
          class: `${k('aoT')} ${c('subject')}`,
          placeholder: words.subject,
          'aria-label': words.subject,
          tabindex: '1',
          spellcheck: 'true',
          autocomplete: 'off',
          on: {
            input: () => {
              this.titled();
              this.touched();
            },
          },
        });
    this.subject.value = draft.subject ?? '';
    this.editor = h('div', {
      class: `${k('Am aiL aO9 Al editable LW-avf tS-tW')} ${c('editor')}`,
      contenteditable: 'true',
      g_editable: 'true',
      hidefocus: 'true',
      role: 'textbox',
      'aria-multiline': 'true',
      'aria-label': words.body,
      tabindex: '1',
      spellcheck: 'true',
      on: { input: () => this.touched() },
    });
    this.write(draft);
    this.attached = h('div', { class: c('attached') });
    const form = h(
      'form',
      {
        class: `${k('bAs')} ${c('form')}`,
        enctype: 'multipart/form-data',
        method: 'POST',
        on: { submit: (event) => event.preventDefault() },
      },
      this.draftId,
      hidden('composeid', this.id),
      draft.thread && hidden('rt', draft.thread),
      from,
      !this.inline && (this.savedSubject = hidden('subject', draft.subject ?? '')),
      this.inline && this.responseType(),
      this.recipients.element,
      this.inline ? this.subject : h('div', { class: `${k('aoD az6')} ${c('subject-row')}` }, this.subject),
    );
    // The window's own wrapper carries the token known to be hashed for some accounts.
    this.inner = h(
      'div',
      { class: `${k('M9 Ht')} ${c('inner')}` },
      form,
      h('div', { class: `${k('aoX')} ${c('page')}` }, this.editor, this.attached),
      toolbar(this),
    );
    this.holder = h('div', { class: `${k('aaZ')} ${c('holder')}` }, this.inner);
    if (this.inline) {
      this.root = h('div', { class: `${k('ip iq')} ${c('inline')}` }, this.inner);
    } else {
      this.title = h('h2', { class: `${k('a3E')} ${c('title')}` });
      this.root = h('div', { class: `${k('nH Hd')} ${c('window')}`, role: 'dialog', tabindex: '-1' }, this.bar(), this.holder);
      this.titled();
    }
    this.listen();
  }

  bar() {
    const { c } = this;
    const button = (token, label, name, act) =>
      h('img', {
        class: `${k(token)} ${c('bar-button')}`,
        role: 'button',
        tabindex: '1',
        alt: '',
        'aria-label': label,
        'data-tooltip': label,
        src:
          'data:image/svg+xml,' +
          encodeURIComponent(
            `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#6b7482" stroke-width="2.4" stroke-linecap="round"><path d="${icon(name).firstChild.getAttribute('d')}"/></svg>`,
          ),
        on: {
          click: (event) => {
            event.stopPropagation();
            act(event);
          },
        },
      });
    return h(
      'div',
      { class: `${k('l o')} ${c('bar')}`, on: { click: () => this.kind === 'popup' && this.minimise() } },
      this.title,
      this.kind !== 'popout' && [
        button('Hl', words.minimise, 'down', () => this.minimise()),
        button('Hq aUG', words.full, 'full', (event) => (event.shiftKey ? this.popOut() : this.place.toggle(this))),
        button('Ha', words.close, 'close', () => this.place.close(this)),
      ],
    );
  }

  responseType() {
    const { c, kind } = this;
    const [token, name, label] = {
      reply: ['mL', 'reply', words.reply],
      'reply-all': ['mK', 'people', words.replyAll],
      forward: ['mI', 'forward', words.forward],
    }[kind];
    return pressable(
      {
        class: `${k('Un J-JN-M-I')} ${c('type')}`,
        'aria-haspopup': 'true',
        'aria-label': words.replyType,
        'data-tooltip': words.replyType,
      },
      () => this.popOut(),
      h('span', { class: `${k(token)} ${kind === 'forward' ? '' : k('HQ')}`, 'aria-label': label }, icon(name, 18)),
    );
  }

  /** The person's words, then the signature, then what is quoted: three parts that readers must tell apart. */
  write({ text = '', quote }) {
    put(this.editor, ...(text ? text.split('\n').map((line) => h('div', {}, line || h('br'))) : [h('div', {}, h('br'))]));
    if (param('signature') !== '0') {
      put(
        this.editor,
        h('br'),
        h(
          'div',
          { class: 'gmail_signature', 'data-smartmail': 'gmail_signature', dir: 'ltr' },
          h('div', { class: this.c('quiet') }, '-- '),
          h('div', {}, me.name),
          h('div', {}, 'Year 5, Oakfield School'),
        ),
      );
    }
    if (!quote) return;
    const body = h(
      'div',
      { class: 'gmail_quote gmail_quote_container', style: 'display:none' },
      h('div', { class: 'gmail_attr', dir: 'ltr' }, `${quote.when}, ${quote.from.name} <${quote.from.address}>:`),
      h(
        'blockquote',
        { class: `gmail_quote ${this.c('quote')}` },
        quote.text.map((line) => h('div', {}, line)),
      ),
    );
    const more = pressable(
      { class: `${k('ajR')} ${this.c('trimmed')}`, 'aria-label': words.trimmed, contenteditable: 'false', on: {} },
      () => {
        body.style.display = '';
        more.remove();
      },
      icon('dots', 16),
    );
    put(this.editor, h('br'), more, body);
  }

  listen() {
    this.root.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.send();
    });
    const { element } = this.recipients;
    element.addEventListener('focusout', () =>
      setTimeout(() => {
        if (document.hasFocus() && !element.contains(document.activeElement) && element.isConnected) this.recipients.collapse();
      }),
    );
    this.root.addEventListener('focusin', (event) => !element.contains(event.target) && this.recipients.collapse());
    this.root.addEventListener('dragover', (event) => event.preventDefault());
    this.root.addEventListener('drop', (event) => {
      event.preventDefault();
      this.attach(event.dataTransfer.files);
    });
    this.editor.addEventListener('paste', (event) => {
      if (!event.clipboardData.files.length) return;
      event.preventDefault();
      this.attach(event.clipboardData.files);
    });
  }

  titled() {
    if (!this.title) return;
    this.title.textContent = this.subject.value || words.newMessage;
    this.root.setAttribute('aria-label', this.title.textContent);
  }

  /** A draft has no id until it is first saved; from then on it keeps it. */
  touched() {
    clearTimeout(this.saving);
    this.saving = setTimeout(() => {
      if (this.savedSubject) this.savedSubject.value = this.subject.value;
      if (this.draftId.value === 'undefined') this.draftId.value = `#msg-a:r${Date.now()}${Math.floor(Math.random() * 1e6)}`;
    }, SAVE_AFTER);
  }

  minimise() {
    this.holder.style.display = this.holder.style.display === 'none' ? '' : 'none';
  }

  attach(list) {
    for (const file of list) {
      this.files.push(file);
      const address = URL.createObjectURL(file);
      const row = h(
        'div',
        { class: `${k('dL')} ${this.c('file')}`, tabindex: '-1' },
        h(
          'a',
          {
            class: `${k('dO')} ${this.c('file-link')}`,
            href: address,
            target: '_blank',
            download_url: `${file.type || 'application/octet-stream'}:${encodeURIComponent(file.name)}:${address}`,
          },
          icon('attach', 16),
          h('div', { class: k('vI') }, file.name),
          h('div', { class: `${k('vJ')} ${this.c('quiet')}` }, `(${Math.max(1, Math.round(file.size / 1024))}K)`),
        ),
        pressable(
          { class: `${k('vq')} ${this.c('file-remove')}`, 'aria-label': words.remove },
          () => {
            this.files.splice(this.files.indexOf(file), 1);
            row.remove();
          },
          icon('close', 16),
        ),
      );
      this.attached.append(row);
    }
    this.touched();
  }

  /** The same draft in a window of its own. */
  popOut() {
    const query = new URLSearchParams(location.search);
    for (const name of ['open', 'to', 'cc', 'bcc', 'su', 'body']) query.delete(name);
    query.set('view', 'cm');
    for (const kind of ['to', 'cc', 'bcc']) query.set(kind, this.recipients.addresses(kind).join(','));
    query.set('su', this.subject.value);
    query.set('body', this.words());
    window.open(`/mail/u/0/?${query}`, '_blank', 'popup,width=900,height=680');
    this.place.close(this);
  }

  words() {
    const copy = this.editor.cloneNode(true);
    for (const part of copy.querySelectorAll('.gmail_signature, .gmail_quote, [contenteditable="false"]')) part.remove();
    return copy.textContent.trim();
  }

  message() {
    const list = (kind) => [...this.recipients.addresses(kind)];
    return {
      to: list('to'),
      cc: list('cc'),
      bcc: list('bcc'),
      subject: this.subject.value,
      body: this.words(),
      text: this.editor.innerText,
      from: this.from.value || me.address,
      kind: this.kind,
      thread: this.thread ?? null,
      files: this.files.map((file) => file.name),
    };
  }

  send(extra = {}) {
    if (this.done) return;
    for (const field of Object.values(this.recipients.fields)) {
      field.commit();
      if (field.unfinished) return alertBox(this.c, words.notAddress.replace('{}', field.unfinished));
    }
    const message = { ...this.message(), ...extra };
    if (message.to.length + message.cc.length + message.bcc.length === 0) return alertBox(this.c, words.noRecipient);
    this.done = true;
    sent.push(message);
    if (this.kind === 'popout') window.opener?.__sent?.push(message);
    this.place.close(this);
    const style = `${k('vh')} ${this.c('toast')}`;
    if (extra.scheduled) return toast(words.scheduled, style);
    // Said at once, done a little later, as the real one does.
    const sending = toast(words.sending, style);
    setTimeout(() => {
      sending.remove();
      this.offerUndo(message, style);
    }, 300);
  }

  /** The message has gone, and for a while it can be had back as a draft. */
  offerUndo(message, style) {
    const link = (id, text, click) => h('span', { id, class: `${k('ag a8k')} ${this.c('toast-link')}`, role: 'alert', tabindex: '0', on: { click } }, text);
    const undo = () => {
      box.remove();
      sent.splice(sent.indexOf(message), 1);
      toast(words.undone, style);
      const again = (kind) => this.recipients.fields[kind].people;
      this.place.start('popup', { to: again('to'), cc: again('cc'), bcc: again('bcc'), subject: message.subject, text: message.body });
    };
    const box = toast('', style, Number(param('undo', 5000)));
    put(box, h('span', { class: k('bAq') }, words.sent), link('link_undo', words.undo, undo), link('link_vsm', words.viewSent, () => {}));
  }
}
