"""Damage an index, switch it under questions, ask from many pages at once; count what goes wrong.

    python -m benchmarks robustness --work FOLDER [--damages 79] [--builds 12] [--chats 100]

``--work`` is a new folder, ``--seeds`` names other articles. A damage changes a byte of one file,
cuts off half of it, empties it, adds a byte or removes it, and is mended afterwards; it counts as
found when ``rag verify`` says so, and as harm when a question then ends in anything but an answer
or a reason.
"""

import random
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
from memory import Box, build, page
from rows import complain, head, say
from work_folder import begun, options_of

from rag.chat import Chat
from rag.errors import RagError
from rag.index.build import build_index
from rag.index.verify import verify_index

PAINTED = "How many times was the bridge painted?"
ASKING = 4  # threads that ask during the builds
DAMAGES: tuple[Callable[[bytes, int], bytes | None], ...] = (
    lambda content, at: content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :],
    lambda content, at: content[: len(content) // 2],
    lambda content, at: b"",
    lambda content, at: content + b"x",
    lambda content, at: None,
)


def main() -> None:
    """Print a row for each probe, and what went wrong."""
    options = options_of(__doc__, damages=79, builds=12, chats=100)
    seeds, index = begun(options)
    paint(seeds, 0)
    build_index(seeds, index)
    head("probe", "count", "as it should be", "failed")
    row("damages, found by `rag verify`", *damages(seeds, index, options.damages))
    row(f"questions during {options.builds} builds", *switches(seeds, index, options.builds))
    row("chats at once, each with its own answer", *chats(index, options.chats))


def row(name: str, count: int, problems: list[str]) -> None:
    """Print how many went well, and beside the table what did not."""
    say(name, count, count - len(problems), len(problems))
    complain(problems)


def paint(seeds: Path, times: int) -> None:
    """Change the article that a question is asked about."""
    (seeds / "changed.txt").write_text(f"The bridge was painted {times} times, the mayor said.\n")


def damages(seeds: Path, index: Path, count: int) -> tuple[int, list[str]]:
    """Damage one file after another, and return what nobody noticed or what broke."""
    files = [path for path in sorted(index.rglob("[!.]*")) if path.is_file()]
    problems = []
    for number in range(count):
        path = files[number % len(files)]
        content = path.read_bytes()
        chance = random.Random(number)
        damaged = DAMAGES[number // len(files) % len(DAMAGES)](
            content, chance.randrange(len(content))
        )
        path.unlink() if damaged is None else path.write_bytes(damaged)
        try:
            if not verify_index(index, seeds).damage:
                problems.append(f"damage {number}: {path.name} is as it should be")
        except RagError:
            pass
        try:
            Chat(index).ask(PAINTED)
        except RagError:
            pass
        except Exception as error:  # whatever it is, it is what is looked for
            problems.append(f"damage {number}: {path.name}: {error!r:.200}")
        path.write_bytes(content)
    return count, problems


def switches(seeds: Path, index: Path, count: int) -> tuple[int, list[str]]:
    """Ask one chat from several threads while builds switch its index; return what went wrong."""
    chat, problems, asked = Chat(index), list[str](), list[int]()
    over = threading.Event()
    built = 0

    def ask() -> None:
        while not over.is_set():
            least = built
            try:
                said = " ".join(claim.text for claim in chat.ask(PAINTED).claims)
            except Exception as error:  # whatever it is, it is what is looked for
                problems.append(f"{error!r:.200}")
                continue
            found = re.search(r"painted (\d+) times", said)
            asked.append(int(found[1]) if found else -1)
            if not found or not least <= asked[-1] <= built + 1:
                problems.append(f"between {least} and {built + 1}: {said!r:.200}")

    threads = [threading.Thread(target=ask) for _ in range(ASKING)]
    for thread in threads:
        thread.start()
    for number in range(1, count + 1):
        paint(seeds, number)
        build(seeds, index)
        time.sleep(1)  # the chat looks for a new index once a second at most
        built = number
    over.set()
    for thread in threads:
        thread.join()
    return len(asked), problems


def chats(index: Path, count: int) -> tuple[int, list[str]]:
    """Ask from many pages at once, and return which of them saw no answer or another's."""
    with page(index) as (address, _):
        box = Box(address)

        def ask(number: int) -> str:
            with httpx.Client(base_url=address + "gradio_api", timeout=600) as client:
                question = f"What did visitor{number:04} say about the bridge?"
                return str(list(box.ask(client, f"page{number}", question)))

        with ThreadPoolExecutor(count) as visitors:
            heard = list(visitors.map(ask, range(count)))
    own = [{f"visitor{number:04}"} for number in range(count)]
    seen = [set(re.findall(r"visitor\d{4}", one)) for one in heard]
    return count, [f"page {n}: {seen[n] or 'nothing'}" for n in range(count) if seen[n] != own[n]]


if __name__ == "__main__":
    main()
