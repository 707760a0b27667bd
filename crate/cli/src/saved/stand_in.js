// Stands in for the extension in its own world of the page: what the content script says goes to
// the program, and what the program says comes back over the same line.
{
  const ports = [];
  globalThis.lanyardHear = (message) => setTimeout(() => ports.forEach(({ heard }) => heard.forEach((hear) => hear(structuredClone(message)))));
  const port = ({ name }) => {
    const heard = [];
    const one = { heard };
    ports.push(one);
    // The greeting is in the name.
    globalThis.lanyardSays(JSON.stringify({ type: 'hello', protocol: Number(name.split(' ')[1]) }));
    return {
      onMessage: { addListener: (hear) => heard.push(hear) },
      onDisconnect: { addListener() {} },
      postMessage: (message) => globalThis.lanyardSays(JSON.stringify(message)),
      disconnect: () => ports.splice(ports.indexOf(one), 1),
    };
  };
  globalThis.chrome = { runtime: { id: 'lanyard', connect: port, onMessage: { addListener() {}, removeListener() {} } } };
}
