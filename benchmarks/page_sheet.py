"""A page in the making: its parts, and a note of all that is no part of the story."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from page_stories import (
    ADS,
    CAPTIONS,
    CREDITS,
    LETTERS,
    PEOPLE,
    TEASERS,
    Story,
)


@dataclass
class Sheet:
    """A page in the making."""

    story: Story
    chance: random.Random
    around: list[str] = field(default_factory=list)  # all that is no part of the story

    def extra(self, *choices: str) -> str:
        """Return one of some texts around the story, marked up, and note it."""
        given = {
            "n": self.chance.randrange(3, 900),
            "name": self.chance.choice(PEOPLE),
            "author": self.story.authors[0],
            "paper": self.story.paper,
        }
        words = self.chance.choice(choices).format(**given)
        self.around.append(words)
        return escape(words)

    def links(self, count: int, tag: str = "li") -> str:
        """Return links to other stories."""
        return "".join(
            f'<{tag}><a href="/{n}">{self.extra(*TEASERS)}</a></{tag}>' for n in range(count)
        )

    def nav(self) -> str:
        """Return a row of links as at the head of a page."""
        names = ("News", "Sport", "Opinion", "Culture", "Travel", "Obituaries")
        return "".join(f'<li><a href="/{name.lower()}">{name}</a></li>' for name in names)

    def blocks(self, wraps: dict[str, str], *between: Callable[[], str], lists: bool = True) -> str:
        """Return the story, each block in the wrap of its kind, with what stands in between.

        Args:
            wraps: markup with ``%s`` for the words, by kind; what has none is wrapped as "p".
            between: each is called once, at a place of its own behind the first paragraph.
            lists: items stand in a ``<ul>``.
        """
        last = len(self.story.blocks) - 1
        places = [self.chance.randrange(1, last) for _ in between]
        parts = []
        before = ""
        for number, (kind, words) in enumerate(self.story.blocks):
            if lists and (kind == "li") != (before == "li"):
                parts.append("<ul>" if kind == "li" else "</ul>")
            wrap = wraps.get(kind, wraps["p"] if kind == "quote" else f"<{kind}>%s</{kind}>")
            parts.append(wrap % self._inline(words, number))
            before = kind
            if kind == "p":
                parts += [
                    one() for one, place in zip(between, places, strict=True) if place == number
                ]
        late = [
            one()
            for one, place in zip(between, places, strict=True)
            if self.story.blocks[place][0] != "p"
        ]
        return "\n".join([*parts, *late])

    def _inline(self, words: str, number: int) -> str:
        """Return words as markup, some with a link or an emphasis in them."""
        written = escape(words)
        if number % 3 == 1 and len(words) > 60:
            middle = written.split(" ")
            middle[3:6] = [f'<a href="/topic/{number}">{" ".join(middle[3:6])}</a>']
            written = " ".join(middle)
        if number % 4 == 2 and len(words) > 60:
            last = written.rsplit(" ", 1)
            written = f"{last[0]} <em>{last[1]}</em>"
        return written

    def byline(self, joint: str = " and ") -> str:
        """Return the authors as a line names them."""
        names = self.story.authors
        return escape(", ".join(names[:-1]) + joint + names[-1] if len(names) > 1 else names[0])

    def authors(self, wrap: str) -> str:
        """Return the authors, each in markup with ``%s`` for the name."""
        return "".join(wrap % escape(name) for name in self.story.authors)

    def figure(self, caption: str = "figcaption", credit: str = "span") -> str:
        """Return a picture that is loaded late, with its caption and who took it."""
        return (
            '<figure><img src="data:image/gif;base64,R0lGOD" data-src="/p.jpg" loading="lazy" '
            'alt="">'
            f"<noscript><img src='/p.jpg' alt=''></noscript><{caption} class='caption'>"
            f"{self.extra(*CAPTIONS)} <{credit} class='credit'>{self.extra(*CREDITS)}</{credit}>"
            f"</{caption}></figure>"
        )

    def advert(self, name: str = "ad-slot") -> str:
        """Return a place for an advert, with its label."""
        return f'<div class="{name}" aria-hidden="true"><span>{self.extra(*ADS)}</span></div>'

    def letter(self, name: str) -> str:
        """Return a box that wants an address."""
        return (
            f'<div class="{name}"><p>{self.extra(*LETTERS)}</p><form><input type="email">'
            "<button>Sign up</button></form></div>"
        )

    def ld(self, kind: str, *, graph: bool = False, **more: object) -> str:
        """Return what the page says for machines."""
        story = self.story
        people = [{"@type": "Person", "name": name} for name in story.authors]
        thing: dict[str, object] = {
            "@type": kind, "headline": story.title, "url": story.url,
            "datePublished": story.published.isoformat(),
            "dateModified": story.modified.isoformat(),
            "author": people if len(people) > 1 or graph else people[0],
            "publisher": {"@type": "NewsMediaOrganization", "name": story.paper,
                          "logo": {"@type": "ImageObject", "url": "https://x.example/logo.png"}},
            **more,
        }  # fmt: skip
        given: object = {"@context": "https://schema.org", **thing}
        if graph:
            site = {"@type": "WebSite", "name": story.paper, "publisher": {"@id": "#org"}}
            page = {"@type": "WebPage", "name": f"{story.title} - {story.paper}",
                    "datePublished": story.published.isoformat()}  # fmt: skip
            organisation = {"@type": "Organization", "@id": "#org", "name": story.paper}
            writers = [{"@type": "Person", "@id": f"#p{n}", "name": name}
                       for n, name in enumerate(story.authors)]  # fmt: skip
            thing |= {"author": [{"@id": one["@id"], "name": one["name"]} for one in writers],
                      "publisher": {"@id": "#org"}}  # fmt: skip
            given = {"@context": "https://schema.org",
                     "@graph": [page, site, organisation, *writers, thing]}  # fmt: skip
        return f'<script type="application/ld+json">{json.dumps(given)}</script>'

    def og(self, *names: str) -> str:
        """Return tags for those who link to the page, all or some."""
        story = self.story
        known = {
            "og:title": story.title, "og:site_name": story.paper, "og:url": story.url,
            "og:type": "article", "og:description": story.deck,
            "article:published_time": story.published.isoformat(),
            "article:modified_time": story.modified.isoformat(),
            "article:author": story.authors[0],
        }  # fmt: skip
        return "".join(
            f'<meta property="{name}" content="{escape(known[name])}">' for name in names or known
        )

    def day(self, pattern: str = "%B %-d, %Y, %-I:%M %p", *, modified: bool = False) -> str:
        """Return a time as the page prints it."""
        return (self.story.modified if modified else self.story.published).strftime(pattern)

    def page(self, head: str, body: str, *, title: str = "{title} - {paper}") -> str:
        """Return the whole page."""
        story = self.story
        name = escape(title.format(title=story.title, paper=story.paper))
        return (
            f'<!DOCTYPE html><html lang="{story.language}"><head><meta charset="utf-8">'
            f'<title>{name}</title><link rel="canonical" href="{story.url}">{head}'
            f"<style>.a{{color:red}}</style></head><body>{body}</body></html>"
        )
