"""Tools."""

from math import cos, sin

from ..canvas import Canvas
from .registry import shape


@shape("drill", "nailgun")
def drill(c: Canvas) -> None:
    c.line([(4, 34), (22, 34)], 2.4, c.metal)
    c.poly([(20, 28), (32, 25), (32, 43), (20, 40)], c.ink)
    c.box(30, 20, 50, 28, c.main, 7)
    c.poly([(54, 46), (74, 46), (80, 76), (60, 76)], c.main)
    c.box(50, 74, 40, 14, c.ink, 4)
    c.box(50, 50, 5, 12, c.accent, 2)
    for x in (62, 67, 72):
        c.line([(x, 26), (x, 40)], 1.6, c.dark)


@shape("circularsaw", "anglegrinder")
def circularsaw(c: Canvas) -> None:
    c.oval(42, 62, 26, fill=c.metal)
    for step in range(16):
        turn = step * 0.3927
        dx, dy = cos(turn), sin(turn)
        c.poly([(42 + 30 * dx, 62 + 30 * dy), (42 + 25 * dx - 6 * dy, 62 + 25 * dy + 6 * dx),
                (42 + 25 * dx, 62 + 25 * dy)], c.metal)  # fmt: skip
    c.oval(42, 62, 5, fill=c.ink)
    c.blob([(14, 58), (22, 34), (46, 28), (68, 42), (70, 60)], c.main)
    c.curve([(56, 34), (66, 14), (88, 20), (84, 46)], 7, c.main)
    c.box(60, 44, 28, 16, c.dark, 5)


@shape("jigsaw", "trimmer", "hedgetrimmer")
def jigsaw(c: Canvas) -> None:
    c.curve([(26, 46), (30, 18), (76, 18), (80, 40)], 8, c.main)
    c.box(18, 38, 70, 26, c.main, 8)
    c.box(14, 66, 66, 5, c.metal, 1)
    c.box(24, 70, 4, 24, c.ink)
    for y in range(72, 92, 4):
        c.poly([(28, y), (32, y + 2), (28, y + 4)], c.ink)
    c.oval(70, 51, 6, fill=c.dark)


@shape("hedgetrimmer")
def hedgetrimmer(c: Canvas) -> None:
    c.line([(8, 66), (56, 54)], 4, c.metal)
    for step in range(7):
        c.poly(
            [
                (10 + step * 7, 62 - step * 1.7),
                (14 + step * 7, 56 - step * 1.7),
                (16 + step * 7, 61 - step * 1.7),
            ],
            c.metal,
        )
    c.blob([(52, 44), (76, 38), (92, 50), (88, 66), (60, 66)], c.main)
    c.ring(72, 36, 12, 4, c.dark)


@shape("trimmer")
def trimmer(c: Canvas) -> None:
    c.blob([(38, 22), (62, 22), (64, 60), (60, 92), (40, 92), (36, 60)], c.main)
    c.box(36, 14, 28, 10, c.metal, 2)
    for x in range(38, 64, 4):
        c.line([(x, 8), (x, 14)], 1.4, c.ink)
    c.box(45, 40, 10, 16, c.dark, 4)
    c.oval(50, 70, 2, fill=(98, 214, 160))


@shape("hammer")
def hammer(c: Canvas) -> None:
    c.line([(52, 30), (28, 88)], 7, c.main)
    c.line([(40, 60), (28, 88)], 7, c.ink)
    c.blob([(24, 18), (44, 14), (66, 24), (84, 46), (70, 38), (56, 38), (30, 34)], c.metal)
    c.poly([(18, 14), (30, 10), (32, 36), (22, 38)], c.metal)


@shape("screwdriver")
def screwdriver(c: Canvas) -> None:
    for x, tip in ((26, 84), (50, 92), (74, 84)):
        c.box(x - 7, 12, 14, 36, c.main, 5)
        c.line([(x - 2, 18), (x - 2, 42)], 1.6, c.light)
        c.box(x - 8, 40, 16, 5, c.ink, 2)
        c.line([(x, 48), (x, tip)], 3.2, c.metal)


@shape("wrench")
def wrench(c: Canvas) -> None:
    for shift in (0, 26):
        c.line([(28 + shift, 28), (48 + shift, 74)], 6, c.metal)
        c.oval(26 + shift, 22, 11, fill=c.metal)
        c.poly([(21 + shift, 8), (29 + shift, 8), (28 + shift, 22), (22 + shift, 20)], c.white)
        c.ring(49 + shift, 79, 7, 4.4, c.metal)


@shape("tapemeasure")
def tapemeasure(c: Canvas) -> None:
    c.box(60, 68, 38, 6, (246, 214, 90))
    for x in range(64, 98, 5):
        c.line([(x, 68), (x, 71)], 0.9, c.ink)
    c.box(16, 22, 52, 54, c.main, 12)
    c.oval(42, 48, 15, fill=c.ink)
    c.oval(42, 48, 11, fill=c.light)


@shape("level")
def level(c: Canvas) -> None:
    c.poly([(4, 62), (92, 26), (97, 40), (9, 76)], c.main)
    c.poly([(43, 48), (57, 42), (59, 48), (45, 54)], (196, 226, 90))
    c.oval(51, 48, 3, 2, c.white)
    c.oval(20, 64, 4, fill=(196, 226, 90))
    c.oval(82, 38, 4, fill=(196, 226, 90))


@shape("nail")
def nail(c: Canvas) -> None:
    for x, y in ((22, 20), (46, 14), (70, 22)):
        c.line([(x, y), (x + 10, y + 62)], 3.6, c.metal)
        c.poly([(x + 8.4, y + 60), (x + 12, y + 60), (x + 11.4, y + 70)], c.metal)
        c.line([(x - 6, y + 1), (x + 6, y - 1)], 3, c.ink)


@shape("screw")
def screw(c: Canvas) -> None:
    for x, y in ((26, 16), (60, 20)):
        c.poly([(x - 10, y), (x + 10, y), (x + 3, y + 9), (x - 3, y + 9)], c.ink)
        c.poly([(x - 4, y + 8), (x + 4, y + 8), (x + 1, y + 70), (x - 1, y + 70)], c.main)
        for step in range(7):
            c.line([(x - 5, y + 20 + step * 6.4), (x + 5, y + 17 + step * 6.4)], 1.8, c.dark)


@shape("paintcan")
def paintcan(c: Canvas) -> None:
    c.curve([(22, 36), (26, 10), (74, 10), (78, 36)], 1.8, c.ink)
    c.box(22, 32, 56, 54, c.metal, 3)
    c.oval(50, 32, 28, 7, c.dark)
    c.oval(50, 33, 25, 5.4, c.main)
    c.blob([(26, 34), (40, 36), (38, 56), (34, 62), (30, 50)], c.main)
    c.box(30, 54, 40, 22, c.white, 2)
    c.oval(50, 65, 7, fill=c.main)


@shape("paintbrush")
def paintbrush(c: Canvas) -> None:
    for x, w in ((30, 20), (66, 14)):
        c.line([(x, 10), (x, 44)], 6, c.main)
        c.box(x - w / 2, 42, w, 14, c.metal, 1)
        c.poly(
            [
                (x - w / 2, 56),
                (x + w / 2, 56),
                (x + w / 2 - 1, 86),
                (x - 2, 92),
                (x - w / 2 + 1, 86),
            ],
            c.wood,
        )


@shape("sandpaper")
def sandpaper(c: Canvas) -> None:
    for shift in (12, 6, 0):
        c.poly([(14 + shift, 30 - shift), (74 + shift, 24 - shift), (78 + shift, 84 - shift),
        (18 + shift, 88 - shift)],
               c.dark if shift % 12 else c.main)  # fmt: skip
    c.poly([(60, 87), (78, 84), (77, 66)], c.light)


@shape("ladder")
def ladder(c: Canvas) -> None:
    c.line([(58, 10), (82, 92)], 3, c.dark)
    for y in (26, 42, 58, 74):
        c.line([(40 - (y - 10) * 0.26, y), (58 - (y - 10) * 0.02, y)], 4, c.main)
    c.line([(40, 10), (18, 92)], 4, c.main)
    c.line([(58, 10), (56, 92)], 4, c.main)
    c.box(36, 7, 26, 6, c.ink, 2)


@shape("toolbox")
def toolbox(c: Canvas) -> None:
    c.line([(34, 34), (34, 20), (66, 20), (66, 34)], 4, c.ink)
    c.poly([(20, 32), (80, 32), (92, 50), (8, 50)], c.light)
    c.box(8, 50, 84, 34, c.main, 3)
    c.box(26, 46, 8, 12, c.metal, 1)
    c.box(66, 46, 8, 12, c.metal, 1)


@shape("shears", "clippers")
def shears(c: Canvas) -> None:
    c.blob([(46, 46), (34, 24), (36, 8), (52, 28), (56, 46)], c.metal)
    c.blob([(54, 46), (66, 26), (58, 10), (50, 26), (46, 46)], c.white)
    c.curve([(46, 48), (36, 66), (30, 92)], 7, c.main)
    c.curve([(54, 48), (64, 66), (70, 92)], 7, c.main)
    c.oval(50, 47, 4, fill=c.ink)
