"""Who is let in, and how long somebody who guesses has to wait."""

import pytest

import rag.web.login
from rag.web.login import (
    FORGOTTEN,
    FREE_FOR_ALL,
    LASTING,
    LONGEST_WAIT,
    MOST_GUESSERS,
    MOST_TOKENS,
    Login,
)


class Clock:
    """Time that passes only when it is told to."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


def test_the_right_password_gives_a_token_for_a_while() -> None:
    clock = Clock()
    login = Login("sésame", now=clock)
    token = login.guess("sésame", "192.0.2.1")
    assert login.knows(token)
    assert not login.knows(token + "x")
    assert not login.knows("")
    clock.time += LASTING
    assert not login.knows(token)


def test_every_wrong_guess_doubles_the_wait() -> None:
    clock = Clock()
    login = Login("sesame", now=clock)
    waits = []
    for _ in range(14):
        assert login.guess("open", "192.0.2.1") == ""
        waits.append(login.wait("192.0.2.1"))
        clock.time += waits[-1]
    assert waits == [0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
    assert waits[-1] == LONGEST_WAIT


def test_meanwhile_the_right_password_is_not_looked_at() -> None:
    clock = Clock()
    login = Login("sesame", now=clock)
    for _ in range(3):
        login.guess("open", "192.0.2.1")
    assert login.guess("sesame", "192.0.2.1") == ""
    assert login.guess("sesame", "192.0.2.2") != ""  # somebody else's
    clock.time += 1
    assert login.guess("sesame", "192.0.2.1") != ""
    assert login.wait("192.0.2.1") == 0


def test_guesses_from_many_addresses_wait_for_each_other() -> None:
    clock = Clock()
    login = Login("sesame", now=clock)
    for number in range(FREE_FOR_ALL):
        assert login.wait(f"192.0.2.{number}") == 0
        login.guess("open", f"192.0.2.{number}")
    assert login.wait("198.51.100.1") == 1
    assert login.guess("sesame", "198.51.100.1") == ""
    clock.time += 1
    assert login.guess("sesame", "198.51.100.1") != ""
    clock.time += FORGOTTEN
    login.guess("open", "192.0.2.1")
    assert login.wait("198.51.100.1") == 0


def test_wrong_guesses_are_forgotten_after_a_while() -> None:
    clock = Clock()
    login = Login("sesame", now=clock)
    for _ in range(3):
        login.guess("open", "192.0.2.1")
    clock.time += FORGOTTEN
    login.guess("open", "192.0.2.1")
    assert login.wait("192.0.2.1") == 0


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:2", True),  # one network can choose among all of these
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("", "", True),
    ],
)
def test_who_can_choose_among_addresses_waits_for_all(first: str, second: str, same: bool) -> None:
    login = Login("sesame", now=Clock())
    for _ in range(3):
        login.guess("open", first)
    assert (login.wait(second) > 0) is same


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rag.web.login, "FREE_FOR_ALL", 10 * MOST_GUESSERS)
    login = Login("sesame", now=Clock())
    tokens = [login.guess("sesame", "192.0.2.1") for _ in range(MOST_TOKENS + 1)]
    assert [login.knows(token) for token in tokens[:2]] == [False, True]
    for number in range(MOST_GUESSERS + 1):
        for _ in range(3):
            login.guess("open", f"guesser {number}")
    assert [login.wait(f"guesser {number}") > 0 for number in (0, 1)] == [False, True]
