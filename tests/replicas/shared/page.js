// What every replica shares: switches from the query, invented people, single-page
// navigation, and a record of what was done for tests to read.

import { h } from './dom.js';

const atLoad = new URLSearchParams(location.search);
if (atLoad.get('theme') === 'dark') document.documentElement.dataset.theme = 'dark';

/** A switch from the address; one given at load holds through single-page navigation. */
export function param(name, otherwise = null) {
  return new URLSearchParams(location.search).get(name) ?? atLoad.get(name) ?? otherwise;
}

/** Everything the person did, in order; tests read it. */
export const actions = (window.__actions = []);

export function record(action, facts) {
  actions.push({ action, ...facts });
}

/** The invented people this page shows: `window.__people`, else `?people=id,id`, else the usual ones. */
export async function people() {
  if (window.__people) return window.__people;
  const all = (await (await fetch('/people.json')).json()).people;
  const asked = param('people');
  if (asked === null) return all.filter((person) => !person.only_if_asked);
  return asked
    .split(',')
    .map((id) => all.find((person) => person.id === id))
    .filter(Boolean);
}

/** Everybody, for profile pages. */
export async function everybody() {
  const all = (await (await fetch('/people.json')).json()).people;
  return [...(window.__people ?? []), ...all];
}

/** The line below a name; `?lines=school` puts the school on each profile. */
export function lineOf(person, site) {
  return param('lines') === 'school' ? 'Studies at Oakfield School' : (person[site]?.line ?? '');
}

/** `?late=MS` keeps a list back, as a slow connection does. */
export function late() {
  return new Promise((done) => setTimeout(done, Number(param('late', 0))));
}

/**
 * Single-page navigation. `table` is a list of [pattern of the path, view]; a view
 * gets the match and returns what goes into `outlet`.
 */
export function router(outlet, table) {
  let turn = 0;
  async function show() {
    const mine = ++turn;
    for (const [pattern, view] of table) {
      const match = pattern.exec(location.pathname);
      if (!match) continue;
      const content = await view(match);
      if (mine === turn) outlet.replaceChildren(content);
      return;
    }
  }
  function go(address, replace = false) {
    history[replace ? 'replaceState' : 'pushState'](null, '', address);
    return show();
  }
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href^="/"]');
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.button !== 0) return;
    event.preventDefault();
    go(link.getAttribute('href'));
  });
  window.addEventListener('popstate', show);
  return { show, go };
}

/** A short message at the foot of the page. */
export function toast(text, className = '', ms = 6000) {
  const box = h('div', { role: 'status', class: className }, text);
  document.body.append(box);
  setTimeout(() => box.remove(), ms);
  return box;
}

/** A sheet over the page. Esc and the given closers take it away; focus goes back. */
export function sheet({ label, className = '', scrim = '' }, fill) {
  const before = document.activeElement;
  const close = () => {
    cover.remove();
    before?.focus?.();
  };
  const box = h('div', { role: 'dialog', 'aria-modal': 'true', 'aria-label': label, class: className, tabindex: '-1' });
  const cover = h('div', { class: scrim, on: { keydown: (event) => event.key === 'Escape' && close() } }, box);
  fill(box, close);
  document.body.append(cover);
  box.focus();
  return { box, close };
}
