// Looks whether this page has anything to read, and goes on looking until it has. Then the
// second part takes over.

import { activeAt, isAny } from '../observe/look';
import type { SurfaceSpec } from '../site';
import type { ToPage } from '../types/protocol';
import { on } from './on';
import { watchPage } from './page';
import { makeNeeds, parts } from './parts';
import { isOrphan, makeLine } from './port';
import type { Session } from './session';

export type Given = Extract<ToPage, { type: 'site' }>;

/** Starts looking; the result ends it. */
export function startSentry(stop: () => void, signal: AbortSignal): () => void {
  let given: Given | undefined;
  let session: Session | undefined;
  let listens = false;
  let url = '';
  let active: SurfaceSpec[] = [];
  /** Where the page was when the worker last heard of it. */
  let at = '';
  /** What was found of the page as a whole, before there is somebody to show it. */
  let early: ToPage | undefined;

  const line = makeLine({ said, off, lost, orphaned: stop });
  const needs = makeNeeds(line);
  const watch = watchPage(look);
  parts().say = line.say;

  function said(message: ToPage): void {
    switch (message.type) {
      case 'site':
        return begin(message);
      case 'nothing':
        return finish();
      case 'words':
        return needs.heard(message);
      case 'refused':
        return needs.refused(message.part);
      case 'refresh':
        return session?.again();
      default:
        if (session) session.said(message);
        else if (message.type === 'findings') ofPage(message);
    }
  }

  function begin(message: Given): void {
    const known = given;
    const same = known && JSON.stringify([known.site, known.language]) === JSON.stringify([message.site, message.language]);
    if (!same) finish();
    given = message;
    needs.again();
    if (session) session.greeted(message.quiet);
    else if (same) look();
    else moved();
    line.flush();
  }

  /** Without surfaces only the page as a whole can have findings. */
  function ofPage(message: ToPage & { type: 'findings' }): void {
    early = message;
    if (message.findings[0]) needs.need('read', read, () => {});
  }

  function finish(): void {
    session?.end();
    session = given = early = undefined;
    url = '';
    needs.end();
    watch.pause();
  }

  /** Without a line the worker may still call, when a popup asks. It costs too much to listen before. */
  function off(): void {
    if (!listens && !isOrphan()) chrome.runtime.onMessage?.addListener(onMessage);
    listens = true;
  }

  /** The worker went away; what was being waited for is asked of the next one. */
  function lost(): void {
    if (needs.isWaiting()) line.open();
    session?.lost();
  }

  /** The page's address changed, or work began: other surfaces can be here now. */
  function moved(): void {
    if (given?.site.page && at && at !== location.href) line.say({ type: 'moved' });
    at = location.href;
    if (session) return session.moved();
    if (!given || url === location.href) return;
    url = location.href;
    active = activeAt(location, given.site);
    if (active.length === 0) return watch.pause();
    watch.start();
    look();
  }

  /** Whether there is something to read now. */
  function look(): boolean {
    if (!given || session) return false;
    const { site } = given;
    const there = active.find(isAny);
    if (!there) return false;
    watch.pause();
    needs.need('read', read, () => line.say({ type: 'unchecked', surface: `${site.id}/${there.name}#1`, reason: 'absent', missing: [] }));
    return true;
  }

  function read(): void {
    if (given) session = parts().read?.({ ...given, line, needs });
    session?.moved();
    if (early) session?.said(early);
  }

  function onMessage(message: ToPage, sender: chrome.runtime.MessageSender): void {
    if (sender.id !== chrome.runtime.id || (message?.type !== 'refresh' && message?.type !== 'reveal')) return;
    if (message.type === 'refresh' && !line.isReady()) line.open();
    else said(message);
  }

  // Few listeners: each costs every covered page some tens of microseconds, and one for `pagehide` a tenth of a millisecond.
  // The browser itself closes the line of a page that it keeps, and the page may hear of that after it is shown again.
  on(window, 'pageshow', ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return;
    line.close();
    line.open();
  }, signal);
  // Said only while something may come of it, and of the page alone.
  on(window, 'beforeprint', ({ isTrusted }: Event) => isTrusted && given?.print && window.top === window && line.say({ type: 'moment', moment: 'print' }), signal);
  const { navigation } = window as Window & { navigation?: EventTarget };
  if (navigation) on(navigation, 'currententrychange', moved, signal);
  line.open();

  return () => {
    finish();
    watch.end();
    listens = true;
    line.close();
    try {
      chrome.runtime.onMessage?.removeListener(onMessage);
    } catch {
      // An orphan's runtime is gone.
    }
  };
}
