"""The growth of latency as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

LINES = (
    ("service, p95", "service", "p95", "#9db8d9", "--"),
    ("service, p50", "service", "p50", "#1f5fa8", "-"),
    ("raw cross_fields, p50", "raw", "p50", "#c0692b", "-"),
)


def draw(figures: Mapping[str, Sequence[Mapping[str, Any]]], path: Path) -> None:
    """Milliseconds by number of products, both in logarithms; a panel for each engine."""
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot

    picture, panels = pyplot.subplots(
        1, len(figures), sharey=True, squeeze=False, figsize=(4.5 * len(figures), 3.6)
    )
    for panel, (engine, rows) in zip(panels[0], figures.items(), strict=True):
        products = [row["products"] for row in rows]
        for label, system, percentile, colour, style in LINES:
            times = [row[system][percentile] for row in rows]
            panel.plot(products, times, style, color=colour, marker="o", ms=4, label=label)
            panel.annotate(f"{times[-1]:.1f}", (products[-1], times[-1]), (4, 4),
                           textcoords="offset points", fontsize=8, color=colour)  # fmt: skip
        panel.set(title=engine, xlabel="products", xscale="log", yscale="log")
        panel.grid(alpha=0.3, which="both")
    panels[0][0].set_ylabel("milliseconds")
    panels[0][0].legend(fontsize=8, frameon=False)
    picture.tight_layout()
    picture.savefig(path, dpi=120)
