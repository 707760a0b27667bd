// Where a panel, note or sheet goes. Pure arithmetic: tried in the design's order, the
// first place that fits and covers nothing that is being written or pressed.

export interface Box { left: number; top: number; right: number; bottom: number }
export interface Size { width: number; height: number }
export type Where = 'leading' | 'trailing' | 'above' | 'title' | 'mark';

export interface Ask {
  viewport: Size;
  /** The surface's own box. */
  window: Box;
  /** What the finding is about, as far as it can be seen. */
  control: Box;
  /** Over these nothing may be drawn. */
  avoid: Box[];
  /** Sizes that would do, the best first. */
  sizes: Size[];
  /** Right-to-left page: leading is the right edge. */
  rtl?: boolean;
  /** The side that is tried first. */
  first?: 'leading' | 'trailing';
  /** Free stretches of the window's title strip, for a note. */
  title?: Box[];
  /** Sizes that would do there. */
  titleSizes?: Size[];
  /** Where it is now; it stays while it fits. */
  keep?: Where;
}

export interface Place {
  where: Where;
  /** Absent for a mark alone. */
  box?: Box;
  /** Centre of the mark. */
  mark: { x: number; y: number };
  strap?: Box;
  bracket?: Box;
}

export const MARGIN = 8;
export const STRAP = 18;
const MARK = 14;
const LEVEL = 44;
const REACH = 16;
const STEP = 8;

export function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}

/** Finds the place; `mark` when nothing fits. */
export function place(ask: Ask): Place {
  const first = ask.first ?? 'leading';
  const order: Where[] = [first, first === 'leading' ? 'trailing' : 'leading', 'above', 'title'];
  if (ask.keep && ask.keep !== 'mark') order.unshift(ask.keep);
  for (const where of order) {
    const found = where === 'above' ? above(ask) : where === 'title' ? inTitle(ask) : where === 'mark' ? undefined : beside(ask, where);
    if (found) return found;
  }
  return { where: 'mark', mark: markAlone(ask) };
}

function isFree(box: Box, { viewport, avoid }: Ask): boolean {
  return box.left >= MARGIN && box.top >= MARGIN && box.right <= viewport.width - MARGIN && box.bottom <= viewport.height - MARGIN
    && !avoid.some((other) => overlaps(box, other));
}

function edgeOf(ask: Ask, where: 'leading' | 'trailing'): { x: number; left: boolean } {
  const left = (where === 'leading') !== Boolean(ask.rtl);
  return { x: left ? ask.window.left : ask.window.right, left };
}

function bracketAt(x: number, { control }: Ask): Box {
  return { left: x - 2, right: x + 1, top: control.top, bottom: control.bottom };
}

function beside(ask: Ask, where: 'leading' | 'trailing'): Place | undefined {
  const { x, left } = edgeOf(ask, where);
  const y = (ask.control.top + ask.control.bottom) / 2;
  for (const { width, height } of ask.sizes) {
    const near = left ? x - MARK - STRAP : x + MARK + STRAP;
    const span = left ? { left: near - width, right: near } : { left: near, right: near + width };
    const lowest = ask.viewport.height - MARGIN - height;
    if (lowest < MARGIN) continue;
    const wanted = clamp(y - Math.min(LEVEL, height / 2), MARGIN, lowest);
    for (let off = 0; off <= height; off += STEP) {
      for (const top of off === 0 ? [wanted] : [wanted - off, wanted + off]) {
        if (y < top + REACH || y > top + height - REACH) continue;
        const box = { ...span, top, bottom: top + height };
        if (!isFree(box, ask)) continue;
        const strap = left
          ? { left: box.right, right: x - MARK, top: y - 1, bottom: y + 1 }
          : { left: x + MARK, right: box.left, top: y - 1, bottom: y + 1 };
        return { where, box, mark: { x, y }, strap, bracket: bracketAt(x, ask) };
      }
    }
  }
  return undefined;
}

function above(ask: Ask): Place | undefined {
  const { window } = ask;
  const room = Math.max(window.right - window.left, 0);
  for (const { width, height } of ask.sizes) {
    if (width > room) continue;
    const bottom = window.top - MARK - STRAP;
    const left = clamp(ask.rtl ? window.right - width : window.left, MARGIN, ask.viewport.width - MARGIN - width);
    const box = { left, right: left + width, top: bottom - height, bottom };
    if (!isFree(box, ask)) continue;
    const x = ask.rtl ? box.right - 20 : box.left + 20;
    return { where: 'above', box, mark: { x, y: window.top }, strap: { left: x - 1, right: x + 1, top: bottom, bottom: window.top - MARK } };
  }
  return undefined;
}

/** Only a note is low enough for a title strip. */
function inTitle(ask: Ask): Place | undefined {
  for (const free of ask.title ?? []) {
    for (const { width, height } of ask.titleSizes ?? []) {
      // A strip a little lower than the note still carries it.
      if (height - 8 > free.bottom - free.top || width > free.right - free.left) continue;
      const top = (free.top + free.bottom - height) / 2;
      const left = ask.rtl ? free.left : free.right - width;
      const box = { left, right: left + width, top, bottom: top + height };
      if (box.top < 0 || ask.avoid.some((other) => overlaps(box, other))) continue;
      return { where: 'title', box, mark: markAlone(ask) };
    }
  }
  return undefined;
}

/** The mark on the control's edge, on the side where it covers nothing. */
function markAlone(ask: Ask): { x: number; y: number } {
  const y = clamp((ask.control.top + ask.control.bottom) / 2, MARGIN + MARK, ask.viewport.height - MARGIN - MARK);
  const sides = (['leading', 'trailing'] as const).map((where) => {
    const { x } = edgeOf(ask, where);
    return clamp(x, MARGIN + MARK, ask.viewport.width - MARGIN - MARK);
  });
  if (ask.first === 'trailing') sides.reverse();
  const covers = (x: number): boolean => ask.avoid.some((other) => overlaps({ left: x - MARK, right: x + MARK, top: y - MARK, bottom: y + MARK }, other));
  return { x: sides.find((x) => !covers(x)) ?? sides[0] ?? MARGIN + MARK, y };
}

/**
 * Case 5: a press on the mark opened it. It may cover the editor, at the edge furthest
 * from the caret; `ask.avoid` holds what it may not cover even so.
 */
export function overEditor(ask: Ask, caret: Box | undefined): Place {
  const { viewport, window } = ask;
  const mark = markAlone(ask);
  const size = ask.sizes.find(({ width }) => width <= viewport.width - 2 * MARGIN) ?? { width: 0, height: 0 };
  const width = size.width;
  const height = Math.min(size.height, viewport.height - 2 * MARGIN);
  const lowest = clamp(window.bottom, MARGIN + height, viewport.height - MARGIN) - height;
  const highest = clamp(ask.control.bottom + MARGIN, MARGIN, lowest);
  const caretLow = caret !== undefined && (caret.top + caret.bottom) / 2 > (window.top + window.bottom) / 2;
  const tops: number[] = [];
  for (let off = 0; off <= lowest - highest; off += STEP) tops.push(caretLow ? highest + off : lowest - off);
  const right = clamp(window.right - width, MARGIN, viewport.width - MARGIN - width);
  const left = clamp(window.left, MARGIN, viewport.width - MARGIN - width);
  let best: Box | undefined;
  for (const x of ask.rtl ? [left, right] : [right, left]) {
    for (const top of tops) {
      const box = { left: x, right: x + width, top, bottom: top + height };
      best ??= box;
      if (isFree(box, ask)) return { where: 'mark', box, mark };
    }
  }
  return best ? { where: 'mark', box: best, mark } : { where: 'mark', mark };
}

/** A sheet must be seen: beside its control, else anywhere that leaves the control free. */
export function placeSheet(ask: Ask): Place {
  const found = place({ ...ask, title: [] });
  if (found.box) return found;
  const loose = place({ ...ask, avoid: [ask.control], title: [] });
  if (loose.box) return loose;
  const { width, height } = ask.sizes.find((size) => size.width <= ask.viewport.width - 2 * MARGIN) ?? ask.sizes[0] ?? { width: 0, height: 0 };
  const left = clamp((ask.viewport.width - width) / 2, MARGIN, ask.viewport.width);
  const fits = ask.control.top - MARGIN - height >= MARGIN;
  const top = fits ? ask.control.top - MARGIN - height : MARGIN;
  return { where: 'mark', box: { left, right: left + width, top, bottom: top + Math.min(height, ask.viewport.height - 2 * MARGIN) }, mark: markAlone(ask) };
}
