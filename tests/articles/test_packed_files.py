"""Pages and documents that programs pack: SingleFile, Safari, Firefox, WACZ, LibreOffice."""

import io
import plistlib
import warnings
import zipfile
from pathlib import Path

import brotli
import pytest
from test_readers import PAGE, PARAGRAPHS, TEXT, made, packed

from rag.articles.fields import Fields, NotAnArticle
from rag.articles.folder import load_articles
from rag.articles.readers.registry import read_bytes

OPEN = (
    '<office:document-content xmlns:office="o" xmlns:text="t" xmlns:style="s" xmlns:draw="d" '
    'xmlns:table="b"><office:automatic-styles>'
    '<style:style style:name="P1" style:parent-style-name="Title"/></office:automatic-styles>'
    "<office:body><office:text>{}</office:text></office:body></office:document-content>"
)
PROSE = "".join(f"<text:p>{one}</text:p>" for one in PARAGRAPHS)
META = "<m><title>Draft 7</title></m>"


def document(body: str, *, manifest: str = "<m/>") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        kind = "application/vnd.oasis.opendocument.text"
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("meta.xml", META)
        archive.writestr("content.xml", OPEN.format(body))
    return made.getvalue()


def reason(name: str, content: str | bytes) -> str:
    with pytest.raises(NotAnArticle) as refused:
        made(name, content)
    return str(refused.value)


def record(page: bytes, *headers: str, kind: str = "response") -> bytes:
    http = "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/html", *headers, "", ""]).encode()
    content = http + page if kind == "response" else page
    stated = "application/http; msgtype=response" if kind == "response" else "text/html"
    return (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://e.org/a\r\n"
        f"WARC-Date: 2024-05-03T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: {stated}\r\nContent-Length: {len(content)}\r\n\r\n"
    ).encode() + content + b"\r\n\r\n"  # fmt: skip


def test_a_page_that_unpacks_itself_is_read() -> None:
    unpacking = b"<!DOCTYPE html><body><p>Please wait...</p>" + packed(index__html=PAGE)
    (article,) = made("a.html", unpacking)
    assert article.title == "Ferries stand still"
    assert all(one in article.text for one in PARAGRAPHS)


@pytest.mark.parametrize("before", [b"", b"\x89PNG\r\n\x1a\n picture", b"%PDF-1.4 print"])
def test_a_page_in_an_archive_that_is_also_something_else_is_read(before: bytes) -> None:
    (article,) = made("a.html", before + packed(index__html=PAGE))
    assert article.title == "Ferries stand still"


def test_a_page_that_unpacks_to_far_more_than_it_holds_is_refused() -> None:
    bomb = b"<html>" + packed(index__html=b"a" * 3_000_000)
    assert "far more than it holds" in reason("a.html", bomb)


def test_a_page_with_a_password_is_refused() -> None:
    locked = bytearray(b"<html>" + packed(index__html=PAGE))
    locked[locked.index(b"PK\1\2") + 8] |= 1
    assert reason("a.html", bytes(locked)) == "It has a password; unpack it."


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_a_page_that_safari_saved_is_read(form: plistlib.PlistFormat) -> None:
    main = {
        "WebResourceData": PAGE.replace("ferry", "fährt").encode("latin-1"),
        "WebResourceTextEncodingName": "iso-8859-1",
        "WebResourceURL": "https://example.org/ferries",
    }
    (article,) = made("a.webarchive", plistlib.dumps({"WebMainResource": main}, fmt=form))
    assert (article.title, article.url) == ("Ferries stand still", "https://example.org/ferries")
    assert "fährt" in article.text


@pytest.mark.parametrize(
    "content",
    [
        b"bplist00nothing",
        b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "x">]><plist><string>&a;</string></plist>',
        plistlib.dumps({"WebMainResource": "x"}),
        plistlib.dumps(["x"]),
    ],
)
def test_what_safari_did_not_save_is_refused(content: bytes) -> None:
    expected = "It is not a page that Safari saved; save it as .html."
    assert reason("a.webarchive", content) == expected


def test_each_page_of_a_firefox_archive_is_an_article() -> None:
    archive = packed(
        **{"1--index__html": PAGE, "1--index__rdf": "<r/>", "1--index_files--a__html": "<p>ad</p>"},
        **{"2--index__html": PAGE.replace("Ferries", "Trains")},
    )
    titles = [(one.id, one.title) for one in made("a.maff", archive)]
    assert titles == [("1", "Ferries stand still"), ("2", "Trains stand still")]


@pytest.mark.parametrize(
    "warc",
    [
        record(brotli.compress(PAGE.encode()), "Content-Encoding: br"),
        record(PAGE.encode(), "Content-Encoding: br"),  # the word was left on it
        record(b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE.encode()), PAGE.encode()),
               "Transfer-Encoding: chunked"),
        record(PAGE.encode(), kind="resource"),
    ],
)  # fmt: skip
def test_a_page_is_read_however_it_was_sent(warc: bytes) -> None:
    (article,) = made("a.warc", warc)
    assert (article.title, article.url) == ("Ferries stand still", "https://e.org/a")


def test_a_page_in_an_unknown_packing_is_refused_and_the_next_one_read() -> None:
    warc = record(b"?", "Content-Encoding: zstd") + record(PAGE.encode())
    (one, refused), (other, _) = read_bytes("a.warc", warc)
    assert (one, other) == ("1", "2")
    assert isinstance(refused, NotAnArticle)
    assert str(refused) == "Its page is packed as zstd; save the page itself."


def test_the_archives_in_a_package_are_numbered_as_one() -> None:
    other = record(PAGE.replace("Ferries", "Trains").encode())
    package = packed(
        **{"archive--a__warc": record(PAGE.encode()), "archive--b__warc": other},
        **{"pages--pages__jsonl": "{}", "datapackage__json": "{}"},
    )
    titles = [(one.id, one.title) for one in made("a.wacz", package)]
    assert titles == [("1", "Ferries stand still"), ("2", "Trains stand still")]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.wacz", b"nothing", "It is damaged; write it anew."),
        ("a.wacz", packed(x="y"), "It holds no page that was fetched whole; save the page itself."),
        ("a.maff", b"nothing", "It is damaged; save the page as .html."),
        ("a.odt", b"nothing", "It is damaged; save it anew."),
        ("a.odt", packed(x="y"), "It is not a text of LibreOffice; save it as .odt or .docx."),
        ("a.odt", document(PROSE, manifest="<m><encryption-data/></m>"),
         "It has a password; save it without one."),
        ("a.odt", document(f"<text:p>{'a' * 3_000_000}</text:p>"),
         "It unpacks to far more than it holds, which is refused; unpack it."),
        ("a.fodt", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
         "It defines XML entities, which are not expanded; save it without them."),
        ("a.docx", document(PROSE),
         "It is an OpenDocument text, whatever its name says; rename it to end in .odt."),
        ("a.msg", b"\xd0\xcf\x11\xe0" * 99,
         "Files of its kind are not read; save it as .eml or .mbox, or remove it."),
    ],
)  # fmt: skip
def test_what_is_packed_and_cannot_be_read_is_refused(
    name: str, content: str | bytes, expected: str
) -> None:
    assert reason(name, content) == expected


def test_the_text_of_an_open_document_is_what_it_shows() -> None:
    body = (
        '<text:tracked-changes><text:p>Cut out.</text:p></text:tracked-changes><text:p '
        'text:style-name="P1">Ferries <text:span>stand</text:span><text:s text:c="2"/>still'
        f"</text:p><text:p>{PARAGRAPHS[0]}<text:note><text:p>A note.</text:p></text:note></text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>Boats</text:p></table:table-cell>"
        "<table:table-cell><text:p>12</text:p></table:table-cell></table:table-row></table:table>"
        "<text:list><text:list-item><text:p>By bus,<text:line-break/>or on foot</text:p>"
        "</text:list-item></text:list><text:p>A quay.<draw:frame><draw:text-box><text:p>A box."
        "</text:p></draw:text-box></draw:frame><office:annotation><text:p>Check!</text:p>"
        "</office:annotation></text:p>"
    )  # fmt: skip
    (article,) = made("a.odt", document(body))
    assert article.title == "Ferries stand still"
    assert article.text.split("\n\n") == [
        "Ferries stand still",
        PARAGRAPHS[0],
        "Boats | 12",
        "By bus,\nor on foot",
        "A quay.",
        "A box.",
    ]


def test_an_open_document_in_one_file_is_read() -> None:
    (article,) = made("a.fodt", OPEN.format(PROSE).replace("<office:body>", f"{META}<office:body>"))
    assert article.text == TEXT


def test_what_a_tracked_change_deletes_in_its_place_is_not_read() -> None:
    region = '<text:changed-region text:id="{}"><text:{}/></text:changed-region>'
    body = (
        f"<text:tracked-changes>{region.format('c1', 'deletion')}{region.format('c2', 'insertion')}"
        '</text:tracked-changes><text:p>The fare is <text:change-start text:change-id="c1"/>nothing'
        "<text:span>, or </text:span>less</text:p><text:p>Free! <text:change-end "
        'text:change-id="c1"/>ninety <text:change-start text:change-id="c2"/>crowns'
        '<text:change-end text:change-id="c2"/> a head.</text:p>'
    )
    (article,) = made("a.fodt", OPEN.format(body))
    assert article.text == "The fare is\n\nninety crowns a head."


def test_what_a_style_strikes_out_is_told_and_not_read() -> None:
    look = '<style:style style:name="T1"><style:text-properties style:text-line-through-style='
    body = '<text:p>The fare is <text:span text:style-name="T1">ten</text:span>ninety.</text:p>'
    struck = OPEN.format(body).replace(
        "<office:body>", f'{look}"solid"/></style:style><office:body>'
    )
    plain = struck.replace("solid", "none")
    assert [one.text for one in made("a.fodt", plain)] == ["The fare is tenninety."]
    ((_, found),) = read_bytes("a.fodt", struck.encode())
    assert isinstance(found, Fields)
    assert (found.text, found.around) == ("The fare is ninety.", "ten")


def test_archives_of_documents_are_read_too() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:  # as they are: their signs stand in the bytes
        archive.writestr("b.odt", document(PROSE))
    assert [one.id for one in made("a.zip", held.getvalue())] == ["b.odt"]


def test_files_of_an_archive_that_share_a_name_or_lead_out_of_it_are_refused(
    tmp_path: Path,
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, text in [("a.txt", "Boats sail."), ("a.txt", "Bells ring."), ("b.txt", "Noon."),
                           ("../up.txt", "Up."), ("/top.txt", "Top."), ("c\\..\\..\\d.txt", "Out."),
                           ("../.DS_Store", "No."), ("~$a.docx", "No."),
                           ("d/Thumbs.db", "No.")]:  # fmt: skip
            archive.writestr(name, text)
    loaded = load_articles(tmp_path)
    assert [(one.id, one.text) for one in loaded.articles] == [
        ("a.zip#a.txt", "Bells ring."),
        ("a.zip#b.txt", "Noon."),
    ]
    leads_out = "Its name leads out of the archive; pack it anew."
    assert [(one.path, one.reason) for one in loaded.refusals] == [
        ("a.zip#../up.txt", leads_out),
        ("a.zip#/top.txt", leads_out),
        ("a.zip#a.txt", "Another file there has its name; rename one of the two."),
        ("a.zip#c\\..\\..\\d.txt", leads_out),
    ]
