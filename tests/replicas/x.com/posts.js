// The home page with its own post box, and the same box over the page at /compose/post.

import { avatar, h, icon } from '/shared/dom.js';
import { record, sheet } from '/shared/page.js';
import { top } from './people.js';

export const me = { name: 'Miriam Hartley', handle: 'm_hartley' };

const timeline = [
  { name: 'Rashid Bello', handle: 'rashidbello', text: 'Trains again. Choir starts late, bring gloves.' },
  { name: 'Petra Lindqvist', handle: 'petralindqvist', text: 'Three words today for the same kind of rain.' },
];

const post = (c, { name, handle, text }) =>
  h(
    'article',
    { 'data-testid': 'tweet', class: c('post') },
    avatar(name, 42),
    h(
      'div',
      {},
      h(
        'div',
        { 'data-testid': 'User-Name' },
        h('a', { href: `/${handle}`, role: 'link', class: c('name') }, name),
        h('span', { class: c('quiet') }, ` @${handle}`),
      ),
      h('div', { 'data-testid': 'tweetText', dir: 'auto' }, text),
    ),
  );

function box(c, testid, sent) {
  const text = h('div', {
    contenteditable: 'true',
    role: 'textbox',
    'aria-multiline': 'true',
    'aria-label': 'Post text',
    'data-testid': 'tweetTextarea_0',
    'data-empty': true,
    class: c('text'),
    spellcheck: 'true',
    on: {
      input: () => {
        const empty = text.textContent.trim() === '';
        text.toggleAttribute('data-empty', empty);
        send.disabled = empty;
        send.setAttribute('aria-disabled', String(empty));
      },
    },
  });
  const attached = h('div', {});
  const remove = h(
    'button',
    { type: 'button', 'aria-label': 'Remove media', class: c('round'), on: { click: () => attached.replaceChildren() } },
    icon('close', 16),
  );
  const attach = h(
    'button',
    {
      type: 'button',
      'aria-label': 'Add photos or video',
      class: c('round'),
      on: { click: () => attached.replaceChildren(h('div', { 'data-testid': 'attachments', class: c('attached') }, icon('picture', 34), remove)) },
    },
    icon('picture'),
  );
  const send = h(
    'button',
    {
      role: 'button',
      type: 'button',
      'data-testid': testid,
      disabled: true,
      'aria-disabled': 'true',
      class: c('pill strong'),
      on: {
        click: () => {
          const said = text.innerText.trim();
          record('post', { site: 'x', text: said });
          text.textContent = '';
          text.dispatchEvent(new Event('input'));
          sent({ ...me, text: said });
        },
      },
    },
    h('span', {}, 'Post'),
  );
  return h(
    'div',
    { class: c('box') },
    avatar(me.name, 42),
    h(
      'div',
      { class: c('box-inner') },
      text,
      attached,
      h('div', { class: c('reach') }, icon('globe', 16), 'Everyone can reply'),
      h(
        'div',
        { 'data-testid': 'toolBar', class: c('box-foot') },
        attach,
        icon('smile'),
        h('span', { class: c('stretch') }),
        send,
      ),
    ),
  );
}

export function home(c) {
  const list = h('div', {});
  const add = (mine) => list.prepend(post(c, mine));
  list.append(...timeline.map((each) => post(c, each)));
  return h('div', {}, top(c, 'Home'), box(c, 'tweetButtonInline', add), h('section', { 'aria-label': 'Timeline' }, list));
}

export function composeOver(c, left) {
  setTimeout(() => {
    const { box: dialog, close } = sheet({ label: 'New post', className: c('sheet'), scrim: c('scrim') }, (inside, shut) => {
      const leave = () => {
        shut();
        left();
      };
      inside.append(
        h(
          'button',
          { type: 'button', 'aria-label': 'Close', 'data-testid': 'app-bar-close', class: c('round'), on: { click: leave } },
          icon('close'),
        ),
        box(c, 'tweetButton', leave),
      );
    });
    dialog.querySelector('[contenteditable]').focus();
    window.addEventListener('popstate', close, { once: true });
  });
}
