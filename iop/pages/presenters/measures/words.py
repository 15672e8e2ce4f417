"""Words and tones of measures: results, changes, alerts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from therapy.actions.measures.finishing import REFUSED, as_score
from therapy.choices.measures import AlertLevel, ResponseStatus
from therapy.models import MeasureResponse
from therapy.questionnaires.engine import Change, Definition, Step, change

BAND_TONES = {"calm": "good", "watch": "warn", "alert": "bad"}
STATUS_TONES: dict[str, str] = {
    ResponseStatus.DRAFT: "wait",
    ResponseStatus.COMPLETE: "good",
    ResponseStatus.INCOMPLETE: "warn",
    ResponseStatus.DECLINED: "quiet",
}
ALERT_TONES: dict[str, str] = {AlertLevel.URGENT: "bad", AlertLevel.TODAY: "warn", AlertLevel.ROUTINE: "info"}
WAY_TONES = {"better": "good", "worse": "warn", "same": "quiet", "unclear": "quiet"}


def number(value: Decimal | None) -> str:
    """Write a score without needless zeros; nothing stands as a dash."""
    return "–" if value is None else f"{value.normalize():f}"


def signed(value: Decimal) -> str:
    """Write a difference with its sign."""
    return f"{value.normalize():+f}".replace("-", "−") if value else "0"


def band_of(definition: Definition | None, row: MeasureResponse) -> tuple[str, str]:
    """Give tone and words of a result's band."""
    found = next((band for band in definition.bands if band.key == row.band), None) if definition else None
    return (BAND_TONES.get(found.tone, "quiet"), found.words) if found else ("quiet", "")


def result_words(definition: Definition | None, row: MeasureResponse) -> str:
    """Say what came out: the total, or the scores of a questionnaire that has no total."""
    if row.status == ResponseStatus.DECLINED:
        return _("Declined")
    if row.total is not None:
        return number(row.total)
    scales = {scale.key: scale.words for scale in definition.scales} if definition else {}
    parts = [f"{scales.get(key, key)} {number(_decimal(value))}" for key, value in row.subscores.items()]
    return " · ".join(parts) if parts else "–"


def change_between(
    definition: Definition, first: MeasureResponse | None, before: MeasureResponse | None, row: MeasureResponse
) -> Change | None:
    """Compare a result with the first of the stay and the one before."""
    now = as_score(definition, row)
    return change(definition, as_score(definition, first), as_score(definition, before), now) if now else None


def step_words(step: Step | None) -> tuple[str, str]:
    """Give tone and words of a difference, with what it means by the published threshold."""
    if step is None:
        return ("quiet", "")
    words = [signed(step.difference)]
    if step.is_reliable:
        words.append(_("reliable change"))
    elif step.is_meaningful:
        words.append({"better": _("meaningfully better"), "worse": _("meaningfully worse")}.get(step.way, ""))
    matters = step.is_meaningful or step.is_reliable
    return (WAY_TONES[step.way] if matters else "quiet", ", ".join(word for word in words if word))


def since_first_words(moved: Change | None) -> tuple[str, str]:
    """Give tone and words of what happened since the first of the stay: difference, response, remission."""
    if moved is None or moved.since_baseline is None:
        return ("quiet", "")
    tone, words = step_words(moved.since_baseline)
    more = [_("half or less")] if moved.is_response else []
    more += [_("in remission")] if moved.is_remission and moved.since_baseline.difference else []
    return ("good" if more else tone, ", ".join([words, *more]))


def alert_words(definition: Definition | None, key: str) -> str:
    """Say what alarmed, in the questionnaire's own words."""
    if key == REFUSED.key:
        return str(REFUSED.words)
    rules: list[Any] = [*definition.alerts, *definition.change.alerts] if definition else []
    return next((rule.words for rule in rules if rule.key == key), key)


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)
