// The feed's way to a post: a box that opens over the page.

import { avatar, h, icon } from '/shared/dom.js';
import { param, record, sheet } from '/shared/page.js';

function openBox(c) {
  sheet({ label: 'Create post', className: c('sheet post-sheet'), scrim: c('scrim') }, (box, close) => {
    const text = h('div', {
      contenteditable: 'true',
      role: 'textbox',
      'aria-multiline': 'true',
      'aria-label': 'Text editor for creating content',
      class: c('post-text'),
      on: { input: () => (post.disabled = text.textContent.trim() === '') },
    });
    const share = () => {
      record('post', { site: 'linkedin', text: text.innerText.trim() });
      close();
    };
    const post = h('button', { type: 'button', class: c('pill filled'), disabled: true, on: { click: share } }, h('span', {}, 'Post'));
    box.append(
      h(
        'div',
        { class: c('post-head') },
        avatar('Miriam Hartley', 48),
        h('b', {}, 'Miriam Hartley'),
        h('button', { type: 'button', 'aria-label': 'Dismiss', class: c('pill'), on: { click: close } }, icon('close', 18)),
      ),
      text,
      h('div', { class: c('pair end') }, post),
    );
    setTimeout(() => text.focus());
  });
}

export function feed(c) {
  const start = () => openBox(c);
  if (param('open') === 'composer') setTimeout(start);
  return h(
    'div',
    { class: c('screen') },
    h(
      'div',
      { class: c('stack') },
      h(
        'div',
        { class: c('card pad') },
        h('button', { type: 'button', class: c('pill outline'), on: { click: start } }, 'Start a post'),
      ),
      h('div', { class: c('card pad') }, h('b', {}, 'Petra Lindqvist'), h('p', {}, 'Our river survey is done: eleven weirs, one heron.')),
    ),
  );
}
