"""Lamps, decor, home textiles, and gear for babies and pets."""

from ..canvas import Canvas
from .registry import shape


@shape("tablelamp")
def tablelamp(c: Canvas) -> None:
    c.blob([(44, 46), (56, 46), (64, 66), (58, 84), (42, 84), (36, 66)], c.main)
    c.oval(50, 86, 17, 4, c.dark)
    c.poly([(36, 12), (64, 12), (76, 48), (24, 48)], (248, 230, 180))
    c.line([(24, 48), (76, 48)], 1.2, c.wood)


@shape("floorlamp")
def floorlamp(c: Canvas) -> None:
    c.line([(50, 30), (50, 90)], 2.6, c.main)
    c.oval(50, 91, 17, 3.6, c.main)
    c.poly([(38, 6), (62, 6), (72, 34), (28, 34)], (248, 230, 180))
    c.line([(28, 34), (72, 34)], 1.2, c.wood)
    c.line([(58, 34), (58, 46)], 0.9, c.ink)


@shape("bulb")
def bulb(c: Canvas) -> None:
    c.blob([(50, 8), (74, 24), (72, 48), (60, 66), (40, 66), (28, 48), (26, 24)], (252, 238, 178))
    c.curve([(42, 60), (44, 42), (50, 48), (56, 42), (58, 60)], 1.4, (240, 170, 70))
    for y in (68, 74, 80):
        c.box(39, y, 22, 5, c.metal, 2)
    c.box(45, 86, 10, 4, c.ink, 2)


@shape("candle")
def candle(c: Canvas) -> None:
    c.blob([(50, 10), (56, 22), (50, 32), (44, 22)], (248, 176, 70))
    c.blob([(50, 18), (53, 25), (50, 31), (47, 25)], (254, 236, 160))
    c.line([(50, 31), (50, 40)], 1.2, c.ink)
    c.box(28, 40, 44, 46, c.main, 4)
    c.oval(50, 41, 22, 4.6, c.light)
    c.box(36, 56, 28, 18, c.white, 2)
    c.line([(42, 65), (58, 65)], 1.2, c.metal)


@shape("clock")
def clock(c: Canvas) -> None:
    c.oval(50, 50, 38, fill=c.main)
    c.oval(50, 50, 32, fill=c.white)
    for x, y in ((50, 23), (77, 50), (50, 77), (23, 50)):
        c.oval(x, y, 2, fill=c.ink)
    c.line([(50, 50), (50, 30)], 2.4, c.ink)
    c.line([(50, 50), (64, 58)], 2.4, c.ink)
    c.oval(50, 50, 2.6, fill=c.accent)


@shape("mirror")
def mirror(c: Canvas) -> None:
    c.oval(50, 50, 30, 42, c.main)
    c.oval(50, 50, 26, 38, c.glass)
    c.line([(38, 52), (56, 26)], 3, c.white)
    c.line([(42, 64), (64, 34)], 1.6, c.white)


@shape("basket")
def basket(c: Canvas) -> None:
    c.curve([(26, 40), (28, 22), (72, 22), (74, 40)], 4, c.dark)
    c.poly([(14, 38), (86, 38), (76, 86), (24, 86)], c.main)
    for y in (44, 54, 64, 74):
        c.line([(16 + (y - 38) * 0.2, y), (84 - (y - 38) * 0.2, y)], 2.6, c.dark)
    for x in range(24, 80, 8):
        c.line([(x, 40), (50 + (x - 50) * 0.75, 85)], 1.6, c.light)


@shape("pillow")
def pillow(c: Canvas) -> None:
    c.cloth(
        [(14, 24), (50, 30), (86, 24), (82, 52), (88, 80), (50, 74), (12, 80), (18, 52)],
        smooth=True,
    )
    c.line([(44, 48), (56, 54)], 1, c.dark)
    c.line([(56, 48), (44, 54)], 1, c.dark)


@shape("curtain")
def curtain(c: Canvas) -> None:
    c.box(26, 16, 48, 58, (190, 218, 232))
    c.line([(50, 16), (50, 74)], 1.6, c.white)
    c.line([(6, 12), (94, 12)], 3, c.wood)
    c.poly([(10, 13), (40, 13), (28, 56), (32, 92), (10, 92)], c.main)
    c.poly([(90, 13), (60, 13), (72, 56), (68, 92), (90, 92)], c.main)
    for x in (16, 22, 28):
        c.line([(x, 15), (x - 2, 90)], 0.9, c.dark)
        c.line([(100 - x, 15), (102 - x, 90)], 0.9, c.dark)


@shape("rug")
def rug(c: Canvas) -> None:
    for x in range(9, 92, 4):
        c.line([(x, 72), (x - 1, 82)], 1, c.light)
    c.cloth([(22, 34), (78, 34), (92, 74), (8, 74)])
    c.line([(27, 39), (73, 39), (84, 69), (16, 69), (27, 39)], 1.4, c.light)
    c.poly([(50, 44), (64, 54), (50, 64), (36, 54)], c.dark)


@shape("hammock")
def hammock(c: Canvas) -> None:
    c.line([(8, 10), (8, 90)], 4, c.wood)
    c.line([(92, 10), (92, 90)], 4, c.wood)
    c.cloth(
        [(10, 26), (26, 44), (50, 50), (74, 44), (90, 26), (78, 66), (50, 76), (22, 66)],
        smooth=True,
    )


@shape("dogbed")
def dogbed(c: Canvas) -> None:
    c.oval(50, 62, 42, 22, c.dark)
    c.oval(50, 56, 42, 22, c.main)
    c.oval(50, 54, 30, 13, c.light)
    c.line([(40, 54), (60, 54)], 4, c.white)
    for x in (40, 60):
        c.oval(x, 51.6, 3, fill=c.white)
        c.oval(x, 56.4, 3, fill=c.white)


@shape("cattree")
def cattree(c: Canvas) -> None:
    c.box(14, 84, 72, 6, c.dark, 2)
    for x, top in ((32, 42), (66, 20)):
        c.box(x - 4, top, 8, 64 if x > 50 else 42, c.wood)
        for y in range(int(top) + 3, 84, 5):
            c.line([(x - 4, y), (x + 4, y - 2)], 0.8, c.white)
    c.box(16, 38, 34, 6, c.main, 3)
    c.box(48, 14, 38, 8, c.main, 4)
    c.box(44, 58, 36, 26, c.main, 4)
    c.oval(62, 72, 8, fill=c.ink)
    c.oval(66, 8, 6, 5, c.ink)
    c.poly([(61, 7), (62, 1), (66, 5)], c.ink)
    c.poly([(71, 7), (70, 1), (66, 5)], c.ink)


@shape("stroller")
def stroller(c: Canvas) -> None:
    c.line([(84, 18), (70, 50), (30, 80)], 3, c.metal)
    c.line([(40, 62), (70, 80)], 3, c.metal)
    c.blob([(20, 44), (24, 22), (48, 14), (50, 44)], c.dark)
    c.blob([(18, 44), (72, 44), (66, 64), (36, 68), (22, 58)], c.main)
    for x in (28, 72):
        c.oval(x, 84, 9, fill=c.ink)
        c.oval(x, 84, 4.4, fill=c.metal)
    c.line([(82, 18), (92, 18)], 4, c.ink)


@shape("carseat")
def carseat(c: Canvas) -> None:
    c.blob([(32, 10), (68, 10), (74, 36), (70, 62), (30, 62), (26, 36)], c.main)
    c.blob([(22, 56), (78, 56), (84, 80), (70, 88), (30, 88), (16, 80)], c.dark)
    c.box(36, 14, 28, 16, c.light, 7)
    c.line([(42, 30), (48, 62)], 2.6, c.ink)
    c.line([(58, 30), (52, 62)], 2.6, c.ink)
    c.box(45, 60, 10, 8, (212, 70, 70), 2)


@shape("babycarrier")
def babycarrier(c: Canvas) -> None:
    c.curve([(34, 40), (28, 16), (44, 8), (46, 30)], 6, c.dark)
    c.curve([(66, 40), (72, 16), (56, 8), (54, 30)], 6, c.dark)
    c.blob([(32, 32), (68, 32), (70, 60), (60, 78), (40, 78), (30, 60)], c.main)
    c.box(8, 70, 84, 11, c.dark, 5)
    c.box(44, 72, 12, 7, c.metal, 2)
    c.oval(50, 26, 9, fill=(238, 202, 172))
