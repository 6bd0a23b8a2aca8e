"""Write a story as the pages of different papers and systems have it, with all they put around it.

The markup follows what each system writes: its classes, its metadata, its boxes. Whatever stands
around the story is noted, so that one can look for it in what was read.
"""

from html import escape

from page_sheet import Sheet
from page_stories import (
    ADS,
    BIOS,
    BUTTONS,
    CAPTIONS,
    COMMENTS,
    COOKIES,
    CREDITS,
    LETTERS,
    SUPPORT,
    TEASERS,
)


def wordpress(s: Sheet) -> str:
    """A blog theme with the tags of an SEO plugin, sharing buttons, related posts, comments."""
    story = s.story
    comments = "".join(
        f'<li class="comment"><article class="comment-body"><footer class="comment-meta"><b>'
        f'{s.extra("Anna", "grumpy_old_tom", "R.")}</b> says:</footer><div class="comment-content">'
        f"<p>{s.extra(*COMMENTS)}</p></div></article></li>" for _ in range(3)
    )  # fmt: skip
    body = s.blocks(
        {"p": "<p>%s</p>", "h2": '<h2 class="wp-block-heading">%s</h2>',
         "quote": '<blockquote class="wp-block-quote"><p>%s</p></blockquote>'},
        lambda: f'<p><strong>Read also:</strong> <a href="/1">{s.extra(*TEASERS)}</a></p>',
        lambda: f'<div class="wp-block-image">{s.figure()}</div>',
    )  # fmt: skip
    return s.page(
        s.ld("Article", graph=True) + s.og(),
        f'<header id="masthead" class="site-header"><nav><ul>{s.nav()}</ul></nav></header>'
        f'<main id="primary"><article class="post type-post hentry"><header class="entry-header">'
        f'<h1 class="entry-title">{escape(story.title)}</h1><div class="entry-meta">'
        f'<span class="posted-on"><time class="entry-date published" datetime="'
        f'{story.published.isoformat()}">{s.day("%B %-d, %Y")}</time></span> <span '
        f'class="byline">by '
        f'<span class="author vcard"><a class="url fn n" href="/a">{s.byline()}</a></span>'
        f'</span></div>'
        f'</header><div class="entry-content">{body}<div class="sharedaddy sd-sharing-enabled"><h3 '
        f'class="sd-title">{s.extra("Share this:")}</h3><ul><li>{s.extra(*BUTTONS)}</li></ul></div>'
        f'<div id="jp-relatedposts"><h3>{s.extra("Related")}</h3><ul>{s.links(3)}</ul></div></div>'
        f'<footer class="entry-footer"><span class="tags-links">Tagged <a href="/t">harbour</a>'
        f'</span>'
        f'</footer></article><div id="comments" class="comments-area"><ol>{comments}</ol></div>'
        f'</main>'
        f'<aside class="widget-area"><h2>{s.extra("Recent Posts")}</h2><ul>{s.links(4)}</ul>'
        f'</aside>'
        f'<div id="cookie-law-info-bar"><span>{s.extra(*COOKIES)}</span></div>',
    )  # fmt: skip


def newspack(s: Sheet) -> str:
    """A paper of a town on a news theme: prompts within the text, a credit line, a bio box."""
    story = s.story
    prompt = (
        '<div class="newspack-popup-container newspack-inline-popup"><div class="newspack-popup">'
        f"<h3>{s.extra('Support local news', 'Stay up to date')}</h3><p>{s.extra(*SUPPORT)}</p>"
        '<div class="wp-block-buttons"><a class="wp-block-button__link">Donate</a></div></div>'
        "</div>"
    )
    body = s.blocks(
        {"p": "<p>%s</p>", "h2": '<h2 class="wp-block-heading">%s</h2>',
         "quote": '<figure class="wp-block-pullquote"><blockquote><p>%s</p></blockquote></figure>'},
        lambda: prompt,
        lambda: f'<figure class="wp-block-image size-large"><img src="/a.jpg"><figcaption '
        f'class="wp-element-caption">{s.extra(*CAPTIONS)} <span class="media-credit">'
        f'<span class="credit-label-wrapper">Credit:</span> {s.extra(*CREDITS)}</span></figcaption>'
        "</figure>",
        lambda: s.letter("wp-block-jetpack-mailchimp"),
    )  # fmt: skip
    return s.page(
        s.og() + s.ld("NewsArticle", graph=True),
        f'<header class="site-header"><ul>{s.nav()}</ul></header><main id="main"><article '
        f'class="post"><header class="entry-header"><span class="cat-links">Posted in '
        f'<a href="/n">News</a></span><h1 class="entry-title">{escape(story.title)}</h1><div '
        f'class="newspack-post-subtitle">{escape(story.deck)}</div><div class="entry-subhead"><div '
        f'class="entry-meta"><span class="byline"><span>by</span> <span class="author vcard"><a>'
        f'{s.byline()}</a></span></span><span class="posted-on"><time datetime="'
        f'{story.published.isoformat()}">{s.day("%B %-d, %Y")}</time><time class="updated" '
        f'datetime="'
        f'{story.modified.isoformat()}">{s.day("%B %-d, %Y", modified=True)}</time></span></div>'
        f'</div></header><div class="entry-content">{body}<div class="author-bio"><h2>'
        f'<span class="author-heading">{s.byline()}</span></h2><p>{s.extra(*BIOS)} <a>More by this '
        f'author</a></p></div></div></article></main><footer id="colophon"><p>'
        f'{s.extra("© 2024 {paper}. All rights reserved.")}</p></footer>',
    )  # fmt: skip


def arc(s: Sheet) -> str:
    """A chain's page, rendered by scripts: stacks of boxes, adverts between paragraphs."""
    story = s.story
    body = s.blocks(
        {"p": '<p class="b-article-body__text c-paragraph">%s</p>',
         "h2": '<h2 class="c-heading b-article-body__heading">%s</h2>'},
        lambda: s.advert("b-ads-block arcad-feature"),
        lambda: f'<div class="b-interstitial-link c-interstitial"><a>[{s.extra(*TEASERS)}]</a>'
        f'</div>',
        lambda: s.figure("figcaption", "cite"),
    )  # fmt: skip
    names = s.authors('<a class="b-byline__names" href="/a">%s</a>')
    return s.page(
        s.ld("NewsArticle", isAccessibleForFree=True) + s.og("og:title", "og:site_name", "og:type"),
        f'<div id="fusion-app"><nav class="b-header-nav-chain">{s.nav()}</nav><div '
        f'class="b-article-hdr"><a class="b-overline">Local</a><h1 class="b-headline">'
        f'{escape(story.title)}</h1><h2 class="b-subheadline">{escape(story.deck)}</h2></div>'
        f'<div class="c-stack b-byline">By {names}</div><time class="c-date b-date" datetime="'
        f'{story.published.isoformat()}">{s.day("%B %d, %Y at %I:%M %p")}</time>'
        f'<div class="b-share-bar"><button>{s.extra(*BUTTONS)}</button></div><article '
        f'class="b-article-body">{body}</article><section class="b-author-bio"><p>{s.extra(*BIOS)}'
        f'</p></section><aside class="b-results-list">'
        f'<h2>{s.extra("Most Read", "In Other News")}</h2>'
        f'<ul>{s.links(5)}</ul></aside></div><script>Fusion.globalContent={{"type":"story"}}'
        f'</script>',
        title="{title} | {paper}",
    )  # fmt: skip


def amp(s: Sheet) -> str:
    """A page of the fast kind: custom elements, consent, a list of further pages."""
    story = s.story
    body = s.blocks(
        {"p": "<p>%s</p>", "h2": "<h3>%s</h3>", "quote": "<blockquote>%s</blockquote>"},
        lambda: f'<amp-ad width=300 height=250><div placeholder>{s.extra(*ADS)}</div></amp-ad>',
        lambda: f'<figure><amp-img src="/a.jpg" layout="responsive"></amp-img><figcaption>'
        f"{s.extra(*CAPTIONS)}</figcaption></figure>",
    )  # fmt: skip
    return s.page(
        s.ld("NewsArticle", description=story.deck)
        + '<style amp-boilerplate></style><script async src="https://cdn.example/v0.js"></script>',
        f'<amp-consent id="c"><div id="consent-ui"><p>{s.extra(*COOKIES)}</p><button>Accept'
        f'</button>'
        f'</div></amp-consent><header class="amp-header"><a>{escape(story.paper)}</a></header>'
        f'<article class="amp-wp-article"><h1 class="amp-wp-title">{escape(story.title)}</h1><div '
        f'class="amp-wp-meta amp-wp-byline"><span class="amp-wp-author">{s.byline()}</span></div>'
        f'<div class="amp-wp-meta amp-wp-posted-on"><time datetime="{story.published.isoformat()}">'
        f'{s.chance.choice(("3 hours ago", "2 days ago"))}</time></div><div '
        f'class="amp-wp-article-content">{body}</div></article><amp-list><div><h4>'
        f'{s.extra("You may also like", "Up next")}</h4><ul>{s.links(4)}</ul></div></amp-list>',
    )  # fmt: skip


def bbc(s: Sheet) -> str:
    """A broadcaster's page: every block in a box of its own, links and topics between them."""
    story = s.story
    links = (
        f'<div data-component="links-block"><div><p><b>{s.extra("More on this story", "Related")}'
        f"</b></p><ul>{s.links(3)}</ul></div></div>"
    )
    body = s.blocks(
        {"p": '<div data-component="text-block" class="sc-18fde0d6-0"><p '
        'class="sc-eb7bd5f6-0">%s</p>'
              "</div>",
         "h2": '<div data-component="subheadline-block"><h2 class="sc-518485e5-0">%s</h2></div>',
         "li": '<div data-component="unordered-list-block"><ul><li>%s</li></ul></div>'},
        lambda: '<div data-component="image-block"><figure><div><span>'
        f'{s.extra("Getty Images", "Coastal Pictures")}</span></div><figcaption><span '
        f'class="visually-hidden">Image caption, </span>{s.extra(*CAPTIONS)}</figcaption></figure>'
        "</div>",
        lambda: links,
        lambda: '<div data-component="ad-slot"><div><span>ADVERTISEMENT</span></div></div>',
        lists=False,
    )  # fmt: skip
    return s.page(
        s.ld("ReportageNewsArticle") + s.og("og:title", "og:site_name"),
        f'<nav>{s.nav()}</nav><main id="main-content"><article><div '
        f'data-component="headline-block">'
        f'<h1 class="sc-518485e5-0">{escape(story.title)}</h1></div><div '
        f'data-component="byline-block"><div><time datetime="{story.published.isoformat()}">'
        f'{s.day("%-d %B %Y")}</time></div><div><span class="author">{s.byline()}</span><span>'
        f'{s.extra("Reporting from the coast", "Arts correspondent")}</span></div></div>{body}'
        f'<div data-component="topic-list"><ul>{s.nav()}</ul></div></article></main><section><h2>'
        f'{s.extra("Top stories", "Elsewhere on the site")}</h2>{s.links(4, "h3")}</section>'
        f'<section id="cookiePrompt"><h2>Let us know you agree to cookies</h2>'
        f'<p>{s.extra(*COOKIES)}'
        "</p></section>",
        title="{title}",
    )  # fmt: skip


def guardian(s: Sheet) -> str:
    """A daily's page: islands, rich links, a letter box, a long plea for support."""
    story = s.story
    body = s.blocks(
        {"p": '<p class="dcr-130mj7b">%s</p>', "h2": '<h2 id="x" class="dcr-n4owf9">%s</h2>',
         "quote": '<blockquote class="dcr-zzndwp"><p>%s</p></blockquote>'},
        lambda: f'<figure id="r" data-spacefinder-role="richLink" class="dcr-47fhrn"><gu-island '
        f'name="RichLinkComponent"><a href="/x">{s.extra(*TEASERS)}</a><div>Read more</div>'
        "</gu-island></figure>",
        lambda: f'<figure data-spacefinder-role="inline" class="dcr-173mewl"><gu-island '
        f'name="EmailSignUpWrapper"><aside aria-label="newsletter promotion"><p>{s.extra(*LETTERS)}'
        f'</p><span>{s.extra("Privacy Notice: newsletters may contain info about charities.")}'
        f'</span>'
        "</aside></gu-island></figure>",
        lambda: f'<figure class="dcr-1"><div><picture><img src="/a"></picture></div><figcaption '
        f'class="dcr-9ktzqp"><span class="dcr-1inf02i"><svg></svg></span><span>{s.extra(*CAPTIONS)}'
        f'</span> {s.extra("Photograph: {name}/Coastal Pictures")}</figcaption></figure>',
    )  # fmt: skip
    names = s.authors('<a rel="author" href="/p">%s</a> ')
    return s.page(
        s.og() + s.ld("NewsArticle"),
        f'<header><ul>{s.nav()}</ul></header><main data-layout="StandardLayout"><div '
        f'data-gu-name="headline"><h1 class="dcr-u0152o">{escape(story.title)}</h1></div><div '
        f'data-gu-name="standfirst"><p>{escape(story.deck)}</p></div><div data-gu-name="meta">'
        f'<address aria-label="Contributor info"><div>{names}</div></address><details><summary>'
        f'<span>{s.day("%a %-d %b %Y %H.%M GMT")}</span></summary>Last modified on '
        f'{s.day("%a %-d %b %Y %H.%M GMT", modified=True)}</details></div><div id="maincontent" '
        f'class="article-body-commercial-selector"><div>{body}</div></div><div '
        f'class="dcr-epic" id="contributions-epic"><p>{s.extra(*SUPPORT)}</p></div><div '
        f'data-gu-name="submeta"><span>Explore more on these topics</span><ul>{s.nav()}</ul></div>'
        f'</main><section data-component="most-viewed"><h2>{s.extra("Most viewed")}</h2><ol>'
        f"{s.links(5)}</ol></section>",
        title="{title} | {paper}",
    )  # fmt: skip


def nyt(s: Sheet) -> str:
    """A paper's page: columns of a companion, skipped adverts, a correction and a bio below."""
    story = s.story
    body = s.blocks(
        {"p": '<div class="css-53u6y8"><p class="css-at9mc1 evys1bk0">%s</p></div>',
         "h2": '<h2 class="css-13o6u42 eoo0vm40" id="link-1">%s</h2>'},
        lambda: '<div id="story-ad-1-wrapper" class="css-pkgpek"><div class="ad"><p class="css-1">'
        f'{s.extra("Advertisement")}</p><a href="#after">{s.extra("SKIP ADVERTISEMENT")}</a></div>'
        "</div>",
        lambda: f'<figure aria-label="media" role="group"><figcaption class="css-g7y0i5"><span '
        f'aria-hidden="false">{s.extra(*CAPTIONS)}</span><span class="css-1u46b97"><span '
        f'class="css-1ly73wi">Credit...</span><span>{s.extra("{name} for {paper}")}</span></span>'
        "</figcaption></figure>",
    )  # fmt: skip
    return s.page(
        s.ld("NewsArticle", alternativeHeadline=story.deck)
        + s.og("og:title", "og:url", "article:published_time", "article:modified_time")
        + f'<meta name="byl" content="By {s.byline()}">',
        f'<div id="app"><header><ul>{s.nav()}</ul></header><main id="site-content"><article '
        f'id="story"><header class="css-1"><h1 data-testid="headline">{escape(story.title)}</h1>'
        f'<p id="article-summary">{escape(story.deck)}</p><div data-testid="share-tools">'
        f'{s.extra("Share full article")}</div><p class="css-1 byline-prefix">By <span '
        f'itemprop="name">{s.byline()}</span></p><time datetime="{story.published.isoformat()}">'
        f'{s.day("%b. %-d, %Y")}</time></header><section name="articleBody"><div '
        f'class="StoryBodyCompanionColumn">{body}</div></section><div class="bottom-of-article"><p>'
        f'{s.extra(*BIOS)} <a>More about {s.byline()}</a></p><p>'
        f'{s.extra("A version of this article appears in print on , Section A, Page 4.")}</p></div>'
        f'</article></main><section><h2>{s.extra("Related Content")}</h2>{s.links(3, "h3")}'
        f'</section>'
        "</div>",
        title="{title} - {paper}",
    )  # fmt: skip


def spiegel(s: Sheet) -> str:
    """A weekly's page: kicker and headline in one heading, recommended boxes, comments."""
    story = s.story
    body = s.blocks(
        {"p": "<p>%s</p>", "h2": "<h3>%s</h3>"},
        lambda: '<section data-area="related_articles"><h3>'
        f'{s.extra("Mehr zum Thema", "Lesen Sie auch")}</h3><ul>{s.links(2)}</ul></section>',
        lambda: f'<figure><img data-lazy="/a.jpg"><figcaption>{s.extra(*CAPTIONS)} <span>'
        f"Foto: {s.extra('{name}/dpp')}</span></figcaption></figure>",
        lambda: f'<div data-advertisement><span>{s.extra("Anzeige")}</span></div>',
    )  # fmt: skip
    return s.page(
        s.ld("NewsArticle") + s.og(),
        f'<header><ul>{s.nav()}</ul></header><main id="Inhalt"><article data-area="article">'
        f'<header '
        f'data-area="intro"><h2><span class="align-middle">{escape(story.title)}</span></h2><div '
        f'class="RichText">{escape(story.deck)}</div><div>Von <a href="/a">{s.byline(" und ")}</a>'
        f'</div><time class="timeformat" datetime="{story.published:%Y-%m-%d %H:%M:%S}">'
        f'{s.day("%d.%m.%Y, %H.%M Uhr")}</time></header><section data-area="body"><div '
        f'class="RichText RichText--iconLinks">{body}</div></section><div data-area="newsletter">'
        f'<p>{s.extra("Die Lage am Morgen: das Wichtigste per E-Mail. Jetzt anmelden.")}</p></div>'
        f'</article></main><div data-area="consent"><p>'
        f'{s.extra("Wir verwenden Cookies. Mit Werbung weiterlesen oder im Abo lesen.")}</p></div>',
        title="{title} - {paper}",
    )  # fmt: skip


def lemonde(s: Sheet) -> str:
    """A daily's page with a wall: the first paragraphs, then what the rest costs."""
    story = s.story
    body = s.blocks(
        {"p": '<p class="article__paragraph">%s'
        '</p>', "h2": '<h2 class="article__sub-title">%s</h2>'},
        lambda: '<section class="catcher catcher--inline"><span class="catcher__label">Lire '
        'aussi | '
        f'</span><span class="catcher__title">{s.extra(*TEASERS)}</span></section>',
        lambda: f'<figure class="article__media"><img data-src="/a"><figcaption '
        f'class="article__legend">{s.extra(*CAPTIONS)} <span>{s.extra("{name} POUR « {paper} »")}'
        "</span></figcaption></figure>",
    )  # fmt: skip
    wall = s.extra("Il vous reste 64.2% de cet article à lire. La suite est réservée aux abonnés.")
    return s.page(
        s.ld("NewsArticle", isAccessibleForFree=False)
        + s.og("og:title", "og:site_name", "og:type"),
        f'<nav>{s.nav()}</nav><main><section id="habillagepub"><header class="article__heading">'
        f'<h1 '
        f'class="article__title">{escape(story.title)}</h1><p class="article__desc">'
        f'{escape(story.deck)}</p><span class="meta__author">Par {s.byline(" et ")}</span><span '
        f'class="meta__date">Publié le {s.day("%d/%m/%Y à %Hh%M")}</span><p '
        f'class="meta__reading-time">{s.extra("Temps de Lecture 4 min.")}</p></header><article '
        f'class="article__content">{body}<p class="article__status">{wall}</p></article></section>'
        f'<section class="paywall"><h3>{s.extra("La suite est réservée aux abonnés")}</h3><p>'
        f'{s.extra("Accédez à tous les contenus en illimité. Déjà abonné ? Se connecter")}</p>'
        "</section></main>",
    )  # fmt: skip


def ghost(s: Sheet) -> str:
    """A writer's site: cards between the paragraphs, a call to subscribe at the end."""
    story = s.story
    body = s.blocks(
        {"p": "<p>%s</p>", "h2": '<h2 id="a">%s</h2>', "quote": "<blockquote>%s</blockquote>"},
        lambda: (
            '<div class="kg-card kg-signup-card" data-lexical-signup-form><h2>'
            f"{s.extra('Never miss a story')}</h2><p>{s.extra(*LETTERS)}</p></div>"
        ),
        lambda: (
            f'<figure class="kg-card kg-image-card kg-card-hascaption"><img src="/a.jpg">'
            f"<figcaption>{s.extra(*CAPTIONS)}</figcaption></figure>"
        ),
        lambda: (
            '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container"><div '
            f'class="kg-bookmark-title">{s.extra(*TEASERS)}</div></a></figure>'
        ),
    )
    return s.page(
        s.ld("Article") + s.og() + '<meta name="generator" content="Ghost 5.82">',
        f'<header id="gh-head"><ul>{s.nav()}</ul></header><main><article class="article post">'
        f'<header class="article-header gh-canvas"><h1 class="article-title">{escape(story.title)}'
        f'</h1><p class="article-excerpt">{escape(story.deck)}</p><div class="article-byline"><h4 '
        f'class="author-name">{s.byline()}</h4><time class="byline-meta-date" datetime="'
        f'{story.published:%Y-%m-%d}">{s.day("%b %d, %Y")}</time> <span>{s.extra("4 min read")}'
        f'</span></div></header><section class="gh-content gh-canvas">{body}</section></article>'
        f'<section class="footer-cta"><h2>{s.extra("Sign up for more like this.")}</h2></section>'
        f'<aside class="read-more">{s.links(3, "h2")}</aside></main>',
        title="{title}",
    )  # fmt: skip


def substack(s: Sheet) -> str:
    """A letter's page: subscribe widgets, likes, a discussion."""
    story = s.story
    body = s.blocks(
        {"p": "<p>%s</p>", "h2": '<h3 class="header-anchor-post">%s</h3>',
         "quote": "<blockquote><p>%s</p></blockquote>"},
        lambda: '<div class="subscription-widget-wrap"><div class="subscription-widget"><div '
        f'class="preamble"><p>{s.extra(*LETTERS)}</p></div><form><button>Subscribe</button></form>'
        "</div></div>",
        lambda: f'<div class="captioned-image-container"><figure><img src="/a"><figcaption '
        f'class="image-caption">{s.extra(*CAPTIONS)}</figcaption></figure></div>',
    )  # fmt: skip
    return s.page(
        s.ld("NewsArticle") + s.og("og:title", "og:site_name", "og:url"),
        f'<div id="entry"><div class="main-menu"><h1 class="site-name">{escape(story.paper)}</h1>'
        f'</div><article class="typography newsletter-post post"><div class="post-header"><h1 '
        f'class="post-title published">{escape(story.title)}</h1><h3 class="subtitle">'
        f'{escape(story.deck)}</h3><div class="byline-wrapper"><a>{s.byline()}</a><div '
        f'class="meta">{s.day("%b %d, %Y")}</div></div><div class="like-button">{s.extra("128")}'
        f'</div></div><div class="available-content"><div class="body markup">{body}</div></div>'
        f'<div class="post-footer"><p class="button-wrapper"><a><span>{s.extra("Share")}</span></a>'
        f'</p></div></article><div class="comments-page">'
        f'<h4>{s.extra("Discussion about this post")}'
        f'</h4><div class="comment-body"><p>{s.extra(*COMMENTS)}</p></div></div></div>',
        title="{title} - by {paper}",
    )  # fmt: skip
