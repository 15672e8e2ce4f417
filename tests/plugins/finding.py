"""Where a Chromium is. Needs nothing installed: make asks it before the tests' requirements are there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

# The one without windows of its own is asked for a fifth less work by the same pages.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def chromium() -> str | None:
    """Find the browser: CHROMIUM in the environment, else the usual names."""
    if named := os.environ.get("CHROMIUM"):
        return named
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or (str(MAC) if MAC.exists() else None)
