// The short films site: its privacy settings, one page. A switch is a checkbox that is not seen, in a row
// with its name: nothing else of the row tells what it is.

import { h } from '/shared/dom.js';
import { param, record } from '/shared/page.js';

function row(title, about, on, name) {
  const input = h('input', { type: 'checkbox', on: { change: () => record(name, { to: input.checked ? 'on' : 'off' }) } });
  input.checked = on;
  return h('div', { class: 'row' }, h('div', {}, h('p', {}, title), h('p', { class: 'quiet' }, about)), h('div', { class: 'track' }, input));
}

function start() {
  document.documentElement.lang = param('lang', 'en');
  const title = param('lang') === 'de' ? 'Privates Konto' : 'Private account';
  document.body.append(
    h(
      'main',
      {},
      h('h1', {}, 'Privacy'),
      row(title, 'Only those you approve can follow you and watch what you post.', param('private') === 'on', 'private'),
      row('Activity status', 'Those who follow you can see when you were here.', true, 'activity'),
    ),
  );
}

start();
window.__replica = { ready: Promise.resolve() };
