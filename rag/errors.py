"""Every error a user of ``rag`` can meet.

RagError
├── NoArticles       the folder of articles is missing or holds nothing readable
├── UnknownArticle   no article has the id asked for
├── UnknownSpeaker   nobody of the name asked for says anything
├── UnknownSource    no article has the source or author that is filtered by
├── ModelUnavailable the embedding model cannot be loaded, or is not the one expected
├── IndexMissing     there is no index yet
├── IndexMismatch    the index was made by another model, format or version
├── IndexDamaged     a file of the index is missing or not as it was written
├── IndexMisplaced   the folder named for the index holds something else, or the articles
├── IndexUnwritable  the disk is full, or the folder may not be written to
├── StoreUnavailable a server that keeps the index cannot be reached or used
├── BuildRunning     another build holds the lock
├── WorkersUnusable  Dask's scheduler or its workers are missing, fail, or are of another version
├── BadQuestion      the question cannot be searched: empty, too long
└── BadQuery         the exact search cannot be read; knows where
"""


class RagError(Exception):
    """Say what is wrong, with the values seen, and what to do next.

    Args:
        problem: one sentence about what was found.
        fix: the next step, naming a command or a file.
    """

    def __init__(self, problem: str, *, fix: str) -> None:
        super().__init__(f"{problem} {fix}")
        self.problem = problem
        self.fix = fix


class NoArticles(RagError):
    """The folder of articles is missing or holds nothing readable."""


class UnknownArticle(RagError):
    """No article has the id asked for."""


class UnknownSpeaker(RagError):
    """Nobody of the name asked for says anything."""


class UnknownSource(RagError):
    """No article has the source or author that is filtered by."""


class ModelUnavailable(RagError):
    """The embedding model cannot be loaded, or is not the one expected."""


class IndexMissing(RagError):
    """There is no index yet."""


class IndexMismatch(RagError):
    """The index was made by another model, format or version."""


class IndexDamaged(RagError):
    """A file of the index is missing or not as it was written."""


class IndexMisplaced(RagError):
    """The folder named for the index holds something else, or the articles."""


class IndexUnwritable(RagError):
    """The disk is full, or the folder may not be written to."""


class StoreUnavailable(RagError):
    """A server that keeps the index cannot be reached or used."""


class BuildRunning(RagError):
    """Another build holds the lock."""


class WorkersUnusable(RagError):
    """Dask's scheduler or its workers are missing, fail, or are of another version."""


class BadQuestion(RagError):
    """The question cannot be searched: empty, too long."""


class BadQuery(RagError):
    """The exact search cannot be read; knows where.

    Args:
        problem: see ``RagError``, as for ``fix``.
        search: as typed.
        place: of the fault, in characters from 0.
    """

    def __init__(self, problem: str, *, fix: str, search: str, place: int) -> None:
        super().__init__(problem, fix=fix)
        self.search = search
        self.place = place
