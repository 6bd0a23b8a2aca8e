"""What kind of words would answer a question."""

import pytest

from rag.questions.answer_type import expected_kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who sank the ferry?", "person"),
        ("When did the ferry sink?", "date"),
        ("In which year did the ferry sink?", "date"),
        ("How many people drowned when it sank?", "number"),
        ("Where did it sink?", "place"),
        ("Which city did it leave?", "place"),
        ("Why did it sink?", "reason"),
        ("How come it sank?", "reason"),
        ("Did it sink?", "yes_no"),
        ("so is it still afloat?", "yes_no"),
        ("It sank near Bergen, right?", "yes_no"),
        ("Could you tell me who sank the ferry?", "person"),
        ("What did the WHO say about the ferry?", "thing"),
        ("WHO SANK THE FERRY?", "person"),
        ("What sank?", "thing"),
    ],
)
def test_the_kind_of_words_that_would_answer_is_read(question: str, kind: str) -> None:
    assert expected_kind(question) == kind
