// A seeded mutator: takes nodes away, moves, copies, wraps and relabels them, at random, as a site that is built anew
// under a person's hands, or one that has gone mad. Put into the page as text: it knows nothing of this file.

/** Changes the page `count` times. Gives how often each way was taken. */
export function mutate({ seed, count, random }) {
  const chance = (0, eval)(`(${random})`)(seed);
  const pick = (list) => list[Math.floor(chance() * list.length)];
  const is = (node) => node.localName !== 'lanyard-note' && !['HTML', 'HEAD', 'BODY', 'SCRIPT', 'LINK'].includes(node.nodeName);
  const all = () => [...document.body.querySelectorAll('*')].filter(is);
  const labels = ['Confirm', 'Delete', 'Send', 'Post', 'Bcc', 'To', '', 'Undo', '\u202eetirW', 'x'.repeat(5000)];
  const ways = {
    remove: (one) => one.remove(),
    move: (one, other) => !one.contains(other) && other.append(one),
    before: (one, other) => !one.contains(other) && other.before(one),
    copy: (one, other) => one.querySelectorAll('*').length < 200 && other.append(one.cloneNode(true)),
    redraw: (one) => one.replaceWith(one.cloneNode(true)),
    unwrap: (one) => one.replaceWith(...one.childNodes),
    wrap: (one) => {
      const around = document.createElement(pick(['div', 'form', 'section', 'dialog', 'a', 'button', 'fieldset']));
      one.replaceWith(around);
      around.append(one);
    },
    hide: (one) => (one.hidden = chance() < 0.5),
    vanish: (one) => (one.style.display = pick(['none', '', 'contents', 'inline'])),
    forget: (one) => one.attributes.length && one.removeAttribute(pick([...one.attributes]).name),
    borrow: (one, other) => {
      const from = pick([...other.attributes]);
      if (from && !/^on/.test(from.name)) one.setAttribute(from.name, from.value);
    },
    relabel: (one) => one.setAttribute('aria-label', pick(labels)),
    role: (one) => one.setAttribute('role', pick(['button', 'dialog', 'listitem', 'list', 'textbox', 'main', 'none', 'combobox', 'option'])),
    name: (one) => one.setAttribute(pick(['name', 'id', 'data-hovercard-id', 'email', 'class']), pick(['to', 'cc', 'bcc', 'subjectbox', 'M9', 'a@b.example', ''])),
    editable: (one) => one.setAttribute('contenteditable', pick(['true', 'false', 'plaintext-only'])),
    words: (one) => one.childElementCount === 0 && !('value' in one) && (one.textContent = pick(labels)),
    shade: (one) => one.shadowRoot || (['DIV', 'SPAN', 'SECTION'].includes(one.nodeName) && one.attachShadow({ mode: pick(['open', 'closed']) }).append(document.createElement('slot'))),
    style: (one) => one.setAttribute('style', pick(['position:fixed;inset:0', 'opacity:0', 'visibility:hidden', 'transform:scale(0)', 'width:0;height:0;overflow:hidden', ''])),
    order: (one) => one.parentElement.prepend(one),
    language: () => (document.documentElement.lang = pick(['en', 'fr', 'cy', '', 'en-GB'])),
    address: () => history.replaceState(null, '', location.pathname + location.search + pick(['', '#a', '#inbox'])),
  };
  const names = Object.keys(ways);
  const taken = {};
  for (let n = 0; n < count; n++) {
    const nodes = all();
    if (nodes.length < 5) break;
    const way = pick(names);
    try {
      ways[way](pick(nodes), pick(nodes));
    } catch {
      // What the browser refuses was no change.
    }
    taken[way] = (taken[way] ?? 0) + 1;
  }
  return taken;
}
