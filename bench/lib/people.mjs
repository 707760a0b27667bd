// Invented schools, of 1,500 people unless said otherwise, and messages to some of them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../../tests/harness/chromium.mjs';
import { removeDir, run, scratchDir } from '../../tests/harness/processes.mjs';

const first = ['Ada', 'Bela', 'Cora', 'Dara', 'Edie', 'Finn', 'Gwen', 'Hugh', 'Iona', 'Joss', 'Kaya', 'Lowri', 'Milo', 'Nell', 'Oren', 'Pia', 'Quin', 'Rhys', 'Suki', 'Tove', 'Umar', 'Vera', 'Wilf', 'Xan', 'Yara'];
const last = ['Ashby', 'Birch', 'Coombe', 'Dell', 'Elder', 'Fenn', 'Garth', 'Heath', 'Ivers', 'Juniper', 'Kell', 'Linden', 'Marsh', 'Nettle', 'Orchard', 'Pine', 'Quarry', 'Rowan', 'Sedge', 'Thorn', 'Upton', 'Vale', 'Withy', 'Yarrow', 'Zennor'];

/** Ends of surnames, so that a large school has some 4,000 of them: one list of names is nobody's school. */
const ends = ['', 'son', 'ley', 'ton', 'ford', 'well', 'wick', 'man'].flatMap((one) => ['', 'er', 'en', 'ham', 'by', 'hurst', 'stead', 'ing', 'don', 'worth', 'bury', 'sey', 'combe', 'shaw', 'gate', 'mere', 'croft', 'side', 'brook', 'low'].map((two) => two + one))
  .sort((a, b) => a.length - b.length || (a < b ? -1 : 1));

const binary = process.env.LANYARD_BIN ?? path.join(repository, 'target', 'debug', 'lanyard');
const test = path.join(repository, 'tests', 'replicas', 'people.csv');

export const parentAddress = (n) => `parent${n}@mail.example`;

/** A roster file of the people of the tests and as many others as make `count`. */
export function people(count) {
  const [header, ...known] = readFileSync(test, 'utf8').trim().split('\n');
  const columns = header.split(',');
  const row = (n) => {
    const role = n % 10 < 6 ? 'pupil' : n % 10 < 9 ? 'parent' : 'staff';
    const values = {
      role, status: role === 'pupil' && n % 40 === 0 ? 'former' : 'current',
      first_name: first[n % 25], last_name: `${last[Math.floor(n / 25) % 25]}${ends[Math.floor(n / 625) % ends.length]}`,
      email: role === 'parent' ? parentAddress(n) : `p${n}@oakfield.sch.uk`,
      handles: role === 'staff' ? '' : `facebook:person.${n};instagram:person_${n}`,
      date_of_birth: role === 'pupil' ? `201${n % 6}-0${1 + (n % 9)}-15` : '',
    };
    return columns.map((column) => values[column] ?? '').join(',');
  };
  return [header, ...known, ...Array.from({ length: count - known.length }, (_, n) => row(n))].join('\n');
}

/** So many characters of English, as somebody's own words. */
export function prose(characters) {
  const novel = readFileSync(path.join(repository, 'node_modules', '@stdlib', 'datasets-moby-dick', 'data', 'data.txt'), 'utf8');
  return novel.slice(30_000, 30_000 + characters);
}

/** What a school with so many people pushes: every value a string. */
export async function configuration({ school = 'st-marylebone', count = 1500 } = {}) {
  const dir = scratchDir('bench-roster');
  try {
    mkdirSync(dir, { recursive: true });
    const [csv, out] = ['people.csv', 'roster.json'].map((name) => path.join(dir, name));
    writeFileSync(csv, people(count));
    await run(binary, ['roster', 'build', csv, '--out', out, '--school', school]);
    return {
      school, schoolDomains: 'oakfield.sch.uk', accountCheck: 'off',
      roster: readFileSync(out, 'utf8'), rosterKey: readFileSync(`${out}.key`, 'utf8'),
    };
  } finally {
    removeDir(dir);
  }
}

/**
 * A message being written in Gmail.
 * @param {number} recipients how many, in To
 * @param {number} distinct how many different addresses are among them
 */
export const message = (recipients, distinct = recipients, n = 1, text = undefined) => ({
  kind: 'composeMail', surface: { site: 'gmail', name: 'compose', n }, mode: 'new', thread: `bench-${recipients}-${n}`, canMove: true,
  account: 's.teacher@oakfield.sch.uk',
  to: Array.from({ length: recipients }, (_, at) => ({ ref: `to/${at + 1}`, address: parentAddress(6 + 10 * (at % distinct)), name: `${first[at % 25]} ${last[at % 23]}` })),
  cc: [], bcc: [], unplaced: [], ...(text === undefined ? {} : { subject: 'The trip on Friday', text }),
});
