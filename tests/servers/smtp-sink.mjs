// An SMTP server that keeps what it is given: envelope, headers and the raw message.
import net from 'node:net';
import { until } from '../harness/processes.mjs';

/** Header fields by lower-case name, unfolded; a repeated field's values are joined with ", ". */
export function headersOf(raw) {
  const headers = {};
  const head = raw.slice(0, raw.search(/\r?\n\r?\n/)).replace(/\r?\n[ \t]+/g, ' ');
  for (const line of head.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = headers[name] ? `${headers[name]}, ${value}` : value;
  }
  return headers;
}

/** The addresses in a header's value, lower case, in order. */
export const addressesIn = (value = '') => [...value.matchAll(/[^\s<>,;:"]+@[^\s<>,;:"]+/g)].map(([address]) => address.toLowerCase());

/**
 * @param {{onMessage?: (message) => void}} [options] called before the client is told that the message was taken
 * @returns {Promise<{port, messages, waitFor, clear, stop}>}
 */
export async function startSink({ onMessage } = {}) {
  const kept = [];
  const sockets = new Set();

  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    const say = (text) => socket.write(`${text}\r\n`);
    let buffer = '';
    let envelope = { from: undefined, to: [] };
    let inData = false;

    function command(line) {
      const address = line.match(/<([^>]*)>/)?.[1] ?? '';
      switch (line.slice(0, 4).toUpperCase()) {
        case 'EHLO': return say('250-sink\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-PIPELINING\r\n250 SIZE 104857600');
        case 'HELO': return say('250 sink');
        case 'MAIL':
          envelope = { from: address, to: [] };
          return say('250 ok');
        case 'RCPT':
          envelope.to.push(address.toLowerCase());
          return say('250 ok');
        case 'DATA':
          inData = true;
          return say('354 go on');
        case 'RSET':
          envelope = { from: undefined, to: [] };
          return say('250 ok');
        case 'NOOP': return say('250 ok');
        case 'QUIT':
          say('221 bye');
          return socket.end();
        default: return say('502 not known');
      }
    }

    function takeMessage(raw) {
      const headers = headersOf(raw);
      const message = { envelope, headers, raw, addresses: (name) => addressesIn(headers[name.toLowerCase()]) };
      envelope = { from: undefined, to: [] };
      try {
        onMessage?.(message);
        kept.push(message);
        say('250 taken');
      } catch (error) {
        say(`451 ${error.message.replace(/\s+/g, ' ')}`);
      }
    }

    // latin1 keeps every byte of an 8-bit message as it came.
    socket.setEncoding('latin1');
    say('220 sink');
    socket.on('data', (data) => {
      buffer += data;
      for (;;) {
        if (inData) {
          const end = buffer.startsWith('.\r\n') ? 0 : buffer.indexOf('\r\n.\r\n') + 2;
          if (end === 1) return;
          const raw = Buffer.from(buffer.slice(0, end).replace(/^\.\./gm, '.'), 'latin1').toString('utf8');
          buffer = buffer.slice(end + 3);
          inData = false;
          takeMessage(raw);
        } else {
          const end = buffer.indexOf('\r\n');
          if (end < 0) return;
          const line = buffer.slice(0, end);
          buffer = buffer.slice(end + 2);
          command(line);
        }
      }
    });
  });
  await new Promise((resolve, reject) => server.on('error', reject).listen(0, '127.0.0.1', resolve));

  return {
    port: server.address().port,
    /** [{envelope: {from, to}, headers, raw, addresses(name)}] in order of arrival. */
    messages: () => [...kept],
    waitFor: (n, timeout = 10_000) => until(() => kept.length >= n && [...kept], { timeout, what: `${n} messages sent (${kept.length} now)` }),
    clear: () => void kept.splice(0),
    stop() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
