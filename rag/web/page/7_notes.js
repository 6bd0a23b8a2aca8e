// Notes: an excerpt is pinned with a word of one's own; they are listed in a dialog.

function pin(button) {
  const read = button.closest('#reader');
  const at = read ? passage() : button.dataset.pin;
  const article = read ? $('#opened article').dataset.article : button.dataset.article;
  if (!at) return tell(button, '[[select_first]]');
  const sent = (note) => (send({ action: 'pin', article, at, note, visitor: visitor() }), tell(button, '[[pinned]]'));
  form(button, '', '[[own_word]]', '[[pin]]', sent, button.closest('.claim, .finding'));
}

function openNotes() {
  send({ action: 'pins', visitor: visitor() });
  $('#notes').showModal();
}

const followNotes = () => followList('notes', $('#pins .found'));

const editNote = (entry) =>
  form($('[data-note]', entry), entry.dataset.name, '[[own_word]]', '[[save]]', (note) =>
    send({ action: 'note', number: Number(entry.dataset.number), note, visitor: visitor() }),
  );
