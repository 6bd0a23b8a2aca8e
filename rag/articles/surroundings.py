"""Tell what a page prints around an article from the article: adverts, links, captions, buttons.

Each line is judged by itself. The forms are those of the papers that people keep; what is not
among them stays in the text.
"""

import re

# By hand, as all lengths here, reading what is left out of news_bulk.
LONGEST = 600  # characters; a longer line is prose, whatever it speaks of

_BUTTONS = re.compile(
    r"(?:share(?: (?:this:|this(?: (?:update|article|story|page))?|on \w+|full article))?"
    r"|copy link(?: to (?:this )?(?:post|entry|update|article))?|breaking ?breaking"
    r"|link copied!?"
    r"|print|e-?mail|comments?(?: \(\d+\))?|\d+ comments?|facebook|twitter|x|linkedin|whatsapp"
    r"|reddit"
    r"|save(?: (?:article|story))?|listen(?: to (?:this )?(?:article|story)(?: \d+ min(?:utes)?)?)?"
    r"|add topic|follow(?:ing)?|bookmark|gift(?: this)? article|view (?:gallery|comments)"
    r"|(?:show|hide|toggle|view)(?: (?:full|image|photo))? caption|enlarge(?: this)?(?: image)?"
    r"|show more show less|ad feedback|like this:?|posted in [^.]{2,60}"
    r"|advertisements?|sponsored(?: content)?|ad|story continues below(?: advertisement)?"
    r"|article continues below(?: (?:this )?ad(?:vertisement)?)?|scroll to continue|(?:read|load"
    r"|see|show) more"
    r"|related topics|continue reading"
    r"|read (?:the )?(?:full|whole|rest of the) (?:story|article|post)(?: here| online)?"
    r"|skip (?:to (?:main )?content|ad(?:vertisement)?)|back to top|sign in|log in"
    r"|subscribe(?: now)?"
    r"|newsletters?|menu|search|home|next|previous|play(?: video)?|(?:tap|click) to unmute|replay"
    r"|\d[\d,.]* (?:people|readers) (?:are )?(?:reading|viewing) this(?: \w+)?(?: now)?"
    r"|for immediate release"
    r"|temps de lecture \d+ min\.?|lesezeit:? \d+ min(?:uten)?\.?|anzeige|publicité|publicidad"
    r"|tweet|link|reuse this content|purchase licensing rights(?:, opens new tab)?|\d+ posts"
    r"|sort by(?: latest| newest| oldest)?|view image in fullscreen|filters beta"
    r"|advertisement [·|•] scroll to continue|free (?:weekly|daily) newsletter"
    r"|enter your e-?mail(?: address)?|search (?-i:[A-Z]{2,5})|please enable javascript.{0,40}"
    r"|partager|imprimer|lire plus tard|ajouter à vos sélections|teilen|drucken|merken|anhören"
    r"|artikel (?:verschenken|zum hören.{0,12})|zur merkliste hinzufügen"
    r"|weitere optionen zum teilen"
    r"|report an? (?:error|typo)|quick links:?|special subscription offers|show all|close"
    r"|download|embed|transcript|\d+[ -](?:min(?:ute)?s?|hours?)\.? (?:read|ago|listen)"
    r"|in this article:?|table of contents"
    r"|this (?:article|story) (?:is|was) (?:more than|originally published)[^.]{0,60}\.?)",
    re.IGNORECASE,
)
_LISTS = re.compile(
    r"(?:up next|(?:what to )?read next|(?:most|more) (?:read|popular|viewed)|trending(?: now)?"
    r"|recommended(?: (?:stories|for you|reading))?|you (?:may|might) (?:also like|like)"
    r"|related(?: (?:articles?|stories|content|links|coverage|news))?"
    r"|(?:more|top|latest) (?:stories|news|headlines)"
    r"|more (?:on this story|from [\w ]{2,30}|in [\w ]{2,30}|like this)"
    r"|recent (?:posts|comments)"
    r"|related internet links|(?:explore more on these|suggested|related) topics"
    r"|editors?['’]s? (?:picks?|choice)|popular(?: (?:now|stories))?|mehr zum thema|à lire aussi)",
    re.IGNORECASE,
)
_ONE_SECTION = (
    r"(?:world|politics|opinion|business|sports?|football|health|science|tech(?:nology)?|culture"
    r"|arts?|entertainment|u\.?s\.?|uk|europe|asia|africa|middle east|americas|australia|national"
    r"|local|news|money|economy|finance|markets?|climate|environment|education|travel|lifestyle"
    r"|style|life|food|books|law|crime|weather|investigations?|analysis|exclusive|explainers?"
    r"|comment|editorials?|features?|nation|region|elections?|media|long reads?|society|home"
    r"|(?:[a-z]+ )?live(?: updates?| blog)?|classifieds|obituaries|sections|video|photos"
    r"|(?:log|sign) in"
    r"|(?:world|us|u\.s\.|uk|europe|local|national|breaking|latest|business) news)"
)
_SECTION = re.compile(
    rf"{_ONE_SECTION}(?:(?: ?[>|/·•»›] ?| ){_ONE_SECTION}){{0,14}}", re.IGNORECASE
)
# A menu whose entries have run together: "WorldPoliticsHealthLog In"
_RUN_SECTIONS = re.compile(rf"(?:(?>{_ONE_SECTION}) ?){{3,20}}", re.IGNORECASE)
_ADVERTS = re.compile(
    r"""
    (?:^|(?<=[.!?:>]\s)|(?<=[?!]["”]\s)) (?:
        (?:please\ )?(?:sign\ up|subscribe|register)\b (?!\ to\ [a-z]+ing\b)
        | get\ (?:our|cnn|the\ free|'5|‘5|it\ in\ your|breaking\ news|ukraine\ updates
        |the\ latest)\b .{0,160}
            (?:newsletter|in\ your\ inbox|sign\ up|subscribe|updates)
        | (?:download|install)\ (?:our|the)\ .{0,30}\bapp\b
        | (?:support|consider\ supporting)\ (?:\w+\ ){0,3}journalism
        | would\ you\ like\ to\ receive
        | (?:follow|join)\ (?:us|our|cnn|usa\ today|me|him|her|them|every\ game)\b
        | follow\ [^.]{2,60}\ (?:on|@)\ ?(?:twitter|x|facebook|instagram|threads|bluesky|@?\w+:?\ @)
        | (?:reach|contact|e-?mail|send|write\ to)\ [^.]{0,80}(?:@|\bemail\b|twitter)
        | check\ (?:your\ local\ forecast|out\ our\ homepage)
        | need\ a\ (?:news\ )?break\? | play\ the\ .{0,40}crossword
        | (?:click|tap)\ here\b | hit\ play\ on\ the\ player
        | take\ (?:our|cnn’s|cnn's)\ .{0,40}(?:quiz|poll|survey)
        | prep\ for\ the\ polls:
    )
    | \b(?:in|to)\ your\ (?:e-?mail\ )?inbox\b
    | \b(?:newsletter|alerts?|updates)\b .{0,120} \bsign\ up\b (?:\ \w+){0,3}\ (?:here|now|today
    |free)
    | \bsign\ up\ (?:here|now|today|for\ free)\b | \bsign\ up\ for\ (?:our|cnn|the\ week|usa)
    | \bversion\ of\ this\ (?:story|article|piece)\b .{0,60} \bnewsletter\b
    | \bsubscribe\ (?:&|and|to\ the\ newsletter)\b | \bbecome\ a\ .{0,30}subscriber\b
    | subscriber-only
    | \b(?:can\ be\ )?reached\ (?:at|via)\b .{0,60} (?:@|\.com) | \bon\ twitter:?\ @\w
    | ^[^.]{0,60}@\w+(?:\.\w+)+$ | ^@\w{2,30}$
    | \bthe\ details\ you\ have\ shared\b | \binformation\ you\ have\ shared\b
    | \bobject\ to\ the\ use\ of\ your\ data\b | ^['‘]we['’]\ includes\b
    | \bdaily\ digest\ of\ news\ and\ analysis\b
    | ^\W*(?:our\ )?recommendations\ are\ independently\ chosen
    | ^prices\ were\ accurate\ at\ the\ time | ^the\ product\ experts\ at
    | ^you(?:['’]ve|\ have)\ read\ .{1,12}\ (?:free\ )?articles\b
    | \b(?:please|consider|can|help\ us)\b .{0,20} \bsupport(?:ing)?\ (?:our|local|independent)
        \ (?:work|journalism|reporting|newsroom)\b
    | ^our\ standards: | ^a\ version\ of\ this\ article\ appears\ in\ print\b
    | ^(?:appeared|published)\ in\ the\b .{1,40} \bprint\ edition\b
    | ^(?:the\ )?\w+\ is\ not\ responsible\ for\ the\ content\ of\ external\b
    | ^il\ vous\ reste\ .{1,12}\ de\ cet\ article\ à\ lire | réservée?s?\ aux\ abonnés\W*$
    | ^jetzt\ (?:anmelden|abonnieren|weiterlesen)\b | ^weiterlesen\ mit\b
    | ^our\ fact-check\ work\ is\ supported | \bwe\ may\ (?:earn|receive)\ .{0,40}commission
    | \ball\ rights\ reserved\b | ^(?:copyright|©)\ ?(?:\(c\)\ )?(?:©\ )?\d{4}
    | \b(?:may|must)\ not\ be\ (?:published|reproduced)\b
    | ^this\ (?:material|story\ was\ originally\ published\ by)\b
    | \bfirst\ name\ or\ initial\b | \bterms\ of\ (?:use|service)\b .{0,60} \bprivacy\b
    | ^privacy\ notice:\ newsletters\b | ^[\w\ ™®&.]{0,40}©\ ?\d{4}\b
    | ^(?:we\ use|this\ (?:site|website)\ uses)\ cookies\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LINKS = re.compile(
    r"""
    (?:>{1,3}|►►|\*)?\s? (?:
        (?:read|hear|see|learn|find\ out)\ (?:more|also|next)\b (?:\ (?:from|about
        |on)\b[^:.]{0,40})? [:|>…]
        | read\ more\b [^.]{0,90} (?:here|$)
        | (?:read\ also|lire\ aussi|à\ lire\ aussi|lesen\ sie\ (?:auch|dazu|mehr)|mehr\ zum\ thema
            |lea\ también|leggi\ anche|lees\ ook|leia\ também) \s?[:|>] .{1,200}
        | (?:more\ [^:.]{2,40}|source|quelle) : \s https?:// .{1,200}
        | (?:related|(?:read\ )?more|see\ also|see\ more\ on|also\ read
        |more\ (?:from|on|news|coverage)[^:.]{0,40}
        |for\ more[^:.]{0,40} |you\ (?:may|might)(?:\ also)?\ (?:like|be\ interested\ in)
            |must[- ]read|don['’]t\ miss|dig\ deeper|in\ case\ you\ missed\ it
            |what\ to\ read) : .{1,200}
        | (?:watch|listen|photos?|pictures|gallery|graphics?|visuals?|video|podcasts?|opinion
        |live(?:\ updates)?
            |fact\ check|review|exclusive|analysis|explainer|latest[^:.]{0,30}|[^:.]{0,20}newsletter
            |in\ pictures|tv\ schedule|schedule|tickets) : \s? [^:]{1,150} (?<![.!])
    )""",
    re.VERBOSE | re.IGNORECASE,
)
# "First Black woman:Biden to nominate Ketanji Brown Jackson": a link's first words and the rest
_JOINED_LINK = re.compile(
    r"[^.!:]{2,60}[\w'’”\"?]:(?=[A-Z‘'“\"])(?!.*(?<!ere['’]s why)(?<!\.)[.]\Z).{5,160}"
)
_LABELLED_LINK = re.compile(
    r"(?:opinion|column|editorial|more|related|analysis|exclusive|fact check|watch|read more)"
    r":(?=(?-i:[A-Z‘'“\"])).{5,200}",
    re.IGNORECASE,
)
_SEE_LINK = re.compile(
    r"(?:[A-Z][A-Z0-9’' &.,!?-]{3,40}|The latest|More news):[ ]?(?=.*(?:\bhere\b|\bUSA TODAY\b"
    r"|\bour\b))"
    r"[^.]{1,160}"
)
_ALL_LINKS = (_LINKS, _JOINED_LINK, _LABELLED_LINK, _SEE_LINK)
_AGENCIES = (
    r"(?:Getty(?: Images)?|AFP|AP(?: Photo)?|Associated Press|REUTERS|Reuters|EPA|EPA-EFE"
    r"|Shutterstock"
    r"|Alamy|Bloomberg|Anadolu(?: Agency)?|Zuma(?: Press)?|ZUMAPRESS|Xinhua|PA Wire|PA Images"
    r"|Press Association"
    r"|CNN|NBC|ABC|CBS|NASA|USA TODAY(?: Sports| Network| NETWORK)?|Imagn(?: Images)?|NurPhoto"
    r"|Redux|Sipa(?: USA)?"
    r"|TASS|Sputnik|WireImage|FilmMagic|Tribune(?: Content Agency)?|Handout|AdobeStock"
    r"|Adobe Stock|iStock"
    r"|Pool|dpa|MEGA|Netflix|HBO|Disney|Instagram|Twitter|YouTube)"
)
_NAMES = r"(?:[A-Z@][\w.’'-]* ){0,5}"
_PLAYER = re.compile(
    r"Video Ad Feedback\b|(?:JUST|MUST) WATCH(?:ED)?\b|.*Credit\.{3} ?[A-Z]"
    r"|.*\b\d\d:\d\d - Source: "
)
_CAPTION_HEAD = re.compile(
    rf"(?:Photos?|Photograph|Image|Pictures?|Video|File photo|FILE|Hide captions?|Caption)"
    rf"(?: (?:by|credit|source|courtesy of|illustration))? ?(?::|[–—]|by\b)"
    rf"|\(?[\w.,’' -]{{3,60}}/(?:[\w.’' -]{{2,40}}/){{0,2}}{_AGENCIES}\b",
)
_CREDITED = re.compile(rf"{_NAMES}(?:for |by |via )?{_AGENCIES}")
_PICTURE_BY = re.compile(
    r"(?:Photo(?:graph)?|Picture|Foto|Image|Credit|Courtesy|Provided|via)\b[^.]*"
)
_BRACKETS = re.compile(rf"\b(?:{_AGENCIES}|Photo by|Photo:)")
_TAIL_LENGTH = 110
# "… on Monday. Ada Moe/AFP/Getty Images Boats …": the end of a caption inside a paragraph
_CREDIT_INSIDE = re.compile(
    rf"(?<=[\w.)’']) ?/ ?{_AGENCIES}(?: ?/ ?{_AGENCIES})*(?= [\"“‘'(]?[A-Z0-9])"
)
# "… in Oldport on Monday Ada Moe/Getty Images for Ferries": no full stop is between them
_CREDIT_LAST = re.compile(rf"[\w.)’'] ?/ ?{_AGENCIES}(?:[ /][\w’'/ ]{{1,50}})?\)?\Z")
_COUNTED = re.compile(r"\bHide Caption \d{1,3} of \d{1,3}\b")  # below each picture of a gallery
# By hand, reading the paragraphs of news_bulk with credits inside.
LEAST_PICTURES, LEAST_COUNTED = 4, 2
MOST_BETWEEN = 500  # characters between two credits, on average
# "{{ #errors }}": never filled in; the rest of an element that was cut in two
_TEMPLATE = re.compile(r"\{\{ ?[#/^] ?\w{1,40} ?\}\}|\A\W{0,9}allowfullscreen\W{0,9}\Z")
# What is said behind a comma at the end of a line makes it a sentence of the article.
_SAID_LAST = re.compile(
    r",[”\"’]? (?:(?:[\w.’'-]{1,30} ){1,5}(?:said|says|told|urged|warned|joked|added)"
    r"|(?:said|says) [\w.’' -]{2,40})(?: \w{1,20}){0,3}\.[”\"]?\Z"
)
# "Related: the sale in 1998 failed."
_GOES_ON = re.compile(r"[A-Z][\w ]{2,30}: (?-i:[a-z]).*[.!]\Z")
_PICTOGRAMS = re.compile("\\A[\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff ]+")
_CREDITS = re.compile(
    r"""
    [-–—]{0,2}\s? (?:
        (?:contributing|contributors?|additional\ reporting|reporting|editing|writing|compiled
        |edited
            |with\ (?:reporting|additional\ reporting)|production|graphics?|illustrations?)
            (?:\ (?:by|from|writers?|reporters?))? (?::|\ by\b|\ from\b) .{2,400}
        | this\ (?:story|article|report|file|headline)(?:\ and\ headline)?\ (?:ha(?:s|ve)\ been|was
        |is\ being|is)
            \ (?:first\ published|updated|corrected|developing|breaking|translated|produced
            |generated)\b .{0,120}
        | (?:editor['’]s\ note:\ )?this\ (?:story|article|piece)\ (?:contains|includes
        |is\ (?:part\ of|published\ in))\b .{2,400}
        | (?:audio|video)\ (?:is\ )?produced\ by\ .{2,60}
        | produced\ by\ (?-i:[A-Z]).{2,80}(?<![.!?])
        | (?:this\ is\ )?(?:a\ )?(?:developing|breaking)\ (?:news\ )?(?:story|update).{0,80}
        | the\ post\ .{2,200}\ (?:first\ )?appeared\ (?:first\ )?on\ .{2,80}
        | this\ article\ (?:originally\ )?appeared\ on\ .{2,160}
        | (?:from|by)\ (?:staff|the\ associated|usa\ today|wire|[\w. ]{2,40}\ (?:staff
        |network))\b[^.]{0,60}
        | (?-i:SOURCE|[Ss]ource:)\ (?-i:[A-Z0-9]).{2,80}(?<![.!?])
        | (?:staff|wire)(?:\ and\ wire)?\ (?:and\ \w+\ )?reports?
    )""",
    re.VERBOSE | re.IGNORECASE,
)


# What an advert or a credit cannot do without: looked for first, as few lines have any of it.
_ADVERT_WORDS = (
    "sign up", "subscri", "register", "inbox", "newsletter", "download", "install", "journalism",
    "would you", "follow", "join", "reach", "contact", "mail", "send", "@", "check", "break?",
    "crossword", "click", "tap here", "hit play", "quiz", "poll", "survey", "you have shared",
    "your data", "includes", "digest", "prices", "recommendations", "product experts",
    "you have read", "ve read", "support", "fact-check", "our standards", "in print",
    "print edition", "responsible", "il vous reste", "abonn", "weiterlesen", "jetzt",
    "commission", "rights reserved", "©", "copyright", "published",
    "reproduced", "cookies", "terms of", "initial",
)  # fmt: skip
_CREDIT_WORDS = (
    "source", "contribut", "the post", "report", "editing", "writ", "compiled", "edited", "produc",
    "staff", "graphic", "illustrat", "story", "article", "developing", "breaking", "file",
)  # fmt: skip
_ADVERT_LENGTH = 350  # characters; in a longer line it is the beginning that must say so
_ADVERT_START = 100
_SENTENCES = re.compile(r"(?<=[.!?])[”\"’)]* +(?=[A-Z“\"])")
# What is news in a line that has an advert too, as where a print has lost the ends of paragraphs:
_SPEECH = re.compile(
    r"\b(?:said|says|told|according to)\b|“[^”]{15,}[,.!?]”|\"[^\"]{15,}[,.!?]\"", re.IGNORECASE
)
LEAST_NEWS = 9  # words of a sentence before the advert (by hand)
_OF_THE_PAPER = re.compile(
    r"[@?:]|\.com\b|\b(?:you|your|we|us|our|my|me|here|newsletter|reporters?|writer|journalist"
    r"|correspondent|columnist|editor|author|analyst|intern|covers|version|edition|roundup"
    r"|contact|reach|send|e-?mail|follow|stay|join|don['’]t|usa today|cnn|twitter)\b",
    re.IGNORECASE,
)


_WORK_BY = re.compile(r"[-–—]{0,2} ?[A-Z][a-z]+ (?:by|from) ")
_SMALL_WORD = re.compile(r"(?<![\w’'])(?!(?:by|and|in|for|from|the|of|at|with|by)\b)[a-z]+\b")
MOST_SMALL_WORDS = 4  # of a line of names, beside those between names
_CONTRIBUTED = re.compile(
    r" contributed (?:to th(?:is|e) (?:\w+ )?(?:report(?:ing)?|story|article|live blog)\b"
    r"|reporting\b|from )"
)


def kind_of_surrounding(line: str) -> str:
    """Name what a line is if it is no part of the article, else "".

    One of: a button, a form, an advert, a link, a caption, a credit.
    """
    if len(line) > LONGEST:
        return "a caption" if captions_in(line) else ""
    if len(line) < 80 and _BUTTONS.fullmatch(line.strip(" •·|>»….")):
        return "a button"
    if is_list_head(line):
        return "a button"
    if _TEMPLATE.search(line):
        return "a form"
    lower = line.lower()
    if any(word in lower for word in _CREDIT_WORDS) and _is_credit(line):
        return "a credit"
    plain = _PICTOGRAMS.sub("", line)
    if _SAID_LAST.search(plain[-_TAIL_LENGTH:]):
        return ""
    goes_on = bool(_GOES_ON.match(plain))
    if len(line) < 260 and not goes_on and any(one.fullmatch(plain) for one in _ALL_LINKS):
        return "a link"
    if any(word in lower for word in _ADVERT_WORDS) and _is_advert(line):
        return "an advert"
    return "a caption" if not goes_on and _is_caption(line) else ""


def is_list_head(line: str) -> bool:
    """Tell whether a line stands above a list of other articles: "Most read"."""
    return len(line) < 60 and bool(_LISTS.fullmatch(line.strip(" •·|>»….:")))


def captions_in(line: str) -> list[str]:
    """Return the captions of a gallery that was copied as one paragraph, else nothing."""
    ends = [credit.end() for credit in _CREDIT_INSIDE.finditer(line)]
    counted = [found.end() for found in _COUNTED.finditer(line)]
    if len(counted) >= LEAST_COUNTED:
        ends = counted
    elif len(ends) < LEAST_PICTURES:
        return []
    if len(line) > MOST_BETWEEN * len(ends):
        return []
    starts = [0, *ends]
    pieces = (line[start:end] for start, end in zip(starts, [*ends, len(line)], strict=True))
    return [piece.strip() for piece in pieces if piece.strip()]


def is_section(line: str) -> bool:
    """Tell whether a line names parts of a paper and no more: "News > Europe"."""
    bare = line.strip(" •·|>»")
    return len(line) < 80 and bool(_SECTION.fullmatch(bare) or _RUN_SECTIONS.fullmatch(bare))


def _is_credit(line: str) -> bool:
    """Tell whether a line says who worked on an article, or what was done to it.

    "Reporting by" names people; what has a sentence behind it is one: "Reporting by the station
    revealed".
    """
    if _WORK_BY.match(line) and len(_SMALL_WORD.findall(line)) > MOST_SMALL_WORDS:
        return False
    return bool(_CREDITS.fullmatch(line) or _contributed(line))


def _contributed(line: str) -> bool:
    return len(line) < 300 and bool(_CONTRIBUTED.search(line)) and not _SPEECH.search(line)


def _is_advert(line: str) -> bool:
    found = _ADVERTS.search(line)
    if found is None or (len(line) > _ADVERT_LENGTH and found.start() > _ADVERT_START):
        return False
    return not _has_news(line)


def _has_news(line: str) -> bool:
    """Tell whether a sentence of a line is one of an article, whatever else the line asks for."""
    is_before = True
    for sentence in _SENTENCES.split(line):
        is_advert = bool(_ADVERTS.search(sentence))
        is_before &= not (is_advert or _OF_THE_PAPER.search(sentence))
        if is_before and len(sentence.split()) >= LEAST_NEWS:
            return True
        if not is_advert and _SPEECH.search(sentence):
            return True
    return False


def _is_caption(line: str) -> bool:
    """Tell whether a line begins or ends as the words below a picture, or above a film, do."""
    if _PLAYER.match(line):
        return True
    if found := _CAPTION_HEAD.match(line):
        # "The photo was taken by Ada Moe/Reuters."
        return line[-1] != "." or len(_SMALL_WORD.findall(found[0])) <= MOST_SMALL_WORDS // 2
    if line[-1] in ".!?":
        return False
    if _CREDIT_LAST.search(line[-_TAIL_LENGTH:]):
        return True
    if line[-1] == ")" and "(" in line:
        inner = line[line.rindex("(") + 1 : -1]
        return len(inner) <= _TAIL_LENGTH and bool(_BRACKETS.match(inner) or _is_credited(inner))
    if re.match(r"\d{1,2}[.)] ", line):  # a heading: "5. Twitter"
        return False
    ends = [end.end() for end in re.finditer(r"[.!?…)”\"’] ", line[-_TAIL_LENGTH:])]
    return any(_is_credited(line[-_TAIL_LENGTH:][end:]) for end in ends)


def _is_credited(words: str) -> bool:
    """Tell whether words name who took a picture: "Kent Porter/The Press Democrat/AP"."""
    names = words.strip("()").split("/")
    if len(names) == 1:
        return bool(_CREDITED.fullmatch(names[0]) or _PICTURE_BY.fullmatch(names[0]))
    return len(names[0].split()) <= 6 and any(_CREDITED.fullmatch(name.strip()) for name in names)
