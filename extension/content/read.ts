// The second part: reads the surfaces of this page and asks the worker about them.

import { kitOfRead } from './kit-read';
import { bring, parts } from './life/parts';
import { startSession } from './life/session';

parts().kitOfRead = kitOfRead;
bring('read', startSession);
