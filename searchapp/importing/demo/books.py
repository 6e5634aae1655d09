"""Invented works and authors."""

from random import Random

_FIRST = (
    "Amara", "Benedikt", "Clara", "Dmitri", "Elif", "Fiona", "Gideon", "Hanneke", "Imani", "Jonas",
    "Keiko", "Leopold", "Marguerite", "Nils", "Ottilie", "Priya", "Rafael", "Saskia", "Tomas",
    "Una",
)  # fmt: skip
_LAST = (
    "Ashgrove", "Bellweather", "Castellan", "Drummel", "Eastlake", "Farrowby", "Grinthal",
    "Hallorand",
    "Ivermoor", "Kestlebrook", "Lindermann", "Marchbanks-Lowe", "Nightwood", "Okonjo-Reed",
    "Pellery",
    "Quillan", "Rosenquill", "Stavely", "Thornquist", "Winterbourne-Hale",
)  # fmt: skip
_THINGS = (
    "Lighthouse", "Orange Tree", "Crane", "Jaguar", "Salt Road", "Apple Orchard", "Nail Factory",
    "Ferry",
    "Silver Spoon", "Night Post", "Glass Mountain", "Clockmaker", "Harbour", "Winter Garden",
    "Blue Door",
)  # fmt: skip
_PLOTS = (
    "The {thing} at the End of {place}", "A Year of the {thing}", "The Last {thing}",
    "What the {thing} Knew", "{place} Before the Rain", "The {thing} Keeper's Daughter",
    "Letters from {place}", "The Secret of the {thing}", "No Road to {place}",
    "Beneath the {thing}",
)  # fmt: skip
_PLACES = (
    "Marrow Bay", "Saint Ovin", "Kalvero", "Thornmouth", "Windle Street", "the North Quay",
    "Isola Verde",
    "Coldwater", "Vellan", "Hopwell",
)  # fmt: skip
_DISHES = (
    "One Pot", "Bread", "Vegetables", "Soups", "Noodles", "Apples and Pears", "Slow Cooking",
    "Air Fryer",
    "Weeknight", "Grill and Smoke", "Preserves", "Coffee Table Cakes", "Rice", "Olive Oil",
)  # fmt: skip
_COOKBOOKS = (
    "{dish}: The Book", "Simply {dish}", "The {place} Table: {dish}", "Cooking with Less: {dish}",
    "{dish} for Every Day", "My Grandmother's {dish}",
)  # fmt: skip
_ANIMALS = (
    "Mouse", "Fox", "Jaguar", "Crane", "Bear", "Snail", "Goose", "Hedgehog", "Octopus", "Donkey",
)  # fmt: skip
_PICTURE_BOOKS = (
    "The {animal} Who Lost a Button", "Good Night, Little {animal}", "{animal} Goes to School",
    "Where Does {animal} Sleep?", "{animal} and the Big Orange Ball", "{animal} Bakes an Apple Pie",
)  # fmt: skip
_REGIONS = (
    "Portugal by Train", "The Baltic Coast", "Sicily on Foot", "Slow Japan", "Scotland's Islands",
    "The Danube by Bike", "Patagonia", "Morocco", "Norway's Fjords", "A Week in Lisbon",
    "Weekend in Vienna",
    "Crete", "The Alps without a Car", "Vietnam", "The Azores", "Coastal Croatia",
)  # fmt: skip


def work(kind: str, genre: str, rng: Random) -> tuple[str, str]:
    """(title, author) of a book of this product type."""
    patterns = {
        "Novel": _PLOTS,
        "Cookbook": _COOKBOOKS,
        "Children's Book": _PICTURE_BOOKS,
    }.get(kind, ("{region}", "{region}: {walks} Walks and Detours", "Pocket Guide {region}"))
    title = rng.choice(patterns).format(
        thing=rng.choice(_THINGS),
        place=rng.choice(_PLACES),
        dish=rng.choice(_DISHES),
        animal=rng.choice(_ANIMALS),
        region=rng.choice(_REGIONS),
        walks=rng.choice((12, 20, 33)),
    )
    if kind == "Novel" and rng.random() < 0.3:
        title = f"{title}: A {genre.title()}"
    return title, f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"
