// The third part: shows what was found and does what the person presses.

import { bring } from './life/parts';
import { makeShow } from './show/show';

bring('show', makeShow);
