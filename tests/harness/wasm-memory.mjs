// The memory of the worker's Wasm, found from outside. DevTools' list of objects never comes from a worker whose Wasm is in
// several modules; but the glue looks into the memory whenever it carries a text.

/** Notes in the worker, as `self.memories`, the memories that the glue looks into while the worker answers a question. */
async function find(chrome) {
  const worker = await chrome.serviceWorker();
  await worker.evaluate(() => {
    const { subarray } = Uint8Array.prototype;
    self.memories = new Set();
    self.unwatch = () => (Uint8Array.prototype.subarray = subarray);
    Uint8Array.prototype.subarray = function (...range) {
      if (this.buffer.byteLength >= 2 ** 16) self.memories.add(this.buffer);
      return subarray.apply(this, range);
    };
  });
  // One that never answers has broken by itself.
  const answer = await chrome.inExtension(() => Promise.race([chrome.runtime.sendMessage({ type: 'tab', tab: 0 }), new Promise((done) => setTimeout(done, 3000))])).catch(() => {});
  return { worker, answer };
}

/** Bytes of it. */
export async function wasmBytes(chrome) {
  const { worker } = await find(chrome);
  return worker.evaluate(() => {
    self.unwatch?.();
    const sum = [...(self.memories ?? [])].reduce((all, { byteLength }) => all + byteLength, 0);
    delete self.memories;
    return sum;
  });
}

/** Fills it with what nobody wrote there, so that the next call traps. Whether that was done, or the worker has given its Wasm up already. */
export async function breakWasm(chrome) {
  const { worker, answer } = await find(chrome);
  const broken = await worker.evaluate(() => {
    self.unwatch?.();
    const found = [...(self.memories ?? [])].filter(({ byteLength }) => byteLength > 0);
    for (const buffer of found) new Uint8Array(buffer).fill(255);
    delete self.memories;
    return found.length;
  });
  return broken > 0 || answer?.state === 'broken';
}
