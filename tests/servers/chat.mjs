// A real chat on loopback: Prosody, and Converse.js in the page.
import { chownSync, createReadStream, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { asUser, freePort, portAnswers, removeDir, run, scratchDir, start, until } from '../harness/processes.mjs';
import { chatAccounts } from './people.mjs';
import { escape, sendStanzas } from './xmpp-client.mjs';

const types = { '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.wasm': 'application/wasm', '.svg': 'image/svg+xml' };
const password = 'test';

const prosodyConfig = (dir, { c2s, web, domains }) => `
daemonize = false
pidfile = "${dir}/prosody.pid"
data_path = "${dir}/data"
interfaces = { "127.0.0.1" }
local_interfaces = { "127.0.0.1" }
c2s_ports = { ${c2s} }
c2s_direct_tls_ports = {}
s2s_ports = {}
http_ports = { ${web} }
http_interfaces = { "127.0.0.1" }
https_ports = {}
http_default_host = "${domains[0]}"
consider_websocket_secure = true
consider_bosh_secure = true
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
allow_registration = false
authentication = "internal_plain"
storage = "internal"
log = { info = "${dir}/prosody.log" }
modules_enabled = {
  "roster"; "saslauth"; "disco"; "blocklist"; "carbons"; "pep"; "private"; "ping"; "time"; "vcard4"; "vcard_legacy";
  "smacks"; "websocket"; "bosh"; "posix";
}
modules_disabled = { "s2s"; "tls" }
${domains.map((domain) => `VirtualHost "${domain}"`).join('\n')}
`;

const page = ({ jid, websocket }) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Converse</title>
<link rel="stylesheet" href="/dist/converse.min.css">
<script type="module" src="/dist/converse.min.js"></script>
<script type="module">
converse.initialize({
  jid: ${JSON.stringify(jid)}, password: ${JSON.stringify(password)}, authentication: 'login', auto_login: true,
  websocket_url: ${JSON.stringify(websocket)}, discover_connection_methods: false, allow_registration: false,
  view_mode: 'fullscreen', assets_path: '/dist/', i18n: 'en', loglevel: 'error', play_sounds: false,
  show_desktop_notifications: false, blacklisted_plugins: ['converse-omemo'], allow_non_roster_messaging: true,
  persistent_store: 'sessionStorage',
});
</script></head><body class="converse-fullscreen"></body></html>
`;

// Prosody names its files by percent-encoding.
const fileName = (text) => text.replace(/[^A-Za-z0-9]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`);

/**
 * @param {object} [options]
 * @param {string} [options.dir] where everything is kept; a scratch directory by default
 * @param {Record<string, {jid: string, name: string}>} [options.accounts] who there is; `teacher` among them
 */
export async function startChat({ dir: given, accounts = chatAccounts } = {}) {
  const prosody = '/usr/bin/prosody';
  if (!existsSync(prosody)) throw new Error(`${prosody} is missing: run tests/harness/prerequisites.sh`);
  const dist = path.dirname(createRequire(import.meta.url).resolve('converse.js/dist/converse.min.js'));
  const dir = given ?? scratchDir('chat');
  const root = process.getuid() === 0;
  const [uid, gid] = root ? [Number(await run('id', ['-u', 'prosody'])), Number(await run('id', ['-g', 'prosody']))] : [];
  const made = (target) => (root && chownSync(target, uid, gid), target);

  const domains = [...new Set(Object.values(accounts).map(({ jid }) => jid.split('@')[1]))];
  const teacherDomain = accounts.teacher.jid.split('@')[1];
  domains.sort((a, b) => (b === teacherDomain) - (a === teacherDomain));
  const directory = (...parts) => {
    const target = path.join(dir, ...parts);
    mkdirSync(target, { recursive: true });
    return made(target);
  };
  directory();
  directory('data');
  for (const domain of domains) {
    directory('data', fileName(domain));
    directory('data', fileName(domain), 'accounts');
  }
  for (const { jid } of Object.values(accounts)) {
    const [user, domain] = jid.split('@');
    const file = path.join(dir, 'data', fileName(domain), 'accounts', `${fileName(user)}.dat`);
    writeFileSync(file, `return { ["password"] = ${JSON.stringify(password)} };\n`);
    made(file);
  }

  const c2s = await freePort();
  const web = await freePort();
  const config = path.join(dir, 'prosody.cfg.lua');
  writeFileSync(config, prosodyConfig(dir, { c2s, web, domains }));
  // Prosody will not run as root.
  const user = root ? { username: 'prosody', group: 'prosody' } : undefined;
  const server = start(...asUser(user, prosody, ['--config', config, '-F']), { log: path.join(dir, 'prosody.out'), cwd: '/' });

  const pages = http.createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://x');
    if (pathname === '/') {
      const account = accounts[searchParams.get('as') ?? 'teacher'];
      if (!account) return response.writeHead(404).end('nobody of that name');
      response.setHeader('content-type', 'text/html; charset=utf-8');
      return response.end(page({ jid: account.jid, websocket: `ws://127.0.0.1:${web}/xmpp-websocket` }));
    }
    const file = path.join(dist, path.normalize(decodeURIComponent(pathname)).replace(/^\/dist\//, ''));
    if (!pathname.startsWith('/dist/') || !file.startsWith(dist) || !existsSync(file) || !statSync(file).isFile()) {
      return response.writeHead(404).end();
    }
    response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream');
    return createReadStream(file).pipe(response);
  });
  await new Promise((resolve, reject) => pages.on('error', reject).listen(0, '127.0.0.1', resolve));

  let stopped;
  const stop = () => (stopped ??= (async () => {
    pages.closeAllConnections();
    await new Promise((resolve) => pages.close(resolve));
    await server.stop();
    if (!given) removeDir(dir);
  })());

  try {
    await until(async () => {
      server.check();
      return (await portAnswers(c2s)) && (await portAnswers(web));
    }, { timeout: 15_000, what: 'Prosody' });
  } catch (error) {
    await stop();
    throw error;
  }

  const url = `http://127.0.0.1:${pages.address().port}/`;
  const account = (who) => {
    if (!accounts[who]) throw new Error(`no account ${who}`);
    return { ...accounts[who], password, port: c2s };
  };

  /** Wait until Converse in `page` shows a request of `from`; gives the Playwright locator of its row. */
  async function requestRow(page, from, timeout = 15_000) {
    const accept = page.locator(`.accept-xmpp-request[aria-label*="${account(from).jid}"]`);
    const row = page.locator('li.requesting-xmpp-contact').filter({ has: accept });
    await row.waitFor({ timeout });
    return row;
  }

  return {
    url, accounts, password, dir,
    /** Converse, logged in as one of the accounts. */
    pageUrl: (who = 'teacher') => `${url}?as=${who}`,

    /** A contact request through the server, with the sender's name unless `name` says otherwise (null: none). */
    async sendRequest(from, to = 'teacher', { name = accounts[from].name, message } = {}) {
      const nick = name ? `<nick xmlns='http://jabber.org/protocol/nick'>${escape(name)}</nick>` : '';
      const status = message ? `<status>${escape(message)}</status>` : '';
      await sendStanzas(account(from), [`<presence type='subscribe' to='${escape(account(to).jid)}'>${nick}${status}</presence>`]);
    },

    /** A chat message. */
    async sendMessage(from, to, text) {
      const { jid } = account(to);
      await sendStanzas(account(from), [`<message type='chat' to='${escape(jid)}' id='m${Date.now()}'><body>${escape(text)}</body></message>`]);
    },

    /** The contact request made by hand in a page of the real client. */
    async addContact(page, to = 'teacher') {
      await page.locator('converse-dropdown:has(a.add-contact) button.dropdown-toggle').click();
      await page.locator('a.add-contact').click();
      await page.locator('form.add-xmpp-contact input[name=jid]').fill(account(to).jid);
      await page.locator('form.add-xmpp-contact button[type=submit]').click();
    },

    requestRow,

    /** Open the menu of a request's row, which holds Accept (.accept-xmpp-request) and Remove (.decline-xmpp-request). */
    async openRequestMenu(page, from) {
      const row = await requestRow(page, from);
      await row.hover();
      await row.locator('button.dropdown-toggle').click();
      await row.locator('.accept-xmpp-request').waitFor();
      return row;
    },

    /** Press Accept in an open request menu, and in the dialog that Converse then opens. */
    async accept(page) {
      await page.locator('.dropdown-menu.show .accept-xmpp-request').click();
      await page.locator('converse-accept-contact-request-modal.show button[type=submit]').click();
    },

    /** Press Remove in an open request menu, and confirm it. */
    async decline(page) {
      await page.locator('.dropdown-menu.show .decline-xmpp-request').click();
      await page.locator('converse-confirm-modal.show button[type=submit]').click();
    },

    /** What the server's roster of `of` says about `other`: 'both', 'from', 'to', 'none', or undefined when it has no such contact. */
    subscription(of, other) {
      const [user, domain] = account(of).jid.split('@');
      const file = path.join(dir, 'data', fileName(domain), 'roster', `${fileName(user)}.dat`);
      if (!existsSync(file)) return undefined;
      const entry = readFileSync(file, 'utf8').split(`\n\t["${account(other).jid}"] = {`)[1]?.split('\n\t};')[0];
      return entry?.match(/\["subscription"\] = "(\w+)"/)?.[1];
    },
    stop,
  };
}
