"""The countries of the news, the words for their people, and which of two words mean the same.

Lower-case words; a country of several words stands under all of them: "south korea".
"""

import re
from collections.abc import Collection

# A country under the adjective and the other words that roles have for it.
_ADJECTIVES = {
    "us": "u.s u.s.a usa american america",
    "uk": "u.k british britain",
    "eu": "e.u european europe",
    "un": "u.n",
    "ukraine": "ukrainian",
    "russia": "russian",
    "germany": "german",
    "france": "french",
    "china": "chinese",
    "hungary": "hungarian",
    "poland": "polish",
    "turkey": "turkish türkiye",
    "italy": "italian",
    "spain": "spanish",
    "netherlands": "dutch",
    "norway": "norwegian",
    "sweden": "swedish",
    "finland": "finnish",
    "denmark": "danish",
    "estonia": "estonian",
    "latvia": "latvian",
    "lithuania": "lithuanian",
    "belarus": "belarusian",
    "slovakia": "slovak",
    "czechia": "czech",
    "austria": "austrian",
    "switzerland": "swiss",
    "belgium": "belgian",
    "greece": "greek",
    "ireland": "irish",
    "scotland": "scottish",
    "wales": "welsh",
    "england": "english",
    "romania": "romanian",
    "bulgaria": "bulgarian",
    "serbia": "serbian",
    "croatia": "croatian",
    "georgia": "georgian",
    "armenia": "armenian",
    "israel": "israeli",
    "iran": "iranian",
    "iraq": "iraqi",
    "syria": "syrian",
    "egypt": "egyptian",
    "saudi": "saudis",
    "afghanistan": "afghan",
    "pakistan": "pakistani",
    "india": "indian",
    "japan": "japanese",
    "korea": "korean",
    "australia": "australian",
    "canada": "canadian",
    "mexico": "mexican",
    "brazil": "brazilian",
    "nigeria": "nigerian",
    "kenya": "kenyan",
}
# Every word for a country or its people, with the country.
COUNTRY_OF = {
    word: country for country, words in _ADJECTIVES.items() for word in (country, *words.split())
}
# Countries as roles are compared by.
ROLE_COUNTRIES = frozenset(_ADJECTIVES)
# Countries that a role may end with, before a name: "Prime minister of Ukraine Denys Shmyhal".
COUNTRY_NAMES = tuple(
    """Afghanistan Argentina Australia Austria Belarus Belgium Brazil Britain Bulgaria Canada Chile
    China Colombia Croatia Cuba Cyprus Denmark Ecuador Egypt England Estonia Ethiopia Finland France
    Germany Ghana Greece Hungary Iceland India Indonesia Iran Iraq Ireland Italy Japan Kenya Kosovo
    Latvia Lebanon Libya Lithuania Malaysia Mali Mexico Moldova Morocco Nepal Netherlands Nigeria
    Norway Pakistan Peru Philippines Poland Portugal Qatar Romania Russia Rwanda Scotland Serbia
    Singapore Slovakia Slovenia Somalia Spain Sudan Sweden Switzerland Syria Taiwan Thailand Tunisia
    Turkey Uganda Ukraine Venezuela Vietnam Wales Yemen Zimbabwe""".split()
)
# What else a role may end with: "Ambassador to the United Nations Linda Lund".
ROLE_PLACES = (
    *COUNTRY_NAMES, "United Nations", "United States", "European Union", "Costa Rica",
    "Saudi Arabia", "Sri Lanka", "South Korea", "North Korea", "South Africa", "New Zealand",
    "Northern Ireland", "Hong Kong", "El Salvador", "San Francisco", "New York", "Los Angeles",
    "US", "UK", "UN", "EU", "NATO", "London",
)  # fmt: skip
_BODIES = frozenset(("United Nations", "European Union", "UN", "EU", "NATO"))
_SEATS = frozenset("brussels kyiv london moscow paris washington beijing berlin".split())
# Places of the news that no person is called by.
PLACES = (
    frozenset(name.lower() for name in COUNTRY_NAMES)
    | _SEATS
    | frozenset(
        "africa america asia crimea europe gaza israel kazakhstan kremlin macedonia palestine"
        " turkiye".split()
    )
)
# States of the US, as they are written.
STATE_NAMES = (
    *"""Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia
    Hawaii Idaho Illinois Indiana Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts
    Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada Ohio Oklahoma Oregon
    Pennsylvania Tennessee Texas Utah Vermont Virginia Washington Wisconsin Wyoming""".split(),
    "New Hampshire", "New Jersey", "New Mexico", "New York", "North Carolina", "North Dakota",
    "Rhode Island", "South Carolina", "South Dakota", "West Virginia",
)  # fmt: skip
# Those of one word that no person is called by, nor any country.
US_STATES = frozenset(name.lower() for name in STATE_NAMES if " " not in name) - {
    "georgia", "virginia", "washington",
}  # fmt: skip
# Where articles are written.
CITIES = _SEATS | frozenset(
    """ankara tehran riyadh seoul tokyo taipei pyongyang canberra ottawa dublin warsaw budapest
    vienna prague minsk tbilisi damascus baghdad kabul islamabad cairo beirut jerusalem belgrade
    athens lisbon stockholm oslo helsinki copenhagen""".split()
)
# All of them, and those of several words: they speak for their governments.
PLACES_THAT_SPEAK = (
    (PLACES - {"kremlin"}) | CITIES | {one.lower() for one in ROLE_PLACES if one not in _BODIES}
)
# Words for people of a country, alone: "the Norwegian", "the Ukrainians", "the French".
NATIONALITIES = frozenset(
    word
    for word in " ".join(_ADJECTIVES.values()).split()
    if word.endswith(("an", "ish", "ese", "i", "ch", "swiss", "greek", "czech", "slovak"))
) | frozenset(
    """lebanese portuguese vietnamese taiwanese sudanese argentine argentinian colombian cuban
    chilean venezuelan peruvian ecuadorian bolivian filipino thai indonesian malaysian ethiopian
    somali yemeni libyan tunisian moroccan algerian qatari kuwaiti icelandic palestinian swede
    dane finn scot turk pole spaniard briton serb croat kurd arab kazakh kosovar albanian
    macedonian slovenian moldovan ghanaian ugandan rwandan congolese senegalese burmese nepali
    bangladeshi cypriot maltese jamaican haitian dominican emirati jordanian""".split()
)
# Places whose names are also first names.
CALLED_LIKE_PEOPLE = frozenset(
    """georgia jordan chad virginia carolina austin dallas houston charlotte madison lincoln jackson
    florence orlando denver phoenix savannah montana dakota cleveland america ireland india kenya
    sydney victoria adelaide milan troy santiago diego jersey""".split()
)
# Short names with what they are written out as.
WRITTEN_OUT = {
    "us": ("united states", "america", "american", "usa", "u.s"),
    "uk": ("united kingdom", "britain", "british"),
    "eu": ("european union",),
    "un": ("united nations",),
}
_DEMONYM_ENDING = re.compile(r"(?:[aei]?ns?|ish|ese|i|ch|s)$")


def is_related(part: str, words: Collection[str]) -> bool:
    """Tell whether a country's name and its adjective are taken for each other."""
    if len(part) < 4:
        return any(
            synonym in words or all(word in words for word in synonym.split())
            for synonym in WRITTEN_OUT.get(part, ())
        )
    root = _DEMONYM_ENDING.sub("", part)
    return any(
        _DEMONYM_ENDING.sub("", word)[:7] == root[:7]
        or word == root
        or part == _DEMONYM_ENDING.sub("", word)
        for word in words
        if len(word) >= 4 and word[:3] == part[:3]
    )
