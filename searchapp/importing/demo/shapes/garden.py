"""Garden, car and camping."""

from ..canvas import Canvas
from .registry import shape


@shape("mower")
def mower(c: Canvas) -> None:
    c.line([(52, 54), (90, 14)], 3.4, c.ink)
    c.line([(84, 14), (96, 14)], 4, c.main)
    c.blob([(8, 72), (14, 56), (34, 48), (66, 52), (72, 74)], c.main)
    c.box(24, 38, 22, 14, c.ink, 3)
    c.blob([(62, 52), (84, 42), (92, 66), (70, 76)], c.dark)
    for x, r in ((20, 9), (64, 11)):
        c.oval(x, 78, r, fill=c.ink)
        c.oval(x, 78, r * 0.45, fill=c.metal)


@shape("wateringcan")
def wateringcan(c: Canvas) -> None:
    c.curve([(66, 36), (92, 36), (90, 70), (70, 76)], 4.4, c.dark)
    c.line([(34, 66), (10, 34)], 5, c.main)
    c.line([(4, 38), (16, 28)], 6, c.dark)
    c.box(32, 34, 40, 50, c.main, 4)
    c.oval(52, 34, 20, 5, c.dark)
    c.line([(38, 44), (38, 76)], 2.4, c.light)


@shape("plantpot")
def plantpot(c: Canvas) -> None:
    for points in ([(50, 50), (38, 30), (20, 26), (34, 44)], [(50, 50), (62, 28), (82, 24), (66,
    44)],
                   [(50, 50), (42, 22), (50, 6), (58, 22)]):  # fmt: skip
        c.blob(points, (88, 142, 92))
    c.poly([(26, 50), (74, 50), (66, 88), (34, 88)], c.main)
    c.box(22, 46, 56, 10, c.dark, 2)
    c.poly([(30, 58), (36, 58), (40, 84), (36, 84)], c.light)


@shape("parasol")
def parasol(c: Canvas) -> None:
    c.line([(50, 14), (50, 90)], 2.8, c.wood)
    c.oval(50, 91, 14, 3.4, c.ink)
    c.poly([(6, 44), (22, 22), (50, 12), (78, 22), (94, 44)], c.main)
    c.poly([(35, 44), (44, 18), (50, 12), (56, 18), (65, 44)], c.light)


@shape("grill")
def grill(c: Canvas) -> None:
    for x in (26, 50, 74):
        c.line([(50, 56), (x, 92)], 3, c.metal)
    c.blob([(14, 46), (26, 22), (50, 14), (74, 22), (86, 46)], c.main)
    c.blob([(14, 50), (86, 50), (74, 68), (50, 74), (26, 68)], c.dark)
    c.line([(12, 48), (88, 48)], 2.6, c.metal)
    c.box(42, 10, 16, 5, c.wood, 2)
    c.oval(50, 32, 5, fill=c.white)


@shape("firepit")
def firepit(c: Canvas) -> None:
    c.blob([(30, 54), (34, 30), (44, 40), (50, 10), (58, 38), (68, 28), (70, 54)], (240, 134, 52))
    c.blob([(40, 54), (44, 38), (50, 26), (56, 40), (60, 54)], (252, 210, 96))
    c.poly([(10, 52), (90, 52), (74, 76), (26, 76)], c.main)
    for x in (30, 70):
        c.line([(x, 76), (x + (x - 50) * 0.3, 90)], 4, c.dark)


@shape("birdfeeder")
def birdfeeder(c: Canvas) -> None:
    c.line([(50, 4), (50, 16)], 1.6, c.ink)
    c.poly([(50, 12), (84, 38), (16, 38)], c.dark)
    c.box(28, 38, 44, 38, c.glass)
    c.box(28, 54, 44, 22, (206, 168, 96))
    c.box(18, 76, 64, 7, c.main, 2)
    c.blob([(70, 74), (76, 62), (88, 60), (92, 66), (84, 76)], (208, 96, 72))
    c.poly([(92, 63), (97, 66), (92, 68)], (240, 180, 60))


@shape("lantern")
def lantern(c: Canvas) -> None:
    c.curve([(36, 24), (40, 8), (60, 8), (64, 24)], 2.4, c.ink)
    c.poly([(30, 30), (38, 20), (62, 20), (70, 30)], c.main)
    c.box(32, 30, 36, 46, (252, 240, 190), 2)
    c.blob([(50, 40), (57, 56), (50, 68), (43, 56)], (246, 178, 70))
    for x in (32, 50, 68):
        c.line([(x, 30), (x, 76)], 1.6, c.main)
    c.box(26, 76, 48, 9, c.main, 2)


@shape("tyre")
def tyre(c: Canvas) -> None:
    c.oval(50, 50, 42, fill=c.ink)
    c.ring(50, 50, 38, 1.4, c.dark)
    c.oval(50, 50, 25, fill=c.metal)
    c.oval(50, 50, 21, fill=c.ink)
    for dx, dy in ((0, -1), (0.95, -0.31), (0.59, 0.81), (-0.59, 0.81), (-0.95, -0.31)):
        c.line([(50, 50), (50 + dx * 22, 50 + dy * 22)], 4, c.metal)
    c.oval(50, 50, 5, fill=c.white)


@shape("wiper")
def wiper(c: Canvas) -> None:
    for shift in (0, 22):
        c.curve([(10, 46 + shift), (50, 34 + shift), (92, 30 + shift)], 4, c.ink)
        c.line([(10, 51 + shift), (50, 39 + shift), (92, 35 + shift)], 1.6, c.metal)
        c.box(44, 28 + shift, 12, 8, c.main, 2)


@shape("canister")
def canister(c: Canvas) -> None:
    c.box(28, 10, 16, 12, c.ink, 2)
    c.blob([(26, 24), (44, 20), (74, 22), (78, 34), (78, 84), (70, 90), (30, 90), (22, 84)], c.main)
    c.blob([(54, 28), (70, 28), (70, 40), (54, 38)], c.white)
    c.box(30, 48, 40, 30, c.white, 3)
    c.blob([(50, 52), (58, 66), (50, 75), (42, 66)], (206, 150, 50))


@shape("waxtin", "petcan", "creamjar")
def tin(c: Canvas) -> None:
    c.box(20, 38, 60, 44, c.main, 4)
    c.oval(50, 82, 30, 6, c.dark)
    c.box(20, 50, 60, 22, c.white)
    c.oval(50, 61, 8, fill=c.accent)
    c.oval(50, 38, 30, 8, c.dark)
    c.oval(50, 35, 30, 8, c.metal)
    c.oval(50, 34, 25, 6, c.white)


@shape("roofbox")
def roofbox(c: Canvas) -> None:
    c.line([(18, 66), (18, 80)], 4, c.metal)
    c.line([(80, 66), (80, 80)], 4, c.metal)
    c.blob([(4, 58), (16, 38), (50, 32), (86, 36), (96, 54), (90, 66), (12, 68)], c.main)
    c.line([(6, 58), (94, 56)], 1.4, c.dark)
    c.line([(10, 80), (90, 80)], 4, c.ink)


@shape("bikerack")
def bikerack(c: Canvas) -> None:
    c.line([(50, 16), (50, 84)], 4, c.main)
    c.line([(14, 84), (86, 84)], 5, c.ink)
    c.line([(26, 20), (74, 20)], 4, c.main)
    for x in (28, 72):
        c.ring(x, 58, 15, 2.6, c.ink)
    c.line([(28, 58), (42, 36), (66, 36), (72, 58), (50, 58), (42, 36)], 2.4, c.accent)


@shape("torch")
def torch(c: Canvas) -> None:
    c.poly([(62, 26), (98, 6), (98, 60), (68, 50)], (252, 240, 190))
    c.poly([(50, 34), (66, 18), (76, 50), (60, 54)], c.dark)
    c.line([(54, 46), (20, 78)], 11, c.main)
    c.line([(40, 56), (44, 60)], 3, c.ink)
