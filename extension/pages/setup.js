// Starts the set-up page's Wasm. If that fails, the page says so.
import init, { setup } from '/wasm/setup.js';
import { unreachable } from './unreachable.mjs';

init({ module_or_path: WebAssembly.compileStreaming(fetch('/wasm/setup_bg.wasm')) })
  .then(() => setup())
  .catch(console.error)
  .then(unreachable);
