// Chance that can be had again: the same seed, the same numbers.

/** A generator of numbers below 1 (mulberry32). Self-contained: it is put into pages as text too. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A seed nobody has chosen. */
export const anySeed = () => Math.floor(Math.random() * 2 ** 31);
