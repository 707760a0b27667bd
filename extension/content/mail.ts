// For webmail beside the third part: what is done to a message.

import { mailTasks } from './act/mail';
import { bring } from './life/parts';

bring('mail', mailTasks);
