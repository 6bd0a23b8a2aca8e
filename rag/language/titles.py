"""Titles and roles of people, the gender they tell, and the small words inside names."""

from functools import lru_cache

from rag.language.countries import COUNTRY_OF, ROLE_COUNTRIES


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# What a person can be: the last word of a role.
ROLE_NOUNS = _words(
    "president vice-president minister secretary chief senator congressman congresswoman governor"
    " mayor spokesman spokeswoman spokesperson chairman chairwoman chair chancellor king queen"
    " prince princess pope cardinal bishop archbishop judge justice general colonel major captain"
    " lieutenant sergeant admiral commander director speaker ambassador commissioner ceo cfo coo"
    " cto executive officer founder co-founder cofounder owner manager strategist adviser advisor"
    " aide analyst economist professor lecturer historian scientist researcher doctor lawyer"
    " attorney prosecutor author writer journalist reporter editor columnist anchor host"
    " correspondent commentator pundit actor actress singer musician rapper producer filmmaker"
    " coach player quarterback activist organizer campaigner leader lawmaker mp mep representative"
    " rep sen gov dr prof mr mrs ms sir dame lord lady baroness delegate candidate nominee"
    " frontrunner front-runner billionaire businessman businesswoman mogul magnate developer"
    " investor banker broker trader consultant pollster operative official envoy diplomat"
    " negotiator inspector detective sheriff deputy physician surgeon nurse epidemiologist"
    " virologist psychologist psychiatrist engineer architect artist designer chef farmer teacher"
    " principal superintendent student resident survivor victim witness veteran pastor reverend"
    " traveler traveller"
    " rabbi imam priest sister brother father mother wife husband son daughter chairperson head"
    " premier treasurer clerk registrar secretary-general undersecretary counsel solicitor monarch"
    " president-elect coordinator boss counterpart partner critic supporter ally expert scholar"
    " fellow specialist comptroller director-general mechanic motorist midfielder striker"
    " goalkeeper dentist supervisor administrator coroner postmaster plaintiff defendant olympian"
    " famer co-host showrunner meteorologist commandant constable marshal provost dean rector"
    " chaplain sheikh sultan emir ayatollah duke duchess earl baron viscount marquess vp evp svp"
    " cio cmo auditor controller ombudsman intern apprentice technician paramedic firefighter"
    " trooper ranger fr pilot astronaut cosmonaut sailor skipper rower cyclist sprinter swimmer"
    " gymnast skier boxer golfer pitcher catcher outfielder shortstop linebacker cornerback"
    " lineman receiver defender winger fullback goaltender referee umpire mentor playwright"
    " novelist poet screenwriter photographer painter sculptor curator librarian archivist"
    " biographer translator broadcaster presenter newscaster announcer publicist choreographer"
    " dancer composer conductor guitarist drummer pianist violinist bassist stylist hairdresser"
    " baker butcher barista bartender waiter waitress carpenter electrician plumber welder trucker"
    " driver cabbie fisherman rancher grower winemaker brewer gardener landlord homeowner"
    " shopkeeper retailer restaurateur hotelier entrepreneur inventor programmer hacker"
    " philanthropist heiress socialite mayor-elect governor-elect senator-elect congressman-elect"
    " congresswoman-elect chief-of-staff whistleblower dissident defector refugee migrant"
    " immigrant volunteer protester demonstrator organiser bystander onlooker commuter neighbor"
    " neighbour sophomore freshman grandmother grandfather aunt uncle cousin niece nephew widow"
    " widower fiance fiancee girlfriend boyfriend spouse trustee councilman councilwoman councilor"
    " councillor alderwoman councilmember selectman assemblyman assemblywoman assemblymember"
    " backbencher frontbencher taoiseach magistrate barrister adjudicator arbitrator mediator"
    " notary counsellor paralegal bailiff juror foreman complainant claimant respondent appellant"
    " policeman policewoman patrolman serviceman servicewoman fireman lifeguard warden caretaker"
    " janitor headteacher headmaster headmistress tutor bursar vicar curate nun monk midwife"
    " veterinarian astronomer chemist philosopher botanist anaesthetist psychotherapist"
    " physiotherapist optometrist chiropractor dietitian accountant actuary surveyor auctioneer"
    " undertaker footballer cricketer jockey organist cellist emissary unionist dispatcher"
    " harbourmaster harbormaster quartermaster brigadier commodore airman lieutenant-general"
    " major-general attorney-general solicitor-general governor-general prosecutor-general"
    " secretary-treasurer"
    " alderman recorder lt gen col rev hon adm capt maj sgt tsar czar blogger vlogger youtuber"
    " star comedian investigator contributor creator podcaster forecaster educator legislator"
    " policymaker wrestler skateboarder surfer influencer lobbyist therapist nutritionist"
    " associate conservationist environmentalist pharmacist keeper petitioner instructor counselor"
    " editor-in-chief commander-in-chief agent emeritus emerita corporal undersheriff comic"
    " businessperson promoter tempore alum alumnus alumna whip advocate grandson granddaughter"
    " stepson stepdaughter stepfather stepmother stepbrother stepsister son-in-law daughter-in-law"
    " brother-in-law sister-in-law mother-in-law father-in-law baseman realtor colonel-general"
    " director-in-charge critic-at-large consort coauthor steward laureate"
    " cmdr cpl spc insp supt"
)
# What a person can be too, where it is written small; large, these may be names, or of no person.
SMALL_ROLE_NOUNS = _words(
    "champion teammate challenger legend friend member colleague winner native rookie rival icon"
    " staffer suspect slugger goalie offender dealer model superstar opponent incumbent bowler"
    " reviewer athlete jeweler jeweller caddie reliever fact-checker publisher"
    " hitter gentleman emcee user shareholder creditor personality predecessor successor"
    " defenseman enthusiast fan buyer seller shopper parent mom dad mvp medalist medallist scorer"
    " signee employee appointee retiree worker republican democrat independent libertarian"
    " conservative progressive figure hobbyist freelancer guard tackle cornerback back safety"
    " fiancée fiancé man woman person teen teenager expat scion loyalist insider ace gamer"
    " batsman wicketkeeper finalist runner-up pro millionaire tycoon oligarch fugitive"
    " forward putter hopeful supermodel megastar bandmate frontman frontwoman compatriot"
    " cameraman soprano tenor clergyman heir champ criminal salesman saleswoman handyman"
    " bull bear collector historian-in-residence gunman shooter inmate patient caregiver customer"
    " relative confidante confidant nanny guru donor servant citizen team-mate exile pioneer phenom"
    " newcomer contender provocateur strongman backer soldier seamstress godfather"
    " paedophile voter junior lead assistant spox"
    " tenant renter cleric preacher evangelist professional marine exec peer"
)
# Of these, what is a role before a name where it is written large, too.
LARGE_ROLE_NOUNS = _words("member democrat republican independent libertarian native")
# Of these, what somebody may be called: a capital letter makes no title of a first name, nor of a
# surname behind a first name.
FIRST_NAMES_TOO = _words("dean earl duke baron baker driver marshal")
SURNAMES_TOO = FIRST_NAMES_TOO | _words(
    "king pope bishop judge justice major prince head coach star farmer carpenter gardener ranger"
    " butcher skipper foreman fireman monk warden chemist jockey pastor brewer painter singer"
    " captain constable steward nephew"
)
# What a name may begin with that is a surname: "Kim Jong Un".
SURNAMES_FIRST = _words("kim park lee choi xi li wang zhang chen liu yang moon yoon zhou zhao wu")
# What only a person's trade ends with: "toxicologist", "beekeeper".
_TRADE_ENDINGS = (
    *("ologist", "ographer", "ographist", "ician", "keeper", "writer", "fighter"),
    *("iatrist", "ologian", "omist", "icist", "scientist"),
)
# What is joined to such a noun: "Co-Chair", "Then-President".
_JOINED = _words("co ex vice then under deputy")
# What stands before such a noun: "former", "Dutch", "defence".
ROLE_MODIFIERS = _words(
    "former ex then all-star acting interim pro tempore deputy assistant vice prime foreign"
    " defense defence finance interior national security state attorney chief senior lead"
    " democratic republican democrat conservative labour liberal tory gop party house senate"
    " majority minority whip first lady white nato union federal"
    " royal supreme court justice us uk eu un saudi palestinian lebanese ethiopian african asian"
    " texas florida california iowa ohio"
) | (frozenset(COUNTRY_OF) - ROLE_COUNTRIES - {"america"})
# Somebody with such a role needs no introduction with it: "Putin … the Russian president".
OFFICES = _words(
    "president premier minister chancellor secretary secretary-general representative leader king"
    " queen pope governor senator congressman congresswoman mayor chief commissioner candidate"
    " nominee frontrunner front-runner billionaire mogul"
)
# Who is named for the sake of somebody else.
KINSHIP = _words(
    "sister brother father mother wife husband son daughter spouse widow widower aunt uncle cousin"
    " niece nephew grandmother grandfather girlfriend boyfriend fiance fiancee partner grandson"
    " granddaughter stepson stepdaughter stepfather stepmother stepbrother stepsister"
)
# "The Ukrainian leader" may be a president; every other head noun stands for itself.
HEADS_OF_GOVERNMENT = _words("president premier minister chancellor")
# Titles that are no part of a name as names are compared.
TITLES = _words(
    """mr mrs ms dr sir dame lord lady president vice prime minister senator sen gov governor rep
    representative chancellor secretary general gen professor prof judge justice captain capt lt
    coach chief executive ceo ambassador mayor king queen prince princess pope rev detective
    officer sgt col the"""
)
# Titles that say nothing about what a person does.
PLAIN_TITLES = _words("mr mrs ms dr mx")
# Titles that honour: what else is said of somebody says more.
HONOURS = _words("sir dame lord")
# Titles with a full stop that ends no sentence.
ABBREVIATED_TITLES = (
    "Mr Mrs Ms Mx Dr Sen Rep Gov Gen Lt Col Sgt Rev Fr Prof St Adm Capt Cmdr Maj Hon"
).split()
SUFFIXES = _words("jr sr ii iii iv")
# Small words between the parts of a name: "Jaap de Hoop Scheffer".
NAME_PARTICLES = _words("de del della di da van von der den bin ibn al el la le du dos das ter")
LINKS = (NAME_PARTICLES - {"della", "di", "das", "ter"}) | {"of"}

_FEMALE_WORDS = _words(
    "mrs ms congresswoman spokeswoman chairwoman businesswoman actress queen"
    " princess lady baroness dame sister mother wife daughter saleswoman woman mom aunt niece"
    " grandmother stepmother stepdaughter stepsister granddaughter girlfriend girl"
)
_MALE_WORDS = _words(
    "mr congressman spokesman chairman businessman king prince lord sir"
    " brother father husband son pope cardinal man dad uncle nephew grandfather gentleman"
    " stepfather stepson stepbrother grandson boyfriend boy"
)


@lru_cache(maxsize=8192)  # the same words come again and again
def is_role_noun(word: str) -> bool:
    """Tell whether a word, as written, is what a person can be: "Co-Chair", "Gov."."""
    low = word.lower().removesuffix("-elect").rstrip(".,")
    joined, _, noun = low.partition("-")
    if low in ROLE_NOUNS or (joined in _JOINED and noun in ROLE_NOUNS):
        return True
    return len(low) > 7 and low.endswith(_TRADE_ENDINGS)


@lru_cache(maxsize=8192)
def gender_of(role: str) -> str:
    """Return the gender that the words of a role tell: "m", "f" or ""."""
    words = {word.rstrip(".,") for word in role.lower().split()}
    if words & _FEMALE_WORDS:
        return "f"
    return "m" if words & _MALE_WORDS else ""
