"""Shoes, bags, jewellery and things worn on the head or wrist."""

from ..canvas import Canvas
from .registry import shape


@shape("sneaker")
def sneaker(c: Canvas) -> None:
    c.blob(
        [(12, 70), (13, 44), (22, 34), (34, 40), (46, 44), (66, 60), (86, 64), (91, 74), (50, 76)],
        c.main,
    )
    c.blob([(12, 66), (13, 44), (21, 36), (28, 52), (26, 70)], c.dark)
    c.blob([(70, 62), (86, 64), (91, 74), (72, 74)], c.light)
    for x in (38, 45, 52, 59):
        c.line([(x, 44 + (x - 38) * 0.62), (x + 7, 41 + (x - 38) * 0.62)], 1.6, c.white)
    c.blob([(10, 72), (50, 72), (90, 71), (93, 78), (84, 82), (20, 82), (10, 79)], c.white)
    c.line([(13, 79), (89, 79)], 1.2, c.metal)
    c.curve([(34, 68), (46, 62), (54, 54)], 3, c.accent)


@shape("hikingboot", "boot")
def boot(c: Canvas) -> None:
    c.blob([(20, 74), (22, 18), (48, 18), (50, 46), (76, 58), (86, 74), (50, 78)], c.main)
    c.box(21, 14, 28, 9, c.dark, 3)
    for y in (30, 38, 46):
        c.line([(40, y), (50 + (y - 30) * 0.4, y - 2)], 1.6, c.light)
    c.blob([(68, 60), (80, 62), (87, 74), (68, 76)], c.dark)
    c.box(17, 74, 71, 9, c.ink, 3)
    for x in range(20, 86, 9):
        c.box(x, 81, 5, 4, c.ink)


@shape("rainboot")
def rainboot(c: Canvas) -> None:
    c.cloth([(24, 80), (26, 12), (52, 12), (53, 54), (76, 62), (84, 80)])
    c.box(24, 10, 30, 6, c.dark, 2)
    c.line([(32, 10), (32, 4), (44, 4), (44, 10)], 2.4, c.dark)
    c.box(20, 78, 66, 8, c.dark, 3)
    c.line([(31, 22), (31, 64)], 2, c.light)


@shape("heel")
def heel(c: Canvas) -> None:
    c.blob(
        [(12, 40), (24, 38), (44, 58), (70, 68), (90, 70), (93, 77), (60, 78), (34, 70), (18, 58)],
        c.main,
    )
    c.poly([(13, 44), (22, 56), (19, 84), (15, 84)], c.dark)
    c.blob([(22, 40), (44, 60), (66, 68), (48, 66), (30, 56)], c.light)
    c.line([(34, 72), (60, 79), (91, 78)], 1.6, c.dark)


@shape("sandal")
def sandal(c: Canvas) -> None:
    c.blob([(8, 72), (30, 66), (60, 70), (92, 70), (92, 78), (50, 82), (10, 80)], c.wood)
    c.line([(9, 79), (50, 82), (91, 78)], 2.6, c.ink)
    c.curve([(62, 72), (70, 50), (84, 72)], 7, c.main)
    c.curve([(42, 72), (56, 46), (68, 70)], 4, c.main)
    c.curve([(14, 70), (18, 42), (34, 44), (38, 68)], 5, c.main)
    c.box(31, 44, 6, 6, c.metal, 1)


@shape("loafer")
def loafer(c: Canvas) -> None:
    c.blob([(10, 74), (12, 48), (24, 42), (44, 50), (64, 56), (88, 62), (93, 74), (50, 78)], c.main)
    c.blob([(14, 48), (24, 43), (46, 51), (36, 56), (20, 54)], c.ink)
    c.blob([(46, 52), (62, 56), (82, 61), (66, 66), (50, 62)], c.dark)
    c.line([(48, 60), (56, 54)], 2, c.light)
    c.box(9, 74, 84, 4.6, c.ink, 2)
    c.box(9, 77, 22, 6, c.ink, 1)


@shape("slipper")
def slipper(c: Canvas) -> None:
    c.blob([(8, 70), (30, 64), (60, 66), (92, 68), (92, 79), (50, 82), (10, 80)], c.light)
    c.blob([(44, 72), (52, 48), (74, 44), (90, 56), (93, 74), (70, 78)], c.main)
    c.curve([(46, 68), (54, 49), (66, 46)], 4, c.white)


@shape("backpack")
def backpack(c: Canvas) -> None:
    c.curve([(40, 18), (42, 8), (58, 8), (60, 18)], 3, c.dark)
    c.box(16, 52, 10, 28, c.dark, 5)
    c.box(74, 52, 10, 28, c.dark, 5)
    c.cloth(
        [(24, 86), (23, 36), (34, 18), (50, 14), (66, 18), (77, 36), (76, 86), (50, 89)],
        smooth=True,
    )
    c.box(30, 54, 40, 28, c.dark, 5)
    c.box(32, 58, 36, 2.2, c.light, 1)
    c.curve([(28, 42), (50, 36), (72, 42)], 1.8, c.dark)
    c.box(47, 58, 4, 8, c.accent, 1)


@shape("tote")
def tote(c: Canvas) -> None:
    c.curve([(34, 42), (36, 14), (64, 14), (66, 42)], 3.4, c.dark)
    c.cloth([(20, 38), (80, 38), (75, 88), (25, 88)])
    c.line([(21, 43), (79, 43)], 1, c.dark)


@shape("handbag")
def handbag(c: Canvas) -> None:
    c.curve([(26, 46), (30, 14), (70, 14), (74, 46)], 3, c.dark)
    c.cloth([(18, 44), (82, 44), (86, 82), (78, 87), (22, 87), (14, 82)])
    c.blob([(17, 43), (83, 43), (78, 62), (50, 68), (22, 62)], c.dark)
    c.box(45, 60, 10, 9, c.accent, 2)


@shape("suitcase")
def suitcase(c: Canvas) -> None:
    c.line([(40, 22), (40, 6), (60, 6), (60, 22)], 2.6, c.metal)
    c.box(24, 20, 52, 66, c.main, 7)
    for x in (33, 41, 50, 59, 67):
        c.line([(x, 24), (x, 82)], 2, c.dark)
    c.box(42, 20, 16, 4, c.ink, 2)
    c.box(72, 46, 5, 10, c.metal, 1)
    for x in (30, 66):
        c.box(x, 86, 5, 6, c.ink, 2)


@shape("wallet")
def wallet(c: Canvas) -> None:
    c.box(22, 26, 52, 12, c.light, 2)
    c.box(26, 22, 44, 14, c.accent, 2)
    c.box(14, 32, 72, 46, c.main, 5)
    c.line([(18, 36), (82, 36)], 0.8, c.light)
    c.line([(18, 74), (82, 74)], 0.8, c.light)
    c.box(64, 48, 22, 14, c.dark, 5)
    c.oval(72, 55, 2.4, fill=c.accent)


@shape("necklace")
def necklace(c: Canvas) -> None:
    c.curve([(24, 12), (22, 36), (34, 58), (50, 66), (66, 58), (78, 36), (76, 12)], 1.5, c.main)
    c.blob([(50, 64), (59, 76), (50, 89), (41, 76)], c.main)
    c.blob([(50, 68), (55.5, 76), (50, 84), (44.5, 76)], (128, 190, 180))
    c.poly([(50, 69), (54, 75), (50, 77)], c.white)


@shape("ring")
def ring(c: Canvas) -> None:
    c.ring(50, 62, 24, 5.5, c.main)
    c.ring(50, 62, 25.5, 1, c.light)
    c.poly([(38, 22), (62, 22), (68, 30), (50, 44), (32, 30)], (150, 196, 214))
    c.poly([(38, 22), (50, 30), (32, 30)], c.white)
    c.poly([(62, 22), (50, 30), (50, 44), (68, 30)], (110, 165, 190))


@shape("earrings")
def earrings(c: Canvas) -> None:
    for x in (32, 68):
        c.curve([(x, 34), (x - 3, 22), (x + 4, 18), (x + 5, 26)], 1.5, c.main)
        c.ring(x, 56, 15, 3.6, c.main)
        c.ring(x, 56, 16.6, 0.8, c.light)
        c.oval(x, 39, 3.4, fill=(128, 190, 180))


@shape("bracelet")
def bracelet(c: Canvas) -> None:
    c.ring(50, 52, 34, 4.4, c.main, 24)
    c.ring(50, 50.6, 34, 1, c.light, 24)
    for x, y in ((38, 76), (50, 78), (62, 76)):
        c.oval(x, y, 4, fill=c.accent)
        c.oval(x - 1, y - 1, 1.4, fill=c.white)


@shape("watch")
def watch(c: Canvas) -> None:
    c.box(38, 4, 24, 30, c.dark, 5)
    c.box(38, 66, 24, 30, c.dark, 5)
    c.oval(50, 50, 24, fill=c.main)
    c.oval(50, 50, 19, fill=c.white)
    for x, y in ((50, 34), (66, 50), (50, 66), (34, 50)):
        c.oval(x, y, 1.2, fill=c.ink)
    c.line([(50, 38), (50, 50), (59, 54)], 1.8, c.ink)
    c.box(73, 47, 5, 6, c.metal, 1)


@shape("smartwatch")
def smartwatch(c: Canvas) -> None:
    c.box(36, 4, 28, 92, c.main, 8)
    c.box(28, 24, 44, 52, c.dark, 11)
    c.box(32, 28, 36, 44, c.ink, 8)
    c.ring(50, 50, 12, 3, (98, 214, 160))
    c.box(72, 42, 4, 12, c.metal, 2)
    c.line([(42, 50), (47, 50), (50, 43), (53, 56), (56, 50), (59, 50)], 1.2, c.white)


@shape("sunglasses")
def sunglasses(c: Canvas) -> None:
    c.line([(14, 42), (6, 36)], 3.4, c.dark)
    c.line([(86, 42), (94, 36)], 3.4, c.dark)
    for x in (30, 70):
        c.blob([(x - 18, 38), (x, 36), (x + 18, 38), (x + 15, 60), (x, 66), (x - 15, 60)], c.main)
        c.blob(
            [(x - 14, 41), (x, 40), (x + 14, 41), (x + 12, 57), (x, 62), (x - 12, 57)], (70, 84, 98)
        )
        c.line([(x - 8, 44), (x - 3, 54)], 1.6, (190, 208, 218))
    c.curve([(44, 44), (50, 41), (56, 44)], 3, c.main)


@shape("goggles")
def goggles(c: Canvas) -> None:
    c.box(2, 40, 96, 14, c.dark, 4)
    c.blob(
        [(16, 36), (50, 30), (84, 36), (88, 56), (70, 70), (56, 64), (44, 64), (30, 70), (12, 56)],
        c.main,
    )
    c.blob([(20, 39), (50, 35), (80, 39), (82, 54), (69, 64), (56, 58), (44, 58), (31, 64), (18,
    54)],
           (120, 170, 196))  # fmt: skip
    c.line([(28, 42), (22, 54)], 2.4, c.white)


@shape("helmet")
def helmet(c: Canvas) -> None:
    c.blob([(10, 58), (16, 34), (42, 20), (72, 26), (90, 46), (92, 58), (50, 62)], c.main)
    for x in (30, 46, 62):
        c.blob([(x - 6, 50), (x - 1, 32), (x + 5, 32), (x + 4, 52)], c.ink)
    c.curve([(24, 60), (40, 82), (54, 60)], 1.8, c.ink)
    c.line([(9, 59), (92, 59)], 2.4, c.dark)


@shape("collar")
def collar(c: Canvas) -> None:
    c.ring(50, 44, 32, 8, c.main, 26)
    c.box(64, 58, 12, 12, c.metal, 2)
    c.ring(50, 74, 4, 1.6, c.metal)
    c.oval(50, 83, 6, fill=c.accent)


@shape("leash")
def leash(c: Canvas) -> None:
    c.curve([(22, 22), (40, 14), (46, 30), (30, 40), (20, 30), (34, 50), (66, 42), (76, 60), (56,
    74), (72, 84)],
            4, c.main)  # fmt: skip
    c.line([(72, 84), (84, 90)], 3, c.metal)
    c.ring(86, 90, 4, 1.6, c.metal)
