// Looking into closed shadow roots, and pressing what is in them, as a person would:
// over DevTools, never through the page's own scripts.
import { until } from './processes.mjs';

const sessions = new WeakMap();

/** One DevTools session a page. */
export async function session(page) {
  let promise = sessions.get(page);
  if (!promise) {
    promise = page.context().newCDPSession(page);
    sessions.set(page, promise);
  }
  return promise;
}

function simplify(node) {
  const attributes = {};
  for (let i = 0; i < (node.attributes?.length ?? 0); i += 2) attributes[node.attributes[i]] = node.attributes[i + 1];
  const inside = [...(node.shadowRoots ?? []), ...(node.contentDocument ? [node.contentDocument] : []), ...(node.children ?? [])];
  const children = inside.map(simplify);
  return {
    nodeId: node.nodeId,
    backendNodeId: node.backendNodeId,
    name: node.nodeName.toLowerCase(),
    shadowRootType: node.shadowRootType,
    attributes,
    text: node.nodeType === 3 ? node.nodeValue : children.filter((c) => !['style', 'script'].includes(c.name)).map((c) => c.text).join(''),
    children,
  };
}

/** The page's DOM as data, closed shadow roots and same-process frames included. */
export async function piercedDom(page) {
  const { root } = await (await session(page)).send('DOM.getDocument', { depth: -1, pierce: true });
  return simplify(root);
}

function* walk(node, parent) {
  yield [node, parent];
  for (const child of node.children) yield* walk(child, node);
}

/**
 * Our closed shadow roots, each {host, root}.
 * @param {(host, root) => boolean} [isOurs] all closed roots by default
 */
export async function shadow(page, isOurs = () => true) {
  const found = [];
  for (const [node, parent] of walk(await piercedDom(page))) {
    if (node.shadowRootType === 'closed' && isOurs(parent, node)) found.push({ host: parent, root: node });
  }
  return found;
}

const matches = (text, wanted) => (wanted instanceof RegExp ? wanted.test(text) : text.includes(wanted));
const gone = (error) => {
  if (/no node|could not find node|execution context/i.test(error.message)) return [];
  throw error;
};
const tidy = (text) => text.replace(/\s+/g, ' ').trim();

const callOn = (cdp, objectId, fn, values, returnByValue) =>
  cdp.send('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration: `function (...values) { return (${fn})(this, ...values); }`,
    arguments: values.map((value) => ({ value })),
    returnByValue, awaitPromise: true,
  });

const pick = (node, selector) => [...(selector === null ? node.children : node.querySelectorAll(selector))];

/** Elements under a root: those of a selector, or its children. */
async function query(page, root, selector = null) {
  const cdp = await session(page);
  const { object } = await cdp.send('DOM.resolveNode', { backendNodeId: root.backendNodeId });
  const { result, exceptionDetails } = await callOn(cdp, object.objectId, pick, [selector], false);
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  const { result: properties } = await cdp.send('Runtime.getProperties', { objectId: result.objectId, ownProperties: true });
  return properties.filter(({ name }) => /^\d+$/.test(name)).map(({ value }) => new ShadowElement(page, cdp, value.objectId));
}

/** A handle on one element; it stays good while the element's document lives. */
class ShadowElement {
  constructor(page, cdp, objectId) {
    Object.assign(this, { page, cdp, objectId });
  }

  /** Run fn(element, ...values) in the page. */
  async evaluate(fn, ...values) {
    const { result, exceptionDetails } = await callOn(this.cdp, this.objectId, fn, values, true);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  attributes() {
    return this.evaluate((element) => Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])));
  }

  /** What a person reads there. */
  text() {
    return this.evaluate((element) => element.innerText ?? element.textContent).then(tidy);
  }

  /** {x, y, width, height} in the page's viewport, or undefined when it is not drawn. */
  async box() {
    const model = await this.cdp.send('DOM.getBoxModel', { objectId: this.objectId }).catch(() => undefined);
    if (!model) return undefined;
    const [x, y, x2, , , y2] = model.model.border;
    return { x, y, width: x2 - x, height: y2 - y };
  }

  async visible() {
    const box = await this.box();
    return Boolean(box?.width && box.height) && this.evaluate((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
  }

  async focus() {
    await this.cdp.send('DOM.focus', { objectId: this.objectId });
  }

  /** A real mouse press in the middle of it: its events are trusted, and whatever lies above gets them instead. */
  async click(options) {
    await this.cdp.send('DOM.scrollIntoViewIfNeeded', { objectId: this.objectId }).catch(() => {});
    const box = await this.box();
    if (!box) throw new Error('not drawn, so it cannot be pressed');
    await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, options);
  }
}

/**
 * Elements in our shadow roots by CSS selector, and by `text` (string: contained; or RegExp).
 * @param {{text?: string|RegExp, isOurs?: Function}} [options]
 */
export async function shadowAll(page, selector, { text, isOurs } = {}) {
  const elements = [];
  for (const { root } of await shadow(page, isOurs)) {
    // The root may go between the two looks.
    for (const element of await query(page, root, selector).catch(gone)) {
      if (text === undefined || matches(await element.text(), text)) elements.push(element);
    }
  }
  return elements;
}

/** The only such element; waits for it. */
export async function shadowOne(page, selector, { timeout = 5000, ...options } = {}) {
  let found = [];
  try {
    return await until(async () => {
      found = await shadowAll(page, selector, options);
      return found.length === 1 && found[0];
    }, { timeout });
  } catch (cause) {
    const what = `${selector}${options.text ? ` with text ${options.text}` : ''}`;
    throw new Error(`${found.length} elements ${what} in shadow roots after ${timeout} ms; they say: ${await shadowText(page, options)}`, { cause });
  }
}

/** Press the only such element once it is drawn. */
export async function clickInShadow(page, selector, options = {}) {
  const element = await shadowOne(page, selector, options);
  await until(() => element.visible(), { timeout: options.timeout ?? 5000, what: `${selector} to be drawn` });
  await element.click(options.mouse);
}

// innerText of something not drawn is its whole text, so ask first. A wrapper may well have no size of its own.
const readable = (element) =>
  element.localName !== 'style' && element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) ? element.innerText : '';

/** Everything our shadow roots say that is drawn, tidied, one root a line. */
export async function shadowText(page, { isOurs } = {}) {
  const lines = [];
  for (const { root } of await shadow(page, isOurs)) {
    for (const element of await query(page, root).catch(gone)) {
      lines.push(tidy(await element.evaluate(readable).catch(() => '')));
    }
  }
  return lines.filter(Boolean).join('\n');
}

/**
 * Wait until the visible text of our shadow roots satisfies `predicate`
 * (a function of the text, a string that it contains, or a RegExp). Gives the text.
 */
export async function waitForShadow(page, predicate, timeout = 5000, options = {}) {
  const holds = typeof predicate === 'function' ? predicate : (text) => matches(text, predicate);
  let text = '';
  try {
    await until(async () => holds((text = await shadowText(page, options))), { timeout });
    return text;
  } catch (cause) {
    throw new Error(`waited ${timeout} ms for ${predicate}; shadow text is: ${JSON.stringify(text)}`, { cause });
  }
}

/** What a screen reader is given: [{role, name, description, depth, …properties}], ignored nodes left out. */
export async function accessibilityTree(page) {
  const cdp = await session(page);
  const { nodes } = await cdp.send('Accessibility.getFullAXTree');
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const lines = [];
  const visit = (node, depth) => {
    if (!node) return;
    const shown = !node.ignored && !['InlineTextBox', 'none'].includes(node.role?.value);
    if (shown) {
      const properties = Object.fromEntries((node.properties ?? []).map(({ name, value }) => [name, value.value]));
      lines.push({ role: node.role.value, name: node.name?.value ?? '', description: node.description?.value, depth, backendNodeId: node.backendDOMNodeId, ...properties });
    }
    for (const id of node.childIds ?? []) visit(byId.get(id), depth + (shown ? 1 : 0));
  };
  visit(nodes.find((node) => !node.parentId), 0);
  return lines;
}

/** The same, as indented text. */
export const accessibilityText = async (page) =>
  (await accessibilityTree(page)).map(({ depth, role, name }) => `${'  '.repeat(depth)}${role}${name ? ` "${name}"` : ''}`).join('\n');
