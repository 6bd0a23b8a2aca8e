// What is clicked and pressed, and how the page begins.

// ---- light and dark

function paint(mode) {
  document.body.classList.toggle('dark', mode === 'dark');
  $('#shade').textContent = mode === 'dark' ? '[[light]]' : '[[dark]]';
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
  if (menu) {
    menu.open = false;
    $('summary', menu).focus({ preventScroll: true }); // what was pressed in it can't keep it
  }
  const data = button.dataset;
  pressed = button.textContent;
  if (data.open) hideCard(button), openCited(button);
  else if (data.confirm) askFirst(button);
  else if (data.send || data.tab) {
    if (data.tab) goTo(data.tab);
    if ('find' in data) finding = data.find;
    const dialog = button.closest('dialog');
    if (data.send) send({ search: searched(), visitor: dialog && visitor(), ...JSON.parse(data.send) });
    if (dialog && JSON.parse(data.send).action === 'open') dialog.close();
  }
  else if (data.copy === 'answer') copy($('pre.plain', turnOf(button)).textContent, button);
  else if (data.copy === 'link') copy(new URL(button.closest('.turn').dataset.link, location).href, button);
  else if ('edit' in data) edit(button.closest('.turn'));
  else if (data.judge) judge(button.closest('.turn'), data.judge === 'true');
  else if (data.dialog === 'earlier') openEarlier();
  else if (data.dialog === 'notes') openNotes();
  else if (data.export) send({ action: 'export', what: data.export, form: data.form, visitor: visitor() });
  else if ('pin' in data) pin(button);
  else if ('note' in data) editNote(button.closest('[data-number]'));
  else if ('close' in data) button.closest('dialog').close();
  else if (data.resume) resume(data.resume);
  else if ('rename' in data) rename(button.closest('[data-key]'));
  else if (button.id === 'back') history.back();
  else if (button.id === 'link-passage') copy(passageLink(), button);
  else if (button.id === 'ask-this') askAbout([$('#opened article').dataset.article]);
  else if (button.id === 'ask-ticked') askAbout(ticked());
  else if (button.id === 'print') print();
  else if (button.id === 'leave') localStorage.removeItem('visitor');
  else if (button.id === 'previous') step(-1);
  else if (button.id === 'next') step(1);
  else if (button.id === 'stop') $('#box textarea').focus();
  else if (button.id === 'shade') {
    const mode = document.body.classList.contains('dark') ? 'light' : 'dark';
    localStorage.setItem('shade', mode);
    paint(mode);
  }
  if (button.id === 'fresh') sessionStorage.removeItem('conversation'), $('#box textarea').focus();
});
// A menu opens where all of it is seen: neither behind the composer nor beyond the window.
function placeMenu(menu) {
  menu.classList.remove('upward', 'leftward');
  const list = $('div', menu).getBoundingClientRect();
  const composer = $('#ask').getBoundingClientRect();
  const floor = composer.height && menu.closest('#talk') ? composer.top : innerHeight;
  const above = menu.getBoundingClientRect().top - list.height > $('#top').getBoundingClientRect().bottom;
  menu.classList.toggle('upward', list.bottom > floor && above);
  menu.classList.toggle('leftward', list.right > document.documentElement.clientWidth);
  if (list.bottom > floor && !above) $('div', menu).scrollIntoView({ block: 'nearest' });
}
document.addEventListener('toggle', ({ target }) => target.open && target.matches?.('.actions .menu') && placeMenu(target), true);
// The second click of two asks nothing again.
document.addEventListener(
  'click',
  (event) => {
    if (event.detail > 1 && event.target.closest?.('#go, [data-send], [data-tab]')) event.stopImmediatePropagation();
  },
  true,
);
document.addEventListener('keydown', (event) => {
  const button = event.target.closest?.('[role=button]');
  if (button && (event.key === 'Enter' || event.key === ' ')) event.preventDefault(), press(button);
  if (event.key !== 'Escape' || $('dialog[open]')) return;
  const menu = event.target.closest?.('.menu[open]');
  if (!$('#card').hidden) hideCard(document.activeElement);
  else if (menu) (menu.open = false), $('summary', menu).focus();
  else if (!$('#reader').hidden) history.back();
  else if ($('#current .turn.working')) $('#stop').click();
});
addEventListener('popstate', closeArticle);

// ---- the filters

// Those that are set at once are counted at once; what is sent last holds, whatever comes first.
function countFilters() {
  clearTimeout(countFilters.waiting);
  countFilters.waiting = setTimeout(() => send({ action: 'count', time: Date.now() }), 50);
}
document.addEventListener('filters', countFilters);

// ---- hearing every answer

// The server ends the stream of its messages when nothing is under way. What is sent at that very
// moment would be waited for on the stream that ends; what is sent next opens another, on which
// all that was missed is heard.
const UNHEARD = 1000; // milliseconds, by hand: long for a stream to end, short to wait for
let waking = 0;
new PerformanceObserver((seen) => {
  for (const { name } of seen.getEntries()) {
    if (!name.includes('/queue/join')) continue;
    clearTimeout(waking);
    waking = waking === null ? 0 : setTimeout(() => ((waking = null), send({ action: 'wake' })), UNHEARD);
  }
}).observe({ type: 'resource', buffered: true });

// ---- the beginning

// The filters' date boxes become the browser's own calendars. A tab is drawn when it is first
// chosen, so that what stands in one can only be looked for.
new MutationObserver(() => {
  for (const input of document.querySelectorAll('.date input[type=text]')) input.type = 'date';
  followTimeline('speakers');
  followTimeline('read');
  followOutcomes();
  followFacets();
  if (focusNext && document.activeElement?.matches('body, dialog') && $(focusNext)) {
    $(focusNext).focus();
    focusNext = '';
  }
}).observe(document.body, { subtree: true, childList: true });

function begin() {
  // What is done when parts of the page are drawn.
  const followers = [
    [follow, '#past', '#current'],
    [openAlone, '#alone'],
    [followEarlier, '#kept'],
    [offerNext, '#offered'],
    [followExport, '#exported'],
    [followNotes, '#pins'],
  ];
  const parts = [...followers.flatMap(([, ...watched]) => watched), '#panel', '#box textarea'];
  if (!parts.every((part) => $(part))) return requestAnimationFrame(begin);
  paint(remembered || (document.body.classList.contains('dark') ? 'dark' : 'light'));
  const options = { subtree: true, childList: true, attributes: true };
  for (const [does, ...watched] of followers) {
    const observer = new MutationObserver(does);
    for (const part of watched) observer.observe($(part), options);
  }
  follow();
  // On a phone it would bring up the keyboard, and hide what the page says.
  if (matchMedia('(pointer: fine)').matches) $('#box textarea').focus({ preventScroll: true });
  listEarlier();
  countFilters();
  const [way] = performance.getEntriesByType('navigation');
  const key = sessionStorage.getItem('conversation');
  if (key && way && way.type !== 'navigate') {
    send({ action: 'resume', key, search: location.search, visitor: visitor() });
  } else {
    sessionStorage.removeItem('conversation');
    openLinked();
    if (new URLSearchParams(location.search).has('q')) send({ action: 'link', search: location.search });
  }
}
begin();
