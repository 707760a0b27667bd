// A busy page that nobody covers: it notes every element that somebody else puts in.

if (new URLSearchParams(location.search).get('theme') === 'dark') document.documentElement.dataset.theme = 'dark';

window.__strangers = [];
new MutationObserver((records) => {
  for (const record of records) for (const node of record.addedNodes) window.__strangers.push(node.nodeName);
}).observe(document, { childList: true, subtree: true });
