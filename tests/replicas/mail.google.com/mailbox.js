// An invented inbox. Families write from example domains; staff from the school's own.

import { param } from '/shared/page.js';

export const me = { name: 'Miriam Hartley', address: param('account', 'teacher@oakfield.sch.uk') };

/** Addresses to send from with `?from=multi`: the school's, an office one, another school's, and `?also=`. */
export const senders = [me.address, 'year5.office@oakfield.sch.uk', 'm.hartley@birchwood.sch.uk', ...param('also', '').split(',').filter(Boolean)];

export const families = [
  { name: 'Dana Whitfield', address: 'd.whitfield@example.com' },
  { name: 'Chidi Okafor', address: 'okafor.family@example.net' },
  { name: 'Priya Nair', address: 'priya.nair@example.org' },
  { name: 'Tom Lowe', address: 'tom.lowe@example.com' },
  { name: 'Bronwen Hughes', address: 'hughes74@example.net' },
  { name: 'Robin Ashdown', address: 'ashdown.garage@example.org' },
  { name: 'Leila Haddad', address: 'leila.haddad@example.net' },
  { name: 'Gareth Pym', address: 'g.pym@example.com' },
  { name: 'Ines Duarte', address: 'duarte.ines@example.org' },
  { name: 'Moira Kerr', address: 'moira.kerr@example.com' },
  { name: 'Stefan Ilic', address: 'stefan.ilic@example.net' },
  { name: 'Yusuf Demir', address: 'demir.family@example.org' },
];

export const colleagues = [
  { name: 'Rashid Bello', address: 'r.bello@oakfield.sch.uk' },
  { name: 'Helen Crake', address: 'h.crake@oakfield.sch.uk' },
  { name: 'School Office', address: 'office@oakfield.sch.uk' },
];

/** A mail group: one chip, one address, however many people are behind it. */
export const group = { name: 'All staff', address: 'allstaff@oakfield.sch.uk' };

/** A label of contacts: choosing it puts in its people one by one. */
export const label = { name: 'Year 7 Parents', people: families };

export const contacts = [...families, ...colleagues, group];

const trip = [
  {
    id: '18c1f0a2b3d4e5f6',
    from: families[0],
    to: [me, families[1], families[2], families[3], families[4]],
    cc: [colleagues[0]],
    when: '08:52',
    text: [
      'Dear Miss Hartley,',
      'Thank you for the letter about Friday. Does everybody need a packed lunch, or only those who are not having the hot meal?',
      'Is there still room for one more helper on the coach?',
      'Dana',
    ],
  },
];

const plain = (id, from, when, subject, text) => ({ id, subject, messages: [{ id: id + 'a', from, to: [me], cc: [], when, text }] });

// The first three are unread.
export const threads = [
  { id: '18c1f0a2b3d4e5f0', subject: 'Year 5 trip on Friday', messages: trip },
  plain('18c1ee4411aa0021', colleagues[1], '08:31', 'Hall booked for the spring concert', [
    'The hall is yours on the 12th from two o’clock.',
    'Please tell me how many chairs you need.',
    'Helen',
  ]),
  plain('18c1eb7720bc0178', families[2], '07:58', 'Reading diary left at home', [
    'Sorry, it is on our kitchen table. I will drop it at the office before lunch.',
    'Priya',
  ]),
  plain('18c19fd500de0390', colleagues[0], '21 Nov', 'Music lessons next term', [
    'Here is the list of times. Two of yours clash with swimming.',
    'Rashid',
  ]),
  plain('18c19a0013e40412', families[6], '21 Nov', 'Thank you for Tuesday', [
    'That was a great help. We feel much better about the move now.',
    'Leila',
  ]),
  plain('18c1903377f50533', colleagues[2], '20 Nov', 'Gate closed on Thursday morning', [
    'The south gate is being painted. Use the front entrance until noon.',
    'School Office',
  ]),
  plain('18c18d61c0060658', families[4], '20 Nov', 'Coat with a blue hood', [
    'Has anyone handed in a coat? It has a name tape inside.',
    'Bronwen',
  ]),
  plain('18c14ab2f1170784', colleagues[1], '19 Nov', 'Minutes of the staff meeting', [
    'Attached to the shared folder. Two actions for Year 5.',
    'Helen',
  ]),
  plain('18c146a0a22808aa', families[8], '19 Nov', 'Violin on Mondays', ['Could lessons move to the second half of the morning?', 'Ines']),
  plain('18c1429933390914', families[9], '18 Nov', 'Parents’ evening', ['We can come at 5.10, thank you.', 'Moira']),
  plain('18c13e57444a0a3e', colleagues[0], '18 Nov', 'Cover on Wednesday', ['I can take period three if you take the choir.', 'Rashid']),
  plain('18c0fd0c555b0b5d', families[11], '17 Nov', 'Allergy form', ['The form is filled in and with the office.', 'Yusuf']),
  plain('18c0f8b1666c0c79', colleagues[2], '17 Nov', 'New phone list', ['The new list replaces the one from September.', 'School Office']),
].map((thread, index) => ({ ...thread, unread: index < 3 }));
