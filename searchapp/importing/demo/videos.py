"""Short videos: reviews, how-tos, unboxings, styling and recipes, each about a few products."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from .picture_names import poster
from .products import Listed

VIDEOS = 400
CREATORS = (
    "Mina Tests It", "The Tidy Kitchen", "Gearhead Gus", "Lotta & Sam", "Weekend Workshop",
    "Plain Good Food",
    "Closet Notes", "Small Flat Living", "Trail Mix Tom", "Desk Setup Dana", "Nana Knows",
    "Pixel & Pine",
    "Morning with Mo", "The Patient Gardener", "Paws with Pia", "Bea's Beauty Bench",
    "Honest Henrik", "Studio Okra",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Format:
    titles: tuple[str, ...]
    texts: tuple[str, ...]
    tags: tuple[str, ...]
    seconds: tuple[int, int]


FORMATS: dict[str, Format] = {
    "review": Format(
        ("{label} Review: Is It Worth It?", "{name} Test: {label} after 30 Days",
        "Best {names} Compared",
         "The Truth about the {label}", "{label}: Five Things I Like, Two I Do Not"),
        ("A month with the {label}: what broke, what held and who should buy it.",
         "{names} side by side: we compare price, quality and handling.",
         "No sponsoring, just an honest look at the {label}."),
        ("review", "test", "honest opinion", "comparison"), (140, 900)),
    "how-to": Format(
        ("How to Use {a_name} Properly", "{name} for Beginners", "5 Mistakes with Your {name}",
         "How to Choose {a_name}", "{label} Step by Step"),
        ("Step by step, with close-ups: set-up, first use and care of your {name_lower}.",
         "What to look for before you buy {a_name_lower}, explained in plain words.",
         "You need ten minutes and the {label}."),
        ("how to", "tutorial", "tips", "beginners"), (60, 600)),
    "unboxing": Format(
        ("Unboxing the {label}", "{label}: First Look", "What Is in the Box? {label}",
        "{name} Haul"),
        ("We open the {label} and try it on the spot.",
        "First impressions of the {label}, straight from the parcel.",
         "Everything that comes in the box, and how it feels in the hand."),
        ("unboxing", "first look", "haul"), (45, 420)),
    "styling": Format(
        ("3 Ways to Style {a_name}", "{label} Lookbook", "How I Wear the {label}",
        "{names}: Four Looks",
         "{names} We Love This Season"),
        ("Casual, office, evening: the {label} in different outfits.",
         "Ideas for combining your {name_lower} with what you already have.",
         "Colours, cuts and a few surprises around the {label}."),
        ("styling", "outfit ideas", "lookbook", "inspiration"), (30, 300)),
    "recipe": Format(
        ("Sunday Soup from Scratch", "15-Minute Pasta Night", "Apple Pie the Easy Way",
        "Orange Cake for a Crowd",
         "Breakfast for Friends", "Pancakes with {brand}", "{label} in My Kitchen",
         "Dinner for Two"),
        ("Few ingredients, one clean kitchen and the {label}.",
         "A recipe for four that works on a weeknight. In the video: {label}.",
         "Cook along in real time. I use the {label}."),
        ("recipe", "cooking", "easy dinner", "kitchen"), (40, 720)),
}  # fmt: skip
_FOOD = Format(
    ("{names}: Three Easy Ideas", "What I Make with {label}", "{label} Taste Test",
    "Snack Time with {brand}",
     "A Farmer, a Cook and {names}", "Breakfast Ideas with {brand} {name}"),
    ("Quick ideas for {names_lower}, from sweet to savoury.",
    "We taste {label} and cook something simple with it.",
     "Where it comes from, how to store it and what to make of it: {label}."),
    ("food", "recipe ideas", "taste test", "kitchen"), (40, 540),
)  # fmt: skip
_BOOKS = Format(
    ("Book Club: {label}", "Read This Next: {label}", "Three Books I Could Not Put Down",
    "{label}: No Spoilers"),
    ("Why I liked {label} and who should read it.", "Our reading group talks about {label}."),
    ("books", "reading", "book club", "recommendation"), (90, 900),
)  # fmt: skip
_HOME_STYLING = Format(
    ("3 Ways to Style {a_name}", "{label}: Room Makeover", "Small Flat, Big Effect: {name} Ideas",
    "{names} for a Calm Home"),
    ("One room, three moods around the {label}.",
    "Where to put {a_name_lower} and what goes with it."),
    ("interior", "room makeover", "home decor", "inspiration"), (30, 420),
)  # fmt: skip


def video_rows(seed: int, now: datetime, listed: Sequence[Listed]) -> Iterator[dict[str, Any]]:
    """Videos in the order of their ids; the products shown are of one shelf."""
    rng = Random(f"{seed}/videos")
    shelves: dict[str, list[Listed]] = defaultdict(list)
    for product in listed:
        if product.published:
            shelves[product.kind.path].append(product)
    visual = [
        product for product in listed if product.published and product.kind.shape not in _DULL
    ]
    for number in range(1, VIDEOS + 1):
        main = rng.choice(visual)
        shelf = [product for product in shelves[main.kind.path] if product is not main]
        others = rng.sample(shelf, min(len(shelf), rng.choice((0, 0, 1, 2, 3))))
        yield _video(number, [main, *others], now, rng)


_DULL = frozenset({"nail", "screw", "cable", "packet", "sandpaper", "paperream", "cartridge"})
"""Shapes of things that nobody films."""


def _video(number: int, shown: list[Listed], now: datetime, rng: Random) -> dict[str, Any]:
    main = shown[0]
    style = main.kind.video
    form = FORMATS[style]
    if style == "styling" and main.kind.department in ("Home & Kitchen", "Furniture"):
        form = _HOME_STYLING
    if main.kind.department == "Groceries":
        form = _FOOD
    if main.kind.group == "Books":
        form = _BOOKS
    words = _words(main)
    age = timedelta(days=rng.random() ** 1.5 * max((now - main.created).days, 2))
    created = (now - age).replace(microsecond=0)
    identifier = f"V-{number:04d}"
    return {
        "kind": "video",
        "id": identifier,
        "title": rng.choice(form.titles).format(**words),
        "description": rng.choice(form.texts).format(**words),
        "tags": [*rng.sample(form.tags, 2), main.kind.leaf.lower(), main.brand.lower()],
        "duration": rng.randint(*form.seconds),
        "products": [product.id for product in shown],
        "creator": rng.choice(CREATORS),
        "seller": main.seller,
        "image": poster("video", [product.picture for product in shown], 1 + number % 3).path,
        "url": f"https://videos.example/{identifier.lower()}",
        "created": created.isoformat(),
        "published": created.isoformat(),
    }


_UNCOUNTABLE = frozenset({
    "Pasta", "Rice", "Olive Oil", "Tomato Sauce", "Ground Cinnamon", "Honey", "Marmalade", "Muesli",
    "Ground Coffee", "Green Tea", "Fruit Juice", "Oat Drink", "Potting Soil", "Wall Paint",
    "Engine Oil",
    "Car Wax", "Cat Litter", "Copy Paper", "Sandpaper", "Gift Wrap", "Dry Dog Food", "Wet Cat Food",
    "Shampoo", "Sunscreen", "Essential Oil", "Mascara", "Nail Polish",
})  # fmt: skip


def _words(main: Listed) -> dict[str, str]:
    name = main.kind.name
    names = name if name in _UNCOUNTABLE else _plural(name)
    article = "" if name == names else ("an " if name[0] in "AEIO" else "a ")
    lower = {
        key: text if text[1:2].isupper() or text[1:2] == "-" else text.lower()
        for key, text in (("name_lower", name), ("names_lower", names))
    }
    return lower | {
        "label": main.label,
        "brand": main.brand,
        "name": name,
        "names": names,
        "a_name": article + name,
        "a_name_lower": article + lower["name_lower"],
    }


def _plural(name: str) -> str:
    last = name.lower()
    if last.endswith("s") and not last.endswith("ss"):
        return name
    if last.endswith(("ss", "ch", "sh", "x")):
        return f"{name}es"
    if last.endswith("knife"):
        return f"{name[:-2]}ves"
    if last.endswith("y") and last[-2] not in "aeiou":
        return f"{name[:-1]}ies"
    return f"{name}s"
