"""Beauty, care and health."""

from ..canvas import Canvas
from .registry import shape


def _label(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    c.box(x, y, w, h, c.white, 2)
    c.line([(x + w * 0.22, y + h * 0.35), (x + w * 0.78, y + h * 0.35)], 1.8, c.accent)
    c.line([(x + w * 0.32, y + h * 0.62), (x + w * 0.68, y + h * 0.62)], 1.2, c.metal)


@shape("pumpbottle")
def pumpbottle(c: Canvas) -> None:
    c.line([(50, 26), (50, 14), (34, 16)], 3.4, c.ink)
    c.box(42, 22, 16, 10, c.ink, 2)
    c.box(30, 32, 40, 58, c.main, 8)
    _label(c, 34, 48, 32, 30)


@shape("tube")
def tube(c: Canvas) -> None:
    c.poly([(28, 10), (72, 10), (64, 76), (36, 76)], c.main)
    c.box(27, 8, 46, 5, c.dark, 1)
    c.box(38, 76, 24, 14, c.ink, 3)
    _label(c, 38, 30, 24, 28)


@shape("perfume", "dropper")
def perfume(c: Canvas) -> None:
    c.box(42, 12, 16, 16, c.accent, 2)
    c.box(45, 28, 10, 7, c.metal)
    c.box(24, 35, 52, 52, c.glass, 7)
    c.box(29, 50, 42, 33, c.main, 4)
    _label(c, 37, 56, 26, 20)


@shape("dropper")
def dropper(c: Canvas) -> None:
    c.box(43, 6, 14, 18, c.ink, 6)
    c.box(38, 22, 24, 10, c.metal, 2)
    c.box(30, 34, 40, 54, (150, 92, 48), 8)
    _label(c, 33, 48, 34, 28)


@shape("lipstick")
def lipstick(c: Canvas) -> None:
    c.blob([(42, 42), (42, 22), (54, 10), (59, 18), (58, 42)], c.main)
    c.line([(46, 24), (46, 38)], 2, c.light)
    c.box(39, 40, 22, 16, c.accent, 1)
    c.box(35, 56, 30, 34, c.ink, 3)


@shape("mascara")
def mascara(c: Canvas) -> None:
    c.box(20, 36, 18, 54, c.main, 6)
    c.box(20, 32, 18, 6, c.accent, 1)
    c.box(62, 52, 18, 38, c.main, 6)
    c.line([(71, 52), (71, 10)], 1.8, c.ink)
    for y in range(10, 38, 4):
        c.line([(66, y), (76, y + 2)], 1.6, c.ink)


@shape("nailpolish")
def nailpolish(c: Canvas) -> None:
    c.poly([(43, 8), (57, 8), (60, 44), (40, 44)], c.ink)
    c.blob([(36, 46), (64, 46), (74, 64), (70, 88), (30, 88), (26, 64)], c.main)
    c.curve([(33, 58), (32, 72), (36, 82)], 2.6, c.light)


@shape("nailfile")
def nailfile(c: Canvas) -> None:
    for shift, fill in ((0, c.main), (20, c.light)):
        c.line([(14 + shift, 76), (66 + shift, 18)], 9, fill)
        c.line([(14 + shift, 76), (26 + shift, 62)], 9, c.ink)


@shape("clippers")
def clippers(c: Canvas) -> None:
    c.blob([(12, 52), (40, 42), (84, 46), (90, 54), (84, 62), (40, 64)], c.main)
    c.line([(20, 40), (80, 30)], 5, c.dark)
    c.curve([(86, 48), (94, 54), (86, 60)], 4, c.metal)
    c.oval(70, 54, 4, fill=c.ink)


@shape("soapbar")
def soapbar(c: Canvas) -> None:
    c.box(12, 42, 76, 38, c.dark, 15)
    c.box(12, 36, 76, 38, c.main, 15)
    c.box(26, 46, 48, 18, c.light, 8)
    for x, y, r in ((24, 26, 6), (36, 18, 4), (70, 24, 7), (82, 16, 4)):
        c.oval(x, y, r, fill=c.white)
        c.ring(x, y, r, 0.7, c.metal)


@shape("toothbrush")
def toothbrush(c: Canvas) -> None:
    c.box(40, 40, 20, 52, c.main, 8)
    c.box(46, 18, 8, 24, c.white, 3)
    c.box(42, 6, 16, 14, c.white, 5)
    for x in (44, 48, 52, 56):
        c.line([(x, 8), (x, 17)], 1.8, (110, 176, 214))
    c.oval(50, 52, 4, fill=c.ink)
    c.oval(50, 66, 1.6, fill=(98, 214, 160))


@shape("razor")
def razor(c: Canvas) -> None:
    c.line([(50, 26), (50, 88)], 7, c.main)
    for y in range(54, 86, 5):
        c.line([(47, y), (53, y)], 1.2, c.dark)
    c.box(24, 14, 52, 11, c.metal, 4)
    c.box(24, 22, 52, 4, c.ink, 1)


@shape("pills")
def pills(c: Canvas) -> None:
    c.box(34, 10, 36, 15, c.white, 3)
    c.box(30, 25, 44, 62, (196, 128, 60), 7)
    _label(c, 30, 40, 44, 32)
    for x, y in ((14, 82), (20, 72), (86, 84)):
        c.oval(x, y, 6, 4, c.white)
        c.ring(x, y, 6, 0.7, c.metal, 4)


@shape("babybottle")
def babybottle(c: Canvas) -> None:
    c.blob([(50, 4), (55, 14), (62, 22), (38, 22), (45, 14)], (232, 196, 150))
    c.box(32, 22, 36, 10, c.main, 3)
    c.box(32, 32, 36, 58, c.glass, 8)
    c.box(34, 50, 32, 38, c.white, 7)
    for y in (50, 60, 70, 80):
        c.line([(56, y), (64, y)], 1.4, c.main)
