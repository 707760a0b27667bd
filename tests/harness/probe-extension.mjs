// A throwaway extension with which the harness tests itself.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crx, idOfKey, manifestKey, newKey, updateXml } from './crx.mjs';

const content = `
const host = document.createElement('probe-host');
const root = host.attachShadow({mode: 'closed'});
root.innerHTML = '<div popover=manual role=dialog aria-label="Probe note" style="inset:auto;left:40px;top:60px">' +
  '<p class=text>untouched</p><button data-action="press">Press me</button><button data-action="other">Other</button></div>';
document.documentElement.append(host);
root.querySelector('div').showPopover();
root.querySelector('[data-action=press]').addEventListener('click', (event) => {
  root.querySelector('p').textContent = event.isTrusted ? 'trusted click' : 'forged click';
});
if (location.hash.startsWith('#fetch=')) fetch(location.hash.slice(7)).catch(() => {});
`;

const worker = `
chrome.runtime.onMessage.addListener((message, sender, reply) => {
  if (message.fetch) fetch(message.fetch).then((r) => r.text()).then(reply, (e) => reply(String(e)));
  else reply({started});
  return true;
});
const started = Date.now();
`;

const popup = `<!doctype html><meta charset=utf-8><title>Probe</title><p id=tab></p><script src=popup.js></script>`;
const popupScript = `document.getElementById('tab').textContent = new URL(location).searchParams.get('tab');
document.documentElement.dataset.state = 'ready';`;

/** Writes DIR/extension, DIR/lanyard.crx and DIR/update.xml, the shape of dist/. Returns the id. */
export function writeProbe(dir) {
  const key = newKey();
  const extension = path.join(dir, 'extension');
  mkdirSync(extension, { recursive: true });
  const put = (name, text) => writeFileSync(path.join(extension, name), text);
  put('manifest.json', JSON.stringify({
    manifest_version: 3, name: 'Harness probe', version: '1.2.3', key: manifestKey(key),
    permissions: ['storage'], host_permissions: ['*://*/*'],
    background: { service_worker: 'worker.js' },
    content_scripts: [{ matches: ['*://*/*'], js: ['content.js'] }],
    action: { default_popup: 'popup.html' },
    storage: { managed_schema: 'managed_schema.json' },
  }));
  put('managed_schema.json', JSON.stringify({ type: 'object', properties: { school: { type: 'string' }, rules: { type: 'string' } } }));
  put('content.js', content);
  put('worker.js', worker);
  put('popup.html', popup);
  put('popup.js', popupScript);
  writeFileSync(path.join(dir, 'lanyard.crx'), crx(extension, key));
  writeFileSync(path.join(dir, 'update.xml'), updateXml(idOfKey(key), '1.2.3', 'https://updates.invalid/lanyard.crx'));
  return idOfKey(key);
}
