"""Places in articles."""

import pytest

from rag.records import Span


@pytest.mark.parametrize(
    ("other", "overlaps"),
    [
        (Span("a.txt", 10, 20), True),
        (Span("a.txt", 19, 30), True),
        (Span("a.txt", 0, 11), True),
        (Span("a.txt", 12, 13), True),
        (Span("a.txt", 20, 30), False),
        (Span("a.txt", 0, 10), False),
        (Span("b.txt", 10, 20), False),
    ],
)
def test_spans_overlap_that_share_a_character(other: Span, overlaps: bool) -> None:
    span = Span("a.txt", 10, 20)
    assert span.overlaps(other) is overlaps
    assert other.overlaps(span) is overlaps
