// Makes elements. No string ever becomes HTML.

type Child = Node | string | undefined | false;
type Props = Record<string, string | boolean | undefined | ((event: never) => void)>;

/** An element with attributes; functions are listeners, `false` and nothing are left out. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  setAll(element, props);
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
  return element;
}

/** Sets attributes and listeners; `false` and nothing take an attribute away. */
export function setAll(element: Element, props: Props): void {
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name, value as EventListener);
    else if (value === undefined || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? '' : value);
  }
}

/** The text as nodes, with these pieces (clause numbers, addresses) kept whole in either direction. */
export function withBdi(text: string, pieces: readonly string[]): (Node | string)[] {
  for (const piece of pieces) {
    const at = piece ? text.indexOf(piece) : -1;
    if (at < 0) continue;
    return [...withBdi(text.slice(0, at), pieces), h('bdi', {}, piece), ...withBdi(text.slice(at + piece.length), pieces)];
  }
  return text ? [text] : [];
}

const SVG = 'http://www.w3.org/2000/svg';

function drawing(className: string, box: number, paths: Record<string, string>): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  setAll(svg, { class: className, viewBox: `0 0 ${box} ${box}`, 'aria-hidden': 'true' });
  for (const [kind, d] of Object.entries(paths)) {
    const path = document.createElementNS(SVG, 'path');
    setAll(path, { class: kind, d });
    svg.append(path);
  }
  return svg;
}

const DOT = 'a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6z';

/** Four silhouettes that are told apart without colour. */
const GLYPHS: Record<string, Record<string, string>> = {
  prohibited: {
    shape: 'M6.4 1h7.2L19 6.4v7.2L13.6 19H6.4L1 13.6V6.4z',
    sign: 'M6.9 6h2.2v8H6.9zM10.9 6h2.2v8h-2.2z',
  },
  required: {
    shape: 'M8.9.9a1.6 1.6 0 0 1 2.2 0l8 8a1.6 1.6 0 0 1 0 2.2l-8 8a1.6 1.6 0 0 1-2.2 0l-8-8a1.6 1.6 0 0 1 0-2.2z',
    sign: `M9 5h2l-.3 6.2H9.3zM10 12.4${DOT}`,
  },
  advised: {
    shape: 'M10 .8a9.2 9.2 0 1 1 0 18.4A9.2 9.2 0 0 1 10 .8z',
    sign: `M10 4.6${DOT}M8.9 8.7h2.2v6.1H8.9z`,
  },
  informational: { outline: 'M5 1.9h6.6L15.6 6v12.1H5a.9.9 0 0 1-.9-.9V2.8A.9.9 0 0 1 5 1.9zM11.4 2.2v4h4M7.2 9.9h5.4M7.2 13.4h5.4' },
};

export function glyph(severity: string): SVGSVGElement {
  return drawing('glyph', 20, GLYPHS[severity] ?? {});
}

const ICONS = { close: 'M4 4l8 8M12 4l-8 8', down: 'M3.5 6l4.5 4.5L12.5 6', check: 'M3 8.5l3.2 3.2L13 5' };

export function icon(name: keyof typeof ICONS): SVGSVGElement {
  return drawing('icon', 16, { line: ICONS[name] });
}
