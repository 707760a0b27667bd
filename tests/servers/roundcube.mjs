// A real webmail on loopback: Roundcube on PHP's own server, Dovecot, and an SMTP sink.
// Nothing under /etc is read but Roundcube's defaults, nothing is written outside `dir`.
import { chownSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { asUser, freePort, portAnswers, removeDir, run, scratchDir, start, until } from '../harness/processes.mjs';
import * as people from './people.mjs';
import { startSink } from './smtp-sink.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const password = 'test';

/** Who reads the mail and runs PHP: Dovecot refuses to give mail to root. */
export async function owner() {
  if (process.getuid() !== 0) {
    const { username, uid, gid } = os.userInfo();
    return { username, uid, gid, group: (await run('id', ['-gn'])).trim(), root: false };
  }
  const uid = Number(await run('id', ['-u', 'www-data']));
  const gid = Number(await run('id', ['-g', 'www-data']));
  return { username: 'www-data', group: 'www-data', uid, gid, root: true };
}

export const dovecotConfig = (dir, port, own) => `
base_dir = ${dir}/run
state_dir = ${dir}/state
log_path = ${dir}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:${dir}/mail/%n
mail_uid = ${own.username}
mail_gid = ${own.group}
${own.root ? '' : `default_internal_user = ${own.username}
default_internal_group = ${own.group}
default_login_user = ${own.username}
service anvil {
  chroot =
}`}
service imap-login {
  ${own.root ? '' : 'chroot ='}
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${own.username} gid=${own.group} home=${dir}/mail/%n
}
namespace inbox {
  inbox = yes
  mailbox Drafts {
    auto = subscribe
    special_use = \\Drafts
  }
  mailbox Sent {
    auto = subscribe
    special_use = \\Sent
  }
  mailbox Trash {
    auto = subscribe
    special_use = \\Trash
  }
}
`;

// Cookies know no ports: two webmails in one browser need names of their own.
const roundcubeConfig = (dir, { imap, smtp, web, skin, htmlEditor }) => `<?php
$config['db_dsnw'] = 'sqlite:///${dir}/web/roundcube.db?mode=0640';
$config['imap_host'] = '127.0.0.1:${imap}';
$config['smtp_host'] = '127.0.0.1:${smtp}';
$config['smtp_user'] = '';
$config['smtp_pass'] = '';
$config['des_key'] = '${randomBytes(12).toString('hex')}';
$config['session_name'] = 'roundcube_sessid_${web}';
$config['session_auth_name'] = 'roundcube_sessauth_${web}';
$config['plugins'] = [];
$config['skin'] = '${skin}';
$config['htmleditor'] = ${htmlEditor ? 1 : 0};
$config['language'] = 'en_GB';
$config['enable_spellcheck'] = false;
$config['log_dir'] = '${dir}/web/logs/';
$config['temp_dir'] = '${dir}/web/temp/';
$config['session_lifetime'] = 120;
$config['drafts_mbox'] = 'Drafts';
$config['sent_mbox'] = 'Sent';
$config['trash_mbox'] = 'Trash';
`;

/**
 * @param {object} [options]
 * @param {string} [options.dir] where everything is kept; a scratch directory by default
 * @param {'elastic'|'larry'|'classic'} [options.skin]
 * @param {boolean} [options.htmlEditor] TinyMCE or plain text
 * @param {string} [options.domain] the school's: its mail is delivered to a local mailbox too
 */
export async function startRoundcube({ dir: given, skin = 'elastic', htmlEditor = false, domain = 'oakfield.sch.uk' } = {}) {
  const root = '/var/lib/roundcube/public_html';
  for (const needed of [root, '/usr/sbin/dovecot', `/var/lib/roundcube/skins/${skin}`]) {
    if (!existsSync(needed)) throw new Error(`${needed} is missing: run tests/harness/prerequisites.sh`);
  }
  const dir = given ?? scratchDir('roundcube');
  const own = await owner();
  const makeDir = (...parts) => {
    const made = path.join(dir, ...parts);
    mkdirSync(made, { recursive: true });
    if (own.root) chownSync(made, own.uid, own.gid);
    return made;
  };
  for (const name of ['web', 'web/logs', 'web/temp', 'mail']) makeDir(name);
  mkdirSync(path.join(dir, 'config'), { recursive: true });

  const user = people.teacher.address.replace(/@.*/, `@${domain}`);
  const mailbox = (address) => address.split('@')[0].toLowerCase();

  let serial = 0;
  function putInMailbox(name, raw) {
    for (const folder of ['', 'cur', 'new', 'tmp']) makeDir('mail', name, folder);
    const file = `${Math.floor(Date.now() / 1000)}.M${process.hrtime.bigint()}Q${++serial}.loopback`;
    const draft = path.join(dir, 'mail', name, 'tmp', file);
    writeFileSync(draft, raw);
    if (own.root) chownSync(draft, own.uid, own.gid);
    renameSync(draft, path.join(dir, 'mail', name, 'new', file));
  }

  const sink = await startSink({
    onMessage({ envelope, raw }) {
      for (const to of envelope.to) if (to.endsWith(`@${domain}`)) putInMailbox(mailbox(to), raw);
    },
  });
  const parts = [];
  const stop = async () => {
    for (const part of parts.splice(0).reverse()) await part.stop();
    await sink.stop();
    if (!given) removeDir(dir);
  };

  try {
    const imap = await freePort();
    const web = await freePort();
    const dovecotConf = path.join(dir, 'dovecot.conf');
    writeFileSync(dovecotConf, dovecotConfig(dir, imap, own));
    writeFileSync(path.join(dir, 'config', 'config.inc.php'), roundcubeConfig(dir, { imap, smtp: sink.port, web, skin, htmlEditor }));

    // PHP and the tools it starts must not depend on what only root can reach.
    const asOwner = (command, args) => asUser(own.root ? own : undefined, command, args);
    const seed = {
      database: path.join(dir, 'web', 'roundcube.db'),
      user, name: people.teacher.name, personal: 'sam.teacher@home.example',
      group: 'Year 7 Parents', members: people.yearSevenParents,
      others: people.colleagues.map(({ name, address }) => ({ name, address: address.replace(/@.*/, `@${domain}`) })),
    };
    for (const name of ['defaults.inc.php', 'mimetypes.php']) symlinkSync(`/etc/roundcube/${name}`, path.join(dir, 'config', name));
    // A copy, because the checkout may lie where only root can read.
    const seedScript = path.join(dir, 'config', 'seed.php');
    copyFileSync(path.join(here, 'roundcube-seed.php'), seedScript);
    await run(...asOwner('php', [seedScript]), { input: JSON.stringify(seed), cwd: '/' });

    const dovecot = start('/usr/sbin/dovecot', ['-F', '-c', dovecotConf], { log: path.join(dir, 'dovecot.out') });
    parts.push(dovecot);
    // One worker: Roundcube's sessions have no lock, and of two requests at once the later
    // to end forgets a compose window that the other opened.
    const php = start(...asOwner('php', [
      '-d', `sys_temp_dir=${dir}/web/temp`, '-d', `upload_tmp_dir=${dir}/web/temp`,
      '-d', 'upload_max_filesize=64M', '-d', 'post_max_size=80M', '-S', `127.0.0.1:${web}`, '-t', root,
    ]), { log: path.join(dir, 'php.log'), cwd: '/', env: { ROUNDCUBE_CONFIG_DIR: path.join(dir, 'config'), PHP_CLI_SERVER_WORKERS: undefined } });
    parts.push(php);

    const url = `http://127.0.0.1:${web}/`;
    await until(async () => {
      dovecot.check();
      php.check();
      return (await portAnswers(imap)) && (await (await fetch(url)).text()).includes('rcmloginuser');
    }, { timeout: 15_000, what: 'Roundcube' });

    const address = (query) => `${url}?${new URLSearchParams({ _task: 'mail', ...query })}`;

    return {
      url, user, password, domain, sink, dir, skin, htmlEditor,
      group: { name: seed.group, members: seed.members }, personal: seed.personal,
      composeUrl: (query) => address({ _action: 'compose', ...query }),
      replyAllUrl: (uid) => address({ _action: 'compose', _reply_uid: uid, _mbox: 'INBOX', _all: 'all' }),
      forwardUrl: (uid) => address({ _action: 'compose', _forward_uid: uid, _mbox: 'INBOX' }),

      /** Log in with this page. */
      async login(page) {
        // Dovecot's first connection may be too early for its own authentication.
        for (let attempt = 1; ; attempt++) {
          await page.goto(url);
          await page.fill('#rcmloginuser', user);
          await page.fill('#rcmloginpwd', password);
          await page.click('#rcmloginsubmit');
          const inside = await page.waitForURL(/_task=mail/, { timeout: 5000 }).then(() => true).catch(() => undefined);
          if (inside) return;
          if (attempt === 4) throw new Error(`cannot log in\n${php.logText()}`);
        }
      },

      /** Press the webmail's own Send. */
      send: (page) => page.click('button.btn-primary.send, a.button.send, a.buttonPas.send'),

      /** Put a message into the INBOX; gives its UID for replyAllUrl() and forwardUrl(). */
      async deliver({ from, to = user, cc, subject = 'A message', text = 'Text.', headers = {} }) {
        const id = `<${randomBytes(8).toString('hex')}@deliver.example>`;
        const list = (value) => [value].flat().join(', ');
        const fields = {
          From: from, To: list(to), ...(cc && { Cc: list(cc) }), Subject: subject, Date: new Date().toUTCString(), 'Message-ID': id,
          'MIME-Version': '1.0', 'Content-Type': 'text/plain; charset=utf-8', 'Content-Transfer-Encoding': '8bit', ...headers,
        };
        const raw = `${Object.entries(fields).map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${text}\r\n`;
        putInMailbox(mailbox(user), raw);
        return until(async () => {
          const found = await run('doveadm', ['-c', dovecotConf, 'search', '-u', user, 'mailbox', 'INBOX', 'header', 'message-id', id]);
          return Number(found.trim().split(' ')[1]) || undefined;
        }, { what: 'the delivered message' });
      },

      /** The raw messages that IMAP holds in a folder: INBOX, Drafts, Sent. */
      mailbox(folder = 'INBOX') {
        const base = path.join(dir, 'mail', mailbox(user), folder === 'INBOX' ? '' : `.${folder}`);
        return ['new', 'cur'].flatMap((part) => {
          const at = path.join(base, part);
          return existsSync(at) ? readdirSync(at).sort().map((name) => readFileSync(path.join(at, name), 'utf8')) : [];
        });
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
