"""Make stories of people, towns and papers that do not exist, and what papers print around them."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

PEOPLE = (
    "Maren Ostlund", "Tobias Velk", "Inés Carvo", "Ruth Adeyo", "Jonah Prill", "Saskia van Doorl",
    "Callum O'Brack", "Priya Nallur", "Émile Tressac", "Hedda Krumsøe", "Luka Zorvat", "Wren Ashby",
)  # fmt: skip
PLACES = ("Oldport", "Nordhavn", "Tarrow", "Saltmere", "Punta Lora", "Brackwater", "Altstedt")
PAPERS = (
    "The Oldport Herald", "Nordhavn Post", "Tidewater Ledger", "The Saltmere Argus",
    "Brackwater Daily", "The Tarrow Review", "Valley Courier",
)  # fmt: skip
FOREIGN_PAPERS = {"de": "Altstedter Tagblatt", "fr": "Le Courrier de Valmer"}

# Each story: headlines, then what may stand below it. A line with "##" is a heading, with ">" a
# quotation that stands alone, with "-" an item of a list.
_STORIES: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = {
    "en": (
        (
            (
                "Ferry between {place} and {other} to stop for the winter",
                "‘We were never asked’: islanders count the cost of a winter without ferries",
                "{place} ferry: What we know so far",
            ),
            (
                "The ferry that links {place} with {other} will not sail between November and "
                "March, the harbour board said on {weekday}, ending a service that has run without "
                "a break for {number} years.",
                "About {number} people use the crossing on a working day. Most of them are pupils, "
                "nurses and builders who have no other way to reach the mainland before eight.",
                "“We looked at every figure twice,” said {first}, who chairs the board. “A boat "
                "that sails half empty in a storm is not a service, it is a risk.”",
                "## A boat older than its crew",
                "The vessel was built {number} years ago and needs a new engine. Two yards made an "
                "offer for the work; both asked for more than the board has set aside.",
                "{second}, a teacher on the island, said the notice came nine days before the "
                "start of term and left parents with no time to find rooms in town.",
                "> Nobody has told my pupils where they are supposed to sleep.",
                "The county has promised to look at a smaller boat, but it has not said when. A "
                "spokesman pointed out that the budget for this year is spent.",
                "Three ways out are on the table:",
                "- a smaller boat hired from a yard in {other}",
                "- a bus over the northern causeway twice a day",
                "- money for rooms in town on school nights",
                "The board meets again on the 14th. Its sitting is open to the public, and {first} "
                "said that anyone who wants to speak should put their name on the list by noon.",
            ),
        ),
        (
            (
                "{place} council votes to keep library open after a long night",
                "Library saved by one vote",
                "Why one small library split a town: the view from {place}",
            ),
            (
                "{upper} — Councillors voted by {number} to {number} early on {weekday} to keep "
                "the town library open for another two years, after a debate that ran past 2 a.m.",
                "The vote overturns a plan, drawn up in the spring, under which the building would "
                "have been sold to a developer and its books moved to a school hall.",
                "{first}, who had proposed the sale, left before the count. “I still think we are "
                "paying for an empty room,” she told reporters on the stairs.",
                "Figures from the town itself tell another story: visits rose by {number} percent "
                "last year, mostly in the hours after school.",
                "## What happens next",
                "The roof must be mended before the frost. An engineer’s report puts the cost at "
                "{number},000 crowns, a sum that the council hopes to borrow.",
                "“People kept asking me who reads any more,” {second}, the librarian, said. “I "
                "told them to come on a wet afternoon and try to find a chair.”",
                "Two councillors said they would ask for the decision to be looked at again once "
                "the accounts for the year are in. Under the rules that takes five signatures.",
                "Outside, a group of some forty people who had waited under umbrellas cheered and "
                "then, because the buses had long stopped, walked home together.",
            ),
        ),
        (
            (
                "Rare heron returns to the marsh at {place}",
                "A heron, a marsh and a very patient photographer",
                "Marsh heron seen for first time in {number} years",
            ),
            (
                "For the first time in {number} years a grey-necked heron has nested in the marsh "
                "south of {place}, wardens confirmed on {weekday}.",
                "A pair was seen carrying reeds in March, but the wardens kept silent until the "
                "first egg had hatched. They still will not say where the nest is.",
                "“It is the size of a small child and it stands so still that you take it for a "
                "post,” said {first}, who has watched the marsh since {year}.",
                "The birds left when the water was drained for grazing. Since then {number} "
                "hectares have been flooded again, a little more each autumn.",
                "## Farmers want to be heard",
                "Not everyone is glad. {second}, whose cows graze on the eastern bank, said that "
                "each new pool costs her a week of feed.",
                "“I like birds,” she said. “I would like them better if someone paid for the hay.”",
                "The province pays farmers a fixed sum for each hectare under water. It has not "
                "been raised since {year}, although prices for feed have doubled.",
                "A hide for visitors is to open in June. Until then the path along the dyke stays "
                "closed, and wardens ask people to keep dogs on a lead.",
                "Whether the young herons will come back next year is anybody’s guess: of ten that "
                "hatch, the wardens say, three live to see another spring.",
            ),
        ),
        (
            (
                "Glassworks in {place} to cut {number} jobs as gas prices bite",
                "‘The furnace cannot just be switched off’",
                "{place} glassworks cuts jobs, union calls meeting",
            ),
            (
                "The glassworks at {place}, the largest employer in the valley, will cut {number} "
                "of its jobs by the end of the year, its owners told staff on {weekday}.",
                "The works burns as much gas in a day as the whole of {other}. Its bill has risen "
                "more than threefold within two winters.",
                "“A furnace cannot just be switched off,” {first}, the managing director, said in "
                "a letter to employees. “If it cools, it breaks, and then nothing is left.”",
                "The union said it had learned of the plan from the radio. {second}, who speaks "
                "for it, called the talks of the past weeks “theatre”.",
                "Under the plan one of three lines will stop in October and a second in December. "
                "The third makes bottles for medicine and is sold out until {year}.",
                "## Orders are there",
                "Orders are not the problem, people at the works say. Customers would take more "
                "glass than can be made, but they will not pay what it now costs to melt.",
                "The region has offered a loan. It would have to be paid back within four years, "
                "and the owners have so far neither taken nor refused it.",
                "A meeting for all staff is to be held in the canteen on Monday. The town’s mayor "
                "said he would be there, “mostly to listen”.",
            ),
        ),
    ),
    "de": (
        (
            (
                "Brücke in {place} bleibt bis zum Frühjahr gesperrt",
                "»Wir fahren jetzt jeden Tag 40 Kilometer Umweg«",
                "Gesperrte Brücke: Händler in {place} fürchten um ihr Geschäft",
            ),
            (
                "Die Brücke über die Wiede bei {place} bleibt bis zum Frühjahr gesperrt. Das hat "
                "das Landesamt am {weekday} mitgeteilt. Zuvor waren Risse im Beton entdeckt "
                "worden.",
                "Rund {number} Autos fuhren bisher am Tag über die Brücke. Sie müssen nun einen "
                "Umweg von fast zwanzig Kilometern nehmen, meist über schmale Landstraßen.",
                "»Das trifft uns mitten im Weihnachtsgeschäft«, sagte {first}, Inhaberin einer "
                "Buchhandlung am Ufer. Sie habe die Hälfte ihrer Kunden verloren.",
                "## Risse an drei Pfeilern",
                "Nach Angaben des Amts sind drei der sieben Pfeiler beschädigt. Ob sie sich "
                "reparieren lassen, soll ein Gutachten klären, das Ende Januar vorliegen soll.",
                "{second} vom Landesamt verteidigte die Sperrung. »Wer die Bilder gesehen hat, "
                "fährt da nicht mehr drüber«, sagte er.",
                "Die Stadt will nun eine Fähre einrichten. Sie soll Fußgänger und Fahrräder "
                "kostenlos übersetzen, zunächst aber nur an Werktagen.",
            ),
        ),
    ),
    "fr": (
        (
            (
                "À {place}, le dernier marché aux poissons ferme ses portes",
                "« On vendait à la criée, maintenant on se tait » : la fin d’un marché",
                "Pourquoi le marché aux poissons de {place} disparaît",
            ),
            (
                "Le marché aux poissons de {place}, ouvert depuis {number} ans, a fermé ses portes "
                "{weekday} matin. Les derniers mareyeurs ont vendu leurs étals aux enchères.",
                "Ils étaient encore {number} il y a dix ans, ils n’étaient plus que quatre cet "
                "hiver. La plupart des bateaux débarquent désormais leur pêche plus au nord.",
                "« Nous avons tenu tant que nous avons pu », explique {first}, qui tenait l’étal "
                "de sa grand-mère. « Mais sans bateaux, il n’y a pas de poisson. »",
                "## Une halle sans avenir",
                "La mairie n’a pas encore décidé ce qu’elle fera de la halle. Un projet de salle "
                "de concert a été présenté, mais son coût inquiète les élus.",
                "{second}, conseillère municipale, souhaite que le bâtiment reste public. Elle "
                "demande un vote avant l’été.",
                "Sur le quai, les mouettes tournent encore. Elles n’ont pas été prévenues, "
                "plaisante un ancien pêcheur en repliant sa bâche.",
            ),
        ),
    ),
}
_DAYS = {
    "en": ("Monday", "Tuesday", "Thursday", "Friday"),
    "de": ("Montag", "Dienstag", "Freitag"),
    "fr": ("lundi", "mardi", "samedi"),
}
ZONES = {"en": (-7, -4, 0, 1, 10), "de": (1, 2), "fr": (1, 2)}

DECKS = {
    "en": ("What the decision means for people in the town, and why it took so long",
           "The plan had been discussed behind closed doors for months"),
    "de": ("Die Entscheidung trifft vor allem Pendler und kleine Läden",),
    "fr": ("Les habitants s’y attendaient, mais la nouvelle a surpris par sa date",),
}  # fmt: skip
TEASERS = (
    "Mill owner fined over burning of tyres", "Five walks for a grey Sunday",
    "Night train to the coast is back on track", "Baker wins prize with rye loaf",
    "Why the clock on the town hall runs backwards", "Storm leaves hundreds without power",
    "School kitchen feeds a whole street", "How a goat stopped the evening express",
    "Old tram finds a new home", "Chess club wants a roof of its own",
)  # fmt: skip
CAPTIONS = (
    "The quay on a quiet morning last week.", "A view of the square before the meeting began",
    "Visitors wait for the doors to open on Tuesday.", "The valley seen from the north, in May",
    "Workers on their way home after the late shift.",
)  # fmt: skip
CREDITS = ("Photo: {name}/{paper}", "{name} for {paper}", "{name}/Coastal Pictures", "© {name}")
COOKIES = (
    "We value your privacy. We and our {n} partners store and access information on a device, such "
    "as cookies, and process personal data. You can change your mind at any time.",
    "This site uses cookies to give you a better experience. By going on you agree to our use of "
    "cookies.",
    "Before you continue: we use cookies and data to deliver and maintain our services.",
)
LETTERS = (
    "Get the Morning Tide in your inbox: the day’s news before breakfast, every weekday.",
    "Sign up for our free newsletter. No spam, unsubscribe at any time.",
    "The best of our reporting, once a week. Enter your email address to subscribe.",
    "Enjoying this story? Join {n},000 readers who get our weekly letter.",
)
SUPPORT = (
    "Local news takes time and money. If you can, please support our work with a gift today, "
    "however small. It takes a minute.",
    "You have read {n} articles this month. Become a member from two crowns a week and keep "
    "independent journalism alive.",
)
COMMENTS = (
    "Same story every year and nobody at the board ever loses a job over it.",
    "I moved away in spring and I do not regret it for a second!",
    "Could the author please explain where the second figure comes from?",
    "Good piece. My uncle used to work there and would agree with each word.",
)
BIOS = (
    "{author} covers the coast for {paper}. Before that {author} reported on courts and schools.",
    "{author} is a staff writer at {paper}.",
)
BUTTONS = ("Share", "Copy link", "Save article", "Print", "Listen to this article", "Comments (12)")
ADS = ("Advertisement", "ADVERTISEMENT", "Article continues below advertisement", "Sponsored")


@dataclass(frozen=True, slots=True)
class Story:
    """A story as its paper means it: the right answer for whoever reads its page."""

    title: str
    deck: str
    authors: tuple[str, ...]
    published: datetime
    modified: datetime
    paper: str
    url: str
    language: str
    blocks: tuple[tuple[str, str], ...]  # what it is (p, h2, quote, li) and its words


def make_story(number: int, language: str, chance: random.Random) -> Story:
    """Return a story that only ``number`` and the numbers drawn decide."""
    headlines, lines = _STORIES[language][number % len(_STORIES[language])]
    first, second, *writers = chance.sample(PEOPLE, 5)
    place, other = chance.sample(PLACES, 2)
    zone = timezone(timedelta(hours=chance.choice(ZONES[language])))
    published = datetime(2021, 1, 1, tzinfo=zone) + timedelta(
        days=chance.randrange(1400), minutes=chance.choice((20, 545, 800, 1425))
    )

    def filled(words: str) -> str:
        while "{number}" in words:
            words = words.replace("{number}", str(chance.randrange(12, 96)), 1)
        return words.format(
            place=place,
            other=other,
            upper=place.upper(),
            first=first,
            second=second,
            weekday=chance.choice(_DAYS[language]),
            year=chance.randrange(1988, 2019),
        )

    marks = {"#": "h2", ">": "quote", "-": "li"}
    blocks = tuple(
        (marks.get(line[0], "p"), filled(line.lstrip("#>- ") if line[0] in marks else line))
        for line in lines
    )
    title = filled(chance.choice(headlines))
    paper = FOREIGN_PAPERS.get(language) or chance.choice(PAPERS)
    host = "".join(letter for letter in paper.lower() if "a" <= letter <= "z")
    slug = "-".join("".join(one for one in title.lower() if one.isalnum() or one == " ").split())
    return Story(
        title,
        chance.choice(DECKS[language]),
        tuple(writers[: chance.choice((1, 1, 2, 3))]),
        published,
        published + timedelta(hours=chance.choice((2, 30, 200))),
        paper,
        f"https://www.{host}.example/{published:%Y/%m}/{slug[:60]}",
        language,
        blocks,
    )
