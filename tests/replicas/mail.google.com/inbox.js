// The mailbox behind the compose windows: frame, list and one open thread.

import { avatar, h, icon, pressable } from '/shared/dom.js';
import { words } from './labels.js';
import { me, threads } from './mailbox.js';
import { k } from './tokens.js';

export function frame(c, compose) {
  const main = h('div', { class: `${k('aeF')} ${c('main')}`, role: 'main' });
  const nav = (name, label, count, here) =>
    h(
      'a',
      { class: c(here ? 'nav-link nav-here' : 'nav-link'), href: '#inbox', 'aria-current': here && 'page' },
      icon(name),
      h('span', {}, label),
      count && h('b', {}, count),
    );
  const top = h(
    'header',
    { class: c('top') },
    h('div', { class: c('brand') }, icon('menu'), h('span', {}, 'School mail')),
    h(
      'div',
      { class: c('search') },
      icon('search'),
      h('input', { 'aria-label': words.search, placeholder: words.search, type: 'text', name: 'q' }),
    ),
    h(
      'a',
      {
        class: c('account'),
        role: 'button',
        tabindex: '0',
        href: 'https://accounts.google.com/SignOutOptions?hl=en&continue=https://mail.google.com/mail/u/0/',
        'aria-label': `${words.account}: ${me.name}  (${me.address})`,
        on: { click: (event) => event.preventDefault() },
      },
      avatar(me.name, 34),
    ),
  );
  const side = h(
    'nav',
    { class: `${k('aeN')} ${c('side')}`, 'aria-label': words.inbox },
    pressable({ class: `${k('T-I T-I-KE L3')} ${c('compose')}`, gh: 'cm' }, compose, icon('pen'), words.compose),
    nav('inbox', words.inbox, '3', true),
    nav('star', words.starred),
    nav('send', words.sentBox),
    nav('draft', words.drafts),
  );
  return { main, element: h('div', { class: c('app') }, top, h('div', { class: c('below') }, side, main)) };
}

export function list(c) {
  return h(
    'div',
    { class: c('card') },
    h(
      'table',
      { class: `${k('F cf zt')} ${c('list')}`, role: 'grid' },
      h(
        'tbody',
        {},
        threads.map((thread) => {
          const last = thread.messages.at(-1);
          return h(
            'tr',
            {
              class: `${k(thread.unread ? 'zA zE' : 'zA yO')} ${c(thread.unread ? 'mail unread' : 'mail')}`,
              role: 'row',
              tabindex: '-1',
              on: {
                click: () => {
                  location.hash = `#inbox/${thread.id}`;
                },
              },
            },
            h('td', { class: c('mail-star') }, icon('star', 18)),
            h(
              'td',
              { class: c('mail-from') },
              h('span', { class: k('zF'), name: last.from.name, 'data-hovercard-id': last.from.address }, last.from.name),
            ),
            h(
              'td',
              { class: c('mail-text') },
              h('span', { class: `${k('bog')} ${c('mail-subject')}`, 'data-legacy-thread-id': thread.id }, thread.subject),
              h('span', { class: c('quiet') }, ` - ${last.text.join(' ')}`),
            ),
            h('td', { class: c('mail-when') }, last.when),
          );
        }),
      ),
    ),
  );
}

/** One thread; `answer(kind, host)` starts a reply in the place under the message. */
export function thread(c, shown, answer) {
  const last = shown.messages.at(-1);
  const host = h('div', { class: c('answer') });
  const buttons = h(
    'div',
    { class: `${k('amn')} ${c('answers')}` },
    [
      ['reply', words.reply, 'ams bkH', 'reply'],
      ['reply-all', words.replyAll, 'ams bkI', 'people'],
      ['forward', words.forward, 'ams bkG', 'forward'],
    ].map(([kind, label, token, name]) =>
      h(
        'span',
        { class: `${k(token)} ${c('plain')}`, role: 'link', tabindex: '0', on: { click: () => answer(kind, host) } },
        icon(name, 18),
        label,
      ),
    ),
  );
  const person = (token, { name, address }) =>
    h('span', { class: k(token), email: address, name, 'data-hovercard-id': address }, address === me.address ? 'me' : name);
  const joined = (people) => people.flatMap((one, index) => [index ? ', ' : '', person('g2', one)]);
  const element = h(
    'div',
    { class: c('card thread') },
    h(
      'div',
      { class: c('thread-tools') },
      h('a', { href: '#inbox', class: c('tool'), 'aria-label': words.back }, icon('back')),
      icon('bin'),
      icon('mail'),
      icon('dots'),
    ),
    h(
      'h2',
      {
        class: `${k('hP')} ${c('thread-subject')}`,
        tabindex: '-1',
        'data-thread-perm-id': `thread-f:${BigInt('0x' + shown.id)}`,
        'data-legacy-thread-id': shown.id,
      },
      shown.subject,
    ),
    h(
      'div',
      { role: 'list' },
      shown.messages.map((mail) =>
        h(
          'div',
          {
            class: `${k('adn ads')} ${c('message')}`,
            role: 'listitem',
            'data-message-id': `#msg-f:${BigInt('0x' + shown.id) + 1n}`,
            'data-legacy-message-id': mail.id,
          },
          avatar(mail.from.name, 40),
          h(
            'div',
            { class: c('message-inner') },
            h(
              'div',
              { class: c('message-head') },
              h('b', {}, person('gD', mail.from)),
              h('span', { class: c('quiet') }, ` <${mail.from.address}>`),
              h('span', { class: c('quiet when') }, mail.when),
            ),
            h(
              'div',
              { class: `${k('hb')} ${c('quiet')}` },
              `${words.toMe} `,
              joined(mail.to),
              mail.cc.length > 0 && [`, ${words.cc.toLowerCase()} `, joined(mail.cc)],
            ),
            h(
              'div',
              { class: `${k('a3s aiL')} ${c('message-text')}` },
              mail.text.map((line) => h('p', {}, line)),
            ),
          ),
        ),
      ),
    ),
    buttons,
    host,
  );
  return { element, last, host, buttons };
}
