"""A whole small clinic, made by the demo's own story, for tests that look at every page."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

from clients.models import (
    ChartMerge,
    Client,
    ClientDocument,
    ClientIdentifier,
    Concern,
    Consent,
    ConsentTemplate,
    ContactPoint,
    CourtOrder,
    Diagnosis,
    Dimension,
    DimensionalAssessment,
    Disclosure,
    EmergencyAccess,
    Incident,
    Inquiry,
    IntakeCheck,
    Letter,
    LetterTemplate,
    LevelOfCare,
    MessageHold,
    OutsideStay,
    Placement,
    PortalAccount,
    PortalInvitation,
    RecipientParty,
    ReferralSource,
    RelatedPerson,
    ServiceAgreement,
)
from iop.access.models import Role
from iop.clinic.models import Closure, CredentialKind, OnCallShift, Site, SiteRole, StaffCredential, StaffMember
from iop.demo.build import bring_up
from iop.work.models import WorkItem
from scheduling.models import (
    Appointment,
    ComponentKind,
    CurriculumTopic,
    Enrolment,
    EnrolmentPause,
    Exercise,
    Handout,
    Program,
    Room,
    SeatHold,
    StaffBlock,
    WaitlistEntry,
)
from sessions_app.models import Attendance, ProgramSession, ShortTermGoal
from tests.factories.worlds import (
    absence,
    authorizations,
    billing_rules,
    charges,
    claims,
    client_money,
    coverage,
    discharges,
    drug_tests,
    family_care,
    imports,
    integrations,
    measures,
    messages,
    money,
    one_to_one,
    open_groups,
    operations,
    own_plans,
    plans,
    portal_access,
    progress_notes,
    questionnaires,
    recovery,
    reminders,
    remittances,
    reports,
    requests,
    reviews,
    state_data,
    stays,
    support,
    threads,
    timeline,
    transitions,
)
from tests.plugins.kept import once
from therapy.models import (
    AftercarePlan,
    BiopsychosocialAssessment,
    CounselingNote,
    GroupNote,
    GroupNoteLine,
    OwnPlanVersion,
)

NOW = dt.datetime(2026, 3, 4, 9, 0, tzinfo=ZoneInfo("America/New_York"))
"""A Wednesday morning; the Sunday after, clocks jump."""
PLANNED_ONLY = {"planned_session", "move_session", "cancel_session", "change_session_room", "change_session_staff"}
NOWHERE = uuid.UUID(int=7)
OF_A_CLIENT: dict[str, type[Model]] = {
    "stay_id": OutsideStay, "diagnosis_id": Diagnosis, "document_id": ClientDocument, "identifier_id": ClientIdentifier,
    "letter_id": Letter, "disclosure_id": Disclosure, "consent_id": Consent,
    "account_id": PortalAccount, "invitation_id": PortalInvitation,
}  # fmt: skip
"""What stands under a client in an address: the client is then its own."""


def build_world(people: int = 14, weeks: int = 2) -> None:
    """Fill the database: two sites, four tracks, a few clients with two weeks behind them. The clock must say ``NOW``."""

    def build() -> None:
        bring_up(now=NOW, seed=3, people=people, weeks=weeks, report=lambda step, done, total: None)
        money.build(NOW)

    once(f"world-{people}-{weeks}", build)


def ids() -> dict[str, Any]:
    """An id for each place in an address, all of them of Boston and fitting together."""
    boston = Site.objects.get(code="BOS")
    day = (
        ProgramSession.objects.filter(site=boston, status="closed", roster__goals__isnull=False)
        .order_by("-starts_at")
        .first()
    )
    note = GroupNote.objects.filter(session__site=boston, signed_at__isnull=False).order_by("-signed_at").first()
    line = Attendance.objects.filter(session=day, goals__isnull=False).order_by("pk").first()
    client = Client.objects.filter(pk=line.client_id).get()
    at_boston = {"track__program__site": boston}
    return {
        "site_id": boston.pk,
        "session_id": day.pk,
        "attendance_id": line.pk,
        "component_id": day.components.order_by("position").first().pk,
        "goal_id": _one(ShortTermGoal, attendance=line),
        "client_id": client.pk,
        "concern_id": _one(Concern, site=boston),
        "point_id": _one(ContactPoint, client=client),
        "placement_id": _one(Placement, episode__client=client),
        "enrolment_id": _one(Enrolment, client=client),
        "pause_id": _one(EnrolmentPause),
        "entry_id": _one(WaitlistEntry, **at_boston),
        "track_id": day.track_id,
        "program_id": _one(Program, site=boston),
        "room_id": _one(Room, site=boston),
        "appointment_id": _one(Appointment, site=boston),
        "block_id": _one(StaffBlock),
        "topic_id": _one(CurriculumTopic),
        "handout_id": _one(Handout),
        "exercise_id": _one(Exercise),
        "level_id": _one(LevelOfCare, key="iop"),
        "kind_id": _one(ComponentKind),
        "note_id": note.pk,
        "line_id": GroupNoteLine.objects.filter(note=note).first().pk,
        "staff_id": _one(StaffMember, last_name="Lindgren"),
        "credential_id": _one(StaffCredential, staff__last_name="Lindgren"),
        "site_role_id": _one(SiteRole, staff__last_name="Lindgren"),
        "role_id": _one(Role),
        "shift_id": _one(OnCallShift, site=boston),
        "closure_id": _one(Closure, site=boston),
        "item_id": _one(WorkItem, site=boston),
        "file_id": NOWHERE,
        **_of_intake(boston),
        **_of_privacy(boston, client),
        **_of_the_rest(boston, client),
        "key": "sessions.weeks_ahead",
        "pk": client.pk,
    }


def _of_the_rest(boston: Site, client: Client) -> dict[str, Any]:
    parts = (
        one_to_one, progress_notes, plans, own_plans, questionnaires, measures, drug_tests, support, timeline,
        reviews, stays, transitions, discharges, open_groups, absence, messages, reminders, operations,
        portal_access, recovery, threads, family_care, requests,
        coverage, authorizations, billing_rules, charges, claims, remittances, client_money,
        reports, state_data, imports, integrations,
    )  # fmt: skip
    return {name: found for part in parts for name, found in part.ids(boston, client).items()}


def _of_intake(boston: Site) -> dict[str, Any]:
    hold = SeatHold.objects.filter(inquiry__site=boston, ended_at__isnull=True).order_by("pk").first()
    decision = DimensionalAssessment.objects.filter(episode__site=boston, signed_at__isnull=True).order_by("pk").first()
    return {
        "inquiry_id": _one(Inquiry, site=boston, status="contacted"),
        "hold_id": hold.pk if hold else NOWHERE,
        "check_id": _one(IntakeCheck),
        "source_id": _one(ReferralSource),
        "stay_id": _one(OutsideStay),
        "code": "BOS",
        "assessment_id": _one(BiopsychosocialAssessment, episode__site=boston, signed_at__isnull=False),
        "section": "presenting",
        "decision_id": decision.pk if decision else NOWHERE,
        "dimension_id": _one(Dimension, edition=4, part=0),
        "diagnosis_id": _one(Diagnosis, site=boston),
        "counseling_note_id": _one(CounselingNote),
    }


def _of_privacy(boston: Site, client: Client) -> dict[str, Any]:
    return {
        "consent_id": _one(Consent, site=boston, kind="tpo", client__is_restricted=False),
        "template_id": _one(ConsentTemplate),
        "disclosure_id": _one(Disclosure, ground="emergency"),
        "party_id": _one(RecipientParty, kind="probation"),
        "agreement_id": _one(ServiceAgreement),
        "order_id": _one(CourtOrder),
        "person_id": _one(RelatedPerson, relationships__client=client),
        "letter_id": _one(Letter),
        "message_hold_id": _one(MessageHold),
        "access_id": _one(EmergencyAccess),
        "merge_id": _one(ChartMerge),
        "document_id": _one(ClientDocument),
        "identifier_id": _one(ClientIdentifier),
        "register": "incident",
    }


def kwargs_of(name: str, known: dict[str, Any]) -> dict[str, Any]:
    """The ids that the address of this name carries."""
    wanted = dict(addresses())[name]
    found = {key: known[key] for key in wanted}
    if "client_id" in found and "line_id" in found:
        found["client_id"] = GroupNoteLine.objects.get(pk=found["line_id"]).client_id
    for key, model in OF_A_CLIENT.items():
        if "client_id" in found and key in found and found[key] != NOWHERE:
            found["client_id"] = model._default_manager.values_list("client_id", flat=True).get(pk=found[key])
    if found.get("own_version_id"):
        version = OwnPlanVersion.objects.select_related("plan").get(pk=found["own_version_id"])
        found |= {"client_id": version.plan.client_id, "kind": version.plan.kind}
    if name == "aftercare_pdf":
        found["episode_id"] = AftercarePlan.objects.filter(episode__site_id=known["site_id"]).first().episode_id
    if "merge_id" in found and found["merge_id"] != NOWHERE:
        found["client_id"] = ChartMerge.objects.values_list("kept_id", flat=True).get(pk=found["merge_id"])
    if name.startswith("register_") and "entry_id" in found:
        found["entry_id"] = _one(Incident)
    if name == "letter_template":
        found["template_id"] = _one(LetterTemplate)
    if name == "credential_kind":
        found["kind_id"] = _one(CredentialKind)
    if name in PLANNED_ONLY:
        found["session_id"] = _one(ProgramSession, site_id=known["site_id"], status="planned")
    if name == "client_return":
        found["client_id"] = (
            Client.objects.filter(episodes__site_id=known["site_id"], episodes__status="discharged").first().pk
        )
    return found


def addresses() -> list[tuple[str, list[str]]]:
    """Every named address of the application with the places it has; the libraries' own left out."""
    return list(_walk(get_resolver().url_patterns))


def _walk(patterns: list[URLPattern | URLResolver]) -> Any:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern) not in {"accounts/", "api/v1/", "fhir/R4/", "oauth2/"}:
                yield from _walk(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name, list(pattern.pattern.converters)


def _one(model: type[Model], **wanted: Any) -> uuid.UUID:
    row = model._default_manager.filter(**wanted).order_by("pk").first()
    return row.pk if row else NOWHERE
