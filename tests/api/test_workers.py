"""A few requests are worked on at a time; the rest wait, or are turned away."""

import asyncio
from threading import Event

import pytest

from rag.api.workers import Busy, TooLong, Workers


def test_work_is_done_and_its_errors_are_raised() -> None:
    def fails() -> None:
        raise ValueError("no")

    async def run() -> None:
        workers = Workers()
        assert await workers.run(lambda: 7) == 7
        with pytest.raises(ValueError, match=r"^no$"):
            await workers.run(fails)

    asyncio.run(run())


def test_as_many_wait_as_may_and_the_next_is_turned_away() -> None:
    async def run() -> None:
        workers, go = Workers(at_once=1, most=3), Event()
        waiting = [asyncio.create_task(workers.run(go.wait)) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await workers.run(lambda: True)
        go.set()
        assert await asyncio.gather(*waiting) == [True, True, True]
        assert await workers.run(lambda: 7) == 7

    asyncio.run(run())


def test_what_takes_too_long_keeps_its_place_until_it_has_ended() -> None:
    async def run() -> None:
        workers, go = Workers(at_once=1, most=1, longest=0.05), Event()
        with pytest.raises(TooLong) as raised:
            await workers.run(go.wait)
        assert raised.value.seconds == 0.05
        with pytest.raises(Busy):
            await workers.run(lambda: True)
        go.set()
        while workers.taken:
            await asyncio.sleep(0.01)
        assert await workers.run(lambda: 7) == 7

    asyncio.run(run())


def test_what_has_not_begun_in_time_is_never_begun() -> None:
    async def run() -> None:
        workers, go, done = Workers(at_once=1, longest=0.05), Event(), list[int]()
        first = asyncio.create_task(workers.run(go.wait))
        await asyncio.sleep(0)
        with pytest.raises(TooLong):
            await workers.run(lambda: done.append(1))
        go.set()
        with pytest.raises(TooLong):
            await first
        while workers.taken:
            await asyncio.sleep(0.01)
        assert done == []

    asyncio.run(run())
