// A second real webmail on loopback: SOGo with its own server, PostgreSQL and memcached, and Roundcube's Dovecot and
// SMTP sink. Nothing is written outside `dir`; SOGo's own /etc/sogo is not read for anything that is set here.
import { chownSync, existsSync, createReadStream, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { asUser, freePort, portAnswers, removeDir, run, scratchDir, start, until } from '../harness/processes.mjs';
import * as people from './people.mjs';
import { dovecotConfig, owner } from './roundcube.mjs';
import { startSink } from './smtp-sink.mjs';

const password = 'test';
const resources = '/usr/share/GNUstep/SOGo/WebServerResources';
/** Debian keeps each version's programs apart. */
const versions = '/usr/lib/postgresql';
const postgres = `${versions}/${existsSync(versions) ? readdirSync(versions).sort((a, b) => b - a)[0] : '15'}/bin`;
const types = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png', '.woff2': 'font/woff2' };

/** What a school's own web server does in front of SOGo: its files, and headers that say where it is. */
function front(sogo, web) {
  const server = http.createServer((request, response) => {
    const [, file] = /^\/SOGo(?:\.woa)?\/WebServerResources\/([^?]*)/.exec(request.url) ?? [];
    const at = file && path.join(resources, decodeURIComponent(file));
    if (at?.startsWith(`${resources}/`) && existsSync(at) && statSync(at).isFile()) {
      response.writeHead(200, { 'content-type': types[path.extname(at)] ?? 'application/octet-stream' });
      createReadStream(at).pipe(response);
      return;
    }
    const headers = {
      ...request.headers, 'x-webobjects-server-port': web, 'x-webobjects-server-name': '127.0.0.1', 'x-webobjects-server-url': `http://127.0.0.1:${web}`,
      'x-webobjects-server-protocol': 'HTTP/1.0', 'x-webobjects-remote-host': '127.0.0.1',
    };
    const through = http.request({ host: '127.0.0.1', port: sogo, path: request.url, method: request.method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    through.on('error', () => response.writeHead(502).end());
    request.pipe(through);
  });
  return new Promise((done, fail) => server.on('error', fail).listen(web, '127.0.0.1', () => done(server)));
}

/** Who runs it: SOGo ends at once where it cannot read its own settings in /etc, which only its own user can. */
async function runner() {
  if (process.getuid() !== 0) return owner();
  const id = async (what) => Number(await run('id', [what, 'sogo']));
  return { username: 'sogo', group: 'sogo', uid: await id('-u'), gid: await id('-g'), root: true };
}

/** @param {{domain?: string}} [options] the school's domain */
export async function startSogo({ domain = 'oakfield.sch.uk' } = {}) {
  for (const needed of ['/usr/sbin/sogod', '/usr/bin/memcached', `${postgres}/postgres`, '/usr/sbin/dovecot', resources]) {
    if (!existsSync(needed)) throw new Error(`${needed} is missing: run tests/harness/prerequisites.sh`);
  }
  const dir = scratchDir('sogo');
  const own = await runner();
  for (const name of ['', 'mail', 'home']) {
    mkdirSync(path.join(dir, name), { recursive: true });
    if (own.root) chownSync(path.join(dir, name), own.uid, own.gid);
  }
  const home = path.join(dir, 'home');
  const user = people.teacher.address.replace(/@.*/, `@${domain}`);
  const asOwner = (command, args) => asUser(own.root ? own : undefined, 'env', [`HOME=${home}`, command, ...args]);
  const sink = await startSink({ onMessage() {} });
  const parts = [];
  const stop = async () => {
    for (const part of parts.splice(0).reverse()) await part.stop();
    await sink.stop();
    removeDir(dir);
  };
  try {
    const [imap, database, cache, sogo, web] = [await freePort(), await freePort(), await freePort(), await freePort(), await freePort()];
    const begin = (name, [command, args]) => {
      const part = start(command, args, { log: path.join(dir, `${name}.log`), cwd: '/' });
      parts.push(part);
      return part;
    };
    writeFileSync(path.join(dir, 'dovecot.conf'), dovecotConfig(dir, imap, own));
    begin('dovecot', ['/usr/sbin/dovecot', ['-F', '-c', path.join(dir, 'dovecot.conf')]]);
    begin('memcached', asOwner('/usr/bin/memcached', ['-l', '127.0.0.1', '-p', String(cache), '-m', '16']));
    await run(...asOwner(`${postgres}/initdb`, ['-D', path.join(home, 'data'), '-U', 'sogo', '-A', 'trust', '-N', '--no-instructions', '-E', 'UTF8', '--locale=C']), { cwd: '/' });
    begin('postgres', asOwner(`${postgres}/postgres`, ['-D', path.join(home, 'data'), '-p', String(database), '-k', home, '-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off']));
    await until(() => portAnswers(database), { what: 'PostgreSQL' });
    const table = "create table people (c_uid varchar primary key, c_name varchar, c_password varchar, c_cn varchar, mail varchar)";
    const query = (text) => run(...asOwner(`${postgres}/psql`, ['-q', '-h', '127.0.0.1', '-p', String(database), '-U', 'sogo', '-v', 'ON_ERROR_STOP=1', '-c', text, 'postgres']), { cwd: '/' });
    // The port answers a little before the server does.
    await until(() => query(table).then(() => true, () => false), { what: 'the table' });
    const [parent] = people.yearSevenParents;
    const rows = [{ name: people.teacher.name, address: user }, parent].map(({ name, address }) => `('${address}', '${address}', '${password}', '${name}', '${address}')`);
    await query(`insert into people values ${rows.join(', ')}`);
    const at = (name) => `postgresql://sogo:none@127.0.0.1:${database}/postgres/${name}`;
    const settings = {
      SOGoProfileURL: at('sogo_user_profile'), OCSFolderInfoURL: at('sogo_folder_info'), OCSSessionsFolderURL: at('sogo_sessions_folder'), OCSEMailAlarmsFolderURL: at('sogo_alarms_folder'),
      SOGoIMAPServer: `imap://127.0.0.1:${imap}`, SOGoMailingMechanism: 'smtp', SOGoSMTPServer: `smtp://127.0.0.1:${sink.port}`, SOGoMemcachedHost: `127.0.0.1:${cache}`,
      SOGoMailDomain: domain, SOGoLanguage: 'English', SOGoTimeZone: 'Europe/London', SOGoLoginModule: 'Mail', SOGoMailComposeMessageType: 'text',
      SOGoUserSources: `({type=sql;id=people;displayName=People;viewURL="${at('people')}";canAuthenticate=YES;isAddressBook=YES;userPasswordAlgorithm=plain;})`,
    };
    const values = Object.entries(settings).flatMap(([name, value]) => [`-${name}`, value]);
    const served = begin('sogod', asOwner('/usr/sbin/sogod', ['-WOPort', `127.0.0.1:${sogo}`, '-WONoDetach', 'YES', '-WOWorkersCount', '2', '-WOLogFile', '-', '-WOPidFile', path.join(home, 'sogo.pid'), ...values]));
    const server = await front(sogo, web);
    parts.push({ stop: () => (server.closeAllConnections(), new Promise((done) => server.close(done))) });
    const url = `http://127.0.0.1:${web}/SOGo/`;
    await until(async () => {
      served.check();
      return (await fetch(url)).status === 200;
    }, { timeout: 20_000, what: 'SOGo' });
    return {
      url, user, password, domain, sink, dir, stop, parent,
      /** Logs in with this page, and waits for the list of mail. */
      async login(page) {
        await page.goto(url);
        const status = await page.evaluate(
          async ([at, body]) => (await fetch(at, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status,
          [`${url}connect`, JSON.stringify({ userName: user, password, rememberLogin: 0 })],
        );
        if (status !== 200) throw new Error(`cannot log in: ${status}\n${served.logText()}`);
        await page.goto(`${url}so/${encodeURIComponent(user)}/Mail/view`);
      },
      /** Opens a message to be written, once the list of mail is there. */
      async compose(page) {
        await page.waitForSelector('[ng-click="mailbox.newMessage($event)"]', { state: 'attached' });
        // The button stands in a menu that opens under the pointer.
        await page.evaluate(() => document.querySelector('[ng-click="mailbox.newMessage($event)"]').click());
        await page.waitForSelector('#mailEditor input[name=subject]');
      },
      /** Presses SOGo's own Send. */
      send: (page) => page.click('[ng-click="editor.send()"]'),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
