from pathlib import Path

import pytest

from rag.errors import IndexDamaged
from rag.index.servers.store_address import STORE, StoreAddress, read_store, store_of


@pytest.mark.parametrize(
    ("written", "address", "milvus"),
    [
        (
            "milvus://10.0.0.5:19531/news",
            StoreAddress("10.0.0.5", 19531, False, "news", ""),
            "http://10.0.0.5:19531",
        ),
        (
            "milvus+tls://milvus.example.org/all_2",
            StoreAddress("milvus.example.org", 19530, True, "all_2", ""),
            "https://milvus.example.org:19530",
        ),
        ("milvus://[::1]/a", StoreAddress("::1", 19530, False, "a", ""), "http://[::1]:19530"),
    ],
)
def test_an_address_names_a_server_and_an_index(
    written: str, address: StoreAddress, milvus: str
) -> None:
    assert read_store(written) == address
    assert address.milvus == milvus


@pytest.mark.parametrize(
    ("written", "database", "problem"),
    [
        ("http://host/news", "", "no address like milvus://HOST:PORT/NAME"),
        ("milvus:///news", "", "no address like milvus://HOST:PORT/NAME"),
        ("milvus://host", "", "'' is no name for an index"),
        ("milvus://host/News", "", "'News' is no name"),
        ("milvus://host/news_00000001", "", "no number of eight digits at its end"),
        ("milvus://token@host/news", "", r"a token belongs into \$RAG_STORE_TOKEN"),
        ("milvus://host/news", "postgresql://u:secret@h/d", r"a password belongs into \$RAG_DATA"),
        ("milvus://host/news", "host=h password=secret", r"a password belongs into \$RAG_DATABASE"),
    ],
)
def test_what_is_no_address_or_secret_is_refused(written: str, database: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        read_store(written, database)


def test_a_folder_without_a_note_keeps_its_own_index(tmp_path: Path) -> None:
    assert store_of(tmp_path) is None
    assert store_of(tmp_path / "missing") is None
    (tmp_path / STORE).write_text("{}", "utf-8")
    with pytest.raises(IndexDamaged, match="STORE cannot be read"):
        store_of(tmp_path)
