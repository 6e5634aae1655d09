"""Things in the kitchen."""

from ..canvas import Canvas
from .registry import shape


@shape("kettle")
def kettle(c: Canvas) -> None:
    c.curve([(64, 26), (88, 30), (86, 58), (70, 68)], 5.5, c.ink)
    c.poly([(34, 30), (16, 36), (20, 44), (33, 46)], c.dark)
    c.poly([(34, 24), (66, 24), (74, 80), (26, 80)], c.main)
    c.poly([(38, 28), (44, 28), (40, 76), (32, 76)], c.light)
    c.oval(50, 24, 16, 4, c.dark)
    c.oval(50, 18.5, 4, 3, c.ink)
    c.box(24, 80, 52, 7, c.ink, 3)


@shape("toaster")
def toaster(c: Canvas) -> None:
    c.blob([(28, 40), (30, 16), (48, 14), (66, 18), (68, 40)], (214, 164, 96))
    c.box(14, 32, 72, 48, c.main, 12)
    c.box(22, 35, 56, 4, c.ink, 2)
    c.box(86, 48, 5, 12, c.ink, 2)
    c.oval(70, 66, 5, fill=c.metal)
    c.box(20, 44, 5, 28, c.light, 2)
    c.box(22, 80, 10, 4, c.ink)
    c.box(68, 80, 10, 4, c.ink)


@shape("coffeemachine")
def coffeemachine(c: Canvas) -> None:
    c.box(20, 12, 60, 26, c.main, 5)
    c.box(20, 12, 24, 76, c.main, 5)
    c.box(20, 78, 62, 10, c.dark, 3)
    c.box(54, 38, 18, 6, c.ink, 1)
    c.line([(63, 44), (63, 50)], 2, c.ink)
    c.box(54, 60, 18, 17, c.white, 2)
    c.ring(74, 67, 4, 2, c.white)
    c.line([(63, 50), (63, 62)], 1.4, (104, 66, 40))
    c.oval(32, 25, 5, fill=c.light)
    for x in (52, 60, 68):
        c.oval(x, 24, 2.4, fill=c.light)


@shape("grinder")
def grinder(c: Canvas) -> None:
    c.poly([(32, 14), (68, 14), (62, 40), (38, 40)], c.glass)
    for x, y in ((44, 26), (52, 24), (56, 32), (47, 33)):
        c.oval(x, y, 3.2, 2.2, (104, 66, 40))
    c.box(30, 40, 40, 46, c.main, 5)
    c.box(40, 60, 20, 18, c.dark, 2)
    c.oval(50, 69, 2, fill=c.accent)
    c.box(30, 9, 40, 6, c.ink, 2)


@shape("frenchpress")
def frenchpress(c: Canvas) -> None:
    c.line([(50, 8), (50, 26)], 2, c.metal)
    c.oval(50, 9, 5, fill=c.ink)
    c.curve([(68, 36), (88, 42), (86, 64), (68, 70)], 4.5, c.main)
    c.box(32, 28, 36, 58, c.glass, 3)
    c.box(34, 46, 32, 38, (92, 60, 40), 2)
    c.box(30, 24, 40, 7, c.metal, 2)
    c.box(34, 44, 32, 3, c.metal)
    for y in (36, 62, 84):
        c.box(31, y, 38, 3, c.main)


@shape("blender")
def blender(c: Canvas) -> None:
    c.poly([(32, 16), (68, 16), (62, 60), (38, 60)], c.glass)
    c.poly([(35, 36), (65, 36), (62, 59), (38, 59)], (226, 120, 130))
    c.curve([(66, 22), (80, 26), (76, 48), (64, 50)], 3.4, c.ink)
    c.box(30, 10, 40, 7, c.ink, 3)
    c.poly([(36, 60), (64, 60), (70, 90), (30, 90)], c.main)
    c.oval(50, 76, 6, fill=c.metal)
    c.line([(50, 76), (53, 72)], 1.4, c.ink)


@shape("standmixer")
def standmixer(c: Canvas) -> None:
    c.box(16, 80, 68, 8, c.main, 4)
    c.box(62, 30, 16, 54, c.main, 5)
    c.blob([(16, 26), (40, 18), (76, 20), (82, 34), (60, 42), (20, 40)], c.main)
    c.line([(34, 40), (34, 54)], 3, c.metal)
    c.poly([(16, 54), (56, 54), (48, 80), (24, 80)], c.metal)
    c.oval(36, 54, 20, 3, c.white)
    c.oval(66, 30, 3, fill=c.light)
    c.line([(22, 33), (58, 35)], 1.6, c.light)


@shape("airfryer")
def airfryer(c: Canvas) -> None:
    c.blob([(24, 86), (20, 40), (34, 14), (66, 14), (80, 40), (76, 86)], c.main)
    c.box(26, 52, 48, 30, c.dark, 5)
    c.box(42, 60, 16, 7, c.metal, 3)
    c.blob([(34, 36), (50, 26), (66, 36), (50, 42)], c.ink)
    c.oval(50, 34, 3, fill=(98, 214, 160))


@shape("pot")
def pot(c: Canvas) -> None:
    c.line([(12, 52), (24, 50)], 5, c.dark)
    c.line([(88, 52), (76, 50)], 5, c.dark)
    c.blob([(20, 46), (80, 46), (79, 76), (68, 84), (32, 84), (21, 76)], c.main)
    c.blob([(18, 46), (30, 34), (50, 30), (70, 34), (82, 46), (50, 49)], c.dark)
    c.oval(50, 28, 5, 3.4, c.metal)
    c.curve([(27, 54), (28, 70), (33, 78)], 2, c.light)


@shape("saucepan")
def saucepan(c: Canvas) -> None:
    c.line([(62, 50), (95, 40)], 5, c.ink)
    c.box(14, 46, 52, 34, c.main, 5)
    c.oval(40, 46, 26, 5, c.dark)
    c.oval(40, 44, 24, 4, c.light)
    c.oval(40, 39, 4, 3, c.ink)
    c.line([(20, 54), (20, 72)], 2.2, c.light)


@shape("pan")
def pan(c: Canvas) -> None:
    c.line([(60, 58), (92, 84)], 6.5, c.ink)
    c.oval(40, 42, 32, 31, c.dark)
    c.oval(40, 42, 28, 27, c.main)
    c.oval(40, 42, 23, 22, c.dark)
    c.blob([(30, 40), (38, 30), (50, 36), (52, 48), (40, 52)], c.white)
    c.oval(42, 41, 5.5, fill=(240, 180, 60))


@shape("knife")
def knife(c: Canvas) -> None:
    c.poly([(8, 50), (62, 40), (62, 56), (30, 58)], c.metal)
    c.poly([(8, 50), (62, 49), (62, 56), (30, 58)], c.white)
    c.box(61, 40, 4, 13, c.ink)
    c.box(64, 41, 28, 10, c.main, 4)
    for x in (71, 78, 85):
        c.oval(x, 46, 1.4, fill=c.metal)


@shape("board")
def board(c: Canvas) -> None:
    c.box(20, 14, 60, 68, c.main, 7)
    c.box(42, 78, 16, 16, c.main, 6)
    c.oval(50, 87, 3, fill=c.white)
    for x in (32, 44, 58, 70):
        c.curve([(x, 17), (x - 2, 48), (x + 1, 79)], 0.8, c.dark)
    c.ring(50, 44, 11, 1.2, c.light)


@shape("filters")
def filters(c: Canvas) -> None:
    for shift in (10, 5, 0):
        c.poly([(16 + shift, 26 - shift), (78 + shift, 26 - shift), (62 + shift, 82 - shift),
        (32 + shift, 82 - shift)],
               c.light if shift % 10 else c.white)  # fmt: skip
        c.line([(16 + shift, 26 - shift), (32 + shift, 82 - shift), (62 + shift, 82 - shift),
        (78 + shift, 26 - shift)],
               0.9, c.wood)  # fmt: skip
    for x in (26, 36, 47, 58, 68):
        c.line([(x, 30), (47 + (x - 47) * 0.55, 78)], 0.7, c.wood)


@shape("mug")
def mug(c: Canvas) -> None:
    c.ring(70, 54, 14, 6, c.main)
    c.cloth([(22, 30), (66, 30), (64, 80), (60, 85), (28, 85), (24, 80)])
    c.oval(44, 30, 22, 6, c.light)
    c.oval(44, 31, 18, 4, (104, 66, 40))
    c.curve([(36, 22), (40, 15), (36, 8)], 1.6, c.white)
    c.curve([(50, 22), (54, 15), (50, 8)], 1.6, c.white)


@shape("plate")
def plate(c: Canvas) -> None:
    c.oval(50, 58, 40, 34, c.dark)
    c.oval(50, 54, 40, 34, c.main)
    c.oval(50, 54, 27, 22, c.light)
    c.ring(50, 54, 27, 0.9, c.dark, 22)
    c.ring(50, 54, 37, 0.9, c.dark, 31)


@shape("wineglass")
def wineglass(c: Canvas) -> None:
    for x in (32, 68):
        c.blob(
            [(x - 12, 14), (x - 15, 34), (x - 4, 50), (x + 4, 50), (x + 15, 34), (x + 12, 14)],
            c.glass,
        )
        c.blob([(x - 14, 31), (x + 14, 31), (x + 4, 47), (x - 4, 47)], (142, 40, 62))
        c.line([(x, 50), (x, 82)], 1.8, c.metal)
        c.oval(x, 84, 12, 2.6, c.metal)
        c.line([(x - 9, 18), (x - 10, 28)], 1.4, c.white)


@shape("bottle")
def bottle(c: Canvas) -> None:
    c.box(40, 8, 20, 12, c.ink, 3)
    c.line([(44, 8), (44, 4), (56, 4), (56, 8)], 2, c.ink)
    c.blob([(42, 20), (58, 20), (67, 34), (67, 86), (50, 91), (33, 86), (33, 34)], c.main)
    c.box(39, 38, 5, 42, c.light, 2)
    c.box(33, 60, 34, 2, c.dark)


@shape("lunchbox")
def lunchbox(c: Canvas) -> None:
    c.box(14, 40, 72, 42, c.main, 7)
    c.box(11, 32, 78, 14, c.dark, 5)
    c.box(24, 40, 8, 14, c.metal, 2)
    c.box(68, 40, 8, 14, c.metal, 2)
    c.line([(22, 64), (78, 64)], 1, c.light)
    c.curve([(38, 32), (40, 20), (60, 20), (62, 32)], 3, c.metal)


@shape("stove")
def stove(c: Canvas) -> None:
    c.box(30, 56, 40, 34, (70, 110, 150), 8)
    c.line([(50, 56), (50, 44)], 4, c.metal)
    for x in (22, 78, 36, 64):
        c.line([(50, 44), (x, 32), (x, 28)], 2.4, c.main)
    c.blob([(42, 36), (46, 20), (50, 28), (55, 14), (58, 36)], (90, 160, 226))
    c.blob([(46, 36), (50, 26), (54, 36)], (250, 214, 110))


@shape("petbowl")
def petbowl(c: Canvas) -> None:
    c.oval(50, 42, 34, 9, c.dark)
    for x, y in ((34, 38), (42, 34), (50, 33), (58, 34), (66, 38), (46, 38), (54, 38)):
        c.oval(x, y, 5.4, 4, (150, 98, 58))
    c.poly([(16, 44), (84, 44), (92, 76), (8, 76)], c.main)
    c.poly([(38, 54), (62, 54), (62, 66), (38, 66)], c.main)
    c.line([(40, 60), (60, 60)], 4.4, c.white)
    for x in (39, 61):
        c.oval(x, 57.6, 3, fill=c.white)
        c.oval(x, 62.4, 3, fill=c.white)
