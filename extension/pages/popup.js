// Starts the popup's Wasm. If that fails, the page says so.
import init, { popup } from '/wasm/popup.js';
import { unreachable } from './unreachable.mjs';

const named = new URLSearchParams(location.search).get('tab');
// In a tab the page takes the width it gets; in the toolbar's window it sets it.
if (named !== null) document.documentElement.dataset.place = 'tab';

const compiled = WebAssembly.compileStreaming(fetch('/wasm/popup_bg.wasm'));

async function open() {
  // The worker may have to start first: it is asked while the Wasm is being made.
  const tab = named === null ? (await chrome.tabs.query({ active: true, currentWindow: true }))[0]?.id : Number.parseInt(named, 10);
  const isTab = Number.isInteger(tab);
  const asked = isTab ? chrome.runtime.sendMessage({ type: 'tab', tab }).catch(() => undefined) : Promise.resolve();
  await init({ module_or_path: compiled });
  await popup(isTab ? tab : undefined, asked, named !== null);
}

open().catch(console.error).then(unreachable);
