"""Pages written after the reader had been mended by the others, to see what that is worth."""

from collections.abc import Callable
from html import escape

from page_sheet import Sheet
from page_stories import ADS, BIOS, BUTTONS, CAPTIONS, COMMENTS, CREDITS, LETTERS, SUPPORT, TEASERS


def cable(s: Sheet) -> str:
    """A news channel: its name before the first words, films and galleries in between."""
    story = s.story
    body = s.blocks(
        {"p": '<p class="paragraph inline-placeholder vossi-paragraph" data-uri="x">%s</p>',
         "h2": '<h2 class="subheader" id="x">%s</h2>'},
        lambda: f'<div class="image image__hide-placeholder"><div class="image__container"></div>'
        f'<div class="image__metadata"><div class="image__caption attribution"><span '
        f'data-editable="metaCaption">{s.extra(*CAPTIONS)}</span></div><figcaption '
        f'class="image__credit">{s.extra(*CREDITS)}</figcaption></div></div>',
        lambda: '<div class="video-resource"><div class="video-resource__headline">'
        f"{s.extra(*TEASERS)}</div><div>{s.extra('03:12', '01:44')} - Source: Channel</div></div>",
        lambda: '<div class="ad-feedback__modal"><p>How relevant is this ad to you?</p></div>'
        f'<div class="related-content related-content--article"><p>{s.extra("Related article")}</p>'
        f'<a href="/r">{s.extra(*TEASERS)}</a></div>',
    )  # fmt: skip
    names = s.authors('<span class="byline__name">%s</span> ')
    return s.page(
        s.ld("NewsArticle", articleSection=["world"]) + s.og("og:title", "og:site_name"),
        f'<nav>{s.nav()}</nav><section class="layout__main"><h1 class="headline__text">'
        f'{escape(story.title)}</h1><div class="byline__names">By {names}</div><div '
        f'class="timestamp">Updated {s.day("%I:%M %p EST, %a %B %d, %Y", modified=True)}</div><div '
        f'class="article__content">{body}</div><div class="source"><p>{s.extra(*BIOS)}</p></div>'
        f'</section><div class="zone"><h2>{s.extra("Ad Feedback", "Most read")}</h2>{s.links(4)}'
        f"</div>",
    )  # fmt: skip


def capital(s: Sheet) -> str:
    """A capital's daily: test names, a carousel that can be skipped, a letter in the middle."""
    story = s.story
    body = s.blocks(
        {"p": '<div class="wpds-c"><p data-apitype="text" data-el="text" class="wpds-c-cYdRxM">%s'
              "</p></div>",
         "h2": '<div><h3 data-qa="article-header" class="wpds-c-h3">%s</h3></div>'},
        lambda: f'<div data-qa="article-body-ad"><div class="dib">{s.extra(*ADS)}</div></div>',
        lambda: f'<div class="hide-for-print" data-qa="newsletter-signup"><p>{s.extra(*LETTERS)}'
        f"</p></div>",
        lambda: f'<div data-qa="carousel"><a href="#skip">{s.extra("Skip to end of carousel")}</a>'
        f'<span>{s.extra("End of carousel")}</span></div>',
    )  # fmt: skip
    return s.page(
        s.ld("NewsArticle", isAccessibleForFree={"@type": "x"}) + s.og("og:title", "og:site_name"),
        f'<header>{s.nav()}</header><main><h1 data-qa="headline"><span>{escape(story.title)}</span>'
        f'</h1><h2 data-qa="subheadline">{escape(story.deck)}</h2><div data-qa="author-byline">By '
        f'{s.byline()}</div><span data-testid="display-date">{s.day("%B %-d, %Y at %-I:%M %p EDT")}'
        f'</span><article data-qa="main"><div class="meteredContent grid-center"><div '
        f'class="teaser-content"><div class="article-body">{body}</div></div></div></article><div '
        f'data-qa="comments-summary">{s.extra("312 comments")}</div></main><div '
        f'data-qa="read-more">'
        f'<h2>{s.extra("Most read")}</h2>{s.links(4, "h4")}</div>',
    )  # fmt: skip


def weekly_paged(s: Sheet) -> str:
    """A German weekly: a kicker within the headline, contents of several pages, a pause for ads."""
    story = s.story
    body = s.blocks(
        {"p": '<p class="paragraph article__item">%s</p>',
         "h2": '<h2 class="article__subheading article__item">%s</h2>'},
        lambda: f'<aside class="article-newsletter-signup"><h3>{s.extra("Newsletter")}</h3><p>'
        f'{s.extra("Vielen Dank! Wir haben Ihnen eine E-Mail geschickt.")}</p></aside>',
        lambda: '<ul class="article-toc__list">'
        f'<li><a href="/komplett">{s.extra("Auf einer Seite lesen")}</a></li></ul>',
    )  # fmt: skip
    return s.page(
        s.ld("Article") + s.og("og:title", "og:site_name", "article:published_time"),
        f'<nav>{s.nav()}</nav><article class="article"><header class="article-header"><h1 '
        f'class="article-heading"><span class="article-heading__kicker">Verkehr</span><span '
        f'class="visually-hidden">:</span> <span class="article-heading__title">'
        f'{escape(story.title)}</span></h1><div class="summary">{escape(story.deck)}</div><div '
        f'class="byline">Von <span itemprop="name">{s.byline(" und ")}</span></div><div '
        f'class="metadata"><time datetime="{story.published.isoformat()}">'
        f'{s.day("%-d. %m %Y, %H:%M Uhr")}</time><span>{s.extra("128 Kommentare")}</span></div>'
        f'</header><div class="article-body"><div class="article-page">{body}</div></div></article>'
        f'<section id="comments"><article class="comment"><p>{s.extra(*COMMENTS)}</p></article>'
        f"</section>",
        title="{title} | {paper}",
    )  # fmt: skip


def hashed(s: Sheet) -> str:
    """A national daily: short hashed names for everything, asides of links."""
    story = s.story
    body = s.blocks(
        {"p": '<p class="gnt_ar_b_p">%s</p>', "h2": '<h2 class="gnt_ar_b_h2">%s</h2>'},
        lambda: '<aside class="gnt_em gnt_em__fp" aria-label="advertisement"><span></span></aside>',
        lambda: f'<a href="/x" class="gnt_ar_b_a"><strong>{s.extra("More: ", "Opinion: ")}</strong>'
        f"{s.extra(*TEASERS)}</a>",
        lambda: f'<figure class="gnt_em gnt_em_img"><div class="gnt_em_img_ccw" data-c-caption="x" '
        f'data-c-credit="y">{s.extra(*CAPTIONS)} <div class="gnt_em_img_cc">{s.extra(*CREDITS)}'
        f"</div></div></figure>",
    )  # fmt: skip
    return s.page(
        s.ld("NewsArticle") + s.og("og:title", "og:site_name", "og:url"),
        f'<nav class="gnt_n">{s.nav()}</nav><main class="gnt_cw"><article class="gnt_pr"><h1 '
        f'class="gnt_ar_hl" elementtiming="ar-headline">{escape(story.title)}</h1><div '
        f'class="gnt_ar_by"><a class="gnt_ar_by_a">{s.byline()}</a><div class="gnt_ar_pb">'
        f'{escape(story.paper)}</div></div><div class="gnt_ar_dt" aria-label="Published">'
        f'{s.day("Published %-I:%M %p ET %B %-d, %Y")}</div><div class="gnt_ar_b">{body}</div>'
        f"</article></main>",
    )  # fmt: skip


def builder(s: Sheet) -> str:
    """A site from a builder: sections and blocks, tags, an offer in the foot."""
    story = s.story
    body = s.blocks({"p": '<p class="" style="white-space:pre-wrap;">%s</p>',
                     "quote": '<figure class="block-animation"><blockquote><span>“</span>%s'
                              "<span>”</span></blockquote></figure>"},
        lambda: '<div class="sqs-block newsletter-block"><div class="newsletter-form-header"><h2>'
        f"{s.extra('Sign up with your email')}</h2><p>{s.extra(*LETTERS)}</p></div></div>",
    )  # fmt: skip
    return s.page(
        s.og("og:title", "og:site_name", "og:url", "og:type")
        + f'<meta itemprop="datePublished" content="{story.published.isoformat()}">'
        f'<meta itemprop="author" content="{s.byline(", ")}">',
        f'<header id="header"><h1 class="logo"><a href="/">{escape(story.paper)}</a></h1>{s.nav()}'
        f'</header><article class="h-entry blog-item"><div class="blog-item-meta"><time '
        f'class="dt-published" datetime="{story.published:%Y-%m-%d}">{s.day("%b %-d")}</time></div>'
        f'<h1 class="entry-title">{escape(story.title)}</h1><div class="blog-item-content">'
        f'<div class="sqs-layout"><div class="sqs-block html-block"><div class="sqs-html-content">'
        f'{body}</div></div></div></div><div class="blog-meta-item--author">Written By <a '
        f'href="/a">{s.byline()}</a></div></article><div class="pagination">'
        f"{s.links(2, 'div')}</div>",
        title="{title} — {paper}",
    )  # fmt: skip


def plain_static(s: Sheet) -> str:
    """A page of a site generator: an article and little else, the date in words."""
    story = s.story
    body = s.blocks({"p": "<p>%s</p>", "quote": "<blockquote><p>%s</p></blockquote>"})
    return s.page(
        f'<meta name="author" content="{s.byline(", ")}">',
        f'<header><a href="/">{escape(story.paper)}</a></header><main><article><h1>'
        f'{escape(story.title)}</h1><p class="meta">Posted on {s.day("%-d %B %Y")} by {s.byline()}'
        f'</p>{body}</article></main><footer><p>{s.extra("Built with a generator. © {paper}")}</p>'
        f"</footer>",
        title="{title} | {paper}",
    )  # fmt: skip


def release(s: Sheet) -> str:
    """A notice for the press: who to call, a mark of the end, about the sender."""
    story = s.story
    body = s.blocks({"p": '<p style="text-align:justify">%s</p>'})
    return s.page(
        s.og("og:title", "og:site_name", "article:published_time")
        + f'<meta name="author" content="{s.byline(", ")}">',
        f'<div class="release-header"><p>{s.extra("FOR IMMEDIATE RELEASE")}</p><h1>'
        f'{escape(story.title)}</h1></div><div class="release-body container"><div class="row">'
        f'<div class="col-lg-10">{body}<p>{s.extra("SOURCE {paper}")}</p></div></div></div><div '
        f'class="release-tools">{s.extra(*BUTTONS)}</div><section class="related-bar"><h3>'
        f"{s.extra('Also from this source')}</h3>{s.links(2)}</section>",
    )  # fmt: skip


def community(s: Sheet) -> str:
    """A community's portal: details above, votes, who visits, a vote on the page."""
    story = s.story
    body = s.blocks({"p": "<p>%s</p>"}, lambda: f'<p><img src="/a.jpg"></p><p class="wf_caption">'
                    f"{s.extra(*CAPTIONS)}</p>")  # fmt: skip
    return s.page(
        "",
        f'<div class="moduletable"><h3>{s.extra("Latest articles", "Popular")}</h3><ul>{s.links(4)}'
        f'</ul></div><div class="com-content-article item-page" itemscope itemtype='
        f'"https://schema.org/Article"><div class="page-header"><h1 itemprop="headline">'
        f'{escape(story.title)}</h1></div><dl class="article-info text-muted"><dt>Details</dt><dd '
        f'class="createdby" itemprop="author" itemscope>Written by <span itemprop="name">'
        f'{s.byline(", ")}</span></dd><dd class="published">Published: <time '
        f'datetime="{story.published.isoformat()}" itemprop="datePublished">{s.day("%d %B %Y")}'
        f'</time></dd><dd class="hits">{s.extra("Hits: {n}")}</dd></dl><div itemprop="articleBody" '
        f'class="com-content-article__body">{body}</div><ul class="pagination"><li><a href="/p">'
        f"Prev</a></li></ul></div>",
        title="{title} - {paper}",
    )  # fmt: skip


def magazine(s: Sheet) -> str:
    """A magazine: a call-out with a letter, drop capitals, a long line on who wrote it."""
    story = s.story
    body = s.blocks(
        {"p": '<p class="paywall">%s</p>', "h2": '<h2 class="paywall">%s</h2>'},
        lambda: '<div class="callout__content"><div class="inline-recirc-item"><span>'
        f"{s.extra('Most Popular')}</span><a href='/m'>{s.extra(*TEASERS)}</a></div></div>",
        lambda: f'<div class="ConsumerMarketingUnitThemedWrapper"><p>{s.extra(*SUPPORT)}</p></div>',
    )  # fmt: skip
    return s.page(
        s.ld("NewsArticle", isAccessibleForFree=False,
             hasPart={"@type": "WebPageElement", "cssSelector": ".paywall"})
        + s.og("og:title", "og:site_name"),
        f'<nav>{s.nav()}</nav><article class="article main-content"><header><h1 '
        f'data-testid="ContentHeaderHed">{escape(story.title)}</h1><div>{escape(story.deck)}</div>'
        f'<span class="byline__name">By <a>{s.byline()}</a></span><time data-testid="Publish">'
        f'{s.day("%B %-d, %Y")}</time></header><div class="body__container"><div '
        f'class="body__inner-container">{body}</div></div><div class="bio__content"><p>'
        f"{s.extra(*BIOS)}</p></div></article>",
    )  # fmt: skip


def headless(s: Sheet) -> str:
    """A page of words without paragraphs of their own: spans in boxes, the time far above."""
    story = s.story
    body = s.blocks({"p": '<div class="pgh"><span>%s</span></div>',
                     "h2": '<div class="sub">%s</div>',
                     "li": '<div class="pgh"><span>%s</span></div>'},
                    lambda: f'<div class="inarticle">{s.extra(*ADS)}'
                    f'</div>', lists=False)  # fmt: skip
    return s.page(
        s.og("og:title", "og:site_name", "article:published_time")
        + s.authors('<meta property="article:author" content="%s">'),
        f'<div class="hdr">{s.nav()}</div><div class="art"><div class="ttl">{escape(story.title)}'
        f'</div><div class="dtl">{s.day("%H:%M %d.%m.%Y")}</div>{body}</div><div class="oth">'
        f'<div class="hd">{s.extra("Other news")}</div>{s.links(5, "div")}</div>',
        title="{title}",
    )  # fmt: skip


def wire(s: Sheet) -> str:
    """An agency's page: a place and its name before the text, tags and a line on editing below."""
    story = s.story
    body = s.blocks({"p": '<p class="Component-root">%s</p>'},
                    lambda: f'<div class="PageListEnhancementGeneric">'
                    f'<h3>{s.extra("Related stories")}'
                            f"</h3><ul>{s.links(2)}</ul></div>")  # fmt: skip
    return s.page(
        s.ld("NewsArticle", graph=True),
        f'<main class="Page-main"><h1 class="Page-headline">{escape(story.title)}</h1><div '
        f'class="Page-byline"><div class="Page-authors">By {s.byline().upper()}</div><div '
        f'class="Page-dateModified">Updated {s.day("%-I:%M %p UTC, %B %-d, %Y", modified=True)}'
        f'</div></div><div class="RichTextStoryBody RichTextBody">{body}<p>___</p><p>'
        f"{s.extra('Associated writer {name} contributed to this report.')}</p></div></main>",
        title="{title} | {paper}",
    )  # fmt: skip


def spanish_frame(s: Sheet) -> str:
    """A page in frames of boxes: a player's text, a note on comments, more to know below."""
    story = s.story
    body = s.blocks(
        {"p": '<p class="">%s</p>', "h2": "<h3>%s</h3>"},
        lambda: f'<section class="more_info | c_m"><header>{s.extra("More information")}</header>'
        f"<ul>{s.links(2)}</ul></section>",
        lambda: '<div class="player"><p class="vjs-no-js">To view this video please enable '
        f"JavaScript</p><span>{s.extra('Video: {name}')}</span></div>",
    )  # fmt: skip
    names = s.authors('<a class="a_md_a_n" href="/a" title="x">%s</a>')
    return s.page(
        s.ld("NewsArticle") + s.og("og:title", "og:site_name", "article:published_time"),
        f'<header class="x">{s.nav()}</header><article class="a _g"><header class="a_e"><h1 '
        f'class="a_t">{escape(story.title)}</h1><h2 class="a_st">{escape(story.deck)}</h2></header>'
        f'<div class="a_md"><div class="a_md_a">{names}</div><time class="a_md_f_d" datetime="'
        f'{story.published.isoformat()}">{s.day("%d %b %Y - %H:%M CET")}</time></div><div '
        f'class="a_c clearfix" data-dtm-region="articulo_cuerpo">{body}</div><section '
        f'class="a_ei"><h3>{s.extra("About the signature")}</h3><p>{s.extra(*BIOS)}</p></section>'
        f'<section id="tags"><ul>{s.nav()}</ul></section></article>',
        title="{title} | {paper}",
    )  # fmt: skip


LATER: dict[str, Callable[[Sheet], str]] = {
    "channel": cable,
    "capital's daily": capital,
    "weekly with pages, German": weekly_paged,
    "hashed names": hashed,
    "site builder": builder,
    "site generator": plain_static,
    "notice for the press": release,
    "community's portal": community,
    "magazine": magazine,
    "no paragraphs, no names": headless,
    "agency": wire,
    "boxes in boxes": spanish_frame,
}
