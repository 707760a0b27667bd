// The main job, to look at: Chromium with Lanyard force-installed, a school's policy, a real
// webmail, a real chat and the demo pages. With a display it opens and stays; without one it
// walks through the four scenarios, prints what Lanyard found and saves pictures.
//
//   node tests/demo.mjs [--school st-marylebone|tudhoe|…] [--headless] [--pictures DIR]
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { repository } from './harness/chromium.mjs';
import { shadowText, waitForShadow } from './harness/shadow.mjs';
import { sleep, until } from './harness/processes.mjs';
import { startChat } from './servers/chat.mjs';
import { startReplicas } from './servers/replicas.mjs';
import { startRoundcube } from './servers/roundcube.mjs';
import { drawn, findings, pushLanyard } from './e2e/lanyard.mjs';

const { values: options } = parseArgs({
  options: {
    school: { type: 'string' },
    headless: { type: 'boolean', default: !(process.env.DISPLAY || process.env.WAYLAND_DISPLAY) },
    pictures: { type: 'string', default: path.join(repository, 'dist', 'demo') },
  },
});

const policies = JSON.parse(readFileSync(path.join(repository, 'dist', 'extension', 'policies', 'index.json'), 'utf8'));
if (options.school && !policies.some(({ id }) => id === options.school)) {
  console.error(`--school: expected one of ${policies.map(({ id }) => id).join(', ')}; found ${options.school}`);
  process.exit(2);
}

const { people } = JSON.parse(readFileSync(path.join(repository, 'tests', 'replicas', 'people.json'), 'utf8'));
const accounts = {
  teacher: { jid: 's.teacher@oakfield.sch.uk', name: 'Sam Teacher' },
  ...Object.fromEntries(people.map(({ id, xmpp, name }) => [id, { jid: xmpp, name }])),
};
const families = ['a.one@mail.example', 'b.two@post.example', 'c.three@mail.example', 'd.four@post.example', 'e.five@mail.example'];
const colleagues = ['office@oakfield.sch.uk', 'p.colleague@oakfield.sch.uk'];
const gmail = `https://mail.google.com/mail/u/0/?open=popup&to=${[...families, ...colleagues].join(',')}&su=Trip`;

const started = [];
const add = async (promise) => {
  const server = await promise;
  started.push(server);
  return server;
};

let failures = 0;

try {
  console.log('Starting a webmail (Roundcube, Dovecot), a chat (Prosody, Converse), the demo pages and Chromium …');
  const mail = await add(startRoundcube());
  const chat = await add(startChat({ accounts }));
  const replicas = await add(startReplicas());
  // Webmail and chat are on one loopback address and differ by port: each gets a host name of its own.
  const first = options.school ?? 'st-marylebone';
  const hosts = { roundcube: ['127.0.0.1'], converse: ['localhost'] };
  const chatUrl = chat.url.replace('127.0.0.1', 'localhost');
  // Nobody who looks at the demo wants to be asked about its passwords.
  const chrome = await add(pushLanyard({ school: first, config: { hosts }, policies: { PasswordManagerEnabled: false }, replicas, headless: options.headless }));
  chrome.inUse = first;
  const start = () => `https://demo.oakfield.sch.uk/?${new URLSearchParams({ roundcube: mail.composeUrl(), chat: chatUrl, school: chrome.inUse })}`;
  const home = await chrome.newPage();
  await mail.login(home);
  await chat.sendRequest('pupil-listed');

  if (options.headless) await walk({ chrome, mail, chatUrl });
  else {
    await home.exposeFunction('demoSchools', () => policies.map(({ id, name }) => ({ id, name, inUse: id === chrome.inUse })));
    await home.exposeFunction('useSchool', async (id) => {
      await chrome.school(id);
      chrome.inUse = id;
      await home.bringToFront();
      await home.goto(start());
    });
    await home.goto(start());
    for (const page of chrome.context.pages()) if (page.url() === 'about:blank') await page.close();
    console.log(`
Chromium is open, with Lanyard pushed to it as a school does, and the demo's start page.
  1. Choose whose policy is in use at the top of the page: St Marylebone for mail, Tudhoe for requests.
  2. Follow a link; after a second a warning stands beside the control. Press its buttons, or Alt+Shift+Y to reach it by keyboard.
  3. What Lanyard found on a page: the puzzle piece in the toolbar, then Lanyard.
Close the window to end the demo. Without a window: ./build.sh demo --headless`);
    await until(() => !chrome.browser.isConnected(), { timeout: 2 ** 31 - 1, every: 500 });
  }
} finally {
  for (const server of started.reverse()) await server.stop().catch((error) => console.error(String(error)));
}
process.exit(failures ? 1 : 0);

/** The four scenarios, one page after the other. */
async function walk({ chrome, mail, chatUrl }) {
  mkdirSync(options.pictures, { recursive: true });
  const requests = (query) => `https://www.facebook.com/friends/requests/?${new URLSearchParams(query)}`;
  const scenes = [
    ['1 a parents’ list in To, in Roundcube', 'st-marylebone', 'roundcube', async (page) => {
      await page.goto(mail.composeUrl());
      await page.click('#compose_to .recipient-input input');
      await page.keyboard.type(`${[...families, ...colleagues].join(', ')},`);
      await page.fill('#compose-subject', 'Trip on Friday');
      await page.focus('#compose-subject');
    }, /5 people outside the school/],
    ['2 the same in Gmail', 'st-marylebone', 'gmail', async (page) => page.goto(gmail), /5 people outside the school/],
    ['3 a pupil’s request on Facebook', 'tudhoe', 'request-pupil', (page) => page.goto(requests({ people: 'pupil-listed,stranger,colleague' })), /looks like it is from a pupil/],
    ['3 a name alone', 'tudhoe', 'request-name', (page) => page.goto(requests({ people: 'pupil-by-name,stranger' })), /Same name/],
    ['3 a parent’s request', 'beaudesert-park', 'request-parent', (page) => page.goto(requests({ people: 'parent,stranger' })), /looks like it is from a parent/],
    ['3 a pupil’s request on Instagram', 'droitwich-spa', 'request-instagram', (page) => page.goto('https://www.instagram.com/?open=notifications&people=pupil-listed,stranger'), /looks like it is from a pupil/],
    ['3 a pupil’s request on X', 'droitwich-spa', 'request-x', (page) => page.goto('https://x.com/follower_requests?people=pupil-listed,stranger'), /looks like it is from a pupil/],
    ['3 a pupil’s invitation on LinkedIn', 'droitwich-spa', 'request-linkedin', (page) => page.goto('https://www.linkedin.com/mynetwork/invitation-manager/received/?people=pupil-listed,stranger'), /looks like it is from a pupil/],
    ['3 a pupil’s request in a real chat', 'tudhoe', 'request-chat', (page) => page.goto(chatUrl), /looks like it is from a pupil/],
    ['4 a public post on Facebook', 'beaudesert-park', 'post-public', (page) => page.goto('https://www.facebook.com/?open=composer'), /Anyone can read this post/],
    ['4 the same, where it is advice', 'tudhoe', 'post-advised', (page) => page.goto('https://www.facebook.com/?open=composer'), /Anyone can read this post/],
    ['4 Instagram’s private account', 'st-marylebone', 'account-instagram', (page) => page.goto('https://www.instagram.com/accounts/who_can_see_your_content/'), /Anyone can see/],
    ['4 X’s protected posts', 'droitwich-spa', 'account-x', (page) => page.goto('https://x.com/settings/audience_and_tagging'), /Anyone can see/],
  ];
  for (const [title, school, picture, open, expected] of scenes) {
    if (options.school && options.school !== school) continue;
    await chrome.school(school);
    const page = await chrome.newPage();
    const name = policies.find(({ id }) => id === school).name;
    try {
      await open(page);
      await waitForShadow(page, expected, 10_000);
      await until(async () => (await drawn(page, 'panel')).length + (await drawn(page, 'note')).length > 0, { timeout: 3000 }).catch(() => {});
      await sleep(300);
      await page.screenshot({ path: path.join(options.pictures, `${picture}.png`) });
      console.log(`\n${title} · ${name}\n  on the page: ${(await shadowText(page)).replace(/\s*\n\s*/g, ' | ')}`);
      for (const { rule, severity, surface } of (await findings(chrome, page)).findings) console.log(`  found: ${severity} ${rule} at ${surface}`);
    } catch (error) {
      failures += 1;
      console.error(`\n${title} · ${name}\n  FAILED: ${error.message}`);
      await page.screenshot({ path: path.join(options.pictures, `${picture}-failed.png`) }).catch(() => {});
    }
    await page.close();
  }
  const left = await chrome.extensionRequests();
  console.log(`\nRequests from the extension to the network: ${left.length}`);
  failures += left.length;
  console.log(`Pictures: ${path.relative(process.cwd(), options.pictures) || '.'}`);
}
