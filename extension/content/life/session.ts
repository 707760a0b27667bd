// One document's work with its surfaces, for as long as one site file is in force: what is
// read is sent to be judged, and what is found is given to be shown.

import { type Live, type Surfaces, makeSurfaces, wholePage } from '../observe/surfaces';
import { type Reading, whose } from '../observe/assemble';
import { activeAt } from '../observe/look';
import { makeWatch } from '../observe/watch';
import { type Hands, watchHands } from '../show/hands';
import type { Show } from '../show/show';
import type { SiteFile, SurfaceSpec } from '../site';
import type { FromPage, Reads, Shown, ToPage } from '../types/protocol';
import { on } from './on';
import { type Needs, type Words, parts } from './parts';
import type { Line } from './port';
import type { Given } from './sentry';
import { now } from './time';

const VERDICT_MS = 3000;
const PROMISE_MS = 5000;

/** What the first part hands over. */
export interface Handed extends Given {
  line: Line;
  needs: Needs;
}

/** What is known of a surface beside what it holds. */
export interface State {
  /** Hash of the observation that was sent last. */
  sent?: string;
  /** When it last was another one than before. */
  touched?: number;
  /** Runs while a verdict is awaited. */
  waiting?: number;
  verdict?: { hash: string; findings: Shown[] };
  /** Hash that was never answered; asked again only once it is something else. */
  mute?: string;
  /** Why the surface could not be checked, as it was said. */
  unread?: string;
  /** Something that the person pressed is being done. */
  busy?: boolean;
}

/** What the third part is given to work with. */
export interface Seen {
  site: SiteFile;
  surfaces: Surfaces;
  hands: Hands;
  words: Words;
  of(live: Live): State;
  isQuiet(): boolean;
  say(message: FromPage): void;
  /** What was being done to a surface is over. */
  settle(live: Live): void;
}

/** A surface with a selector that this browser cannot read is said to be missing, and nothing else of it is tried. */
function readable(spec: SurfaceSpec): SurfaceSpec {
  try {
    spec.fresh?.map((css) => document.querySelector(css));
    return spec;
  } catch {
    return { ...spec, root: [], foreign: [], promised: true };
  }
}

export type Session = ReturnType<typeof startSession>;
export type StartSession = typeof startSession;

export function startSession({ site: given, quiet, line, needs }: Handed) {
  const site = { ...given, surfaces: given.surfaces.map(readable) };
  const life = new AbortController();
  const { signal } = life;
  const states = new WeakMap<Live, State>();
  const surfaces = makeSurfaces(site);
  /** The page as a whole, which the worker knows by its address. */
  const page = site.page && window.top === window ? wholePage(site) : undefined;
  const watch = makeWatch(surfaces, site, { rescan: scan, reread });
  const hands = watchHands(signal);
  let show: Show | undefined;
  /** A finding that is to be brought up once there is something to show it with. */
  let wanted: string | undefined;
  let told = quiet;
  let retried = false;
  let url = '';
  let promise = 0;

  parts().site = site;

  const all = (): Live[] => [...surfaces.live.values()];

  function of(live: Live): State {
    const state = states.get(live) ?? {};
    states.set(live, state);
    return state;
  }

  // By F11 the window fills the screen and no element is told so.
  const filled = matchMedia('(display-mode: fullscreen)');

  function isQuiet(): boolean {
    const { isExtended } = screen as Screen & { isExtended?: boolean };
    return !!(told || filled.matches || document.fullscreenElement || isExtended);
  }

  function said(message: ToPage): void {
    if (message.type === 'findings') found(message);
    if (message.type === 'reveal') reveal(message.finding);
    if (message.type === 'toggle') show?.toggle();
  }

  function quietChanged(): void {
    show?.setQuiet(isQuiet());
    again();
  }

  /** The worker went away; somebody who waits for a verdict asks the next one, once. */
  function lost(): void {
    if (retried || !all().some((live) => of(live).waiting)) return;
    retried = true;
    line.open();
  }

  /** The page's address changed, or work began: other surfaces can be here now. */
  function moved(): void {
    if (url === location.href) return;
    url = location.href;
    clearTimeout(promise);
    const active = activeAt(location, site);
    watch.expect(active.length > 0);
    scan();
    const promised = active.filter((spec) => spec.promised);
    if (promised.length > 0) promise = setTimeout(broken, PROMISE_MS, promised);
  }

  /** What the address promised is not there. */
  function broken(promised: SurfaceSpec[]): void {
    for (const spec of promised) {
      if (all().some((live) => live.spec === spec)) continue;
      line.say({ type: 'unchecked', surface: `${site.id}/${spec.name}#1`, reason: 'expect', missing: ['root'] });
    }
  }

  function scan(): boolean {
    const { gone, found: fresh } = surfaces.scan();
    for (const live of gone) {
      watch.leave(live);
      show?.remove(live);
      forget(live);
      line.say({ type: 'gone', surface: live.key });
    }
    for (const live of fresh) {
      watch.follow(live);
      send(live, live.reading);
    }
    const news = gone.length + fresh.length > 0;
    if (news) show?.moved();
    return news;
  }

  function reread(live: Live): void {
    if (of(live).busy) return;
    send(live, surfaces.reread(live));
    show?.moved();
  }

  /** Says everything again: the worker knows nothing of this page. */
  function again(): void {
    for (const live of all()) {
      const { mute, busy } = of(live);
      // Another worker, or another configuration, may let less be read.
      live.may = undefined;
      const reading = surfaces.reread(live);
      if (!busy && (mute === undefined || mute !== reading.hash)) send(live, reading, true);
    }
  }

  function send(live: Live, { observation, hash, missing = [], why = 'expect' }: Reading, force = false): void {
    const state = of(live);
    if (!observation) {
      forget(live);
      show?.update(live, []);
      return unchecked(live, why, missing, force);
    }
    if (state.sent === hash && !force) return;
    if (state.sent !== hash) state.touched = now();
    state.sent = hash;
    state.unread = undefined;
    clearTimeout(state.waiting);
    state.waiting = setTimeout(() => late(live), VERDICT_MS);
    // Before the worker has answered the greeting all is said again anyway.
    if (line.isReady()) line.say({ type: 'observe', hash, quiet: isQuiet(), observation });
    else line.open();
  }

  /** No verdict in time: that is said, and the next change asks on a new line. */
  function late(live: Live): void {
    states.set(live, { mute: of(live).sent, busy: of(live).busy });
    line.close();
    unchecked(live, 'timeout', []);
  }

  function unchecked(live: Live, reason: string, missing: string[], force = false): void {
    const what = `${reason}:${missing}`;
    if (of(live).unread === what && !force) return;
    of(live).unread = what;
    line.say({ type: 'unchecked', surface: live.key, reason, missing });
  }

  function found({ surface, hash, findings, reads }: ToPage & { type: 'findings' }): void {
    const whole = page?.key === surface;
    const live = whole ? page : surfaces.live.get(surface);
    const state = live && of(live);
    if (!state || (!whole && state.sent !== hash)) return;
    clearTimeout(state.waiting);
    state.waiting = state.mute = undefined;
    state.verdict = { hash, findings };
    retried = false;
    if (!whole && allow(live, reads)) return;
    if (show) show.update(live, findings);
    else if (findings[0]) needs.need('show', begin, cannotShow);
  }

  /** More may be read of a surface than was, or less. Tells whether that is being judged now. */
  function allow(live: Live, reads: Reads): boolean {
    const { observation, hash } = live.reading;
    const who = whose(observation);
    const may = { who: who ?? '', ...reads };
    if (who === undefined || JSON.stringify(live.may) === JSON.stringify(may)) return false;
    live.may = may;
    watch.type(live);
    reread(live);
    return live.reading.hash !== hash;
  }

  /** What shows findings is here. */
  function begin(): void {
    const words = needs.words();
    if (words) show = parts().show?.({ site, surfaces, hands, words, of, isQuiet, say: line.say, settle });
    for (const live of [...all(), ...(page ? [page] : [])]) show?.update(live, of(live).verdict?.findings ?? []);
    if (wanted !== undefined) show?.reveal(wanted);
    wanted = undefined;
  }

  /** What shows findings does not come: the popup has the findings, and says so. */
  function cannotShow(): void {
    for (const live of all()) if (of(live).verdict?.findings.length) line.say({ type: 'unchecked', surface: live.key, reason: 'show', missing: [] });
  }

  function reveal(finding: string): void {
    if (show) return show.reveal(finding);
    wanted = finding;
    needs.need('show', begin, cannotShow);
  }

  function forget(live: Live): void {
    const { waiting, unread, busy } = of(live);
    clearTimeout(waiting);
    states.set(live, { unread, busy });
  }

  function settle(live: Live): void {
    of(live).busy = false;
    if (signal.aborted) return;
    scan();
    if (surfaces.live.get(live.key) === live) reread(live);
  }

  on(document, 'fullscreenchange', quietChanged, signal);
  for (const one of [filled, screen as unknown as EventTarget]) on(one, 'change', quietChanged, signal);
  // The worker is warm before the first key is typed.
  on(document, 'focusin', ({ target }: FocusEvent) => target instanceof Node && surfaces.holding(target) && line.open(), signal);

  return {
    said,
    again,
    lost,
    moved,
    /** The worker has started anew, or shows marks only from now on, or no longer. */
    greeted(now: boolean): void {
      told = now;
      quietChanged();
    },
    end(): void {
      life.abort();
      clearTimeout(promise);
      all().forEach(forget);
      watch.end();
      show?.end();
    },
  };
}
