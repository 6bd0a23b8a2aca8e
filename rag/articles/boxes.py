"""Find what stands as a box within a copied article: offers, pictures, films, other articles."""

import re
from collections.abc import Iterator

from rag.articles.surroundings import LONGEST, is_list_head
from rag.language.furniture import is_prose

# By hand, on pages of nine papers copied whole.
MOST_OFFER = 15  # lines of an offer of a newsletter
MOST_FILM = 3  # lines between what stands above a film and its length
MOST_TEASERS = 4  # lines of other articles, right below "Related article"

_OFFER = re.compile(r"skip past newsletter promotion", re.IGNORECASE)
_OFFER_END = re.compile(r"after newsletter promotion", re.IGNORECASE)
_SIGN_UP = re.compile(r"sign up (?:to|for) .{2,60}", re.IGNORECASE)
_NOTICE = re.compile(r"privacy notice: newsletters\b", re.IGNORECASE)
_PICTURE = re.compile(r"view image in full ?screen", re.IGNORECASE)
# The words for those who cannot see a picture, behind its agency's name
_PICTURE_OF = re.compile(r"(?:Getty Images|PA Media|PA Wire|EPA|Shutterstock|Alamy) [A-Z].{8,200}")
_FILM = re.compile(r"Video Ad Feedback")
_FILM_END = re.compile(r"\d\d:\d\d - Source: .{2,40}")


def boxes_in(lines: list[str]) -> dict[int, str]:
    """Return what the lines of boxes are, by number."""
    written = [(number, line.strip()) for number, line in enumerate(lines) if line.strip()]
    found: dict[int, str] = {}
    for place, (number, words) in enumerate(written):
        if len(words) > LONGEST:
            continue
        if _OFFER.fullmatch(words):
            found |= dict.fromkeys(_up_to(_OFFER_END, written, place, MOST_OFFER), "an advert")
        elif _SIGN_UP.fullmatch(words):
            found |= dict.fromkeys(_up_to(_NOTICE, written, place, MOST_OFFER), "an advert")
        elif _FILM.fullmatch(words):
            found |= dict.fromkeys(_up_to(_FILM_END, written, place, MOST_FILM), "a caption")
        elif _PICTURE.fullmatch(words) or (place > 1 and _is_picture(words)):
            found |= dict.fromkeys(_caption(lines, number), "a caption")
        elif is_list_head(words):
            found |= dict.fromkeys(_teasers(lines, number), "a link")
    return found


def _up_to(
    end: re.Pattern[str], written: list[tuple[int, str]], place: int, most: int
) -> list[int]:
    """Return the numbers of the lines from a place to one that ends a box, if there is one near."""
    near = written[place : place + most + 2]
    ends = [count for count, (_, words) in enumerate(near) if end.match(words)]
    return [number for number, _ in near[: ends[0] + 1]] if ends else []


def _is_picture(words: str) -> bool:
    return bool(_PICTURE_OF.fullmatch(words)) and not is_prose(words)


def _caption(lines: list[str], number: int) -> Iterator[int]:
    """Yield the number of a picture's line, and of the caption right below it."""
    yield number
    below = lines[number + 1].strip() if number + 1 < len(lines) else ""
    if below and (not is_prose(below) or re.search(r"\bPhoto(?:graph)?: [^.]{2,60}\Z", below)):
        yield number + 1


def _teasers(lines: list[str], number: int) -> list[int]:
    """Return the lines right below the head of a list, if they are few and none is prose."""
    listed: list[int] = []
    for below in range(number + 1, len(lines)):
        words = lines[below].strip()
        if not words:
            break
        if is_prose(words) or len(listed) == MOST_TEASERS:
            return []
        listed.append(below)
    return listed
