// The conversations that are kept: a list in a dialog, from which one goes on with any of them.

// Known to this browser alone: where others are served too, it sees no conversations but its own.
function visitor() {
  const held = localStorage.getItem('visitor');
  if (held) return held;
  const made = [...crypto.getRandomValues(new Uint8Array(24))].map((byte) => byte.toString(36)).join('');
  localStorage.setItem('visitor', made);
  return made;
}

const searched = () => $('#earlier-search').value;
const keeps = () => 'keeping' in $('#tools').dataset;

function listEarlier() {
  if (keeps()) send({ action: 'kept', visitor: visitor(), search: searched() });
}

function openEarlier() {
  $('#earlier-search').value = '';
  listEarlier();
  $('#earlier').showModal();
}

function followEarlier() {
  followList('earlier', $('#kept .found'));
  const open = sessionStorage.getItem('conversation');
  for (const entry of document.querySelectorAll('#earlier [data-key]')) {
    entry.setAttribute('aria-current', entry.dataset.key === open);
  }
}

// A list that the server has drawn stands in a dialog, where what was pressed may be gone.
function followList(id, found) {
  const list = $(`#${id}-list`);
  const html = found ? found.parentElement.innerHTML : '';
  if (list.drawn === html) return;
  list.innerHTML = list.drawn = html;
  const dialog = $(`#${id}`);
  if (dialog.open && !dialog.contains(document.activeElement)) $(`#${id}-title`).focus();
}

function resume(key) {
  $('#earlier').close();
  goTo('ask');
  send({ action: 'resume', key, search: '', visitor: visitor() });
  $('#box textarea').focus({ preventScroll: true });
}

function rename(entry) {
  form($('div', entry), entry.dataset.name, '[[name_of]]', '[[rename]]', (name) =>
    send({ action: 'rename', key: entry.dataset.key, name, search: searched() }),
  );
}

document.addEventListener('input', (event) => event.target.id === 'earlier-search' && listEarlier());
// A click beside a dialog closes it.
document.addEventListener('click', (event) => event.target.matches?.('dialog') && event.target.close());
