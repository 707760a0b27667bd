// Stands in for the modules of kit.ts in the later parts.

import type { Kit } from './kit';
import { parts } from './life/parts';

export const [on, watchPage, activeAt, matchPath] = parts().kit as Kit;
