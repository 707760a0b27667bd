// The command line as it is handed out, by the processor time that its process has had: others on the machine do not
// lengthen that. 10,000 observations are the cases of the corpus, again and again, in one file.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { repository } from '../../tests/harness/chromium.mjs';
import { removeDir, run, scratchDir } from '../../tests/harness/processes.mjs';
import { people } from '../lib/people.mjs';
import { commandLine, put } from '../lib/tools.mjs';

const OBSERVATIONS = 10_000;

/** Seconds of processor, by the shell's own clock of its children. */
async function cpu(command, args, output) {
  const said = await run('bash', ['-c', 'TIMEFORMAT="%U %S"; out=$1; shift; { time "$@" >"$out"; } 2>&1', 'bash', output, command, ...args]);
  const [user, system] = said.trim().split('\n').at(-1).split(' ').map(Number);
  if (!Number.isFinite(user + system)) throw new Error(`no times: ${said.slice(-300)}`);
  return user + system;
}

export async function commandLineFigures({ samples }) {
  const lanyard = await commandLine();
  const dir = scratchDir('bench-cli');
  const at = (name) => path.join(dir, name);
  try {
    const folder = path.join(repository, 'tests', 'corpus', 'cases');
    const cases = readdirSync(folder).sort().flatMap((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')).cases);
    const observations = Array.from({ length: OBSERVATIONS }, (_, n) => cases[n % cases.length].observation);
    put(at('many.json'), JSON.stringify({ version: 1, observations }));
    put(at('small.csv'), people(1_500));
    put(at('large.csv'), people(100_000));
    await run(lanyard, ['roster', 'build', at('small.csv'), '--out', at('small'), '--school', 'st-marylebone']);
    const judging = [], building = [];
    for (let n = 0; n < samples; n++) {
      judging.push(1000 * (await cpu(lanyard, ['check', '--policy', 'st-marylebone', '--roster', at('small'), '--format', 'json', at('many.json')], at('verdicts.json'))));
      building.push(await cpu(lanyard, ['roster', 'build', at('large.csv'), '--out', at(`large-${n}`), '--school', 'st-marylebone'], at('said')));
    }
    const { verdicts } = JSON.parse(readFileSync(at('verdicts.json'), 'utf8'));
    const found = verdicts.filter(({ findings }) => findings.length > 0).length;
    return {
      figures: [
        { id: 'cli-check', title: 'lanyard check, 10,000 observations in a file, all of its processor time', unit: 'ms', lanyard: judging },
        { id: 'cli-roster', title: 'lanyard roster build, 100,000 people, all of its processor time', unit: 's', lanyard: building },
      ],
      checks: [{ id: 'cli-judged', title: 'the command line has judged all of them, and found something in some', ok: verdicts.length === OBSERVATIONS && found > 100 && found < OBSERVATIONS, found: `${verdicts.length}, ${found} with findings` }],
    };
  } finally {
    removeDir(dir);
  }
}
