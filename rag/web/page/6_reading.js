// Reading: finding words in the article that is open, links to its passages, asking about it alone.

// ---- finding

let places = []; // where the words stand, as ranges of the document
let placed = -1; // which of them is shown

// Words, and phrases in quotation marks, as the search among the articles reads them.
const termsOf = (words) =>
  [...words.matchAll(/["“”„]([^"“”„]*)["“”„]|([^\s"“”„]+)/g)]
    .map((match) => (match[1] ?? match[2]).trim())
    .filter(Boolean);

function find(words) {
  const text = $('#opened .text');
  const terms = termsOf(words).map((term) =>
    term
      .split(/\s+/)
      .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('\\s+'),
  );
  places = [];
  placed = -1;
  if (text && terms.length) {
    const found = text.textContent.matchAll(new RegExp(terms.join('|'), 'gi'));
    places = rangesOf(text, [...found].map((match) => [match.index, match.index + match[0].length]));
  }
  CSS.highlights?.set('found', new Highlight(...places));
  CSS.highlights?.delete('here');
  if (places.length) showPlace(0);
  tellPlace(Boolean(terms.length));
}

// The ranges of a text, which may reach over the edges of what is marked in it.
function rangesOf(text, spans) {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const ranges = [];
  let before = 0;
  let node = walker.nextNode();
  const at = (position, last) => {
    while (node && position > before + node.length - (last ? 0 : 1)) {
      before += node.length;
      node = walker.nextNode();
    }
    return [node, position - before];
  };
  for (const [start, end] of spans) {
    const range = new Range();
    range.setStart(...at(start, false));
    range.setEnd(...at(end, true));
    ranges.push(range);
  }
  return ranges;
}

function tellPlace(asked) {
  $('#found').textContent = places.length ? fill('[[of]]', { n: placed + 1, all: places.length }) : asked ? '[[not_in_it]]' : '';
}

function showPlace(number) {
  placed = (number + places.length) % places.length;
  CSS.highlights?.set('here', new Highlight(places[placed]));
  const panel = $('#panel');
  const top = places[placed].getBoundingClientRect().top - panel.getBoundingClientRect().top;
  if (getComputedStyle(panel).overflowY === 'visible') scrollBy(0, top - innerHeight / 3);
  else panel.scrollTop += top - panel.clientHeight / 3;
  tellPlace(true);
}

document.addEventListener('input', (event) => event.target.id === 'find' && find(event.target.value));
document.addEventListener('keydown', (event) => {
  if (event.target.id !== 'find' || event.key !== 'Enter' || !places.length) return;
  event.preventDefault();
  showPlace(placed + (event.shiftKey ? -1 : 1));
});

// ---- a link to a passage

// Characters as the program counts them: some are two to a browser.
const counted = (text) => [...text].length;

function passageLink() {
  const address = new URL(location.pathname, location);
  address.searchParams.set('read', $('#opened article').dataset.article);
  const place = passage();
  if (place) address.searchParams.set('at', place);
  return address.href;
}

// The place of the selected words, else of the marked ones: "120-180"; nothing without either.
function passage() {
  const text = $('#opened .text');
  const chosen = getSelection();
  const mark = $('mark.active', text);
  let range = null;
  if (chosen.rangeCount && !chosen.isCollapsed && text.contains(chosen.getRangeAt(0).commonAncestorContainer)) {
    range = chosen.getRangeAt(0);
  } else if (mark) {
    range = new Range();
    range.setStartBefore(mark);
    range.setEndAfter([...text.querySelectorAll('mark.active')].at(-1));
  }
  if (!range) return '';
  const before = new Range();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const start = counted(before.toString());
  return `${start}-${start + counted(range.toString())}`;
}

function openLinked() {
  const asked = new URLSearchParams(location.search);
  if (!asked.has('read')) return;
  goTo('read');
  send({ action: 'open', article: asked.get('read'), at: asked.get('at') || '' });
}

// ---- asking about one article, or about those that are ticked

function askAbout(articles) {
  if (!$('#reader').hidden) closeArticle();
  send({ action: 'scope', articles });
  goTo('ask');
  $('#box textarea').focus({ preventScroll: true });
}

// Articles are looked for as one types, once the typing stops for a moment.
document.addEventListener('input', (event) => {
  if (!event.target.closest?.('#filter-within')) return;
  clearTimeout(askAbout.seeking);
  askAbout.seeking = setTimeout(() => send({ action: 'seek', typed: event.target.value }), 250);
});

const ticked = () => [...document.querySelectorAll('#articles .tick:checked')].map((box) => box.value);

document.addEventListener('change', (event) => {
  if (event.target.matches?.('.tick')) $('#ask-ticked').hidden = !ticked().length;
});
// What was folded open stays so when the list is drawn anew.
document.addEventListener(
  'toggle',
  (event) => event.target.matches?.('.facets') && (followFacets.open = event.target.open),
  true,
);
function followFacets() {
  const facets = $('.facets');
  if (facets && followFacets.open && !facets.open) facets.open = true;
}
