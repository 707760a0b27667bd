// The people, the plain pages, and what every page promises: strict policy, dark ground, no leaning on classes.

import { readFileSync } from 'node:fs';

const here = (name) => new URL(`../${name}`, import.meta.url);
const { people } = JSON.parse(readFileSync(here('people.json'), 'utf8'));
const [header, ...rows] = readFileSync(here('people.csv'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(','));
const listed = rows.map((row) => Object.fromEntries(row.map((value, index) => [header[index], value])));
const who = (id) => people.find((person) => person.id === id);

const PAGES = [
  'https://mail.google.com/mail/u/0/?open=popup',
  'https://mail.google.com/mail/u/0/?open=reply-all',
  'https://www.facebook.com/friends/requests/',
  'https://www.facebook.com/?open=composer',
  'https://www.instagram.com/?open=notifications',
  'https://x.com/follower_requests',
  'https://www.linkedin.com/mynetwork/invitation-manager/received/',
  'https://accountscenter.facebook.com/profiles/100000000000900/name/',
  'https://demo.oakfield.sch.uk/',
  'https://news.example/',
];
const address = (page, extra) => `${page}${page.includes('?') ? '&' : '?'}${extra}`;

export const fixtures = {
  'the list for the roster has the columns, and each listed person with the handles of their pages'({ assert }) {
    assert.deepEqual(header, [
      'role',
      'status',
      'first_name',
      'last_name',
      'preferred_name',
      'email',
      'handles',
      'date_of_birth',
      'exclude',
    ]);
    for (const person of people.filter(({ role }) => role !== 'none')) {
      const row = listed.find((one) => one.last_name === person.last_name && one.role === person.role);
      assert.ok(row && [row.first_name, row.preferred_name].includes(person.first_name), person.id);
      assert.deepEqual(
        [row.status, row.date_of_birth, row.exclude],
        [person.status, person.date_of_birth ?? '', person.exclude ? 'yes' : ''],
        person.id,
      );
      const { facebook, instagram, x, linkedin, xmpp } = person;
      const handles = `facebook:${facebook[facebook.link]};instagram:${instagram.handle};x:${x.handle};linkedin:${linkedin.slug};xmpp:${xmpp}`;
      assert.equal(row.handles, person.listed ? handles : '', person.id);
    }
    assert.equal(
      listed.some((row) => row.last_name === who('stranger').last_name),
      false,
      'the stranger is nobody’s',
    );
  },

  'ages and names fit what each person stands for'({ assert }) {
    const eighteen = (person) => {
      const date = new Date(person.date_of_birth);
      date.setFullYear(date.getFullYear() + 18);
      return date;
    };
    assert.ok(eighteen(who('pupil-former-over-18')) < new Date());
    assert.ok(eighteen(who('pupil-former-under-18')) > new Date(), 'she has turned 18: move her date of birth on');
    assert.equal(who('namesake').name, who('parent-namesake').name);
    assert.equal(who('namesake').listed, false);
    for (const { email } of people) assert.match(email, /@(example\.(com|org|net)|(pupils\.)?oakfield\.sch\.uk)$/);
  },

  async 'every page runs under a strict policy and can be dark'({ open, assert }) {
    const page = await open('https://news.example/');
    for (const one of PAGES) {
      await page.goto(address(one, 'csp=strict&theme=dark'));
      await page.evaluate(() => window.__replica?.ready);
      const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).slice(0, 3).map(Number));
      assert.ok(Math.max(...ground) < 60, `${one} is dark: ${ground}`);
      assert.equal(await page.$('script:not([src], [type="application/json"])'), null, `${one} has no inline script`);
      const policy = await page.evaluate(async () => (await fetch(location.href)).headers.get('content-security-policy'));
      assert.match(policy, /script-src 'self'.*require-trusted-types-for 'script'/, `${one} was served with the policy`);
    }
  },

  async 'no class of a social site is the same at the next load'({ open, assert }) {
    const page = await open('https://news.example/');
    for (const one of PAGES.slice(2, 7)) {
      const classes = async () => {
        await page.goto(one);
        await page.evaluate(() => window.__replica.ready);
        return page.$$eval('[class]', (all) => [...new Set(all.flatMap((element) => [...element.classList]))]);
      };
      const [first, second] = [await classes(), await classes()];
      assert.ok(first.length > 10);
      assert.deepEqual(
        first.filter((name) => second.includes(name)),
        [],
        one,
      );
    }
  },

  async 'the start page links to every scenario and takes the addresses of the demo’s servers'({ open, assert }) {
    const page = await open('https://demo.oakfield.sch.uk/?roundcube=http://127.0.0.1:1/mail&chat=http://127.0.0.1:2/&school=Tudhoe');
    assert.equal((await page.$$('section h2')).length, 5);
    assert.equal(await page.getAttribute('#roundcube', 'href'), 'http://127.0.0.1:1/mail');
    assert.equal(await page.getAttribute('#group', 'href'), 'http://127.0.0.1:1/mail');
    assert.equal(await page.getAttribute('#chat', 'href'), 'http://127.0.0.1:2/');
    assert.match(await page.textContent('#school'), /Tudhoe/);
    for (const href of await page.$$eval('a[href^="https:"]', (all) => all.map((link) => link.href))) {
      await page.goto(href);
      await page.evaluate(() => window.__replica?.ready);
      assert.ok((await page.textContent('body')).length > 100, href);
    }
  },

  async 'the uncovered page notices what is put into it'({ open, assert }) {
    const page = await open('https://news.example/');
    assert.deepEqual(await page.evaluate(() => window.__strangers), []);
    await page.evaluate(() => document.body.append(document.createElement('aside')));
    assert.deepEqual(await page.evaluate(() => window.__strangers), ['ASIDE']);
  },
};
