"""Write the PDF files that tests and benchmarks read."""

from collections.abc import Sequence

Drawn = Sequence[tuple[int, int, str] | tuple[int, int, str, int]]


def make_pdf(*pages: Drawn, font: str = "Helvetica") -> bytes:
    """Return a PDF with lines of text at places of its pages.

    Args:
        pages: of each line how far it stands from the left and from the bottom, and its words
            as a PDF writes them, and the size of its letters, else 10.
        font: one that every reader knows.
    """
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/%s>>" % font.encode(),
    ]
    kids = []
    for page in pages:
        drawn = "".join(
            f"BT /F1 {size[0] if size else 10} Tf {x} {y} Td ({words}) Tj ET\n"
            for x, y, words, *size in page
        ).encode()
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    made = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj%s endobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return made + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (size, table, size, len(made))
    )
