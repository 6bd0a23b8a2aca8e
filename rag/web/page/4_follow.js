// The page follows the answer as it grows, what is read, and the speakers.

// ---- following the answer as it grows

function follow() {
  const turns = document.querySelectorAll('#current .turn, #past .turn');
  const newest = $('#current .turn');
  keepEvidence();
  const beside = $('#panel').dataset.tab === 'ask';
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
  const done = newest.classList.contains('done') && $('.next', newest);
  if (done && follow.offered !== newest.dataset.link + follow.turn) {
    follow.offered = newest.dataset.link + follow.turn;
    // Not while somebody who asks on waits for an answer.
    clearTimeout(follow.offering);
    const turn = Number(follow.turn);
    follow.offering = setTimeout(() => follow.turn === String(turn) && send({ action: 'next', turn }), 600);
  }
  offerNext();
}

// What to ask next, which is made once an answer is there.
function offerNext() {
  const made = $('#offered [data-for]');
  const place = made && $(`#current [data-turn="${made.dataset.for}"] .next`);
  if (place && place.innerHTML !== made.innerHTML) place.innerHTML = made.innerHTML;
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

// What somebody said, or what happened with a topic, in the tab that is seen.
const timelineIn = (tab) => ({ speakers: $('#said .timeline'), read: $('#topic .timeline') })[tab];

function followTab() {
  const tab = $('#panel').dataset.tab;
  if (tab !== 'ask') showSources(timelineIn(tab) || null);
  else {
    if (shownTurn?.matches('.timeline')) shownTurn = null;
    follow();
  }
  if (tab === 'ask') $('#current .turn')?.scrollIntoView({ block: 'start' });
  else scrollTo({ top: 0 });
}

let pressed = ''; // what the button says that was pressed last
const followed = { speakers: {}, read: {} }; // what was last shown in each of these tabs
function followTimeline(tab) {
  const said = timelineIn(tab);
  const shown = said?.dataset.said;
  const seen = followed[tab];
  if (seen.shown === shown) return;
  const [name] = JSON.parse(shown || '[]');
  const before = seen.name;
  seen.shown = shown;
  seen.name = name;
  if ($('#panel').dataset.tab !== tab) return;
  if ($('#reader').hidden) showSources(said || null);
  if (before === name) {
    // The same one, narrowed or continued: what was pressed is drawn anew.
    const again = [...(said?.querySelectorAll('.choices button') || [])];
    if (document.activeElement === document.body) again.find((one) => one.textContent === pressed)?.focus();
    return;
  }
  // What was pressed is no longer seen: go on at what took its place.
  const people = [...document.querySelectorAll('.person')];
  const chosen = people.find((person) => $('.name', person).textContent === before);
  scrollTo({ top: 0 });
  if (said) ($('h2', said) || $('button', said)).focus({ preventScroll: true });
  else if (tab === 'read') $('#browse input')?.focus();
  else chosen?.focus();
}

function openAlone() {
  const holder = $('#alone [data-opening]');
  if (!holder || openAlone.seen === holder.dataset.opening) return;
  openAlone.seen = holder.dataset.opening;
  showSources(null);
  openArticle($('article', holder), $('mark', holder) ? 'here' : '', document.activeElement);
  if (finding) {
    $('#find').value = finding;
    find(finding);
    finding = '';
  }
}
