"""The browser of the tests: CHROMIUM_PATH, or a Chromium or Chrome that is installed."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM: str | None = os.environ.get("CHROMIUM_PATH") or next(
    (path for name in NAMES if (path := shutil.which(name))), None
)
"""Where it is; None when there is none."""

# No sandbox, since continuous integration runs as root; no call home.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
