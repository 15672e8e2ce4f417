"""What adjustment and remark codes mean, in the house's own words, and what each does to what is owed.

The list is data with a version (``settings.ADJUSTMENT_CODES``, else ``billing/data/adjustment_codes.json``): a clinic loads a
newer one by naming its file. It holds no text of the code lists' publisher. A code that it does not know is never written off.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from billing.choices.remittances import Cause, Treatment
from iop.core.words import Sentence

BUNDLED = Path(__file__).parent / "data" / "adjustment_codes.json"
UNKNOWN_WORDS = _("A code that the list does not explain.")
UNKNOWN_NEXT = _("Look it up with the payer.")


@dataclass(frozen=True)
class Reason:
    """An adjustment's code: what it means, what usually helps, which cause it belongs to, what it does to what is owed."""

    code: str
    words: Sentence
    next: Sentence
    cause: str
    treatment: str


@dataclass(frozen=True)
class Codes:
    """The list as it was loaded."""

    version: str
    reasons: dict[str, Reason]
    remarks: dict[str, str]
    provider: dict[str, str]

    def reason(self, code: str) -> Reason:
        """Give what a code means; an unknown one is something to look at."""
        return self.reasons.get(code) or Reason(code, UNKNOWN_WORDS, UNKNOWN_NEXT, Cause.OTHER, Treatment.DENIED)

    def remark(self, code: str) -> Sentence:
        """Say what a remark code means."""
        return self.remarks.get(code) or UNKNOWN_WORDS

    def other(self, code: str) -> Sentence:
        """Say what the reason of an amount about no claim means."""
        return self.provider.get(code) or UNKNOWN_WORDS


def treat(code: str) -> tuple[str, str]:
    """Say what an adjustment's code does to what is owed, and the cause it belongs to."""
    reason = codes().reason(code)
    return reason.treatment, reason.cause


def codes() -> Codes:
    """Give the list that holds here."""
    return read(str(getattr(settings, "ADJUSTMENT_CODES", "") or BUNDLED))


@lru_cache(maxsize=4)
def read(path: str) -> Codes:
    """Read a list. Raises ``ValueError`` for a cause or a treatment that there is none of."""
    data = json.loads(Path(path).read_text(encoding="utf-8"))
    reasons = {code: _reason(code, row) for code, row in data["reasons"].items()}
    return Codes(str(data["version"]), reasons, dict(data["remarks"]), dict(data["provider"]))


def _reason(code: str, row: dict[str, str]) -> Reason:
    cause = Cause(row["cause"]).value if row.get("cause") else ""
    return Reason(code, row["words"], row["next"], cause, Treatment(row["treatment"]).value)
