// The notifications panel with the follow requests in it.

import { avatar, h, icon, pressable } from '/shared/dom.js';
import { late, lineOf, people, record } from '/shared/page.js';

const answered = new Map();

export const facts = (person) => ({ site: 'instagram', handle: person.instagram.handle, name: person.name });

function row(c, person) {
  const { handle } = person.instagram;
  const said = h('span', {}, ' requested to follow you. ');
  const foot = h('div', { class: c('pair') });
  const box = h(
    'div',
    { class: c('request') },
    h('a', { href: `/${handle}/`, role: 'link', tabindex: '-1', 'aria-hidden': 'true' }, avatar(person.name, 44)),
    h(
      'div',
      { class: c('request-text') },
      h('a', { href: `/${handle}/`, role: 'link', class: c('user') }, handle),
      said,
      h('time', { class: c('quiet') }, '2d'),
      h('div', { class: c('quiet small') }, person.name, lineOf(person, 'instagram') && ` · ${lineOf(person, 'instagram')}`),
    ),
    foot,
  );
  const accepted = () => {
    said.textContent = ' started following you. ';
    foot.replaceChildren(
      pressable(
        { class: c('button primary') },
        (event) => {
          record('follow', facts(person));
          event.currentTarget.textContent = 'Requested';
        },
        'Follow back',
      ),
    );
  };
  if (answered.get(person.id) === 'confirmed') accepted();
  else {
    foot.append(
      pressable(
        { class: c('button primary') },
        () => {
          record('confirm', facts(person));
          answered.set(person.id, 'confirmed');
          accepted();
        },
        'Confirm',
      ),
      pressable(
        { class: c('button') },
        () => {
          record('delete', facts(person));
          answered.set(person.id, 'deleted');
          box.remove();
        },
        'Delete',
      ),
    );
  }
  return box;
}

export async function panel(c, close) {
  const list = h('div', {});
  const asking = (await people()).filter((person) => answered.get(person.id) !== 'deleted');
  late().then(() => list.append(...asking.map((person) => row(c, person))));
  return h(
    'div',
    { class: c('panel') },
    h(
      'div',
      { class: c('panel-head') },
      h('h1', {}, 'Notifications'),
      pressable({ class: c('round'), 'aria-label': 'Close' }, close, icon('close', 18)),
    ),
    h('h2', {}, 'Follow requests'),
    list,
    h('h2', {}, 'This month'),
    h('p', { class: c('quiet note') }, 'petralindqvist liked your photo. 3w'),
  );
}
