"""The table of shapes and the decorator that fills it."""

from collections.abc import Callable

from ..canvas import Canvas

Shape = Callable[[Canvas], None]
SHAPES: dict[str, Shape] = {}


def shape(*names: str) -> Callable[[Shape], Shape]:
    """Register a drawing under one or more names."""

    def register(draw: Shape) -> Shape:
        for name in names:
            SHAPES[name] = draw
        return draw

    return register
