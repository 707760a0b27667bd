// Account settings: who can see the photos, and the profile's own words.

import { h, pressable } from '/shared/dom.js';
import { param, record, sheet } from '/shared/page.js';

// What was chosen holds while one moves about.
let isPrivate;

function frame(c, here, content) {
  const link = (href, text) => h('a', { href, class: c(here === href ? 'side-link here' : 'side-link') }, text);
  return h(
    'div',
    { class: c('settings') },
    h(
      'div',
      { class: c('settings-side') },
      h('h1', {}, 'Settings'),
      h('h3', { class: c('quiet') }, 'How you use this site'),
      link('/accounts/edit/', 'Edit profile'),
      h('h3', { class: c('quiet') }, 'Who can see your content'),
      link('/accounts/who_can_see_your_content/', 'Account privacy'),
    ),
    h('div', { class: c('settings-main') }, content),
  );
}

export function whoCanSee(c) {
  isPrivate ??= param('private', 'off') === 'on';
  const ask = () => {
    const [question, yes, about] = isPrivate
      ? [
          'Switch to public account?',
          'Switch to public',
          'Anyone will be able to see your photos, on or off this site. Requests that wait will be accepted.',
        ]
      : [
          'Switch to private account?',
          'Switch to private',
          'Only your followers will be able to see your photos. Those who follow you now stay.',
        ];
    sheet({ label: question, className: c('sheet'), scrim: c('scrim') }, (box, close) => {
      const change = () => {
        isPrivate = !isPrivate;
        record('private', { to: isPrivate ? 'on' : 'off' });
        draw();
        close();
      };
      box.append(
        h('div', { class: c('sheet-text') }, h('h3', {}, question), h('p', { class: c('quiet') }, about)),
        h('button', { type: 'button', class: c('sheet-button strong'), on: { click: change } }, yes),
        h('button', { type: 'button', class: c('sheet-button'), on: { click: close } }, 'Cancel'),
      );
    });
  };
  const toggle = pressable({ role: 'switch', 'aria-label': 'Private account', class: c('switch') }, ask);
  const draw = () => toggle.setAttribute('aria-checked', String(isPrivate));
  draw();
  return frame(c, '/accounts/who_can_see_your_content/', [
    h('h2', {}, 'Account privacy'),
    h('div', { class: c('card setting') }, h('span', {}, 'Private account'), toggle),
    h(
      'p',
      { class: c('quiet') },
      'While your account is public, your profile and photos can be seen by anyone, with or without an account here. While it is private, only followers you approve see what you share.',
    ),
  ]);
}

export function editProfile(c) {
  const field = (label, control) => h('label', { class: c('field') }, h('b', {}, label), control);
  return frame(c, '/accounts/edit/', [
    h('h2', {}, 'Edit profile'),
    h(
      'form',
      {
        on: {
          submit: (event) => {
            event.preventDefault();
            record('profile', { bio: event.target.elements.bio.value });
          },
        },
      },
      field('Name', h('input', { name: 'name', value: 'Miriam Hartley', class: c('input') })),
      field(
        'Bio',
        h(
          'textarea',
          { id: 'pepBio', name: 'bio', maxlength: '150', rows: '3', class: c('input') },
          param('bio', 'Paper, dogs, long walks.'),
        ),
      ),
      h('button', { class: c('button primary') }, 'Submit'),
    ),
  ]);
}
