"""The verbs that say somebody said something, in every form an article uses.

`SPEECH_VERBS` is the list that recall is measured on.
"""

import re
from collections.abc import Iterable

# Takes a clause or a quotation: "said Europe would pay", "said that …", "said: "…"".
SAYING = (
    "acknowledge add admit affirm allege announce argue assert boast caution "
    "claim clarify complain concede conclude confess confirm contend counter "
    "declare demand deny disclose emphasize emphasise estimate exclaim explain fume gripe "
    "grouse hint indicate insist interject joke lament mutter muse note observe "
    "opine pledge predict proclaim promise quip reaffirm recall "
    "reflect reiterate remark reply report respond retort reveal say shout speculate "
    "state stress suggest swear tweet urge vow whisper wonder write yell"
).split()
# Takes the person spoken to first: "told reporters that …", "warned the council against …".
TELLING = "advise ask assure inform remind tell warn".split()
# Takes what the words are about: "praised the plan", "accused Moscow of …".
JUDGING = (
    "accuse applaud bemoan blame blast call cite commend condemn credit criticize "
    "criticise decry defend denounce deride describe dismiss hail laud mock praise propose "
    "question rebuke reject ridicule slam"
).split()
# Takes a quotation or "that": "maintained that Europe would pay".
WITH_THAT = "charge maintain mention protest recount reflect repeat signal testify".split()
# Only beside whole quotations: "…," he laughed.
WITH_QUOTATIONS = (
    "answer comment continue echo plead post "
    "begin bark bellow beam chant chime cry deadpan gush grumble implore intone laugh offer "
    "scoff sigh sing smile snap text think"
).split()
# Only with "of" or "about" and a quotation: "spoke of a “new start” for the ports".
SPEAKING_OF = ("speak",)

SPEECH_VERBS = frozenset((*SAYING, *TELLING, *JUDGING, *WITH_THAT))
# Verbs with which a question asks what somebody said or thinks; an article that "sees" or "wants"
# something for somebody quotes nobody.
ASKED_VERBS = (
    "say tell think warn criticize criticise praise call comment state claim argue respond react"
    " announce promise declare insist remark mention describe accuse deny admit suggest agree"
    " disagree speak talk write ask defend urge demand complain welcome reject advise see want"
    " believe worry propose answer feel"
).split()
# Nouns with which a question asks the same.
SPEECH_NOUN = (
    r"statements?|words|views?|opinions?|position|stance|according|quot\w+|response|reactions?"
    r"|appeals?|messages?|warnings?|criticism|reply|answers?|remarks?|comments?"
)

_IRREGULAR = {
    "speak": ("speaks", "spoke", "spoken"),
    "say": ("says", "saying", "said"),
    "tell": ("tells", "telling", "told"),
    "write": ("writes", "writing", "wrote", "written"),
    "swear": ("swears", "swearing", "swore"),
    "begin": ("begins", "beginning", "began"),
    "sing": ("sings", "singing", "sang"),
    "think": ("thinks", "thinking", "thought"),
    "see": ("sees", "seeing", "saw", "seen"),
    "disagree": ("disagrees", "disagreeing", "disagreed"),
    "agree": ("agrees", "agreeing", "agreed"),
}
_DOUBLED = frozenset({"admit", "quip", "signal", "slam", "snap"})


def _forms(verb: str) -> tuple[str, ...]:
    """Return the other forms of a verb: third person, -ing and past, in both spellings."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    stem = verb + verb[-1] if verb in _DOUBLED else verb
    if verb.endswith("e"):
        return (verb + "s", verb[:-1] + "ing", verb + "d")
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return (verb[:-1] + "ies", verb + "ing", verb[:-1] + "ied")
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    return (third, verb + "ing", stem + "ing", verb + "ed", stem + "ed")


# Forms that are something else in a question: "the talks in Riyadh".
_NEVER_ASKED = frozenset("talks talking calling writing thinking seeing seen wanting".split())


def _pattern(verbs: Iterable[str]) -> str:
    """Return a pattern of the forms of some verbs, to be searched without regard to case."""
    forms = dict.fromkeys(form for verb in verbs for form in (verb, *_forms(verb)))
    return "|".join(form for form in forms if form not in _NEVER_ASKED)


SPEECH_VERB = _pattern(ASKED_VERBS)
# Any word with which a question asks for somebody's words.
SPEECH = re.compile(
    rf"\b(?:{SPEECH_VERB}|{SPEECH_NOUN}|announcements?|arguments?)\b", re.IGNORECASE
)
# These say no more than that something was said: they are no part of what it was about.
PLAIN_SPEECH = re.compile(
    _pattern("say tell think comment state claim remark mention call speak talk write".split())
    + r"|statements?|words|remarks|comments",
    re.IGNORECASE,
)

# Every form, lower-case, with the verb it belongs to.
LEMMA_OF = {
    form: verb
    for verb in (*SAYING, *TELLING, *JUDGING, *WITH_THAT, *WITH_QUOTATIONS, *SPEAKING_OF)
    for form in (verb, *_forms(verb))
}


def lemma_is_base(low: str) -> bool:
    """Tell whether a form is the bare verb."""
    return LEMMA_OF[low] == low
