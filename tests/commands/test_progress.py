import pytest

from rag.commands.progress import Bars


def test_progress_is_a_line_now_and_then_where_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 0.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    bars = Bars(terminal=False)
    for done in range(1, 13):
        now += 1
        bars("embedding passages", done, 12)
    bars.close()
    assert capsys.readouterr() == (
        "", "embedding passages: 5 of 12\nembedding passages: 10 of 12\n"
    )  # fmt: skip


def test_progress_is_a_bar_with_rate_and_time_left_on_a_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    bars = Bars(terminal=True)
    for stage in ("reading articles", "embedding passages"):
        for done in range(1, 4):
            bars(stage, done, 3)
    bars.close()
    out, err = capsys.readouterr()
    assert out == ""
    assert err.index("reading articles: 100%") < err.index("embedding passages: 100%")
    assert "3/3" in err
    assert "it/s]" in err
