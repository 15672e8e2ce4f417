"""Calls for help and what follows from them, the checklist, referral sources and stays elsewhere as resources."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet

from clients import actions
from clients.choices import CheckKind, Information, InquiryStatus, ReferralKind, StayKind, StayStatus, Urgency
from clients.models import Inquiry, IntakeCheck, OutsideStay, ReferralSource
from iop.access.choices import Permission
from iop.api.choices import Scope
from iop.api.reaching import MayBeNobodys
from iop.api.resources import Resource
from iop.api.serializers import intake as shapes
from iop.api.verbs import changes, creates, verb
from iop.api.views.one_to_one import AppointmentResource
from iop.workflows import intake as workflow
from scheduling.models import Appointment

READ, WRITE = Scope.INTAKE_READ, Scope.INTAKE_WRITE


class InquiryFilter(filters.FilterSet):
    """The board: inquiries by status, site, owner, urgency, source and next step; ``open`` keeps those that ask something."""

    client = filters.UUIDFilter(field_name="client_id")
    site = filters.UUIDFilter(field_name="site_id")
    owner = filters.UUIDFilter(field_name="owner_id")
    unowned = filters.BooleanFilter(field_name="owner", lookup_expr="isnull")
    status = filters.MultipleChoiceFilter(choices=InquiryStatus.choices)
    urgency = filters.ChoiceFilter(choices=Urgency.choices)
    referral_kind = filters.ChoiceFilter(choices=ReferralKind.choices)
    referral_source = filters.UUIDFilter(field_name="referral_source_id")
    wished_track = filters.UUIDFilter(field_name="wished_track_id")
    next_step_before = filters.IsoDateTimeFilter(field_name="next_step_at", lookup_expr="lt")
    received_from = filters.IsoDateTimeFilter(field_name="received_at", lookup_expr="gte")
    received_before = filters.IsoDateTimeFilter(field_name="received_at", lookup_expr="lt")
    open = filters.BooleanFilter(field_name="closed_at", lookup_expr="isnull")

    class Meta:
        model = Inquiry
        fields: list[str] = []


class CheckFilter(filters.FilterSet):
    """Checks by kind, and whether they are asked."""

    kind = filters.ChoiceFilter(choices=CheckKind.choices)

    class Meta:
        model = IntakeCheck
        fields = ["is_active"]


class SourceFilter(filters.FilterSet):
    """Referral sources by kind, and whether they are in use."""

    kind = filters.ChoiceFilter(choices=ReferralKind.choices)

    class Meta:
        model = ReferralSource
        fields = ["is_active"]


class OutsideStayFilter(filters.FilterSet):
    """Stays elsewhere by client, site, kind, status and when to ask."""

    client = filters.UUIDFilter(field_name="client_id")
    site = filters.UUIDFilter(field_name="site_id")
    kind = filters.ChoiceFilter(choices=StayKind.choices)
    status = filters.ChoiceFilter(choices=StayStatus.choices)
    ask_until = filters.DateFilter(field_name="ask_on", lookup_expr="lte")

    class Meta:
        model = OutsideStay
        fields: list[str] = []


class ReferralSourceResource(Resource):
    """Where people come to us from. Nothing in it is about a client."""

    serializer_class = shapes.ReferralSourceOut
    filterset_class = SourceFilter
    read_scope = READ
    queryset = ReferralSource.objects.all()

    @creates(WRITE, takes=shapes.ReferralSourceIn)
    def create(self, data: dict[str, Any]) -> ReferralSource:
        """Add an organisation from which people come."""
        return actions.save_source(by=self.actor, at=self.at, **data)

    @changes(WRITE, takes=shapes.ReferralSourceChange)
    def partial_update(self, row: ReferralSource, data: dict[str, Any]) -> None:
        """Change a source, or take it out of use."""
        actions.save_source(by=self.actor, source=row, at=self.at, **data)


class IntakeCheckResource(Resource):
    """The fit checklist, and what payers need."""

    serializer_class = shapes.IntakeCheckOut
    filterset_class = CheckFilter
    read_scope = READ
    queryset = IntakeCheck.objects.all()

    @creates(WRITE, takes=shapes.IntakeCheckIn)
    def create(self, data: dict[str, Any]) -> IntakeCheck:
        """Add a check; it is asked last."""
        return actions.save_check(by=self.actor, at=self.at, **data)

    @changes(WRITE, takes=shapes.IntakeCheckChange)
    def partial_update(self, row: IntakeCheck, data: dict[str, Any]) -> None:
        """Change a check, or take it out of use."""
        actions.save_check(by=self.actor, check=row, kind=row.kind, key=row.key, at=self.at, **data)

    @verb(WRITE, takes=shapes.IntakeCheckOrderIn, detail=False)
    def order(self, data: dict[str, Any]) -> None:
        """Ask the checks of a kind in this order."""
        actions.order_checks(by=self.actor, at=self.at, **data)


class InquiryResource(MayBeNobodys):
    """Calls for help, from the first call to admission. Admission itself: ``episodes/{id}/complete-admission/``."""

    serializer_class = shapes.InquiryOut
    filterset_class = InquiryFilter
    read_scope = READ
    client_path = "client_id"
    information = (Information.CONTACT, Information.ASSESSMENT)
    event_name = "inquiries"
    expands = {"client": "client", "episode": "episode", "referral_source": "referral-source", "site": "site"}

    def get_queryset(self) -> QuerySet[Inquiry]:
        """Scope to sites where the caller works on intake or assesses."""
        works = Inquiry.objects.visible_to(self.actor, Permission.INTAKE_WORK)
        rows = works | Inquiry.objects.visible_to(self.actor, Permission.ASSESS)
        return rows.prefetch_related("answers", "status_changes")

    @creates(WRITE, takes=shapes.InquiryIn)
    def create(self, data: dict[str, Any]) -> Inquiry:
        """Take a call. Somebody who is not safe gets a colleague at once."""
        return actions.take_inquiry(by=self.actor, site_id=data.pop("site").pk, at=self.at, **data)

    @changes(WRITE, takes=shapes.InquiryChange)
    def partial_update(self, row: Inquiry, data: dict[str, Any]) -> None:
        """Change what a caller told."""
        version = data.pop("version")
        actions.change_inquiry(by=self.actor, inquiry=row, version=version, changes=data, at=self.at)

    @verb(WRITE, takes=shapes.InquiryMoveIn)
    def move(self, row: Inquiry, data: dict[str, Any]) -> None:
        """Move an inquiry on; accepting and admitting have steps of their own."""
        workflow.move(by=self.actor, inquiry=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.InquiryReopenIn)
    def reopen(self, row: Inquiry, data: dict[str, Any]) -> None:
        """Open an inquiry again that had not led to admission."""
        workflow.reopen(by=self.actor, inquiry=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.IntakeCheckAnswerIn)
    def check(self, row: Inquiry, data: dict[str, Any]) -> None:
        """Answer one check of the checklist."""
        actions.answer_check(by=self.actor, inquiry=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.InquiryOwnerIn)
    def assign(self, row: Inquiry, data: dict[str, Any]) -> None:
        """Give an inquiry to a colleague, or to whoever is on intake."""
        actions.assign(by=self.actor, inquiry=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.InquiryNextStepIn)
    def next_step(self, row: Inquiry, data: dict[str, Any]) -> None:
        """Say what comes next and by when."""
        actions.set_next_step(by=self.actor, inquiry=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.InquiryLinkIn)
    def link(self, row: Inquiry, data: dict[str, Any]) -> None:
        """Say that the caller has a chart already; birth date or phone must agree."""
        actions.link_client(by=self.actor, inquiry=row, at=self.at, **data)

    @verb(WRITE)
    def unlink(self, row: Inquiry, data: dict[str, Any]) -> None:
        """Take back that the caller has a chart, while no stay has been opened."""
        actions.unlink_client(by=self.actor, inquiry=row, at=self.at)

    @verb(WRITE, takes=shapes.InquiryAcceptIn)
    def accept(self, row: Inquiry, data: dict[str, Any]) -> None:
        """Accept an inquiry: a seat is held, and the person has a chart and a stay."""
        workflow.accept(by=self.actor, inquiry=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.SeatGiveBackIn)
    def give_back(self, row: Inquiry, data: dict[str, Any]) -> None:
        """Give a held seat back and show it to whoever waits for one."""
        held = self.pick(shapes.held_seats(self.actor).filter(inquiry=row), data.pop("hold").pk)
        workflow.give_back(by=self.actor, hold=held, at=self.at, **data)

    @verb(WRITE, takes=shapes.AssessmentBookIn, gives=AppointmentResource, status=201)
    def book_assessment(self, row: Inquiry, data: dict[str, Any]) -> Appointment:
        """Book the assessment; the person gets a chart when there is none."""
        return workflow.book_assessment(by=self.actor, inquiry=row, at=self.at, **data)


class OutsideStayResource(Resource):
    """Detox, residential or hospital elsewhere: who is there, expected back when, and what to ask after."""

    serializer_class = shapes.OutsideStayOut
    filterset_class = OutsideStayFilter
    read_scope = READ
    client_path = "client_id"
    information = (Information.ASSESSMENT, Information.CONTACT)
    event_name = "outside_stays"
    expands = {"client": "client", "inquiry": "inquiry", "site": "site"}

    def get_queryset(self) -> QuerySet[OutsideStay]:
        """Scope to the caller's sites."""
        return OutsideStay.objects.visible_to(self.actor)

    @creates(WRITE, takes=shapes.OutsideStayIn)
    def create(self, data: dict[str, Any]) -> OutsideStay:
        """Write down that somebody goes to care elsewhere. It tells nobody."""
        return actions.refer_out(by=self.actor, site_id=data.pop("site").pk, at=self.at, **data)

    @changes(WRITE, takes=shapes.OutsideStayChange)
    def partial_update(self, row: OutsideStay, data: dict[str, Any]) -> None:
        """Change what is known of a stay elsewhere."""
        version = data.pop("version")
        actions.change_stay(by=self.actor, stay=row, version=version, changes=data, at=self.at)

    @verb(WRITE, takes=shapes.OutsideStayThereIn)
    def there(self, row: OutsideStay, data: dict[str, Any]) -> None:
        """Write down that they arrived."""
        actions.note_there(by=self.actor, stay=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.OutsideStayAskIn)
    def ask_again(self, row: OutsideStay, data: dict[str, Any]) -> None:
        """Write down what was heard, and when somebody asks after them next."""
        actions.ask_again(by=self.actor, stay=row, at=self.at, **data)

    @verb(WRITE, takes=shapes.OutsideStayBackIn)
    def back(self, row: OutsideStay, data: dict[str, Any]) -> None:
        """Write down how the stay elsewhere ended; somebody who is back goes on where they were."""
        actions.note_back(by=self.actor, stay=row, at=self.at, **data)
