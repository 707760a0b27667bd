// The managed push as a school does it: a policy file in /etc/chromium, seen by
// one Chromium only, because it is mounted in that process's own namespace.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const systemDir = '/etc/chromium';

export class PolicyDir {
  constructor(dir) {
    this.dir = dir;
    mkdirSync(path.join(dir, 'policies', 'managed'), { recursive: true });
  }

  /**
   * @param {{id?: string, updateUrl?: string, managed?: object, policies?: object}} wanted
   *   managed: the extension's managed configuration; policies: any other Chromium policy
   */
  write({ id, updateUrl, managed, policies = {} }) {
    const all = {
      // Chromium otherwise refuses DevTools on force-installed extensions, and with it this harness.
      DeveloperToolsAvailability: 1,
      ...(updateUrl && { ExtensionInstallForcelist: [`${id};${updateUrl}`] }),
      ...(managed && { '3rdparty': { extensions: { [id]: managed } } }),
      ...policies,
    };
    const file = path.join(this.dir, 'policies', 'managed', 'lanyard.json');
    // Outside the watched directory first: Chromium must never read half a file.
    const draft = path.join(this.dir, 'lanyard.json.new');
    writeFileSync(draft, JSON.stringify(all, null, 1));
    renameSync(draft, file);
  }

  /** The command which runs `command` with this directory as /etc/chromium. */
  wrap(command, args) {
    const root = process.getuid() === 0;
    const script =
      `mkdir -p ${systemDir} 2>/dev/null; mount --bind "$0" ${systemDir} || ` +
      `{ echo "cannot mount a policy directory over ${systemDir}" >&2; exit 1; }; exec "$@"`;
    return ['unshare', [root ? '-m' : '-rm', 'sh', '-c', script, this.dir, command, ...args]];
  }
}
