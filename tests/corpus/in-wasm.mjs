// node tests/corpus/in-wasm.mjs MANAGED.json DIR: what the extension's own worker and Wasm say of
// every observation in DIR, as JSON. One process a school, for a worker has one configuration.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { dist } from '../harness/chromium.mjs';
import { startWorker } from '../../bench/lib/node-host.mjs';

const [managedFile, dir] = process.argv.slice(2);
const origins = {
  roundcube: 'https://mail.oakfield.sch.uk', converse: 'https://chat.oakfield.sch.uk', gmail: 'https://mail.google.com',
  facebook: 'https://www.facebook.com', instagram: 'https://www.instagram.com', x: 'https://x.com', linkedin: 'https://www.linkedin.com',
  drive: 'https://drive.google.com', web: 'https://chatgpt.com',
};
/** A path that is of that sort on that host. */
const paths = {
  'www.proxysite.com relay': '/process.php?d=1',
  'poki.com play': '/en/g/snake',
  'www.argos.co.uk checkout': '/checkout/pay',
  'www.upwork.com plain': '/nx/find-work',
  'www.upwork.com about': '/about',
  'play.google.com install': '/store/apps/details?id=an.app',
  'accounts.google.com consent': '/signin/oauth/consent?authuser=0&part=x',
  'accounts.google.com plain': '/v3/signin/identifier?continue=x',
  'www.dropbox.com files': '/home/Marking',
  'www.dropbox.com plain': '/scl/fi/abc/A-worksheet.pdf',
  'sourceforge.net download': '/projects/a-program/files/latest/download',
  'www.linkedin.com recommend': '/recs/give/',
  'www.tiktok.com about': '/legal/terms',
  'chromewebstore.google.com install': '/detail/a-dictionary/abcdef',
  'chromewebstore.google.com install-tunnel': '/detail/some-vpn/abcdef',
};
const worker = await startWorker({ extension: path.join(dist, 'extension'), managed: JSON.parse(readFileSync(managedFile, 'utf8')) });
const said = {};
for (const name of readdirSync(dir).filter((file) => file.endsWith('.json')).sort()) {
  said[name] = [];
  const { observations } = JSON.parse(readFileSync(path.join(dir, name), 'utf8'));
  for (const observation of observations) {
    // The worker makes these itself, from what the browser says of the address.
    if (observation.kind === 'pageVisit') {
      const { host, page: sort = 'plain', files = [] } = observation;
      const page = await worker.open(`https://${host}`, `https://${host}${paths[`${host} ${sort}`] ?? '/'}`);
      for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
      files.forEach(page.look);
      said[name].push(page.heard.findLast(({ type }) => type === 'findings')?.findings ?? []);
      page.close();
      continue;
    }
    const page = await worker.open(origins[observation.surface.site]);
    const heard = page.say({ type: 'observe', hash: 'h', quiet: false, observation });
    const answer = heard.find(({ type }) => type === 'findings');
    said[name].push(answer?.findings ?? []);
    page.close();
  }
}
process.stdout.write(JSON.stringify(said));
process.exit(0);
