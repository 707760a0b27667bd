// Ways to have a person press what they cannot see. Each is put into the page by the page itself; then somebody
// presses where our button is. What they could not see must not have been pressed.
import assert from 'node:assert/strict';
import { sleep, until } from '../harness/processes.mjs';
import { shadowAll, shadowOne } from '../harness/shadow.mjs';
import { drawn, drawnWhen } from '../e2e/lanyard.mjs';

export const MESSAGE = 'https://mail.google.com/mail/u/0/?open=popup&to=a.one@example.com,b.two@example.org,c.three@example.net&su=Trip&body=Hello#inbox';

/** Run in the page, each alone; none knows of this file. */
export const TRICKS = {
  'a still picture of the page over it, as between two views': () => {
    const style = document.createElement('style');
    style.textContent = '::view-transition{pointer-events:none;background:#fff}::view-transition-group(*){animation-duration:100000s!important}::view-transition-new(root),::view-transition-old(root){opacity:0!important;animation:none!important;pointer-events:none}';
    document.head.append(style);
    document.startViewTransition(() => {});
  },
  'a cover that lets presses through, put on top again and again': () => {
    const cover = document.createElement('div');
    cover.popover = 'manual';
    cover.style.cssText = 'position:fixed;inset:0;width:100vw;height:100vh;margin:0;background:#fff;border:0;pointer-events:none';
    document.body.append(cover);
    for (let n = 0; n < 12; n++) setTimeout(() => (cover.hidePopover(), cover.showPopover()), n * 60);
  },
  'the same with a dialog': () => {
    const cover = document.createElement('dialog');
    cover.style.cssText = 'width:100vw;height:100vh;max-width:none;max-height:none;background:#fff;pointer-events:none';
    document.body.append(cover);
    for (let n = 0; n < 12; n++) setTimeout(() => (cover.close(), cover.showModal()), n * 60);
  },
  'a picture drawn before, after and behind our element': () => {
    const style = document.createElement('style');
    style.textContent = 'lanyard-note::before,lanyard-note::after{content:""!important;position:fixed!important;inset:0!important;background:#fff!important;pointer-events:none!important;z-index:9!important}lanyard-note::backdrop{background:#fff;pointer-events:none}';
    document.head.append(style);
  },
  'our colours set from outside': () => {
    const names = [...'0123456789abcdefghijklmnopqrstuvwxyz'].flatMap((one) => [one, `1${one}`]);
    const style = document.createElement('style');
    style.textContent = `html,lanyard-note{${names.map((one) => `--${one}:transparent!important`).join(';')}}`;
    document.head.append(style);
  },
  'styles for our element': () => {
    const style = document.createElement('style');
    style.textContent = 'lanyard-note{opacity:.01!important;clip-path:inset(50%)!important;visibility:hidden!important;display:none!important;transform:scale(.01)!important;filter:opacity(0)!important;mask:linear-gradient(transparent,transparent)!important}';
    document.head.append(style);
    document.querySelector('lanyard-note').setAttribute('style', style.textContent.slice(13, -1));
  },
  'a movement of our element': () => {
    document.querySelector('lanyard-note').animate([{ opacity: 0, clipPath: 'inset(50%)', filter: 'opacity(0)' }, { opacity: 0, clipPath: 'inset(50%)', filter: 'opacity(0)' }], { duration: 1e8, fill: 'both' });
  },
  'a filter that draws something else': () => {
    document.body.insertAdjacentHTML('beforeend', '<svg width="0" height="0"><filter id="f"><feFlood flood-color="white"/></filter></svg>');
    document.documentElement.style.filter = 'url(#f)';
  },
  'the page turned down, cut off, masked and shrunk': () => {
    document.documentElement.style.cssText = 'opacity:.02;clip-path:inset(0 0 100% 0);mask:linear-gradient(transparent,transparent);zoom:.01';
  },
  'something of the page inside our element': () => {
    const inside = document.createElement('div');
    inside.style.cssText = 'position:fixed;inset:0;background:#fff;pointer-events:none';
    document.querySelector('lanyard-note').append(inside);
  },
  'our element put somewhere else': () => {
    const box = document.createElement('div');
    box.style.cssText = 'opacity:.01;filter:opacity(.01)';
    document.body.append(box);
    box.append(document.querySelector('lanyard-note'));
  },
  'our element hidden, made inert and let down': () => {
    const host = document.querySelector('lanyard-note');
    host.hidden = host.inert = true;
    host.removeAttribute('popover');
  },
};

const REMEDY = '[data-part=panel] [data-remedy=move-to-bcc]';

async function pictureOf(page, { x, y, width, height }) {
  const cdp = await page.context().newCDPSession(page);
  const { data } = await cdp.send('Page.captureScreenshot', { clip: { x, y, width, height, scale: 1 } });
  await cdp.detach();
  return data;
}

/** Whether two pictures are the same to the eye: letters may be smoothed in another way. */
const alike = (page, ...pictures) => page.evaluate(async (all) => {
  const [one, two] = await Promise.all(all.map(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
    canvas.drawImage(image, 0, 0);
    return canvas.getImageData(0, 0, image.width, image.height).data;
  }));
  if (one.length !== two.length) return false;
  return one.reduce((sum, value, at) => sum + Math.abs(value - two[at]), 0) / one.length < 6;
}, pictures);

const moved = (page) => page.evaluate(() => window.__replica.composes()[0]?.bcc.length ?? 0);

/** Tries one trick; says whether the button could be seen. */
export async function trickInto(world, name) {
  const page = await world.open(MESSAGE);
  try {
    await drawnWhen(page, 'panel', 1);
    await sleep(600);
    const before = await (await shadowOne(page, REMEDY)).box();
    const first = await pictureOf(page, before);
    await page.evaluate(TRICKS[name]);
    await sleep(900);
    // Where the page has us show marks only, a press on the mark opens the panel again.
    const [button] = await shadowAll(page, REMEDY);
    if (!button || !(await button.visible().catch(() => false))) {
      const [mark] = await drawn(page, 'mark');
      const box = await mark?.box().catch(() => undefined);
      if (box) {
        await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
        await page.mouse.move(2, 2);
        await sleep(700);
      }
    }
    const [again] = await shadowAll(page, REMEDY);
    const box = (await again?.box().catch(() => undefined)) ?? before;
    const seen = await alike(page, first, await pictureOf(page, { ...before, x: box.x, y: box.y }));
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    if (seen) {
      await until(async () => (await moved(page)) > 0, { timeout: 2500 }).catch(() => {});
      return 'can be seen, and may be pressed';
    }
    await sleep(500);
    assert.equal(await moved(page), 0, 'a button that nobody could see was pressed');
    assert.equal(await page.evaluate(() => window.__sent.length), 0);
    return 'cannot be seen, and is not pressed';
  } finally {
    await page.close();
  }
}
