// The site's own short class tokens. `Ht` always carries a hash, as it has for some
// accounts since 2026; with `?hash=all` every one of them does.

import { param } from '/shared/page.js';
import { suffix } from '/shared/hashed.js';

const all = param('hash') === 'all';

/** `k('aoD hl')`: the tokens as the page has them at this load. */
export function k(list) {
  return list
    .split(' ')
    .map((name) => (all || name === 'Ht' ? `${name}-${suffix}` : name))
    .join(' ');
}
