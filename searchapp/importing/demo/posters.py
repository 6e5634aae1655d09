"""Posters: a video's play scene and a live stream's host with the product."""

from collections.abc import Callable

from PIL import Image

from .canvas import Canvas, Placement, Rgb, mix
from .picture_names import PictureName, PosterName

DrawItem = Callable[[Image.Image, PictureName, Placement], None]

_WALLS: tuple[Rgb, ...] = ((104, 136, 148), (172, 124, 110), (122, 112, 152))
_STAGES: tuple[Rgb, ...] = ((84, 52, 92), (36, 74, 98), (112, 58, 62))


def draw_video(image: Image.Image, name: PosterName, draw_item: DrawItem) -> None:
    """A room with one or two products on a table; the page adds the play mark."""
    wall = _WALLS[(name.view - 1) % len(_WALLS)]
    scene = Canvas(image, wall)
    scene.box(0, 0, 100, 100, wall)
    scene.box(62, 8, 30, 34, mix(wall, (255, 255, 255), 0.45), 2)
    scene.line([(77, 8), (77, 42)], 1.4, mix(wall, (255, 255, 255), 0.2))
    scene.oval(20, 20, 11, fill=mix(wall, (255, 255, 255), 0.18))
    scene.box(0, 68, 100, 32, mix(wall, (60, 40, 30), 0.45))
    scene.box(0, 68, 100, 3, mix(wall, (255, 240, 220), 0.3))
    places = ((Placement(0.66, (17, 10)),) if len(name.products) == 1 else
              (Placement(0.5, (2, 22)), Placement(0.5, (48, 22))))  # fmt: skip
    for product, place in zip(name.products, places, strict=True):
        spot = 50 * place.scale + place.shift[0]
        scene.oval(
            spot,
            place.shift[1] + 92 * place.scale,
            42 * place.scale,
            5,
            mix(wall, (30, 24, 24), 0.6),
        )
        draw_item(image, product, place)


def draw_live(image: Image.Image, name: PosterName, draw_item: DrawItem) -> None:
    """A stage with a host and the product in a bright frame; the page adds the badge."""
    stage = _STAGES[(name.view - 1) % len(_STAGES)]
    scene = Canvas(image, stage)
    scene.box(0, 0, 100, 100, stage)
    for x, width in ((12, 26), (70, 30)):
        scene.poly(
            [(x, 0), (x + 6, 0), (x + width, 100), (x - width, 100)],
            mix(stage, (255, 255, 255), 0.1),
        )
    skin = ((226, 178, 146), (150, 102, 76), (242, 206, 178))[name.view % 3]
    hair = ((58, 40, 36), (24, 22, 26), (176, 122, 66))[name.view % 3]
    scene.blob(
        [(10, 104), (12, 74), (24, 62), (40, 62), (54, 74), (56, 104)],
        mix(stage, (255, 200, 120), 0.55),
    )
    scene.box(27.5, 52, 10, 14, mix(skin, (60, 30, 20), 0.15), 4)
    scene.oval(32.5, 36, 15, 17, hair)
    scene.oval(32.5, 41, 12, 15, skin)
    scene.blob([(20, 38), (24, 24), (38, 22), (46, 38), (36, 30)], hair)
    for x in (28, 37):
        scene.oval(x, 41, 1.4, fill=(44, 34, 34))
    scene.curve([(28, 48), (32.5, 51), (37, 48)], 1.4, (170, 70, 70))
    scene.box(52, 34, 44, 44, mix(stage, (255, 255, 255), 0.86), 5)
    scene.line([(46, 84), (56, 76)], 6, skin)
    draw_item(image, name.products[0], Placement(0.42, (53, 35)))
