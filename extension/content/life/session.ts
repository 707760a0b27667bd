// One document's work: from the worker's answer to the last surface that leaves.

import { type AskFirst, type Held, makeAskFirst } from '../act/askfirst';
import { run } from '../act/remedies';
import type { Reading } from '../observe/assemble';
import { type Live, type Surfaces, makeSurfaces } from '../observe/surfaces';
import { type Watch, makeWatch } from '../observe/watch';
import { type Stage, makeStage } from '../show/stage';
import { useWords, word } from '../show/words';
import type { SiteFile } from '../site';
import type { Outcome, Shown, ShownRemedy, ToPage } from '../types/protocol';
import { on } from './on';
import { makeLine } from './port';

const VERDICT_MS = 3000;
const PROMISE_MS = 5000;

/** What lives as long as one site file is in force. */
interface Work {
  key: string;
  site: SiteFile;
  surfaces: Surfaces;
  watch: Watch;
  stage: Stage;
  ask: AskFirst;
  stop: AbortController;
}

/** What is known of a surface beside what it holds. */
interface State {
  /** Hash of the observation that was sent last. */
  sent?: string;
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

/** Starts the work; the result ends it. */
export function startSession(stop: () => void): () => void {
  const life = new AbortController();
  const { signal } = life;
  const states = new WeakMap<Live, State>();
  let work: Work | undefined;
  let told = false;
  let retried = false;
  let url = '';
  let promise = 0;

  const line = makeLine({ said, lost, orphaned: stop });

  const all = (): Live[] => [...(work?.surfaces.live.values() ?? [])];

  function of(live: Live): State {
    const state = states.get(live) ?? {};
    states.set(live, state);
    return state;
  }

  function isQuiet(): boolean {
    const { isExtended } = screen as Screen & { isExtended?: boolean };
    return told || document.fullscreenElement !== null || isExtended === true;
  }

  function said(message: ToPage): void {
    switch (message.type) {
      case 'site':
        return begin(message.site, message.words, message.language, message.quiet);
      case 'nothing':
        return finish();
      case 'findings':
        return found(message.surface, message.hash, message.findings);
      case 'refresh':
        return again();
      case 'reveal':
        return work?.stage.reveal(message.finding);
      case 'toggle':
        return work?.stage.toggle();
    }
  }

  function begin(site: SiteFile, words: Record<string, string>, language: string, quiet: boolean): void {
    const key = JSON.stringify([site, words, language]);
    told = quiet;
    if (work?.key === key) {
      work.stage.setQuiet(isQuiet());
      again();
      return line.flush();
    }
    finish();
    useWords(words, language);
    const surfaces = makeSurfaces(site);
    const ending = new AbortController();
    work = {
      key,
      site,
      surfaces,
      stop: ending,
      stage: makeStage(site, surfaces.live, language, isQuiet(), (live, finding, remedy) => void act(live, finding, remedy)),
      watch: makeWatch(surfaces, site, { rescan: scan, reread }),
      ask: makeAskFirst(site, { asking, isCurrent, show: askFirst }, ending.signal),
    };
    line.flush();
    url = '';
    moved();
  }

  function finish(): void {
    clearTimeout(promise);
    for (const live of all()) forget(live);
    work?.stop.abort();
    work?.watch.end();
    work?.stage.end();
    work = undefined;
  }

  function quietChanged(): void {
    work?.stage.setQuiet(isQuiet());
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
    if (!work || url === location.href) return;
    url = location.href;
    clearTimeout(promise);
    const { id } = work.site;
    const active = work.surfaces.active(new URL(url));
    work.watch.expect(active);
    scan();
    const promised = active.filter((spec) => spec.promised);
    if (promised.length === 0) return;
    promise = setTimeout(() => {
      for (const spec of promised) {
        if (all().some((live) => live.spec === spec)) continue;
        line.say({ type: 'unchecked', surface: `${id}/${spec.name}#1`, reason: 'expect', missing: ['root'] });
      }
    }, PROMISE_MS);
  }

  function scan(): void {
    if (!work) return;
    const { watch, stage, surfaces } = work;
    const { gone, found: fresh } = surfaces.scan(new URL(location.href));
    for (const live of gone) {
      watch.leave(live);
      stage.remove(live);
      forget(live);
      line.say({ type: 'gone', surface: live.key });
    }
    for (const live of fresh) {
      watch.follow(live);
      send(live, live.reading);
    }
    stage.moved();
  }

  function reread(live: Live): void {
    if (!work || of(live).busy) return;
    send(live, work.surfaces.reread(live));
    work.stage.moved();
  }

  /** Says everything again: the worker knows nothing of this page. */
  function again(): void {
    for (const live of all()) {
      const { mute, busy } = of(live);
      const reading = work?.surfaces.reread(live);
      if (reading && !busy && (mute === undefined || mute !== reading.hash)) send(live, reading, true);
    }
  }

  function send(live: Live, { observation, hash, missing = [] }: Reading, force = false): void {
    const state = of(live);
    if (!observation) {
      forget(live);
      work?.stage.update(live, []);
      return unchecked(live, 'expect', missing, force);
    }
    if (state.sent === hash && !force) return;
    if (state.sent !== hash) work?.stage.touched(live);
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

  function found(surface: string, hash: string, findings: Shown[]): void {
    const live = work?.surfaces.live.get(surface);
    const state = live && of(live);
    if (!state || state.sent !== hash) return;
    clearTimeout(state.waiting);
    state.waiting = state.mute = undefined;
    state.verdict = { hash, findings };
    retried = false;
    work?.stage.update(live, findings);
  }

  function forget(live: Live): void {
    const { waiting, unread, busy } = of(live);
    clearTimeout(waiting);
    states.set(live, { unread, busy });
  }

  function asking(): { live: Live; finding: Shown }[] {
    if (isQuiet() || work?.stage.isAsking()) return [];
    return all().flatMap((live) => {
      const { verdict, busy } = of(live);
      const finding = verdict?.findings.find((one) => one.askFirst);
      return finding && !busy ? [{ live, finding }] : [];
    });
  }

  function isCurrent(live: Live): boolean {
    const hash = work?.surfaces.reread(live).hash;
    return hash !== undefined && hash === of(live).verdict?.hash;
  }

  function askFirst(held: Held): void {
    const { live, hold, control, finding } = held;
    const back = (): void => (control as HTMLElement).focus?.({ preventScroll: true });
    const { verb } = hold;
    work?.stage.ask({
      live, finding, control, verb, back,
      anyway: async () => {
        back();
        if (work && !(await work.ask.goOn(held))) work.stage.confirm(live, word(`ui_press_again_${verb}`));
      },
    });
  }

  async function act(live: Live, finding: Shown, remedy: ShownRemedy): Promise<void> {
    if (!work || of(live).busy) return;
    const { stage, surfaces, site } = work;
    const { action, done } = remedy;
    const tell = (outcome: Outcome): void => line.say({ type: 'act', finding: finding.id, remedy: remedy.id, outcome });
    if (action === 'notNow' || action === 'answer') {
      stage.hush(live);
      return tell('asked');
    }
    of(live).busy = true;
    stage.tell(live, finding, '');
    const { say, undo } = await run({ live, remedy, surfaces, site });
    if (say !== undefined) {
      stage.tell(live, finding, say);
      tell('failed');
    } else {
      tell('done');
      if (action === 'openSetting') stage.hush(live);
      else if (done) stage.confirm(live, done, undo && (() => void takeBack(live, undo, tell)));
    }
    settle(live);
  }

  async function takeBack(live: Live, undo: () => Promise<boolean>, tell: (outcome: Outcome) => void): Promise<void> {
    of(live).busy = true;
    const undone = await undo();
    if (undone) tell('undone');
    work?.stage.confirm(live, word(undone ? 'ui_undone' : 'ui_undo_failed'));
    settle(live);
  }

  function settle(live: Live): void {
    of(live).busy = false;
    scan();
    if (work?.surfaces.live.get(live.key) === live) reread(live);
  }

  /** The worker may have no line to this page when a popup asks. */
  function onMessage(message: ToPage, sender: chrome.runtime.MessageSender): void {
    if (sender.id !== chrome.runtime.id || (message?.type !== 'refresh' && message?.type !== 'reveal')) return;
    if (message.type === 'refresh' && !line.isReady()) line.open();
    else said(message);
  }

  on(window, 'pagehide', line.close, signal);
  on(window, 'pageshow', ({ persisted }: PageTransitionEvent) => persisted && line.open(), signal);
  const { navigation } = window as Window & { navigation?: EventTarget };
  if (navigation) on(navigation, 'currententrychange navigatesuccess', moved, signal);
  on(document, 'fullscreenchange', quietChanged, signal);
  if (screen instanceof EventTarget) on(screen, 'change', quietChanged, signal);
  // The worker is warm before the first key is typed.
  on(document, 'focusin', ({ target }: FocusEvent) => target instanceof Node && work?.surfaces.holding(target) && line.open(), signal);
  chrome.runtime.onMessage?.addListener(onMessage);
  line.open();

  return () => {
    life.abort();
    finish();
    line.close();
    try {
      chrome.runtime.onMessage?.removeListener(onMessage);
    } catch {
      // An orphan's runtime is gone.
    }
  };
}
