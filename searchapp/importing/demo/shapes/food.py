"""Food and packages."""

from ..canvas import Canvas, Rgb
from .registry import shape

_LEAF: Rgb = (96, 150, 84)


@shape("apple")
def apple(c: Canvas) -> None:
    c.blob(
        [
            (50, 30),
            (68, 22),
            (86, 38),
            (82, 66),
            (64, 88),
            (50, 84),
            (36, 88),
            (18, 66),
            (14, 38),
            (32, 22),
        ],
        c.main,
    )
    c.curve([(50, 32), (50, 20), (56, 10)], 2.8, (110, 74, 48))
    c.blob([(54, 18), (64, 8), (80, 10), (70, 20)], _LEAF)
    c.curve([(24, 40), (22, 54), (28, 66)], 3.4, c.light)


@shape("orange")
def orange(c: Canvas) -> None:
    c.oval(40, 52, 32, fill=(238, 140, 44))
    c.curve([(18, 44), (22, 34), (30, 28)], 3, (250, 190, 120))
    c.blob([(40, 22), (50, 10), (66, 12), (56, 22)], _LEAF)
    c.oval(70, 64, 24, fill=(238, 140, 44))
    c.oval(70, 64, 21, fill=(252, 232, 196))
    for dx, dy in ((0, -1), (0.87, -0.5), (0.87, 0.5), (0, 1), (-0.87, 0.5), (-0.87, -0.5)):
        c.blob([(70 + dx * 4, 64 + dy * 4), (70 + dx * 16 - dy * 7, 64 + dy * 16 + dx * 7),
        (70 + dx * 19, 64 + dy * 19),
                (70 + dx * 16 + dy * 7, 64 + dy * 16 - dx * 7)], (246, 164, 62))  # fmt: skip


def _bag(c: Canvas, motif: Rgb) -> None:
    c.poly([(24, 14), (76, 14), (80, 24), (82, 84), (76, 90), (24, 90), (18, 84), (20, 24)], c.main)
    c.poly([(24, 14), (76, 14), (78, 22), (22, 22)], c.dark)
    c.box(30, 36, 40, 36, c.white, 4)
    c.oval(50, 50, 9, fill=motif)
    c.line([(38, 65), (62, 65)], 2, c.dark)
    c.line([(25, 28), (24, 80)], 2, c.light)


@shape("sack", "ricebag")
def sack(c: Canvas) -> None:
    _bag(c, (226, 204, 150))


@shape("coffeebag")
def coffeebag(c: Canvas) -> None:
    _bag(c, (104, 66, 40))
    c.curve([(46, 43), (52, 50), (49, 57)], 1.4, (190, 150, 110))
    for x, y in ((12, 86), (88, 88), (84, 80)):
        c.oval(x, y, 4.4, 3.2, (104, 66, 40))


@shape("snackbag")
def snackbag(c: Canvas) -> None:
    _bag(c, (238, 196, 96))
    for x in range(24, 77, 4):
        c.line([(x, 12), (x, 17)], 1.2, c.light)


@shape("pastabag")
def pastabag(c: Canvas) -> None:
    _bag(c, (240, 206, 120))
    for y in (45, 50, 55):
        c.curve([(41, y), (47, y - 3), (53, y + 3), (59, y)], 1.8, (206, 160, 70))


@shape("dogfood")
def dogfood(c: Canvas) -> None:
    _bag(c, (150, 98, 58))
    c.line([(42, 50), (58, 50)], 4, c.white)
    for x in (42, 58):
        c.oval(x, 47.8, 2.8, fill=c.white)
        c.oval(x, 52.2, 2.8, fill=c.white)


@shape("packet", "seedpacket")
def packet(c: Canvas) -> None:
    c.box(24, 12, 52, 78, c.main, 3)
    c.box(24, 12, 52, 9, c.dark, 2)
    c.box(30, 28, 40, 42, c.white, 3)
    c.oval(50, 49, 12, fill=c.light)
    c.line([(34, 79), (66, 79)], 2.2, c.white)


@shape("seedpacket")
def seedpacket(c: Canvas) -> None:
    packet(c)
    c.line([(50, 66), (50, 46)], 2, _LEAF)
    c.blob([(50, 58), (40, 52), (36, 58), (44, 62)], _LEAF)
    for dx, dy in ((0, -7), (6.6, -2), (4, 6), (-4, 6), (-6.6, -2)):
        c.oval(50 + dx, 43 + dy, 4.6, fill=(236, 160, 66))
    c.oval(50, 43, 4, fill=(120, 76, 48))


@shape("cerealbox", "teabox")
def cerealbox(c: Canvas) -> None:
    c.poly([(70, 14), (84, 20), (84, 84), (70, 90)], c.dark)
    c.box(20, 14, 50, 76, c.main)
    c.box(26, 22, 38, 14, c.white, 3)
    c.oval(45, 66, 18, 7, c.white)
    c.blob([(28, 66), (62, 66), (56, 82), (34, 82)], c.accent)
    for x, y in ((36, 62), (44, 60), (52, 62), (46, 65)):
        c.oval(x, y, 3, fill=(206, 160, 84))


@shape("teabox")
def teabox(c: Canvas) -> None:
    c.box(16, 30, 54, 54, c.main, 3)
    c.box(16, 30, 54, 10, c.dark, 3)
    c.box(26, 48, 34, 26, c.white, 3)
    c.blob([(36, 66), (40, 54), (52, 54), (48, 64)], _LEAF)
    c.curve([(70, 44), (82, 46), (84, 60)], 1, c.ink)
    c.box(78, 60, 14, 18, c.white, 2)


@shape("carton")
def carton(c: Canvas) -> None:
    c.poly([(32, 22), (62, 22), (70, 36), (26, 36)], c.light)
    c.box(32, 12, 30, 11, c.white)
    c.box(26, 36, 44, 54, c.main)
    c.poly([(70, 36), (78, 32), (78, 84), (70, 90)], c.dark)
    c.oval(56, 28, 5, fill=c.accent)
    c.box(26, 50, 44, 20, c.white)
    c.oval(48, 60, 7, fill=c.main)


@shape("oilbottle")
def oilbottle(c: Canvas) -> None:
    c.box(44, 6, 12, 12, c.ink, 2)
    c.blob(
        [
            (45, 18),
            (55, 18),
            (57, 34),
            (67, 44),
            (67, 84),
            (62, 91),
            (38, 91),
            (33, 84),
            (33, 44),
            (43, 34),
        ],
        c.main,
    )
    c.box(34, 52, 32, 28, c.white, 1)
    c.oval(50, 63, 5, 7, (120, 136, 60))
    c.blob([(54, 56), (64, 52), (62, 60)], _LEAF)


def _jar(c: Canvas, lid: Rgb, content: Rgb) -> None:
    c.box(24, 26, 52, 62, c.glass, 9)
    c.box(27, 34, 46, 51, content, 7)
    c.box(27, 14, 46, 14, lid, 3)
    c.box(32, 48, 36, 26, c.white, 3)
    c.line([(38, 57), (62, 57)], 2.4, content)
    c.line([(42, 65), (58, 65)], 1.4, c.metal)


@shape("honeyjar", "saucejar")
def honeyjar(c: Canvas) -> None:
    _jar(c, (196, 150, 80), c.main)


@shape("saucejar")
def saucejar(c: Canvas) -> None:
    _jar(c, (74, 120, 84), c.main)


@shape("spicejar")
def spicejar(c: Canvas) -> None:
    _jar(c, c.ink, c.main)


@shape("creamjar")
def creamjar(c: Canvas) -> None:
    c.box(20, 50, 60, 36, c.main, 8)
    c.box(17, 34, 66, 18, c.white, 4)
    c.line([(20, 47), (80, 47)], 1, c.metal)
    c.line([(38, 68), (62, 68)], 2.4, c.white)
    c.line([(43, 75), (57, 75)], 1.4, c.white)


@shape("chocolate")
def chocolate(c: Canvas) -> None:
    c.box(24, 10, 52, 50, (104, 62, 38), 2)
    for row in range(3):
        for column in range(3):
            c.box(27 + column * 16, 13 + row * 14, 14, 12, (130, 82, 52), 1)
    c.poly([(20, 46), (34, 42), (50, 48), (66, 42), (80, 46), (80, 92), (20, 92)], c.main)
    c.line([(20, 46), (34, 42), (50, 48), (66, 42), (80, 46)], 2, c.metal)
    c.box(30, 60, 40, 20, c.white, 3)
    c.line([(38, 70), (62, 70)], 2.4, c.main)
