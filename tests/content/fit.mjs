// Whether what is drawn of ours stays on the screen, covers nothing that is written or pressed, and can be hit.
import assert from 'node:assert/strict';
import { shadowAll } from '../harness/shadow.mjs';

/** Boxes of what is drawn of ours: mark, box, and the buttons in it. */
export async function drawn(page) {
  const all = await shadowAll(page, '.mark, .box, button');
  const found = [];
  for (const one of all) {
    if (!(await one.visible())) continue;
    found.push(await one.evaluate((element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      return { what: element.className || element.localName, text: element.textContent.slice(0, 40), left, top, right, bottom, button: element.localName === 'button', inBox: Boolean(element.closest('.box')), mark: element.classList.contains('mark'), scrolls: element.scrollHeight > element.clientHeight + 1, wide: element.scrollWidth > element.clientWidth + 1 };
    }));
  }
  return found;
}

export const overlap = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;

/** Every part of ours is in the window, covers nothing of `free`, and can be hit. */
export async function checkFit(page, free, { mark = true } = {}) {
  const parts = await drawn(page);
  assert.ok(!mark || parts.some((one) => one.mark), 'there is a mark');
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  for (const one of parts) {
    const where = JSON.stringify(one);
    if (!one.inBox || !one.button) assert.ok(one.left >= 0 && one.top >= 0 && one.right <= width && one.bottom <= height, `off the screen: ${where}`);
    if (one.button) assert.ok(one.right - one.left >= 24 && one.bottom - one.top >= 24, `too small to press: ${where}`);
    if (one.what.startsWith('box')) assert.ok(!one.wide, `cut off: ${where}`);
  }
  const boxes = await page.evaluate((selectors) => selectors.flatMap((selector) => [...document.querySelectorAll(selector)]
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().width > 0)
    .map((element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      return { selector, left, top, right, bottom };
    })), free);
  for (const one of parts.filter(({ what }) => what.startsWith('box'))) {
    for (const box of boxes) assert.ok(!overlap(one, box), `${JSON.stringify(one)} covers ${JSON.stringify(box)}`);
  }
  // A mark covers no button of the site, whatever lies around it.
  for (const one of parts.filter(({ mark }) => mark)) for (const box of boxes.filter(({ selector }) => /aria-label|button|action|follow|T-I|switch|checkbox/.test(selector))) assert.ok(!overlap(one, box), `the mark ${JSON.stringify(one)} covers ${JSON.stringify(box)}`);
  const open_ = parts.filter(({ what }) => what.startsWith('box'));
  for (const [i, one] of open_.entries()) for (const other of open_.slice(i + 1)) assert.ok(!overlap(one, other), 'one panel covers another');
  return parts;
}
