// The audience button and its picker, as the post box and each settings row have them.

import { h, icon, pressable, put } from '/shared/dom.js';
import { param } from '/shared/page.js';

const WHO = {
  Public: ['Anyone on or off this site', 'globe'],
  Friends: ['Your friends here', 'people'],
  'Friends of friends': ['Your friends and their friends', 'people'],
  'Friends except: …': ['Leave some friends out', 'people'],
  'Only me': ['Nobody else', 'lock'],
};

const picture = (audience) => WHO[audience]?.[1] ?? 'people';

/**
 * The button. Its label ends in the value, and in settings rows in one space more,
 * so that nobody compares the whole.
 */
export function audienceButton(c, get, press, { row = false } = {}) {
  const button = pressable({ class: c(row ? 'audience wide' : 'audience') }, press);
  button.refresh = () => {
    button.setAttribute('aria-label', `Edit privacy. Sharing with ${get()}${row ? ' ' : ''}`);
    button.replaceChildren(icon(picture(get()), 14), h('span', {}, get()), row ? icon('pen', 14) : icon('chevron', 14));
  };
  button.refresh();
  return button;
}

/**
 * The list of audiences, with the present value among them whatever it is.
 * Nothing changes until `done`; radios are `role=radio`, or real ones with `?radio=input`.
 */
export function picker(c, { offered, value, doneLabel, doneText, done, back }) {
  let chosen = value;
  const names = [
    ...offered.filter((name) => name !== value && !(value.startsWith('Friends except') && name.startsWith('Friends except'))),
    value,
  ];
  const order = Object.keys(WHO);
  const rank = (name) => (name.startsWith('Friends except') ? 3 : order.indexOf(name));
  names.sort((a, b) => rank(a) - rank(b));
  const real = param('radio') === 'input';
  const list = h('div', { role: 'radiogroup', 'aria-label': 'Privacy audience', class: c('choices') });
  const draw = () =>
    list.replaceChildren(
      ...names.map((name) => {
        const choose = () => {
          chosen = name;
          draw();
        };
        const text = h('span', { class: c('choice-text') }, h('b', {}, name), h('span', { class: c('quiet') }, WHO[name]?.[0] ?? ''));
        const on = name === chosen;
        if (real) {
          const input = h('input', { type: 'radio', name: 'audience', value: name, on: { change: choose } });
          input.checked = on;
          return h('label', { class: c('choice') }, icon(picture(name), 22), text, input);
        }
        return h(
          'div',
          {
            role: 'radio',
            tabindex: on ? '0' : '-1',
            'aria-checked': String(on),
            class: c('choice'),
            on: {
              click: choose,
              keydown: (event) => {
                if (event.key === ' ' || event.key === 'Enter') {
                  event.preventDefault();
                  choose();
                }
              },
            },
          },
          icon(picture(name), 22),
          text,
          h('span', { class: c(on ? 'dot dot-on' : 'dot') }),
        );
      }),
    );
  draw();
  return put(
    h('div', {}),
    list,
    h(
      'div',
      { class: c('sheet-foot') },
      pressable({ class: c('button') }, back, 'Cancel'),
      pressable({ class: c('button primary'), 'aria-label': doneLabel }, () => done(chosen), doneText),
    ),
  );
}
