// The row under a compose: Send and its menu, what can be put in, and the bin.

import { h, icon, pressable } from '/shared/dom.js';
import { param, sheet } from '/shared/page.js';
import { withKey, words } from './labels.js';
import { k } from './tokens.js';

export function alertBox(c, text) {
  sheet({ label: text, className: c('alert'), scrim: c('scrim') }, (box, close) => {
    box.setAttribute('role', 'alertdialog');
    box.append(h('p', {}, text), h('button', { name: 'ok', class: c('plain'), on: { click: close } }, words.ok));
  });
}

function sendGroup(compose) {
  const { c } = compose;
  const label = withKey(words.send);
  const send = pressable(
    { class: `${k('T-I J-J5-Ji aoO v7 T-I-atl L3')} ${c('send')}`, 'data-tooltip': label, 'aria-label': label, tabindex: '1' },
    () => compose.send(),
    words.send,
  );
  const archive =
    param('sendarchive') === '1' &&
    compose.inline &&
    pressable(
      { class: `${k('T-I J-J5-Ji Uo v7 T-I-atl L3')} ${c('send')}`, 'data-tooltip': words.sendArchive, 'aria-label': words.sendArchive },
      () => compose.send({ archived: true }),
      words.sendArchive,
    );
  const menu = h(
    'div',
    { role: 'menu', class: `${k('J-M')} ${c('menu menu-up')}`, style: 'display:none' },
    h(
      'div',
      {
        role: 'menuitem',
        tabindex: '-1',
        selector: 'scheduledSend',
        class: `${k('J-N')} ${c('menu-item')}`,
        on: {
          click: () => {
            menu.style.display = 'none';
            compose.send({ scheduled: true });
          },
        },
      },
      icon('send', 18),
      words.schedule,
    ),
  );
  const more = pressable(
    {
      class: `${k('T-I J-J5-Ji hG T-I-atl L3')} ${c('send-more')}`,
      'aria-haspopup': 'true',
      'aria-expanded': 'false',
      'aria-label': words.moreSend,
      'data-tooltip': words.moreSend,
    },
    () => {
      menu.style.display = menu.style.display === 'none' ? '' : 'none';
      more.setAttribute('aria-expanded', String(menu.style.display !== 'none'));
    },
    icon('chevron', 18),
  );
  return h(
    'td',
    { class: `${k('gU Up')} ${c('cell')}` },
    h('div', { class: k('J-J5-Ji') }, archive, h('div', { class: `${k('dC')} ${c('send-pair')}` }, send, more, menu)),
  );
}

export function toolbar(compose) {
  const { c } = compose;
  const files = h('input', {
    type: 'file',
    name: 'Filedata',
    multiple: true,
    style: 'display:none',
    tabindex: '-1',
    on: {
      change: () => {
        compose.attach(files.files);
        files.value = '';
      },
    },
  });
  const tool = (command, label, name, act = () => {}) =>
    h(
      'td',
      { class: `${k('gU')} ${c('cell')}` },
      pressable(
        { class: `${k('aaA aMZ')} ${c('tool')}`, command, 'aria-label': label, 'data-tooltip': label, tabindex: '1' },
        act,
        icon(name),
      ),
    );
  return h(
    'table',
    { class: `${k('IZ')} ${c('tools')}`, role: 'presentation' },
    h(
      'tbody',
      {},
      h(
        'tr',
        { class: k('btC') },
        sendGroup(compose),
        tool('format', words.format, 'text'),
        tool('Files', words.attach, 'attach', () => files.click()),
        tool('link', words.link, 'link'),
        tool('emoji', words.emoji, 'smile'),
        tool('image', words.picture, 'picture'),
        tool('locker', words.confidential, 'lock'),
        h('td', { class: `${k('gU')} ${c('cell stretch')}` }, files),
        h(
          'td',
          { class: `${k('gU az5')} ${c('cell')}` },
          pressable(
            { class: `${k('oh J-Z-I')} ${c('tool')}`, 'aria-label': words.discard, 'data-tooltip': words.discard, tabindex: '1' },
            () => compose.place.close(compose),
            icon('bin'),
          ),
        ),
      ),
    ),
  );
}
