"""Books, paper and pens."""

from ..canvas import Canvas
from .registry import shape


@shape("book")
def book(c: Canvas) -> None:
    c.poly([(70, 14), (80, 20), (80, 90), (70, 90)], c.white)
    c.box(20, 12, 54, 78, c.main, 2)
    c.box(20, 12, 8, 78, c.dark, 2)
    c.box(36, 22, 30, 5, c.white, 1)
    c.box(40, 31, 22, 3, c.white, 1)
    c.oval(51, 58, 13, fill=c.accent)
    c.poly([(38, 66), (47, 52), (54, 62), (58, 57), (64, 66)], c.dark)


@shape("notebook")
def notebook(c: Canvas) -> None:
    c.box(24, 12, 56, 78, c.white, 3)
    c.box(22, 10, 56, 78, c.main, 4)
    c.line([(70, 10), (70, 88)], 2.4, c.dark)
    c.box(34, 26, 26, 14, c.white, 2)
    c.line([(38, 33), (56, 33)], 1.2, c.ink)
    c.line([(44, 88), (44, 96)], 2.4, c.accent)


@shape("pen")
def pen(c: Canvas) -> None:
    c.curve([(10, 90), (24, 84), (34, 90), (48, 84)], 1.4, c.ink)
    c.line([(24, 76), (80, 20)], 9, c.main)
    c.line([(58, 42), (84, 16)], 10, c.dark)
    c.line([(64, 30), (82, 12)], 2, c.metal)
    c.poly([(18, 70), (28, 80), (10, 90)], c.metal)


@shape("pencils")
def pencils(c: Canvas) -> None:
    hues = (
        (214, 70, 70),
        (238, 150, 60),
        (240, 206, 80),
        (96, 160, 96),
        (80, 130, 190),
        (130, 90, 160),
    )
    for place, hue in enumerate(hues):
        x = 16 + place * 13.4
        c.poly([(x - 5, 30), (x + 5, 30), (x, 12)], (240, 212, 170))
        c.poly([(x - 1.8, 18.5), (x + 1.8, 18.5), (x, 12)], hue)
        c.box(x - 5, 30, 10, 58, hue)
    c.box(8, 58, 84, 32, c.main, 3)
    c.box(24, 66, 52, 14, c.white, 2)


@shape("stickynotes")
def stickynotes(c: Canvas) -> None:
    c.poly([(34, 14), (88, 22), (80, 76), (26, 68)], c.light)
    c.poly([(16, 30), (70, 28), (72, 82), (18, 84)], c.main)
    c.poly([(72, 68), (72, 82), (56, 82.6)], c.dark)
    for y in (44, 54, 64):
        c.line([(26, y), (60, y - 1)], 1.6, c.dark)


@shape("paperream")
def paperream(c: Canvas) -> None:
    c.poly([(20, 24), (72, 20), (88, 30), (36, 36)], c.white)
    c.poly([(20, 24), (36, 36), (36, 84), (20, 70)], c.metal)
    c.poly([(36, 36), (88, 30), (88, 76), (36, 84)], (96, 140, 180))
    c.poly([(36, 52), (88, 45), (88, 60), (36, 67)], c.white)


@shape("stapler")
def stapler(c: Canvas) -> None:
    c.box(8, 72, 84, 9, c.ink, 4)
    c.blob([(12, 62), (20, 42), (70, 36), (94, 48), (92, 58), (40, 64)], c.main)
    c.line([(20, 66), (88, 62)], 4, c.metal)
    c.oval(20, 66, 6, fill=c.dark)


@shape("giftwrap")
def giftwrap(c: Canvas) -> None:
    for shift in (0, 16):
        c.cloth([(16 + shift, 24), (30 + shift, 14), (74 + shift, 74), (60 + shift, 84)])
        c.oval(23 + shift, 19, 8, 6, c.light)
        c.oval(23 + shift, 19, 4, 3, c.ink)
    c.curve([(20, 80), (28, 66), (36, 78), (24, 86), (14, 72)], 2.6, c.accent)
