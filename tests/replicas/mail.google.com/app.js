// Starts the page: the mailbox, the compose windows that the address asks for, and the handle for tests.

import { styles } from '/shared/hashed.js';
import { param } from '/shared/page.js';
import { parse } from './field.js';
import { frame, list, thread } from './inbox.js';
import { words } from './labels.js';
import { me, threads } from './mailbox.js';
import { Place } from './place.js';
import { sent } from './compose.js';

const people = (value) =>
  Array.isArray(value) ? value.map((one) => (typeof one === 'string' ? parse(one).people : one)).flat() : parse(value ?? '').people;
const without = (list, ...gone) => list.filter((person) => !gone.includes(person.address));

/** Who an answer goes to: the sender, or everybody in the thread but oneself. */
function answered(kind, mail, shown) {
  const draft = { thread: shown.id, quote: mail, subject: `${kind === 'forward' ? 'Fwd' : 'Re'}: ${shown.subject}` };
  if (kind === 'reply') return { ...draft, to: [mail.from] };
  if (kind === 'reply-all')
    return { ...draft, to: [mail.from, ...without(mail.to, me.address, mail.from.address)], cc: without(mail.cc, me.address) };
  return draft;
}

async function start() {
  const c = await styles('/site.css');
  const place = new Place(c);
  document.documentElement.lang = param('hl') === 'cy' ? 'cy' : 'en';
  let open;

  function answer(kind, given = {}) {
    for (const old of place.open.filter((compose) => compose.inline)) place.close(old);
    const compose = place.start(kind, { ...answered(kind, open.view.last, open.shown), ...given }, open.view.host);
    open.view.buttons.hidden = true;
    compose.closed = () => {
      open.view.buttons.hidden = false;
    };
    compose.root.scrollIntoView({ block: 'end' });
    return compose;
  }

  function show(main) {
    const id = /^#inbox\/([0-9a-f]+)/.exec(location.hash)?.[1];
    const shown = threads.find((one) => one.id === id);
    place.open = place.open.filter((compose) => !compose.inline);
    document.title = `${shown ? shown.subject : `${words.inbox} (3)`} - ${me.address} - Oakfield School Mail`;
    open = shown && { shown, view: thread(c, shown, (kind) => answer(kind)) };
    main.replaceChildren(open ? open.view.element : list(c));
  }

  /** Opens a compose of any kind; answers go to the first thread unless one is open. */
  function begin(kind, draft = {}) {
    const given = Object.fromEntries(['to', 'cc', 'bcc'].filter((name) => draft[name]).map((name) => [name, people(draft[name])]));
    const whole = {
      ...given,
      ...(draft.subject !== undefined && { subject: draft.subject }),
      ...(draft.body !== undefined && { text: draft.body }),
    };
    if (kind === 'second') kind = 'popup';
    if (kind === 'popout' && param('view') !== 'cm') {
      const query = new URLSearchParams({
        view: 'cm',
        to: draft.to ?? '',
        cc: draft.cc ?? '',
        bcc: draft.bcc ?? '',
        su: draft.subject ?? '',
        body: draft.body ?? '',
      });
      return window.open(`/mail/u/0/?${query}`, '_blank', 'popup,width=900,height=680');
    }
    if (!['reply', 'reply-all', 'forward'].includes(kind)) return place.start(kind, whole);
    if (!open) {
      history.pushState(null, '', `${location.pathname}${location.search}#inbox/${draft.thread ?? threads[0].id}`);
      show(view.main);
    }
    return answer(kind, whole);
  }

  const asked = {
    to: param('to'),
    cc: param('cc'),
    bcc: param('bcc'),
    subject: param('su') ?? undefined,
    body: param('body') ?? undefined,
  };
  const view = frame(c, () => place.start('popup'));
  if (param('view') === 'cm') {
    document.body.className = `xE xp ${c('solo')}`;
    document.title = `${words.newMessage} - ${me.address} - Oakfield School Mail`;
    begin('popout', asked);
  } else {
    document.body.append(view.element, place.dock);
    show(view.main);
    window.addEventListener('hashchange', () => show(view.main));
    for (const kind of (param('open') ?? '').split(',').filter(Boolean)) begin(kind, asked);
  }

  const at = (index) => place.open.at(index ?? -1);
  return {
    sent,
    open: (kind, draft) => begin(kind, draft)?.id,
    composes: () => place.open.map((compose) => ({ id: compose.id, ...compose.message() })),
    addChips: (field, list, index) => at(index).recipients.add(field, people(list)),
    removeChip: (field, address, index) => at(index).recipients.fields[field].remove(address),
    clear: (field, index) => at(index).recipients.fields[field].clear(),
    rerender: (index) => Object.values(at(index).recipients.fields).forEach((field) => field.render(true)),
    collapse: (index) => at(index).recipients.collapse(),
    expand: (index) => at(index).recipients.expand(),
    send: (index) => at(index).send(),
    close: (index) => place.close(at(index)),
    go: (where) => {
      location.hash = where === 'thread' ? `#inbox/${threads[0].id}` : '#inbox';
    },
  };
}

const ready = start();
window.__replica = { ready };
Object.assign(window.__replica, await ready);
