// A new post, at its last step: the picture is chosen and the caption is being written.

import { avatar, h, icon, pressable } from '/shared/dom.js';
import { record, sheet } from '/shared/page.js';

export function newPost(c) {
  sheet({ label: 'Create new post', className: c('sheet post-sheet'), scrim: c('scrim') }, (box, close) => {
    const caption = h('div', {
      contenteditable: 'true',
      role: 'textbox',
      'aria-label': 'Write a caption...',
      'data-lexical-editor': 'true',
      spellcheck: 'true',
      class: c('caption'),
    });
    const share = () => {
      record('post', { site: 'instagram', text: caption.innerText.trim() });
      close();
    };
    box.append(
      h(
        'div',
        { class: c('post-head') },
        pressable({ class: c('round'), 'aria-label': 'Back' }, close, icon('back', 20)),
        h('h2', {}, 'Create new post'),
        pressable({ class: c('share') }, share, 'Share'),
      ),
      h(
        'div',
        { class: c('post-body') },
        h('div', { class: c('picture'), style: 'background:linear-gradient(160deg,hsl(32 30% 74%),hsl(72 26% 56%))' }),
        h('div', { class: c('post-side') }, h('div', { class: c('who') }, avatar('m.hartley', 28), h('b', {}, 'm.hartley')), caption),
      ),
    );
    setTimeout(() => caption.focus());
  });
}
