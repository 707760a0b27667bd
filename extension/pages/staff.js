// Starts the Wasm of the pages that staff open in a tab. If that fails, the page says so.
import init, { staff } from '/wasm/staff.js';
import { unreachable } from './unreachable.js';

try {
  await init({ module_or_path: '/wasm/staff_bg.wasm' });
  await staff(document.documentElement.dataset.page);
} catch (error) {
  console.error(error);
}
unreachable();
