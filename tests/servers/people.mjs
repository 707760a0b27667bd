// Invented people of Oakfield School, for every test that needs somebody.
export const teacher = { name: 'Sam Teacher', address: 's.teacher@oakfield.sch.uk' };

export const yearSevenParents = [
  ['Amina Okoro', 'amina.okoro@mail.example'],
  ['Beth Lindqvist', 'beth.lindqvist@post.example'],
  ['Carlos Ferreira', 'c.ferreira@mail.example'],
  ['Dilys Pugh', 'dilys.pugh@inbox.example'],
  ['Ewan Drummond', 'ewan.drummond@post.example'],
  ['Farah Haddad', 'farah.haddad@mail.example'],
  ['Grace Adeyemi', 'grace.adeyemi@inbox.example'],
  ['Hugo Marchetti', 'hugo.marchetti@mail.example'],
  ['Ines Kowalczyk', 'ines.kowalczyk@post.example'],
  ['Jack Thistlewood', 'jack.thistlewood@mail.example'],
  ['Kiran Sandhu', 'kiran.sandhu@inbox.example'],
  ['Lena Vogel', 'lena.vogel@post.example'],
].map(([name, address]) => ({ name, address }));

export const colleagues = [
  { name: 'Priya Colleague', address: 'p.colleague@oakfield.sch.uk' },
  { name: 'Tom Office', address: 't.office@oakfield.sch.uk' },
];

/** Accounts of the chat server: who asks whom is the test's business. */
export const chatAccounts = {
  teacher: { jid: 's.teacher@oakfield.sch.uk', name: 'Sam Teacher' },
  colleague: { jid: 'p.colleague@oakfield.sch.uk', name: 'Priya Colleague' },
  pupil: { jid: 'robin.ashdown@pupils.oakfield.example', name: 'Robin Ashdown' },
  futurePupil: { jid: 'wren.castell@mail.example', name: 'Wren Castell' },
  leaverUnder18: { jid: 'jude.farrow@mail.example', name: 'Jude Farrow' },
  leaverOver18: { jid: 'max.holloway@mail.example', name: 'Max Holloway' },
  parent: { jid: 'amina.okoro@mail.example', name: 'Amina Okoro' },
  namesake: { jid: 'r.ashdown@post.example', name: 'Robin Ashdown' },
  stranger: { jid: 'noor.vance@post.example', name: 'Noor Vance' },
};
