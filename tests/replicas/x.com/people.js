// Follower requests, and profiles with a Follow button.

import { avatar, h } from '/shared/dom.js';
import { everybody, late, lineOf, people, record } from '/shared/page.js';

const answered = new Map();

const facts = (person) => ({ site: 'x', handle: person.x.handle, name: person.name });

const button = (c, text, look, act, props = {}) =>
  h(
    'button',
    { role: 'button', type: 'button', class: c(look), ...props, on: { click: act } },
    h('div', { dir: 'ltr' }, h('span', {}, h('span', {}, text))),
  );

export function top(c, title, under) {
  return h(
    'div',
    { class: c('head') },
    h('h2', { role: 'heading', 'aria-level': '2' }, title),
    under && h('div', { class: c('quiet') }, under),
  );
}

function cell(c, person) {
  const { handle } = person.x;
  const foot = h('div', { class: c('pair') });
  const box = h(
    'div',
    { 'data-testid': 'cellInnerDiv' },
    h(
      'div',
      { 'data-testid': 'UserCell', tabindex: '0', class: c('cell') },
      h(
        'div',
        { 'data-testid': `UserAvatar-Container-${handle}` },
        h('a', { href: `/${handle}`, role: 'link', 'aria-hidden': 'true', tabindex: '-1' }, avatar(person.name, 44)),
      ),
      h(
        'div',
        { class: c('cell-text') },
        h('a', { href: `/${handle}`, role: 'link', class: c('name') }, h('span', {}, person.name)),
        h('a', { href: `/${handle}`, role: 'link', tabindex: '-1', class: c('quiet handle') }, h('span', {}, `@${handle}`)),
        h('div', { dir: 'auto' }, lineOf(person, 'x')),
      ),
      foot,
    ),
  );
  if (answered.get(person.id) === 'accepted') foot.append(h('span', { class: c('quiet') }, 'Follows you'));
  else {
    foot.append(
      button(c, 'Accept', 'pill dark', () => {
        record('accept', facts(person));
        answered.set(person.id, 'accepted');
        foot.replaceChildren(h('span', { class: c('quiet') }, 'Follows you'));
      }),
      button(c, 'Decline', 'pill', () => {
        record('decline', facts(person));
        answered.set(person.id, 'declined');
        box.remove();
      }),
    );
  }
  return box;
}

export async function followerRequests(c) {
  const list = h('div', {});
  const asking = (await people()).filter((person) => answered.get(person.id) !== 'declined');
  late().then(() => list.append(...asking.map((person) => cell(c, person))));
  return h(
    'div',
    {},
    top(c, 'Follower requests', `${asking.length} waiting`),
    h('section', { role: 'region', 'aria-label': 'Follower requests' }, list),
  );
}

export async function profile(c, match) {
  const handle = match[1];
  const person = (await everybody()).find((one) => one.x.handle.toLowerCase() === handle.toLowerCase()) ?? {
    id: handle,
    name: handle,
    x: { handle, line: 'Oakfield School' },
  };
  const number = [...handle].reduce((sum, letter) => (sum * 33 + letter.codePointAt(0)) % 1e9, 7);
  let state = 'follow';
  const place = h('div', { class: c('pair') });
  const draw = () =>
    place.replaceChildren(
      button(
        c,
        state === 'follow' ? 'Follow' : 'Pending',
        state === 'follow' ? 'pill dark' : 'pill',
        () => {
          record(state, facts(person));
          state = state === 'follow' ? 'cancel' : 'follow';
          draw();
        },
        { 'data-testid': `${number}-${state}`, 'aria-label': `${state === 'follow' ? 'Follow' : 'Pending'} @${handle}` },
      ),
    );
  draw();
  return h(
    'div',
    {},
    top(c, person.name, '41 posts'),
    h('div', { class: c('cover') }),
    h(
      'div',
      { class: c('profile') },
      h('div', { class: c('profile-top') }, avatar(person.name, 112), place),
      h(
        'div',
        { 'data-testid': 'UserName', class: c('profile-name') },
        h('b', {}, person.name),
        h('div', { class: c('quiet') }, `@${handle}`),
      ),
      h('div', { 'data-testid': 'UserDescription' }, lineOf(person, 'x')),
    ),
  );
}
