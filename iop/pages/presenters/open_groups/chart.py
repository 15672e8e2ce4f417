"""Which groups somebody comes to, for their chart."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from iop.access.choices import Permission
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.open_groups import words
from iop.pages.presenters.schedule import when
from iop.pages.presenters.schedule.addresses import to
from sessions_app import group_policies, open_groups
from sessions_app.group_choices import OPEN_MEMBER, MeetingStatus, MemberStatus, Presence
from sessions_app.models import OpenGroup, OpenGroupMember, OpenMeeting
from sessions_app.rules.groups import why_not_come

MOST = 20


def read_groups(chart: Chart) -> dict[str, Any]:
    """Tell which groups a client comes to or came to, and which of the site's are for them: three statements."""
    rows = _rows(chart)
    site_id = chart.episode.site_id
    may_keep = group_policies.may_keep(chart.actor, site_id) is None
    theirs = {row.group_id for row in rows if row.status in OPEN_MEMBER}
    offered, why_not = _offered(chart, theirs) if may_keep else ([], "")
    return {
        "rows": [_row(row, chart) for row in rows],
        "offered": offered,
        "why_not": why_not,
        "url": to("client_group_sign_up")(chart.client.pk),
    }


def _rows(chart: Chart) -> list[OpenGroupMember]:
    following = OpenMeeting.objects.filter(
        group=OuterRef("group"), status=MeetingStatus.PLANNED, starts_at__gt=chart.at
    ).order_by("starts_at")
    rows = OpenGroupMember.objects.visible_to(chart.actor, at=chart.at).filter(client=chart.client)
    return list(
        rows.select_related("group__site")
        .annotate(
            held=Count("attendance"),
            came=Count("attendance", filter=Q(attendance__status=Presence.CAME)),
            following=Subquery(following.values("starts_at")[:1]),
        )
        .order_by("-created_at")[:MOST]
    )


def _row(row: Any, chart: Chart) -> dict[str, Any]:
    zone = ZoneInfo(row.group.site.time_zone)
    is_open = row.status in OPEN_MEMBER
    opens = chart.actor.can(Permission.SESSION_VIEW, row.group.site_id)
    return {
        "name": row.group.name,
        "kind": row.group.get_kind_display(),
        "url": to("open_group")(row.group_id) if opens else "",
        "label": row.get_status_display(),
        "tone": words.MEMBER_TONES[row.status],
        "period": when.period_words(row.joined_on or row.created_at.date(), row.left_on),
        "why": row.get_left_reason_display() if row.status == MemberStatus.LEFT else "",
        "came": _("came %(came)d of %(of)d times") % {"came": row.came, "of": row.held} if row.held else "",
        "next": when.instant_words(row.following, zone) if is_open and row.following else "",
    }


def _offered(chart: Chart, theirs: set[Any]) -> tuple[list[tuple[str, str]], str]:
    """Give the groups of the site that are for them, or what is in the way of the one that would be."""
    running = OpenGroup.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=chart.today), site=chart.episode.site_id
    )
    groups = [group for group in running.order_by("name") if group.pk not in theirs]
    if not groups:
        return [], ""
    comer = open_groups.comers([chart.client.pk], chart.episode.site_id, chart.today)[chart.client.pk]
    reasons = {group.pk: why_not_come(group.audience, comer) for group in groups}
    offered = [(str(group.pk), group.name) for group in groups if reasons[group.pk] is None]
    missing = comer.was_in_treatment and not comer.in_treatment and not comer.agreed_to_contact and not comer.has_died
    return offered, str(next(filter(None, reasons.values()), "")) if missing and not offered else ""
