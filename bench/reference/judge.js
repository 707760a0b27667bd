// Counts. The least that a worker without Wasm could do with the same observation.

const LONGEST = 1_000;
const MOST = 5_000;

const isText = (value) => value === undefined || (typeof value === 'string' && value.length <= LONGEST);
const fields = (mail) => [...(mail.to ?? []), ...(mail.cc ?? []), ...(mail.bcc ?? [])];

/** What is said about an observation: at most one finding. */
export function judge(observation, { domains, words }) {
  const { kind, surface } = observation;
  if (![surface?.site, surface?.name].every((part) => typeof part === 'string' && isText(part))) return [];
  if (kind === 'composeMail') return mail(observation, domains, words);
  if (kind === 'connectionRequest') return [finding(observation, 'request', [observation.person?.handle ?? 'person'], words)];
  return [];
}

function mail(observation, domains, words) {
  const all = fields(observation);
  if (all.length > MOST || !all.every(({ ref, address, name }) => isText(ref) && isText(address) && isText(name))) return [];
  const seen = new Set();
  const outside = [];
  for (const { ref, address } of [...(observation.to ?? []), ...(observation.cc ?? [])]) {
    const normal = address?.trim().toLowerCase();
    if (!normal?.includes('@') || domains.has(normal.slice(normal.lastIndexOf('@') + 1)) || seen.has(normal)) continue;
    seen.add(normal);
    outside.push(ref);
  }
  return outside.length > 1 ? [finding(observation, 'recipients', outside, words)] : [];
}

function finding({ surface }, rule, refs, words) {
  const name = `${surface.site}/${surface.name}#${surface.n}`;
  const say = (key) => words[key].replace('{count}', refs.length);
  return {
    id: `${name} ${rule}`, rule, surface: name, severity: 'advised', certainty: 'certain', presentation: 'panel',
    seen: say(rule), advice: say('advice'), clause: say('clause'), refs,
    remedies: [{ id: 'fix', label: say('fix'), primary: true, refs }, { id: 'not-now', label: say('not_now'), primary: false, refs: [] }],
  };
}
