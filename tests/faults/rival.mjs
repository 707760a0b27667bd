// Another extension, made up: it draws over the person's fields in the top layer, insists on being on top, and
// decorates the fields, as writing helpers and password managers do. It sleeps until a page says `data-rival=on`.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { scratchDir } from '../harness/processes.mjs';

const manifest = {
  manifest_version: 3, name: 'Rival', version: '1.0',
  content_scripts: [{ matches: ['*://*/*'], js: ['rival.js'], run_at: 'document_start' }],
};

const script = `
const root = document.documentElement;
let note, timer;
function draw() {
  note ??= Object.assign(document.createElement('rival-note'), { popover: 'manual', textContent: 'Rival' });
  note.style.cssText = 'position:fixed;inset:auto 20px 20px auto;width:340px;height:220px;margin:0;z-index:2147483647';
  if (!note.isConnected) root.append(note);
  if (note.matches(':popover-open')) note.hidePopover();
  note.showPopover();
  for (const field of document.querySelectorAll('input, textarea, [contenteditable=true]')) {
    field.setAttribute('data-rival-id', String(Math.random()));
    field.setAttribute('spellcheck', 'false');
    if (!field.parentElement.querySelector(':scope > rival-icon')) field.after(document.createElement('rival-icon'));
  }
}
new MutationObserver(() => {
  const on = root.dataset.rival === 'on';
  clearInterval(timer);
  if (on) { draw(); timer = setInterval(draw, 150); }
  else { note?.remove(); for (const icon of document.querySelectorAll('rival-icon')) icon.remove(); }
}).observe(root, { attributes: true, attributeFilter: ['data-rival'] });
`;

/** Command-line switches that load it beside Lanyard. */
export function withRival() {
  const dir = path.join(scratchDir('rival'), 'rival');
  mkdirSync(dir, { recursive: true });
  writeFileSync(path.join(dir, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(path.join(dir, 'rival.js'), script);
  return ['--disable-features=DisableLoadExtensionCommandLineSwitch', `--load-extension=${dir}`];
}
