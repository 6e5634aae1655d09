"""A small vector canvas over Pillow: drawn large, shrunk for smooth edges.

Coordinates run from 0 to 100 in both directions, origin at the top left; a placement (scale, shift,
rotation) maps them to pixels, so that the same shape can fill a picture or stand inside a poster.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, pi, radians, sin

from PIL import Image, ImageDraw

Point = tuple[float, float]
Rgb = tuple[int, int, int]

SIZE = 320
OVERSAMPLING = 2
_PIXELS = SIZE * OVERSAMPLING


def mix(first: Rgb, second: Rgb, share: float) -> Rgb:
    """``share`` of the second colour in the first."""
    return (
        round(first[0] + (second[0] - first[0]) * share),
        round(first[1] + (second[1] - first[1]) * share),
        round(first[2] + (second[2] - first[2]) * share),
    )


@dataclass(frozen=True, slots=True)
class Placement:
    scale: float = 1.0
    shift: Point = (0.0, 0.0)
    """Where the origin goes, in the picture's own 0-100 units."""
    degrees: float = 0.0


class Canvas:
    """Draws filled shapes in one item's colours: main, light, dark, accent, metal, ink, white."""

    white: Rgb = (250, 249, 246)
    ink: Rgb = (52, 55, 64)
    metal: Rgb = (176, 183, 191)
    wood: Rgb = (186, 140, 92)
    glass: Rgb = (206, 226, 232)

    def __init__(
        self,
        image: Image.Image,
        colour: Rgb,
        pattern: str = "plain",
        placement: Placement = Placement(),
    ) -> None:
        self._image = image
        self._draw = ImageDraw.Draw(image)
        self._pattern = pattern
        unit = _PIXELS / 100
        turn = radians(placement.degrees)
        self._a = placement.scale * unit * cos(turn)
        self._b = placement.scale * unit * sin(turn)
        centre_x = placement.shift[0] * unit + placement.scale * unit * 50
        centre_y = placement.shift[1] * unit + placement.scale * unit * 50
        self._x = centre_x - 50 * self._a + 50 * self._b
        self._y = centre_y - 50 * self._b - 50 * self._a
        self._unit = placement.scale * unit
        self.main = colour
        self.light = mix(colour, (255, 255, 255), 0.35)
        self.dark = mix(colour, (20, 22, 34), 0.32)
        self.accent = _accent(colour)

    def poly(self, points: Iterable[Point], fill: Rgb | None = None) -> None:
        self._draw.polygon(self._map(points), fill=fill or self.main)

    def blob(self, points: Sequence[Point], fill: Rgb | None = None) -> None:
        """A smooth closed outline through the points."""
        self.poly(_smooth(tuple(points), closed=True), fill)

    def oval(
        self, x: float, y: float, rx: float, ry: float | None = None, fill: Rgb | None = None
    ) -> None:
        ry = rx if ry is None else ry
        self.poly([(x + rx * dx, y + ry * dy) for dx, dy in _circle()], fill)

    def ring(
        self, x: float, y: float, r: float, width: float, fill: Rgb | None = None, ry: float = 0
    ) -> None:
        outline = [(x + r * dx, y + (ry or r) * dy) for dx, dy in _circle()]
        self.line([*outline, outline[0], outline[1]], width, fill)

    def box(
        self, x: float, y: float, w: float, h: float, fill: Rgb | None = None, r: float = 0
    ) -> None:
        """A rectangle with corners of radius ``r``."""
        if not r:
            self.poly([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], fill)
            return
        corners = ((x + w - r, y + h - r), (x + r, y + h - r), (x + r, y + r), (x + w - r, y + r))
        points = []
        for quarter, (cx, cy) in enumerate(corners):
            for step in range(6):
                turn = (quarter + step / 5) * pi / 2
                points.append((cx + r * cos(turn), cy + r * sin(turn)))
        self.poly(points, fill)

    def line(self, points: Sequence[Point], width: float, fill: Rgb | None = None) -> None:
        """A stroke with round joints and ends."""
        pixels = max(1, round(width * self._unit))
        mapped = self._map(points)
        self._draw.line(mapped, fill=fill or self.main, width=pixels, joint="curve")
        if pixels > 3:
            r = pixels / 2 - 0.5
            for x, y in (mapped[0], mapped[-1]):
                self._draw.ellipse((x - r, y - r, x + r, y + r), fill=fill or self.main)

    def curve(self, points: Sequence[Point], width: float, fill: Rgb | None = None) -> None:
        """A smooth open stroke through the points."""
        self.line(_smooth(tuple(points), closed=False), width, fill)

    def cloth(self, points: Sequence[Point], smooth: bool = False) -> None:
        """The patterned main surface of the item, with a fine edge."""
        outline = _smooth(tuple(points), closed=True) if smooth else list(points)
        mapped = self._map(outline)
        self._draw.polygon(mapped, fill=self.main)
        if self._pattern != "plain":
            mask = Image.new("1", self._image.size)
            ImageDraw.Draw(mask).polygon(mapped, fill=1)
            print_colour = self.accent if self._pattern in _PRINTED else self._contrast()
            box = mask.getbbox()
            if box:
                tile = _pattern(self._pattern).crop(box)
                both = Image.new("1", tile.size)
                both.paste(tile, mask=mask.crop(box))
                self._image.paste(print_colour, box, both)
        self.line([*outline, outline[0], outline[1]], 0.7, self.dark)

    def _contrast(self) -> Rgb:
        return mix(self.main, (255, 255, 255), 0.55) if sum(self.main) < 420 else self.dark

    def _map(self, points: Iterable[Point]) -> list[Point]:
        a, b, x0, y0 = self._a, self._b, self._x, self._y
        return [(x0 + a * x - b * y, y0 + b * x + a * y) for x, y in points]


def half(points: Sequence[Point]) -> list[Point]:
    """A whole symmetric outline from its left half, given from top to bottom."""
    return [*points, *((100 - x, y) for x, y in reversed(points))]


def _accent(colour: Rgb) -> Rgb:
    return (232, 178, 72) if colour[2] >= colour[0] else (62, 110, 140)


@lru_cache
def _circle() -> tuple[Point, ...]:
    return tuple((cos(2 * pi * step / 40), sin(2 * pi * step / 40)) for step in range(40))


@lru_cache(maxsize=4096)
def _smooth(points: tuple[Point, ...], closed: bool) -> list[Point]:
    """Catmull-Rom spline through the points, seven steps a section."""
    count = len(points)
    sections = count if closed else count - 1
    outline: list[Point] = []
    for index in range(sections):
        if closed:
            p0, p1, p2, p3 = (points[(index + shift) % count] for shift in (-1, 0, 1, 2))
        else:
            p0, p1 = points[max(index - 1, 0)], points[index]
            p2, p3 = points[index + 1], points[min(index + 2, count - 1)]
        for step in range(7):
            t = step / 7
            outline.append(
                (_spline(p0[0], p1[0], p2[0], p3[0], t), _spline(p0[1], p1[1], p2[1], p3[1], t))
            )
    if not closed:
        outline.append(points[-1])
    return outline


def _spline(p0: float, p1: float, p2: float, p3: float, t: float) -> float:
    return 0.5 * (
        2 * p1
        + (p2 - p0) * t
        + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
        + (3 * p1 - p0 - 3 * p2 + p3) * t**3
    )


_PRINTED = frozenset({"floral", "dinosaur print", "rocket print", "animal print"})


@lru_cache
def _pattern(name: str) -> Image.Image:
    """The whole canvas in a pattern; 1 where the second colour goes."""
    tile = Image.new("1", (_PIXELS, _PIXELS))
    draw = ImageDraw.Draw(tile)
    step = _PIXELS // 20
    for row in range(21):
        if name in ("striped", "checked"):
            draw.rectangle((0, row * step, _PIXELS, row * step + step * 0.42), fill=1)
        for column in range(21):
            x = column * step + (row % 2) * step / 2
            y = row * step
            if name == "polka dot" and row % 2 == 0:
                draw.ellipse((x, y, x + step * 0.75, y + step * 0.75), fill=1)
            elif name in ("jaguar print", "leopard print"):
                shift = (row * 7 + column * 5) % 9 - 4
                box = (x + shift, y, x + shift + step * 0.72, y + step * 0.6)
                draw.arc(box, shift * 40, shift * 40 + 260, fill=1, width=max(4, step // 5))
                if name == "jaguar print":
                    middle = (x + shift + step * 0.3, y + step * 0.25)
                    draw.ellipse(
                        (*middle, middle[0] + step * 0.14, middle[1] + step * 0.14), fill=1
                    )
            elif name in _PRINTED and row % 2 == 0 and (column + row // 2) % 2 == 0:
                for petal in range(5):
                    px, py = (
                        x + step * 0.3 * cos(petal * 1.257),
                        y + step * 0.3 * sin(petal * 1.257),
                    )
                    draw.ellipse(
                        (px - step * 0.2, py - step * 0.2, px + step * 0.2, py + step * 0.2), fill=1
                    )
    if name == "checked":
        for column in range(21):
            draw.rectangle((column * step, 0, column * step + step * 0.42, _PIXELS), fill=1)
    return tile
