// Building blocks for every replica. Elements are made one by one, never from a
// string of HTML, so a page works under a strict policy with Trusted Types.

const SVG = 'http://www.w3.org/2000/svg';

/** Makes an element: `h('a', {href: '/', on: {click: go}}, 'Home')`. */
export function h(name, props = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === 'on') {
      for (const [type, listener] of Object.entries(value)) element.addEventListener(type, listener);
    } else if (key === 'style') {
      element.style.cssText = value; // setAttribute('style') is refused under style-src 'self'
    } else {
      element.setAttribute(key, value === true ? '' : value);
    }
  }
  put(element, children);
  return element;
}

/** Appends strings, elements and nested lists of them; skips what is empty. */
export function put(parent, ...children) {
  parent.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false));
  return parent;
}

/** A `div` that acts as a button by mouse and by keyboard, as most of these sites make them. */
export function pressable(props, act, ...children) {
  const { on = {}, ...rest } = props;
  return h(
    'div',
    {
      role: 'button',
      tabindex: '0',
      ...rest,
      on: {
        ...on,
        click: act,
        keydown: (event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          act(event);
        },
      },
    },
    ...children,
  );
}

// Drawn for these pages on a 24 by 24 grid, one stroke each.
const DRAWN = {
  attach: 'M8 12.5l6-6a3 3 0 0 1 4.2 4.2l-8 8a5 5 0 0 1-7-7l7.5-7.5',
  back: 'M19 12H5M11 6l-6 6 6 6',
  bell: 'M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 21h4',
  bin: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
  chevron: 'M7 10l5 5 5-5',
  close: 'M6 6l12 12M18 6L6 18',
  compass: 'M12 3a9 9 0 1 0 .1 0M15.5 8.5l-2 5-5 2 2-5z',
  down: 'M6 18h12',
  draft: 'M7 3h7l4 4v14H7zM14 3v4h4',
  dots: 'M5 12h.1M12 12h.1M19 12h.1',
  forward: 'M14 6l6 6-6 6M20 12H9a5 5 0 0 0-5 5v2',
  full: 'M9 4H4v5M15 20h5v-5M4 4l6 6M20 20l-6-6',
  globe: 'M12 3a9 9 0 1 0 .1 0M3 12h18M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18',
  home: 'M4 11l8-7 8 7v9h-5v-6H9v6H4z',
  inbox: 'M4 5h16v14H4zM4 13h5l1 2h4l1-2h5',
  link: 'M10 14a4 4 0 0 1 0-5l3-3a4 4 0 0 1 5 5l-1.5 1.5M14 10a4 4 0 0 1 0 5l-3 3a4 4 0 0 1-5-5l1.5-1.5',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  mail: 'M3 6h18v12H3zM3 7l9 7 9-7',
  menu: 'M4 7h16M4 12h16M4 17h16',
  out: 'M13 4h7v7M20 4l-9 9M18 14v6H4V6h6',
  pen: 'M4 20l1-4L16 5l3 3L8 19z',
  people: 'M9 11a3.5 3.5 0 1 0-.1 0M3 20c0-8 12-8 12 0M16 11a3 3 0 1 0-1-5.8M17 14c3 .5 4 3 4 6',
  person: 'M12 12a4 4 0 1 0-.1 0M5 20c0-8 14-8 14 0',
  picture: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.1',
  plus: 'M12 5v14M5 12h14',
  reply: 'M10 6l-6 6 6 6M4 12h11a5 5 0 0 1 5 5v2',
  search: 'M11 4a7 7 0 1 0 .1 0M16 16l5 5',
  send: 'M4 4l17 8-17 8 3-8zM7 12h7',
  settings: 'M12 9a3 3 0 1 0 .1 0M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2',
  smile: 'M12 3a9 9 0 1 0 .1 0M8.5 14.5c2 2.5 5 2.5 7 0M9 9.5h.1M15 9.5h.1',
  star: 'M12 4l2.5 5.3 5.5.7-4 4 1 5.7-5-2.8-5 2.8 1-5.7-4-4 5.5-.7z',
  tag: 'M4 4h8l8 8-8 8-8-8zM8 8h.1',
  text: 'M5 19l6-14h2l6 14M7.5 14h9',
};

/** A line drawing, hidden from screen readers. */
export function icon(name, size = 20) {
  const svg = document.createElementNS(SVG, 'svg');
  const attributes = {
    viewBox: '0 0 24 24',
    width: size,
    height: size,
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': name === 'dots' ? 3 : 1.8,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    'aria-hidden': 'true',
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', DRAWN[name]);
  svg.append(path);
  return svg;
}

/** A round initial in a quiet colour that depends on the name only. */
export function avatar(name, size = 40) {
  const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7);
  const letters = name
    .split(' ')
    .map((word) => word[0])
    .slice(0, 2)
    .join('');
  return h(
    'span',
    {
      'aria-hidden': 'true',
      style:
        `display:inline-grid;place-items:center;flex:none;width:${size}px;height:${size}px;border-radius:50%;` +
        `background:hsl(${hue} 28% 84%);color:hsl(${hue} 35% 26%);font:600 ${Math.round(size * 0.36)}px/1 var(--font)`,
    },
    letters,
  );
}
