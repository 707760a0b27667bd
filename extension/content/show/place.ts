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
  /** Over these nothing may be drawn; the first is the last to be covered. */
  shun: Box[];
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
/** The least height that still shows what is seen and the first thing to do. */
const LOW = 140;
/** Further down than this, a mark on the window's top edge would seem to be about something else. */
const NEAR_TOP = 64;

export function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}

const at = (left: number, top: number, { width, height }: Size): Box => ({ left, top, right: left + width, bottom: top + height });

function isFree(box: Box, { viewport, shun }: Ask): boolean {
  return box.left >= MARGIN && box.top >= MARGIN && box.right <= viewport.width - MARGIN && box.bottom <= viewport.height - MARGIN
    && !shun.some((other) => overlaps(box, other));
}

/** Finds the place; `mark` when nothing fits. */
export function place(ask: Ask): Place {
  const { first = 'leading', keep } = ask;
  // Looked up by the word, so in quotes: the field of the same name has a short one in the bundle.
  const ways = { leading: beside, trailing: beside, above, title: inTitle, 'mark': () => undefined };
  const order: Where[] = [keep ?? first, first, 'leading', 'trailing', 'above', 'title'];
  for (const where of order) {
    const found = ways[where](ask, where);
    if (found) return found;
  }
  return { where: 'mark', mark: markAlone(ask) };
}

const markAt = (x: number, y: number): Box => at(x - MARK, y - MARK, { width: 2 * MARK, height: 2 * MARK });

/** Whether a mark there lies on something else than its control. */
const isOver = ({ shun, control }: Ask, x: number, y: number): boolean => shun.some((one) => one !== control && overlaps(markAt(x, y), one));

/** Where the mark stands on this side: on the window's edge, or a little outside where a button reaches that far. */
function edgeOf(ask: Ask, where: Where): { x: number; y: number; left: boolean } {
  const { rtl, window, control, shun } = ask;
  const left = (where === 'leading') !== Boolean(rtl);
  const y = (control.top + control.bottom) / 2;
  const edge = left ? window.left : window.right;
  let x = edge;
  for (const one of shun) {
    if (one === control || !overlaps(markAt(x, y), one)) continue;
    const outside = left ? Math.min(x, one.left - MARK) : Math.max(x, one.right + MARK);
    if (Math.abs(outside - edge) <= 2 * MARK) x = outside;
  }
  // Where the page's own bar of buttons begins at the edge: just inside of it.
  const inside = left ? edge + MARK : edge - MARK;
  if (isOver(ask, x, y) && !isOver(ask, inside, y)) x = inside;
  return { x, y, left };
}

function beside(ask: Ask, where: Where): Place | undefined {
  const { control, sizes, viewport } = ask;
  const { x, y, left } = edgeOf(ask, where);
  for (const size of sizes) {
    const { width, height } = size;
    const start = left ? x - MARK - STRAP - width : x + MARK + STRAP;
    const lowest = viewport.height - MARGIN - height;
    const wanted = clamp(y - Math.min(LEVEL, height / 2), MARGIN, Math.max(lowest, MARGIN));
    for (let off = 0; off <= height; off += STEP) {
      for (const top of [wanted - off, wanted + off]) {
        const box = at(start, top, size);
        // The strap has to reach it.
        if (y < top + REACH || y > box.bottom - REACH || !isFree(box, ask)) continue;
        const [from, to] = left ? [box.right, x - MARK] : [x + MARK, box.left];
        return {
          where, box, mark: { x, y },
          strap: { left: from, right: to, top: y - 1, bottom: y + 1 },
          bracket: { left: x - 2, right: x + 1, top: control.top, bottom: control.bottom },
        };
      }
    }
  }
  return undefined;
}

function above(ask: Ask, where: Where): Place | undefined {
  const { window, control, sizes, rtl, viewport } = ask;
  for (const size of sizes) {
    const { width, height } = size;
    if (width > window.right - window.left || control.top - window.top > NEAR_TOP) continue;
    const bottom = window.top - MARK - STRAP;
    const box = at(clamp(rtl ? window.right - width : window.left, MARGIN, viewport.width - MARGIN - width), bottom - height, size);
    const x = rtl ? box.right - 20 : box.left + 20;
    if (isFree(box, ask)) return { where, box, mark: { x, y: window.top }, strap: { left: x - 1, right: x + 1, top: bottom, bottom: window.top - MARK } };
  }
  return undefined;
}

/** Only a note is low enough for a title strip. */
function inTitle(ask: Ask, where: Where): Place | undefined {
  for (const free of ask.title ?? []) {
    for (const size of ask.titleSizes ?? []) {
      // A strip a little lower than the note still carries it: what is too much stands out above.
      if (size.height - 8 > free.bottom - free.top || size.width > free.right - free.left) continue;
      const top = Math.min((free.top + free.bottom - size.height) / 2, free.bottom - size.height);
      const box = at(ask.rtl ? free.left : free.right - size.width, top, size);
      if (box.top >= 0 && !ask.shun.some((other) => overlaps(box, other))) return { where, box, mark: markAlone(ask) };
    }
  }
  return undefined;
}

/** The mark on the control's edge: where it covers no button, and words only if nothing else is left. */
function markAlone(ask: Ask): { x: number; y: number } {
  const { viewport, first } = ask;
  const within = (value: number, length: number): number => clamp(value, MARGIN + MARK, length - MARGIN - MARK);
  const sides = (['leading', 'trailing'] as const).map((where) => {
    const edge = edgeOf(ask, where);
    const x = within(edge.x, viewport.width);
    const y = within(edge.y, viewport.height);
    const covers = isOver(ask, x, y);
    // Where a window has no edge to stand on, its far end is the emptier one.
    const liked = x === edge.x ? (first ?? 'leading') : 'trailing';
    return { x, y, cost: (covers ? 4 : 0) + (x === edge.x ? 0 : 2) + (where === liked ? 0 : 1) };
  });
  const { x, y } = sides.sort((a, b) => a.cost - b.cost)[0] ?? { x: 0, y: 0 };
  return { x, y };
}

/**
 * For what is about the page as a whole: the first corner that is free, the mark in it and the
 * box beside the mark. It stays in its corner. Without a free one, the mark alone.
 */
export function corner({ viewport, shun, sizes, rtl, keep }: Pick<Ask, 'viewport' | 'shun' | 'sizes' | 'rtl'> & { keep?: number }, isFree: (box: Box) => boolean): Place & { nook: number } {
  const inset = MARGIN + MARK;
  const clear = (box: Box, nook: number): boolean => !shun.some((one) => overlaps(box, one)) && (nook === keep || isFree(box));
  let marked: { x: number; y: number; nook: number } | undefined;
  for (const nook of [...(keep === undefined ? [] : [keep]), 0, 1, 2, 3]) {
    const isRight = (nook < 2) !== Boolean(rtl);
    const isLow = nook % 2 === 0;
    const x = isRight ? viewport.width - inset : inset;
    const y = isLow ? viewport.height - inset : inset;
    if (!marked && clear(markAt(x, y), nook)) marked = { x, y, nook };
    for (const size of sizes) {
      const left = isRight ? x - MARK - MARGIN - size.width : x + MARK + MARGIN;
      const box = at(left, isLow ? y + MARK - size.height : y - MARK, size);
      if (box.left < MARGIN || box.right > viewport.width - MARGIN || box.top < MARGIN || box.bottom > viewport.height - MARGIN) continue;
      if (clear(box, nook)) return { where: 'mark', box, mark: { x, y }, nook };
    }
  }
  const { nook = 0, ...mark } = marked ?? { x: rtl ? inset : viewport.width - inset, y: viewport.height - inset };
  return { where: 'mark', mark, nook };
}

/** The best size that the window can hold, cut to its height. */
function held({ sizes, viewport }: Ask): Size {
  const { width, height } = sizes.find((size) => size.width <= viewport.width - 2 * MARGIN) ?? { width: 0, height: 0 };
  return { width, height: Math.min(height, viewport.height - 2 * MARGIN) };
}

/**
 * Case 5: a press on the mark opened it. It may cover the editor, at the edge furthest
 * from the caret; `ask.shun` holds what it may not cover even so.
 */
export function overEditor(ask: Ask, caret: Box | undefined): Place {
  const { viewport, window, control, rtl } = ask;
  const size = held(ask);
  const isLow = caret !== undefined && (caret.top + caret.bottom) / 2 > (window.top + window.bottom) / 2;
  const mark = markAlone(ask);
  // Clear of the mark that opened it.
  const onLeft = mark.x < (window.left + window.right) / 2;
  const right = (onLeft ? window.right : Math.min(window.right, mark.x - MARK)) - size.width;
  const left = onLeft ? Math.max(window.left, mark.x + MARK) : window.left;
  const furthest = viewport.width - MARGIN - size.width;
  const sides = (rtl ? [left, right, MARGIN, furthest] : [right, left, furthest, MARGIN]).map((x) => clamp(x, MARGIN, furthest));
  let best: Box | undefined;
  // Where that leaves nothing, such as in a row that is the control all over, its buttons stay free at least:
  // it may begin above the control, and then be lower than its words are long, which scroll.
  const tries: [number, number, Box[]][] = [];
  for (let { height } = size; height >= Math.min(size.height, LOW); height -= 2 * STEP) {
    tries.push([height, control.bottom + MARGIN, ask.shun], [height, 0, ask.shun.filter((one) => one !== control)]);
  }
  // At the very least the first of them, which is the site's own Send.
  tries.push([size.height, 0, ask.shun.slice(0, 1)]);
  for (const [height, from, shun] of tries) {
    const lowest = clamp(window.bottom, MARGIN + height, viewport.height - MARGIN) - height;
    const highest = clamp(from, MARGIN, lowest);
    for (const x of sides) {
      for (let off = 0; off <= lowest - highest; off += STEP) {
        const box = at(x, isLow ? highest + off : lowest - off, { ...size, height });
        best ??= box;
        if (isFree(box, { ...ask, shun })) return { where: 'mark', box, mark };
      }
    }
  }
  return { where: 'mark', box: best, mark };
}

/** A sheet must be seen: beside its control, else anywhere that leaves the control free. */
export function placeSheet(ask: Ask): Place {
  for (const shun of [ask.shun, [ask.control]]) {
    const found = place({ ...ask, shun });
    if (found.box) return found;
  }
  const { viewport, control } = ask;
  const size = held(ask);
  const above = control.top - MARGIN - size.height;
  const box = at(clamp((viewport.width - size.width) / 2, MARGIN, viewport.width), Math.max(above, MARGIN), size);
  return { where: 'mark', box, mark: markAlone(ask) };
}
