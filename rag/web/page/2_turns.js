// What is done with an answer: copying, saving, editing its question, judging it.

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
  tell(button, '[[copied]]');
}

// Say something on a button for a moment.
function tell(button, said) {
  const before = tell.before.get(button) || [...button.childNodes];
  tell.before.set(button, before);
  button.textContent = said;
  setTimeout(() => button.replaceChildren(...before), 1500);
}
tell.before = new WeakMap();

// A file that the server has written into the page is saved as the browser saves files.
function followExport() {
  const made = $('#exported [data-file]');
  if (!made || followExport.seen === made.dataset.stamp) return;
  followExport.seen = made.dataset.stamp;
  const bytes = Uint8Array.from(atob(made.textContent), (one) => one.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type: made.dataset.kind }));
  const anchor = Object.assign(document.createElement('a'), { href: url, download: made.dataset.file });
  anchor.click();
  URL.revokeObjectURL(url);
}

// ---- editing a question, and saying what an answer is worth

function form(place, text, label, does, sent, behind = place) {
  const made = document.createElement('form');
  made.className = 'editing';
  made.innerHTML =
    '<textarea rows="2" dir="auto"></textarea>' +
    '<button type="submit" class="strong"></button><button type="button">[[cancel]]</button>';
  const area = $('textarea', made);
  area.value = text;
  area.setAttribute('aria-label', label);
  area.placeholder = label;
  $('.strong', made).textContent = does;
  const end = () => (made.remove(), (place.hidden = false), place.focus({ preventScroll: true }));
  made.addEventListener('submit', (event) => (event.preventDefault(), end(), sent(area.value)));
  $('button[type=button]', made).addEventListener('click', end);
  made.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey) event.preventDefault(), made.requestSubmit();
    if (event.key === 'Escape') event.stopPropagation(), event.preventDefault(), end();
  });
  place.hidden = true;
  behind.after(made);
  area.focus();
  area.select();
  made.scrollIntoView({ block: 'nearest' });
}

const edit = (turn) =>
  form($('.question', turn), turn.dataset.question, '[[edit_question]]', '[[ask]]', (question) =>
    send({ action: 'edit', turn: Number(turn.dataset.turn), question }),
  );

// In the place of the menu, which is too narrow for it on a phone.
function judge(turn, liked) {
  const opener = $('.actions .menu summary', turn);
  const sent = (word) => {
    send({ action: 'judge', turn: Number(turn.dataset.turn), liked, word });
    $('.judge', turn).textContent = '[[noted]]';
    tell(opener, '[[noted]]');
  };
  form(opener, '', '[[good_or_bad]]', '[[send]]', sent, $('.actions', turn));
}
