// Adding and removing articles.

const BATCH = 4_000_000; // bytes of files that are sent at once, or one file
const PATIENCE = 120_000; // milliseconds in which the server must have taken a batch
let waiting = []; // files that are still to be sent
let dropped = 0; // how many there were when the first of them was sent
let sending = ''; // the name of the batch that is on its way

function addFiles(files) {
  waiting.push(...files);
  dropped += files.length;
  if (!sending) sendNext();
}

async function sendNext() {
  const told = $('#adding');
  if (told) told.textContent = waiting.length ? fill('[[adding]]', { n: dropped - waiting.length + 1, all: dropped }) : '';
  if (!waiting.length) return (dropped = 0);
  const name = (sending = String(Date.now()));
  const largest = Number($('#drop').dataset.largest);
  const files = [];
  let size = 0;
  while (waiting.length && (!files.length || size + waiting[0].size <= BATCH)) {
    const file = waiting.shift();
    size += file.size;
    files.push(file.size > largest ? { name: file.name } : { name: file.name, data: await read(file) });
  }
  send({ action: 'add', batch: name, files });
  setTimeout(() => {
    if (sending !== name) return;
    sending = '';
    waiting = [];
    dropped = 0;
    if (told) told.textContent = '[[no_reply]]';
  }, PATIENCE);
}

// What cannot be read, such as a folder, is sent as nothing, and refused there with the reason.
const read = (file) =>
  new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.split(',')[1] || '');
    reader.onerror = () => done('');
    reader.readAsDataURL(file);
  });

function followOutcomes() {
  if (sending && $('#outcomes [data-batch]')?.dataset.batch === sending) {
    sending = '';
    sendNext();
  }
}

function askFirst(button) {
  const asked = document.createElement('div');
  asked.className = 'asked';
  asked.innerHTML =
    '<span dir="auto"></span><button type="button" class="strong">[[remove]]</button>' +
    '<button type="button" class="quiet">[[keep]]</button>';
  $('span', asked).textContent = button.dataset.confirm;
  const [yes, no] = asked.querySelectorAll('button');
  yes.dataset.send = button.dataset.send;
  const keep = () => (asked.replaceWith(button), button.focus());
  no.addEventListener('click', keep);
  yes.textContent = button.dataset.yes || '[[remove]]';
  const next = button.closest('dialog') ? `#${button.closest('dialog').id}-title` : '#keep .filed button, #files-head input';
  yes.addEventListener('click', () => (focusNext = next));
  asked.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') event.stopPropagation(), event.preventDefault(), keep();
  });
  button.replaceWith(asked);
  no.focus();
}

document.addEventListener('change', (event) => {
  if (event.target.id !== 'pick') return;
  addFiles([...event.target.files]);
  event.target.value = '';
});
// Dropped beside the place for it, a file would replace the page.
for (const kind of ['dragover', 'dragleave', 'drop']) {
  document.addEventListener(kind, (event) => {
    const place = event.target.closest?.('#drop');
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    place?.classList.toggle('over', kind === 'dragover');
    if (kind === 'drop' && place) addFiles([...event.dataTransfer.files]);
  });
}

// On paper the sources of every answer follow it.
addEventListener('beforeprint', () => {
  for (const turn of document.querySelectorAll('.conversation .turn')) {
    const evidence = evidenceOf(turn);
    if (evidence && !$('.evidence', turn)) turn.append(evidence);
  }
});
