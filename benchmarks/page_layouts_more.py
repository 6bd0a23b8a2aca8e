"""Further pages: of writers' own systems, old ones, saved ones, live ones."""

import json
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from html import escape

from page_layouts import (
    amp,
    arc,
    bbc,
    ghost,
    guardian,
    lemonde,
    newspack,
    nyt,
    spiegel,
    substack,
    wordpress,
)
from page_sheet import Sheet
from page_stories import (
    BIOS,
    BUTTONS,
    CAPTIONS,
    COMMENTS,
    COOKIES,
    CREDITS,
    LETTERS,
    SUPPORT,
)


def drupal(s: Sheet) -> str:
    """A portal: fields of a node, RDFa, a line on who submitted it and when."""
    story = s.story
    body = s.blocks(
        {"p": "<p>%s</p>", "quote": "<blockquote><p>%s</p></blockquote>"},
        lambda: (
            '<div class="field field--name-field-image"><img src="/a.jpg"><div '
            f'class="field--name-field-caption">{s.extra(*CAPTIONS)} {s.extra(*CREDITS)}</div>'
            f"</div>"
        ),
        lambda: (
            f'<div class="block block-views related-content"><h2>{s.extra("See also")}</h2>'
            f"<ul>{s.links(2)}</ul></div>"
        ),
    )
    return s.page(
        s.og("og:title", "og:site_name", "article:published_time")
        + f'<meta name="Generator" content="Drupal 10"><meta name="dcterms.creator" content="'
        f'{s.byline(", ")}">',
        f'<ul class="menu nav">{s.nav()}</ul><ol class="breadcrumb"><li>Home</li><li>News</li></ol>'
        f'<div class="region region-content"><h1 class="page-header"><span property="schema:name">'
        f'{escape(story.title)}</span></h1><article role="article" class="node node--type-article" '
        f'typeof="schema:Article"><footer class="node__meta"><div '
        f'class="node__submitted">Submitted '
        f'by <span rel="schema:author">{s.byline()}</span> on <span property="schema:dateCreated" '
        f'content="{story.published.isoformat()}">{s.day("%a, %m/%d/%Y - %H:%M")}</span></div>'
        f'</footer><div class="node__content"><div property="schema:text" class="text-formatted '
        f'field field--name-body">{body}</div></div></article><section class="comments"><h2>Add '
        f'new '
        f'comment</h2><p>{s.extra(*COMMENTS)}</p></section></div><div id="sliding-popup"><p>'
        f"{s.extra(*COOKIES)}</p></div>",
        title="{title} | {paper}",
    )  # fmt: skip


def blogger(s: Sheet) -> str:
    """An old blog: lines broken by hand, a date above the post, an archive beside it."""
    story = s.story
    body = s.blocks({"p": "%s<br /><br />", "h2": "<b>%s</b><br /><br />", "li": "- %s<br />",
                     "quote": "<i>%s</i><br /><br />"}, lists=False)  # fmt: skip
    return s.page(
        s.og("og:title", "og:site_name", "og:url"),
        f'<div class="header"><h1 class="title"><a>{escape(story.paper)}</a></h1></div><div '
        f'class="date-outer"><h2 class="date-header"><span>{s.day("%A, %B %-d, %Y")}</span></h2>'
        f'<div '
        f'class="post hentry" itemscope itemtype="http://schema.org/BlogPosting"><h3 '
        f'class="post-title entry-title" itemprop="name">{escape(story.title)}</h3><div '
        f'class="post-body entry-content" itemprop="description articleBody">{body}</div><div '
        f'class="post-footer"><span class="post-author vcard">Posted by <span class="fn" '
        f'itemprop="author"><span itemprop="name">{s.byline()}</span></span></span> at <abbr '
        f'class="published" itemprop="datePublished" title="{story.published.isoformat()}">'
        f'{s.day("%-I:%M %p")}</abbr></div></div></div><div class="sidebar"><h2>'
        f'{s.extra("Blog Archive")}</h2><ul>{s.links(4)}</ul></div><div id="comments"><h4>2 '
        f'comments:'
        f'</h4><p>{s.extra(*COMMENTS)}</p></div>',
        title="{paper}: {title}",
    )  # fmt: skip


def microdata(s: Sheet) -> str:
    """A regional paper with itemprop alone: several headings of the first order, a summary box."""
    story = s.story
    body = s.blocks(
        {"p": '<p class="text">%s</p>', "h2": '<h2 class="crosshead">%s</h2>'},
        lambda: s.advert("advert-inline"),
        lambda: (
            f'<div class="box box--promo"><h1>{s.extra("Our new app", "Tide tables")}</h1><p>'
            f"{s.extra('Download our app for alerts from your street.')}</p></div>"
        ),
        lambda: (
            f'<div class="gallery"><div class="slide"><p class="legend">{s.extra(*CAPTIONS)}</p>'
            f'<p class="credit">{s.extra(*CREDITS)}</p></div></div>'
        ),
    )
    names = s.authors(
        '<span itemprop="author" itemscope itemtype="https://schema.org/Person">'
        '<span itemprop="name">%s</span></span> '
    )
    return s.page(
        "",
        f'<div class="top"><h1 class="logo"><a>{escape(story.paper)}</a></h1><ul>{s.nav()}</ul>'
        f'</div>'
        f'<div class="content" itemscope itemtype="https://schema.org/NewsArticle"><meta '
        f'itemprop="datePublished" content="{story.published.isoformat()}"><meta '
        f'itemprop="dateModified" content="{story.modified.isoformat()}"><span '
        f'itemprop="publisher" '
        f'itemscope itemtype="https://schema.org/Organization"><meta itemprop="name" content="'
        f'{escape(story.paper)}"></span><h1 itemprop="headline">{escape(story.title)}</h1><p '
        f'class="lead">{escape(story.deck)}</p><div class="info">{names}| '
        f'{s.day("%d %B %Y %H:%M")}</div><div itemprop="articleBody">{body}</div><div class="tags">'
        f'<a>harbour</a> <a>town</a></div></div><div class="right"><h1>{s.extra("Most read today")}'
        f"</h1><ol>{s.links(5)}</ol></div>",
        title="{title} :: {paper}",
    )  # fmt: skip


def old_table(s: Sheet) -> str:
    """A page of long ago: tables, fonts, no metadata at all."""
    story = s.story
    body = s.blocks({"p": "<p><font face=Verdana size=2>%s</font></p>", "li": "<p>- %s</p>",
                     "h2": "<p><b>%s</b></p>"}, lists=False)  # fmt: skip
    return (
        f"<html><head><title>{escape(story.paper)}: {escape(story.title)}</title></head><body "
        f'bgcolor=#ffffff><table width=760><tr><td width=140 valign=top><ul>{s.nav()}</ul></td><td '
        f"valign=top><font size=5><b>{escape(story.title)}</b></font><br><font size=2>By "
        f'<b>{s.byline()}</b><br>{s.day("%B %-d, %Y")}</font>{body}<hr><font size=1>'
        f'{s.extra("Copyright 2003 {paper}. All rights reserved.")}</font></td><td width=160>'
        f"<b>{s.extra('Other headlines')}</b><br>{s.links(3, 'p')}</td></tr></table></body></html>"
    )  # fmt: skip


def breaks(s: Sheet) -> str:
    """A page whose paragraphs are lines in one box, with tags for those who link to it."""
    story = s.story
    body = s.blocks({"p": "%s<br><br>", "h2": "<strong>%s</strong><br><br>", "li": "• %s<br>"},
                    lists=False)  # fmt: skip
    return s.page(
        s.og(),
        f'<div id="nav">{s.nav()}</div><div class="news-detail"><div class="news-detail__title">'
        f'{escape(story.title)}</div><div class="news-detail__info"><span>{s.day("%d.%m.%Y %H:%M")}'
        f'</span><span>{s.byline()}</span></div><div class="news-detail__text">{body}</div><div '
        f'class="news-detail__share">{s.extra(*BUTTONS)}</div></div><div class="news-list">'
        f'{s.links(6, "div")}</div><div '
        f'class="footer">{s.extra("© {paper}, 2024. All rights reserved")}'
        "</div>",
        title="{title} — {paper}",
    )  # fmt: skip


def tabloid(s: Sheet) -> str:
    """A noisy page: bullets above, pictures between all, a poll, shares, a long list below."""
    story = s.story
    body = s.blocks(
        {"p": '<p class="mol-para-with-font"><span>%s</span></p>', "h2": "<h3>%s</h3>"},
        lambda: f'<div class="artSplitter mol-img-group"><img data-src="/a.jpg"><p '
        f'class="imageCaption">'
        f"{s.extra(*CAPTIONS)}</p></div>",
        lambda: f'<div class="artSplitter mol-img-group"><img data-src="/b.jpg"><p '
        f'class="imageCaption">'
        f"{s.extra(*CAPTIONS)}</p></div>",
        lambda: f'<div class="mol-factbox"><h3>{s.extra("TRENDING")}</h3><ul>{s.links(2)}</ul>'
        f'</div>',
        lambda: f'<div class="poll-module"><h4>{s.extra("What do you think?")}</h4><label>'
        f'{s.extra("Yes, high time", "No, never")}</label></div>',
    )  # fmt: skip
    return s.page(
        s.ld("NewsArticle") + s.og("og:title", "og:site_name", "article:published_time"),
        f'<ul>{s.nav()}</ul><div id="js-article-text" class="article-text wide"><h2>'
        f'{escape(story.title)}</h2><ul class="mol-bullets-with-font"><li><strong>'
        f'{s.extra("Have YOU got a story? Email tips@tide.example")}</strong></li></ul><p '
        f'class="author-section byline-plain">By <a class="author" '
        f'rel="author">{s.byline().upper()}'
        f'</a></p><p class="byline-section"><span class="article-timestamp-published">Published: '
        f'<time datetime="{story.published.isoformat()}">{s.day("%H:%M, %-d %B %Y")}</time>'
        f'</span> | '
        f'<span>Updated: <time>{s.day("%H:%M, %-d %B %Y", modified=True)}</time></span></p><div '
        f'class="shareArticles"><span>{s.extra("41 shares")}</span></div><div '
        f'itemprop="articleBody">'
        f'{body}</div></div><div id="reader-comments"><h3>Share or comment on this article</h3><p>'
        f'{s.extra(*COMMENTS)}</p></div><div class="puff">{s.links(8)}</div>',
        title="{title} | {paper} Online",
    )  # fmt: skip


def stub(s: Sheet) -> str:
    """A page behind a wall: what may be read, faded, and an offer."""
    story = s.story
    body = s.blocks({"p": '<p class="Paragraph">%s</p>'}, lambda: s.advert("dfp-ad"))
    return s.page(
        s.og() + s.ld("NewsArticle", isAccessibleForFree="False"),
        f'<header>{s.nav()}</header><main><div class="ArticleHeader"><h1>{escape(story.title)}</h1>'
        f'<h2 class="dek">{escape(story.deck)}</h2><div class="ContributorBlock">By {s.byline()}'
        f'</div>'
        f'<span class="Timestamp">Updated {s.day("%B %-d, %Y %-I:%M %p", modified=True)}</span>'
        f'</div>'
        f'<div class="ArticleBody faded">{body}</div><div class="Paywall regwall"><h2>'
        f'{s.extra("Continue reading with a subscription", "This story is for members")}</h2><p>'
        f'{s.extra(*SUPPORT)}</p><ul><li>{s.extra("Unlimited reading on all your devices")}</li>'
        f"<li>{s.extra('Cancel at any time')}</li></ul></div></main>",
    )  # fmt: skip


def scripted(s: Sheet) -> str:
    """A page of a script framework: test ids, nested boxes, the data again in a script."""
    story = s.story
    data = json.dumps({"props": {"article": {"headline": story.title, "body": story.blocks[0][1]}}})
    body = s.blocks(
        {"p": '<div class="richtext__Block-x1"><div data-testid="paragraph-0" class="text__text">%s'
              "</div></div>",
         "h2": '<div class="richtext__Block-x1"><h2 data-testid="Heading">%s</h2></div>'},
        lambda: f'<div data-testid="promo-box" class="promo"><span>{s.extra(*LETTERS)}</span>'
        f'</div>',
        lambda: s.figure(),
    )  # fmt: skip
    return s.page(
        s.og("og:title", "og:site_name") + s.ld("NewsArticle")
        + f'<script id="__NEXT_DATA__" type="application/json">{data}</script>',
        f'<div id="__next"><nav>{s.nav()}</nav><main><article><div data-testid="Heading"><h1>'
        f'{escape(story.title)}</h1></div><div data-testid="AuthorByline">By {s.byline()}</div>'
        f'<div '
        f'data-testid="Body"><p class="note">{s.extra("{n} people are reading this")}</p>{body}'
        f'</div>'
        f'<div data-testid="SignOff"><p>{s.extra("Reporting by {name}; Editing by {name}")}</p>'
        f'</div>'
        f'<div data-testid="TrustBadge"><p>{s.extra("Our Standards: The Tidewater Principles.")}'
        f'</p>'
        f'</div></article><aside data-testid="ReadNext"><h2>{s.extra("Read Next")}</h2>'
        f"{s.links(4, 'h3')}</aside></main></div>",
        title="{title} | {paper}",
    )  # fmt: skip


def medium(s: Sheet) -> str:
    """A platform's page: follow buttons, minutes to read, claps, further stories of the author."""
    story = s.story
    body = s.blocks(
        {"p": '<p class="pw-post-body-paragraph mz na">%s</p>', "h2": '<h2 class="nw nx">%s</h2>',
         "quote": '<blockquote class="oo"><p class="op">%s</p></blockquote>'},
        lambda: f'<figure class="paragraph-image"><picture><img></picture><figcaption class="of">'
        f"{s.extra(*CAPTIONS)}</figcaption></figure>",
    )  # fmt: skip
    return s.page(
        s.ld("NewsArticle") + s.og("og:title", "og:site_name", "article:published_time"),
        f'<div id="root"><div class="nav"><a>Open in app</a><a>Sign up</a></div><article><div '
        f'class="l"><section><div><h1 class="pw-post-title">{escape(story.title)}</h1><h2 '
        f'class="pw-subtitle-paragraph">{escape(story.deck)}</h2><div class="speechify-ignore"><a '
        f'data-testid="authorName">{s.byline()}</a><button>{s.extra("Follow")}</button><span '
        f'data-testid="storyReadTime">{s.extra("5 min read")}</span><span '
        f'data-testid="storyPublishDate">{s.day("%b %-d, %Y")}</span></div></div>{body}</section>'
        f'</div></article><footer><div class="claps">{s.extra("214 claps")}</div><h2>Written by '
        f'{s.byline()}</h2><p>{s.extra(*BIOS)}</p></footer><div>'
        f'<h2>{s.extra("Recommended from us")}'
        f"</h2>{s.links(4, 'h3')}</div></div>",
        title="{title} | by {paper}",
    )  # fmt: skip


def live_declared(s: Sheet) -> str:
    """A live blog whose entries the page declares for machines."""
    updates = [
        {"@type": "BlogPosting", "headline": entry_heading(number), "articleBody": words,
         "datePublished": (s.story.published + timedelta(minutes=20 * number)).isoformat()}
        for number, (_, words) in enumerate(s.story.blocks)
    ]  # fmt: skip
    body = s.blocks({"p": '<div class="entry"><p>%s</p></div>'}, lambda: s.advert())
    return s.page(
        s.og() + s.ld("LiveBlogPosting", liveBlogUpdate=updates),
        f'<main><h1>{escape(s.story.title)}</h1><div class="byline">By {s.byline()}</div><div '
        f'class="live">{body}</div><aside>{s.links(3)}</aside></main>',
    )  # fmt: skip


def entry_heading(number: int) -> str:
    """Return what stands above an entry of a live blog."""
    return f"Update {number + 1}"


def live_plain(s: Sheet) -> str:
    """A live blog whose entries stand in the page alone, each with its time and share buttons."""
    story = s.story
    moment = story.published
    parts = []
    for kind, words in story.blocks:
        if kind == "p":
            parts.append(
                f'</article><article class="live-entry"><header><time>{moment:%H:%M}</time>'
                f"</header><p>{escape(words)}</p>"
                f"<div class='share'><a>{s.extra('Share this update')}</a></div>"
            )
            moment += timedelta(minutes=25)
        else:
            parts.append(f"<p>{escape(words)}</p>")
    return s.page(
        s.og("og:title", "og:site_name", "article:published_time"),
        f'<nav>{s.nav()}</nav><main><h1>{escape(story.title)}</h1><p class="by">By {s.byline()}</p>'
        f'<div class="key-events"><h2>{s.extra("Key events")}</h2><ul>{s.links(3)}</ul></div><div '
        f'class="liveblog"><article>{"".join(parts)}</article></div></main>',
    )  # fmt: skip


def saved_single(s: Sheet) -> str:
    """A page that an extension saved as one file: pictures and styles within, a note on top."""
    page = wordpress(s) if s.chance.random() < 0.5 else arc(s)
    picture = "data:image/png;base64," + "iVBORw0KGgo" * 4000
    note = (
        f"<!--\n Page saved with SingleFile \n url: {s.story.url} \n saved date: Mon Jan 06 2025 "
        "10:00:00 GMT+0100 (Central European Standard Time)\n-->"
    )
    page = page.replace("<!DOCTYPE html>", f"<!DOCTYPE html> {note}", 1)
    page = page.replace("</head>", f"<style>:root{{--sf-img-1:url({picture})}}</style></head>", 1)
    return page.replace("<img src='/p.jpg' alt=''>", f'<img src="{picture}" alt="">')


def saved_mhtml(s: Sheet) -> bytes:
    """A page that a browser saved with all its parts, as one message."""
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = s.story.url
    message["Subject"] = s.story.title
    message.set_content(guardian(s), subtype="html", cte="quoted-printable")
    message.add_related(b".a{color:red}", "text", "css", cid="<css-1@mhtml.blink>")
    return message.as_bytes()


LAYOUTS: dict[str, Callable[[Sheet], str | bytes]] = {
    "blog theme, tags in @graph": wordpress,
    "town paper on a news theme": newspack,
    "chain, rendered by scripts": arc,
    "AMP": amp,
    "broadcaster": bbc,
    "daily with islands": guardian,
    "daily with companion columns": nyt,
    "weekly, German": spiegel,
    "daily with a wall, French": lemonde,
    "writer's site with cards": ghost,
    "letter": substack,
    "portal with RDFa": drupal,
    "old blog, broken lines": blogger,
    "itemprop alone, several h1": microdata,
    "tables of long ago": old_table,
    "one box of broken lines": breaks,
    "noisy, many pictures": tabloid,
    "stub before a wall": stub,
    "script framework": scripted,
    "platform": medium,
    "live blog, declared": live_declared,
    "live blog, plain": live_plain,
    "saved as one file": saved_single,
    "saved as .mhtml": saved_mhtml,
}
LANGUAGE = {
    "weekly, German": "de",
    "weekly with pages, German": "de",
    "daily with a wall, French": "fr",
}


def front_page(s: Sheet) -> str:
    """A page of teasers, which holds no article."""
    return s.page(s.og("og:site_name"), f"<nav>{s.nav()}</nav><main>{s.links(25, 'h3')}</main>")


def consent(s: Sheet) -> str:
    """A page that only asks for consent."""
    return s.page("", f"<main><h1>Before you go on</h1><p>{s.extra(*COOKIES)}</p></main>")


def missing(s: Sheet) -> str:
    """A page that was not found."""
    return s.page("", f"<main><h1>Page not found</h1><p>Try these:</p><ul>{s.links(3)}</ul></main>")


def player(s: Sheet) -> str:
    """A film with a line below it."""
    return s.page(
        s.og(), f"<main><h1>{escape(s.story.title)}</h1><p>{s.extra(*CAPTIONS)}</p></main>"
    )


NO_ARTICLE = {"front page": front_page, "consent": consent, "not found": missing, "film": player}
