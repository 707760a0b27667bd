// The accounts centre of the friends site: the name of a profile, a field for each of its parts.

import { h, pressable } from '/shared/dom.js';
import { styles } from '/shared/hashed.js';
import { param, record, router } from '/shared/page.js';

const parts = [
  ['First name', 'Miriam'],
  ['Middle name', ''],
  ['Last name', 'Hartley'],
];

function name(c) {
  const given = param('name')?.split('|');
  const fields = parts.map(([label, usual], index) => [label, h('input', { type: 'text', class: c('input'), value: given?.[index] ?? usual })]);
  return h(
    'div',
    { role: 'dialog', 'aria-label': 'Name', class: c('sheet') },
    h('h2', {}, 'Name'),
    fields.map(([label, field]) => h('label', { class: c('field') }, h('span', {}, label), field)),
    h('p', { class: c('quiet') }, 'Changed names hold for some time before they can be changed again.'),
    pressable(
      { class: c('button') },
      () => record('name', { parts: fields.map(([, { value }]) => value) }),
      'Review change',
    ),
  );
}

const profiles = (c) =>
  h(
    'div',
    { class: c('sheet') },
    h('h2', {}, 'Profiles'),
    h('a', { href: '/profiles/100000000000900/name/', class: c('link') }, 'Name'),
  );

async function start() {
  const c = await styles('/site.css');
  const main = h('main', { role: 'main', class: c('main') });
  document.body.append(h('header', { class: c('top') }, 'Accounts of the friends site'), main);
  const { show, go } = router(main, [
    [/^\/profiles\/\d+\/name\/?$/, () => name(c)],
    [/./, () => profiles(c)],
  ]);
  await show();
  return { go };
}

const ready = start();
window.__replica = { ready };
Object.assign(window.__replica, await ready);
