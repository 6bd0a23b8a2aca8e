// The part of the page that needs no server: opening an article at the cited words, the card
// over a citation, copying, and sending what a button asks for. It runs once, as the script
// of a Gradio HTML component, which gives it `trigger`; everything else is delegation, because
// Gradio redraws the conversation while an answer grows.

const $ = (selector, within = document) => within.querySelector(selector);
// A text of the page with values in the places for them.
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
// Which of the framework's events carries an action stands in the page.
const send = (action) => trigger(JSON.parse($('#tools').dataset.events)[action.action], action);
let opener = null; // the button that opened the article now shown
let listedAt = 0; // how far the list of sources was scrolled before
let shownTurn = null; // the turn whose sources stand in the side panel
let finding = ''; // what is looked for in the article that is opened next
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

function backTo(key) {
  if (!key || key === 'here') return $('#panel').dataset.tab === 'ask' ? '[[back]]' : '[[back_list]]';
  if (!shownTurn?.matches('.timeline')) return '[[back_answer]]';
  return shownTurn.dataset.turn === 'topic' ? '[[back_topic]]' : '[[back_speaker]]';
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
  $('#back').textContent = `← ${backTo(key)}`;
  $('#reading').textContent = [$('h2', body), ...body.querySelectorAll('.meta:first-of-type > bdi')]
    .map((part) => part?.textContent)
    .filter(Boolean)
    .join(' · ');
  $('#find').value = '';
  find('');
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
  $('#place').textContent = fill('[[of]]', { n: place + 1, all: keys.length });
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
