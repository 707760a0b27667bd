// Audience and tagging: the first box protects the posts, after a sheet that asks.

import { h, icon } from '/shared/dom.js';
import { param, record, sheet } from '/shared/page.js';
import { top } from './people.js';

let protectedNow;

/** The site's name for a post differs between accounts: `?wording=old`. */
const posts = () => (param('wording') === 'old' ? 'Tweets' : 'posts');

export function audienceAndTagging(c) {
  protectedNow ??= param('protected', 'off') === 'on';
  const ask = (event) => {
    event.preventDefault(); // the box changes only when the sheet says so
    const to = !protectedNow;
    sheet(
      {
        label: to ? `Protect your ${posts()}?` : `Unprotect your ${posts()}?`,
        className: c('sheet small-sheet'),
        scrim: c('scrim centre'),
      },
      (box, close) => {
        box.setAttribute('data-testid', 'confirmationSheetDialog');
        const choice = (id, text, look, act) =>
          h(
            'button',
            {
              role: 'button',
              type: 'button',
              'data-testid': id,
              class: c(look),
              on: {
                click: () => {
                  close();
                  act();
                },
              },
            },
            h('span', {}, text),
          );
        box.append(
          h('h1', {}, box.getAttribute('aria-label')),
          h(
            'p',
            { class: c('quiet') },
            to
              ? `This will make them visible only to your followers.`
              : `This will make them public and anyone will be able to see and reply to them.`,
          ),
          choice('confirmationSheetConfirm', to ? 'Protect' : 'Unprotect', 'pill dark big', () => {
            protectedNow = to;
            input.checked = to;
            record('protected', { to: to ? 'on' : 'off' });
          }),
          choice('confirmationSheetCancel', 'Cancel', 'pill big', () => {}),
        );
      },
    );
  };
  const input = h('input', { type: 'checkbox', class: c('check'), on: { click: ask } });
  input.checked = protectedNow;
  const row = (title, about, control) =>
    h(
      'label',
      { class: c('setting') },
      h('div', {}, h('div', { class: c('setting-title') }, title), h('div', { class: c('quiet') }, about)),
      control,
    );
  return h(
    'div',
    {},
    top(c, 'Audience, media and tagging', 'Choose what others may see of you here.'),
    row(
      `Protect your ${posts()}`,
      `When selected, your ${posts()} and other account information are only visible to people who follow you.`,
      input,
    ),
    row(
      'Protect your videos',
      'If selected, videos in your posts will not be downloadable by default.',
      h('input', { type: 'checkbox', class: c('check') }),
    ),
    h(
      'a',
      { href: '/settings/audience_and_tagging', class: c('setting') },
      h('div', {}, h('div', { class: c('setting-title') }, 'Photo tagging'), h('div', { class: c('quiet') }, 'Anyone can tag you')),
      icon('forward', 18),
    ),
  );
}
