// A school whose list is too large for configuration: sealed as an administrator does it, to be fetched from its site.
import path from 'node:path';
import { readFileSync } from 'node:fs';
import { removeDir, run, scratchDir } from '../../tests/harness/processes.mjs';
import { people } from './people.mjs';
import { commandLine, put } from './tools.mjs';

export const PEOPLE_URL = 'https://www.oakfield.sch.uk/people.lanyard';

/**
 * @returns {Promise<{managed: object, sealed: Buffer, table: number}>} what is pushed, what lies on the school's site, and
 *   the bytes of the table inside
 */
export async function largeSchool(count, school = 'st-marylebone') {
  const lanyard = await commandLine();
  const dir = scratchDir('bench-school');
  const at = (name) => path.join(dir, name);
  try {
    put(at('people.csv'), people(count));
    const { publicKey } = (await run(lanyard, ['roster', 'keys', '--out', at('signing')])).match(/(?<publicKey>ed25519:\S+)/).groups;
    await run(lanyard, ['roster', 'build', at('people.csv'), '--out', at('people'), '--school', school]);
    await run(lanyard, ['roster', 'seal', at('people'), '--key', at('people.key'), '--sign-key', at('signing'), '--out', at('people.lanyard')]);
    return {
      sealed: readFileSync(at('people.lanyard')), table: readFileSync(at('people')).length,
      managed: {
        school, schoolDomains: 'oakfield.sch.uk', accountCheck: 'off',
        rosterUrl: PEOPLE_URL, rosterPublicKey: publicKey, rosterKey: readFileSync(at('people.key'), 'utf8'),
      },
    };
  } finally {
    removeDir(dir);
  }
}
