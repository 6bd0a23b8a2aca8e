// The part of the page that needs no server: opening an article at the cited words, the card
// over a citation, copying, and sending what a button asks for. It runs once, as the script
// of a Gradio HTML component, which gives it `trigger`; everything else is delegation, because
// Gradio redraws the conversation while an answer grows.

const $ = (selector, within = document) => within.querySelector(selector);
// A Gradio component triggers only events with the names Gradio knows.
const events = {
  open: 'select',
  more: 'expand',
  clear: 'clear',
  judge: 'like',
  speaker: 'option_select',
  add: 'upload',
  remove: 'delete',
  restore: 'undo',
  rebuild: 'apply',
  files: 'download',
};
const send = (action) => trigger(events[action.action] || 'submit', action);
let opener = null; // the button that opened the article now shown
let listedAt = 0; // how far the list of sources was scrolled before
let shownTurn = null; // the turn whose sources stand in the side panel

// ---- the side panel

// A turn of the conversation, or the timeline of a speaker: what holds claims and their evidence.
function turnOf(element) {
  const panel = element.closest('#panel');
  if (!panel) return element.closest('[data-turn]');
  return $(`#talk [data-turn="${panel.dataset.turn}"]`);
}

// The evidence of a turn is sent while the turn is one of the last two; then it is kept here.
const kept = new Map();

function keepEvidence() {
  for (const evidence of document.querySelectorAll('.conversation .evidence')) {
    kept.set(evidence.closest('[data-turn]').dataset.turn, evidence);
  }
}

function evidenceOf(turn) {
  return turn && ($('.evidence', turn) || kept.get(turn.dataset.turn));
}

function showSources(turn) {
  const evidence = evidenceOf(turn);
  const listed = evidence && $('.listed', evidence);
  const panel = $('#panel');
  const place = $('#listed');
  const html = listed ? listed.innerHTML : '';
  if (place.innerHTML !== html) {
    place.innerHTML = html;
    panel.scrollTop = 0;
  }
  panel.dataset.turn = turn ? turn.dataset.turn : '';
  panel.classList.toggle('empty', !html);
  shownTurn = turn;
}

function openArticle(article, key, button) {
  const reader = $('#reader');
  const body = $('#opened');
  const already = !reader.hidden;
  if (!already) {
    opener = button;
    listedAt = $('#panel').scrollTop;
  }
  body.replaceChildren(article.cloneNode(true));
  for (const mark of body.querySelectorAll('mark')) {
    mark.classList.toggle('active', mark.dataset.keys.split(' ').includes(key));
    mark.classList.toggle('near', /^p/.test(mark.dataset.keys));
  }
  for (const jump of body.querySelectorAll('.jumps .cite')) {
    jump.setAttribute('aria-current', jump.dataset.open === key);
  }
  const before = !key ? 'the list' : shownTurn?.matches('.timeline') ? 'the speaker' : 'the answer';
  $('#back').textContent = `← Back to ${before}`;
  reader.hidden = false;
  $('#listed').hidden = true;
  $('#panel').classList.add('reading');
  if (!already) history.pushState({ reading: true }, '');
  const first = $('mark.active', body);
  const target = first || $('h2', body);
  if (first) first.tabIndex = -1;
  target.focus({ preventScroll: true });
  if (first) first.scrollIntoView({ block: 'center' });
  else $('#panel').scrollTop = 0;
}

function closeArticle() {
  if ($('#reader').hidden) return;
  $('#reader').hidden = true;
  $('#listed').hidden = false;
  $('#panel').classList.remove('reading');
  $('#opened').replaceChildren();
  $('#panel').scrollTop = listedAt;
  if (opener && opener.isConnected) {
    opener.focus({ preventScroll: true });
    opener.scrollIntoView({ block: 'nearest' });
  }
  opener = null;
}

function openCited(button) {
  const turn = turnOf(button);
  const key = button.dataset.open;
  const evidence = evidenceOf(turn);
  const article = evidence && $(`article[data-keys~="${key}"]`, evidence);
  if (!article) return;
  const inPanel = button.closest('#panel');
  showSources(turn);
  // The list was drawn anew if it belonged to another turn; the entry is the same.
  openArticle(article, key, inPanel && !button.isConnected ? null : button);
}

// ---- the card over a citation

function showCard(button) {
  const turn = turnOf(button);
  const key = button.dataset.open;
  const evidence = evidenceOf(turn);
  const entry = evidence && $(`.source[data-key="${key}"]`, evidence);
  const card = $('#card');
  if (!entry) return;
  $('.title', card).textContent = $('.open', entry).textContent;
  $('.meta', card).textContent = [...entry.querySelectorAll('.meta > bdi')]
    .map((part) => part.textContent)
    .join(' · ');
  $('.quote', card).textContent = [...entry.querySelectorAll('mark')]
    .map((mark) => mark.textContent)
    .join('');
  card.hidden = false;
  const at = button.getBoundingClientRect();
  const left = Math.min(at.left, innerWidth - card.offsetWidth - 12);
  const above = at.top - card.offsetHeight - 8;
  card.style.left = `${Math.max(12, left)}px`;
  card.style.top = `${above > 8 ? above : at.bottom + 8}px`;
  button.setAttribute('aria-describedby', 'card');
}

function hideCard(button) {
  $('#card').hidden = true;
  if (button) button.removeAttribute('aria-describedby');
}

const citation = (event) => event.target.closest?.('.claims .cite');
document.addEventListener('pointerover', (event) => {
  if (event.pointerType === 'mouse' && citation(event)) showCard(citation(event));
});
document.addEventListener('pointerout', (event) => {
  if (citation(event) && document.activeElement !== citation(event)) hideCard(citation(event));
});
document.addEventListener('focusin', (event) => {
  if (citation(event)?.matches(':focus-visible')) showCard(citation(event));
});
document.addEventListener('focusout', (event) => citation(event) && hideCard(citation(event)));
document.addEventListener('scroll', () => hideCard(null), { capture: true, passive: true });

// ---- copying and saving

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Clipboards need a secure page; by a plain address on a network there is the old way.
    const area = Object.assign(document.createElement('textarea'), { value: text });
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
  const before = button.textContent;
  button.textContent = 'Copied';
  setTimeout(() => (button.textContent = before), 1500);
}

function save() {
  const turns = [...document.querySelectorAll('.turn pre.markdown')];
  const text = ['# Questions and answers', ...turns.map((turn) => turn.textContent)].join('\n\n');
  const url = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }));
  const anchor = Object.assign(document.createElement('a'), { href: url });
  anchor.download = 'questions-and-answers.md';
  anchor.click();
  URL.revokeObjectURL(url);
}

// ---- editing a question, and saying what an answer is worth

function form(place, text, label, sent) {
  const made = document.createElement('form');
  made.className = 'editing';
  made.innerHTML =
    '<textarea rows="2" dir="auto"></textarea>' +
    '<button type="submit" class="strong"></button><button type="button">Cancel</button>';
  const area = $('textarea', made);
  area.value = text;
  area.setAttribute('aria-label', label);
  area.placeholder = label;
  $('.strong', made).textContent = text ? 'Ask' : 'Send';
  const end = () => (made.remove(), (place.hidden = false));
  made.addEventListener('submit', (event) => (event.preventDefault(), end(), sent(area.value)));
  $('button[type=button]', made).addEventListener('click', end);
  made.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey) event.preventDefault(), made.requestSubmit();
    if (event.key === 'Escape') event.stopPropagation(), end();
  });
  place.hidden = true;
  place.after(made);
  area.focus();
  area.select();
}

const edit = (turn) =>
  form($('.question', turn), turn.dataset.question, 'Edit the question', (question) =>
    send({ action: 'edit', turn: Number(turn.dataset.turn), question }),
  );

const judge = (turn, liked) =>
  form($('.judge', turn), '', 'What is good or bad about it? (optional)', (word) => {
    send({ action: 'judge', turn: Number(turn.dataset.turn), liked, word });
    $('.judge', turn).textContent = 'Noted, thank you.';
  });

// ---- adding and removing articles

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
  if (told) told.textContent = waiting.length ? `Adding ${dropped - waiting.length + 1} of ${dropped}…` : '';
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
    if (told) told.textContent = 'The server does not answer. Add what is missing again.';
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
    '<span dir="auto"></span><button type="button" class="strong">Remove</button>' +
    '<button type="button" class="quiet">Keep</button>';
  $('span', asked).textContent = button.dataset.confirm;
  const [yes, no] = asked.querySelectorAll('button');
  yes.dataset.send = button.dataset.send;
  no.addEventListener('click', () => {
    asked.replaceWith(button);
    button.focus();
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

// ---- light and dark

function paint(mode) {
  document.body.classList.toggle('dark', mode === 'dark');
  $('#shade').textContent = mode === 'dark' ? 'Light' : 'Dark';
}
const remembered = localStorage.getItem('shade');

// ---- what is clicked and pressed

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('button');
  if (!button) return;
  // Back from browsing: the sources of the conversation stand in the panel again.
  if (button.role === 'tab') {
    $('#panel').dataset.tab = button.textContent.trim();
    if ($('#reader').hidden) requestAnimationFrame(followTab);
    return;
  }
  const data = button.dataset;
  if (data.open) hideCard(button), openCited(button);
  else if (data.confirm) askFirst(button);
  else if (data.send || data.tab) {
    if (data.tab) goTo(data.tab);
    if (data.send) send(JSON.parse(data.send));
  }
  else if (data.copy === 'answer') copy($('pre.plain', turnOf(button)).textContent, button);
  else if (data.copy === 'link') copy(new URL(button.closest('.turn').dataset.link, location).href, button);
  else if ('edit' in data) edit(button.closest('.turn'));
  else if (data.judge) judge(button.closest('.turn'), data.judge === 'true');
  else if (button.id === 'back') history.back();
  else if (button.id === 'save') save();
  else if (button.id === 'shade') {
    const mode = document.body.classList.contains('dark') ? 'light' : 'dark';
    localStorage.setItem('shade', mode);
    paint(mode);
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  if (!$('#card').hidden) hideCard(document.activeElement);
  else if (!$('#reader').hidden) history.back();
});
addEventListener('popstate', closeArticle);

// ---- following the answer as it grows

function follow() {
  const turns = document.querySelectorAll('#current .turn, #past .turn');
  const newest = $('#current .turn');
  keepEvidence();
  const beside = $('#panel').dataset.tab !== 'Speakers'; // there its sources are not shown
  $('#tools')?.classList.toggle('idle', turns.length === 0);
  if (!newest) {
    if (beside) showSources(null);
    if (follow.turn) history.replaceState(history.state, '', location.pathname);
    follow.turn = null;
    return;
  }
  const fresh = newest.dataset.turn !== follow.turn || newest.dataset.link !== follow.link;
  if (fresh) {
    follow.turn = newest.dataset.turn;
    follow.link = newest.dataset.link;
    if (!$('#reader').hidden) closeArticle();
    const address = new URL(newest.dataset.link, location);
    const theme = new URLSearchParams(location.search).get('__theme');
    if (theme) address.searchParams.set('__theme', theme);
    history.replaceState(history.state, '', address);
  }
  if (fresh || !shownTurn || !shownTurn.isConnected || shownTurn.dataset.turn === follow.turn) {
    if ($('#reader').hidden && beside) showSources(newest);
  }
  // Again as long as it grows, since the page may have been too short; but not against a
  // reader who has moved meanwhile.
  if (fresh) follow.moved = false;
  // Questions typed at once are read from the first.
  let first = turns.length - 1;
  while (first > 0 && 'beside' in turns[first].dataset) first -= 1;
  if (fresh || (follow.growing && !follow.moved)) turns[first].scrollIntoView({ block: 'start' });
  follow.growing = newest.classList.contains('working');
}
for (const moving of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
  document.addEventListener(moving, () => (follow.moved = true), { passive: true });
}

// ---- the speakers, beside the conversation

const goTo = (tab) =>
  [...document.querySelectorAll('button[role=tab]')]
    .find((button) => button.textContent.trim() === tab)
    ?.click();

function followTab() {
  if ($('#panel').dataset.tab === 'Speakers') showSources($('.timeline'));
  else {
    if (shownTurn?.matches('.timeline')) shownTurn = null;
    follow();
  }
  if ($('#panel').dataset.tab === 'Ask') $('#current .turn')?.scrollIntoView({ block: 'start' });
  else scrollTo({ top: 0 });
}

function followSpeaker() {
  const said = $('.timeline');
  const shown = said?.dataset.said;
  if (followSpeaker.shown === shown) return;
  const [speaker] = JSON.parse(shown || '[]');
  const before = followSpeaker.speaker;
  followSpeaker.shown = shown;
  followSpeaker.speaker = speaker;
  if ($('#panel').dataset.tab !== 'Speakers') return;
  if ($('#reader').hidden) showSources(said);
  if (before === speaker) return; // the same one, narrowed or continued
  // What was pressed is no longer seen: go on at what took its place.
  const people = [...document.querySelectorAll('.person')];
  const chosen = people.find((person) => $('.name', person).textContent === before);
  scrollTo({ top: 0 });
  if (said) $('h2', said).focus({ preventScroll: true });
  else chosen?.focus();
}

function openAlone() {
  const holder = $('#alone [data-opening]');
  if (!holder || openAlone.seen === holder.dataset.opening) return;
  openAlone.seen = holder.dataset.opening;
  showSources(null);
  openArticle($('article', holder), '', document.activeElement);
}

// The filters' date boxes become the browser's own calendars. A tab is drawn when it is first
// chosen, so that what stands in one can only be looked for.
new MutationObserver(() => {
  for (const input of document.querySelectorAll('.date input[type=text]')) input.type = 'date';
  followSpeaker();
  followOutcomes();
}).observe(document.body, { subtree: true, childList: true });

function begin() {
  const watched = ['#past', '#current', '#alone', '#panel'].map((selector) => $(selector));
  if (watched.includes(null)) return requestAnimationFrame(begin);
  paint(remembered || (document.body.classList.contains('dark') ? 'dark' : 'light'));
  const options = { subtree: true, childList: true, attributes: true };
  const turns = new MutationObserver(follow);
  turns.observe(watched[0], options);
  turns.observe(watched[1], options);
  new MutationObserver(openAlone).observe(watched[2], options);
  follow();
  if (new URLSearchParams(location.search).has('q')) {
    send({ action: 'link', search: location.search });
  }
}
begin();
