"""Planning a family session with several people, who came, and what was offered."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.core.errors import Refusal
from iop.pages.schedule_forms.base import DateField, RefusableForm, version_field
from scheduling.family_choices import BY_HAND, FamilyForm, FamilyGoal, GuestPresence, OfferOutcome, OfferReason
from scheduling.models import AppointmentParticipant
from scheduling.rules.family import FamilyPlan, Guest

FIELDS = ("family_form", "people", "family_goals")


def form_field() -> forms.ChoiceField:
    """Ask who sits together."""
    return forms.ChoiceField(
        label=_("Who sits together"), choices=FamilyForm.choices, initial=FamilyForm.FAMILY, required=False,
        help_text=_("Without the client their own time stays free, and they are not told to come."),
    )  # fmt: skip


def people_field() -> forms.MultipleChoiceField:
    """Ask who is invited, of those whom a live release allows."""
    return forms.MultipleChoiceField(
        label=_("Invited besides the client"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Their time is held too. Only people whom a release lets know of appointments can be invited."),
    )  # fmt: skip


def goals_field() -> forms.MultipleChoiceField:
    """Ask what it is about."""
    return forms.MultipleChoiceField(
        label=_("What it is about"), choices=FamilyGoal.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def offer_people(form: forms.Form, people: Iterable[Any]) -> None:
    """Say who can be ticked: ``Around`` rows; whoever may not be invited is told of beside the form, with the reason."""
    field = form.fields["people"]
    assert isinstance(field, forms.MultipleChoiceField)
    field.choices = [
        (one.id, f"{one.name} · {one.role}" if one.role else one.name) for one in people if one.may_be_invited
    ]


def plan_from(data: Mapping[str, Any]) -> FamilyPlan:
    """Give the plan that a cleaned form describes."""
    return FamilyPlan(
        data.get("family_form") or FamilyForm.FAMILY,
        tuple(data.get("family_goals") or ()),
        tuple(Guest(uuid.UUID(each)) for each in data.get("people") or ()),
    )


class PlanForm(RefusableForm):
    """A family appointment planned anew."""

    family_form = form_field()
    people = people_field()
    family_goals = goals_field()
    because = forms.ChoiceField(
        label=_("If somebody is no longer invited: why"), choices=BY_HAND, required=False, initial="changed"
    )
    version = version_field()
    clash_beside = "people"

    def offer_people(self, people: Iterable[Any]) -> None:
        """Say who can be ticked."""
        offer_people(self, people)

    @property
    def plan(self) -> FamilyPlan:
        """Give the plan that was asked for."""
        return plan_from(self.cleaned_data)


def presence_fields(guests: Sequence[AppointmentParticipant]) -> list[dict[str, Any]]:
    """Give, for each who is invited, the name of the field in which it is said whether they came."""
    return [
        {
            "name": f"came-{guest.person_id}",
            "label": guest.person.first_name,
            "options": [
                {"value": value, "label": label, "chosen": value == (guest.attended or GuestPresence.CAME)}
                for value, label in GuestPresence.choices
            ],
        }
        for guest in guests
    ]


def presence_in(data: Mapping[str, str]) -> dict[uuid.UUID, str]:
    """Read who came by person. Raises ``Refusal`` for a form that was not made here."""
    found = {}
    for name, value in data.items():
        if name.startswith("came-"):
            try:
                found[uuid.UUID(name.removeprefix("came-"))] = value
            except ValueError as error:
                raise Refusal(_("Choose from the list.")) from error
    return found


class OfferForm(RefusableForm):
    """What came of offering a family session."""

    outcome = forms.ChoiceField(label=_("What came of it"), choices=OfferOutcome.choices)
    reason = forms.ChoiceField(
        label=_("Why not"), choices=[("", "—"), *OfferReason.choices], required=False,
        help_text=_("Needed when it was declined or is not appropriate; a review shows it."),
    )  # fmt: skip
    words = forms.CharField(
        label=_("In a few words"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    offered_on = DateField(label=_("Offered on"))
    again_on = DateField(
        label=_("Ask again on"), required=False, help_text=_("Empty: after the clinic's usual number of days.")
    )
    clash_beside = "outcome"
