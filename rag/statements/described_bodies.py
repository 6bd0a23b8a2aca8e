"""Tell the name of a body from what is said of it before: "research firm Velm Analytics"."""

from rag.language.function_words import PREPOSITIONS
from rag.language.titles import is_role_noun
from rag.statements.roles import OWNER

# By hand, reading 2022 news: what bodies are called before their name.
_CALLED = frozenset(
    """agency firm company group website site service body giant tank outlet station media brand
    nonprofit maker platform newspaper utility broadcaster association retailer chain startup
    charity bank lender airline operator carrier manufacturer automaker carmaker drugmaker
    publisher publication magazine journal network regulator watchdog institute foundation
    business consultancy conglomerate supplier app label studio laboratory corporation
    organization organisation union club team band provider monitor rival parent daily weekly
    affiliate ministry""".split()
)
_INSIDE = frozenset("of and & for the".split())
_ARTICLES = ("the ", "The ", "a ", "A ", "an ", "An ")


def body_and_role(head: str) -> tuple[str, str]:
    """Return the name of a body and what it is, or the words as they are and ""."""
    words = head.split(" ")
    first = len(words)
    while first and (words[first - 1][:1].isupper() or words[first - 1] in _INSIDE):
        first -= 1
    while first < len(words) and words[first] in _INSIDE:
        first += 1
    before = words[:first]
    if not before or first == len(words) or before[-1] not in _CALLED:
        return head, ""
    role = " ".join(before)
    role = OWNER.sub("", next((role[len(a) :] for a in _ARTICLES if role.startswith(a)), role))
    plain = PREPOSITIONS.isdisjoint(before) and not {"and", "some", "many"} & {*before}
    several = is_role_noun(words[-1].removesuffix("s"))  # "airline CEOs"
    return (" ".join(words[first:]), role) if plain and not several else (head, "")
