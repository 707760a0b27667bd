/** Says so where the page's Wasm could not draw it: an empty page would look as if all were well. */
export function unreachable() {
  const root = document.documentElement;
  if (root.dataset.state === 'ready') return;
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
