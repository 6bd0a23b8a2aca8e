from datetime import date

from rag.language.dates import written_date


def test_a_date_is_written_with_its_day_first_and_none_is_undated() -> None:
    assert written_date(date(2025, 2, 3)) == "3 February 2025"
    assert written_date(None) == "undated"
