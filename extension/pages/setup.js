// Starts the set-up page's Wasm. If that fails, the page says so.
import init, { setup } from '/wasm/setup.js';
import { unreachable } from './unreachable.js';

try {
  await init({ module_or_path: '/wasm/setup_bg.wasm' });
  await setup();
} catch (error) {
  console.error(error);
}
unreachable();
