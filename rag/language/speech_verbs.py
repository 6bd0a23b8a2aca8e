"""The verbs that say somebody said something, in every form an article uses.

`SPEECH_VERBS` is the list that recall is measured on.
"""

# Takes a clause or a quotation: "said Europe would pay", "said that …", "said: "…"".
SAYING = (
    "acknowledge add admit affirm allege announce argue assert boast caution charge "
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
WITH_THAT = "maintain mention protest recount reflect repeat signal testify".split()
# Only beside whole quotations: "…," he laughed.
WITH_QUOTATIONS = (
    "answer comment continue echo plead post "
    "begin bark bellow beam chant chime cry deadpan gush grumble implore intone laugh offer "
    "scoff sigh sing smile snap text think"
).split()
# Only with "of" or "about" and a quotation: "spoke of a “new start” for the ports".
SPEAKING_OF = ("speak",)

SPEECH_VERBS = frozenset((*SAYING, *TELLING, *JUDGING, *WITH_THAT))

_IRREGULAR = {
    "speak": ("speaks", "spoke", "spoken"),
    "say": ("says", "saying", "said"),
    "tell": ("tells", "telling", "told"),
    "write": ("writes", "writing", "wrote", "written"),
    "swear": ("swears", "swearing", "swore"),
    "begin": ("begins", "beginning", "began"),
    "sing": ("sings", "singing", "sang"),
    "think": ("thinks", "thinking", "thought"),
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


# Every form, lower-case, with the verb it belongs to.
LEMMA_OF = {
    form: verb
    for verb in (*SAYING, *TELLING, *JUDGING, *WITH_THAT, *WITH_QUOTATIONS, *SPEAKING_OF)
    for form in (verb, *_forms(verb))
}


def lemma_is_base(low: str) -> bool:
    """Tell whether a form is the bare verb."""
    return LEMMA_OF[low] == low
