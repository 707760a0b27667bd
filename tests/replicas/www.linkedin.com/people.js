// Invitations received, the network page that shows the first of them, and profiles.

import { avatar, h, icon } from '/shared/dom.js';
import { everybody, late, lineOf, param, people, record, sheet } from '/shared/page.js';

const MOUNTED = 10;
const answered = new Map();

const facts = (person) => ({ site: 'linkedin', handle: person.linkedin.slug, name: person.name });
const address = (person) => `/in/${person.linkedin.slug}/`;
const label = {
  accept: (person) => `Accept ${person.name}\u2019s invitation`,
  ignore: (person) => `Ignore an invitation to connect from ${person.name}`,
};

/** Accept is a button for some accounts and a link for others: `?accept=link`. */
function action(c, kind, person, act) {
  const asLink = kind === 'accept' && param('accept') === 'link';
  return h(
    asLink ? 'a' : 'button',
    {
      ...(asLink ? { href: `${location.pathname}?invitation=${person.linkedin.slug}` } : { type: 'button' }),
      'data-view-name': 'invitation-action',
      'aria-label': label[kind](person),
      class: c(kind === 'accept' ? 'pill outline' : 'pill'),
      on: {
        click: (event) => {
          event.preventDefault();
          act();
        },
      },
    },
    h('span', {}, kind === 'accept' ? 'Accept' : 'Ignore'),
  );
}

function row(c, person) {
  const foot = h('div', { class: c('pair') });
  const box = h(
    'div',
    { 'data-view-name': 'pending-invitation', role: 'listitem', class: c('row') },
    h('a', { href: address(person), tabindex: '-1', 'aria-hidden': 'true' }, avatar(person.name, 64)),
    h(
      'div',
      { class: c('row-text') },
      h('p', {}, h('a', { href: address(person), class: c('name') }, person.name)),
      h('p', {}, lineOf(person, 'linkedin')),
      h('p', { class: c('quiet small') }, '2 mutual connections'),
      // An expander without a label of its own, as each row has one.
      h('button', { type: 'button', 'aria-expanded': 'false', class: c('more') }, icon('chevron', 16)),
    ),
    foot,
  );
  if (answered.get(person.id) === 'accepted') foot.append(h('span', { class: c('quiet') }, 'Connected'));
  else {
    foot.append(
      action(c, 'ignore', person, () => {
        record('ignore', facts(person));
        answered.set(person.id, 'ignored');
        box.remove();
      }),
      action(c, 'accept', person, () => {
        record('accept', facts(person));
        answered.set(person.id, 'accepted');
        foot.replaceChildren(h('span', { class: c('quiet') }, 'Connected'));
      }),
    );
  }
  return box;
}

const asking = async () => (await people()).filter((person) => answered.get(person.id) !== 'ignored');

export async function received(c) {
  const all = await asking();
  const list = h('div', { role: 'list' });
  const rest = [...all];
  const more = h('button', { type: 'button', class: c('pill show'), on: { click: () => mount() } }, 'Show more');
  function mount() {
    list.append(...rest.splice(0, MOUNTED).map((person) => row(c, person)));
    more.hidden = rest.length === 0;
  }
  more.hidden = true;
  late().then(mount);
  return h(
    'div',
    { 'data-sdui-screen': 'com.linkedin.sdui.screens.mynetwork.InvitationReceivedWithType', class: c('screen') },
    h(
      'div',
      { class: c('card') },
      h(
        'div',
        { class: c('card-head') },
        h('h1', {}, 'Invitations'),
        h('span', { class: c('quiet') }, 'Received'),
        h('span', { class: c('quiet') }, 'Sent'),
      ),
      h('p', { class: c('filter') }, h('span', { class: c('chip') }, `All (${all.length})`)),
      list,
      more,
    ),
    side(c),
  );
}

function side(c) {
  return h(
    'aside',
    { class: c('side') },
    h(
      'div',
      { class: c('card pad') },
      h('b', {}, 'Your week'),
      h('p', { class: c('quiet') }, '3 people viewed your profile'),
      h('p', { class: c('quiet') }, '1 search appearance'),
    ),
  );
}

function connectButton(c, person, look = 'pill outline') {
  const button = h(
    'button',
    { type: 'button', 'aria-label': `Invite ${person.name} to connect`, class: c(look) },
    h('span', {}, 'Connect'),
  );
  button.addEventListener('click', () =>
    sheet({ label: 'Add a note to your invitation?', className: c('sheet'), scrim: c('scrim') }, (box, close) => {
      const send = () => {
        record('connect', facts(person));
        button.firstChild.textContent = 'Pending';
        button.setAttribute('aria-label', `Pending, click to withdraw invitation sent to ${person.name}`);
        close();
      };
      box.append(
        h('h2', {}, 'Add a note to your invitation?'),
        h('p', { class: c('quiet') }, `A note tells ${person.name} who is asking.`),
        h(
          'div',
          { class: c('pair end') },
          h('button', { type: 'button', class: c('pill'), on: { click: close } }, 'Cancel'),
          h(
            'button',
            { type: 'button', 'aria-label': 'Send without a note', class: c('pill filled'), on: { click: send } },
            'Send without a note',
          ),
        ),
      );
    }),
  );
  return button;
}

export async function grow(c) {
  const all = await asking();
  const list = h('div', { role: 'list' });
  late().then(() => list.append(...all.slice(0, 3).map((person) => row(c, person))));
  const known = all.slice(3, 9);
  return h(
    'div',
    { 'data-sdui-screen': 'com.linkedin.sdui.screens.mynetwork.Grow', class: c('screen') },
    h(
      'div',
      { class: c('stack') },
      h(
        'section',
        { componentkey: 'MyNetwork_InvitationsPreview', class: c('card') },
        h(
          'div',
          { class: c('card-head') },
          h('h2', {}, `Invitations (${all.length})`),
          h('a', { href: '/mynetwork/invitation-manager/received/', class: c('name') }, 'Show all'),
        ),
        list,
      ),
      h(
        'section',
        { componentkey: 'MyNetwork_PeopleYouMayKnow', class: c('card') },
        h('div', { class: c('card-head') }, h('h2', {}, 'People you may know')),
        h(
          'div',
          { class: c('tiles') },
          known.map((person) =>
            h(
              'div',
              { class: c('tile') },
              avatar(person.name, 72),
              h('a', { href: address(person), class: c('name') }, person.name),
              h('p', { class: c('quiet small') }, lineOf(person, 'linkedin')),
              connectButton(c, person),
            ),
          ),
        ),
      ),
    ),
    side(c),
  );
}

export async function profile(c, match) {
  const slug = decodeURIComponent(match[1]);
  const made = slug
    .split('-')
    .filter((word) => !/\d/.test(word))
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join(' ');
  const person = (await everybody()).find((one) => one.linkedin.slug === slug) ?? {
    id: slug,
    name: made || slug,
    linkedin: { slug, line: 'Student at Oakfield School' },
  };
  const card = (key, title, text) =>
    h('section', { componentkey: `${slug}${key}`, class: c('card pad') }, h('h2', {}, title), h('p', {}, text));
  return h(
    'div',
    { 'data-sdui-screen': 'com.linkedin.sdui.flagshipnav.profile.Profile', class: c('screen') },
    h(
      'div',
      { class: c('stack') },
      h(
        'section',
        { class: c('card profile') },
        h('div', { class: c('cover') }),
        h(
          'div',
          { class: c('profile-inner') },
          avatar(person.name, 120),
          h('h1', {}, person.name),
          h('p', {}, lineOf(person, 'linkedin')),
          h(
            'div',
            { class: c('pair') },
            connectButton(c, person, 'pill filled'),
            h('button', { type: 'button', class: c('pill outline') }, 'Message'),
          ),
        ),
      ),
      card('ExperienceTopLevelSection', 'Experience', lineOf(person, 'linkedin')),
      card('EducationTopLevelSection', 'Education', param('lines') === 'school' ? 'Oakfield School' : 'Not given'),
    ),
    side(c),
  );
}
