"""Read .zip files of articles, within bounds: how many, how large, how deep."""

import csv
import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from rag.articles.columns import NONE, Columns
from rag.articles.fields import Fields, NotAnArticle, Pieces
from rag.articles.readers.kinds import is_kept_by_programs

MOST_MEMBERS = 20_000
MOST_BYTES = 1_000_000_000  # of all members, unpacked
MOST_OF_ONE = 200_000_000
POSTS = "posts.csv"  # of a publication at Substack: the title and the day of each of its pages
MOST_LISTED = 20_000_000  # bytes of such a list
MOST_RATIO = 200  # unpacked to packed, of a member over a megabyte: text packs to a tenth


def read_member(packed: zipfile.ZipFile, name: str) -> bytes:
    """Return the bytes of one member.

    Raises:
        NotAnArticle: it is larger than it says, or than anything that was written.
    """
    member = packed.getinfo(name)
    if member.flag_bits & 1:
        raise NotAnArticle("It has a password; unpack it.")
    if member.file_size > MOST_OF_ONE or (
        member.file_size > 1_000_000
        and member.file_size > MOST_RATIO * max(member.compress_size, 1)
    ):
        raise NotAnArticle("It unpacks to far more than it holds, which is refused; unpack it.")
    try:
        with packed.open(member) as opened:
            data = opened.read(member.file_size + 1)
    except (zlib.error, EOFError):
        raise zipfile.BadZipFile from None
    if len(data) > member.file_size:
        raise NotAnArticle("It unpacks to more than it says; pack it anew.")
    return data


def read_zip(data: bytes, columns: Columns = NONE) -> Pieces:
    """Yield the articles of every member that can be read; archives in archives are not opened."""
    from rag.articles.readers.registry import read_bytes

    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError):
        raise NotAnArticle("It is not a ZIP file, or damaged; pack it anew.") from None
    with packed:
        members = [one for one in packed.infolist() if not one.is_dir() and _is_shown(one.filename)]
        if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_BYTES:
            raise NotAnArticle(
                f"It holds more than {MOST_MEMBERS:,} files or {MOST_BYTES:,} bytes; unpack it."
            )
        posts = _posts(packed, members)
        members = [one for one in members if not (posts and one.filename == POSTS)]
        for member in sorted(members, key=lambda one: one.filename):
            name = member.filename
            try:
                if _leads_out(name):
                    raise NotAnArticle("Its name leads out of the archive; pack it anew.")
                if packed.getinfo(name) is not member:  # unpacking leaves only the last of them
                    raise NotAnArticle("Another file there has its name; rename one of the two.")
                if PurePosixPath(name).suffix.lower() == ".zip":
                    raise NotAnArticle("It is an archive in an archive; unpack it.")
                for part, fields in read_bytes(name, read_member(packed, name), columns):
                    yield f"{name}#{part}" if part else name, _titled(fields, name, posts)
            except NotAnArticle as reason:
                yield name, reason
            except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError):
                yield name, NotAnArticle("It cannot be unpacked; pack it anew.")


def _posts(
    packed: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo]
) -> dict[str, dict[str, str]]:
    """Return what Substack's list of posts says of the pages beside it, by their names."""
    if not any(one.filename == POSTS and one.file_size <= MOST_LISTED for one in members):
        return {}
    try:
        listed = read_member(packed, POSTS).decode("utf-8-sig", "replace")
        rows = list(csv.DictReader(io.StringIO(listed, newline="")))
    except (csv.Error, NotAnArticle, zipfile.BadZipFile, OSError, RuntimeError):
        return {}
    return {row["post_id"]: row for row in rows if row.get("post_id") and row.get("title")}


def _titled(
    found: Fields | NotAnArticle, name: str, posts: Mapping[str, Mapping[str, str]]
) -> Fields | NotAnArticle:
    """Return what was found in a page, with the title and the day that a list of posts has."""
    post = posts.get(PurePosixPath(name).stem)
    if post is None or not isinstance(found, Fields):
        return found
    return replace(found, title=post["title"], date=post.get("post_date") or found.date)


def _is_shown(name: str) -> bool:
    """Tell whether a member is a file of its owner's: no hidden one, none of the system's."""
    return not any(is_kept_by_programs(one) for one in _path(name).parts if one != "..")


def _leads_out(name: str) -> bool:
    """Tell whether a member would be unpacked elsewhere than below the folder it is put in."""
    path = _path(name)
    return path.is_absolute() or ".." in path.parts


def _path(name: str) -> PurePosixPath:
    return PurePosixPath(name.replace("\\", "/"))
