// Has an orphan of an earlier version leave. Put into pages that are open, before the script of this one:
// a page that loads has none.

import { EVENT } from '../life/evict';

document.dispatchEvent(new Event(EVENT));
