"""The demo marketplace's pictures: one drawing a name, shared by all rows that name it."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zlib import crc32

from PIL import Image, ImageDraw, ImageFilter

from .canvas import OVERSAMPLING, SIZE, Canvas, Placement, Rgb, mix
from .colours import COLOURS
from .picture_names import PictureName, PosterName, parse
from .posters import draw_live, draw_video
from .shapes import SHAPES

_PIXELS = SIZE * OVERSAMPLING
_BACKGROUNDS: tuple[Rgb, ...] = (
    (238, 234, 227), (228, 235, 238), (240, 230, 228), (230, 238, 230), (236, 232, 241), (243, 238,
    224),
)  # fmt: skip
_DEEP_BACKGROUNDS: tuple[Rgb, ...] = (
    (173, 188, 198), (196, 178, 170), (170, 190, 178), (190, 182, 200),
)  # fmt: skip
"""For pale items, which would be lost on a pale ground."""
_PALE = 640
"""Sum of red, green and blue from which a colour counts as pale."""
_THREADS = 2


def draw_picture(row: Mapping[str, Any]) -> bytes:
    """The picture of a product, video or live stream row: WebP, 320 x 320 pixels.

    Raises ValueError if the row names no picture of the demo marketplace.
    """
    path = picture_path(row)
    if path is None:
        raise ValueError(f"row {row.get('id')!r} names no picture")
    return draw(parse(path))


def picture_path(row: Mapping[str, Any]) -> str | None:
    """The relative name of the row's picture, or None if it has none."""
    images = row.get("images") or []
    return row.get("image") or (images[0] if images else None)


def write_pictures(
    rows: Iterable[Mapping[str, Any]],
    folder: Path,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write every picture that the rows name below ``folder``; those already there stay.

    ``progress`` is called with (done, total) after each picture. Returns how many were drawn.
    """
    paths = dict.fromkeys(path for path in map(picture_path, rows) if path)
    missing = [path for path in paths if not (folder / path).exists()]
    for path in missing[:1]:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
    # Encoding releases the interpreter lock, so two threads nearly halve the time.
    with ThreadPoolExecutor(max_workers=_THREADS) as pool:
        for done, _ in enumerate(pool.map(lambda path: _write(folder / path, path), missing), 1):
            if progress:
                progress(done, len(missing))
    return len(missing)


def _write(target: Path, path: str) -> None:
    """Write under another name first: a picture that exists is a whole one."""
    unfinished = target.with_suffix(".part")
    unfinished.write_bytes(draw(parse(path)))
    unfinished.replace(target)


def draw(name: PictureName | PosterName) -> bytes:
    """Draw one picture and encode it as WebP."""
    if isinstance(name, PosterName):
        image = _empty((0, 0, 0), False)
        {"video": draw_video, "live": draw_live}[name.scene](image, name, draw_item)
    else:
        image = _product(name)
    encoded = BytesIO()
    image.reduce(OVERSAMPLING).save(encoded, "WEBP", quality=82, method=0)
    return encoded.getvalue()


def draw_item(image: Image.Image, name: PictureName, placement: Placement) -> None:
    """Draw the product's shape on to an oversampled image."""
    colour = COLOURS[name.colour].rgb if name.colour in COLOURS else (150, 150, 156)
    draw_shape = SHAPES.get(name.shape, SHAPES["boxgame"])
    draw_shape(Canvas(image, colour, name.pattern, placement))


def _product(name: PictureName) -> Image.Image:
    mark = crc32(name.key.encode())
    colour = COLOURS[name.colour].rgb if name.colour in COLOURS else (150, 150, 156)
    grounds = _DEEP_BACKGROUNDS if sum(colour) > _PALE else _BACKGROUNDS
    image = _empty(grounds[mark % len(grounds)], True)
    degrees = (-4.0, 0.0, 3.0, 5.0)[mark // 7 % 4]
    scale = (0.8, 0.84, 0.87)[mark // 31 % 3]
    rest = (1 - scale) * 50
    draw_item(image, name, Placement(scale, (rest, rest - 1), degrees))
    return image


def _empty(tint: Rgb, shadow: bool) -> Image.Image:
    return _background(tint, shadow).copy()


@lru_cache(maxsize=16)
def _background(tint: Rgb, shadow: bool) -> Image.Image:
    """A wall that darkens a little towards a floor, with a soft shadow under the item."""
    column = Image.new("RGB", (1, _PIXELS))
    for y in range(_PIXELS):
        share = y / _PIXELS
        column.putpixel(
            (0, y), mix(mix(tint, (255, 255, 255), 0.3), tint, share * 1.2 if share < 0.8 else 1.0)
        )
    image = column.resize((_PIXELS, _PIXELS))
    if not shadow:
        return image
    soft = Image.new("L", (SIZE // 2, SIZE // 2))
    side = SIZE // 2
    ImageDraw.Draw(soft).ellipse((side * 0.2, side * 0.84, side * 0.8, side * 0.92), fill=95)
    soft = soft.filter(ImageFilter.GaussianBlur(side * 0.025)).resize((_PIXELS, _PIXELS))
    image.paste(mix(tint, (40, 42, 60), 0.6), mask=soft)
    return image
