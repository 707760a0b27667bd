// Which documents are worth looking at, and when.

const SMALLEST = 120;

/** Whether this frame can hold a surface. Editors and empty helper frames cannot. */
export function isWorthwhile(): boolean {
  // The type, for the first element of a page that is looked at costs a third of a millisecond.
  if (!document.contentType.includes('html')) return false;
  if (window.top === window) return true;
  if (document.designMode === 'on' || document.body?.isContentEditable) return false;
  if (innerWidth < SMALLEST || innerHeight < SMALLEST) return false;
  const blank = /^(about|blob|data):/.test(location.href);
  return !(blank && document.readyState !== 'loading' && (document.body?.childElementCount ?? 0) === 0);
}

/** Calls back once the person can see the document. */
export function whenSeen(signal: AbortSignal, then: () => void): void {
  const { prerendering, visibilityState, readyState } = document as Document & { prerendering?: boolean };
  const awaited = prerendering ? 'prerenderingchange' : visibilityState === 'hidden' ? 'visibilitychange' : readyState === 'loading' && 'DOMContentLoaded';
  if (awaited) document.addEventListener(awaited, () => whenSeen(signal, then), { once: true, signal });
  else then();
}
