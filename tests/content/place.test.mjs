// Where a panel may sit: the design's order, and what it never covers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './load.mjs';

const { corner, place, overEditor, placeSheet, overlaps } = await load('show/place');

const box = (left, top, width, height) => ({ left, top, right: left + width, bottom: top + height });
const panel = [{ width: 384, height: 184 }, { width: 264, height: 240 }];

/** A mail window in a Chromebook's page, as in the design's pictures. */
function ask(more = {}) {
  const window = more.window ?? box(783, 165, 559, 603);
  return {
    viewport: { width: 1366, height: 768 }, window, control: box(window.left, window.top + 48, window.right - window.left, 90),
    shun: [box(window.left + 16, window.top + 190, window.right - window.left - 32, 300)], sizes: panel, ...more,
  };
}

test('before the control, 32 px off the edge, joined by a strap of 18', () => {
  const { where, box: at, mark, strap, bracket } = place(ask());
  assert.equal(where, 'leading');
  assert.deepEqual([at.right, at.right - at.left], [783 - 32, 384]);
  assert.deepEqual(mark, { x: 783, y: 258 });
  assert.equal(strap.right - strap.left, 18);
  assert.ok(at.top < 258 && at.bottom > 258, 'level with the control');
  assert.deepEqual([bracket.top, bracket.bottom], [213, 303]);
});

test('264 px wide where less than 410 px are free outside the mark', () => {
  assert.equal(width(place(ask({ window: box(424, 100, 900, 600) }))), 384);
  assert.equal(width(place(ask({ window: box(423, 100, 900, 600) }))), 264);
});
const width = ({ box: at }) => at.right - at.left;

test('after the control where there is no room before it, or where that is the first choice', () => {
  assert.equal(place(ask({ window: box(100, 100, 600, 600) })).where, 'trailing');
  assert.equal(place(ask({ window: box(450, 100, 400, 600), first: 'trailing' })).where, 'trailing');
  assert.equal(place(ask({ window: box(450, 100, 400, 600) })).where, 'leading');
});

test('in a page that is read from the right, leading is the right edge', () => {
  const { where, box: at } = place(ask({ window: box(450, 100, 450, 600), rtl: true }));
  assert.deepEqual([where, at.left], ['leading', 900 + 32]);
});

test('above the window, no wider than it', () => {
  const { where, box: at, mark, strap } = place(ask({ window: box(100, 400, 1200, 360) }));
  assert.equal(where, 'above');
  assert.equal(at.bottom, 400 - 32);
  assert.equal(mark.y, 400);
  assert.equal(strap.bottom - strap.top, 18);
});

test('a note in the title strip, clear of its buttons; a panel never', () => {
  const crowded = { window: box(20, 20, 1320, 740), title: [box(40, 20, 900, 40)], titleSizes: [{ width: 500, height: 40 }] };
  const { where, box: at } = place(ask({ ...crowded, sizes: [{ width: 500, height: 40 }] }));
  assert.deepEqual([where, at], ['title', box(440, 20, 500, 40)]);
  assert.equal(place(ask({ ...crowded, titleSizes: [{ width: 384, height: 184 }] })).where, 'mark');
});

test('mark only where nothing fits, and inside the window’s margins', () => {
  const { where, box: at, mark } = place(ask({ window: box(0, 0, 1366, 768) }));
  assert.deepEqual([where, at], ['mark', undefined]);
  assert.ok(mark.x >= 22 && mark.x <= 1344);
});

test('the mark stands a little outside where a button reaches the window’s edge', () => {
  const remove = box(620, 130, 76, 40);
  const card = { window: box(100, 100, 600, 100), control: box(100, 100, 600, 100), first: 'trailing', shun: [remove] };
  assert.deepEqual(place(ask(card)).mark, { x: 710, y: 150 });
  assert.equal(place(ask({ ...card, shun: [] })).mark.x, 700);
});

test('the mark stands a little inside where the page’s own bar of buttons begins at the edge', () => {
  const bar = box(0, 140, 42, 38);
  const given = { viewport: { width: 683, height: 384 }, window: box(42, 0, 641, 384), control: box(56, 113, 598, 88), first: 'trailing', shun: [bar, box(620, 113, 34, 88), box(156, 208, 498, 33)], sizes: [] };
  assert.deepEqual(place(ask(given)).mark, { x: 56, y: 157 });
});

test('a mark alone takes the side with no button under it, and the far end of a full window', () => {
  const wide = { first: 'leading', window: box(0, 0, 1366, 768), control: box(0, 40, 1366, 40), sizes: [] };
  assert.ok(place(ask({ ...wide, shun: [] })).mark.x > 1300);
  assert.ok(place(ask({ ...wide, shun: [box(1290, 30, 76, 60)] })).mark.x < 60);
});

test('the place is kept while it fits', () => {
  const wide = { window: box(450, 100, 450, 600) };
  assert.equal(place(ask({ ...wide, keep: 'trailing' })).where, 'trailing');
  assert.equal(place(ask({ window: box(783, 165, 559, 603), keep: 'trailing' })).where, 'leading');
});

test('it slides past another panel while the strap still reaches, else goes elsewhere', () => {
  const other = box(300, 60, 460, 170);
  const moved = place(ask({ shun: [other] }));
  assert.equal(moved.where, 'leading');
  assert.ok(!overlaps(moved.box, other));
  assert.equal(place(ask({ shun: [box(300, 100, 460, 400)] })).where, 'mark');
});

test('case 5: over the editor, at the edge furthest from the caret, never over Send', () => {
  const window = box(8, 8, 667, 368);
  const send = box(24, 330, 80, 36);
  const given = ask({ viewport: { width: 683, height: 384 }, window, control: box(8, 56, 667, 40), shun: [send, box(8, 56, 667, 40)], sizes: [{ width: 264, height: 200 }] });
  const low = overEditor(given, box(30, 120, 1, 16));
  const high = overEditor(given, box(30, 300, 1, 16));
  assert.ok(low.box.top > high.box.top);
  for (const { box: at } of [low, high]) {
    assert.ok(!given.shun.some((one) => overlaps(one, at)));
    assert.ok(at.left >= 8 && at.right <= 675 && at.top >= 8 && at.bottom <= 376);
  }
});

test('case 5 in a row of requests: what is left free are the buttons, also those of the next row', () => {
  const row = box(16, 180, 635, 90);
  const buttons = [box(460, 200, 180, 36), box(460, 290, 180, 36)];
  const given = ask({ viewport: { width: 683, height: 384 }, window: row, control: row, first: 'trailing', shun: [row, ...buttons], sizes: [{ width: 264, height: 320 }] });
  const { box: at, mark } = overEditor(given, undefined);
  assert.ok(!buttons.some((one) => overlaps(one, at)), JSON.stringify(at));
  assert.ok(!overlaps(at, box(mark.x - 14, mark.y - 14, 28, 28)), 'nor does the mark lie on the panel');
});

test('case 5 over a full dialog: above the control, or lower than its words, before anything lies on Post', () => {
  const window = box(85, 12, 498, 360);
  const control = box(151, 105, 101, 25);
  const post = box(101, 326, 451, 34);
  for (const [height, expected] of [[315, 315], [360, 312], [200, 200]]) {
    const given = ask({ viewport: { width: 668, height: 384 }, window, control, first: 'trailing', shun: [control, { ...control }, post], sizes: [{ width: 264, height }] });
    for (const caret of [undefined, box(101, 150, 1, 20), box(101, 300, 1, 20)]) {
      const { box: at } = overEditor(given, caret);
      assert.ok(![control, post].some((one) => overlaps(one, at)), JSON.stringify(at));
      assert.equal(at.bottom - at.top, expected);
    }
  }
});

test('case 5 where fields fill the window: Send stays free before all else', () => {
  const send = box(453, 327, 45, 57);
  const control = box(56, 113, 598, 88);
  const given = ask({ viewport: { width: 683, height: 384 }, window: box(42, 0, 641, 384), control, first: 'trailing', shun: [send, box(156, 72, 498, 34), control, box(156, 208, 498, 33)], sizes: [{ width: 264, height: 296 }] });
  for (const caret of [undefined, box(160, 215, 1, 20)]) assert.ok(!overlaps(overEditor(given, caret).box, send));
});

test('a note that is a little higher than the strip stands out above it, not over the control', () => {
  const given = { window: box(100, 20, 540, 360), control: box(100, 60, 540, 40), title: [box(108, 20, 420, 40)], titleSizes: [{ width: 420, height: 48 }] };
  const { where, box: at } = place(ask({ viewport: { width: 683, height: 384 }, ...given, shun: [given.control], sizes: [{ width: 500, height: 48 }] }));
  assert.deepEqual([where, at.top, at.bottom], ['title', 12, 60]);
});

test('a sheet always has a place, and its control stays free', () => {
  const send = box(32, 700, 90, 36);
  for (const viewport of [{ width: 1366, height: 768 }, { width: 683, height: 384 }, { width: 340, height: 192 }]) {
    const control = viewport.height > 700 ? send : box(20, viewport.height - 44, 80, 36);
    const { box: at } = placeSheet({ viewport, window: box(0, 0, viewport.width, viewport.height), control, shun: [control, box(0, 40, viewport.width, 400)], sizes: [{ width: 416, height: 380 }, { width: 264, height: 420 }] });
    assert.ok(at && at.left >= 8 && at.top >= 8 && at.right <= viewport.width && at.bottom <= viewport.height, JSON.stringify(at));
  }
});

test('ten thousand places: never off the screen, never over what must stay free', () => {
  let seed = 7;
  const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
  for (let i = 0; i < 10_000; i++) {
    const viewport = { width: 320 + random(1300), height: 200 + random(800) };
    const window = box(random(viewport.width), random(viewport.height), 40 + random(900), 40 + random(700));
    const control = box(window.left, window.top + 10, 300, 20 + random(80));
    const shun = [control, ...Array.from({ length: 4 }, () => box(random(1200), random(800), random(300), random(300)))];
    const { box: at } = place({ viewport, window, control, shun, sizes: panel, rtl: random(2) === 1, first: random(2) ? 'leading' : 'trailing' });
    if (!at) continue;
    assert.ok(at.left >= 8 && at.top >= 8 && at.right <= viewport.width - 8 && at.bottom <= viewport.height - 8);
    assert.ok(!shun.some((one) => overlaps(one, at)));
  }
});

test('what is about the whole page stands in the first corner where nothing is pressed, and stays there', () => {
  const page = { viewport: { width: 1366, height: 768 }, shun: [], sizes: panel };
  const free = corner(page, () => true);
  assert.deepEqual([free.nook, free.mark], [0, { x: 1344, y: 746 }]);
  assert.ok(free.box.right < free.mark.x - 14 && free.box.bottom === 760, JSON.stringify(free.box));
  const top = corner(page, (at) => at.bottom < 400);
  assert.equal(top.nook, 1);
  const left = corner(page, (at) => at.right < 600);
  assert.deepEqual([left.nook, left.mark.x], [2, 22]);
  assert.equal(corner({ ...page, keep: 0 }, () => false).nook, 0, 'it does not jump about while the page scrolls');
  const none = corner(page, () => false);
  assert.deepEqual([none.box, none.mark], [undefined, { x: 1344, y: 746 }], 'nothing is covered: the mark alone');
  assert.equal(corner({ ...page, rtl: true }, () => true).mark.x, 22);
  assert.equal(corner({ ...page, shun: [box(900, 500, 460, 260)] }, () => true).nook, 1, 'nor is another panel');
});
