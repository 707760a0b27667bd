// Friend requests, suggestions and profiles: where a connection is accepted or begun.

import { avatar, h, pressable } from '/shared/dom.js';
import { everybody, late, lineOf, param, people, record } from '/shared/page.js';

// What became of each request; it holds while one moves about the site.
const answered = new Map();

const address = ({ facebook }) => (facebook.link === 'id' ? `/profile.php?id=${facebook.id}` : `/${facebook.handle}`);

/** The site has named these buttons in more than one way; `?labels=named` and `?labels=accept` show two. */
function label(word, person) {
  const style = param('labels', 'plain');
  if (style === 'named') return `${word} ${person.name}`;
  if (style === 'accept' && word === 'Confirm') return `Accept friend request from ${person.name}`;
  return word;
}

const facts = (person) => ({ site: 'facebook', id: person.facebook.id, handle: person.facebook.handle, name: person.name });

function cardOf(c, person, select, buttons) {
  const link = (props, ...children) =>
    h(
      'a',
      {
        role: 'link',
        tabindex: '0',
        href: address(person),
        on: { click: (event) => select && (event.preventDefault(), select(person)) },
        ...props,
      },
      ...children,
    );
  const foot = h('div', { class: c('pair') });
  const card = h(
    'div',
    { role: 'listitem', class: c('request') },
    link({ 'aria-hidden': 'true', tabindex: '-1' }, avatar(person.name, 60)),
    h(
      'div',
      { class: c('request-text') },
      link({ class: c('name') }, h('span', { dir: 'auto' }, person.name)),
      h('div', { class: c('quiet small') }, lineOf(person, 'facebook')),
      foot,
    ),
  );
  buttons(foot, card);
  return card;
}

function requestCard(c, person, select) {
  return cardOf(c, person, select, (foot, card) => {
    if (answered.has(person.id)) return foot.replaceChildren(h('span', { class: c('quiet') }, answered.get(person.id)));
    foot.append(
      pressable(
        { class: c('button primary'), 'aria-label': label('Confirm', person) },
        () => {
          record('confirm', facts(person));
          answered.set(person.id, 'Friends');
          foot.replaceChildren(h('span', { class: c('quiet') }, 'Friends'));
        },
        'Confirm',
      ),
      pressable(
        { class: c('button'), 'aria-label': label('Delete', person) },
        () => {
          record('delete', facts(person));
          answered.set(person.id, 'deleted');
          card.remove();
        },
        'Delete',
      ),
    );
  });
}

export async function requests(c) {
  const preview = h('div', { class: c('preview') });
  const asking = (await people()).filter((person) => answered.get(person.id) !== 'deleted');
  const select = (person) => {
    history.pushState(
      null,
      '',
      `/friends/requests/?${new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(location.search)), profile_id: person.facebook.id })}`,
    );
    fill();
  };
  function fill() {
    const person = asking.find((one) => one.facebook.id === param('profile_id'));
    preview.replaceChildren(person ? head(c, person) : h('p', { class: c('quiet') }, 'Select people’s names to preview their profile.'));
  }
  const list = h('div', { role: 'list', class: c('requests') });
  late().then(() => list.append(...asking.map((person) => requestCard(c, person, select))));
  fill();
  return h(
    'div',
    { class: c('split') },
    h(
      'div',
      { role: 'navigation', 'aria-label': 'Friend requests', class: c('split-side') },
      h('h1', {}, 'Friend requests'),
      h('p', { class: c('quiet count') }, `${asking.length} friend requests`),
      list,
    ),
    preview,
  );
}

/** The button that begins a connection, with the states it goes through. */
function addButton(c, person) {
  let asked = false;
  const button = pressable({ class: c('button primary') }, () => {
    asked = !asked;
    record(asked ? 'add' : 'cancel', facts(person));
    draw();
  });
  const draw = () => {
    button.setAttribute('aria-label', label(asked ? 'Cancel request' : 'Add friend', person));
    button.textContent = asked ? 'Cancel request' : 'Add friend';
  };
  draw();
  return button;
}

export async function suggestions(c) {
  const list = h(
    'div',
    { role: 'list', class: c('stack') },
    (await people()).map((person) =>
      cardOf(c, person, null, (foot, card) =>
        foot.append(
          addButton(c, person),
          pressable({ class: c('button'), 'aria-label': label('Remove', person) }, () => card.remove(), 'Remove'),
        ),
      ),
    ),
  );
  return h('div', { class: c('column') }, h('h1', {}, 'People you may know'), list);
}

function head(c, person, ...buttons) {
  return h(
    'div',
    { class: c('card profile') },
    h('div', { class: c('cover') }),
    h(
      'div',
      { class: c('profile-head') },
      avatar(person.name, 120),
      h('div', { class: c('profile-name') }, h('h1', {}, person.name), h('div', { class: c('quiet') }, lineOf(person, 'facebook'))),
      h('div', { class: c('pair') }, ...buttons),
    ),
  );
}

export async function profile(c, match) {
  const id = param('id');
  const handle = decodeURIComponent(match[1]);
  const known = (await everybody()).find((person) =>
    handle === 'profile.php' ? person.facebook.id === id : person.facebook.handle === handle,
  );
  const made = handle
    .split('.')
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join(' ');
  const person = known ?? { id: handle, name: made, facebook: { id: id ?? '', handle, line: 'Studies at Oakfield School' } };
  return h(
    'div',
    { role: 'region', 'aria-label': person.name, class: c('column wide-column') },
    head(
      c,
      person,
      addButton(c, person),
      pressable({ class: c('button'), 'aria-label': 'Message' }, () => {}, 'Message'),
    ),
    h('div', { class: c('card about') }, h('h2', {}, 'Intro'), h('p', { class: c('quiet') }, lineOf(person, 'facebook'))),
  );
}
