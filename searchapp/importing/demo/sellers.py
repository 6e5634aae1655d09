"""The people and companies that sell on the demo marketplace."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from .knowledge import DEPARTMENTS, PRODUCT_TYPES

_STORES = (
    "Northgate Department Store", "Halloway's", "Grand Arcade Online", "Everyday Market Hall",
    "Kaufhall Central",
    "Magasin Lumière du Port", "The Big Basket", "Meridian Stores",
)  # fmt: skip
_TRADES: dict[str, tuple[str, ...]] = {
    "Women's Fashion": ("Boutique", "Wardrobe", "Atelier", "Fashion House"),
    "Men's Fashion": ("Menswear", "Outfitters", "Clothiers", "Tailors"),
    "Kids & Baby": ("Kids", "Baby World", "Little Ones", "Nursery"),
    "Shoes": ("Shoes", "Footwear", "Boots & Co", "Soles"),
    "Bags & Jewellery": ("Leather Goods", "Jewellers", "Bags & Travel", "Silver"),
    "Electronics": ("Electronics", "Audio & Video", "Camera Centre", "HiFi"),
    "Computers & Phones": ("Computers", "Mobile Shop", "PC Parts", "Digital"),
    "Home & Kitchen": ("Homeware", "Kitchen Store", "Interiors", "Linen House"),
    "Furniture": ("Furniture", "Living", "Joinery", "Sofas & Beds"),
    "Garden": ("Garden Centre", "Nurseries", "Outdoor Living", "Plants & Pots"),
    "Tools & DIY": ("Hardware", "Tool Store", "DIY Depot", "Fixings"),
    "Automotive": ("Car Parts", "Auto Supplies", "Tyres", "Garage Shop"),
    "Sports & Outdoors": ("Sports", "Outdoor Gear", "Bike Shop", "Fitness"),
    "Toys & Games": ("Toys", "Games Room", "Toy Chest", "Puzzles & Play"),
    "Beauty & Health": ("Beauty", "Pharmacy", "Cosmetics", "Wellness"),
    "Groceries": ("Deli", "Farm Shop", "Pantry", "Roasters"),
    "Pets": ("Pet Supplies", "Pet Pantry", "Animal House", "Paws & Claws"),
    "Books & Stationery": ("Books", "Stationers", "Paper & Pen", "Bookshop"),
}
_NAMES = (
    "Alder", "Barlow", "Birchwood", "Bramble", "Calder", "Castleford", "Dahlgren", "Dunmore",
    "Elmfield",
    "Esposito", "Fairweather", "Fennimore", "Garrick", "Greenaway", "Hartmann", "Hawthorn",
    "Ingram",
    "Jansen", "Kingsley Road", "Kowalczyk", "Lakeside", "Larsson", "Maple Street", "Moreau",
    "Nakagawa",
    "Newbridge", "Oakhurst", "Okafor", "Pemberton", "Quayside", "Ramires", "Ridgeway", "Sandoval",
    "Silverdale", "Tamsin & Sons", "Tanaka", "Underhill", "Van Leer", "Vasquez", "Westbrook",
    "Whitmore",
    "Yarrow", "Zimmer", "Harbour Street", "Old Mill", "Station Road", "Riverside", "Market Square",
)  # fmt: skip
_CRAFTS = {
    "Tilda's Workshop": "Home & Kitchen", "Studio Nettle": "Women's Fashion",
    "Handmade by Ines": "Bags & Jewellery",
    "Two Spoons Pottery": "Home & Kitchen", "Wool & Whistle": "Women's Fashion",
    "The Paper Crane": "Books & Stationery",
    "Fern & Thread": "Kids & Baby", "Mossy Mug": "Home & Kitchen", "Hammer & Lark": "Furniture",
    "Blue Thimble": "Kids & Baby",
    "Little Loom": "Home & Kitchen", "Copper Beech Crafts": "Furniture", "Clay and Co": "Garden",
    "Needle in the Hay": "Women's Fashion", "Oak Lane Woodwork": "Furniture",
    "Pebble Jewellery": "Bags & Jewellery",
    "Rosa Makes": "Beauty & Health", "Saltwater Soap": "Beauty & Health",
    "Sunday Candles": "Home & Kitchen",
    "The Button Tin": "Toys & Games", "Wild Ink": "Books & Stationery", "Willow Weave": "Garden",
    "Good Boy Bakery": "Pets", "Three Hens Preserves": "Groceries",
    "Grandpa Otto's Toys": "Toys & Games",
}  # fmt: skip
_COUNTRIES = ("US", "US", "US", "US", "GB", "DE", "CA", "NL", "FR", "IT", "ES", "SE", "PL", "JP")
_SPECIALISTS = 118
_RESALE = (
    "Second Spin",
    "ReVolt Outlet",
    "Gently Used",
    "Loop Electronics",
    "Renewed Corner",
    "As Good As New",
)
_RESALE_DEPARTMENTS = ("Electronics", "Computers & Phones", "Home & Kitchen")


@dataclass(frozen=True, slots=True)
class Seller:
    id: str
    name: str
    character: str
    """store, specialist, craft or resale."""
    departments: tuple[str, ...]
    size: float
    """Relative share of the assortment of its departments."""
    country: str
    rating: float
    rating_count: int
    created: datetime

    def row(self) -> dict[str, Any]:
        return {
            "kind": "seller",
            "id": self.id,
            "name": self.name,
            "description": self._description(),
            "country": self.country,
            "rating": self.rating,
            "rating_count": self.rating_count,
            "created": self.created.isoformat(),
        }

    def _description(self) -> str:
        trade = ", ".join(name.lower().replace("diy", "DIY") for name in self.departments[:3])
        founded = self.created.year - self.rating_count % 40 - 1
        return {
            "store": "Everything under one roof, delivered from our own warehouses.",
            "specialist": f"Specialist for {trade} since {founded}.",
            "craft": f"A small workshop. We make and choose what we sell by hand: {trade}.",
            "resale": f"Checked and repaired by us, with a one-year guarantee: {trade}.",
        }[self.character]


def make_sellers(now: datetime, rng: Random) -> tuple[Seller, ...]:
    """All sellers; every department has several specialists."""
    plans: list[tuple[str, str, tuple[str, ...], float]] = [
        (name, "store", DEPARTMENTS, rng.uniform(0.6, 1.6)) for name in _STORES
    ]
    names = list(_NAMES)
    rng.shuffle(names)
    taken: set[str] = set()
    for place in range(_SPECIALISTS):
        home = DEPARTMENTS[place % len(DEPARTMENTS)]
        others = [name for name in DEPARTMENTS if name != home]
        departments = (home, *rng.sample(others, rng.choice((0, 0, 1, 2))))
        name = f"{names[place % len(names)]} {rng.choice(_TRADES[home])}"
        while name in taken:
            name = f"{rng.choice(_NAMES)} {rng.choice(_TRADES[home])}"
        taken.add(name)
        plans.append((name, "specialist", departments, rng.lognormvariate(0, 0.7)))
    for name in _RESALE:
        plans.append(
            (name, "resale", _RESALE_DEPARTMENTS[: rng.randint(1, 3)], rng.uniform(0.2, 0.6))
        )
    for place, (craft, department) in enumerate((*_CRAFTS.items(), *_CRAFTS.items())):
        town = rng.choice(("East", "Berlin", "Portland", "Annex", "Bristol", "Malmö"))
        name = f"{craft} {town}" if place >= len(_CRAFTS) else craft
        plans.append((name, "craft", (department,), rng.uniform(0.05, 0.2)))
    return tuple(
        _seller(number, *plan, now=now, rng=rng) for number, plan in enumerate(plans, start=1)
    )


def _seller(
    number: int, name: str, character: str, departments: tuple[str, ...], size: float,
    *, now: datetime, rng: Random,
) -> Seller:  # fmt: skip
    mean, spread, volume = {
        "store": (4.3, 0.15, 9.5),
        "specialist": (4.4, 0.35, 6.5),
        "craft": (4.75, 0.15, 3.5),
        "resale": (4.1, 0.3, 6.0),
    }[character]
    rating = rng.gauss(mean, spread) - (1.2 if rng.random() < 0.05 else 0)
    return Seller(
        id=f"S-{number:03d}",
        name=name,
        character=character,
        departments=departments,
        size=size,
        country=rng.choice(_COUNTRIES),
        rating=round(min(max(rating, 1.8), 5.0), 1),
        rating_count=int(rng.lognormvariate(volume, 0.9)) + 1,
        created=(now - timedelta(days=rng.randint(1100, 2900))).replace(microsecond=0),
    )


class Assortment:
    """Who sells what: draws a seller for a product, mostly specialists and big stores."""

    def __init__(self, sellers: tuple[Seller, ...]) -> None:
        self._new: dict[str, tuple[list[Seller], list[float]]] = {}
        self._resale: dict[str, list[Seller]] = {}
        for department in DEPARTMENTS:
            trading = [seller for seller in sellers if department in seller.departments]
            fresh = [seller for seller in trading if seller.character != "resale"]
            weights = [
                seller.size * (2.0 if seller.departments[0] == department else 0.7)
                for seller in fresh
            ]
            self._new[department] = (fresh, weights)
            self._resale[department] = [s for s in trading if s.character == "resale"]

    def draw(self, department: str, second_hand: bool, rng: Random) -> Seller:
        if second_hand and self._resale[department]:
            return rng.choice(self._resale[department])
        sellers, weights = self._new[department]
        return rng.choices(sellers, weights)[0]


def category_rows() -> Iterator[dict[str, Any]]:
    """The category tree, every parent before its children."""
    seen: set[str] = set()
    for kind in PRODUCT_TYPES:
        parts = kind.path.split(" > ")
        for depth in range(1, len(parts) + 1):
            path = " > ".join(parts[:depth])
            if path not in seen:
                seen.add(path)
                yield {"kind": "category", "path": path, "title": parts[depth - 1]}
