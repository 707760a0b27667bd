// Frame and addresses of the photo site. Notifications open beside the page and have no address.

import { avatar, h, icon, pressable } from '/shared/dom.js';
import { styles } from '/shared/hashed.js';
import { everybody, lineOf, param, record, router } from '/shared/page.js';
import { facts, panel } from './notifications.js';
import { editProfile, whoCanSee } from './account.js';
import { newPost } from './composer.js';

const posts = [
  ['rashidbello', 'Choir practice, third week of the Bach.', 214],
  ['petralindqvist', 'The river wall, again.', 32],
];

function home(c) {
  return h(
    'div',
    { class: c('feed') },
    posts.map(([user, text, hue]) =>
      h(
        'article',
        { class: c('post') },
        h('div', { class: c('who') }, avatar(user, 32), h('a', { href: `/${user}/`, class: c('user') }, user)),
        h('div', { class: c('picture'), style: `background:linear-gradient(160deg,hsl(${hue} 30% 74%),hsl(${hue + 40} 26% 56%))` }),
        h('p', {}, h('a', { href: `/${user}/`, class: c('user') }, user), ' ', text),
      ),
    ),
  );
}

async function profile(c, match) {
  const user = decodeURIComponent(match[1]);
  const person = (await everybody()).find((one) => one.instagram.handle === user) ?? {
    id: user,
    name: user,
    instagram: { handle: user, line: 'Oakfield School' },
  };
  const states = ['Follow', 'Requested'];
  let state = 0;
  const follow = h(
    'button',
    {
      type: 'button',
      class: c('button primary'),
      on: {
        click: () => {
          record(state === 0 ? 'follow' : 'unfollow', facts(person));
          state = 1 - state;
          follow.firstChild.textContent = states[state];
          follow.className = c(state === 0 ? 'button primary' : 'button');
        },
      },
    },
    h('div', {}, states[0]),
  );
  return h(
    'div',
    { class: c('profile') },
    avatar(person.name, 150),
    h(
      'section',
      {},
      h('div', { class: c('profile-top') }, h('h2', {}, user), follow, h('button', { type: 'button', class: c('button') }, 'Message')),
      h(
        'div',
        { class: c('counts') },
        h('span', {}, h('b', {}, '18'), ' posts'),
        h('span', {}, h('b', {}, '204'), ' followers'),
        h('span', {}, h('b', {}, '187'), ' following'),
      ),
      h('b', {}, person.name),
      h('div', {}, lineOf(person, 'instagram')),
    ),
  );
}

async function start() {
  const c = await styles('/site.css');
  const main = h('main', { role: 'main', class: c('main') });
  const side = h('div', { class: c('beside') });
  const toggle = async () => {
    if (side.firstChild) return side.replaceChildren();
    side.replaceChildren(await panel(c, () => side.replaceChildren()));
  };
  const link = (href, label, name) =>
    h('a', { href, class: c('nav-link'), on: { click: () => side.replaceChildren() } }, icon(name, 24), h('span', {}, label));
  document.body.append(
    h(
      'div',
      { class: c('app') },
      h(
        'nav',
        { 'aria-label': 'Main', class: c('nav') },
        h('a', { href: '/', class: c('brand') }, 'Photo site'),
        link('/', 'Home', 'home'),
        link('/explore/', 'Explore', 'compass'),
        pressable({ class: c('nav-link'), 'aria-label': 'Notifications' }, toggle, icon('bell', 24), h('span', {}, 'Notifications')),
        pressable({ class: c('nav-link'), 'aria-label': 'New post' }, () => newPost(c), icon('plus', 24), h('span', {}, 'Create')),
        link('/m.hartley/', 'Profile', 'person'),
        link('/accounts/edit/', 'Settings', 'settings'),
      ),
      side,
      main,
    ),
  );
  const { show, go } = router(main, [
    [/^\/accounts\/who_can_see_your_content\/?$/, () => whoCanSee(c)],
    [/^\/accounts\/edit\/?$/, () => editProfile(c)],
    [/^\/(|explore\/?|accounts\/activity\/?)$/, () => home(c)],
    [/^\/([^/]+)\/?$/, (match) => profile(c, match)],
    [/./, () => home(c)],
  ]);
  await show();
  if (param('open') === 'composer') newPost(c);
  if (param('open') === 'notifications' || param('followRequests') === '1') await toggle();
  return { go, notifications: toggle };
}

const ready = start();
window.__replica = { ready };
Object.assign(window.__replica, await ready);
