// Stands in for the modules of kit-read.ts in the third part.

import type { KitOfRead } from './kit-read';
import { parts } from './life/parts';

export const [formatAddress, isAddress, parseList, sameAddress, saysLabel, tidy, isVisible, labelOf, locate, locateAll, locateEach, speaks, valueOf] = parts().kitOfRead as KitOfRead;
