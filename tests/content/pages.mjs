// Small pages of our own for tests of the content script. No style or word of any product.

/** A mail form with plain address fields, as Roundcube's older skins have. `?bad=FIELD` puts each change of a field back. */
const mail = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Mail</title>
<style>
  body { margin: 0; font: 14px sans-serif; background: #f4f5f6; }
  form { position: absolute; left: 640px; top: 120px; width: 600px; background: #fff; border: 1px solid #ccc; }
  body.wide form { left: 0; width: 100vw; top: 0; height: 100vh; }
  body.dark, body.dark form { background: #191b1e; color: #eee; }
  body.low form { left: 0; width: 100vw; top: 100px; height: calc(100vh - 100px); }
  body.low #composebody { height: 40px; }
  td { padding: 4px 8px; } textarea, input { width: 480px; }
  #composebody { height: 260px; margin: 8px; width: calc(100% - 24px); }
  body.wide #composebody { height: calc(100vh - 220px); }
</style>
<form name="form" id="mail">
  <input type="hidden" name="_id" value="draft-1">
  <table>
    <tr><td>From<td><select name="_from"><option value="3" selected>Ann Lee &lt;ann@oakfield.sch.uk&gt;</option></select>
    <tr><td>To<td><textarea name="_to" rows="1"></textarea>
    <tr><td>Cc<td><textarea name="_cc" rows="1"></textarea>
    <tr id="compose-bcc" hidden><td>Bcc<td><textarea name="_bcc" rows="1"></textarea>
    <tr><td><td><a id="bcc-link" href="#">Add Bcc</a>
    <tr><td>Subject<td><input name="_subject">
  </table>
  <textarea id="composebody"></textarea>
  <button type="button" class="send">Send</button>
</form>
<div id="messagestack"></div>
<script>
  window.sent = 0; window.keys = []; window.clicks = 0;
  const query = new URLSearchParams(location.search);
  document.body.className = query.get('look') ?? '';
  document.querySelector('#bcc-link').onclick = () => { document.querySelector('#compose-bcc').hidden = false; return false; };
  const send = document.querySelector('.send');
  send.onclick = () => { if (query.get('send') !== 'deaf') { window.sent++; document.querySelector('form').remove(); } else window.sent++; };
  for (const name of ['_to', '_cc', '_bcc']) {
    const field = document.querySelector('[name=' + name + ']');
    field.value = query.get(name.slice(1)) ?? '';
    const kept = field.value;
    if (query.get('bad') === name.slice(1)) field.addEventListener('change', () => { field.value = kept; });
  }
  document.addEventListener('keydown', (event) => window.keys.push(event.key), true);
  document.addEventListener('click', () => window.clicks++);
</script>`;

/** A page whose mail form sits in a modal dialog. */
const modal = mail.replace('<form', '<dialog id="d"><form').replace('</form>', '</form></dialog>').replace('<script>', '<script>document.querySelector("#d").showModal();');

/** The same, with a dialog that fills the window */
const fullModal = modal.replace('id="d"', 'id="d" style="inset:0;width:100vw;height:100vh;max-width:none;max-height:none;margin:0;border:0;padding:0;overflow:visible"');

/** An editor's frame and an empty one, as webmails have. */
const frames = `<!doctype html><html lang="en"><title>Frames</title><body><iframe id="editor"></iframe><iframe id="empty"></iframe>
<script>const d = document.querySelector('#editor').contentDocument; d.open(); d.write('<body contenteditable="true">Dear all</body>'); d.close();</script>`;

/** Requests with buttons by label, in a language of choice: `?lang=fr`. */
const requests = `<!doctype html><title>Requests</title><body><div role="main"><div role="list" style="width:440px;margin:80px 300px"></div></div>
<script>
  document.documentElement.lang = new URLSearchParams(location.search).get('lang') ?? 'en';
  const make = (name, handle) => {
    const card = document.createElement('div');
    card.setAttribute('role', 'listitem');
    card.style.cssText = 'display:block;width:400px;padding:16px';
    const link = Object.assign(document.createElement('a'), { href: '/' + handle, textContent: name });
    card.append(link);
    for (const label of ['Confirm', 'Delete']) {
      const button = Object.assign(document.createElement('div'), { textContent: label, tabIndex: 0 });
      button.setAttribute('role', 'button');
      button.setAttribute('aria-label', label);
      button.onclick = () => { (window.pressed ??= []).push(label + ' ' + handle); if (label === 'Delete') card.remove(); };
      card.append(button);
    }
    return card;
  };
  window.list = document.querySelector('[role=list]');
  window.make = make;
  list.append(make('Sam Oak', 'sam.oak'), make('Kit Elm', 'kit.elm'));
</script>`;

const html = (body) => ({ body, headers: { 'content-type': 'text/html; charset=utf-8' } });

export const pages = {
  'mail.example/compose': html(mail),
  'mail.example/modal': html(modal),
  'mail.example/full-modal': html(fullModal),
  'mail.example/frames': html(frames),
  'mail.example/other': html('<!doctype html><title>Other</title><p>Nothing here.'),
  'www.facebook.com/friends/requests': html(requests),
};

export const families = ['a.one@post.example', 'b.two@post.example', 'c.three@post.example'];

/** Address of the mail page with these recipients. */
export const compose = (query = {}) => `https://mail.example/compose?${new URLSearchParams({ to: `${families.join(', ')}, office@oakfield.sch.uk`, ...query })}`;
