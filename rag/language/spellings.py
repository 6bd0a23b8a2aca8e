"""Write plain words one way where British and American spelling differ: "criticise", "defence".

For comparing words only: what is stored and shown stays as it was written.
"""

import re
from collections.abc import Iterator

# Verbs in "-ise" or "-ize", without the ending; "-isation" goes with them.
_VERBS_IN_ISE = """
    amortis apologis appetis authoris brutalis capitalis caramelis categoris centralis characteris
    civilis colonis commercialis computeris criminalis criticis crystallis customis decentralis
    decriminalis demilitaris demobilis democratis demonis demoralis deputis destabilis devitalis
    digitalis digitis economis emphasis energis epitomis equalis eulogis factoris familiaris
    fantasis fertilis finalis formalis fraternis galvanis generalis glamoris globalis harmonis
    homogenis hospitalis hypnotis idealis idolis immobilis immunis industrialis initialis
    internationalis itemis jeopardis legalis legitimis liberalis localis magnetis marginalis
    materialis maximis mechanis memoris mesmeris minimis mobilis modernis monetis monopolis
    moralis motoris nationalis naturalis neutralis normalis optimis organis ostracis oxidis
    pasteuris patronis penalis personalis plagiaris polaris politicis popularis pressuris
    prioritis privatis publicis radicalis randomis rationalis realis recognis regularis
    rehabilitatis reorganis revitalis revolutionis romanticis sanitis scandalis scrutinis
    sensationalis sexualis socialis specialis stabilis standardis sterilis stigmatis subsidis
    summaris symbolis sympathis synthesis synchronis terroris theoris traumatis trivialis
    unionis urbanis utilis vandalis vapouris victimis visualis weaponis westernis
""".split()
_VERBS_IN_YSE = "analys catalys paralys psychoanalys breathalys".split()
# Words in "-our", with what may follow.
_WORDS_IN_OUR = """
    arbour ardour armour behaviour candour clamour colour demeanour discolour dishonour enamour
    endeavour favour fervour flavour harbour honour humour labour misdemeanour neighbour odour
    parlour rancour rigour rumour saviour savour splendour succour tumour valour vapour vigour
""".split()
_AFTER_OUR = (
    "", "s", "ed", "ing", "er", "ers", "able", "ably", "al", "ful", "fully", "hood", "hoods",
    "ite", "ites", "itism", "less", "ly", "y", "ist", "ists", "ism",
)  # fmt: skip
# Verbs that double their last letter in British words only: "cancelled", "traveller".
_DOUBLED = """
    barrel bevel cancel channel chisel counsel dial duel equal fuel funnel grovel initial label
    level libel marshal marvel medal model panel parcel pedal pencil quarrel rival shovel shrivel
    signal snivel spiral squirrel stencil symbol total towel travel trial tunnel unravel yodel
""".split()
_OTHERS = """
    centre center; centres centers; centred centered; centring centering; epicentre epicenter
    theatre theater; theatres theaters; metre meter; metres meters; kilometre kilometer
    kilometres kilometers; centimetre centimeter; centimetres centimeters; millimetre millimeter
    millimetres millimeters; litre liter; litres liters; millilitre milliliter
    millilitres milliliters; fibre fiber; fibres fibers; calibre caliber; sombre somber
    spectre specter; lustre luster; meagre meager; sabre saber; reconnoitre reconnoiter
    manoeuvre maneuver; manoeuvres maneuvers; manoeuvred maneuvered; manoeuvring maneuvering
    defence defense; defences defenses; offence offense; offences offenses; pretence pretense
    licence license; licences licenses; practise practice; practised practiced
    practises practices; practising practicing; programme program; programmes programs
    cheque check; cheques checks; tyre tire; tyres tires; kerb curb; kerbs curbs; grey gray
    greys grays; plough plow; ploughs plows; ploughed plowed; ploughing plowing
    sceptic skeptic; sceptics skeptics; sceptical skeptical; scepticism skepticism; mould mold
    moulds molds; mouldy moldy; moult molt; smoulder smolder; smouldering smoldering
    aluminium aluminum; aeroplane airplane; aeroplanes airplanes; jewellery jewelry
    jeweller jeweler; jewellers jewelers; marvellous marvelous; woollen woolen; ageing aging
    judgement judgment; judgements judgments; acknowledgement acknowledgment; pyjamas pajamas
    catalogue catalog; catalogues catalogs; dialogue dialog
    dialogues dialogs; analogue analog; enrol enroll; enrols enrolls; enrolment enrollment
    fulfil fulfill; fulfils fulfills; fulfilment fulfillment; instalment installment
    instalments installments; skilful skillful; wilful willful; distil distill; cosy cozy
    anaemia anemia; anaesthetic anesthetic; haemorrhage hemorrhage; leukaemia leukemia
    paediatric pediatric; paediatrician pediatrician; paediatricians pediatricians
    gynaecologist gynecologist; orthopaedic orthopedic; oesophagus esophagus; foetus fetus
    foetal fetal; diarrhoea diarrhea; encyclopaedia encyclopedia; archaeology archeology
    archaeologist archeologist; archaeologists archeologists; palaeontologist paleontologist
    palaeontologists paleontologists; palaeontology paleontology; whisky whiskey
    moustache mustache; artefact artifact; artefacts artifacts; draught draft; draughts drafts
    furore furor; maths math; neighbourly neighborly
    sulphur sulfur; travelogue travelog
"""
_WORD = re.compile(r"[^\W\d_]{4,30}")


def _pairs() -> Iterator[tuple[str, str]]:
    """Yield each British word with the American one."""
    after_se = ("e", "es", "ed", "er", "ers", "ing", "ation", "ations", "able")
    yield from (
        (f"{word}{end}", f"{word[:-1]}z{end}") for word in _VERBS_IN_ISE for end in after_se
    )
    after_yse = ("e", "ed", "er", "ers", "ing")  # "analyses" are of both spellings
    yield from (
        (f"{word}{end}", f"{word[:-1]}z{end}") for word in _VERBS_IN_YSE for end in after_yse
    )
    yield from (
        (f"{word}{end}", f"{word[:-2]}r{end}") for word in _WORDS_IN_OUR for end in _AFTER_OUR
    )
    after_l = ("ed", "ing", "er", "ers")
    yield from ((f"{word}{word[-1]}{end}", f"{word}{end}") for word in _DOUBLED for end in after_l)
    for pair in re.split(r"[;\n]", _OTHERS.strip()):
        british, american = pair.split()
        yield british, american


_AMERICAN = dict(_pairs())
_BRITISH = frozenset(_AMERICAN)


def american(word: str) -> str:
    """Return a lower-case word as Americans spell it."""
    return _AMERICAN.get(word, word)


def in_one_spelling(text: str) -> str:
    """Return a text with American spelling, for comparing; a word that changes is lower-case."""
    if _BRITISH.isdisjoint(_WORD.findall(text.lower())):
        return text  # as nearly always
    return _WORD.sub(lambda word: _AMERICAN.get(word[0].lower(), word[0]), text)
