"""Assessments, ratings and diagnosis codes to test with, made by the real actions."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from clients.actions import dimensions
from clients.diagnosis_loading import Code, load
from clients.models import Dimension
from iop.clinic.actors import actor_of
from tests.factories import clients, ground
from therapy.actions import assessments
from therapy.assessment_form import IN_USE, Kind, form_of
from therapy.rules.assessments import is_needed

AT = clients.AT
TODAY = clients.TODAY
CODES = (
    Code("F10.20", "Alcohol dependence, uncomplicated"),
    Code("F10.10", "Alcohol abuse, uncomplicated"),
    Code("F10.21", "Alcohol dependence, in remission"),
    Code("F11.20", "Opioid dependence, uncomplicated"),
    Code("F41.1", "Generalized anxiety disorder"),
    Code("F32.A", "Depression, unspecified"),
    Code("F10.2", "Alcohol dependence", is_billable=False),
)


def make_codes(valid_from=dt.date(2025, 10, 1), codes=CODES):
    return load(codes, valid_from=valid_from, source="Test list", is_whole=False)


def make_desk(**fields) -> SimpleNamespace:
    """A site with colleagues of the roles that assess and supervise, a level, and somebody who asked for help."""
    site = ground.make_site()
    therapist = ground.make_staff("therapist", site=site, first_name="Thea")
    director = ground.make_staff("clinical_director", site=site, first_name="Dana")
    clients.make_level("op", intensity=10)
    level = clients.make_level("iop", intensity=20)
    more = clients.make_level("php", intensity=30)
    episode = clients.make_inquiry(site, **fields)
    return SimpleNamespace(
        site=site, therapist=therapist, director=director, by=actor_of(therapist.pk, AT), by_director=actor_of(director.pk, AT),
        level=level, more=more, episode=episode, client=episode.client,
    )  # fmt: skip


def actor(site, *roles, **fields):
    return actor_of(ground.make_staff(*roles, site=site, **fields).pk, AT)


def answers_of(section):
    """An answer to every question that needs one; nothing that alarms."""
    found = {each.key: _answer(each) for each in section.questions if each.needed}
    more = {each.key: _answer(each) for each in section.questions if each.needed_if and is_needed(each, found)}
    return found | more


def _answer(question):
    if question.kind in (Kind.TEXT, Kind.LINE):
        return f"Said about {question.key}."
    if question.kind == Kind.CHOICE:
        return next(key for key, _ in question.options if key not in question.alarms)
    if question.kind == Kind.MULTI:
        return [question.options[0][0]]
    if question.kind == Kind.NUMBER:
        return question.least
    if question.kind == Kind.DATE:
        return "2026-02-01"
    return {"alcohol": {"age_first": 15, "pattern": "daily", "last_use": "2026-02-20", "route": ["oral"]}}


def open_assessment(desk, at=AT):
    return assessments.open_assessment(by=desk.by, episode=desk.episode, at=at)


def fill(desk, row, *, but=(), at=AT):
    """Answer every section, save those in ``but``."""
    versions = {each.key: each.version for each in row.sections.all()}
    for section in form_of(IN_USE).sections:
        if section.key not in but:
            assessments.save_section(
                by=desk.by, assessment=row, version=versions.get(section.key, 0), section=section.key,
                answers=answers_of(section), at=at,
            )  # fmt: skip
    return row


def make_filled(desk, at=AT):
    return fill(desk, open_assessment(desk, at), at=at)


def make_signed(desk, at=AT):
    return assessments.sign_assessment(by=desk.by, assessment=make_filled(desk, at), at=at)


def open_dimensions(desk, edition=4, at=AT):
    return dimensions.open_dimensions(by=desk.by, episode=desk.episode, edition=edition, at=at)


def rate_all(desk, row, at=AT):
    """Rate every rated dimension and describe the others."""
    for one in Dimension.objects.filter(edition=row.edition):
        dimensions.rate(
            by=desk.by, assessment=row, version=0, dimension=one, rating="2" if one.is_rated else "", evidence="Seen today.",
            at=at,
        )  # fmt: skip
    return row


def make_decided(desk, *, at=AT, starts_on=TODAY, **fields):
    row = rate_all(desk, open_dimensions(desk, at=at), at)
    return dimensions.decide(
        by=desk.by, assessment=row, version=row.version, at=at, starts_on=starts_on,
        **{"indicated_level": desk.level, "chosen_level": desk.level, "rationale": "Needs structure most days.", **fields},
    )  # fmt: skip
