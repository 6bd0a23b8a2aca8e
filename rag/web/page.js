// The part of the page that needs no server: opening an article at the cited words, the card
// over a citation, copying, and sending what a button asks for. It runs once, as the script
// of a Gradio HTML component, which gives it `trigger`; everything else is delegation, because
// Gradio redraws the conversation while an answer grows.

const $ = (selector, within = document) => within.querySelector(selector);
// Which of the framework's events carries an action stands in the page.
const send = (action) => trigger(JSON.parse($('#tools').dataset.events)[action.action], action);
let opener = null; // the button that opened the article now shown
let listedAt = 0; // how far the list of sources was scrolled before
let shownTurn = null; // the turn whose sources stand in the side panel
let focusNext = ''; // what is focused once what was pressed has gone

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
  const before = !key ? 'the list' : shownTurn?.matches('.timeline') ? 'the speaker' : 'the answer';
  $('#back').textContent = `← Back to ${before}`;
  $('#reading').textContent = [$('h2', body), ...body.querySelectorAll('.meta:first-of-type > bdi')]
    .map((part) => part?.textContent)
    .filter(Boolean)
    .join(' · ');
  reader.hidden = false;
  $('#listed').hidden = true;
  $('#panel').classList.add('reading');
  document.body.classList.add('reading-article');
  if (!already) history.pushState({ reading: true }, '');
  point(key);
}

// The citations of a turn in their order; passages that are only near are none.
const citationsOf = (turn) =>
  [...(evidenceOf(turn)?.querySelectorAll('.listed .source') || [])]
    .map((source) => source.dataset.key)
    .filter((key) => !key.startsWith('p'));

function point(key) {
  const body = $('#opened');
  for (const mark of body.querySelectorAll('mark')) {
    mark.classList.toggle('active', mark.dataset.keys.split(' ').includes(key));
    mark.classList.toggle('near', /^p/.test(mark.dataset.keys));
  }
  const keys = citationsOf(shownTurn);
  const place = keys.indexOf(key);
  $('#jumps').hidden = place < 0 || keys.length < 2;
  $('#place').textContent = `${place + 1} of ${keys.length}`;
  $('#previous').disabled = place <= 0;
  $('#next').disabled = place >= keys.length - 1;
  $('#reader').dataset.key = key;
  const panel = $('#panel');
  const first = $('mark.active', body);
  const target = first || $('h2', body);
  if (first) first.tabIndex = -1;
  target.focus({ preventScroll: true });
  // By hand: the browser would scroll the conversation beside it too.
  const within = target.getBoundingClientRect().top - panel.getBoundingClientRect().top;
  if (getComputedStyle(panel).overflowY === 'visible') target.scrollIntoView({ block: 'center' });
  else panel.scrollTop = first ? panel.scrollTop + within - panel.clientHeight / 3 : 0;
}

function step(by) {
  const keys = citationsOf(shownTurn);
  const key = keys[keys.indexOf($('#reader').dataset.key) + by];
  const article = key && $(`article[data-keys~="${key}"]`, evidenceOf(shownTurn));
  if (article) openArticle(article, key, null);
}

function closeArticle() {
  if ($('#reader').hidden) return;
  $('#reader').hidden = true;
  $('#listed').hidden = false;
  $('#panel').classList.remove('reading');
  document.body.classList.remove('reading-article');
  $('#opened').replaceChildren();
  $('#panel').scrollTop = listedAt;
  if (opener && opener.isConnected) {
    opener.focus({ preventScroll: true });
    const at = opener.getBoundingClientRect();
    if (at.top < 0 || at.bottom > innerHeight) opener.scrollIntoView({ block: 'nearest' });
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
  const keep = () => (asked.replaceWith(button), button.focus());
  no.addEventListener('click', keep);
  yes.addEventListener('click', () => (focusNext = '#keep .filed button, #files-head input'));
  asked.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') event.stopPropagation(), keep();
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

// ---- light and dark

function paint(mode) {
  document.body.classList.toggle('dark', mode === 'dark');
  $('#shade').textContent = mode === 'dark' ? 'Light' : 'Dark';
}
const remembered = localStorage.getItem('shade');

// ---- what is clicked and pressed

// Not every element has a click of its own: those of a drawing have none.
const press = (element) => element.dispatchEvent(new MouseEvent('click', { bubbles: true }));

document.addEventListener('click', (event) => {
  const menu = event.target.closest?.('.menu');
  for (const open of document.querySelectorAll('.menu[open]')) if (open !== menu) open.open = false;
  const button = event.target.closest?.('button, [role=button]');
  if (!button) return;
  if (button.role === 'tab') {
    changeTab(button);
    return;
  }
  if (menu && !('judge' in button.dataset)) menu.open = false;
  const data = button.dataset;
  if (data.open) hideCard(button), openCited(button);
  else if (data.confirm) askFirst(button);
  else if (data.send || data.tab) {
    if (event.detail > 1) return; // the second click of two
    if (data.tab) goTo(data.tab);
    if (data.send) send(JSON.parse(data.send));
  }
  else if (data.copy === 'answer') copy($('pre.plain', turnOf(button)).textContent, button);
  else if (data.copy === 'link') copy(new URL(button.closest('.turn').dataset.link, location).href, button);
  else if ('edit' in data) edit(button.closest('.turn'));
  else if (data.judge) judge(button.closest('.turn'), data.judge === 'true');
  else if (button.id === 'back') history.back();
  else if (button.id === 'previous') step(-1);
  else if (button.id === 'next') step(1);
  else if (button.id === 'save') save();
  else if (button.id === 'stop') $('#box textarea').focus();
  else if (button.id === 'shade') {
    const mode = document.body.classList.contains('dark') ? 'light' : 'dark';
    localStorage.setItem('shade', mode);
    paint(mode);
  }
  if (button.id === 'fresh') sessionStorage.removeItem('conversation'), $('#box textarea').focus();
});
document.addEventListener('keydown', (event) => {
  const button = event.target.closest?.('[role=button]');
  if (button && (event.key === 'Enter' || event.key === ' ')) event.preventDefault(), press(button);
  if (event.key !== 'Escape') return;
  const menu = event.target.closest?.('.menu[open]');
  if (!$('#card').hidden) hideCard(document.activeElement);
  else if (menu) (menu.open = false), $('summary', menu).focus();
  else if (!$('#reader').hidden) history.back();
  else if ($('#current .turn.working')) $('#stop').click();
});
addEventListener('popstate', closeArticle);

// ---- following the answer as it grows

function follow() {
  const turns = document.querySelectorAll('#current .turn, #past .turn');
  const newest = $('#current .turn');
  keepEvidence();
  const beside = ['ask', 'articles'].includes($('#panel').dataset.tab);
  const key = $('#current [data-conversation]')?.dataset.conversation;
  if (key) sessionStorage.setItem('conversation', key);
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

// The sources beside the conversation are those of the turn that is being read: the last one
// that begins above the middle of the window.
function followReading() {
  if ($('#panel').dataset.tab !== 'ask' || !$('#reader').hidden) return;
  const turns = [...document.querySelectorAll('#past .turn, #current .turn')];
  const begun = turns.filter((turn) => turn.getBoundingClientRect().top < innerHeight / 2);
  const read = begun.at(-1) || turns[0];
  if (read && read.dataset.turn !== $('#panel').dataset.turn) showSources(read);
}
let reading = 0;
document.addEventListener(
  'scroll',
  () => {
    cancelAnimationFrame(reading);
    reading = requestAnimationFrame(followReading);
  },
  { passive: true },
);
for (const moving of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
  document.addEventListener(moving, () => (follow.moved = true), { passive: true });
}

// ---- the speakers, beside the conversation

const goTo = (tab) => $(`#tab-${tab}-button`)?.click();

function changeTab(button) {
  $('#panel').dataset.tab = button.id.replace(/^tab-|-button$/g, '');
  if (!$('#reader').hidden) {
    opener = null;
    closeArticle();
    history.replaceState(null, '');
  }
  requestAnimationFrame(followTab);
}

function followTab() {
  const tab = $('#panel').dataset.tab;
  if (tab === 'speakers') showSources($('.timeline'));
  else if (tab === 'read') showSources(null);
  else {
    if (shownTurn?.matches('.timeline')) shownTurn = null;
    follow();
  }
  if (tab === 'ask') $('#current .turn')?.scrollIntoView({ block: 'start' });
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
  if ($('#panel').dataset.tab !== 'speakers') return;
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
  if (focusNext && document.activeElement === document.body && $(focusNext)) {
    $(focusNext).focus();
    focusNext = '';
  }
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
  const [way] = performance.getEntriesByType('navigation');
  const key = sessionStorage.getItem('conversation');
  if (key && way && way.type !== 'navigate') {
    send({ action: 'resume', key, search: location.search });
  } else {
    sessionStorage.removeItem('conversation');
    if (new URLSearchParams(location.search).has('q')) send({ action: 'link', search: location.search });
  }
}
begin();
