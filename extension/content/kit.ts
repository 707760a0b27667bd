// What the earlier parts have and the later ones use: they are bundled without it, see build.mjs.
// Lists, for names would be shipped three times.

import { on } from './life/on';
import { watchPage } from './life/page';
import { activeAt, matchPath } from './observe/look';

export const kit = [on, watchPage, activeAt, matchPath] as const;

export type Kit = typeof kit;
