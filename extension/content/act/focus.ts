// Keeps the person's place while a field of theirs is changed.

/** Remembers focus and selection; the result puts them back. */
export function keepPlace(): () => void {
  const active = document.activeElement;
  const selection = getSelection();
  // A form field keeps its own selection.
  const range = selection?.rangeCount ? selection.getRangeAt(0).cloneRange() : undefined;
  return () => {
    if (!(active instanceof HTMLElement) || !active.isConnected || document.activeElement === active) return;
    active.focus({ preventScroll: true });
    if (!range || !active.contains(range.startContainer)) return;
    selection?.removeAllRanges();
    selection?.addRange(range);
  };
}
