// Keeps the person's place while a field of theirs is changed.

/** Remembers focus and selection; the result puts them back. */
export function keepPlace(): () => void {
  const active = document.activeElement;
  const field = active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement ? active : undefined;
  const caret = field ? ([field.selectionStart, field.selectionEnd] as const) : undefined;
  const selection = getSelection();
  const range = !field && selection?.rangeCount ? selection.getRangeAt(0).cloneRange() : undefined;
  const scroll = { x: scrollX, y: scrollY };
  return () => {
    if (active instanceof HTMLElement && active.isConnected && document.activeElement !== active) active.focus({ preventScroll: true });
    try {
      if (field && caret && caret[0] !== null) field.setSelectionRange(caret[0], caret[1]);
    } catch {
      // A kind of field that has no caret.
    }
    if (range && range.startContainer.isConnected) {
      selection?.removeAllRanges();
      selection?.addRange(range);
    }
    scrollTo({ left: scroll.x, top: scroll.y, behavior: 'instant' });
  };
}
