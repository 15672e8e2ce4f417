"""What is owed for plans at the colleague's sites: to write, to review, to be signed, and objectives no note has touched."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clients.choices import EpisodeStatus
from clients.models import Episode, Placement
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic import settings
from iop.clinic.models import Site, StaffMember
from iop.core import clock
from iop.core.words import Sentence
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.schedule.addresses import to
from therapy.actions.plans.owing import responsible
from therapy.broken_threads import going_on, with_last_touched
from therapy.choices.plans import ClientSignatureMethod
from therapy.models import GroupNoteLine, ObjectiveAddressed, TreatmentPlan
from therapy.models.plans import LineWithoutObjective, PlanSignature
from therapy.plan_rhythm import default_rhythm, rhythms

KINDS: tuple[tuple[str, Sentence], ...] = (
    ("write", gettext_lazy("To write")),
    ("review", gettext_lazy("To review")),
    ("sign", gettext_lazy("To be signed by the client")),
    ("thread", gettext_lazy("Objectives no note has touched")),
)
SHOWN = 200
COUNTED_DAYS = 30


def read_overdue(actor: Actor, kind: str, mine: bool, at: dt.datetime) -> dict[str, Any]:
    """Give the list of one kind and the numbers of all; the statements grow with the sites, never with the clients."""
    kind = kind if kind in dict(KINDS) else "review"
    found: dict[str, list[dict[str, Any]]] = {key: [] for key, _label in KINDS}
    counted = {"lines": 0, "without": 0}
    for site in Site.objects.filter(pk__in=actor.sites_where(Permission.NOTE_VIEW)).order_by("name"):
        _of_site(actor, site, found, at)
        _count_lines(actor, site, counted, at)
    whose = actor.staff_id if mine else None
    kept = {key: [row for row in rows if whose is None or row["owner"] == whose] for key, rows in found.items()}
    rows = sorted(kept[kind], key=lambda row: row["sort"])
    _name_owners(rows)
    return {
        "kind": kind,
        "mine": mine,
        "tabs": [{"key": key, "label": label, "count": len(kept[key]), "current": key == kind} for key, label in KINDS],
        "label": dict(KINDS)[kind],
        "rows": rows[:SHOWN],
        "is_cut": len(rows) > SHOWN,
        "without": _without_words(counted),
    }


def _of_site(actor: Actor, site: Site, found: dict[str, list[dict[str, Any]]], at: dt.datetime) -> None:
    day = clock.local_date(at, site.time_zone)
    stays = list(
        Episode.objects.visible_to(actor, Permission.NOTE_VIEW, at=at)
        .filter(site=site, status=EpisodeStatus.ADMITTED)
        .select_related("client")
        .annotate(is_drafted=Exists(TreatmentPlan.objects.drafts().filter(episode=OuterRef("pk"))))
    )
    signed = PlanSignature.objects.filter(plan=OuterRef("pk")).exclude(method=ClientSignatureMethod.REFUSED)
    plans = {
        plan.episode_id: plan
        for plan in TreatmentPlan.objects.active()
        .filter(episode__in=[stay.pk for stay in stays])
        .with_review_due()
        .annotate(is_client_signed=Exists(signed))
    }
    owners = responsible([stay.pk for stay in stays], day)
    first = _first_days([stay.pk for stay in stays], site, day)
    by_id = {stay.pk: stay for stay in stays}
    for stay in stays:
        plan: Any = plans.get(stay.pk)
        if plan is None:
            due = (stay.admitted_on or day) + dt.timedelta(days=first[stay.pk])
            state = _("A draft is begun") if stay.is_drafted else _("Not begun")
            found["write"].append(_row(stay, site, owners, due, day, state, to("client_plan")(stay.client_id)))
            continue
        if plan.review_due <= day + dt.timedelta(days=7):
            found["review"].append(
                _row(
                    stay,
                    site,
                    owners,
                    plan.review_due,
                    day,
                    _("Version %(n)s") % {"n": plan.number},
                    to("plan")(plan.pk),
                )
            )
        if not plan.is_client_signed:
            days = dt.timedelta(days=7)
            found["sign"].append(
                _row(stay, site, owners, plan.valid_from + days, day, _waits(plan, day), to("plan")(plan.pk))
            )
    _threads(site, plans, by_id, owners, day, found["thread"])


def _waits(plan: Any, day: dt.date) -> str:
    n = (day - plan.valid_from).days
    return ngettext("waits for one day", "waits for %(n)s days", n) % {"n": n}


def _threads(
    site: Site, plans: dict[uuid.UUID, Any], stays: dict[uuid.UUID, Any], owners: dict[uuid.UUID, uuid.UUID], day: dt.date,
    rows: list[dict[str, Any]],
) -> None:  # fmt: skip
    days = settings.value("plans.thread_days", on=day, site_id=site.pk)
    late = with_last_touched(going_on([plan.pk for plan in plans.values()])).filter(
        touched_on__lt=day - dt.timedelta(days=days)
    )
    for each in late.select_related("thread", "plan"):
        says = _("Objective %(n)s: %(words)s") % {"n": each.thread.number, "words": each.words}
        rows.append(
            _row(
                stays[each.plan.episode_id],
                site,
                owners,
                each.touched_on + dt.timedelta(days=days),
                day,
                says,
                to("plan")(each.plan_id),
            )
        )


def _first_days(episode_ids: Sequence[uuid.UUID], site: Site, day: dt.date) -> dict[uuid.UUID, int]:
    placed = dict(Placement.objects.filter(episode__in=episode_ids).on(day).values_list("episode", "level"))
    by_level, otherwise = rhythms(day), default_rhythm(day, site.pk)
    return {pk: by_level.get(placed.get(pk), otherwise).first_days for pk in episode_ids}  # type: ignore[arg-type]


def _row(
    stay: Episode, site: Site, owners: dict[uuid.UUID, uuid.UUID], due: dt.date, day: dt.date, says: str, url: str
) -> dict[str, Any]:
    late = (day - due).days
    if late > 0:
        tone, state = "bad", ngettext("one day late", "%(n)s days late", late) % {"n": late}
    elif late == 0:
        tone, state = "warn", _("today")
    else:
        tone, state = "info", ngettext("in one day", "in %(n)s days", -late) % {"n": -late}
    return {
        "client": stay.client.name, "url": url, "says": says, "due": date_words(due), "sort": due, "tone": tone, "state": state,
        "owner": owners.get(stay.pk), "site": site.name,
    }  # fmt: skip


def _name_owners(rows: Iterable[dict[str, Any]]) -> None:
    rows = list(rows)
    names = {
        row.pk: row.name for row in StaffMember.objects.filter(pk__in={row["owner"] for row in rows if row["owner"]})
    }
    for row in rows:
        row["whose"] = names.get(row["owner"], _("Clinical director"))


def _count_lines(actor: Actor, site: Site, counted: dict[str, int], at: dt.datetime) -> None:
    first = clock.local_date(at, site.time_zone) - dt.timedelta(days=COUNTED_DAYS)
    lines = GroupNoteLine.objects.visible_to(actor, Permission.NOTE_VIEW, at=at).filter(
        note__session__site=site, note__session__on__gte=first, note__signed_at__isnull=False, error__isnull=True
    )
    counted["lines"] += lines.count()
    counted["without"] += lines.exclude(
        pk__in=ObjectiveAddressed.objects.filter(line__isnull=False).values("line")
    ).count()
    counted["said"] = counted.get("said", 0) + LineWithoutObjective.objects.filter(line__in=lines).count()


def _without_words(counted: dict[str, int]) -> str:
    if not counted["lines"]:
        return ""
    return _("In the last %(days)s days %(without)s of %(all)s lines of group notes addressed no objective; %(said)s say why.") % {
        "days": COUNTED_DAYS, "without": counted["without"], "all": counted["lines"], "said": counted.get("said", 0),
    }  # fmt: skip
