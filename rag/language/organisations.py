"""Words of organisations, places and times: a capitalised run with one of them names no person."""

ORGANISATION_WORDS = frozenset(
    "university college school institute institution party house senate congress"
    " committee department ministry times post news journal tribune herald magazine union"
    " bank street avenue lane road city county state states court council agency group inc corp"
    " co ltd llc association center centre act bill law war day days river island islands"
    " north south east west northern southern eastern western central new united fund"
    " foundation club team league cup olympics press radio television tv network channel"
    " hospital church museum park stadium airport hotel force forces army navy guard"
    " police service services office bureau commission authority administration campaign"
    " project program programme plan report review survey poll conference convention"
    " summit caucus primary election debate week month year monday tuesday wednesday"
    " thursday friday saturday sunday january february march april june july august"
    " september october november december republic kingdom emirates democrats republicans"
    " conservatives board society trust company technologies systems international global"
    " american americans world national federal security health care wall capitol hill"
    " building tower plaza square beach lake mount mountain valley bay san los las santa"
    " saint great super black white red green blue lives matter facebook twitter google"
    " amazon apple youtube instagram tiktok microsoft assembly nations parliament kremlin"
    " nato ukraine and or for castle palace abbey cathedral sun prev next hide unit"
    " intelligence greater photos photo caption images initiative coalition alliance"
    " studies sciences academy laboratory lab labs clinic airlines airways motors"
    " financial partners holdings ventures industries studios pictures entertainment arena"
    " organization organisation treatment show podcast award awards bowl festival band orchestra"
    " district region province township officials control drugs hurricane ocean typhoon"
    " centers centres taliban houthis madrid circuit borough fort jubilee medal"
    " series golf system information".split()
)
# Words of organisations and places that are also surnames.
NAMED_LIKE_PLACES = frozenset(
    "white black brown green park bush lake day hill blue west north law church post lane".split()
)
# What an article calls an organisation that it has named: "the company".
BODIES = frozenset(
    """company firm bank agency airline chain bloc league band paper outlet ministry government
    department committee court union university school hospital office council commission party
    team club group institute association foundation campaign administration army military bureau
    newspaper network station lender regulator watchdog tank panel body organization organisation
    charity nonprofit manufacturer automaker carmaker drugmaker retailer publisher publication
    service authority police board center centre corporation giant startup business museum church
    federation alliance coalition force country nation state city county kremlin embassy
    palace broadcaster operator carrier utility supplier platform app brand label studio society
    academy laboratory lab district parliament senate house congress fund trust store
    magazine airport zoo television lottery observatory diocese conglomerate consultancy
    affiliate arm""".split()
)
