"""Short texts as they are kept: one line, of a length the column holds."""

from __future__ import annotations

from clients import rules
from iop.core.errors import Invalid, require_valid
from iop.core.words import Sentence


def line(text: str, field: str, limit: int, missing: Sentence | None = None) -> str:
    """Give ``text`` as one plain line. Raises ``Invalid`` beside ``field`` when it is too long, or ``missing`` when empty."""
    kept = rules.plain_line(text)
    if not kept and missing is not None:
        raise Invalid(missing, field=field)
    require_valid(rules.why_too_long(kept, limit), field)
    return kept


def lines(text: str, field: str, limit: int, missing: Sentence | None = None) -> str:
    """The same for a text that keeps its lines."""
    kept = rules.plain_text(text)
    if not kept and missing is not None:
        raise Invalid(missing, field=field)
    require_valid(rules.why_too_long(kept, limit), field)
    return kept
