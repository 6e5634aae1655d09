"""Invented brands by trade; none is a real trademark that we know of."""

from zlib import crc32

BRANDS: dict[str, tuple[str, ...]] = {
    "fashion": (
        "Velmorra", "Ostrava & Finch", "Lindqvara", "Maison Torvel", "Ellorine", "Wrenfold",
        "Cassavel", "Nordhalm", "Petra Voss Studio", "Almadine", "Thistlebry", "Ravenna Oak",
    ),
    "menswear": (
        "Harrowgate Mill", "Tolmark", "Brandt & Osker", "Kelverton", "Nordhalm", "Fennick",
        "Old Quay Clothing", "Marlowe Dane", "Stavenger", "Ostrava & Finch",
    ),
    "kids": (
        "Pippelo", "Tumbletoft", "Little Fernby", "Mokkini", "Nestlibou", "Zazoola", "Bumbrook",
        "Olli & Fenn", "Sproutlings Yard", "Wobbelino",
    ),
    "shoes": (
        "Stridevo", "Calzamora", "Tarnfell", "Pacelli Nord", "Footholm", "Brisk & Barrow",
        "Zentrek",
        "Solemarch", "Lopetta", "Kilnmoor",
    ),
    "bags": (
        "Carrowmere", "Satchelby", "Tandem & Hide", "Voyamar", "Lumbria", "Orsetti Lane",
        "Hollowbrook",
        "Packwell", "Travantio",
    ),
    "jewellery": (
        "Aurelisse", "Silverthorn Row", "Lunabelle Atelier", "Orrin & Jade", "Mirevale", "Solstane",
        "Tessaline", "Goldwick",
    ),
    "electronics": (
        "Voltarro", "Zynex", "Auralto", "Kestrix", "Brightmoor", "Omnivue", "Pulsara",
        "Tekhaus", "Novatide", "Sonderlux", "Helixor",
    ),
    "computers": (
        "Kestrix", "Novatide", "Quillbyte", "Orbitek One", "Lumecore", "Datavane", "Zephyrix",
        "Byteforge", "Inkwell Systems", "Tessera Mobile", "Helixor",
    ),
    "kitchen": (
        "Kettlewick", "Brunnhaus", "Culinor", "Vapora", "Morrow & Steel", "Tavolino Casa",
        "Hearthly",
        "Zestaro", "Panolux", "Copperfen", "Nordkok",
    ),
    "home": (
        "Hollin & Hay", "Lumenza", "Casaluna Living", "Driftwick", "Nordhus", "Feathermoor",
        "Linnea Row",
        "Softhaven", "Amberlight Co", "Wovenly",
    ),
    "cleaning": ("Cyclora", "Dustwell", "Aeroswift", "Puravane", "Brunnhaus", "Tidewell",
    "Helixor"),
    "furniture": (
        "Timberlaine", "Nordhus", "Oakenby", "Solvik Interiors", "Grainfield", "Lounge & Loft Co",
        "Ambrose Joinery", "Kvadrat Nine", "Restwell", "Casaluna Living",
    ),
    "garden": (
        "Greenhollow", "Mossbank", "Fernacre", "Bloomstead", "Wildthorn", "Sunpatch", "Verdanta",
        "Rootwell", "Hedgerow & Co", "Terravale",
    ),
    "tools": (
        "Torqhammer", "Ironvale", "Boltwright", "Maxgrip Forge", "Stahlberg & Rowe", "Drillmark",
        "Fixwell",
        "Krafthus", "Anvilon", "Redline Works",
    ),
    "sports": (
        "Peakrun", "Altivo", "Zentrek", "Fjellby", "Corepulse", "Wayfarer Ridge", "Swiftlane",
        "Kinetra",
        "Summitry", "Tidalwave Sports", "Rallyon",
    ),
    "beauty": (
        "Verbena Lab", "Solenne", "Dewbloom", "Maren Skin", "Purelle Botanics", "Lumiskin",
        "Ondavie",
        "Belladora", "Kindleaf", "Rosehip & Rye", "Clairmont Apothecary",
    ),
    "health": ("Vitalune", "Medivane", "Welltrace", "Kindleaf", "Pulsewise", "Sanora",
    "Brisa Health"),
    "toys": (
        "Tinkertopia", "Brickaroo", "Zazoola", "Wobbelino", "Playmoor", "Gigglewood", "Kubika",
        "Puzzlenook",
        "Rumbletown", "Starbarrel Games",
    ),
    "groceries": (
        "Orchard Lane", "Fieldgate", "Casa Bellori", "Sunmill", "Tiderow", "Good Acre",
        "Mulberry Yard",
        "Altamura Bros", "Honeydown", "Northbrew", "Larder & Vine", "Green Furrow",
    ),
    "pets": (
        "Waggelo", "Pawsworth", "Whiskerly", "Barkfield", "Furrow & Tail", "Purrington", "Nosework",
        "Finley's Den",
    ),
    "stationery": (
        "Papelio", "Inkmarsh", "Quillhaven", "Folio & Fern", "Notably", "Graphwell", "Margin House",
        "Penrith Lane",
    ),
    "publishers": (
        "Lantern Row Press", "Harbour Street Books", "Blue Heron House", "Quarto & Wren",
        "Foxglove Editions", "Meridian Lane",
    ),
    "automotive": (
        "Autovane", "Roadwell", "Motorix", "Tracklane", "Gearmoor", "Drivora", "Pitstop Nine",
        "Kilometra",
    ),
}  # fmt: skip


def price_level(brand: str) -> float:
    """How dear a brand is against its trade: a fixed factor from 0.75 to 1.4."""
    return 0.75 + 0.65 * (crc32(brand.encode()) % 997) / 996


def model_code(brand: str) -> str:
    """The letters that start a brand's model numbers, two or three of them."""
    letters = "".join(letter for letter in brand.upper() if letter.isalpha())
    mark = crc32(brand.encode())
    return letters[0] + letters[2 + mark % (len(letters) - 2)] + ("X", "", "S")[mark % 3]


MODEL_WORDS = (
    "Alma", "Arbor", "Aster", "Basel", "Birka", "Bosco", "Calla", "Cedar", "Coastline", "Corvo",
    "Delphi", "Ember", "Esker", "Fable", "Faro", "Freya", "Gala", "Glen", "Halden", "Harbor",
    "Hazel",
    "Ida", "Indra", "Iris", "Juno", "Kalmar", "Kasper", "Kira", "Lagoon", "Lark", "Linden", "Lotta",
    "Lyra", "Maren", "Milo", "Mira", "Nella", "Nova", "Oslo", "Otto", "Paloma", "Petra", "Quinn",
    "Ronda", "Rowan", "Runa", "Selma", "Sienna", "Solis", "Stella", "Svea", "Tarn", "Tilda",
    "Torino",
    "Tove", "Umbra", "Valley", "Vega", "Verona", "Vista", "Wilma", "Willow", "Ylva", "Zora",
)  # fmt: skip
