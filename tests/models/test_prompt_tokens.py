import subprocess
import sys

from rag.models.prompt_tokens import count_tokens


def test_a_text_is_counted_as_a_language_model_counts_it() -> None:
    assert [count_tokens(text) for text in ("", "wall", "the harbour wall", "日本")] == [0, 1, 3, 2]


def test_text_that_spells_a_special_token_is_text() -> None:
    assert count_tokens("<|endoftext|>") > 1


def test_counting_needs_no_network() -> None:
    script = (
        "import socket; socket.socket = None; from rag.models.prompt_tokens import count_tokens\n"
        "print(count_tokens('the wall'))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("2\n", "")
