"""Small electrical things: for the house, the desk, the camera bag and the car."""

from ..canvas import Canvas
from .devices import GLOW, SCREEN, draw_screen
from .registry import shape


@shape("speaker")
def speaker(c: Canvas) -> None:
    c.box(14, 28, 72, 46, c.main, 20)
    c.oval(34, 51, 14, fill=c.dark)
    c.oval(66, 51, 14, fill=c.dark)
    for x in (34, 66):
        c.oval(x, 51, 8, fill=c.light)
        c.oval(x, 51, 3.4, fill=c.ink)
    c.curve([(14, 44), (6, 30), (18, 28)], 2.4, c.ink)


@shape("soundbar")
def soundbar(c: Canvas) -> None:
    draw_screen(c, 18, 18, 64, 34)
    c.box(6, 58, 70, 14, c.main, 5)
    for x in range(12, 70, 4):
        c.oval(x, 65, 1, fill=c.light)
    c.box(78, 46, 18, 38, c.dark, 3)
    c.oval(87, 66, 6, fill=c.ink)


@shape("projector")
def projector(c: Canvas) -> None:
    c.poly([(58, 50), (96, 14), (96, 84)], (250, 236, 180))
    c.box(8, 36, 62, 34, c.main, 6)
    c.oval(60, 53, 12, fill=c.dark)
    c.oval(60, 53, 8, fill=GLOW)
    for x in range(16, 42, 5):
        c.line([(x, 46), (x, 60)], 1.6, c.dark)
    c.box(16, 70, 8, 4, c.ink)
    c.box(54, 70, 8, 4, c.ink)


@shape("lens")
def lens(c: Canvas) -> None:
    c.poly([(18, 30), (82, 30), (76, 84), (24, 84)], c.ink)
    c.oval(50, 84, 26, 6, c.metal)
    c.oval(50, 30, 32, 14, c.main)
    c.oval(50, 30, 26, 10, SCREEN)
    c.oval(42, 27, 7, 3, GLOW)
    for x in range(26, 76, 5):
        c.line([(x, 52), (x, 62)], 1.6, c.metal)


@shape("tripod")
def tripod(c: Canvas) -> None:
    for x in (24, 50, 78):
        c.line([(50, 36), (x, 92)], 3.4, c.main)
        c.line([(50 + (x - 50) * 0.6, 70), (x, 92)], 2, c.metal)
    c.box(44, 22, 12, 18, c.dark, 3)
    c.box(38, 16, 24, 6, c.ink, 2)
    c.line([(56, 28), (74, 34)], 2, c.ink)


@shape("drone")
def drone(c: Canvas) -> None:
    for x, y in ((18, 34), (82, 34), (26, 62), (74, 62)):
        c.line([(50, 48), (x, y)], 4, c.dark)
        c.oval(x, y - 5, 16, 3, c.metal)
        c.box(x - 2.5, y - 6, 5, 10, c.ink, 2)
    c.blob([(34, 46), (50, 38), (66, 46), (62, 58), (38, 58)], c.main)
    c.oval(50, 62, 7, fill=c.ink)
    c.oval(50, 63, 3.4, fill=GLOW)


@shape("battery")
def battery(c: Canvas) -> None:
    for x in (14, 40, 66):
        c.box(x + 6, 12, 8, 8, c.metal, 2)
        c.box(x, 18, 20, 70, c.main, 4)
        c.box(x, 18, 20, 22, c.accent, 4)
        c.line([(x + 10, 25), (x + 10, 33)], 1.6, c.white)
        c.line([(x + 6, 29), (x + 14, 29)], 1.6, c.white)


@shape("cable", "hose")
def cable(c: Canvas) -> None:
    for r in (30, 24, 18):
        c.ring(48, 48, r, 4, c.main)
        c.ring(48, 48, r + 1, 0.7, c.dark)
    c.curve([(76, 56), (80, 74), (68, 86)], 4, c.main)
    c.line([(66, 84), (52, 90)], 7, c.ink)
    c.line([(50, 91), (44, 93)], 4, c.metal)


@shape("alarmclock")
def alarmclock(c: Canvas) -> None:
    c.box(10, 30, 80, 44, c.main, 10)
    c.box(17, 37, 66, 30, c.ink, 4)
    for x in (24, 38, 56, 70):
        c.line([(x, 44), (x + 7, 44), (x + 7, 60), (x, 60)], 1.9, (126, 226, 190))
    for y in (48, 56):
        c.oval(50, y, 1.3, fill=(126, 226, 190))
    c.box(20, 74, 10, 5, c.ink)
    c.box(70, 74, 10, 5, c.ink)
    c.box(38, 24, 24, 6, c.dark, 3)


@shape("babymonitor", "bpmonitor")
def babymonitor(c: Canvas) -> None:
    c.box(18, 22, 64, 60, c.main, 9)
    c.box(25, 29, 50, 32, c.ink, 3)
    c.line([(30, 46), (40, 46), (45, 36), (51, 55), (56, 46), (70, 46)], 1.8, (126, 226, 190))
    for x in (36, 50, 64):
        c.oval(x, 71, 4, fill=c.dark)


@shape("printer")
def printer(c: Canvas) -> None:
    c.poly([(32, 12), (68, 12), (70, 40), (30, 40)], c.white)
    c.box(14, 36, 72, 38, c.main, 6)
    c.box(22, 52, 56, 6, c.ink, 2)
    c.poly([(26, 56), (74, 56), (80, 86), (20, 86)], c.white)
    for y in (66, 72, 78):
        c.line([(32, y), (66, y)], 1.4, c.metal)
    c.oval(76, 44, 2, fill=(98, 214, 160))


@shape("cartridge")
def cartridge(c: Canvas) -> None:
    c.box(24, 24, 52, 50, c.ink, 4)
    c.box(24, 36, 52, 24, c.main)
    c.box(34, 74, 32, 8, c.dark)
    c.box(24, 18, 30, 8, c.ink, 2)
    c.blob([(50, 39), (56, 50), (50, 57), (44, 50)], c.white)


@shape("drive", "powerbank", "usbhub")
def drive(c: Canvas) -> None:
    c.box(26, 14, 48, 62, c.main, 8)
    c.box(30, 18, 5, 50, c.light, 2)
    c.curve([(50, 76), (50, 88), (70, 90), (84, 80)], 3, c.ink)
    for x in (42, 48, 54, 60):
        c.oval(x, 66, 1.5, fill=(126, 226, 190))
    c.box(44, 72, 12, 5, c.ink, 1)


@shape("usbstick")
def usbstick(c: Canvas) -> None:
    c.poly([(66, 20), (82, 36), (70, 48), (54, 32)], c.metal)
    c.poly([(52, 30), (72, 50), (38, 84), (18, 64)], c.main)
    c.ring(26, 76, 5, 2.4, c.dark)
    c.line([(34, 60), (50, 44)], 2.4, c.light)


@shape("router")
def router(c: Canvas) -> None:
    for x in (20, 40, 60, 80):
        c.line([(x, 58), (x + (x - 50) * 0.1, 18)], 3.4, c.ink)
    c.poly([(14, 54), (86, 54), (94, 78), (6, 78)], c.main)
    for x in (26, 36, 46, 56):
        c.oval(x, 66, 1.9, fill=(98, 214, 160))
    c.box(8, 77, 84, 5, c.dark, 2)


@shape("charger", "jumpstarter", "inflator")
def charger(c: Canvas) -> None:
    c.box(26, 34, 48, 52, c.main, 8)
    c.line([(40, 34), (40, 16)], 4, c.metal)
    c.line([(60, 34), (60, 16)], 4, c.metal)
    c.box(36, 74, 11, 5, c.ink, 2)
    c.box(53, 74, 11, 5, c.ink, 2)
    c.poly([(54, 42), (42, 58), (50, 58), (46, 70), (59, 54), (51, 54)], c.accent)


@shape("phoneholder", "dashcam")
def phoneholder(c: Canvas) -> None:
    c.line([(50, 52), (50, 84)], 6, c.ink)
    c.oval(50, 86, 20, 5, c.dark)
    c.box(30, 10, 40, 58, c.ink, 6)
    draw_screen(c, 33, 14, 34, 50)
    c.box(25, 28, 8, 22, c.main, 3)
    c.box(67, 28, 8, 22, c.main, 3)


@shape("dashcam")
def dashcam(c: Canvas) -> None:
    c.box(42, 14, 16, 18, c.dark, 3)
    c.box(16, 30, 68, 40, c.main, 14)
    c.oval(50, 50, 15, fill=c.ink)
    c.oval(50, 50, 9, fill=SCREEN)
    c.oval(46, 46, 2.6, fill=c.white)
    c.oval(76, 40, 1.8, fill=(226, 80, 80))


@shape("vacuum")
def vacuum(c: Canvas) -> None:
    c.line([(70, 14), (38, 76)], 4, c.metal)
    c.blob([(60, 10), (76, 10), (80, 26), (66, 38), (54, 30)], c.main)
    c.ring(74, 16, 7, 2.6, c.dark)
    c.oval(60, 32, 7, fill=c.accent)
    c.blob([(18, 84), (24, 74), (52, 74), (58, 84)], c.main)
    c.box(16, 82, 44, 5, c.ink, 2)


@shape("robot")
def robot(c: Canvas) -> None:
    c.oval(50, 60, 42, 24, c.ink)
    c.oval(50, 54, 42, 24, c.main)
    c.oval(50, 52, 34, 18, c.light)
    c.oval(50, 46, 11, 6, c.dark)
    c.oval(50, 43, 11, 6, c.main)
    c.oval(50, 62, 3, 1.8, (98, 170, 210))


@shape("iron")
def iron(c: Canvas) -> None:
    c.curve([(30, 40), (44, 26), (76, 28), (78, 52)], 7, c.main)
    c.blob([(8, 72), (24, 52), (50, 46), (84, 50), (86, 72)], c.main)
    c.box(8, 72, 80, 6, c.metal, 2)
    c.oval(48, 60, 7, fill=c.light)
    c.curve([(84, 44), (94, 36), (94, 16)], 2, c.ink)


@shape("fan")
def fan(c: Canvas) -> None:
    c.line([(50, 60), (50, 88)], 4, c.dark)
    c.oval(50, 90, 20, 4, c.dark)
    c.oval(50, 38, 30, fill=c.white)
    for dx, dy in ((0, -1), (0.87, 0.5), (-0.87, 0.5)):
        c.blob([(50, 38), (50 + dx * 12 - dy * 10, 38 + dy * 12 + dx * 10), (50 + dx * 25,
        38 + dy * 25),
                (50 + dx * 12 + dy * 4, 38 + dy * 12 - dx * 4)], c.main)  # fmt: skip
    c.ring(50, 38, 30, 2, c.dark)
    c.ring(50, 38, 20, 0.7, c.metal)
    c.oval(50, 38, 5, fill=c.dark)


@shape("hairdryer", "massagegun")
def hairdryer(c: Canvas) -> None:
    c.poly([(54, 44), (70, 44), (66, 88), (54, 88)], c.dark)
    c.blob([(30, 26), (62, 20), (82, 30), (82, 44), (62, 54), (30, 48)], c.main)
    c.poly([(12, 30), (30, 26), (30, 48), (12, 44)], c.ink)
    c.oval(72, 37, 7, 9, c.dark)
    c.box(56, 56, 5, 10, c.light, 2)


@shape("straightener")
def straightener(c: Canvas) -> None:
    c.line([(12, 40), (86, 62)], 8, c.main)
    c.line([(12, 76), (86, 64)], 8, c.main)
    c.line([(12, 44), (46, 54)], 3, c.metal)
    c.line([(12, 72), (46, 67)], 3, c.metal)
    c.oval(86, 63, 6, fill=c.dark)
    c.oval(64, 57, 2, fill=(226, 80, 80))


@shape("calculator")
def calculator(c: Canvas) -> None:
    c.box(24, 8, 52, 84, c.main, 6)
    c.box(30, 15, 40, 18, (190, 210, 190), 2)
    for row in range(4):
        for column in range(4):
            c.box(31 + column * 10, 40 + row * 12, 8, 8, c.accent if column == 3 else c.white, 2)
