// Where compose windows live: a row of pop-ups, the full screen, under a message, or a window of its own.

import { h } from '/shared/dom.js';
import { param } from '/shared/page.js';
import { Compose } from './compose.js';
import { k } from './tokens.js';

export class Place {
  constructor(c) {
    this.c = c;
    this.open = [];
    this.row = h('div', { class: `${k('no')} ${c('popups')}` });
    this.dock = h('div', { class: k('dw') }, h('div', {}, h('div', { class: k('nH') }, h('div', { class: k('nH') }, this.row))));
  }

  /** Opens a compose and puts the caret where the site does: To when new, the text when replying. */
  start(kind, draft = {}, host = null) {
    const compose = new Compose(kind, this.c, draft, this);
    this.open.push(compose);
    if (compose.inline) host.append(compose.root);
    else if (kind === 'popup') this.toRow(compose);
    else if (kind === 'fullscreen') this.toScreen(compose);
    else document.body.append(h('div', { class: k('nH') }, h('div', { class: `${k('nH nn')} ${this.c('alone')}` }, compose.root)));
    const filled = compose.recipients.addresses('to').length > 0 && param('focus') !== 'to';
    if (compose.inline && kind !== 'forward') compose.editor.focus();
    else if (filled && !compose.inline) compose.subject.focus();
    else compose.recipients.fields.to.input.focus();
    return compose;
  }

  toRow(compose) {
    compose.kind = 'popup';
    compose.cell = h('div', { class: `${k('nH nn')} ${this.c('popup')}` }, h('div', { class: k('AD') }, compose.root));
    this.row.prepend(compose.cell);
  }

  // Only one compose fills the screen. Its box stays in the document when it closes.
  toScreen(compose) {
    compose.kind = 'fullscreen';
    this.screenBox ??= h('div', { class: `${k('aSt')} ${this.c('screen-box')}` });
    this.screen ??= h('div', { class: `${k('aSs')} ${this.c('screen')}` }, this.screenBox);
    this.screenBox.replaceChildren(compose.root);
    this.screen.style.display = '';
    document.body.append(this.screen);
  }

  toggle(compose) {
    if (compose.kind === 'popup') {
      compose.cell.remove();
      this.toScreen(compose);
    } else {
      this.screen.style.display = 'none';
      this.toRow(compose);
    }
    compose.subject.focus();
  }

  close(compose) {
    clearTimeout(compose.saving);
    this.open = this.open.filter((other) => other !== compose);
    if (compose.kind === 'fullscreen') {
      compose.holder.replaceChildren();
      this.screen.style.display = 'none';
    } else if (compose.cell) {
      compose.cell.remove();
    } else {
      compose.root.remove();
    }
    compose.closed?.();
  }
}
