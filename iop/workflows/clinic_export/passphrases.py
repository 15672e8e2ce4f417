"""Where the passphrase of a sealed export comes from: a file, so that it stands in no list of commands."""

from __future__ import annotations

from pathlib import Path

from iop.workflows.clinic_export.boxes import Refused

SHORTEST = 16


def from_file(path: Path | None) -> str:
    """Read a passphrase; empty where no file is named. Raises ``Refused`` for one that guards too little."""
    if path is None:
        return ""
    if not path.is_file():
        raise Refused(f"There is no file {path}.")
    passphrase = path.read_text(encoding="utf-8").strip()
    if len(passphrase) < SHORTEST:
        raise Refused(
            f"The passphrase in {path} is shorter than {SHORTEST} characters. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    return passphrase
