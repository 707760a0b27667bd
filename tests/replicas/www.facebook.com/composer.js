// The home page: a feed, and the post box that opens over it.

import { avatar, h, icon, pressable } from '/shared/dom.js';
import { param, record, sheet, toast } from '/shared/page.js';
import { audienceButton, picker } from './audience.js';
import { me } from './me.js';

const feed = [
  { name: 'Rashid Bello', when: '2 h', text: 'Choir tonight at seven in the church hall. Bring a chair if you own a folding one.' },
  { name: 'Helen Crake', when: '5 h', text: 'Lost: one blue umbrella, last seen on the 8.15 to Malvern.' },
  { name: 'Petra Lindqvist', when: '1 d', text: 'The heron is back on the river wall.' },
];

// The choice holds for the next post too, as it does on the site.
let audience = param('audience', 'Public');

function openComposer(c, posted) {
  sheet({ label: 'Create post', className: c('sheet'), scrim: c('scrim') }, (box, close) => {
    const text = h(
      'div',
      {
        contenteditable: 'true',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': `What’s on your mind, ${me.first}?`,
        'data-lexical-editor': 'true',
        spellcheck: 'true',
        class: c('post-text'),
        'data-empty': true,
        on: {
          input: () => {
            const empty = text.textContent.trim() === '';
            text.toggleAttribute('data-empty', empty);
            post.setAttribute('aria-disabled', String(empty));
          },
        },
      },
      h('p', {}, h('br')),
    );
    const who = audienceButton(
      c,
      () => audience,
      () => choose(),
    );
    const post = pressable(
      { class: c('button primary broad'), 'aria-label': 'Post', 'aria-disabled': 'true' },
      () => {
        if (post.getAttribute('aria-disabled') === 'true') return;
        const said = text.innerText.trim();
        record('post', { audience, text: said });
        posted({ name: me.name, when: 'Just now', text: said, audience });
        close();
      },
      'Post',
    );
    const head = (title, act) =>
      h(
        'div',
        { class: c('sheet-head') },
        h('h2', {}, title),
        pressable({ class: c('round'), 'aria-label': 'Close' }, act, icon('close', 18)),
      );
    const extra = (label, name, act = () => {}) => pressable({ class: c('round'), 'aria-label': label }, act, icon(name));
    const attached = h('div', {});
    const attach = () =>
      attached.replaceChildren(
        h(
          'div',
          { class: c('attached') },
          icon('picture', 40),
          pressable({ class: c('round'), 'aria-label': 'Remove post attachment' }, () => attached.replaceChildren(), icon('close', 18)),
        ),
      );
    const page = h(
      'div',
      {},
      head('Create post', close),
      h(
        'div',
        { class: c('sheet-body') },
        h('div', { class: c('who') }, avatar(me.name, 40), h('div', {}, h('b', {}, me.name), h('div', {}, who))),
        text,
        attached,
        h(
          'div',
          { class: c('extras') },
          h('span', {}, 'Add to your post'),
          extra('Photo/video', 'picture', attach),
          extra('Tag people', 'tag'),
          extra('Check in', 'compass'),
        ),
        post,
      ),
    );
    const show = () => {
      box.replaceChildren(page);
      who.refresh();
      text.focus();
    };
    function choose() {
      box.replaceChildren(
        h(
          'div',
          {},
          head('Post audience', show),
          h(
            'div',
            { class: c('sheet-body') },
            h('p', { class: c('quiet') }, 'Who can see your post? It may appear in feed, on your profile and in search results.'),
            picker(c, {
              offered: ['Public', 'Friends', 'Friends except: …', 'Only me'],
              value: audience,
              doneLabel: 'Done with privacy audience selection and close dialog',
              doneText: 'Done',
              done: (chosen) => {
                record('audience', { where: 'post', from: audience, to: chosen });
                audience = chosen;
                show();
              },
              back: show,
            }),
          ),
        ),
      );
    }
    show();
    setTimeout(() => text.focus());
  });
}

export function home(c) {
  const posts = h('div', { role: 'feed', class: c('stack') });
  const article = ({ name, when, text, audience: seen }) =>
    h(
      'div',
      { role: 'article', class: c('card post') },
      h(
        'div',
        { class: c('who') },
        avatar(name, 40),
        h('div', {}, h('b', {}, name), h('div', { class: c('quiet small') }, seen ? `${when} · ${seen}` : when)),
      ),
      h('p', {}, text),
    );
  posts.append(...feed.map(article));
  const start = () =>
    openComposer(c, (post) => {
      posts.prepend(article(post));
      toast('Your post is shared.', c('toast'));
    });
  if (param('open') === 'composer') setTimeout(start);
  return h(
    'div',
    { class: c('column') },
    h(
      'div',
      { class: c('card starter') },
      avatar(me.name, 40),
      pressable({ class: c('starter-button') }, start, `What’s on your mind, ${me.first}?`),
    ),
    posts,
  );
}
