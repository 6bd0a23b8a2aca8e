"""Find who has the role that a question asks for by it alone: "the mayor", "the fire chief".

Of all who have it anywhere, those are meant whom the passages that were found for it quote.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.index.library import Library
from rag.language.matching import without_possessive
from rag.language.person_names import fold, same_person
from rag.language.roles import role_words
from rag.language.speaker_keys import is_name
from rag.questions.speaker_directory import MOST_NAMESAKES, Named, is_held
from rag.records import Passage
from rag.retrieval.statement_ranking import LEAST_FIT, topic_weights
from rag.retrieval.understand import Understood, speakers_of

AS_NEAR = 0.8  # share of the topic that a passage must have of what the best has (by hand)


def with_holders(
    library: Library, understood: Understood, passages: Sequence[Passage]
) -> Understood:
    """Return what is asked with whoever has the role, as named; the same where nobody has it.

    Args:
        library: what was searched.
        understood: what is asked.
        passages: what was found for it, best first.
    """
    query, asked = understood.query, understood.asked
    if not query.role or speakers_of(library).has_one_holder(query.role):
        return understood
    topic = " ".join(
        word for word in query.topic.split() if fold(without_possessive(word)) not in query.role
    )
    found = _holders(library, query.role, topic, passages)
    if not found:
        return understood
    named = tuple(Named(person, query.role) for person in found)
    if not query.subject:  # who has it is asked, not what they said
        return Understood(asked, replace(query, named=named, form="introduction"))
    query = replace(query, named=named, speakers=named, topic=topic)
    return Understood(replace(asked, speakers=found, topic=topic), query)


def _holders(
    library: Library, role: Sequence[str], topic: str, passages: Sequence[Passage]
) -> tuple[str, ...]:
    """Return the speakers in passages who have a role, those first whose passages fit best."""
    weights = topic_weights(library, topic)
    near: dict[str, float] = {}
    for passage, person in _quoted_in_role(library, role, passages):
        terms = set(library.lexical.terms(f"{passage.article.title} {passage.text}"))
        share = sum(weight for term, weight in weights.items() if term in terms)
        known = next((one for one in near if same_person(one, person)), person)
        near[known] = max(near.get(known, 0.0), share)
    least = max(AS_NEAR * max(near.values(), default=0.0), LEAST_FIT * sum(weights.values()))
    found = [_spelled(library, person) for person, share in near.items() if share >= least]
    return tuple(dict.fromkeys(found))[:MOST_NAMESAKES]


def _quoted_in_role(
    library: Library, role: Sequence[str], passages: Sequence[Passage]
) -> Iterator[tuple[Passage, str]]:
    asked = role_words(" ".join(role))
    said = library.statements_in([one.chunk.row for one in passages])
    for passage, statements in zip(passages, said, strict=True):
        beside = role_words(f"{passage.article.title} {passage.text}")
        for one in statements:
            if is_name(one.speaker) and is_held(asked, role_words(one.role), beside):
                yield passage, one.speaker


def _spelled(library: Library, person: str) -> str:
    """Return the spelling under which the statements of a speaker are found."""
    if library.people.has(person):
        return person
    return next(iter(library.people.spelled_like(person)), person)
