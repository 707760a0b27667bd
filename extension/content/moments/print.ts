// Says when the page is about to be printed: that alone. Put into pages where a reminder about
// printing may still come today.

import { tell } from './tell';

tell('print', (say) => addEventListener('beforeprint', ({ isTrusted }) => isTrusted && say()));
