// Notes: an excerpt is pinned with a word of one's own; they are listed in a dialog.

function pin(button) {
  const read = button.closest('#reader');
  const at = read ? passage() : button.dataset.pin;
  const article = read ? $('#opened article').dataset.article : button.dataset.article;
  if (!at) return tell(button, '[[select_first]]');
  const sent = (note) => (send({ action: 'pin', article, at, note, visitor: visitor() }), tell(button, '[[pinned]]'));
  form(button, '', '[[own_word]]', '[[pin]]', sent, button.closest('.claim, .finding'));
}

// Say something on a button for a moment.
function tell(button, said) {
  const before = tell.before.get(button) || [...button.childNodes];
  tell.before.set(button, before);
  button.textContent = said;
  setTimeout(() => button.replaceChildren(...before), 1500);
}
tell.before = new WeakMap();

function openNotes() {
  send({ action: 'pins', visitor: visitor() });
  $('#notes').showModal();
}

function followNotes() {
  const list = $('#notes-list');
  const html = $('#pins .found') ? $('#pins .found').parentElement.innerHTML : '';
  if (followNotes.seen === html) return;
  list.innerHTML = followNotes.seen = html;
  if ($('#notes').open && !$('#notes').contains(document.activeElement)) $('#notes-title').focus();
}

const editNote = (entry) =>
  form($('[data-note]', entry), entry.dataset.name, '[[own_word]]', '[[save]]', (note) =>
    send({ action: 'note', number: Number(entry.dataset.number), note, visitor: visitor() }),
  );
