// The little XMPP that a test needs to be somebody else: log in, send stanzas, leave.
import net from 'node:net';

export const escape = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** Log in over plain loopback TCP, send each stanza, and wait until the server has dealt with them. */
export async function sendStanzas({ port, jid, password }, stanzas) {
  const [name, domain] = jid.split('@');
  const socket = net.connect(port, '127.0.0.1');
  let text = '';
  let changed = () => {};
  let broken;
  socket.setEncoding('utf8');
  socket.on('data', (data) => {
    text += data;
    changed();
  });
  for (const event of ['error', 'close']) {
    socket.on(event, (error) => {
      broken ??= error instanceof Error ? error : new Error('connection closed');
      changed();
    });
  }
  const say = (xml) => socket.write(xml);

  /** Wait for `pattern`, then forget what came before its end. */
  const expect = (pattern, timeout = 5000) =>
    new Promise((resolve, reject) => {
      const fail = (why) => reject(new Error(`${jid}: ${why}, waiting for ${pattern}; the server said ${text}`));
      const timer = setTimeout(() => fail(`${timeout} ms passed`), timeout);
      changed = () => {
        const match = text.match(pattern);
        if (!match && !broken) return;
        clearTimeout(timer);
        if (!match) return fail(broken.message);
        text = text.slice(match.index + match[0].length);
        resolve(match[0]);
      };
      changed();
    });
  const stream = `<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0' to='${domain}'>`;

  try {
    say(`<?xml version='1.0'?>${stream}`);
    await expect(/<\/stream:features>/);
    const plain = Buffer.from(`\0${name}\0${password}`).toString('base64');
    say(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${plain}</auth>`);
    await expect(/<success[^>]*>/);
    say(stream);
    await expect(/<\/stream:features>/);
    say("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
    await expect(/<iq[^>]*id='bind'[^>]*type='result'|<iq[^>]*type='result'[^>]*id='bind'/);
    for (const stanza of stanzas) say(stanza);
    say(`<iq type='get' id='done' to='${domain}'><ping xmlns='urn:xmpp:ping'/></iq>`);
    await expect(/<iq[^>]*id='done'[^>]*>/);
    say('</stream:stream>');
  } finally {
    socket.end();
    socket.destroy();
  }
}
