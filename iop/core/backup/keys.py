"""Where the key of the backups comes from."""

from __future__ import annotations

import os
from pathlib import Path

from iop.core.backup.sealed import require_good


def backup_key() -> str:
    """Give the key of BACKUP_KEY, or of the file that BACKUP_KEY_FILE names. Raises ``Unreadable`` when it is missing or weak."""
    if given := os.environ.get("BACKUP_KEY", ""):
        return require_good(given)
    file = os.environ.get("BACKUP_KEY_FILE", "")
    return require_good(Path(file).read_text().strip() if file else "")
