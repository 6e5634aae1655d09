"""Sports and outdoors."""

from ..canvas import Canvas
from .registry import shape


@shape("bicycle")
def bicycle(c: Canvas) -> None:
    for x in (24, 76):
        c.ring(x, 64, 19, 2.4, c.ink)
        for dx, dy in ((18, 0), (0, 18), (13, 13), (13, -13)):
            c.line([(x - dx, 64 - dy), (x + dx, 64 + dy)], 0.5, c.metal)
    c.line([(24, 64), (40, 38), (68, 36), (48, 66), (24, 64)], 3.4, c.main)
    c.line([(48, 66), (38, 32)], 3.4, c.main)
    c.line([(76, 64), (66, 26)], 3.4, c.main)
    c.line([(30, 31), (45, 31)], 4, c.ink)
    c.line([(60, 24), (70, 26), (76, 32)], 3, c.ink)
    c.oval(48, 66, 5, fill=c.dark)


@shape("scooter")
def scooter(c: Canvas) -> None:
    c.line([(22, 80), (70, 78)], 5, c.main)
    c.line([(78, 80), (64, 16)], 4, c.metal)
    c.line([(50, 18), (78, 12)], 5, c.ink)
    for x in (18, 80):
        c.oval(x, 82, 9, fill=c.ink)
        c.oval(x, 82, 4, fill=c.main)


@shape("skateboard")
def skateboard(c: Canvas) -> None:
    c.curve([(6, 44), (20, 54), (80, 54), (94, 44)], 7, c.main)
    c.curve([(6, 42), (20, 51), (80, 51), (94, 42)], 2, c.ink)
    for x in (26, 74):
        c.line([(x, 58), (x, 66)], 4, c.metal)
        c.oval(x, 70, 7, fill=c.accent)
        c.oval(x, 70, 2.6, fill=c.white)


@shape("dumbbell")
def dumbbell(c: Canvas) -> None:
    c.line([(24, 52), (76, 52)], 6, c.metal)
    for side in (0, 1):
        for place, reach, fill in ((6, 14, c.dark), (15, 24, c.main), (26, 18, c.dark)):
            x = 91 - place if side else place
            c.box(x, 52 - reach, 9, 2 * reach, fill, 3)


@shape("kettlebell")
def kettlebell(c: Canvas) -> None:
    c.curve([(36, 46), (30, 22), (50, 12), (70, 22), (64, 46)], 8, c.dark)
    c.blob([(50, 38), (76, 48), (80, 68), (66, 88), (34, 88), (20, 68), (24, 48)], c.main)
    c.oval(50, 66, 12, fill=c.light)
    c.oval(50, 66, 9, fill=c.main)


@shape("yogamat", "sleepingbag")
def rolled(c: Canvas) -> None:
    c.poly([(30, 66), (92, 50), (96, 78), (36, 88)], c.light)
    c.box(12, 34, 70, 34, c.main, 15)
    c.oval(22, 51, 13, 17, c.dark)
    for r in (10, 6.4, 3):
        c.ring(22, 51, r, 1.4, c.light)
    for x in (42, 66):
        c.line([(x, 35), (x, 67)], 3, c.ink)


@shape("sleepingbag")
def sleepingbag(c: Canvas) -> None:
    c.blob([(50, 6), (70, 18), (74, 50), (62, 90), (38, 90), (26, 50), (30, 18)], c.main)
    c.blob([(50, 11), (62, 20), (60, 34), (40, 34), (38, 20)], c.ink)
    for y in (46, 58, 70, 81):
        c.curve([(28 + (y - 46) * 0.2, y), (50, y + 3), (72 - (y - 46) * 0.2, y)], 1.2, c.dark)
    c.line([(50, 36), (50, 88)], 1, c.light)


@shape("bands", "rope")
def bands(c: Canvas) -> None:
    for shift, fill in ((0, c.main), (12, c.light), (24, c.dark)):
        c.ring(38 + shift, 50, 24, 5, fill, 34)


@shape("rope")
def rope(c: Canvas) -> None:
    c.curve([(24, 40), (10, 66), (30, 86), (50, 70), (70, 86), (90, 66), (76, 40)], 2.6, c.main)
    for x in (24, 76):
        c.line([(x, 14), (x, 38)], 6.5, c.ink)
        c.line([(x, 18), (x, 24)], 7, c.accent)


@shape("treadmill")
def treadmill(c: Canvas) -> None:
    c.poly([(6, 80), (74, 68), (88, 76), (16, 90)], c.ink)
    c.poly([(4, 82), (16, 90), (16, 94), (4, 86)], c.main)
    c.line([(76, 72), (68, 24)], 5, c.main)
    c.line([(66, 26), (44, 34)], 4, c.ink)
    c.box(60, 14, 22, 15, c.dark, 3)
    c.box(63, 17, 16, 9, (98, 170, 210), 1)


@shape("football")
def football(c: Canvas) -> None:
    c.oval(50, 50, 38, fill=c.white)
    c.ring(50, 50, 38, 1.2, c.metal)
    points = [(50, 36), (63, 46), (58, 61), (42, 61), (37, 46)]
    c.poly(points, c.main)
    for x, y in points:
        c.line([(x, y), (50 + (x - 50) * 1.9, 50 + (y - 50) * 1.9)], 1.4, c.ink)
    for dx, dy in ((0, -1), (0.95, -0.31), (0.59, 0.81), (-0.59, 0.81), (-0.95, -0.31)):
        c.oval(50 + dx * 31, 50 + dy * 31, 7, fill=c.main)


@shape("basketball")
def basketball(c: Canvas) -> None:
    c.oval(50, 50, 38, fill=c.main)
    c.line([(50, 12), (50, 88)], 1.8, c.ink)
    c.line([(12, 50), (88, 50)], 1.8, c.ink)
    c.curve([(24, 22), (38, 50), (24, 78)], 1.8, c.ink)
    c.curve([(76, 22), (62, 50), (76, 78)], 1.8, c.ink)


@shape("racket")
def racket(c: Canvas) -> None:
    c.line([(52, 60), (78, 92)], 6, c.ink)
    for step in range(-3, 4):
        c.line([(36 + step * 6, 14), (36 + step * 6, 60)], 0.6, c.metal)
        c.line([(14, 37 + step * 7), (58, 37 + step * 7)], 0.6, c.metal)
    c.ring(36, 36, 24, 4, c.main, 29)
    c.oval(78, 30, 9, fill=(214, 226, 70))
    c.curve([(71, 26), (78, 31), (85, 26)], 1, c.white)


@shape("tent")
def tent(c: Canvas) -> None:
    c.poly([(50, 18), (78, 26), (96, 82), (70, 86)], c.dark)
    c.poly([(50, 18), (74, 86), (8, 82)], c.main)
    c.poly([(48, 34), (56, 85), (30, 83)], c.ink)
    c.poly([(48, 34), (56, 85), (62, 85.4)], c.light)
    c.line([(50, 18), (50, 10)], 1.6, c.ink)


@shape("fishingrod")
def fishingrod(c: Canvas) -> None:
    c.curve([(12, 90), (50, 44), (80, 8)], 2.6, c.main)
    c.line([(12, 90), (30, 68)], 5.4, c.wood)
    c.oval(38, 66, 8, fill=c.metal)
    c.line([(80, 8), (84, 60)], 0.7, c.ink)
    c.oval(84, 62, 4, fill=(222, 70, 70))
    c.curve([(84, 66), (85, 76), (79, 76)], 1.2, c.ink)
