// One instance a document. In one world the older is stopped directly; an orphan of an
// earlier version lives in another world and hears a DOM event, which is sent before a script is
// put into a page that is open. A page can send that event too, so only an orphan obeys it.

import { isOrphan } from './port';

export const EVENT = 'lanyard-evict';

declare global {
  // eslint-disable-next-line no-var
  var lanyardStop: (() => void) | undefined;
}

/** Stops older instances and promises to stop for a newer one. */
export function takeOver(stop: () => void, signal: AbortSignal): void {
  globalThis.lanyardStop?.();
  globalThis.lanyardStop = stop;
  document.addEventListener(EVENT, () => isOrphan() && stop(), { signal });
}
