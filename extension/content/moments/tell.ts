// What the scripts for moments share. They have no line of their own: the first part's is used.

import type { Parts } from '../life/parts';
import type { Moment } from '../types/protocol';

declare global {
  // eslint-disable-next-line no-var
  var lanyardMoments: Set<Moment> | undefined;
}

/** Starts listening, once a document and only in the page itself. */
export function tell(moment: Moment, listen: (say: () => void) => void): void {
  const known = (globalThis.lanyardMoments ??= new Set());
  if (known.has(moment) || window.top !== window) return;
  known.add(moment);
  // Looked up at each time: a newer first part may have taken over.
  listen(() => (globalThis as { lanyardParts?: Parts }).lanyardParts?.say?.({ type: 'moment', moment }));
}
