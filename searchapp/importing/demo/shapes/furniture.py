"""Furniture."""

from ..canvas import Canvas
from .registry import shape


def _legs(
    c: Canvas, xs: tuple[float, ...], top: float, bottom: float = 88, width: float = 3.4
) -> None:
    for x in xs:
        c.line([(x, top), (x + (x - 50) * 0.04, bottom)], width, c.dark)


@shape("sofa")
def sofa(c: Canvas) -> None:
    _legs(c, (16, 84), 74, 84)
    c.box(14, 30, 72, 36, c.main, 9)
    c.line([(50, 34), (50, 56)], 1, c.dark)
    c.box(16, 52, 34, 18, c.light, 5)
    c.box(50, 52, 34, 18, c.light, 5)
    c.box(4, 44, 14, 34, c.dark, 6)
    c.box(82, 44, 14, 34, c.dark, 6)
    c.box(14, 66, 72, 11, c.main, 2)
    c.poly([(24, 40), (36, 37), (39, 50), (27, 53)], c.accent)


@shape("armchair")
def armchair(c: Canvas) -> None:
    _legs(c, (28, 72), 76, 90)
    c.box(24, 14, 52, 56, c.main, 14)
    c.box(28, 54, 44, 17, c.light, 6)
    c.box(14, 42, 15, 36, c.dark, 7)
    c.box(71, 42, 15, 36, c.dark, 7)
    c.box(24, 68, 52, 10, c.main, 2)


@shape("table", "coffeetable")
def table(c: Canvas) -> None:
    _legs(c, (16, 84, 28, 72), 44, 86)
    c.poly([(20, 34), (80, 34), (94, 44), (6, 44)], c.light)
    c.box(6, 44, 88, 6, c.main)


@shape("coffeetable")
def coffeetable(c: Canvas) -> None:
    _legs(c, (20, 80), 52, 84)
    c.oval(50, 72, 28, 5, c.dark)
    c.oval(50, 52, 42, 13, c.dark)
    c.oval(50, 48, 42, 13, c.main)
    c.oval(50, 47, 38, 11, c.light)
    c.box(42, 40, 16, 4, c.accent, 1)
    c.box(44, 37, 14, 3, c.white, 1)


@shape("chair")
def chair(c: Canvas) -> None:
    _legs(c, (30, 70), 56, 92)
    c.line([(32, 10), (32, 58)], 4, c.main)
    c.line([(68, 10), (68, 58)], 4, c.main)
    c.box(30, 10, 40, 14, c.main, 4)
    c.box(32, 30, 36, 7, c.main, 2)
    c.poly([(30, 50), (70, 50), (76, 60), (24, 60)], c.light)
    c.box(24, 60, 52, 4, c.dark, 1)


@shape("stool")
def stool(c: Canvas) -> None:
    for x in (30, 70):
        c.line([(50 + (x - 50) * 0.7, 28), (x, 92)], 3.6, c.dark)
    c.line([(33, 72), (67, 72)], 2.6, c.metal)
    c.oval(50, 26, 25, 7, c.dark)
    c.oval(50, 22, 25, 7, c.main)


@shape("bed", "mattress", "bedding", "crib")
def bed(c: Canvas) -> None:
    c.box(10, 18, 80, 40, c.main, 5)
    c.box(12, 48, 76, 28, c.white, 4)
    c.box(18, 38, 28, 15, c.white, 6)
    c.box(54, 38, 28, 15, c.white, 6)
    c.line([(18, 52), (46, 53), (82, 52)], 0.8, c.metal)
    c.box(8, 58, 84, 20, c.light, 4)
    c.box(6, 74, 88, 8, c.dark, 2)
    _legs(c, (12, 88), 82, 90)


@shape("bedding")
def bedding(c: Canvas) -> None:
    c.box(10, 20, 80, 32, c.wood, 5)
    c.box(16, 34, 30, 18, c.light, 6)
    c.box(54, 34, 30, 18, c.light, 6)
    c.cloth([(10, 52), (90, 52), (94, 82), (6, 82)])
    c.poly([(10, 50), (90, 50), (91, 60), (9, 60)], c.white)


@shape("mattress")
def mattress(c: Canvas) -> None:
    c.poly([(20, 36), (80, 36), (94, 58), (6, 58)], c.light)
    c.box(6, 58, 88, 20, c.main, 4)
    c.line([(8, 62), (92, 62)], 1, c.dark)
    c.line([(8, 74), (92, 74)], 1, c.dark)
    for x in (28, 44, 58, 72):
        for y in (42, 51):
            c.oval(x, y, 1.4, 0.9, c.dark)


@shape("crib")
def crib(c: Canvas) -> None:
    c.box(12, 60, 76, 10, c.white, 2)
    for x in range(14, 90, 8):
        c.line([(x, 30), (x, 78)], 2, c.main)
    c.box(8, 26, 84, 6, c.main, 2)
    c.box(8, 76, 84, 6, c.main, 2)
    _legs(c, (11, 89), 24, 92, 4)


@shape("highchair")
def highchair(c: Canvas) -> None:
    for x in (20, 80):
        c.line([(50 + (x - 50) * 0.5, 46), (x, 92)], 3.6, c.wood)
    c.line([(30, 76), (70, 76)], 3, c.wood)
    c.box(34, 10, 32, 40, c.main, 8)
    c.box(30, 46, 40, 10, c.dark, 4)
    c.box(20, 36, 60, 7, c.white, 3)


@shape("wardrobe")
def wardrobe(c: Canvas) -> None:
    c.box(20, 8, 60, 80, c.main, 2)
    c.line([(50, 10), (50, 86)], 1, c.dark)
    for x in (24, 54):
        c.box(x, 14, 22, 68, c.light, 1)
    c.line([(47, 44), (47, 54)], 1.6, c.ink)
    c.line([(53, 44), (53, 54)], 1.6, c.ink)
    _legs(c, (24, 76), 88, 93)


@shape("bookcase")
def bookcase(c: Canvas) -> None:
    c.box(22, 8, 56, 84, c.main, 1)
    for row, y in enumerate((13, 40, 67)):
        c.box(27, y, 46, 21, c.dark)
        for place in range(7):
            hue = ((200, 90, 80), (80, 130, 150), (230, 190, 90), (120, 150, 110))[
                (place + row) % 4
            ]
            c.box(29 + place * 5, y + 4 + (place * 5 + row) % 4, 4, 17 - (place * 5 + row) % 4, hue)


@shape("desk")
def desk(c: Canvas) -> None:
    _legs(c, (14, 86), 48, 88, 4)
    c.box(60, 48, 26, 26, c.light, 1)
    for y in (54, 66):
        c.line([(69, y), (77, y)], 1.6, c.ink)
    c.box(6, 42, 88, 7, c.main, 1)
    c.box(20, 20, 30, 18, c.ink, 1)
    c.box(33, 38, 4, 5, c.ink)


@shape("officechair")
def officechair(c: Canvas) -> None:
    for x in (24, 38, 62, 76):
        c.line([(50, 78), (x, 86)], 3, c.ink)
        c.oval(x, 89, 3, fill=c.ink)
    c.line([(50, 62), (50, 80)], 4, c.metal)
    c.box(30, 8, 40, 44, c.main, 10)
    c.line([(35, 24), (65, 24)], 1, c.dark)
    c.box(26, 54, 48, 11, c.dark, 5)
    c.line([(24, 56), (22, 42), (32, 42)], 3, c.ink)
    c.line([(76, 56), (78, 42), (68, 42)], 3, c.ink)


@shape("dresser", "nightstand")
def dresser(c: Canvas) -> None:
    _legs(c, (16, 84), 76, 90)
    c.box(8, 32, 84, 46, c.main, 2)
    for x in (11, 51):
        for y in (36, 50, 64):
            c.box(x, y, 38, 12, c.light, 1)
            c.oval(x + 19, y + 6, 1.8, fill=c.ink)
    c.box(66, 18, 10, 14, c.accent, 3)


@shape("nightstand")
def nightstand(c: Canvas) -> None:
    _legs(c, (28, 72), 70, 92)
    c.box(22, 40, 56, 34, c.main, 2)
    for y in (44, 59):
        c.box(26, y, 48, 12, c.light, 1)
        c.oval(50, y + 6, 2, fill=c.ink)
    c.line([(50, 40), (50, 28)], 2, c.metal)
    c.poly([(42, 14), (58, 14), (64, 28), (36, 28)], (246, 226, 170))
