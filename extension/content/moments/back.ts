// Says when somebody is back at a page that was left in sight: keys and pointer rested for long,
// and the page was shown and in front all that while. Times are compared when the next key or
// pointer moves; there is no timer. A device that is locked hides the page, or takes it from the front.

import { tell } from './tell';

const AWAY_MS = 10 * 60_000;

tell('records-return', (say) => {
  // The clock of the day, for another one may stand still while the device sleeps.
  let last = Date.now();
  const rested = ({ isTrusted }: Event): void => {
    const now = Date.now();
    if (isTrusted && now - last >= AWAY_MS && document.visibilityState === 'visible') say();
    last = now;
  };
  for (const type of ['pointermove', 'pointerdown', 'keydown', 'wheel']) addEventListener(type, rested, { capture: true, passive: true });
  const elsewhere = (): void => void (last = Date.now());
  document.addEventListener('visibilitychange', elsewhere);
  addEventListener('blur', elsewhere);
  addEventListener('focus', elsewhere);
});
