// What is said to staff: short, plain, whole, and the same in both languages.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = new URL('..', import.meta.url).pathname;
const read = (language) => JSON.parse(readFileSync(join(root, 'extension/_locales', language, 'messages.json'), 'utf8'));
const locales = { en: read('en'), cy: read('cy') };
const plural = /_(zero|one|two|few|many|other)$/;
const bare = (key) => key.replace(plural, '');
const entries = (language) => Object.entries(locales[language]);

/** Names in braces, sorted. */
const names = (text) => [...text.matchAll(/\{([a-zA-Z]+)\}/g)].map((match) => match[1]).sort();

// Longest that stands in for a parameter, in words: a role such as "your Designated
// Safeguarding Lead", a count.
const filled = { tell: 4, lead: 3 };
const words = (text) => text.split(/\s+/).reduce((sum, word) => sum + (filled[names(word)[0]] ?? 1), 0);

// Labels that the design sets word for word (the guardrails' G2, the language's list).
const longer = new Set(['email_recipients_visible_answer_needed', 'social_pupil_connection_fix_pupil_delete']);
const rule = /^(reminder|email_[a-z_]+|contact_[a-z_]+|compose_[a-z_]+?|password_share|data_[a-z_]+?|mail|social_[a-z_]+?_(connection|settings|device|message|account|email|association|identifiable|references|use|school|images|staff|content)|web_[a-z_]+?)_/;
const limits = [
  [new RegExp(`${rule.source}seen`), 12],
  [new RegExp(`${rule.source}advice`), 14],
  [new RegExp(`${rule.source}(fix|answer|copy|tell)`), 5],
  [/^(remedy_|reminder_known|handbook_remind$|social_answer_|ui_(not_now|undo$|send_anyway|accept_anyway|post_anyway|back)|popup_(show_me$|quiet$|presenting$))/, 5],
];

test('every text has a note for the translator and no hole', () => {
  for (const language of ['en', 'cy']) {
    for (const [key, entry] of entries(language)) {
      assert.match(key, /^[A-Za-z0-9_]+$/);
      assert.ok(entry.message?.trim(), `${language} ${key}: no text`);
      assert.ok(entry.description?.trim(), `${language} ${key}: no note`);
      assert.deepEqual(Object.keys(entry).sort(), ['description', 'message'], `${language} ${key}`);
      assert.ok(!entry.message.includes('$'), `${language} ${key}: "$" is Chrome's own`);
      assert.equal(entry.message, entry.message.trim(), `${language} ${key}: space at an end`);
    }
  }
});

test('both languages have the same keys', () => {
  const keys = (language) => [...new Set(entries(language).map(([key]) => bare(key)))].sort();
  assert.deepEqual(keys('cy'), keys('en'));
});

test('what is counted has a form for one and a form for the rest', () => {
  for (const language of ['en', 'cy']) {
    for (const [key, { message }] of entries(language)) {
      if (plural.test(key)) assert.ok(`${bare(key)}_other` in locales[language], `${language} ${key}: no _other`);
      if (names(message).includes('count')) assert.match(key, plural, `${language}: counts without a plural form`);
    }
  }
});

test('every reason why a file was not read has its words', () => {
  const source = readFileSync(join(root, 'crate/core/src/file.rs'), 'utf8');
  const named = new Set(source.match(/unchecked_file_[a-z_]+/g));
  assert.equal(named.size, 9);
  for (const language of ['en', 'cy']) {
    for (const key of named) assert.doesNotMatch(locales[language][key].message, /\.$/, key);
    assert.deepEqual(new Set(Object.keys(locales[language]).filter((key) => key.startsWith('unchecked_file_'))), named);
  }
});

/** The key of the text that holds on every site: `KEY_in_SITE` is worded for one. */
const everywhere = (key) => key.replace(/_in_(facebook|gmail|instagram|linkedin|mastodon|x)$/, '');

test('a text for one site stands beside the one for all, with the same parameters', () => {
  for (const language of ['en', 'cy']) {
    const own = entries(language).filter(([key]) => everywhere(key) !== key);
    assert.ok(own.length > 10);
    for (const [key, { message }] of own) {
      const general = locales[language][everywhere(key)];
      assert.ok(general, key);
      assert.deepEqual(names(message), names(general.message), key);
      assert.notEqual(message, general.message, `${language} ${key} says the same`);
    }
  }
});

test('no parameter is lost in translation', () => {
  const params = (language) => {
    const of = {};
    for (const [key, { message }] of entries(language)) {
      of[bare(key)] ??= names(message);
      assert.deepEqual(names(message), of[bare(key)], `${language} ${key}: other parameters than its plural forms`);
    }
    return of;
  };
  assert.deepEqual(params('cy'), params('en'));
});

test('what is seen, what to do and buttons keep to their length', () => {
  let counted = 0;
  for (const [key, { message }] of entries('en')) {
    for (const [pattern, limit] of limits) {
      if (!pattern.test(key)) continue;
      counted += 1;
      assert.ok(words(message) <= limit + (longer.has(everywhere(key)) ? 1 : 0), `${key}: ${words(message)} words, at most ${limit}`);
    }
  }
  assert.ok(counted > 100, `only ${counted} texts were measured`);
});

test('no text shouts, blames or begs', () => {
  const never = /!|\b(please|warning|violation|violated|breach|detected|oops|error|incident|all clear|compliant|unsafe|illegal)\b/i;
  const neverWelsh = /!|\b(rhybudd|os gwelwch yn dda|torri rheol)\b/i;
  for (const [key, { message }] of entries('en')) assert.doesNotMatch(message, never, key);
  for (const [key, { message }] of entries('cy')) assert.doesNotMatch(message, neverWelsh, key);
});

test('a name alone only asks', () => {
  for (const [key, { message }] of entries('en')) {
    if (/_seen_(name|like)$/.test(key)) assert.doesNotMatch(message, /pupil|parent|famil|class|year|former|future/i, key);
    if (/_seen_listed/.test(key)) assert.match(message, /looks like/, key);
  }
});

// Reading age is the Flesch-Kincaid grade plus five years.
const syllables = (word) => {
  const letters = word.toLowerCase().replace(/[^a-z]/g, '').replace(/(?:[^laeiouy]es|[^laeiouytd]ed|[^laeiouy]e)$/, (end) => end[0]);
  return Math.max(1, letters.match(/[aeiouy]+/g)?.length ?? 1);
};

function grade(texts) {
  let sentences = 0;
  let count = 0;
  let parts = 0;
  for (const text of texts) {
    sentences += text.split(/[.?:;]+(?:\s|$)/).filter(Boolean).length;
    for (const word of text.replace(/\{[a-z]+\}/g, 'many').split(/\s+/)) {
      count += 1;
      parts += syllables(word);
    }
  }
  return 0.39 * (count / sentences) + 11.8 * (parts / count) - 15.59;
}

test('reading age is 12 to 14 at most', () => {
  const texts = (pattern) => entries('en').filter(([key]) => pattern.test(key)).map(([, entry]) => entry.message);
  const seen = grade(texts(/_seen_/)) + 5;
  const advice = grade(texts(/_advice/)) + 5;
  const popup = grade(texts(/^(popup|state|setup)_/)) + 5;
  const pages = grade(texts(/^(checkup|first)_/)) + 5;
  for (const [name, age] of Object.entries({ seen, advice, popup, pages })) {
    assert.ok(age <= 14, `${name}: reading age ${age.toFixed(1)}`);
  }
});

test('the staff guide is read in five minutes at the same age, and the letter is one page', () => {
  const prose = (name) => readFileSync(join(root, 'docs', name), 'utf8')
    .replace(/^#.*$/gm, '').replace(/!\[[^\]]*\]\([^)]*\)/g, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[*_`]|^- /gm, '');
  const count = (text) => text.split(/\s+/).filter(Boolean).length;
  // 200 words a minute, by somebody who has just come out of a lesson.
  assert.ok(count(prose('staff-guide.md')) <= 1000, `${count(prose('staff-guide.md'))} words`);
  assert.ok(count(prose('staff-letter.md')) <= 450, `${count(prose('staff-letter.md'))} words`);
  const age = grade(prose('staff-guide.md').split(/\n\n+/).map((part) => part.replace(/\n/g, ' ').trim()).filter(Boolean)) + 5;
  assert.ok(age <= 14, `reading age ${age.toFixed(1)}`);
});

test('texts that must not be softened are as they were agreed', () => {
  assert.equal(locales.en.popup_sends.message, 'Lanyard sends nothing except, if your school set one, the request for its roster or policy file.');
  const guidance = locales.en.social_pupil_connection_guidance.message;
  for (const part of [/^National safeguarding guidance, not your school's clause/, /never view, copy, screenshot or forward/, /\{lead\} now/, /\b999\b/]) {
    assert.match(guidance, part);
  }
  for (const language of ['en', 'cy']) {
    const { facts, guidance: text } = { facts: locales[language].social_pupil_connection_facts.message, guidance: locales[language].social_pupil_connection_guidance.message };
    assert.deepEqual(names(facts), ['date', 'site', 'time']);
    assert.match(text, /\b999\b/);
  }
  assert.ok(locales.en.app_description.message.length <= 132);
  assert.ok(locales.cy.app_description.message.length <= 132);
});

/** Every source file below `folder`. */
function sources(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === 'node_modules' || name === 'tests' ? [] : sources(path);
    return /\.(rs|ts|mjs|js)$/.test(name) ? [path] : [];
  });
}

test('every key that the code names has a text', () => {
  const known = new Set(entries('en').flatMap(([key]) => [key, bare(key)]));
  const literal = /["']((?:email_recipients|social_(?:ex_)?(?:pupil|parent|privacy|use_on)|web|ui|popup|state|surface|unchecked|severity|setup|remedy|good_practice|clause_label)_[A-Za-z0-9_]*[A-Za-z0-9])["']/g;
  const missing = [];
  for (const folder of ['crate/core/src', 'crate/background/src', 'crate/pages/src', 'extension/content']) {
    for (const path of sources(join(root, folder))) {
      for (const [, key] of readFileSync(path, 'utf8').matchAll(literal)) {
        if (!known.has(key)) missing.push(`${path.slice(root.length)}: ${key}`);
      }
    }
  }
  const manifest = readFileSync(join(root, 'manifest.json'), 'utf8');
  for (const [, key] of manifest.matchAll(/__MSG_(\w+?)__/g)) if (!(key in locales.en)) missing.push(`manifest.json: ${key}`);
  assert.deepEqual(missing, []);
});
