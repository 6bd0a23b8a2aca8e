"""The password of a served page: who has typed it, and how soon one may guess again."""

import ipaddress
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest

FREE = 3  # wrong guesses after which the next has to wait, by hand
FIRST_WAIT, LONGEST_WAIT = 1.0, 300.0  # seconds; each wrong guess doubles the wait, by hand
FREE_FOR_ALL = 30  # wrong guesses, from wherever, after which there is one a second, by hand
FORGOTTEN = 3600.0  # seconds without a guess after which the wrong ones count no more
MOST_GUESSERS = 10_000  # addresses whose wrong guesses are remembered
MOST_TOKENS = 1_000  # browsers that are let in at a time; the oldest leave first
LASTING = 30 * 24 * 3600.0  # seconds for which a browser is let in


@dataclass(frozen=True, slots=True)
class Guesses:
    """The wrong guesses that came from one address."""

    count: int
    last: float  # when


class Login:
    """Lets in who has typed the password, and makes who guesses wait longer each time.

    Args:
        password: what must be typed.
        now: tells the time in seconds.
    """

    def __init__(self, password: str, *, now: Callable[[], float] = time.monotonic) -> None:
        self._password = password.encode()
        self._now = now
        # Browsers send cookies to every port of a computer: each page has a name of its own.
        self.cookie = f"articles-{secrets.token_hex(4)}"
        self._tokens: OrderedDict[str, float] = OrderedDict()
        self._wrong: OrderedDict[str, Guesses] = OrderedDict()
        self._all = Guesses(0, 0.0)  # a guesser may have many addresses, or a proxy believe in them

    def knows(self, token: str) -> bool:
        """Tell whether a browser holds a token that was given out."""
        return self._tokens.get(token, 0.0) > self._now()

    def wait(self, address: str) -> float:
        """Return the seconds before a guess from an address is looked at."""
        since = self._all.last + FIRST_WAIT if self._all.count >= FREE_FOR_ALL else 0.0
        guesses = self._wrong.get(_network(address))
        if guesses is not None and guesses.count >= FREE:
            waiting = min(FIRST_WAIT * 2.0 ** min(guesses.count - FREE, 20), LONGEST_WAIT)
            since = max(since, guesses.last + waiting)
        return max(0.0, since - self._now())

    def guess(self, typed: str, address: str) -> str:
        """Return a token for the right password; nothing for another, or while one must wait."""
        if self.wait(address):
            return ""
        if compare_digest(typed.encode("utf-8", "replace"), self._password):
            self._wrong.pop(_network(address), None)
            token = secrets.token_urlsafe(32)
            self._tokens[token] = self._now() + LASTING
            while len(self._tokens) > MOST_TOKENS:
                self._tokens.popitem(last=False)
            return token
        self._note(_network(address))
        return ""

    def leave(self, token: str) -> None:
        """Let a browser in no more."""
        self._tokens.pop(token, None)

    def _note(self, network: str) -> None:
        """Count a wrong guess."""
        self._all = self._one_more(self._all)
        self._wrong[network] = self._one_more(self._wrong.pop(network, Guesses(0, 0.0)))
        while len(self._wrong) > MOST_GUESSERS:
            self._wrong.popitem(last=False)

    def _one_more(self, before: Guesses) -> Guesses:
        recent = before.count if self._now() - before.last < FORGOTTEN else 0
        return Guesses(recent + 1, self._now())


def _network(address: str) -> str:
    """Return what stands for everybody who can choose among such addresses."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False))
