// The phone chat site: a list of chats, and the one that is open with its name, its messages and a box.

import { h } from '/shared/dom.js';
import { param, people, record } from '/shared/page.js';

function chat(title) {
  const box = h('div', { contenteditable: 'true', role: 'textbox', 'aria-label': `Type to ${title}`, 'aria-placeholder': 'Type a message' });
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    record('send', { to: title });
    box.textContent = '';
  });
  return h(
    'div',
    { id: 'main' },
    h('header', {}, h('div', {}, h('span', { dir: 'auto', title }, title))),
    h('div', { class: 'messages' }, h('div', { 'data-id': 'false_1', role: 'row' }, h('div', { class: 'copyable-text', 'data-pre-plain-text': '[09:12, 30/11/2026] ' }, 'When is the match?'))),
    h('footer', {}, box),
  );
}

async function start() {
  const list = h('div', { id: 'pane-side', role: 'grid', 'aria-label': 'Chat list' });
  const place = h('div', { id: 'main' }, h('p', { class: 'quiet' }, 'No chat is open.'));
  const app = h('div', { class: 'app' }, list, place);
  let shown = place;
  const open = (title) => {
    const next = chat(title);
    shown.replaceWith(next);
    shown = next;
  };
  for (const title of [...(await people()).map(({ name }) => name), '+44 7700 900123']) {
    list.append(h('div', { role: 'row', on: { click: () => open(title) } }, h('div', { role: 'gridcell' }, h('span', { dir: 'auto', title }, title))));
  }
  document.body.append(app);
  if (param('open')) open(param('open'));
}

window.__replica = { ready: start() };
