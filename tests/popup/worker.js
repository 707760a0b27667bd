// Stands in for the service worker: says what the test has put into storage, and keeps what it heard.
let turn = Promise.resolve();

chrome.runtime.onMessage.addListener((message, _sender, reply) => {
  turn = turn.then(async () => {
    const { heard = [], state, mode = 'object', ok = true } = await chrome.storage.local.get();
    await chrome.storage.local.set({ heard: [...heard, message] });
    if (mode === 'silent') return;
    if (message.type === 'quiet') state.quietUntil = message.until ?? null;
    if (message.type === 'quiet') await chrome.storage.local.set({ state });
    const answer = message.type === 'tab' ? state : { ok };
    reply(mode === 'text' ? JSON.stringify(answer) : answer);
  });
  return true;
});
