// Starts the handbook's Wasm. If that fails, the page says so.
import init, { handbook } from '/wasm/handbook.js';
import { unreachable } from './unreachable.js';

try {
  await init({ module_or_path: '/wasm/handbook_bg.wasm' });
  await handbook();
} catch (error) {
  console.error(error);
}
unreachable();
