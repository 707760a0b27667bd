// Spins for a known time in each way in which a content script comes to run, so that the
// bench can show that it sees all of them. Registered for one host that only the self-check opens.
(() => {
  const MS = 8;
  const spin = () => {
    const end = performance.now() + MS;
    while (performance.now() < end);
  };
  spin();
  setTimeout(spin, 50);
  Promise.resolve().then(() => new Promise((then) => setTimeout(then, 100))).then(spin);
  new MutationObserver((_, observer) => { observer.disconnect(); spin(); }).observe(document.body, { attributes: true });
  setTimeout(() => document.body.toggleAttribute('data-burn'), 150);
  const port = chrome.runtime.connect({ name: 'lanyard' });
  port.onMessage.addListener(spin);
  port.postMessage({ type: 'hello', protocol: 1 });
  document.addEventListener('burn', spin);
  setTimeout(() => document.dispatchEvent(new Event('burn')), 200);
})();
