// DevTools protocol over --remote-debugging-pipe: our own line to the browser,
// beside Playwright's. When this process dies the pipe closes and so does Chromium.
export class Cdp {
  #write;
  #next = 1;
  #waiting = new Map();
  #closed = false;
  #listeners = new Map();

  constructor(write, read) {
    this.#write = write;
    let rest = Buffer.alloc(0);
    read.on('data', (data) => {
      rest = Buffer.concat([rest, data]);
      for (let end; (end = rest.indexOf(0)) >= 0; rest = rest.subarray(end + 1)) {
        this.#receive(JSON.parse(rest.subarray(0, end).toString()));
      }
    });
    const close = () => {
      this.#closed = true;
      for (const { reject, method } of this.#waiting.values()) reject(new Error(`${method}: browser has gone`));
      this.#waiting.clear();
    };
    read.on('close', close);
    read.on('error', close);
    write.on('error', close);
  }

  #receive({ id, result, error, method, params, sessionId }) {
    if (id === undefined) {
      for (const listener of this.#listeners.get(method) ?? []) listener(params, sessionId);
      return;
    }
    const call = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) call?.reject(new Error(`${call.method}: ${error.message}`));
    else call?.resolve(result);
  }

  on(method, listener) {
    this.#listeners.set(method, [...(this.#listeners.get(method) ?? []), listener]);
  }

  send(method, params = {}, sessionId) {
    if (this.#closed) return Promise.reject(new Error(`${method}: browser has gone`));
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, method });
      this.#write.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }
}
