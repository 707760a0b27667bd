// The reference in a page: looks for one selector a surface, counts, shows one line.
(() => {
  const DELAY = 64;
  const live = new Map();
  const life = new AbortController();
  let site, words, timer = 0, note, port;
  const looks = new MutationObserver(() => later());

  const later = () => { timer ||= setTimeout(look, DELAY); };

  function hear(message) {
    if (message.type === 'site') {
      ({ site, words } = message);
      looks.observe(document, { childList: true, subtree: true });
      for (const type of ['input', 'change']) document.addEventListener(type, later, { capture: true, passive: true, signal: life.signal });
      look();
    } else if (message.type === 'findings') {
      show(message);
    }
  }

  function look() {
    timer = 0;
    const found = site.surfaces.flatMap((spec) => [...document.querySelectorAll(spec.root)].map((root) => ({ spec, root })));
    for (const [root, { key }] of live) if (!root.isConnected) { live.delete(root); show({ surface: key, findings: [] }); }
    found.forEach(({ spec, root }, index) => {
      const surface = { site: site.id, name: spec.name, n: index + 1 };
      const observation = read(spec, root, surface);
      const text = JSON.stringify(observation);
      const known = live.get(root);
      if (known?.text === text) return;
      live.set(root, { key: `${surface.site}/${surface.name}#${surface.n}`, text, root, spec });
      port.postMessage({ type: 'observe', hash: String(text.length), quiet: false, observation });
    });
  }

  function read(spec, root, surface) {
    if (spec.kind === 'connectionRequest') {
      return { kind: spec.kind, surface, direction: 'received', person: { name: root.querySelector(spec.name_at)?.textContent ?? '' } };
    }
    const to = [...root.querySelectorAll(spec.chips)].map((chip, n) => ({ ref: `to${n}`, address: chip.getAttribute('data-hovercard-id') }));
    return { kind: spec.kind, surface, to };
  }

  function show({ surface, findings }) {
    const one = [...live.values()].find(({ key }) => key === surface);
    if (!one || findings.length === 0) return note?.host.remove();
    if (!note) {
      const host = document.createElement('reference-note');
      note = { host, root: host.attachShadow({ mode: 'closed' }) };
      note.box = document.createElement('div');
      note.box.popover = 'manual';
      note.root.append(note.box);
    }
    document.documentElement.append(note.host);
    const { right, top } = (one.root.querySelector(one.spec.control) ?? one.root).getBoundingClientRect();
    note.box.style.cssText = `inset:auto;position:fixed;left:${right + 8}px;top:${top}px;max-width:320px`;
    const button = document.createElement('button');
    button.textContent = words.not_now;
    note.box.replaceChildren(findings[0].seen, ' ', findings[0].advice, ' ', button);
    note.box.showPopover();
  }

  globalThis.benchStop = () => {
    life.abort();
    looks.disconnect();
    clearTimeout(timer);
    port.disconnect();
  };

  port = chrome.runtime.connect({ name: 'lanyard' });
  port.onMessage.addListener(hear);
  port.postMessage({ type: 'hello', protocol: 1 });
})();
