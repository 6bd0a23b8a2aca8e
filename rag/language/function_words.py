"""The function words of English, one set for each word class, and the unions that readers need.

All words are lower-case, with straight apostrophes. The classes of clauses are those that the
statement classifier was trained with: a word added to one of them asks for new weights.
"""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Word classes, each word in the class that news uses it in.
ARTICLES = _words("a an the")
SUBJECT_PRONOUNS = _words("i you he she it we they")
OBJECT_PRONOUNS = _words("me him her us them")
POSSESSIVES = _words("my your his her its our their")
HE, SHE = _words("he him his himself"), _words("she her hers herself")
THEY, IT = _words("they them their theirs themselves"), _words("it its itself")
DEMONSTRATIVES = _words("this that these those")
QUESTION_WORDS = _words("what which who whom whose when where why how")
BE_FORMS = _words("am is are was were be been being")
DO_FORMS = _words("do does did")
HAVE_FORMS = _words("has have had having")
COORDINATORS = _words("and or but nor so")
NEGATION_WORDS = _words("not no never none nobody nothing nowhere neither nor without cannot")
CONTRACTED_AUXILIARIES = _words(
    "isn't aren't wasn't weren't don't doesn't didn't haven't hasn't hadn't won't wouldn't can't"
    " couldn't shouldn't"
)
# As people type them.
WITHOUT_APOSTROPHE = frozenset(word.replace("'", "") for word in CONTRACTED_AUXILIARIES) | _words(
    "whats hows wheres whos thats theres im ive youre theyre"
)

# Word classes as clauses are taken apart by.
PRONOUNS = _words("he she they i we you it who")
AUXILIARIES = (BE_FORMS - {"am"}) | DO_FORMS | HAVE_FORMS
BE = BE_FORMS - {"am"}
MODALS = _words("would could should might may must can will shall cannot")
NEGATIONS = _words("not never hardly neither nor cannot")
DETERMINERS = _words(
    "the a an his her their its our my your this that these those some many several one two three"
    " four five six another any all both no every each most few other more"
)
PREPOSITIONS = _words(
    "in on at during after before since from with by via through of for to about under over into"
    " against as despite amid among without between within toward towards upon like beside"
)
SUBORDINATORS = _words(
    "that and or but while because as when if after before since although though which whom where"
    " what how why than so yet whether until unless once whereas"
)
RELATIVES = _words("who which")
ADVERBS = _words(
    "also later then previously repeatedly recently once now still just even often"
    " always first again further once himself herself themselves itself reportedly too only"
    " both all instead long soon twice has never ever already and/or similarly each"
)
# What a clause begins with before its subject: "But", "Meanwhile".
CLAUSE_OPENERS = _words(
    "and but still yet meanwhile however now then today instead later even so again also or thus"
    " moreover nevertheless nonetheless indeed once tonight yesterday"
)
# What begins a sentence even behind an abbreviation: "in the U.S. The talks".
SENTENCE_OPENERS = (ARTICLES | SUBJECT_PRONOUNS | POSSESSIVES | DEMONSTRATIVES | DO_FORMS) | _words(
    """there here who what when where why how which in on at for from with by of to as over under
    about if but and or so yet however also still then now after before since while although though
    because during until despite according meanwhile instead some many most several all both
    each no not one two three other others another
    is are was were can could will would should has have had"""
)

# Words that every question has: what is left tells what it is about.
STOP_WORDS = (
    ARTICLES | SUBJECT_PRONOUNS | OBJECT_PRONOUNS | POSSESSIVES | DEMONSTRATIVES | QUESTION_WORDS
    | BE_FORMS | DO_FORMS | HAVE_FORMS | COORDINATORS | WITHOUT_APOSTROPHE
) | _words(
    """about after all also any as at because before between both by can could doing done during
    each either else every for from here hers if in into just more most no not of off on once only
    other out over own same should some such than then there through to too under until up very
    while whether will with would"""
)  # fmt: skip
# Words that neither name a speaker nor tell what was spoken about.
SPEAKER_STOP_WORDS = (
    ARTICLES | SUBJECT_PRONOUNS | OBJECT_PRONOUNS | POSSESSIVES | DEMONSTRATIVES | QUESTION_WORDS
    | (BE_FORMS - {"am"}) | DO_FORMS | (HAVE_FORMS - {"having"}) | (COORDINATORS - {"nor"})
    | WITHOUT_APOSTROPHE
) | _words(
    """about after against all also any as at before between by can concerning could during ever
    exactly for from if in into just may might more no not of on out over please regarding s should
    since some than then there through to until up will with would"""
)  # fmt: skip
# Words that refer back: to whom, what, where or when a text has spoken of before.
POINTING_PRONOUNS = (
    _words("i me my you your we us our there here") | HE | SHE | THEY | IT | DEMONSTRATIVES
)
# What carries no matter from one question of a conversation to the next.
DIALOGUE_AUXILIARIES = (
    BE_FORMS | DO_FORMS | (HAVE_FORMS - {"having"}) | CONTRACTED_AUXILIARIES
) | _words("done will would can could shall should may might must")
DIALOGUE_PREPOSITIONS = _words(
    """of on in at to for from by with about against through regarding concerning as into over
    under after before since during until between near towards toward without within"""
)
DIALOGUE_STOP_WORDS = (
    ARTICLES
    | QUESTION_WORDS
    | DIALOGUE_AUXILIARIES
    | DIALOGUE_PREPOSITIONS
    | POINTING_PRONOUNS
    | WITHOUT_APOSTROPHE
) | _words(
    """and or but if so than then not no any some all ever exactly please also just more most other
    others else another out up down off again only very too own same such many much long far old
    often anything something anyone someone anybody everything everyone one ones next later instead
    still already yet well really tell know find"""
)
# Words that tell what form of answer is wanted, and not of what.
ASKING_WORDS = _words(
    """chronology compare compared comparison differ difference differences going happen happened
    happening happens latest news newest overview please recap summarise summarize summary timeline
    update updates"""
)
# Words with which a question speaks of articles, and not of what they are about.
ARTICLE_WORDS = _words(
    """according article articles attribute attributed both claim claimed claims compared
    comparison consider considering consistency consistent contrast describe described describes
    different discuss discussed discusses discussing featured focuses following highlighted
    identified imply implies indicate indicates indicating information involving mention mentioned
    mentions perspective piece portrayal portrayed published regarding report reported reportedly
    reporting reports respectively similar source sources specifically state stated states stating
    story suggest suggested suggests tell told"""
)
# What words of a text are no names and carry no matter, even with a capital letter.
PLAIN_WORDS = (STOP_WORDS | SENTENCE_OPENERS | NEGATION_WORDS) | _words(
    """however meanwhile moreover furthermore additionally also despite although though including
    according would could may might must shall since upon within without across among said says
    say added add adds per via yes"""
)
