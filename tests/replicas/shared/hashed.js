// Class names that differ at every load, as these sites' do, so that a reader
// which leans on one fails here before it fails in life.

function token() {
  return (
    'x' +
    crypto
      .getRandomValues(new Uint32Array(2))
      .reduce((text, part) => text + part.toString(36), '')
      .slice(0, 8)
  );
}

/** A suffix for one load, `k3f9a1`, for sites that hash by appending. */
export const suffix = token().slice(1, 7);

/**
 * Loads a style sheet, renames each of its classes and adopts it.
 * Returns a function from the names in the file to the names in the page.
 */
export async function styles(address) {
  const names = new Map();
  const named = (name) => {
    if (!names.has(name)) names.set(name, token());
    return names.get(name);
  };
  const text = await (await fetch(address)).text();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text.replace(/\.([a-z][a-z0-9-]*)/gi, (_, name) => '.' + named(name)));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return (list) => list.split(' ').map(named).join(' ');
}
