"""What payers authorized for a client, on their chart: what is left, until when, and what does not fit."""

from __future__ import annotations

from typing import Any

from billing.authorizations import gives, used
from billing.choices.authorizations import AuthStatus
from billing.models import Authorization
from billing.outlook import of_stays
from billing.policies.authorizations import may_keep
from clients.choices import EpisodeStatus
from iop.clinic import settings
from iop.pages.presenters.authorizations import words
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import period_words


def read_tab(chart: Chart) -> dict[str, Any]:
    """Give the tab; a fixed number of statements."""
    rows = list(
        Authorization.objects.filter(episode__client__in=chart.ids)
        .select_related("level", "coverage__plan__payer", "owner")
        .order_by("-starts_on", "-asked_at")
    )
    taken = used([row.pk for row in rows])
    limits = settings.values(words.LIMITS, on=chart.today, site_id=chart.episode.site_id)
    in_care = chart.episode.status == EpisodeStatus.ADMITTED
    ahead = of_stays([chart.episode], chart.today)[chart.episode.pk] if in_care else None
    now = [row for row in rows if gives(row) and row.starts_on <= chart.today <= row.ends_on]
    authorized = ", ".join(sorted({row.level.short_name for row in now}))
    may = may_keep(chart.actor, chart.episode.site_id) is None
    shown = []
    for row in rows:
        left = row.units - taken[row.pk]
        tone, standing = words.chip(words.standing_of(row, left, chart.today, limits))
        due_tone, due = words.due_words(row, chart.today)
        shown.append({
            "url": to("authorization")(row.pk), "number": row.number, "level": row.level.short_name,
            "payer": row.coverage.plan.payer.name, "days": period_words(row.starts_on, row.ends_on),
            "left": words.left_of(row, left), "tone": tone, "standing": standing, "due": due, "due_tone": due_tone,
        })  # fmt: skip
    return {
        "rows": shown,
        "runway": words.runway_words(ahead) if ahead and any(gives(row) for row in rows) else "",
        "risk": words.risk_words(ahead) if ahead else "",
        "differs": words.level_words(ahead, authorized) if ahead and authorized else "",
        "cut_off": words.cut_off_words(ahead) if ahead else "",
        "missing": bool(
            ahead and ahead.needs and not any(gives(row) or row.status == AuthStatus.REQUESTED for row in rows)
        ),
        "new_url": to("client_authorization_new")(chart.client.pk) if may and in_care else "",
    }
