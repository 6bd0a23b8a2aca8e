"""Find the menu of a page that was copied with its article, and the headline below it.

A menu is a block of short lines without stops above the headline, some of which are what menus
are made of. The headline is the line of several words behind it, next above the standfirst, the
byline, the date or the first paragraph.
"""

import re
from dataclasses import dataclass

from rag.articles import bylines
from rag.articles.surroundings import is_section, kind_of_surrounding

# By hand, on pages of nine papers copied whole.
MOST_LINES = 60  # above the headline
SHORT = 3  # words of an entry of a menu, at most
LEAST_KNOWN = 2  # entries that only menus have
FEW = 2  # lines, as a kicker or the name of an author, that may stand below a headline
LONGEST_HEADLINE = 200  # characters

_MENU = re.compile(
    r"(?:skip to (?:\w+ ?){1,3}|jump to (?:main )?content|watch(?: (?:live|now|tv))?|more|menu"
    r"|live(?: tv| now)?|audio|video|podcasts?|newsletters?|search(?: jobs| \w+)?|home(?: ?page)?"
    r"|sign (?:in|up)|log ?in|register|subscribe(?: now)?|subscriptions?|print subscriptions?"
    r"|my \w+"
    r"|weather|earth|innovation|shop|games|puzzles|crosswords?|sustainability|technology"
    r"|[\w ]{2,30} ?[-–|] ?back to home|(?:give|donate|support us)(?: now)?"
    r"|e-?paper|today['’]s paper"
    r"|zum inhalt springen|zur (?:navigation|startseite)(?: springen)?|menü|abo(?:nnement|s)?"
    r"|anmelden|einloggen|startseite|politik|wirtschaft|kultur|wissen(?:schaft)?|panorama|ausland"
    r"|inland|deutschland|meinung|gesellschaft|aller au contenu(?: principal)?|se connecter"
    r"|s['’]abonner|connexion|accueil|international|politique|économie|société|culture|planète"
    r"|opinions|débats|ir al contenido(?: principal)?|suscr[ií]bete|iniciar sesión|inicio"
    r"|internacional|economía|deportes|politica|economia|esteri|cronaca|abbonati|accedi)",
    re.IGNORECASE,
)
_SKIP = re.compile(
    r"(?:skip to|jump to (?:main )?content|zum inhalt|aller au contenu|ir al contenido)\b.{0,30}",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?…:;,][\"”’»)]*\Z")


@dataclass(frozen=True, slots=True)
class Menu:
    """The numbers of the lines of a menu, and of the headline below it."""

    lines: tuple[int, ...]
    headline: int


def menu_above(lines: list[str]) -> Menu | None:
    """Return the menu above an article and its headline, if a page was copied with one."""
    head = _above_article(lines)
    if not _is_menu(head):
        return None
    place = _headline(head)
    if place < 1 or not _is_menu(head[:place]):
        return None
    return Menu(tuple(number for number, _ in head[:place]), head[place][0])


def _is_menu(head: list[tuple[int, str]]) -> bool:
    known = sum(_is_entry(words) for _, words in head)
    return known >= LEAST_KNOWN or bool(head and _SKIP.fullmatch(head[0][1]))


def _above_article(lines: list[str]) -> list[tuple[int, str]]:
    """Return the lines above the first that only an article has: a byline, a date, a sentence.

    A day above anything that may be a headline is that of the whole paper.
    """
    head: list[tuple[int, str]] = []
    for number, line in enumerate(lines):
        words = line.strip()
        if not words:
            continue
        is_of_menu = (
            bylines.is_stamp(words)
            and _is_menu(head)
            and not any(_is_long(above) for _, above in head)
        )
        if _is_of_article(words) and not is_of_menu:
            return head
        if len(head) == MOST_LINES:
            break
        head.append((number, words))
    return []


def _is_of_article(words: str) -> bool:
    if len(words) > LONGEST_HEADLINE or bylines.authors_of(words):
        return True
    if bylines.is_stamp(words):
        return not re.fullmatch(r"\d+ min\w* read", words)
    kind = kind_of_surrounding(words)
    if kind in {"a button", "an advert"} or _is_entry(words):
        return False
    return kind == "a caption" or (bool(_STOP.search(words)) and len(words.split()) > SHORT)


def _is_long(words: str) -> bool:
    """Tell whether a line has the words of a headline."""
    return not (
        len(words.split()) <= SHORT
        or _is_entry(words)
        or _SKIP.fullmatch(words)
        or bylines.is_stamp(words)
    )


def _is_entry(words: str) -> bool:
    """Tell whether a line is what menus are made of."""
    bare = words.strip(" •·|>»…*-")
    return bool(len(bare) <= 60 and _MENU.fullmatch(bare)) or is_section(words) or _is_row(bare)


def _is_row(bare: str) -> bool:
    """Tell whether a line is several entries of a menu: "Home News Sport Innovation"."""
    each = bare.split()
    return (
        len(bare) <= 100
        and len(each) > SHORT
        and all(_MENU.fullmatch(one) or is_section(one) for one in each)
    )


def _headline(head: list[tuple[int, str]]) -> int:
    """Return the place of the headline among the lines above an article, else -1.

    It is the first of the lines of several words that no run of short ones parts from the article;
    where all are short, the last that is no entry of a menu.
    """
    found = -1
    run = 0
    for place in range(len(head) - 1, -1, -1):
        words = head[place][1]
        is_short = not _is_long(words)
        if not _is_entry(words) and kind_of_surrounding(words) in {"a button", "an advert"}:
            continue
        run = run + 1 if is_short else 0
        if run > FEW and found >= 0:
            break
        if not is_short and run <= FEW:
            found = place
    if found >= 0:
        return found
    own = [
        place
        for place, (_, words) in enumerate(head)
        if not (_is_entry(words) or bylines.is_stamp(words))
    ]
    return own[-1] if own else -1
