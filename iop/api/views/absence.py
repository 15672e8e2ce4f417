"""Following up missed days as resources: cases, limits that were reached, and the policy."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet

from clients.choices import Information
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.page_rights import shown_to
from iop.api.resources import Resource
from iop.api.serializers import absence as shapes
from iop.api.verbs import creates, verb
from sessions_app.absence_choices import CaseEnd
from sessions_app.actions.absence import setting, stepping
from sessions_app.actions.absence.setting import PolicyPlan, StepPlan
from sessions_app.models import AbsenceCase, AbsenceCaseStep, AbsencePolicy, LimitReached
from sessions_app.rules.absence import Limit

FOLLOWS_UP = (Permission.CONCERN_RAISE, Permission.ENROL, Permission.SESSION_RUN)
"""Who looks after clients, and who calls those who were missed."""


class AbsenceCaseFilter(filters.FilterSet):
    """Cases by client, stay, whether they are open, and how they ended."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    open = filters.BooleanFilter(field_name="closed_at", lookup_expr="isnull")
    end = filters.ChoiceFilter(choices=CaseEnd.choices)

    class Meta:
        model = AbsenceCase
        fields: list[str] = []


class LimitReachedFilter(filters.FilterSet):
    """Limits that were reached, by client and stay; ``open`` keeps those nobody has settled."""

    client = filters.UUIDFilter(field_name="episode__client_id")
    episode = filters.UUIDFilter(field_name="episode_id")
    open = filters.BooleanFilter(field_name="settled_at", lookup_expr="isnull")

    class Meta:
        model = LimitReached
        fields: list[str] = []


class AbsenceCaseResource(Resource):
    """Who missed a day without a word, what was tried, and whether they are back. A person's doing: refused to a key."""

    serializer_class = shapes.AbsenceCaseOut
    filterset_class = AbsenceCaseFilter
    read_scope = Scope.SESSIONS_READ
    client_path = "episode.client_id"
    information = (Information.ATTENDANCE,)
    event_name = "absence_case"
    expands = {"client": "client", "episode": "episode", "policy": "absence-policy"}

    def get_queryset(self) -> QuerySet[AbsenceCase]:
        """Scope to what the caller reads, with steps in a fixed number of statements."""
        rows = shown_to(AbsenceCase.objects.all(), self.actor, *FOLLOWS_UP, program=Permission.SESSION_VIEW)
        return rows.select_related("episode", "first_line__session", "newest_line__session").prefetch_related(
            "steps__step", "steps__outreach"
        )

    @verb(Scope.ATTENDANCE_WRITE, takes=shapes.StepDoneIn)
    def do_step(self, row: AbsenceCase, data: dict[str, Any]) -> None:
        """Note what came of a step."""
        stepping.do_step(by=self.actor, step=self._step(row, data), at=self.at, **data)

    @verb(Scope.ATTENDANCE_WRITE, takes=shapes.StepLeftOutIn)
    def leave_out_step(self, row: AbsenceCase, data: dict[str, Any]) -> None:
        """Leave a step out, with the reason that stays with it."""
        stepping.leave_out_step(by=self.actor, step=self._step(row, data), at=self.at, **data)

    @verb(Scope.ATTENDANCE_WRITE, takes=shapes.WhatWasAgreedIn)
    def settle(self, row: AbsenceCase, data: dict[str, Any]) -> None:
        """End following somebody up before they are back, with what was agreed."""
        stepping.settle_case(by=self.actor, case=row, at=self.at, **data)

    def _step(self, row: AbsenceCase, data: dict[str, Any]) -> AbsenceCaseStep:
        step: AbsenceCaseStep = self.pick(AbsenceCaseStep.objects.filter(case=row), data.pop("step"))
        return step


class LimitReachedResource(Resource):
    """Limits of the policy about missed days that stays have reached."""

    serializer_class = shapes.LimitReachedOut
    filterset_class = LimitReachedFilter
    read_scope = Scope.SESSIONS_READ
    client_path = "episode.client_id"
    information = (Information.ATTENDANCE,)
    event_name = "absence_limits"
    expands = {"client": "client", "episode": "episode", "attendance": "attendance"}

    def get_queryset(self) -> QuerySet[LimitReached]:
        """Scope to what the caller reads."""
        rows = shown_to(LimitReached.objects.all(), self.actor, *FOLLOWS_UP, program=Permission.SESSION_VIEW)
        return rows.select_related("episode", "limit")

    @verb(Scope.ATTENDANCE_WRITE, takes=shapes.WhatWasAgreedIn)
    def settle(self, row: LimitReached, data: dict[str, Any]) -> None:
        """Write down what was talked about or decided: the care team's doing."""
        stepping.settle_limit(by=self.actor, reached=row, at=self.at, **data)


class AbsencePolicyResource(Resource):
    """What the clinic does about missed days, each version from a day on."""

    serializer_class = shapes.AbsencePolicyOut
    read_scope = Scope.SESSIONS_READ

    def get_queryset(self) -> QuerySet[AbsencePolicy]:
        """Scope to what holds everywhere or at the caller's sites."""
        theirs = Q(site__isnull=True) | Q(site__in=self.actor.site_ids)
        return AbsencePolicy.objects.filter(theirs).select_related("level").prefetch_related("limits", "steps")

    @creates(Scope.SESSIONS_WRITE, takes=shapes.AbsencePolicyIn)
    def create(self, data: dict[str, Any]) -> AbsencePolicy:
        """Let a policy hold from a day on: for those whose role includes it."""
        site, level = data.pop("site"), data.pop("level")
        limits = tuple(Limit(**limit) for limit in data.pop("limits", ()))
        steps = tuple(StepPlan(**step) for step in data.pop("steps", ()))
        plan = PolicyPlan(
            site_id=site and site.pk, level_id=level and level.pk, limits=limits, steps=steps, **data
        )  # fmt: skip
        return setting.set_absence_policy(by=self.actor, plan=plan, at=self.at)
