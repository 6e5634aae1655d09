"""Screens, cameras, computers and phones."""

from ..canvas import Canvas
from .registry import shape

SCREEN = (54, 78, 112)
GLOW = (98, 170, 210)


def draw_screen(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    """A lit display with hills and a sun."""
    c.box(x, y, w, h, SCREEN)
    c.oval(x + w * 0.72, y + h * 0.3, min(w, h) * 0.12, fill=(250, 214, 120))
    c.poly([(x, y + h), (x + w * 0.3, y + h * 0.45), (x + w * 0.55, y + h * 0.8), (x + w * 0.75,
    y + h * 0.55),
            (x + w, y + h * 0.85), (x + w, y + h)], GLOW)  # fmt: skip


@shape("tv", "monitor")
def tv(c: Canvas) -> None:
    c.box(8, 20, 84, 54, c.main, 3)
    draw_screen(c, 11, 23, 78, 47)
    c.poly([(44, 74), (56, 74), (58, 82), (42, 82)], c.dark)
    c.box(30, 82, 40, 4, c.dark, 2)


@shape("laptop")
def laptop(c: Canvas) -> None:
    c.box(20, 22, 60, 44, c.main, 3)
    draw_screen(c, 23, 25, 54, 37)
    c.poly([(18, 66), (82, 66), (94, 80), (6, 80)], c.light)
    c.poly([(24, 68), (76, 68), (80, 74), (20, 74)], c.ink)
    c.box(6, 80, 88, 3.4, c.dark, 1.6)


@shape("tablet")
def tablet(c: Canvas) -> None:
    c.box(20, 12, 60, 76, c.main, 6)
    draw_screen(c, 24, 18, 52, 64)
    c.box(84, 26, 3, 50, c.metal, 1.4)


@shape("ereader")
def ereader(c: Canvas) -> None:
    c.box(24, 10, 52, 80, c.main, 5)
    c.box(29, 15, 42, 62, c.white)
    for y in range(22, 72, 6):
        c.line([(34, y), (66 if y % 4 else 54, y)], 1.3, c.ink)
    c.oval(50, 83, 2.4, fill=c.light)


@shape("phone")
def phone(c: Canvas) -> None:
    c.box(20, 14, 36, 74, c.dark, 7)
    c.box(24, 18, 13, 20, c.main, 4)
    for y in (23, 32):
        c.oval(30.5, y, 3.4, fill=c.ink)
        c.oval(29.5, y - 1, 1, fill=GLOW)
    c.box(42, 10, 38, 78, c.main, 7)
    draw_screen(c, 45, 14, 32, 70)
    c.oval(61, 17, 1.2, fill=c.ink)


@shape("phonecase")
def phonecase(c: Canvas) -> None:
    c.cloth([(32, 10), (68, 10), (73, 15), (73, 87), (68, 92), (32, 92), (27, 87), (27, 15)])
    c.box(32, 15, 17, 20, c.ink, 5)
    c.oval(38, 21, 3, fill=GLOW)
    c.oval(38, 29, 3, fill=GLOW)
    c.oval(45, 25, 2, fill=c.white)


@shape("screenprotector")
def screenprotector(c: Canvas) -> None:
    c.box(22, 18, 34, 72, c.ink, 6)
    draw_screen(c, 25, 22, 28, 64)
    c.box(38, 10, 36, 74, c.glass, 6)
    c.line([(44, 34), (62, 16)], 2, c.white)
    c.line([(46, 46), (68, 24)], 2, c.white)


@shape("headphones")
def headphones(c: Canvas) -> None:
    c.curve([(20, 60), (22, 32), (50, 14), (78, 32), (80, 60)], 6, c.main)
    for x, w in ((12, 0), (72, 6)):
        c.box(x, 50, 16, 36, c.main, 7)
        c.box(x + 10 - w * 1.7, 52, 9, 32, c.dark, 4)
    c.curve([(34, 23), (50, 17), (66, 23)], 2, c.light)


@shape("earbuds")
def earbuds(c: Canvas) -> None:
    c.box(18, 52, 64, 36, c.main, 14)
    c.line([(18, 66), (82, 66)], 1.2, c.dark)
    c.oval(50, 76, 1.8, fill=(98, 214, 160))
    for x, way in ((34, 1), (66, -1)):
        c.oval(x, 24, 8.5, fill=c.main)
        c.box(x - 3.5 + way * 2, 24, 7, 26, c.main, 3)
        c.oval(x - way * 6, 25, 3.6, fill=c.ink)


@shape("camera")
def camera(c: Canvas) -> None:
    c.box(36, 20, 26, 14, c.dark, 4)
    c.box(10, 30, 80, 50, c.main, 7)
    c.box(10, 42, 80, 24, c.ink)
    c.oval(50, 55, 22, fill=c.dark)
    c.oval(50, 55, 16, fill=c.ink)
    c.oval(50, 55, 10, fill=SCREEN)
    c.oval(46, 51, 3.4, fill=c.white)
    c.box(16, 25, 12, 6, c.metal, 2)
    c.oval(80, 36, 2.4, fill=(226, 80, 80))


@shape("mouse")
def mouse(c: Canvas) -> None:
    c.curve([(50, 20), (52, 8), (70, 6)], 2, c.ink)
    c.blob([(50, 16), (70, 26), (76, 56), (66, 84), (50, 90), (34, 84), (24, 56), (30, 26)], c.main)
    c.line([(50, 17), (50, 46)], 1, c.dark)
    c.curve([(26, 48), (50, 44), (74, 48)], 1, c.dark)
    c.box(46.5, 24, 7, 15, c.ink, 3)
    c.curve([(33, 58), (38, 76)], 2, c.light)


@shape("keyboard")
def keyboard(c: Canvas) -> None:
    c.box(4, 32, 92, 40, c.main, 5)
    keys = c.light if sum(c.main) < 400 else c.ink
    for row in range(3):
        for column in range(11):
            c.box(8 + column * 7.8, 36 + row * 8, 6, 6, keys, 1)
    c.box(8, 60, 12, 6, keys, 1)
    c.box(24, 60, 44, 6, keys, 1)
    c.box(72, 60, 20, 6, c.accent, 1)


@shape("mousepad", "floormat")
def mousepad(c: Canvas) -> None:
    c.poly([(16, 34), (90, 30), (84, 80), (8, 78)], c.dark)
    c.poly([(16, 32), (90, 28), (84, 77), (8, 75)], c.main)
    c.poly([(22, 37), (84, 34), (79, 71), (14, 70)], c.light)
    c.poly([(24, 39), (82, 36), (77, 69), (16, 68)], c.main)


@shape("webcam")
def webcam(c: Canvas) -> None:
    c.box(34, 70, 32, 6, c.dark, 3)
    c.box(46, 58, 8, 14, c.dark)
    c.box(14, 26, 72, 34, c.main, 15)
    c.oval(50, 43, 13, fill=c.ink)
    c.oval(50, 43, 7, fill=SCREEN)
    c.oval(47, 40, 2.2, fill=c.white)
    c.oval(74, 43, 1.8, fill=(98, 214, 160))


@shape("sleeve")
def sleeve(c: Canvas) -> None:
    c.box(22, 14, 56, 30, c.metal, 4)
    c.box(12, 24, 76, 58, c.main, 6)
    c.line([(15, 30), (85, 30)], 1.2, c.dark)
    c.box(76, 28, 8, 4, c.accent, 1)
    c.box(24, 46, 52, 28, c.dark, 3)
