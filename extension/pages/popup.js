// Starts the popup's Wasm. If that fails, the page says so.
import init, { popup } from '/wasm/popup.js';
import { unreachable } from './unreachable.js';

// In a tab the page takes the width it gets; in the toolbar's window it sets it.
if (new URLSearchParams(location.search).has('tab')) document.documentElement.dataset.place = 'tab';

try {
  await init({ module_or_path: '/wasm/popup_bg.wasm' });
  await popup();
} catch (error) {
  console.error(error);
}
unreachable();
