// The demo's own servers choose their ports, so their addresses come in the query:
// ?roundcube=URL&group=URL&chat=URL&school=NAME&theme=dark

const given = new URLSearchParams(location.search);

if (given.get('theme') === 'dark') document.documentElement.dataset.theme = 'dark';

for (const id of ['roundcube', 'group', 'chat']) {
  const address = given.get(id) ?? (id === 'group' ? given.get('roundcube') : null);
  if (address && URL.canParse(address) && new URL(address).protocol.startsWith('http')) document.getElementById(id).href = address;
}

// The demo that drives the browser says which policies there are and pushes the one that is chosen.
const choice = document.getElementById('schools');
for (const { id, name, inUse } of (await window.demoSchools?.()) ?? []) {
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: name });
  button.setAttribute('aria-pressed', inUse);
  button.addEventListener('click', () => {
    button.textContent = `${name} …`;
    window.useSchool(id);
  });
  choice.append(button);
  choice.hidden = false;
}

const school = document.getElementById('school');
if (given.get('school') && choice.hidden) {
  school.querySelector('b').textContent = given.get('school');
  school.hidden = false;
}
