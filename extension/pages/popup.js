// Starts the popup's Wasm. If that fails, the page says so: a popup that stays empty
// would look as if all were well.
import init, { popup } from '/wasm/pages.js';

const root = document.documentElement;

// In a tab the page takes the width it gets; in the toolbar's window it sets it.
if (new URLSearchParams(location.search).has('tab')) root.dataset.place = 'tab';

try {
  await init({ module_or_path: '/wasm/pages_bg.wasm' });
  await popup();
} catch (error) {
  console.error(error);
}

if (root.dataset.state !== 'ready') {
  const say = (tag, key) => {
    const element = document.createElement(tag);
    element.textContent = chrome.i18n.getMessage(key);
    return element;
  };
  const main = document.createElement('main');
  main.className = 'part';
  main.append(say('h1', 'state_unreachable'), say('p', 'state_unreachable_more'));
  document.body.replaceChildren(main);
  root.dataset.state = 'ready';
}
