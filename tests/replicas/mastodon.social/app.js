// The federated site: follow requests, and privacy settings in a plain form. Its classes and ids are
// those of the site's own source, which is public.

import { avatar, h, icon } from '/shared/dom.js';
import { late, lineOf, param, people, record } from '/shared/page.js';

/** The two words that a test may want in another language, with `lang=`. */
const words = (param('words') ?? 'Authorize|Reject').split('|');
if (param('lang')) Object.assign(document.documentElement, { lang: param('lang'), dir: ['ar', 'ur'].includes(param('lang')) ? 'rtl' : 'ltr' });

/** Somebody of another server is shown with it, and linked to it. */
const remote = () => param('from') === 'remote';

function card(person) {
  const acct = remote() ? `${person.x.handle}@elsewhere.example` : person.x.handle;
  const answer = (action) => () => {
    record(action, { site: 'mastodon', handle: acct, name: person.name });
    box.remove();
  };
  const button = (title, drawn, act) =>
    h('div', { class: 'account--panel__button' }, h('button', { type: 'button', 'aria-label': title, title, class: 'icon-button', on: { click: act } }, icon(drawn, 24)));
  const box = h(
    'div',
    { class: 'account-authorize__wrapper' },
    h(
      'div',
      { class: 'account-authorize' },
      h(
        'a',
        { href: remote() ? `https://elsewhere.example/@${person.x.handle}` : `/@${acct}`, class: 'detailed-status__display-name' },
        h('div', { class: 'account-authorize__avatar' }, avatar(person.name, 48)),
        h('span', { class: 'display-name' }, h('bdi', {}, h('strong', { class: 'display-name__html' }, person.name)), h('span', { class: 'display-name__account' }, `@${acct}`)),
      ),
      h('div', { class: 'account__header__content translate' }, lineOf(person, 'x')),
    ),
    h('div', { class: 'account--panel' }, button(words[0], 'plus', answer('accept')), button(words[1], 'close', answer('decline'))),
  );
  return box;
}

async function followRequests() {
  await late();
  return [h('h1', {}, 'Follow requests'), ...(await people()).map(card)];
}

function privacy() {
  const box = (id, name, on, text, hint) => {
    const input = h('input', { type: 'checkbox', id, name, value: '1' });
    input.checked = on;
    return h(
      'div',
      { class: 'fields-group' },
      h('input', { type: 'hidden', name, value: '0', autocomplete: 'off' }),
      input,
      h('label', { for: id }, text, h('span', { class: 'hint' }, hint)),
    );
  };
  const form = h(
    'form',
    { class: 'simple_form' },
    h('h1', {}, 'Privacy and reach'),
    box('account_unlocked', 'account[unlocked]', param('unlocked') !== 'off', 'Automatically accept new followers', 'Others will not need your approval.'),
    box('account_settings_indexable', 'account[settings][indexable]', param('indexable') === 'on', 'Include profile page in search engines', 'Your profile and posts may be found elsewhere.'),
    h('button', { type: 'submit' }, 'Save changes'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    record('save', { to: form.querySelector('#account_settings_indexable').checked ? 'on' : 'off' });
  });
  return [form];
}

async function start() {
  const main = h('main', { role: 'main' });
  document.body.append(main);
  main.append(...(location.pathname.startsWith('/settings/privacy') ? privacy() : await followRequests()));
}

window.__replica = { ready: start() };
