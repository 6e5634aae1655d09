"""A picture's file name says all that is needed to draw it, so equal pictures share one file.

``demo/kettle--sage--plain.webp`` is a product. ``demo/video-1--kettle--sage--plain.webp`` is the
poster of a video, ``demo/live-1--…`` that of a live stream; both may show two products, their keys
joined by ``+``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

FOLDER = "demo"
SUFFIX = ".webp"


@dataclass(frozen=True, slots=True)
class PictureName:
    shape: str
    colour: str
    pattern: str = "plain"

    @property
    def key(self) -> str:
        parts = (self.shape, self.colour, self.pattern)
        return "--".join(part.replace(" ", "-") for part in parts)

    @property
    def path(self) -> str:
        return f"{FOLDER}/{self.key}{SUFFIX}"


@dataclass(frozen=True, slots=True)
class PosterName:
    scene: str
    """video or live."""
    products: tuple[PictureName, ...]
    view: int = 1

    @property
    def path(self) -> str:
        keys = "+".join(product.key for product in self.products)
        return f"{FOLDER}/{self.scene}-{self.view}--{keys}{SUFFIX}"


def poster(scene: str, products: Sequence[PictureName], view: int) -> PosterName:
    """A poster with the first two products, or one where they look the same."""
    return PosterName(scene, tuple(dict.fromkeys(products[:2])), view)


def parse(path: str) -> PictureName | PosterName:
    """The inverse of ``path``.

    Raises ValueError for a name that is not one of the demo marketplace's.
    """
    folder, _, name = path.rpartition("/")
    if folder != FOLDER or not name.endswith(SUFFIX):
        raise ValueError(f"{path!r} is no demo picture: expected {FOLDER}/<key>{SUFFIX}")
    key = name.removesuffix(SUFFIX)
    scene, _, rest = key.partition("--")
    kind, _, view = scene.partition("-")
    if kind in ("video", "live") and view.isdigit():
        return PosterName(kind, tuple(_product(part, path) for part in rest.split("+")), int(view))
    return _product(key, path)


def _product(key: str, path: str) -> PictureName:
    parts = key.split("--")
    if len(parts) != 3:
        raise ValueError(f"{path!r} is no demo picture: expected <shape>--<colour>--<pattern>")
    shape, colour, pattern = parts
    return PictureName(shape, colour.replace("-", " "), pattern.replace("-", " "))
