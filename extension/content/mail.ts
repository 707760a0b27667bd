// For webmail beside the third part: what is done to a message.

import { mailTasks } from './act/mail';
import { parts } from './life/parts';

parts().mail = mailTasks;
