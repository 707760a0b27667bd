// Starts the page: folders, messages, and the message being written that the address asks for.

import { h, icon } from '/shared/dom.js';
import { styles } from '/shared/hashed.js';
import { param } from '/shared/page.js';
import { Compose, sent } from './compose.js';

const account = param('account', 'teacher@oakfield.sch.uk');
const mails = [
  { from: 'Dana Whitfield', address: 'd.whitfield@example.com', subject: 'Year 5 trip on Friday', text: 'Does everybody need a packed lunch on Friday?' },
  { from: 'Helen Crake', address: 'h.crake@oakfield.sch.uk', subject: 'Cover for period 3', text: 'Could you take 5B on Thursday?' },
];

/** `a@x`, `Name <a@x>`, or `directory:Name` for somebody whose address the page does not show. */
function people(value) {
  return (value ?? '').split(',').map((one) => one.trim()).filter(Boolean).map((one) => {
    const [, name, address] = /^(.*)<(.*)>$/.exec(one) ?? [];
    if (one.startsWith('directory:')) return { name: one.slice('directory:'.length), directory: true };
    return address ? { name: name.trim(), address } : { address: one };
  });
}

async function start() {
  const c = await styles('/site.css');
  document.title = 'Mail - Miriam Hartley - Outlook';
  const open = [];
  const reading = h('div', { class: c('reading') });

  function begin(draft = {}) {
    const compose = new Compose(c, draft, () => open.splice(open.indexOf(compose), 1));
    open.push(compose);
    reading.append(compose.root);
    return compose;
  }

  const answer = (mail) => begin({ to: [{ name: mail.from, address: mail.address }], subject: `Re: ${mail.subject}`, quote: { from: `${mail.from} <${mail.address}>`, text: mail.text } });
  const hint = param('hint') === '0' ? '' : `?login_hint=${encodeURIComponent(account)}`;
  document.body.append(
    h(
      'div',
      { class: c('app') },
      h('header', { class: c('top'), role: 'banner' }, h('a', { id: 'O365_AppName', href: `/mail/${hint}`, class: c('brand') }, h('span', {}, 'Outlook')), h('button', { id: 'O365_MainLink_Me', 'aria-label': 'Account manager for Miriam Hartley', class: c('me') }, 'MH')),
      h('div', { class: c('ribbon') }, h('button', { type: 'button', class: c('new'), on: { click: () => begin() } }, icon('mail', 18), 'New mail')),
      h(
        'div',
        { class: c('below') },
        h('ul', { class: c('list') }, mails.map((mail) => h('li', { class: c('mail'), tabindex: '0', on: { click: () => answer(mail) } }, h('b', {}, mail.from), h('span', {}, mail.subject), h('span', { class: c('quiet') }, mail.text)))),
        reading,
      ),
    ),
  );
  if (param('card') === '1') document.body.append(h('div', { class: c('card') }, h('div', { id: 'mectrl_currentAccount_secondary' }, account)));
  const asked = { to: people(param('to')), cc: people(param('cc')), bcc: people(param('bcc')), subject: param('su') ?? '', text: param('body') ?? '' };
  for (let n = Number(param('open') ?? 0); n > 0; n--) begin(asked);
  return { sent, open: begin, answer: (n = 0) => answer(mails[n]), composes: () => open.map((compose) => compose.message()), add: (kind, list, n = 0) => open[n][kind].add(people(list)), remove: (kind, address, n = 0) => open[n][kind].remove(address), redraw: (n = 0) => ['to', 'cc', 'bcc'].forEach((kind) => open[n][kind].draw(open[n][kind].text())) };
}

const ready = start();
window.__replica = { ready };
Object.assign(window.__replica, await ready);
