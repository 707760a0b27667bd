// Starts the Wasm of the pages that staff open in a tab. If that fails, the page says so.
import init, { staff } from '/wasm/staff.js';
import { unreachable } from './unreachable.mjs';

init({ module_or_path: WebAssembly.compileStreaming(fetch('/wasm/staff_bg.wasm')) })
  .then(() => staff(document.documentElement.dataset.page))
  .catch(console.error)
  .then(unreachable);
