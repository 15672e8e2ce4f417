"""Case management of one client: tasks, referrals, contacts, support meetings; and one referral with its history."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.choices import Information
from clients.models import CareTeamMembership
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import day_words_long, instant_words
from iop.work.choices import WorkKind, WorkStatus
from iop.work.models import WorkItem
from iop.work.policies import may_settle
from therapy.choices.support import REFERRAL_MOVES, REFERRAL_OVER, TWELVE_STEP, Need, ReferralStatus
from therapy.models.support import CaseContact, CommunityResource, Referral, ReferralChange, SupportMeeting

TONES = {
    ReferralStatus.PLANNED: "wait", ReferralStatus.SENT: "accent", ReferralStatus.WAITING: "wait",
    ReferralStatus.ACCEPTED: "good", ReferralStatus.ATTENDED: "good", ReferralStatus.CLOSED: "good",
    ReferralStatus.DECLINED_BY_PLACE: "warn", ReferralStatus.DECLINED_BY_CLIENT: "quiet", ReferralStatus.NOT_REACHED: "warn",
}  # fmt: skip
MOST_SHOWN = 40
MOST_DONE = 10
WEEKS_COUNTED = 4


def read_casework(chart: Chart) -> dict[str, Any]:
    """Give tasks, referrals, contacts and meetings, the newest first. Four statements, however long the stay."""
    zone = ZoneInfo(chart.zone)
    return {
        **_tasks(chart, zone),
        "referrals": _referrals(chart),
        "contacts": _contacts(chart, zone),
        **_meetings(chart),
    }


def colleagues_of(chart: Chart) -> list[StaffMember]:
    """Give the colleagues of the care team, for whom a task may be made."""
    rows = CareTeamMembership.objects.on(chart.today).filter(episode=chart.episode).select_related("staff")
    return sorted({row.staff for row in rows if row.staff_id != chart.actor.staff_id}, key=lambda one: one.name)


def places_for(chart: Chart) -> list[CommunityResource]:
    """Give the places somebody may be sent to."""
    return list(CommunityResource.objects.of(chart.actor).active().order_by("name"))


def read_referral(row: Referral, chart: Chart) -> dict[str, Any]:
    """Give a referral with its history and its contacts. Two statements."""
    zone = ZoneInfo(chart.zone)
    steps = ReferralChange.objects.filter(referral=row).select_related("by").order_by("-at", "-pk")
    contacts = CaseContact.objects.filter(referral=row).select_related("by").order_by("-at")
    return {
        "to": row.to_name,
        "need": str(row.get_need_display()),
        "wish": row.wish,
        "status": str(row.get_status_display()),
        "tone": TONES[ReferralStatus(row.status)],
        "is_warm": row.is_warm,
        "made_on": day_words_long(row.made_on),
        "made_by": row.made_by.name if row.made_by else _("an integration"),
        "follow_up": day_words_long(row.follow_up_on) if row.follow_up_on else "",
        "is_over": row.status in REFERRAL_OVER,
        "moves": sorted(REFERRAL_MOVES[row.status]),
        "version": row.version,
        "place": row.resource,
        "told": _told(row, zone),
        "steps": [
            {
                "when": instant_words(step.at, zone),
                "status": str(step.get_status_display()),
                "tone": TONES[ReferralStatus(step.status)],
                "by": step.by.name if step.by else _("an integration"),
                "note": step.note,
            }
            for step in steps
        ],
        "contacts": [_contact(one, zone) for one in contacts],
    }


def _told(row: Referral, zone: ZoneInfo) -> dict[str, Any] | None:
    left = row.disclosure
    if left is None:
        return None
    return {
        "when": instant_words(left.at, zone),
        "what": ", ".join(str(Information(each).label) for each in left.information),
        "how": str(left.get_sent_as_display()),
        "words": left.description,
    }


def _tasks(chart: Chart, zone: ZoneInfo) -> dict[str, Any]:
    rows = (
        WorkItem.objects.filter(client_id__in=chart.ids, kind__in=[WorkKind.TASK, WorkKind.REFERRAL_FOLLOW_UP])
        .select_related("assignee")
        .order_by("due_at", "pk")
    )
    found = list(rows)
    done = [row for row in found if row.status == WorkStatus.DONE and row.kind == WorkKind.TASK]
    done.sort(key=lambda row: row.closed_at or row.due_at, reverse=True)
    return {
        "tasks": [_task(row, chart, zone) for row in found if row.status == WorkStatus.OPEN and row.kind == WorkKind.TASK],
        "done": [
            {
                "words": row.summary,
                "when": day_words_long(clock.local_date(row.closed_at, zone)) if row.closed_at else "",
                "outcome": row.outcome,
            }
            for row in done[:MOST_DONE]
        ],
    }  # fmt: skip


def _task(row: WorkItem, chart: Chart, zone: ZoneInfo) -> dict[str, Any]:
    due = clock.local_date(row.due_at, zone)
    return {
        "words": row.summary,
        "due": day_words_long(due),
        "late": due < chart.today,
        "who": row.assignee.name if row.assignee else "",
        "done_url": to("support_task_done")(row.pk) if may_settle(chart.actor, row) is None else "",
    }


def _referrals(chart: Chart) -> list[dict[str, Any]]:
    rows = Referral.objects.filter(episode__client__in=chart.ids).order_by("-made_on", "-pk")[:MOST_SHOWN]
    return [
        {
            "url": to("referral")(row.pk),
            "to": row.to_name,
            "need": str(Need(row.need).label),
            "status": str(row.get_status_display()),
            "tone": TONES[ReferralStatus(row.status)],
            "made": day_words_long(row.made_on),
            "follow_up": day_words_long(row.follow_up_on) if row.follow_up_on else "",
            "is_late": bool(row.follow_up_on and row.follow_up_on < chart.today),
        }
        for row in rows
    ]


def _contacts(chart: Chart, zone: ZoneInfo) -> list[dict[str, Any]]:
    rows = CaseContact.objects.filter(episode__client__in=chart.ids).select_related("by").order_by("-at", "-pk")
    return [_contact(row, zone) for row in rows[:MOST_SHOWN]]


def _contact(row: CaseContact, zone: ZoneInfo) -> dict[str, Any]:
    wrong = row.entered_in_error_at is not None
    return {
        "when": instant_words(row.at, zone),
        "with": str(row.get_with_whom_display()),
        "how": str(row.get_how_display()),
        "outcome": str(row.get_outcome_display()),
        "reached": row.outcome == "reached",
        "minutes": row.minutes,
        "about": str(row.get_about_display()) if row.about else "",
        "summary": row.summary,
        "next": row.next_step,
        "by": row.by.name,
        "error": row.error_reason,
        "error_url": "" if wrong else to("case_contact_error")(row.pk),
    }


def _meetings(chart: Chart) -> dict[str, Any]:
    rows = list(SupportMeeting.objects.filter(episode__client__in=chart.ids).order_by("-on", "-pk")[:MOST_SHOWN])
    right = [row for row in rows if row.entered_in_error_at is None]
    since = chart.today - dt.timedelta(weeks=WEEKS_COUNTED)
    lately = [row for row in right if row.on > since]
    steps = sum(row.kind in TWELVE_STEP for row in lately)
    sponsor = next((row.has_sponsor for row in right if row.has_sponsor is not None), None)
    return {
        "meetings": [
            {
                "day": day_words_long(row.on),
                "kind": str(row.get_kind_display()),
                "place": str(row.get_place_display()),
                "home": row.is_home_group,
                "slip": row.slip_seen,
                "error": row.error_reason,
                "error_url": to("support_meeting_error")(row.pk) if row.entered_in_error_at is None else "",
            }
            for row in rows
        ],
        "meetings_said": ngettext(
            "%(number)s meeting in the last four weeks, %(steps)s of them 12-step",
            "%(number)s meetings in the last four weeks, %(steps)s of them 12-step",
            len(lately),
        )
        % {"number": len(lately), "steps": steps},
        "sponsor": ""
        if sponsor is None
        else _("Has a sponsor or mentor")
        if sponsor
        else _("No sponsor or mentor yet"),
    }
