// One document's work: from the worker's answer to the last surface that leaves.

import { AskFirst } from '../act/askfirst';
import { run } from '../act/remedies';
import type { Reading } from '../observe/assemble';
import { type Changes, type Live, Surfaces } from '../observe/surfaces';
import { Watch } from '../observe/watch';
import { Stage } from '../show/stage';
import { useWords, word } from '../show/words';
import type { Hold, SiteFile } from '../site';
import type { Outcome, Shown, ShownRemedy, ToPage } from '../types/protocol';
import { on } from './on';
import { Line } from './port';

const VERDICT_MS = 3000;
const PROMISE_MS = 5000;

interface Verdict {
  hash: string;
  findings: Shown[];
}

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

export class Session {
  #line = new Line({ said: (message) => this.#said(message), lost: () => this.#lost(), orphaned: () => this.#stop() });
  #work?: Work;
  #verdicts = new Map<Live, Verdict>();
  #waiting = new Map<Live, number>();
  #unread = new Map<string, string>();
  #busy = new Set<Live>();
  /** What was asked and never answered; asked again only once it is something else. */
  #mute = new Map<Live, string>();
  #retried = false;
  #told = false;
  #life = new AbortController();
  #place?: { url: string; stop: AbortController };

  #stop: () => void;

  constructor(stop: () => void) {
    this.#stop = stop;
    const { signal } = this.#life;
    on(window, 'pagehide', () => this.#line.close(), signal);
    on(window, 'pageshow', (event: PageTransitionEvent) => event.persisted && this.#line.open(), signal);
    const { navigation } = window as Window & { navigation?: EventTarget };
    if (navigation) on(navigation, 'currententrychange navigatesuccess', () => this.#moved(), signal);
    on(document, 'fullscreenchange', () => this.#quietChanged(), signal);
    if (screen instanceof EventTarget) on(screen, 'change', () => this.#quietChanged(), signal);
    // The worker is warm before the first key is typed.
    on(document, 'focusin', ({ target }: FocusEvent) => target instanceof Node && this.#work?.surfaces.holding(target) && this.#line.open(), signal);
    chrome.runtime.onMessage?.addListener(this.#onMessage);
    this.#line.open();
  }

  end(): void {
    this.#life.abort();
    this.#finish();
    this.#line.close();
    try {
      chrome.runtime.onMessage?.removeListener(this.#onMessage);
    } catch {
      // An orphan's runtime is gone.
    }
  }

  /** The worker may have no line to this page when a popup asks. */
  #onMessage = (message: ToPage, sender: chrome.runtime.MessageSender): void => {
    if (sender.id !== chrome.runtime.id || (message?.type !== 'refresh' && message?.type !== 'reveal')) return;
    if (message.type === 'refresh' && !this.#line.isReady) this.#line.open();
    else this.#said(message);
  };

  #said(message: ToPage): void {
    switch (message.type) {
      case 'site':
        return this.#begin(message.site, message.words, message.language, message.quiet);
      case 'nothing':
        return this.#finish();
      case 'findings':
        return this.#found(message.surface, message.hash, message.findings);
      case 'refresh':
        return this.#again();
      case 'reveal':
        return this.#work?.stage.reveal(message.finding);
    }
  }

  #begin(site: SiteFile, words: Record<string, string>, language: string, quiet: boolean): void {
    const key = JSON.stringify([site, words, language]);
    this.#told = quiet;
    if (this.#work?.key === key) {
      this.#work.stage.setQuiet(this.#quiet);
      this.#again();
      return this.#line.flush();
    }
    this.#finish();
    useWords(words, language);
    const surfaces = new Surfaces(site);
    const stop = new AbortController();
    const stage = new Stage(site, language, this.#quiet, (live, finding, remedy) => void this.#act(live, finding, remedy));
    const watch = new Watch(surfaces, site, { rescan: () => this.#scan(), reread: (live) => this.#reread(live) });
    const ask = new AskFirst(site, {
      asking: () => this.#asking(),
      isCurrent: (live) => this.#isCurrent(live),
      show: (live, finding, hold, control) => this.#askFirst(live, finding, hold, control),
    }, stop.signal);
    this.#work = { key, site, surfaces, watch, stage, ask, stop };
    this.#line.flush();
    this.#moved(true);
  }

  #finish(): void {
    this.#place?.stop.abort();
    this.#place = undefined;
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
    this.#verdicts.clear();
    this.#unread.clear();
    this.#work?.stop.abort();
    this.#work?.watch.end();
    this.#work?.stage.end();
    this.#work = undefined;
  }

  get #quiet(): boolean {
    const { isExtended } = screen as Screen & { isExtended?: boolean };
    return this.#told || document.fullscreenElement !== null || isExtended === true;
  }

  #quietChanged(): void {
    if (!this.#work) return;
    this.#work.stage.setQuiet(this.#quiet);
    this.#again();
  }

  /** The worker went away; somebody who waits for a verdict asks the next one, once. */
  #lost(): void {
    if (this.#waiting.size === 0 || this.#retried) return;
    this.#retried = true;
    this.#line.open();
  }

  /** The page's address changed, or work began: other surfaces can be here now. */
  #moved(first = false): void {
    const work = this.#work;
    if (!work || (!first && this.#place?.url === location.href)) return;
    this.#place?.stop.abort();
    const stop = new AbortController();
    this.#place = { url: location.href, stop };
    const active = work.surfaces.active(new URL(location.href));
    work.watch.expect(active);
    this.#scan();
    const promised = active.filter((spec) => spec.promised);
    if (promised.length === 0) return;
    const timer = setTimeout(() => {
      for (const spec of promised) {
        const there = [...work.surfaces.live.values()].some((live) => live.spec === spec);
        if (!there) this.#unchecked(`${work.site.id}/${spec.name}#1`, 'expect', ['root']);
      }
    }, PROMISE_MS);
    stop.signal.addEventListener('abort', () => clearTimeout(timer));
  }

  #scan(): void {
    const work = this.#work;
    if (!work) return;
    const changes: Changes = work.surfaces.scan(new URL(location.href));
    for (const live of changes.gone) {
      work.watch.leave(live);
      work.stage.remove(live);
      this.#forget(live);
      this.#line.say({ type: 'gone', surface: live.key });
    }
    for (const live of [...changes.found, ...changes.moved]) {
      work.watch.follow(live);
      this.#send(live, live.reading);
    }
    work.stage.moved();
  }

  #reread(live: Live): void {
    const work = this.#work;
    if (!work || this.#busy.has(live)) return;
    this.#send(live, work.surfaces.reread(live));
    work.stage.moved();
  }

  /** Says everything again: the worker knows nothing of this page. */
  #again(): void {
    const work = this.#work;
    if (!work) return;
    for (const live of work.surfaces.live.values()) {
      const reading = work.surfaces.reread(live);
      if (!this.#busy.has(live) && !(reading.observation && this.#mute.get(live) === reading.hash)) this.#send(live, reading, true);
    }
  }

  #send(live: Live, reading: Reading, force = false): void {
    if (!reading.observation) {
      live.sent = undefined;
      this.#forget(live);
      this.#work?.stage.update(live, []);
      return this.#unchecked(live.key, 'expect', reading.missing, force);
    }
    if (live.sent === reading.hash && !force) return;
    if (live.sent !== reading.hash) this.#work?.stage.touched(live);
    live.sent = reading.hash;
    this.#unread.delete(live.key);
    clearTimeout(this.#waiting.get(live));
    this.#waiting.set(live, setTimeout(() => this.#late(live), VERDICT_MS));
    // Before the worker has answered the greeting all is said again anyway.
    if (this.#line.isReady) this.#line.say({ type: 'observe', hash: reading.hash, quiet: this.#quiet, observation: reading.observation });
    else this.#line.open();
  }

  /** No verdict in time: that is said, and the next change asks on a new line. */
  #late(live: Live): void {
    this.#waiting.delete(live);
    if (live.sent) this.#mute.set(live, live.sent);
    live.sent = undefined;
    this.#line.close();
    this.#unchecked(live.key, 'timeout', []);
  }

  #unchecked(surface: string, reason: string, missing: string[], force = false): void {
    const what = `${reason}:${missing}`;
    if (this.#unread.get(surface) === what && !force) return;
    this.#unread.set(surface, what);
    this.#line.say({ type: 'unchecked', surface, reason, missing });
  }

  #found(surface: string, hash: string, findings: Shown[]): void {
    const live = this.#work?.surfaces.live.get(surface);
    if (!live || live.sent !== hash) return;
    clearTimeout(this.#waiting.get(live));
    this.#waiting.delete(live);
    this.#retried = false;
    this.#mute.delete(live);
    this.#verdicts.set(live, { hash, findings });
    this.#work?.stage.update(live, findings);
  }

  #forget(live: Live): void {
    clearTimeout(this.#waiting.get(live));
    this.#waiting.delete(live);
    this.#mute.delete(live);
    this.#verdicts.delete(live);
    this.#unread.delete(live.key);
  }

  #asking(): { live: Live; finding: Shown }[] {
    if (this.#quiet || this.#work?.stage.asking) return [];
    return [...this.#verdicts].flatMap(([live, { findings }]) => {
      const finding = findings.find(({ askFirst }) => askFirst);
      return finding && !this.#busy.has(live) ? [{ live, finding }] : [];
    });
  }

  #isCurrent(live: Live): boolean {
    const reading = this.#work?.surfaces.reread(live);
    return reading?.observation !== undefined && reading.hash === this.#verdicts.get(live)?.hash;
  }

  #askFirst(live: Live, finding: Shown, hold: Hold, control: Element): void {
    const work = this.#work;
    if (!work) return;
    const back = (): void => (control as HTMLElement).focus?.({ preventScroll: true });
    work.stage.ask({
      live, finding, control, verb: hold.verb, back,
      anyway: async () => {
        back();
        if (!(await work.ask.goOn(live, hold, control))) work.stage.confirm(live, word(`ui_press_again_${hold.verb}`));
      },
    });
  }

  async #act(live: Live, finding: Shown, remedy: ShownRemedy): Promise<void> {
    const work = this.#work;
    if (!work || this.#busy.has(live)) return;
    const tell = (outcome: Outcome): void => this.#line.say({ type: 'act', finding: finding.id, remedy: remedy.id, outcome });
    if (remedy.action === 'notNow' || remedy.action === 'answer') {
      work.stage.hush(live);
      return tell('asked');
    }
    this.#busy.add(live);
    work.stage.tell(live, finding, '');
    try {
      const result = await run({ live, finding, remedy, surfaces: work.surfaces, site: work.site });
      if (result.outcome === 'failed') {
        work.stage.tell(live, finding, result.say);
        return tell('failed');
      }
      tell('done');
      if (remedy.action === 'openSetting') work.stage.hush(live);
      else if (remedy.done) work.stage.confirm(live, remedy.done, result.outcome === 'done' && result.undo ? this.#undoer(live, result.undo, tell) : undefined);
    } finally {
      this.#busy.delete(live);
      if (live.root.isConnected) this.#reread(live);
      else this.#scan();
    }
  }

  #undoer(live: Live, undo: () => Promise<boolean>, tell: (outcome: Outcome) => void): () => void {
    return async () => {
      this.#busy.add(live);
      const undone = await undo();
      this.#busy.delete(live);
      if (undone) tell('undone');
      this.#work?.stage.confirm(live, word(undone ? 'ui_undone' : 'ui_undo_failed'));
      this.#reread(live);
    };
  }
}
