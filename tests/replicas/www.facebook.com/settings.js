// Settings: rows whose button names the present audience, and one switch.

import { h, icon, pressable } from '/shared/dom.js';
import { param, record, sheet } from '/shared/page.js';
import { audienceButton, picker } from './audience.js';

const given = param('audience', 'Public');

const TABS = {
  posts: [
    'Posts',
    [
      ['future_posts', 'Who can see your future posts?', given, ['Public', 'Friends', 'Friends except: …', 'Only me']],
      ['stories', 'Who can see your stories?', 'Friends', ['Public', 'Friends', 'Only me']],
    ],
  ],
  how_people_find_and_contact_you: [
    'How people find and contact you',
    [
      ['friend_requests', 'Who can send you friend requests?', param('requests', 'Everyone'), ['Everyone', 'Friends of friends']],
      ['friends_list', 'Who can see your friends list?', given, ['Public', 'Friends', 'Only me']],
      [
        'email_lookup',
        'Who can look you up using the e-mail address you provided?',
        given === 'Public' ? 'Everyone' : given,
        ['Everyone', 'Friends of friends', 'Friends', 'Only me'],
      ],
      [
        'phone_lookup',
        'Who can look you up using the phone number you provided?',
        'Friends',
        ['Everyone', 'Friends of friends', 'Friends', 'Only me'],
      ],
    ],
  ],
  followers_and_public_content: [
    'Followers and public content',
    [
      ['follow', 'Who can follow me', given, ['Public', 'Friends']],
      ['comments', 'Who can comment on your public posts?', 'Friends', ['Public', 'Friends', 'Friends of friends']],
    ],
  ],
  profile_and_tagging: [
    'Profile and tagging',
    [
      ['profile_posts', 'Who can see what others post on your profile?', given, ['Public', 'Friends', 'Friends of friends', 'Only me']],
      ['tagged', 'Who can see posts you’re tagged in on your profile?', 'Friends', ['Public', 'Friends', 'Friends of friends', 'Only me']],
    ],
  ],
};

// What was changed holds while one moves about the settings.
const values = new Map();

function row(c, [key, question, start, offered]) {
  const get = () => values.get(key) ?? start;
  const button = audienceButton(
    c,
    get,
    () =>
      sheet({ label: question, className: c('sheet'), scrim: c('scrim') }, (box, close) => {
        box.append(
          h(
            'div',
            { class: c('sheet-head') },
            h('h2', {}, 'Select audience'),
            pressable({ class: c('round'), 'aria-label': 'Close' }, close, icon('close', 18)),
          ),
          h(
            'div',
            { class: c('sheet-body') },
            h('p', { class: c('quiet') }, question),
            picker(c, {
              offered,
              value: get(),
              doneLabel: 'Save privacy audience selection and close dialog',
              doneText: 'Save',
              back: close,
              done: (chosen) => {
                record('setting', { key, from: get(), to: chosen });
                values.set(key, chosen);
                button.refresh();
                close();
              },
            }),
          ),
        );
      }),
    { row: true },
  );
  return h('div', { class: c('setting') }, h('div', { class: c('setting-text') }, question), button);
}

function searchEngines(c) {
  const on = () => (values.get('search') ?? param('search', 'on')) === 'on';
  const toggle = pressable(
    { role: 'switch', class: c('switch'), 'aria-label': 'Search engines outside of this site may link to your profile' },
    () => {
      record('setting', { key: 'search', from: on() ? 'on' : 'off', to: on() ? 'off' : 'on' });
      values.set('search', on() ? 'off' : 'on');
      draw();
    },
  );
  const draw = () => toggle.setAttribute('aria-checked', String(on()));
  draw();
  return h(
    'div',
    { class: c('setting') },
    h(
      'div',
      { class: c('setting-text') },
      'Do you want search engines outside of this site to link to your profile?',
      h('div', { class: c('quiet small') }, 'When this is on, search engines may show your profile in their results.'),
    ),
    toggle,
  );
}

export function settings(c) {
  const tab = TABS[param('tab')] ? param('tab') : 'posts';
  const [title, rows] = TABS[tab];
  return h(
    'div',
    { class: c('split') },
    h(
      'nav',
      { 'aria-label': 'Settings', class: c('split-side') },
      h('h1', {}, 'Settings'),
      h('p', { class: c('quiet count') }, 'Audience and visibility'),
      Object.entries(TABS).map(([name, [text]]) =>
        h(
          'a',
          {
            href: `/settings/?tab=${name}`,
            class: c(name === tab ? 'side-link here' : 'side-link'),
            'aria-current': name === tab && 'page',
          },
          text,
        ),
      ),
    ),
    h(
      'div',
      { class: c('preview top-aligned') },
      h(
        'div',
        { class: c('card settings') },
        h('h2', {}, title),
        rows.map((each) => row(c, each)),
        tab === 'how_people_find_and_contact_you' && searchEngines(c),
      ),
    ),
  );
}
