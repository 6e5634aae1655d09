"""Toys, games and pets."""

from ..canvas import Canvas
from .registry import shape

_SKIN = (238, 202, 172)


@shape("kite")
def kite(c: Canvas) -> None:
    c.poly([(56, 6), (82, 34), (48, 66), (28, 28)], c.main)
    c.poly([(56, 6), (82, 34), (48, 38)], c.light)
    c.poly([(28, 28), (52, 34), (48, 66)], c.accent)
    c.curve([(48, 66), (40, 78), (48, 86), (36, 95)], 1.2, c.ink)
    for x, y in ((43, 75), (45, 87)):
        c.poly([(x - 5, y - 3), (x + 5, y + 3), (x + 5, y - 3), (x - 5, y + 3)], c.accent)


@shape("blocks", "marblerun")
def blocks(c: Canvas) -> None:
    for x, y, w, fill in (
        (12, 62, 38, c.main),
        (52, 62, 36, c.accent),
        (24, 38, 40, c.light),
        (36, 14, 28, c.dark),
    ):
        for stud in range(int(w // 10)):
            c.box(x + 2.5 + stud * 10, y - 4, 6, 6, fill, 1)
        c.box(x, y, w, 23, fill, 1)


@shape("marblerun")
def marblerun(c: Canvas) -> None:
    for x in (16, 80):
        c.box(x, 14, 5, 74, c.wood, 1)
    for y, way in ((24, 1), (44, -1), (64, 1)):
        c.line([(18, y - 4 * way), (84, y + 6 * way)], 5, c.main)
    for x, y, fill in ((34, 17, c.accent), (60, 38, (200, 70, 90)), (48, 58, (80, 140, 190))):
        c.oval(x, y, 5, fill=fill)
    c.box(12, 84, 76, 6, c.dark, 2)


@shape("crane")
def crane(c: Canvas) -> None:
    c.box(14, 78, 60, 10, c.ink, 4)
    for x in (24, 44, 64):
        c.oval(x, 84, 5, fill=c.metal)
    c.box(20, 58, 34, 20, c.main, 3)
    c.box(40, 46, 16, 18, c.glass, 2)
    c.line([(30, 60), (82, 12)], 5, c.main)
    c.line([(30, 60), (26, 44), (82, 12)], 1.8, c.dark)
    for step in range(4):
        c.line([(40 + step * 10, 51 - step * 9), (46 + step * 8, 34 - step * 5)], 1.2, c.dark)
    c.line([(82, 12), (82, 50)], 1.2, c.ink)
    c.curve([(82, 50), (86, 56), (80, 60), (77, 55)], 2, c.ink)


@shape("car")
def car(c: Canvas) -> None:
    c.blob([(24, 50), (34, 28), (66, 28), (80, 50)], c.main)
    c.poly([(33, 48), (39, 34), (49, 34), (49, 48)], c.glass)
    c.poly([(53, 48), (53, 34), (64, 34), (72, 48)], c.glass)
    c.box(6, 46, 88, 22, c.main, 9)
    c.line([(8, 58), (92, 58)], 2, c.light)
    for x in (26, 74):
        c.oval(x, 69, 11, fill=c.ink)
        c.oval(x, 69, 5, fill=c.metal)
    c.oval(91, 54, 2.6, fill=(252, 230, 140))


@shape("train")
def train(c: Canvas) -> None:
    c.line([(4, 84), (96, 84)], 3, c.wood)
    c.box(10, 26, 30, 44, c.main, 3)
    c.box(15, 32, 18, 16, c.glass, 2)
    c.box(38, 42, 46, 28, c.accent, 6)
    c.box(66, 24, 10, 20, c.dark, 2)
    c.box(63, 20, 16, 6, c.dark, 2)
    c.box(6, 22, 38, 6, c.dark, 2)
    for x in (22, 48, 72):
        c.oval(x, 74, 9, fill=c.ink)
        c.oval(x, 74, 3.6, fill=c.white)
    for x, y, r in ((78, 12, 5), (88, 7, 4)):
        c.oval(x, y, r, fill=c.white)


@shape("doll")
def doll(c: Canvas) -> None:
    c.oval(50, 28, 21, fill=(120, 76, 48))
    c.oval(50, 30, 16, fill=_SKIN)
    for x in (44, 56):
        c.oval(x, 30, 2, fill=c.ink)
        c.oval(x + (x - 50) * 0.5, 36, 2.4, 1.6, (240, 160, 150))
    c.curve([(46, 37), (50, 40), (54, 37)], 1.2, (190, 80, 80))
    c.line([(40, 54), (24, 66)], 6, _SKIN)
    c.line([(60, 54), (76, 66)], 6, _SKIN)
    for x in (43, 57):
        c.line([(x, 76), (x, 90)], 6, _SKIN)
    c.poly([(42, 46), (58, 46), (72, 80), (28, 80)], c.main)
    c.line([(38, 60), (62, 60)], 2.4, c.light)


@shape("teddy")
def teddy(c: Canvas) -> None:
    for x in (30, 70):
        c.oval(x, 16, 9, fill=c.main)
        c.oval(x, 16, 5, fill=c.light)
        c.oval(x - (x - 50) * -0.15, 60, 10, 12, c.dark)
        c.oval(x, 86, 12, 9, c.dark)
    c.oval(50, 68, 24, fill=c.main)
    c.oval(50, 70, 14, 15, c.light)
    c.oval(50, 30, 24, 22, c.main)
    c.oval(50, 38, 10, 8, c.light)
    c.oval(50, 34, 3.6, 2.6, c.ink)
    for x in (41, 59):
        c.oval(x, 26, 2.4, fill=c.ink)
    c.curve([(46, 41), (50, 43), (54, 41)], 1.2, c.ink)


@shape("toymouse")
def toymouse(c: Canvas) -> None:
    c.curve([(16, 64), (4, 54), (10, 40), (22, 36)], 2, c.dark)
    c.blob([(14, 68), (24, 46), (50, 38), (74, 48), (94, 68), (70, 76), (28, 76)], c.main)
    for x in (58, 70):
        c.oval(x, 42, 9, fill=c.dark)
        c.oval(x, 42, 5.4, fill=(240, 176, 180))
    c.oval(82, 60, 2, fill=c.ink)
    c.oval(94, 67, 2.6, fill=(226, 120, 130))
    for dy in (-3, 1):
        c.line([(88, 68), (78, 70 + dy)], 0.7, c.ink)


@shape("aquarium")
def aquarium(c: Canvas) -> None:
    c.box(8, 22, 84, 62, c.main, 3)
    c.box(12, 28, 76, 52, (130, 196, 220))
    c.box(12, 70, 76, 10, (222, 196, 140))
    for x in (22, 28, 76):
        c.curve([(x, 72), (x - 4, 58), (x + 3, 46)], 2.6, (76, 150, 96))
    for x, y, fill in ((48, 46, (240, 134, 52)), (64, 60, (244, 206, 80))):
        c.blob([(x - 9, y), (x, y - 6), (x + 9, y), (x, y + 6)], fill)
        c.poly([(x + 7, y), (x + 15, y - 6), (x + 15, y + 6)], fill)
        c.oval(x - 4, y - 1, 1, fill=c.ink)


@shape("puzzle", "boxgame", "cards")
def puzzle(c: Canvas) -> None:
    for x, y, fill in ((16, 20, c.main), (52, 20, c.light), (16, 56, c.accent), (54, 60, c.dark)):
        c.box(x, y, 32, 30, fill, 2)
        c.oval(x + 32, y + 15, 5, fill=fill)
        c.oval(x + 16, y + 30, 5, fill=fill)


@shape("boxgame")
def boxgame(c: Canvas) -> None:
    c.poly([(14, 30), (64, 22), (88, 34), (38, 44)], c.light)
    c.poly([(14, 30), (38, 44), (38, 86), (14, 70)], c.dark)
    c.poly([(38, 44), (88, 34), (88, 74), (38, 86)], c.main)
    c.poly([(48, 52), (80, 45), (80, 62), (48, 70)], c.white)
    c.oval(64, 58, 6, fill=c.accent)


@shape("cards")
def cards(c: Canvas) -> None:
    for points, fill in ((((16, 34), (44, 20), (64, 66), (36, 80)), c.dark), (((40, 16), (74, 22),
    (66, 74), (32, 68)), c.main),
                         (((58, 24), (90, 42), (64, 88), (34, 70)), c.white)):  # fmt: skip
        c.poly(points, fill)
    c.blob([(64, 46), (72, 54), (60, 68), (52, 56)], (214, 70, 80))
