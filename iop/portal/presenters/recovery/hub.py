"""The first page of "My recovery": what waits, and where everything is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.models import Client
from iop.core.words import day_words
from iop.portal.presenters.recovery.plans import newest_plan
from therapy.asked_of import open_forms
from therapy.choices.own_plans import OwnPlanKind
from therapy.models import Homework, OwnPlan


def page(client: Client, at: dt.datetime) -> dict[str, Any]:
    """Give the whole page, in a fixed number of statements."""
    return {
        "asked": [
            {"title": each.title, "url": reverse(each.url_name, args=[each.id]), "since": str(day_words(each.due_on))}
            for each in open_forms(client.pk, at)
        ],
        "plans": [*_own_plans(client), *_plan(client)],
        "links": [_homework(client), *_rest()],
    }


def _own_plans(client: Client) -> list[dict[str, Any]]:
    kept = {row.kind: row for row in OwnPlan.objects.filter(kept_at__isnull=False).in_use([client.pk])}
    return [
        _link(
            reverse("my_plan_own", args=[kind.value]), icon, label,
            _("Here when you need it") if kind in kept else _("Not written yet"),
        )
        for kind, icon, label in (
            (OwnPlanKind.SAFETY, "life-preserver", _("My safety plan")),
            (OwnPlanKind.RELAPSE, "shield-check", _("My plan for staying in recovery")),
        )
    ]  # fmt: skip


def _plan(client: Client) -> list[dict[str, Any]]:
    if newest_plan(client) is None:
        return []
    return [
        _link(reverse("my_plan"), "signpost-split", _("My treatment plan"), _("Your goals, and the steps towards them"))
    ]


def _homework(client: Client) -> dict[str, Any]:
    count = Homework.objects.open().filter(episode__client=client).count()
    words = ngettext("%(n)s thing to do", "%(n)s things to do", count) % {"n": count} if count else _("Nothing to do")
    return _link(reverse("my_homework"), "list-check", _("Homework"), words)


def _rest() -> list[dict[str, Any]]:
    return [
        _link(reverse("my_journal"), "journal-text", _("My journal"), _("Yours alone, unless you share a page")),
        _link(reverse("my_progress"), "graph-up", _("My progress"), _("How far you have come")),
        _link(reverse("my_topics"), "book", _("Topics and handouts"), _("What your groups have talked about")),
        _link(
            reverse("my_more_support"),
            "chat-dots",
            _("Ask for more support"),
            _("When it gets hard, or you want more"),
        ),
    ]


def _link(url: str, icon: str, label: str, words: str) -> dict[str, Any]:
    return {"url": url, "icon": icon, "label": label, "words": words}
