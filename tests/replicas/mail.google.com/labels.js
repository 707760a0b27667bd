// What the page says, in two languages: `?hl=cy` shows that nothing may lean on English.

import { param } from '/shared/page.js';

const EN = {
  account: 'Google Account',
  addBcc: 'Add Bcc recipients', addCc: 'Add Cc recipients',
  attach: 'Attach files', back: 'Back to Inbox', bcc: 'Bcc', body: 'Message Body', cc: 'Cc', close: 'Save & close',
  compose: 'Compose', confidential: 'Toggle confidential mode', discard: 'Discard draft', drafts: 'Drafts',
  emoji: 'Insert emoji', forward: 'Forward', format: 'Formatting options', from: 'From', full: 'Full screen',
  inbox: 'Inbox', link: 'Insert link', minimise: 'Minimise', more: 'More options', moreSend: 'More send options',
  newMessage: 'New Message', noRecipient: 'Please specify at least one recipient.', notAddress: 'The address “{}” was not recognised. Check it and try again.',
  ok: 'OK', picture: 'Insert photo', popout: 'Open in a new window', recipients: 'Recipients', remove: 'Remove', reply: 'Reply', replyAll: 'Reply all',
  replyType: 'Type of response', schedule: 'Schedule send', scheduled: 'Send scheduled', search: 'Search mail', send: 'Send',
  sendArchive: 'Send + Archive', sent: 'Message sent', sentBox: 'Sent', small: 'Exit full screen', starred: 'Starred', subject: 'Subject', to: 'To',
  trimmed: 'Show trimmed content', key: 'Ctrl-Enter', toMe: 'to',
};

const CY = {
  ...EN,
  account: 'Cyfrif Google', addBcc: 'Ychwanegu derbynwyr Bcc', addCc: 'Ychwanegu derbynwyr Cc', attach: 'Atodi ffeiliau',
  back: 'Yn ôl', body: 'Corff y neges', close: 'Cadw a chau', compose: 'Ysgrifennu', confidential: 'Modd cyfrinachol',
  discard: 'Dileu’r drafft', drafts: 'Drafftiau', forward: 'Anfon ymlaen', from: 'Oddi wrth', full: 'Sgrin lawn',
  inbox: 'Mewnflwch', minimise: 'Lleihau', more: 'Rhagor', moreSend: 'Rhagor o ddewisiadau anfon', newMessage: 'Neges newydd',
  noRecipient: 'Rhowch o leiaf un derbynnydd.', notAddress: 'Nid yw’r cyfeiriad “{}” yn un dilys.', ok: 'Iawn', recipients: 'Derbynwyr',
  popout: 'Agor mewn ffenestr newydd', remove: 'Tynnu', reply: 'Ateb', replyAll: 'Ateb pawb', replyType: 'Math o ateb',
  schedule: 'Amserlennu', scheduled: 'Wedi ei amserlennu', search: 'Chwilio’r post', send: 'Anfon', sendArchive: 'Anfon ac archifo',
  sent: 'Anfonwyd y neges', sentBox: 'Anfonwyd', small: 'Gadael sgrin lawn', starred: 'Seren', subject: 'Pwnc', to: 'At',
  trimmed: 'Dangos cynnwys a guddiwyd', key: 'Ctrl-Enter', toMe: 'at',
};

export const words = param('hl') === 'cy' ? CY : EN;

/** A label with its shortcut, the shortcut between bidi marks as the real one has it. */
export function withKey(label) {
  return `${label} \u202a(${words.key})\u202c`;
}
