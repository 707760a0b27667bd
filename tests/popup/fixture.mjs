// The popup as it ships, with a worker that says what the test wants.
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { dist, repository } from '../harness/chromium.mjs';

const manifest = {
  manifest_version: 3,
  name: 'Popup under test',
  version: '1.0.0',
  default_locale: 'en',
  minimum_chrome_version: '123',
  background: { service_worker: 'worker.js' },
  action: { default_popup: 'popup.html' },
  permissions: ['storage'],
  content_security_policy: { extension_pages: "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'" },
};

/** Writes DIR/extension. */
export function writeFixture(dir) {
  const wasm = path.join(dist, 'extension/wasm');
  if (!existsSync(path.join(wasm, 'popup_bg.wasm'))) throw new Error('the Wasm of the pages is not built: run ./build.sh first');
  const to = path.join(dir, 'extension');
  mkdirSync(to, { recursive: true });
  cpSync(path.join(repository, 'extension/pages'), to, { recursive: true });
  cpSync(path.join(repository, 'extension/_locales'), path.join(to, '_locales'), { recursive: true });
  mkdirSync(path.join(to, 'wasm'));
  for (const name of ['popup_bg.wasm', 'staff_bg.wasm']) cpSync(path.join(wasm, name), path.join(to, 'wasm', name));
  // As they are built: bundled with the glue.
  for (const name of ['popup.js', 'staff.js']) cpSync(path.join(dist, 'extension', name), path.join(to, name));
  cpSync(path.join(repository, 'tests/popup/worker.js'), path.join(to, 'worker.js'));
  writeFileSync(path.join(to, 'manifest.json'), JSON.stringify(manifest));
}

const finding = (rule, severity, strength, seen, clause, more = {}) => ({
  id: `roundcube/compose#1 ${rule}`,
  rule,
  surface: 'roundcube/compose#1',
  severity,
  strength,
  certainty: 'certain',
  presentation: 'panel',
  seen,
  advice: 'Move them to Bcc, so that each sees only their own.',
  clause,
  clauseTexts: [{ id: 'external-bcc', section: '4.1.2(iii)', text: 'With more than one recipient, put people outside the school, parents and carers included, in Bcc.' }],
  refs: [],
  remedies: [],
  askFirst: false,
  ...more,
});

export const empty = {
  state: 'active',
  school: 'Oakfield School',
  policy: 'ICT Acceptable Use Policy (Staff)',
  dated: '2023-07',
  host: 'mail.oakfield.sch.uk',
  covered: true,
  findings: [],
  looked: [],
  unchecked: [],
  source: 'managed',
  problems: [],
  notes: [],
  rosterDays: 2,
  quietUntil: null,
  version: '0.1.0',
  language: 'en',
};

const compose = { surface: 'roundcube/compose#1', label: 'Message being written', reason: '' };

export const states = {
  found: {
    ...empty,
    findings: [
      finding('social-pupil-connection', 'prohibited', 'Not allowed', 'This request looks like it is from a pupil.', "Your school's policy, Facebook cheat sheet for staff (App. 1)", { surface: 'facebook/request#2', id: 'facebook/request#2 social-pupil-connection' }),
      finding('email-recipients-visible', 'required', 'Expected', "5 people outside the school can see each other's addresses.", "Your school's policy, 4.1.2(iii)"),
      finding('social-privacy-settings', 'advised', 'Advised', 'Anyone can read this post, pupils and parents included.', "Your school's policy, 5.3.2", {
        clauseTexts: [
          { id: 'a', section: '2.1.5', text: 'Take steps so that neither students nor parents can see your social network profiles.' },
          { id: 'b', section: '5.3.2', text: 'You must set your personal pages so that the public cannot open them.' },
        ],
      }),
      finding('email-recipient-check', 'informational', 'Good to know', 'Friends can see this. The site has a stricter level.', 'Good practice, from the ICO (no clause of yours)', { clauseTexts: [] }),
    ],
    looked: [compose],
    unchecked: [
      { surface: 'facebook/post#1', label: 'Who will see a post', reason: 'the page has changed' },
      { surface: 'facebook/request#2', label: 'Connection request', reason: 'no answer came in time' },
    ],
  },
  nothingFound: { ...empty, looked: [compose] },
  nothingYet: empty,
  notCovered: { ...empty, covered: false, host: 'news.example' },
  unchecked: { ...empty, unchecked: [{ ...compose, reason: 'the page has changed' }] },
  noPolicy: { ...empty, state: 'no-policy', school: null, policy: null, dated: null, source: 'none', rosterDays: null, covered: false },
  notThisAccount: { ...empty, state: 'not-this-account', rosterDays: null },
  broken: {
    ...empty, state: 'broken', school: null, policy: null, dated: null, rosterDays: null, source: 'device',
    problems: [{ code: 'school-unknown', path: 'school', expected: 'the id of a pack', suggestion: 'Did you mean `tudhoe`?' }],
  },
  problems: {
    ...empty,
    source: 'device',
    looked: [compose],
    notes: ['Your school does not check whose account this is. Lanyard runs for everyone who has it.'],
    problems: [
      { code: 'text', path: 'rules.email-recipients-visible.askFirst', expected: 'true or false; found `maybe`' },
      { code: 'dropped', path: 'hosts', expected: 'this key to arrive: the exporter wrote it, Chrome dropped it', suggestion: 'paste the value as text, in quotation marks' },
    ],
  },
  welsh: {
    ...empty,
    language: 'cy',
    findings: [finding('email-recipients-visible', 'required', 'Disgwylir', 'Gall 5 o bobl y tu allan i\'r ysgol weld cyfeiriadau ei gilydd.', 'Polisi eich ysgol, 4.1.2(iii)')],
    looked: [{ ...compose, label: "Neges sy'n cael ei hysgrifennu" }],
    unchecked: [{ surface: 'facebook/post#1', label: 'Pwy fydd yn gweld post', reason: "mae'r dudalen wedi newid" }],
  },
};
