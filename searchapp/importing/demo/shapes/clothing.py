"""Clothes."""

from ..canvas import Canvas, Point, half
from .registry import shape

_SLEEVED: list[Point] = [
    (42, 16), (32, 20), (18, 34), (8, 70), (18, 74), (27, 48), (29, 84), (50, 86),
]  # fmt: skip
_SHORT: list[Point] = [(41, 16), (30, 20), (10, 36), (19, 51), (28, 45), (28, 86), (50, 87)]


def _buttons(c: Canvas, y: float, count: int, step: float = 9) -> None:
    for place in range(count):
        c.oval(50, y + place * step, 1.2, fill=c.light if sum(c.main) < 380 else c.dark)


@shape("tshirt")
def tshirt(c: Canvas) -> None:
    c.cloth(half(_SHORT))
    c.blob([(40, 15.5), (50, 26), (60, 15.5), (50, 18)], c.dark)


@shape("polo")
def polo(c: Canvas) -> None:
    c.cloth(half(_SHORT))
    c.poly([(38, 14), (50, 26), (43, 30), (34, 19)], c.light)
    c.poly([(62, 14), (50, 26), (57, 30), (66, 19)], c.light)
    c.line([(50, 26), (50, 42)], 3, c.dark)
    _buttons(c, 31, 2, 7)


@shape("shirt")
def shirt(c: Canvas) -> None:
    c.cloth(half(_SLEEVED))
    c.poly([(39, 13), (50, 26), (42, 31), (33, 19)], c.light)
    c.poly([(61, 13), (50, 26), (58, 31), (67, 19)], c.light)
    c.line([(50, 27), (50, 85)], 0.8, c.dark)
    _buttons(c, 33, 6)
    c.line([(57, 42), (66, 42), (66, 51), (61.5, 54), (57, 51), (57, 42)], 0.8, c.dark)


@shape("sweater")
def sweater(c: Canvas) -> None:
    c.cloth(half(_SLEEVED))
    c.blob([(39, 15), (50, 24), (61, 15), (50, 17)], c.dark)
    for x in (33, 40, 47, 54, 61, 68):
        c.line([(x, 79), (x, 85)], 1, c.dark)
    c.line([(10, 66), (19, 69.5)], 1.2, c.dark)
    c.line([(90, 66), (81, 69.5)], 1.2, c.dark)


@shape("cardigan")
def cardigan(c: Canvas) -> None:
    c.cloth(half(_SLEEVED))
    c.poly([(41, 15), (59, 15), (50, 50)], c.white)
    c.line([(41, 15), (50, 50), (59, 15)], 2, c.dark)
    c.line([(50, 50), (50, 86)], 1.4, c.dark)
    _buttons(c, 54, 4)
    c.box(33, 64, 11, 12, c.light, 1)
    c.box(56, 64, 11, 12, c.light, 1)


@shape("hoodie")
def hoodie(c: Canvas) -> None:
    c.blob([(36, 24), (40, 8), (50, 5), (60, 8), (64, 24), (50, 30)], c.dark)
    c.cloth(half(_SLEEVED))
    c.blob([(38, 18), (50, 30), (62, 18), (57, 10), (43, 10)], c.dark)
    c.blob([(42, 17), (50, 26), (58, 17), (50, 12)], c.ink)
    c.line([(46, 26), (45, 40)], 1, c.white)
    c.line([(54, 26), (55, 40)], 1, c.white)
    c.poly([(36, 76), (40, 60), (60, 60), (64, 76)], c.dark)


def _coat(c: Canvas, hem: float) -> None:
    c.cloth(
        half([(42, 12), (32, 16), (18, 30), (9, 66), (18, 70), (27, 46), (24, hem), (50, hem + 1)])
    )


@shape("coat")
def coat(c: Canvas) -> None:
    _coat(c, 92)
    c.poly([(41, 12), (50, 40), (37, 34), (34, 16)], c.dark)
    c.poly([(59, 12), (50, 40), (63, 34), (66, 16)], c.dark)
    c.poly([(43, 12), (57, 12), (50, 36)], c.white)
    c.line([(50, 40), (50, 92)], 1, c.dark)
    c.line([(27, 54), (73, 54)], 2.4, c.dark)
    for y in (46, 62):
        c.oval(45, y, 1.5, fill=c.light)
        c.oval(55, y, 1.5, fill=c.light)


@shape("blazer")
def blazer(c: Canvas) -> None:
    _coat(c, 82)
    c.poly([(42, 12), (58, 12), (50, 52)], c.white)
    c.poly([(49, 20), (51, 20), (53, 44), (50, 50), (47, 44)], c.accent)
    c.poly([(41, 12), (50, 54), (36, 38), (34, 16)], c.dark)
    c.poly([(59, 12), (50, 54), (64, 38), (66, 16)], c.dark)
    c.line([(50, 54), (50, 82)], 1, c.dark)
    c.oval(50, 60, 1.6, fill=c.light)
    c.line([(31, 64), (41, 62)], 1.6, c.dark)
    c.line([(69, 64), (59, 62)], 1.6, c.dark)


@shape("jacket")
def jacket(c: Canvas) -> None:
    c.blob([(38, 18), (41, 7), (50, 4), (59, 7), (62, 18), (50, 24)], c.dark)
    c.cloth(half(_SLEEVED))
    c.box(48.8, 20, 2.4, 65, c.light)
    c.line([(33, 60), (41, 56)], 1.8, c.dark)
    c.line([(67, 60), (59, 56)], 1.8, c.dark)
    c.poly([(40, 15), (60, 15), (56, 22), (44, 22)], c.light)


@shape("puffer")
def puffer(c: Canvas) -> None:
    c.blob(
        half([(42, 12), (28, 18), (14, 36), (7, 68), (17, 74), (25, 56), (26, 84), (50, 86)]),
        c.main,
    )
    for y in (28, 40, 52, 64, 76):
        c.curve([(28, y), (50, y + 4), (72, y)], 1.1, c.dark)
        c.curve([(27, y - 2), (50, y + 1.6), (73, y - 2)], 1.6, c.light)
    c.box(49, 16, 2, 70, c.dark)
    c.box(38, 9, 24, 10, c.dark, 4)


@shape("dress")
def dress(c: Canvas) -> None:
    c.cloth(half([(37, 10), (36, 22), (38, 40), (39, 46), (22, 82), (50, 85)]))
    c.blob([(40, 10), (50, 25), (60, 10), (50, 14)], c.dark)
    c.line([(38.5, 45.5), (61.5, 45.5)], 2, c.dark)
    c.line([(44, 48), (37, 82)], 0.7, c.dark)
    c.line([(56, 48), (63, 82)], 0.7, c.dark)


@shape("maxidress")
def maxidress(c: Canvas) -> None:
    c.cloth(half([(40, 6), (38, 16), (40, 34), (40, 38), (24, 94), (50, 96)]))
    c.blob([(42, 6), (50, 18), (58, 6), (50, 9)], c.dark)
    c.line([(40, 37), (60, 37)], 2.2, c.dark)
    for x in (34, 44, 56, 66):
        c.line([(50 + (x - 50) * 0.5, 42), (x, 94)], 0.7, c.dark)


@shape("skirt")
def skirt(c: Canvas) -> None:
    c.cloth(half([(34, 18), (31, 28), (17, 80), (50, 84)]))
    c.box(33, 16, 34, 7, c.dark, 1)
    for x in (28, 39, 50, 61, 72):
        c.line([(50 + (x - 50) * 0.5, 24), (x, 81)], 0.8, c.dark)


@shape("trousers")
def trousers(c: Canvas) -> None:
    c.cloth(
        [(31, 10), (69, 10), (73, 40), (70, 92), (56, 92), (50, 42), (44, 92), (30, 92), (27, 40)]
    )
    c.box(30.5, 9, 39, 6, c.dark, 1)
    c.line([(50, 15), (50, 38)], 1, c.dark)
    c.curve([(33, 17), (36, 24), (43, 25)], 0.9, c.light)
    c.curve([(67, 17), (64, 24), (57, 25)], 0.9, c.light)
    c.oval(50, 12, 1.3, fill=c.accent)


@shape("leggings")
def leggings(c: Canvas) -> None:
    c.cloth([(36, 8), (64, 8), (67, 34), (61, 64), (59, 94), (53, 94), (51, 40), (49, 40), (47, 94),
             (41, 94), (39, 64), (33, 34)])  # fmt: skip
    c.box(35.5, 8, 29, 8, c.dark, 1)


@shape("shorts")
def shorts(c: Canvas) -> None:
    c.cloth([(27, 22), (73, 22), (80, 74), (54, 78), (50, 50), (46, 78), (20, 74)])
    c.box(27, 20, 46, 8, c.dark, 2)
    c.line([(50, 28), (50, 50)], 0.9, c.dark)
    c.curve([(47, 28), (45, 38), (47, 42)], 1, c.white)
    c.curve([(53, 28), (55, 38), (53, 42)], 1, c.white)


@shape("bra")
def bra(c: Canvas) -> None:
    c.line([(30, 42), (34, 16)], 2.2, c.dark)
    c.line([(70, 42), (66, 16)], 2.2, c.dark)
    c.cloth([(12, 52), (28, 40), (48, 54), (46, 64), (30, 74), (16, 66)], smooth=True)
    c.cloth([(88, 52), (72, 40), (52, 54), (54, 64), (70, 74), (84, 66)], smooth=True)
    c.box(46, 57, 8, 6, c.dark, 1)
    c.curve([(18, 66), (30, 73), (45, 63)], 1.6, c.light)
    c.curve([(82, 66), (70, 73), (55, 63)], 1.6, c.light)


@shape("bodysuit")
def bodysuit(c: Canvas) -> None:
    c.cloth(
        half(
            [
                (40, 14),
                (30, 17),
                (12, 34),
                (20, 46),
                (30, 38),
                (30, 62),
                (24, 76),
                (42, 88),
                (50, 88),
            ]
        )
    )
    c.blob([(39, 13), (50, 26), (61, 13), (50, 17)], c.dark)
    for x in (45, 50, 55):
        c.oval(x, 85, 1.2, fill=c.white)
    c.oval(50, 52, 7, fill=c.light)
    c.oval(47.5, 50, 1, fill=c.ink)
    c.oval(52.5, 50, 1, fill=c.ink)
    c.curve([(47, 54), (50, 56), (53, 54)], 0.9, c.ink)


@shape("socks")
def socks(c: Canvas) -> None:
    for shift in (0, 22):
        c.cloth([(22 + shift, 14), (42 + shift, 14), (42 + shift, 50), (58 + shift * 0.8, 66),
                 (52 + shift, 82), (38 + shift, 82), (23 + shift, 60)])  # fmt: skip
        c.box(21 + shift, 12, 22, 8, c.dark, 2)
        c.blob([(23 + shift, 54), (34 + shift, 56), (30 + shift, 68), (24 + shift, 62)], c.light)


@shape("tie")
def tie(c: Canvas) -> None:
    c.cloth([(47, 22), (53, 22), (61, 76), (50, 92), (39, 76)])
    c.poly([(43, 8), (57, 8), (54, 23), (46, 23)], c.dark)


@shape("scarf")
def scarf(c: Canvas) -> None:
    c.cloth([(24, 30), (40, 16), (60, 16), (76, 30), (70, 46), (50, 54), (30, 46)], smooth=True)
    c.blob([(36, 30), (50, 24), (64, 30), (50, 38)], c.dark)
    c.cloth([(52, 46), (68, 42), (74, 84), (56, 86)])
    for x in (57, 61, 65, 69, 73):
        c.line([(x, 84), (x + 0.5, 92)], 1, c.main)


@shape("beanie")
def beanie(c: Canvas) -> None:
    c.oval(50, 18, 8, fill=c.light)
    c.cloth([(20, 66), (24, 36), (50, 20), (76, 36), (80, 66)], smooth=True)
    c.box(17, 58, 66, 18, c.dark, 5)
    for x in range(24, 80, 7):
        c.line([(x, 60), (x, 74)], 1.1, c.main)


@shape("cap")
def cap(c: Canvas) -> None:
    c.cloth([(16, 58), (20, 34), (44, 24), (66, 36), (70, 58), (44, 62)], smooth=True)
    c.blob([(44, 60), (70, 54), (92, 60), (94, 67), (70, 66)], c.dark)
    c.curve([(44, 25), (52, 40), (54, 60)], 0.9, c.dark)
    c.oval(44, 25, 2.2, fill=c.dark)


@shape("belt")
def belt(c: Canvas) -> None:
    c.ring(50, 50, 32, 9, c.main, 26)
    c.ring(50, 50, 36, 0.8, c.dark, 30)
    c.box(40, 70, 20, 14, c.metal, 2)
    c.box(44, 73, 12, 8, c.main, 1)
    c.line([(46, 77), (58, 77)], 1.4, c.white)


@shape("gloves")
def gloves(c: Canvas) -> None:
    for x, flip in ((32, 1), (68, -1)):
        for place, top in ((-10, 30), (-3, 22), (4, 22), (10, 30)):
            c.line([(x + place * flip, top), (x + place * flip, 54)], 6.4, c.main)
        c.line([(x + 17 * flip * 0.9, 44), (x + 9 * flip, 58)], 6.4, c.main)
        c.box(x - 13, 46, 26, 24, c.main, 5)
        c.box(x - 12, 70, 24, 14, c.dark, 2)


@shape("towel")
def towel(c: Canvas) -> None:
    c.box(10, 18, 80, 5, c.wood, 2)
    c.cloth([(24, 16), (76, 16), (76, 84), (24, 84)])
    for y in (66, 71, 76):
        c.line([(25, y), (75, y)], 1.6, c.light)


@shape("dogcoat")
def dogcoat(c: Canvas) -> None:
    c.blob([(70, 40), (76, 22), (90, 26), (95, 36), (84, 42), (78, 56)], c.wood)
    for x in (24, 33, 62, 71):
        c.box(x, 56, 6, 28, c.wood, 2)
    c.cloth([(16, 40), (44, 36), (74, 38), (78, 56), (64, 64), (22, 64)], smooth=True)
    c.curve([(17, 44), (8, 36), (8, 28)], 4, c.wood)
    c.oval(86, 30, 1.3, fill=c.ink)
    c.oval(94, 33, 1.8, fill=c.ink)
    c.line([(44, 38), (44, 64)], 2, c.dark)
