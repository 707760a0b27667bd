// What is read from each site, on the replicas: who, where and how sure, and nothing else.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { repository } from '../harness/chromium.mjs';
import { sleep, until } from '../harness/processes.mjs';
import { pages } from './pages.mjs';
import { run, site, start } from './world.mjs';

const { people } = JSON.parse(readFileSync(path.join(repository, 'tests', 'replicas', 'people.json'), 'utf8'));
const person = (id) => people.find((one) => one.id === id);
const two = [person('pupil-listed'), person('pupil-future')];
const who = `people=${two.map(({ id }) => id).join(',')}`;

let browser;
const signUpForm = '<!doctype html><html lang="en"><title>Sign up</title><form><label>Address <input name="emailOrPhone"></label></form>';
before(async () => (browser = await start({ pages: { ...pages, 'www.instagram.com/accounts/emailsignup/': signUpForm } })));
after(() => browser?.stop());

async function look(id, address) {
  const page = await browser.newPage();
  await page.goto(address);
  await page.evaluate(() => window.__replica?.ready);
  const world = await run(page, { site: site(id) });
  await sleep(400);
  return { page, world, seen: async () => (await world.said('observe')).map(({ observation }) => observation) };
}

const addresses = (list) => list.map(({ address, unfinished }) => (address ?? '?') + (unfinished ? '?' : ''));
const layout = ({ to, cc, bcc, unplaced }) => [to, cc, bcc, unplaced].map((list) => addresses(list).join(' '));
const gmail = (query) => `https://mail.google.com/mail/u/0/?${new URLSearchParams(query)}`;
const A = 'a.one@example.com', B = 'b.two@example.org', C = 'c.three@example.net';

test('Gmail: fields, account, thread and what is still typed', async () => {
  const { page, world } = await look('gmail', gmail({ open: 'popup', to: A, cc: B, bcc: C, focus: 'to' }));
  const first = await world.observed();
  assert.deepEqual(layout(first), [A, B, C, '']);
  assert.deepEqual([first.account, first.mode, first.canMove, first.surface], ['teacher@oakfield.sch.uk', 'new', true, { site: 'gmail', name: 'compose', n: 1 }]);
  assert.ok(first.thread.length > 5);
  await page.click('[name=to] input[role=combobox]');
  await page.keyboard.type('half done');
  await until(async () => layout(await world.observed())[0] === `${A} ??`, { what: 'the unfinished entry' });
  assert.equal((await world.observed()).to[1].name, undefined, 'what is being typed is not passed on');
  await page.keyboard.type('x'.repeat(30), { delay: 5 });
  await sleep(300);
  assert.equal((await world.said('observe')).length, 2, 'and says nothing new with each key');
  assert.equal((await world.observed()).thread, first.thread);
  await page.close();
});

test('Gmail: chips drawn again and again are the same recipients', async () => {
  const { page, world } = await look('gmail', gmail({ open: 'popup', to: `${A},${B}`, focus: 'to' }));
  for (let i = 0; i < 5; i++) {
    await page.evaluate(() => window.__replica.rerender());
    await sleep(100);
  }
  assert.equal((await world.said('observe')).length, 1);
  await page.close();
});

test('Gmail: a folded preview keeps each field; who was never seen in a field is unplaced', async () => {
  const { page, world } = await look('gmail', gmail({ open: 'popup', to: A, cc: B, focus: 'to', preview: 'only' }));
  assert.deepEqual(layout(await world.observed()), [A, B, '', '']);
  await page.click('input[name=subjectbox]');
  await sleep(300);
  assert.equal(await page.locator('[role=option][data-hovercard-id]').count(), 0, 'the chips have left the page');
  assert.deepEqual(layout(await world.observed()), [A, B, '', '']);
  await page.close();

  const reply = await look('gmail', gmail({ open: 'reply-all', preview: 'only' }));
  const seen = await reply.world.observed();
  assert.equal(seen.to.length + seen.cc.length, 0);
  assert.ok(seen.unplaced.length > 1);
  assert.equal(seen.mode, 'replyAll');
  await reply.page.evaluate(() => window.__replica.expand());
  await until(async () => (await reply.world.observed()).unplaced.length === 0, { what: 'the open fields to tell' });
  assert.deepEqual(await reply.world.said('unchecked'), []);
  await reply.page.close();
});

test('Gmail: each compose is a surface of its own, and keeps its number', async () => {
  const { page, world } = await look('gmail', gmail({ open: 'popup,popup', to: A }));
  assert.deepEqual((await world.said('observe')).map(({ observation }) => observation.surface.n), [1, 2]);
  await page.evaluate(() => window.__replica.close(0));
  await until(async () => (await world.said('gone')).length === 1, { what: 'one to be gone' });
  await page.evaluate(() => window.__replica.addChips('to', ['new@example.com'], 0));
  await sleep(300);
  const gone = (await world.said('gone'))[0].surface;
  assert.notEqual((await world.observed()).surface.n, Number(gone.at(-1)));
  await page.close();
});

test('Gmail: several addresses to send from; another language; hashed classes', async () => {
  const { page, world } = await look('gmail', gmail({ open: 'popup', to: A, from: 'multi', hl: 'cy', hash: 'all', focus: 'to' }));
  const seen = await world.observed();
  assert.deepEqual(layout(seen), [A, '', '', '']);
  assert.equal(seen.account, await page.locator('input[name=from]').inputValue());
  assert.equal(seen.canMove, true);
  assert.deepEqual(await world.said('unchecked'), []);
  await page.close();
});

test('the text of a message is not read unless the worker asks for it', async () => {
  const { page, world } = await look('gmail', gmail({ open: 'popup', to: A, body: 'Secretword one', su: 'A subject' }));
  await page.locator('[g_editable]').click();
  await page.keyboard.type('Secretword three');
  await sleep(300);
  assert.doesNotMatch(JSON.stringify(await world.said()), /Secretword/);
  assert.equal((await world.said('observe')).length, 1, 'typing in the text says nothing');
  await page.close();
});

const request = (n, surface, extra, account) => ({
  kind: 'connectionRequest', surface: { ...surface, n }, ...(account ? { account } : {}), ...extra,
});

const onFacebook = '100000000000900';

test('Facebook: requests, with the handle or the number that the link has', async () => {
  for (const labels of ['plain', 'named', 'accept']) {
    const { page, seen } = await look('facebook', `https://www.facebook.com/friends/requests/?${who}&labels=${labels}`);
    assert.deepEqual(await seen(), two.map((one, i) => request(i + 1, { site: 'facebook', name: 'request' }, {
      direction: 'received', person: { name: one.name, handle: one.facebook.link === 'id' ? one.facebook.id : one.facebook.handle, about: one.facebook.line }, canDecline: true,
    }, onFacebook)));
    await page.close();
  }
});

test('Facebook: starting a connection, on a profile and among suggestions', async () => {
  const profile = await look('facebook', 'https://www.facebook.com/oakfield.sam?lines=school');
  assert.deepEqual(await profile.seen(), [request(1, { site: 'facebook', name: 'profile' }, { direction: 'starting', person: { name: 'Sam Okoro', handle: 'oakfield.sam', about: 'Studies at Oakfield School' }, canDecline: false }, onFacebook)]);
  await profile.page.getByRole('button', { name: 'Add friend' }).click();
  await until(async () => (await profile.world.said('gone')).length === 1, { what: 'a request that was sent to be gone' });
  await profile.page.close();
  const suggestions = await look('facebook', `https://www.facebook.com/friends/suggestions/?${who}`);
  assert.deepEqual((await suggestions.seen()).map(({ surface, direction, person: { handle } }) => [surface.name, direction, handle]), [['suggestion', 'starting', 'oakfield.sam'], ['suggestion', 'starting', two[1].facebook.id]]);
  await suggestions.page.close();
});

test('Instagram: requests in the notifications, a profile, and the account', async () => {
  const { page, seen } = await look('instagram', `https://www.instagram.com/?open=notifications&${who}`);
  assert.deepEqual(await seen(), two.map((one, i) => request(i + 1, { site: 'instagram', name: 'request' }, {
    direction: 'received', person: { name: one.name, handle: one.instagram.handle, about: one.instagram.line }, canDecline: true,
  }, 'm.hartley')));
  await page.close();
  const profile = await look('instagram', 'https://www.instagram.com/sam.oak/');
  assert.deepEqual((await profile.seen()).map(({ direction, person: { name, handle } }) => [direction, name, handle]), [['starting', 'Sam Okoro', 'sam.oak']]);
  await profile.page.close();
});

test('Instagram: the bio while its form is open, and of an address its domain alone', async () => {
  const { page, world, seen } = await look('instagram', 'https://www.instagram.com/accounts/edit/');
  assert.deepEqual(await seen(), [{
    kind: 'profileField', surface: { site: 'instagram', name: 'bio', n: 1 }, account: 'm.hartley', field: 'about', value: 'Paper, dogs, long walks.',
  }]);
  await page.fill('#pepBio', 'Choir.');
  await until(async () => (await world.observed()).value === 'Choir.', { what: 'what is there now' });
  await page.close();

  const signUp = await look('instagram', 'https://www.instagram.com/accounts/emailsignup/');
  await signUp.page.fill('[name=emailOrPhone]', 'm.hartley@oakfield.sch.uk');
  await until(async () => (await signUp.world.observed()).value === '@oakfield.sch.uk', { what: 'the domain' });
  assert.doesNotMatch(JSON.stringify(await signUp.seen()), /hartley/, 'who it is does not leave the page');
  await signUp.page.close();
});

test('X: follower requests and a profile', async () => {
  const { page, seen } = await look('x', `https://x.com/follower_requests?${who}`);
  assert.deepEqual(await seen(), two.map((one, i) => request(i + 1, { site: 'x', name: 'request' }, {
    direction: 'received', person: { name: one.name, handle: one.x.handle, about: one.x.line }, canDecline: true,
  }, 'm_hartley')));
  await page.getByRole('button', { name: 'Accept' }).first().click();
  await sleep(300);
  await page.close();
  const profile = await look('x', 'https://x.com/samoak');
  assert.deepEqual((await profile.seen()).map(({ direction, person: { name, handle } }) => [direction, name, handle]), [['starting', 'Sam Okoro', 'samoak']]);
  await profile.page.close();
});

test('X: a request that was accepted is none any more', async () => {
  const { page, world } = await look('x', `https://x.com/follower_requests?${who}`);
  await page.getByRole('button', { name: 'Accept' }).first().click();
  await until(async () => (await world.said('gone')).length === 1, { what: 'it to be gone' });
  await page.close();
});

test('LinkedIn: invitations by button or link, the network page, and a profile', async () => {
  for (const address of ['mynetwork/invitation-manager/received/?', 'mynetwork/invitation-manager/received/?accept=link&', 'mynetwork/grow/?']) {
    const { page, seen } = await look('linkedin', `https://www.linkedin.com/${address}${who}`);
    assert.deepEqual((await seen()).map(({ direction, person: { name, handle }, canDecline }) => [direction, name, handle, canDecline]), two.map((one) => ['received', one.name, one.linkedin.slug, true]));
    await page.close();
  }
  const profile = await look('linkedin', 'https://www.linkedin.com/in/sam-oak/?lines=school');
  assert.deepEqual((await profile.seen()).map(({ direction, person: { name, handle, about } }) => [direction, name, handle, about]), [['starting', 'Sam Okoro', 'sam-oak', 'Studies at Oakfield School']]);
  await profile.page.close();
});

for (const [shown, audience] of [['Public', 'public'], ['Friends', 'friends'], ['Friends of friends', 'friends-of-friends'], ['Friends except: Sam, Kit', 'custom'], ['Only me', 'only-me']]) {
  test(`Facebook: "${shown}" is ${audience}, for a post and in the settings`, async () => {
    const post = await look('facebook', `https://www.facebook.com/?open=composer&audience=${encodeURIComponent(shown)}`);
    await until(async () => (await post.seen()).length > 0, { what: 'the composer' });
    assert.deepEqual(await post.seen(), [{ kind: 'postAudience', surface: { site: 'facebook', name: 'post', n: 1 }, account: onFacebook, audience, offered: ['public', 'friends', 'custom', 'only-me'], pictures: false }]);
    await post.page.close();
    const settings = await look('facebook', `https://www.facebook.com/settings/?tab=posts&audience=${encodeURIComponent(shown)}`);
    assert.deepEqual((await settings.seen()).map(({ setting, audience: read }) => [setting, read]), [['posts', audience]]);
    await settings.page.close();
  });
}

test('an audience that the site file does not know is not checked, and that is said', async () => {
  const { page, world } = await look('facebook', 'https://www.facebook.com/?open=composer&audience=Everybody+in+town');
  await until(async () => (await world.said('unchecked')).length > 0, { what: 'unchecked' });
  assert.deepEqual((await world.said('unchecked'))[0], { type: 'unchecked', surface: 'facebook/post#1', reason: 'expect', missing: ['audience'] });
  await page.close();
});

test('Facebook: how people find one, each row its own setting', async () => {
  const { page, seen } = await look('facebook', 'https://www.facebook.com/settings/?tab=how_people_find_and_contact_you&audience=Friends&search=on');
  assert.deepEqual(Object.fromEntries((await seen()).map(({ surface: { name }, setting, audience }) => [name, `${setting} ${audience}`])), {
    'requests-setting': 'requests public', 'friend-list-setting': 'friend-list friends', 'email-look-up-setting': 'look-up friends', 'phone-look-up-setting': 'look-up friends', 'search-engines-setting': 'search-engines public',
  });
  await page.close();
});

const words = () => ({ subject: false, files: false, text: true });
const editors = { facebook: '[role=dialog] [role=textbox]', instagram: '[aria-label="Write a caption..."]', x: '[data-testid^=tweetTextarea]', linkedin: '[role=dialog] [role=textbox]' };
const boxes = {
  facebook: ['https://www.facebook.com/?open=composer&audience=Friends&account=61550000000001', { account: '61550000000001', audience: 'friends', offered: ['public', 'friends', 'custom', 'only-me'], pictures: false }],
  instagram: ['https://www.instagram.com/?open=composer', { account: 'm.hartley', offered: [], pictures: true }],
  x: ['https://x.com/home', { account: 'm_hartley', offered: [], pictures: false }],
  linkedin: ['https://www.linkedin.com/feed/?open=composer', { offered: [], pictures: false }],
};

for (const [id, [address, expected]] of Object.entries(boxes)) {
  test(`${id}: a post, whose it is, and what is typed in it once the worker asks for that`, async () => {
    for (const may of [true, false]) {
      const page = await browser.newPage();
      await page.goto(address);
      await page.evaluate(() => window.__replica?.ready);
      const world = await run(page, { site: site(id), ...(may ? { mayRead: words } : {}) });
      await page.locator(editors[id]).first().click();
      await page.keyboard.type('Rain again, and a heron.');
      if (may) await until(async () => (await world.observed('post'))?.text, { what: 'the words' });
      else await sleep(1200);
      assert.deepEqual(await world.observed('post'), { kind: 'postAudience', surface: { site: id, name: 'post', n: 1 }, ...expected, ...(may ? { text: 'Rain again, and a heron.' } : {}) });
      assert.deepEqual(await world.said('unchecked'), []);
      await page.close();
    }
  });
}

for (const [id, address, add, remove] of [
  ['facebook', 'https://www.facebook.com/?open=composer', '[aria-label="Photo/video"]', '[aria-label="Remove post attachment"]'],
  ['x', 'https://x.com/home', '[aria-label="Add photos or video"]', '[aria-label="Remove media"]'],
]) {
  test(`${id}: whether a post has pictures, and nothing else of them`, async () => {
    const { page, world } = await look(id, address);
    await until(async () => (await world.observed('post'))?.pictures === false, { what: 'a post without any' });
    await page.click(add);
    await until(async () => (await world.observed('post')).pictures === true, { what: 'one to be seen' });
    await page.click(remove);
    await until(async () => (await world.observed('post')).pictures === false, { what: 'it to be gone' });
    await page.close();
  });
}

test('Facebook: the name while it is changed, from a field for each of its parts', async () => {
  const { page, world, seen } = await look('facebook', 'https://accountscenter.facebook.com/profiles/100000000000900/name/?name=Col||League');
  assert.deepEqual(await seen(), [{ kind: 'profileField', surface: { site: 'facebook', name: 'name', n: 1 }, field: 'name', value: 'Col League' }]);
  await page.fill('[role=dialog] input >> nth=1', 'James');
  await until(async () => (await world.observed()).value === 'Col James League', { what: 'what is there now' });
  await page.close();
});

test('Facebook: a page that does not say whose account it is tells none', async () => {
  const page = await browser.newPage();
  await page.goto('https://www.facebook.com/?open=composer');
  await page.evaluate(() => window.__replica.ready);
  await page.evaluate(() => [...document.scripts].at(-1).remove());
  const world = await run(page, { site: site('facebook') });
  await until(async () => world.observed('post'), { what: 'the post' });
  assert.equal((await world.observed('post')).account, undefined, 'not that of the block which only names the module');
  await page.close();
});

test('a switch is read, and read again when it is turned', async () => {
  const { page, world } = await look('instagram', 'https://www.instagram.com/accounts/who_can_see_your_content/?private=off');
  assert.deepEqual([(await world.observed()).setting, (await world.observed()).audience], ['account', 'public']);
  await page.click('[role=switch]');
  await page.getByRole('button', { name: 'Switch to private' }).click();
  await until(async () => (await world.observed()).audience === 'friends', { what: 'the switch to be read again' });
  await page.close();
  const x = await look('x', 'https://x.com/settings/audience_and_tagging?protected=on');
  assert.deepEqual((await x.seen()).map(({ setting, audience, account }) => [setting, audience, account]), [['account', 'friends', 'm_hartley']]);
  await x.page.close();
});

const everything = () => ({ subject: true, files: true, text: true });
const unlessUnion = (observation) => {
  const may = !JSON.stringify(observation.to).includes('union');
  return { subject: may, files: may, text: may };
};

async function gmailWith(query, mayRead, kind = 'popup') {
  const page = await browser.newPage();
  await page.goto(gmail({ ...query, open: kind }));
  await page.evaluate(() => window.__replica?.ready);
  const world = await run(page, { site: site('gmail'), mayRead });
  return { page, world };
}

const firstLine = '[g_editable=true] > div:first-child';

test('G10: subject, files and own words are read only once the worker says so, and for no other recipients', async () => {
  const { page, world } = await gmailWith({ to: A, su: 'A subject' }, unlessUnion);
  await page.setInputFiles('input[type=file][name=Filedata]', { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
  await page.click(firstLine);
  await page.keyboard.type('The password is Sunshine12.');
  await until(async () => (await world.observed())?.text === 'The password is Sunshine12.', { what: 'what was typed' });
  const seen = await world.observed();
  assert.deepEqual([seen.subject, seen.attachments], ['A subject', [{ ref: 'file/1', name: 'notes.txt' }]]);
  const { subject, text, attachments } = (await world.said('observe'))[0].observation;
  assert.deepEqual([subject, text, attachments], [undefined, undefined, undefined], 'nothing before the worker has answered');
  await page.locator('div.aoD.hl').first().focus();
  await page.click('[name=to] input[role=combobox]');
  await page.keyboard.type('rep@union.example,');
  await until(async () => (await world.observed()).to.length === 2, { what: 'the protected recipient' });
  await page.fill('input[name=subjectbox]', 'A grievance');
  await page.click(firstLine);
  await page.keyboard.type(' More in confidence.');
  await sleep(1200);
  for (const { observation } of await world.said('observe')) {
    if (JSON.stringify(observation).includes('union')) assert.deepEqual([observation.subject, observation.text, observation.attachments], [undefined, undefined, undefined], 'not read');
    assert.doesNotMatch(JSON.stringify(observation), /confidence|grievance/, 'never read');
  }
  await page.close();
});

test('each part is read only where the worker names it', async () => {
  for (const part of ['subject', 'text']) {
    const { page, world } = await gmailWith({ to: A, su: 'A subject', body: 'Some words' }, part === 'text' ? () => ({ subject: false, files: false, text: true }) : () => ({ subject: true, files: false, text: false }));
    await until(async () => (await world.observed())[part] !== undefined, { what: part });
    const { subject, text } = await world.observed();
    assert.deepEqual([subject, text], part === 'text' ? [undefined, 'Some words'] : ['A subject', undefined]);
    await page.close();
  }
});

test('a worker that starts anew says again what may be read, before it is', async () => {
  const { page, world } = await gmailWith({ to: A, su: 'A subject', body: 'Some words' }, everything);
  await until(async () => (await world.observed()).text, { what: 'the words' });
  const before = (await world.said('observe')).length;
  await world.evaluate('globalThis.mayRead = () => ({ subject: false, files: false, text: false }); ports[0].tell({ type: "refresh" }); 0');
  await until(async () => (await world.said('observe')).length > before, { what: 'all to be said again' });
  await sleep(300);
  for (const { observation } of (await world.said('observe')).slice(before)) assert.equal(observation.text ?? observation.subject, undefined);
  await page.close();
});

test('Gmail: own words are what the person has typed, without what is quoted and the signature', async () => {
  const { page, world } = await gmailWith({}, everything, 'reply');
  await page.click(firstLine);
  await page.keyboard.type('First line');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Second line');
  await until(async () => /Second/.test((await world.observed()).text ?? ''), { what: 'the words' });
  assert.equal((await world.observed()).text, 'First line\nSecond line');
  await page.close();
});

test('Gmail: whether a text is in what will be sent, the signature included and what is quoted left out', async () => {
  const { page, world } = await gmailWith({}, everything, 'reply');
  const [signature, quoted] = await page.evaluate(() => ['.gmail_signature', '.gmail_quote blockquote'].map((css) => [...document.querySelectorAll(`${css} > div`)].map((line) => line.textContent).join(' ').replace(/\s+/g, ' ').trim()));
  assert.ok(signature.length > 5 && quoted.length > 5);
  const asked = async (text, expected) => {
    await world.evaluate(`globalThis.mayRead = () => ({ subject: false, files: false, text: false, signoff: ${JSON.stringify(text)} }); ports[0].tell({ type: "refresh" }); 0`);
    await until(async () => (await world.observed()).signoff === expected, { what: `${text} to be ${expected}` });
    assert.equal((await world.observed()).text, undefined, 'and no word of it');
  };
  await asked(`  ${signature.toUpperCase().replace(/ /g, '\n ')}`, true);
  await asked(quoted, false);
  await asked('Sent by Oakfield School.', false);
  await page.click(firstLine);
  await page.keyboard.type('Sent by Oakfield School.');
  await until(async () => (await world.observed()).signoff === true, { what: 'the text to be there once it is typed' });
  await world.evaluate('globalThis.mayRead = () => ({ subject: false, files: false, text: false }); ports[0].tell({ type: "refresh" }); 0');
  await until(async () => (await world.observed()).signoff === undefined, { what: 'nothing to be looked for' });
  await page.close();
});

test('a plain editor: quoted lines, the line that announces them and the signature are nobody’s own words', async () => {
  const page = await browser.newPage();
  await page.goto('https://mail.example/compose?to=a@example.com');
  const world = await run(page, { site: site('roundcube'), mayRead: everything });
  const says = async (typed, expected) => {
    await page.evaluate((text) => (document.querySelector('#composebody').name = '_message') && (document.querySelector('#composebody').value = text), typed);
    await page.focus('#composebody');
    await page.keyboard.press('End');
    await page.keyboard.type(' ');
    await until(async () => (await world.observed()).text === expected, { what: JSON.stringify(expected) }).catch(async (error) => {
      throw new Error(`${error.message}; it is ${JSON.stringify((await world.observed()).text)}`);
    });
  };
  await says('Mine.\n\nOn Monday somebody wrote:\n> theirs\n> theirs too\n\nMine too.\n-- \nMy signature', 'Mine.\n\nMine too.');
  await says('Above.\n\n-------- Original Message --------\nSubject: theirs\ntheirs', 'Above.');
  await says('a < b > c\nTo: do this', 'a < b > c\nTo: do this');
  await says('y'.repeat(20_005), 'y'.repeat(20_000));
  assert.equal((await world.observed()).textCut, true);
  await page.close();
});

test('a plain editor: a text in the signature is there, in quoted lines it is not', async () => {
  const page = await browser.newPage();
  await page.goto('https://mail.example/compose?to=a@example.com');
  const world = await run(page, { site: site('roundcube'), mayRead: () => ({ subject: false, files: false, text: false, signoff: 'Sent by Oakfield School' }) });
  for (const [typed, expected] of [
    ['Mine.\n\n-- \nMe\nSent by\nOakfield  School', true],
    ['Mine.\n\nOn Monday somebody wrote:\n> Sent by Oakfield School', false],
    ['sent by oakfield school', true],
    ['Mine.\n-------- Original Message --------\nSent by Oakfield School', false],
  ]) {
    await page.evaluate((text) => (document.querySelector('#composebody').name = '_message') && (document.querySelector('#composebody').value = text), typed);
    await page.focus('#composebody');
    await page.keyboard.press('End');
    await page.keyboard.type(' ');
    await until(async () => (await world.observed()).signoff === expected, { what: JSON.stringify(typed) });
    assert.equal((await world.observed()).text, undefined);
  }
  await page.close();
});

test('an editor that is a frame of its own is heard and read', async () => {
  const page = await browser.newPage();
  await page.goto('https://mail.example/compose?to=a@example.com');
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.id = 'composebody_ifr';
    document.querySelector('form').append(frame);
    document.querySelector('#composebody').hidden = true;
    frame.contentDocument.body.contentEditable = 'true';
    frame.contentDocument.body.innerHTML = '<p>Hello</p><blockquote>theirs</blockquote><div id="_rc_sig">-- <br>Me</div>';
  });
  const world = await run(page, { site: site('roundcube'), mayRead: everything });
  await until(async () => (await world.observed()).text === 'Hello', { what: 'the words' });
  await page.frameLocator('#composebody_ifr').locator('p').click();
  await page.keyboard.press('End');
  await page.keyboard.type(' all');
  await until(async () => (await world.observed()).text === 'Hello all', { what: 'what was typed' });
  await page.close();
});
