"""Read the lines around an article that say who wrote it, when, and for whom."""

import re

from rag.articles.months import FOREIGN_MONTHS, with_english_months
from rag.language.first_names import is_first_name

_MONTHS = (
    r"Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
    rf"|{FOREIGN_MONTHS}"
)
_DAY = re.compile(
    rf"(?:{_MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er)?[. ]*(?:{_MONTHS})\.?,? \d{{4}}"
    r"|\d{4}[-/]\d\d?[-/]\d\d?|\d\d?[./]\d\d?[./]\d{4}",
    re.IGNORECASE,
)
_STAMP_PART = (
    rf"(?:{_DAY.pattern}|(?:{_MONTHS})\.? \d{{1,2}}(?!\d)|\d{{1,2}} (?:{_MONTHS})\b"
    r"|(?:first |last |originally )?(?:published|updated|posted|modified|created|aired"
    r"|edited)(?: (?:on|at))?"
    r"|(?:publiée?|modifiée?|mise? à jour)(?: le)?|(?:veröffentlicht|aktualisiert|stand):?(?: am)?"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
    r"|(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi"
    r"|vendredi|samedi|dimanche)\b|\d{1,2}h\d\d\b|uhr\b|à\b|um\b"
    r"|(?:page|seite|p\.|s\.) ?[a-z]?\d{1,3}\b"
    r"|\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?"
    r"|T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?"
    r"|\(?(?:GMT|UTC)[+-]\d{1,2}(?::\d\d)?\)?"
    r"|(?:[ECMP][SD]?T|GMT|UTC|BST|CES?T|IST|AES?T|JST|HKT|local time)(?:\b|(?=updated|published))"
    r"|(?:a|an|\d+) (?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month|year)s? ago"
    r"|\d{1,2} ?[hm] ago|yesterday"
    r"|today|just now"
    r"|\d+ min(?:ute)?s? read|at\b|on\b|date:?)"
)
# Each part is taken as it is first found: marks belong to two of them, and every other reading of
# a line that repeats such parts would be tried, twice as many for each.
_STAMP = re.compile(rf"(?:[\s,|·•/:()–—-]*{_STAMP_PART})++[\s,|·•/:().–—-]*", re.IGNORECASE)
_TELLS_TIME = re.compile(
    rf"{_DAY.pattern}|\d[:.]\d\d|\bago\b|\d ?[ap]\.?m\b|updated|published|min(?:ute)?s? read"
    r"|\dh\d\d",
    re.IGNORECASE,
)
_PARTICLES = r"(?:de|del|della|der|den|van|von|bin|ibn|al|el|la|le|da|dos|di|y)"
_NAME = (
    rf"(?:[^\W\d_a-zß-þ][\w’'-]*\.?|{_PARTICLES})"
    rf"(?: (?:[^\W\d_a-zß-þ][\w.’'-]*|{_PARTICLES})){{1,4}}"
)
_OUTLET = (
    r"(?:The )?(?:AP|Associated Press|AFP|Agence France-Presse|Reuters|Bloomberg(?: News)?|dpa"
    r"|UPI|Xinhua"
    r"|Press Association|PA Media|CNN(?: \w+)?|BBC(?: News)?|NPR|NBC News|ABC News|CBS News"
    r"|Fox News|AP News"
    r"|USA TODAY(?: (?:Sports|NETWORK|Network|Opinion))?(?: [-–] [A-Z][A-Za-z]+)?"
    r"|[A-Z][\w’'.]*(?: [A-Z][\w’'.&]*){0,3}"
    r" (?:News|Times|Post|Journal|Tribune|Herald|Gazette|Chronicle|Register|Guardian|Telegraph"
    r"|Observer"
    r"|Press|Star|Sun|Republic|Week|Wire|Bee|Globe|Inquirer|Free Press|Examiner|Courier|Sentinel"
    r"|Enquirer"
    r"|Reporting|Staff|Correspondent|Advocate|Dispatch|News Service|News Illinois))"
)
_ROLE = (
    r"(?:(?:opinion|special|staff|guest|senior|chief|national|political|sports|business|health"
    r"|[a-z]+)[ -])*"
    r"(?:contributor|columnist|correspondent|reporter|writer|editor|producer|critic)"
)
_BY = re.compile(
    rf"(?i:by|words by|written by|reported by|story by|author:?|von|par|por)[: ]\s*"
    rf"(?P<names>{_NAME}(?:(?:,| and| &|;| y| und| et) ?(?:and |& )?{_NAME}){{0,9}})"
    rf"(?:,? ?(?:[|·•,–—-]|in [A-Z]|for|, ).{{0,80}}| ?\([^()]{{2,60}}\))?",
)
_POSTED_BY = re.compile(
    rf"(?i:posted|published) (?:on )?(?P<day>{_DAY.pattern})"
    r"(?:,? (?:at )?\d{1,2}:\d\d(?: ?[ap]m)?)?"
    rf" by (?P<names>{_NAME}(?:(?:,| and| &) ?(?:and )?{_NAME}){{0,9}})(?: ?[|·•–—].{{0,30}})?"
)
_BY_UPPER = re.compile(
    r"(?i:by|words by|written by)[: ]\s*(?P<names>[A-Z](?:[A-Z .,'’&-]| and ){4,80})"
)
_BARE = re.compile(
    rf"(?:{_NAME})(?:(?:,| and| &|;) ?(?:and |& )?{_NAME}){{0,9}}(?:, ?(?:{_OUTLET}|{_ROLE}))?"
)
_OUTLET_LINE = re.compile(
    rf"(?:(?i:source): ?|from )?(?P<outlet>{_OUTLET})"
    r"(?: (?:[sS]taff|[rR]eports?|[wW]riters?)){0,2}"
)
_ROLE_LINE = re.compile(rf"(?:{_ROLE})(?:, ?{_OUTLET})?|special to .{{2,60}}", re.IGNORECASE)
_AGENCY_LINE = re.compile(  # "Al Khor, Qatar CNN —"
    rf"(?:(?P<place>[A-Z][\w.’' ,/-]{{0,60}}?),? ?)?\(?(?P<outlet>{_OUTLET})\)? ?[—–-]{{1,2}}"
)
_SIGN_OFF = re.compile(
    rf"[-–—]{{1,2}} ?(?P<names>{_NAME}(?:(?:,|;| and| &)+ ?(?:and |& )?{_NAME}){{0,9}}"
    rf"(?:(?:,|;| and)+ ?(?:the )?{_OUTLET})*|(?:The )?{_OUTLET})",
)
_FROM_LINE = re.compile(
    rf"(?:[A-Z]\w{{1,20}} from|From) (?:[A-Z]+['’]s )?{_NAME}(?: (?:in|at) {_NAME}|,? in [A-Z]\w+)?"
)
_PLACE = re.compile(r"[A-Z][\w’'-]*(?:[ -][A-Z][\w’'-]*){0,2}(?:, [A-Z][\w’'-]*)?")
_WITH_ROLE = re.compile(
    rf"(?P<name>[A-Z][\w’'-]* [A-Z][\w’'-]*),?(?: (?:[A-Z][\w’'&-]*|and|of)){{0,5}} (?:{_ROLE})"
)
_LABELLED = re.compile(r"(?i:source|quelle|publication|newspaper): ?(?P<outlet>[A-Z].{1,60})")
# By hand, reading the lines of news_bulk.
MOST_STAMP = 140  # characters; a line that says more than when is longer


def is_stamp(line: str) -> bool:
    """Tell whether a line says when an article was published or updated, and nothing else."""
    return (
        len(line) <= MOST_STAMP and bool(_STAMP.fullmatch(line)) and bool(_TELLS_TIME.search(line))
    )


def without_stamp(line: str) -> tuple[str, str]:
    """Return a line without the time stamp at its end, and that stamp, which may be empty."""
    if len(line) <= 2 * MOST_STAMP:
        for found in re.finditer(
            rf"(?:^|(?<=[\s,|·•a-z]))(?:(?:first |last )?(?:published|updated|posted)\b"
            rf"|{_DAY.pattern})",
            line,
            re.IGNORECASE,
        ):
            if is_stamp(line[found.start() :]):
                return line[: found.start()].rstrip(" ,|·•-–—"), line[found.start() :]
    return line, ""


def day_of(stamp: str) -> str:
    """Return the first day that a stamp names, as written, or ""."""
    found = _DAY.search(stamp)
    return with_english_months(found[0]) if found else ""


def is_place_and_day(line: str) -> bool:
    """Tell whether a line says where and when an article was written: "Oldport, 8 March 2025"."""
    place, stamp = without_stamp(line)
    return bool(day_of(stamp) and _PLACE.fullmatch(place))


def facts_of(line: str) -> tuple[str, str, str]:
    """Return the authors, the day and the paper that the parts of a line name between bars.

    Nothing of a line without a day, as "Ada Moe wins the race | The Post" is.
    """
    if len(line) <= 2 * MOST_STAMP and (posted := _POSTED_BY.fullmatch(line)):
        return posted["names"], day_of(posted["day"]), ""
    parts = re.split(r" ?[|·•] ?", line) if len(line) <= 2 * MOST_STAMP else []
    authors = day = outlet = ""
    for part in parts:
        if is_stamp(part):
            day = day or day_of(part)
        elif paper := outlet_of(part):
            outlet = outlet or paper
        elif names := authors_of(part) or (part if is_name_line(part) else ""):
            authors = authors or names
        else:
            return "", "", ""
    return (authors, day, outlet) if day and len(parts) > 1 else ("", "", "")


def named_with_role(line: str) -> str:
    """Return the name before what its owner is: "Robert Moe West Coast correspondent", or ""."""
    found = _WITH_ROLE.fullmatch(line) if len(line) <= 100 else None
    return found["name"] if found and is_first_name(found["name"].split()[0]) else ""


def authors_of(line: str) -> str:
    """Return the names of a line such as "By Ada Moe and Finn Berg", or ""."""
    if len(line) > 200:
        return ""
    if (found := _BY.fullmatch(line)) and not found["names"][:4].isupper():
        return found["names"]
    if found := _BY_UPPER.fullmatch(line):
        return re.sub(r"\bAnd\b", "and", found["names"].title()).strip(" ,")
    return ""


def is_name_line(line: str) -> bool:
    """Tell whether a line is names and perhaps what they do, as bylines without "By" are."""
    return len(line) <= 160 and bool(_BARE.fullmatch(line))


def is_from_line(line: str) -> bool:
    """Tell whether a line says whom an entry of a live blog is from: "From Ada Moe in Oldport"."""
    return len(line) <= 80 and bool(_FROM_LINE.fullmatch(line))


def is_role_line(line: str) -> bool:
    """Tell whether a line says what an author is: "Opinion contributor"."""
    return len(line) <= 80 and bool(_ROLE_LINE.fullmatch(line))


def outlet_of(line: str) -> str:
    """Return the paper or agency that a line names and nothing else, or ""."""
    if len(line) > 100:
        return ""
    found = _AGENCY_LINE.fullmatch(line) or _OUTLET_LINE.fullmatch(line)
    return found["outlet"].removeprefix("The ") if found else ""


def labelled_outlet(line: str) -> str:
    """Return the paper that a line names behind a label: "Source: Oldport Weekly"."""
    found = _LABELLED.fullmatch(line)
    return found["outlet"].rstrip(" .") if found else ""


def signed(line: str) -> bool:
    """Tell whether a line is the name below an entry or an article: "– Ada Moe, The Post"."""
    return len(line) <= 200 and bool(_SIGN_OFF.fullmatch(line))
