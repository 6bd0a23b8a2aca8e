from pathlib import Path

import pytest

from rag.errors import IndexDamaged, StoreUnavailable
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
        ("milvus://host:port/news", "", "no address like milvus://HOST:PORT/NAME"),
        ("milvus://s3cr3t@host/news", "", r"a token belongs into \$RAG_STORE_TOKEN"),
        ("http://user:s3cr3t@host/news", "", r"'http://\*\*\*@host/news' is no address"),
        ("milvus:/user:s3cr3t@host/news", "", r"'\*\*\*@host/news' is no address"),
        ("user:s3cr3t@host/news", "", r"'\*\*\*@host/news' is no address"),
        ("milvus://user:s3/cr3t@s3cr3t@host/news", "", r"'milvus://\*\*\*@host/news' is no"),
        ("milvus://host/news", "u:s3cr3t@h/d", r"a password belongs into \$RAG_DATA"),
        ("milvus://host/news", "postgresql:/u:s3cr3t@h/d", r"a password belongs into"),
        ("milvus://host/news", "postgresql://u:s3/cr3t@h/d", r"a password belongs into"),
        ("milvus://host/news", "postgresql://u@h/d?sslpassword=s3cr3t", r"a password belongs"),
        ("milvus://host/news", "postgresql://u:secret@h/d", r"a password belongs into \$RAG_DATA"),
        ("milvus://host/news", "host=h password=secret", r"a password belongs into \$RAG_DATABASE"),
    ],
)
def test_what_is_no_address_or_secret_is_refused(written: str, database: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem) as error:
        read_store(written, database)
    assert "cr3t" not in str(error.value)


@pytest.mark.parametrize(
    "database",
    ["", "postgresql://rag@127.0.0.1:5432/news", "postgresql://rag@[::1]:5432/d", "host=h user=u"],
)
def test_an_address_of_postgresql_without_a_password_is_taken(database: str) -> None:
    assert read_store("milvus://host/news", database).database == database


@pytest.mark.parametrize(
    "secret",
    [
        "postgresql://rag:s3@cr3t@127.0.0.1/news",
        "postgresql://rag:s3%cr3t@127.0.0.1/news",
        "postgresql://rag:s3/cr3t@127.0.0.1/news",
        "postgresql://rag:12/s3cr3t@127.0.0.1/news",
        "rag:s3cr3t@127.0.0.1/news",
        "host=127.0.0.1 password=s3 cr3t",
    ],
)
def test_an_address_that_cannot_be_read_is_not_repeated(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    from rag.index.servers import postgres

    monkeypatch.setenv("RAG_DATABASE", secret)
    with pytest.raises(StoreUnavailable) as error:
        postgres.connect(read_store("milvus://host/news"))
    assert str(error.value) == (
        "$RAG_DATABASE is no address like postgresql://USER@HOST/NAME. "
        "Write @ % / of a password as %40 %25 %2F."
    )


def test_a_folder_without_a_note_keeps_its_own_index(tmp_path: Path) -> None:
    assert store_of(tmp_path) is None
    assert store_of(tmp_path / "missing") is None
    (tmp_path / STORE).write_text("{}", "utf-8")
    with pytest.raises(IndexDamaged, match="STORE cannot be read"):
        store_of(tmp_path)
