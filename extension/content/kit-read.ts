// What the second part has and the third uses.

import { formatAddress, isAddress, parseList, sameAddress } from './observe/addresses';
import { saysLabel, tidy } from './observe/labels';
import { isVisible, labelOf, locate, locateAll, locateEach, speaks } from './observe/locate';
import { valueOf } from './observe/readers';

export const kitOfRead = [formatAddress, isAddress, parseList, sameAddress, saysLabel, tidy, isVisible, labelOf, locate, locateAll, locateEach, speaks, valueOf] as const;

export type KitOfRead = typeof kitOfRead;
