// Two ways to find the same thing: where they find different things, the surface is uncertain. It is not judged, that is
// said, and once they agree it is read again. Each pair is parted both ways, on the replica and nowhere else.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { repository } from '../harness/chromium.mjs';
import { until } from '../harness/processes.mjs';
import { surfaces } from '../replicas/surfaces.mjs';
import { compose, pages } from './pages.mjs';
import { finding, recipients, run, site, start } from './world.mjs';

const folder = path.join(repository, 'extension', 'sites');
const files = readdirSync(folder).filter((file) => file.endsWith('.json') && !file.endsWith('.schema.json')).map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')));

let browser;
before(async () => (browser = await start({ pages })));
after(() => browser?.stop());

// What parts the ways, in the page itself: `$` finds one, `$$` all, `swap` has two elements change an attribute.
const tools = `
  const $ = (css) => document.querySelector(css), $$ = (css) => [...document.querySelectorAll(css)];
  const swap = (name, a, b) => { const kept = a.getAttribute(name); a.setAttribute(name, b.getAttribute(name)); b.setAttribute(name, kept); };
  const put = (element, values) => Object.entries(values).forEach(([name, value]) => (value === null ? element.removeAttribute(name) : element.setAttribute(name, value)));
  const add = (where, html) => where.insertAdjacentHTML('beforeend', html);
`;
const mail = 'https://mail.google.com/mail/u/0/?open=popup&to=a.one@example.com&cc=b.two@example.org&bcc=c.three@example.net&focus=to';
const outlook = 'https://outlook.office.com/mail/?open=1&to=a.one@example.com&cc=b.two@example.org&bcc=c.three@example.net';
const well = (kind) => `$('[role=group][id$=_${kind}] [contenteditable=true]:last-child')`;
const entry = (kind) => `$('[name=${kind}] input[role=combobox]')`;
const sharing = `$$('[aria-label^="Edit privacy"]').forEach((one) =>`;

/** By surface: what is held against what, and both ways to part it. `at` where the table of surfaces has no page that shows both. */
const parted = {
  'gmail/compose': {
    at: mail,
    to: [`put(${entry('to')}, {'peoplekit-id': null, 'aria-label': null})`, `swap('name', $('[name=to]'), $('[name=cc]'))`],
    cc: [`swap('aria-label', ${entry('cc')}, ${entry('bcc')})`, `swap('name', $('[name=cc]'), $('[name=bcc]'))`],
    bcc: [`swap('aria-label', ${entry('cc')}, ${entry('bcc')})`, `swap('name', $('[name=cc]'), $('[name=bcc]'))`],
    hold: [
      `swap('data-tooltip', $('[role=button].T-I-atl:not([aria-haspopup=true])'), $('[command]'))`,
      `$('[role=button].T-I-atl:not([aria-haspopup=true])').classList.remove('T-I-atl'); put($('[command]'), {role: 'button', class: 'T-I-atl'})`,
    ],
  },
  'outlook/compose': {
    at: outlook,
    to: [`swap('aria-label', ${well('TO')}, ${well('BCC')})`, `swap('id', $('[id$=_TO]'), $('[id$=_BCC]'))`],
    cc: [`swap('aria-label', ${well('CC')}, ${well('BCC')})`, `swap('id', $('[id$=_CC]'), $('[id$=_BCC]'))`],
    bcc: [`swap('aria-label', ${well('BCC')}, ${well('CC')})`, `swap('id', $('[id$=_BCC]'), $('[id$=_CC]'))`],
    hold: [
      `put($('button[aria-label=Discard]'), {title: $('[id*=primaryActionButton]').title}); $('[id*=primaryActionButton]').title = ''`,
      `put($('button[aria-label=Discard]'), {id: $('[id*=primaryActionButton]').id}); $('[aria-label=Send]').id = 'other'`,
    ],
  },
  'roundcube/compose': {
    at: compose({ to: 'a.one@post.example', cc: 'b.two@post.example' }),
    // The small page has names and no ids, as nobody needs them there.
    to: [`$('[name=_cc]').id = '_to'`, `$('[name=_to]').id = '_to'; swap('name', $('[name=_to]'), $('[name=_bcc]'))`],
    cc: [`$('[name=_bcc]').id = '_cc'`, `$('[name=_cc]').id = '_cc'; swap('name', $('[name=_cc]'), $('[name=_bcc]'))`],
    bcc: [`$('[name=_cc]').id = '_bcc'`, `$('[name=_bcc]').id = '_bcc'; swap('name', $('[name=_cc]'), $('[name=_bcc]'))`],
    hold: [
      `add($('form'), '<button type="button" onclick="return rcmail.command(\\'send\\',\\'\\',this,event)">Go</button>')`,
      `put($('.send'), {class: '', onclick: "return rcmail.command('send','',this,event)"}); add($('form'), '<button type="button" class="send">Later</button>')`,
    ],
  },
  'facebook/request': {
    hold: [
      `const [yes] = $$('[aria-label=Confirm]'); add(yes.parentElement.parentElement, '<i><b role="button">Ask</b><b role="button" aria-label="Delete it">x</b></i>'); yes.nextElementSibling.removeAttribute('aria-label')`,
      `const [yes] = $$('[aria-label=Confirm]'); yes.removeAttribute('aria-label'); add(yes.parentElement.parentElement, '<i><b role="button" aria-label="Confirm">x</b></i>')`,
    ],
    name: [`$('[aria-label=Confirm]').setAttribute('aria-label', 'Confirm Robin Vale')`, `$('[aria-label=Confirm]').setAttribute('aria-label', 'Confirm Sam Okoro'); $('[role=listitem] a:not([aria-hidden])').textContent = 'Robin Vale'`],
  },
  'facebook/suggestion': {
    name: [`$('[aria-label="Add friend"]').setAttribute('aria-label', 'Add friend Robin Vale')`, `$('[aria-label="Add friend"]').setAttribute('aria-label', 'Add friend Sam Okoro'); $('[role=listitem] a:not([aria-hidden])').textContent = 'Robin Vale'`],
  },
  'facebook/profile': { name: [`$('[aria-label="Add friend"]').setAttribute('aria-label', 'Add friend Robin Vale')`, `$('[aria-label="Add friend"]').setAttribute('aria-label', 'Add friend Sam Okoro'); $('h1:not(nav *)').textContent = 'Robin Vale'`] },
  ...Object.fromEntries(
    ['post', 'posts-setting', 'requests-setting', 'friend-list-setting', 'email-look-up-setting', 'phone-look-up-setting'].map((name) => [
      `facebook/${name}`,
      { audience: [`${sharing} (one.textContent = one.ariaLabel.includes('Friends') ? 'Everyone' : 'Friends'))`, `${sharing} (one.ariaLabel = 'Edit privacy. Sharing with ' + (one.textContent.trim() === 'Friends' ? 'Everyone' : 'Friends')))`] },
    ]),
  ),
  'instagram/request': { handle: [`add($('a[aria-hidden]'), '<img alt="robin.vale’s profile picture">')`, `$$('a[href="/sam.oak/"]:not([aria-hidden])').forEach((one) => (one.href = '/robin.vale/'))`] },
  'instagram/private-setting': {
    state: [
      `add($('[role=switch]').parentElement.parentElement, '<p><span>Something else</span> <b role="switch" aria-checked="true" aria-label="Private account">.</b></p>'); $('[role=switch]').removeAttribute('aria-label')`,
      `const [row] = $$('[role=switch]').map((one) => one.parentElement); const again = row.cloneNode(true); row.after(again); again.querySelector('[role=switch]').ariaLabel = 'Something else'; row.querySelector('span').textContent = 'Activity'`,
    ],
  },
  'linkedin/request': {
    hold: [
      `const yes = $('[aria-label^=Accept]'), no = $('[aria-label^=Ignore]'); yes.removeAttribute('data-view-name'); add(yes.parentElement, '<button data-view-name="invitation-action">More</button>')`,
      `const yes = $('[aria-label^=Accept]'); const label = yes.ariaLabel; yes.ariaLabel = 'Yes'; add(yes.parentElement, '<button>x</button>'); yes.parentElement.lastChild.ariaLabel = label; yes.parentElement.lastChild.dataset.viewName = 'other'`,
    ],
    name: [`$('[aria-label^=Accept]').ariaLabel = 'Accept Robin Vale’s invitation'`, `$('[data-view-name=pending-invitation] a:not([aria-hidden])').textContent = 'Robin Vale'`],
    handle: [`$('[data-view-name=pending-invitation] a[aria-hidden]').href = '/in/robin-vale/'`, `$('[data-view-name=pending-invitation] a:not([aria-hidden])').href = '/in/robin-vale/'`],
  },
  'linkedin/suggestion': { name: [`$('[aria-label^=Invite]').ariaLabel = 'Invite Robin Vale to connect'`, `$('[aria-label^=Invite]').parentElement.querySelector('a').textContent = 'Robin Vale'`] },
  'linkedin/profile': { name: [`$('[aria-label^=Invite]').ariaLabel = 'Invite Robin Vale to connect'`, `$('h1').textContent = 'Robin Vale'`] },
  'x/request': { handle: [`$('[data-testid^=UserAvatar-Container-]').dataset.testid = 'UserAvatar-Container-robinvale'`, `$$('[data-testid=UserCell] a').forEach((one) => (one.href = '/robinvale'))`] },
  'x/profile': { handle: [`$('[data-testid$="-follow"]').ariaLabel = 'Follow @robinvale'`, `history.replaceState(null, '', '/robinvale')`] },
  'x/protected-setting': {
    state: [
      `const [posts, videos] = $$('main label'); posts.before(videos)`,
      `$$('main label').forEach((one) => (one.querySelector('div').textContent = one === $('main label') ? 'Hide your likes' : 'Protect your posts'))`,
    ],
  },
};

test('every field that is held against a second way is parted here, both ways', () => {
  const all = files.flatMap(({ id, surfaces: own }) => own.flatMap(({ name, sure = {} }) => Object.keys(sure).map((what) => `${id}/${name} ${what}`)));
  assert.deepEqual(Object.entries(parted).flatMap(([name, { at, ...whats }]) => Object.keys(whats).map((what) => `${name} ${what}`)).sort(), all.sort());
  for (const { id, surfaces: own } of files) for (const { name, sure = {} } of own) for (const [what, ways] of Object.entries(sure)) assert.ok(ways.length > 1, `${id}/${name} ${what}`);
});

for (const [name, { at = surfaces[name].at, ...whats }] of Object.entries(parted)) {
  const [id, surface] = name.split('/');
  test(`${name} is uncertain where its ways part`, async () => {
    const page = await browser.newPage();
    for (const [what, both] of Object.entries(whats)) {
      for (const [n, change] of both.entries()) {
        await page.goto('about:blank');
        await page.goto(at);
        await page.evaluate(() => window.__replica?.ready);
        const { sure } = files.find((one) => one.id === id).surfaces.find((one) => one.name === surface);
        if (id !== 'roundcube') await page.waitForFunction((css) => document.querySelector(css), '[name=to] [role=option], [id$=_TO], [role=listitem] [role=button], [data-view-name=invitation-action], [aria-label^=Invite], [data-testid=UserCell], [data-testid$="-follow"], [role=switch], main input[type=checkbox], h1, [role=dialog]');
        await until(() => page.evaluate(`(() => { ${tools} try { ${change}; return true; } catch (error) { return error.message; } })()`), { what: `${name} ${what} ${n} to be changed` });
        const world = await run(page, { site: site(id) });
        const said = await until(async () => (await world.said('unchecked')).find((one) => one.surface.startsWith(`${name}#`)), { timeout: 4000, what: `${name} ${what} ${n} to be uncertain` });
        assert.deepEqual([said.reason, said.missing.includes(what)], ['unsure', true], `${name} ${what} ${n}: ${JSON.stringify(said)}`);
        assert.ok(sure[what]);
        assert.equal((await world.said('observe')).filter(({ observation }) => `${id}/${observation.surface.name}#${observation.surface.n}` === said.surface).length, 0, 'what is uncertain is not judged');
      }
    }
    await page.close();
  });
}

test('what stood on a message goes when the ways part, and comes back when they agree again', async () => {
  const page = await browser.newPage();
  await page.goto(compose({ to: 'a.one@post.example, b.two@post.example, c.three@post.example' }));
  const world = await run(page, { site: site('roundcube'), judge: recipients });
  const note = () => page.locator('lanyard-note').count();
  await until(note, { what: 'the note' });
  await page.evaluate(() => {
    document.querySelector('[name=_cc]').id = '_to';
    const to = document.querySelector('[name=_to]');
    to.value += ', d.four@post.example';
    to.dispatchEvent(new Event('change', { bubbles: true }));
  });
  const [said] = await until(async () => (await world.said('unchecked')).length > 0 && world.said('unchecked'), { what: 'it to be uncertain' });
  assert.deepEqual([said.reason, said.missing], ['unsure', ['to']]);
  const before = (await world.said('observe')).length;
  await page.evaluate(() => {
    document.querySelector('[name=_cc]').id = '';
    document.querySelector('[name=_to]').dispatchEvent(new Event('change', { bubbles: true }));
  });
  await until(async () => (await world.said('observe')).length > before, { what: 'it to be read again' });
  assert.equal((await world.observed()).to.length, 4);
  await page.close();
});

test('the ways are compared once for what is read, not at every change of the page', async () => {
  const page = await browser.newPage();
  await page.goto(compose({ to: 'a.one@post.example' }));
  const file = site('roundcube');
  file.surfaces[0].sure = { to: ['[name=_to]', '#_to:not(.counted)'] };
  await page.evaluate(() => (document.querySelector('[name=_to]').id = '_to'));
  // The stand-in counts how often the second way is looked for.
  const first = `globalThis.asked = 0; const all = Element.prototype.querySelectorAll; Element.prototype.querySelectorAll = function (css) { if (css === '#_to:not(.counted)') asked++; return all.call(this, css); }`;
  const world = await run(page, { site: file, first, judge: () => [finding()].slice(1) });
  await until(() => world.observed(), { what: 'the first look' });
  const asked = await world.evaluate('asked');
  assert.ok(asked >= 1 && asked <= 2, `${asked}`);
  for (let n = 0; n < 20; n++) await page.evaluate(() => document.querySelector('form').append(document.createElement('i')));
  await page.fill('[name=_cc]', 'b.two@post.example');
  await until(async () => (await world.observed()).cc.length === 1, { what: 'the next' });
  assert.ok((await world.evaluate('asked')) <= asked + 2, 'and nothing that was drawn had it looked for again');
  await page.close();
});
