"""What is typed about registers, guarded charts, message holds and joining charts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.choices import Information, MessageHoldKind, Purpose
from clients.register_choices import (
    FACTORS,
    REGISTER_MOVES,
    CopyForm,
    EntryStatus,
    Factor,
    Harm,
    IncidentKind,
    RefusedBecause,
    Register,
    RestrictionEnd,
)
from iop.core.words import Sentence
from iop.pages.schedule_forms.base import DateField, RefusableForm

AREA = forms.Textarea(attrs={"rows": 4})


class ReasonForm(RefusableForm):
    """One sentence that says why."""

    reason = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence that somebody who was not there will understand."),
    )  # fmt: skip


class ReviewForm(RefusableForm):
    """Whether an emergency access was right."""

    was_right = forms.ChoiceField(
        label=_("Was it right?"), choices=(("yes", _("Yes")), ("no", _("No, it needs a follow-up"))), widget=forms.RadioSelect
    )  # fmt: skip
    note = forms.CharField(label=_("What you found"), required=False, widget=AREA)

    def clean_was_right(self) -> bool:
        """Read the answer as a switch."""
        return bool(self.cleaned_data["was_right"] == "yes")


class EmergencySearchForm(RefusableForm):
    """Exactly whom an emergency is about. What is typed is posted and never stands in an address."""

    record_number = forms.CharField(label=_("Record number"), max_length=20, required=False)
    first_name = forms.CharField(label=_("First name"), max_length=300, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=300, required=False)
    date_of_birth = DateField(label=_("Date of birth"), required=False)


class RecordNumberForm(RefusableForm):
    """The record number of the other chart."""

    record_number = forms.CharField(label=_("Record number of the other chart"), max_length=20)


class HoldForm(RefusableForm):
    """Why and from when on a client gets no messages."""

    kind = forms.ChoiceField(label=_("Why"), choices=MessageHoldKind)
    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("Last day"), required=False, help_text=_("Empty: until somebody ends it."))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class ReportForm(RefusableForm):
    """What every report says."""

    site = forms.ChoiceField(label=_("Site"))
    record_number = forms.CharField(
        label=_("Client's record number"), max_length=20, required=False,
        help_text=_("Leave it empty when it is about nobody in particular, or somebody who wants to stay unnamed."),
    )  # fmt: skip
    received_on = DateField(label=_("When we learned of it"))
    text = forms.CharField(label=_("What happened"), widget=AREA)

    def offer_sites(self, sites: list[tuple[str, str]]) -> None:
        """Say where it may be reported; with one site there is nothing to choose."""
        field: Any = self.fields["site"]
        field.choices = sites
        if len(sites) == 1:
            field.initial, field.widget = sites[0][0], forms.HiddenInput()


class IncidentForm(ReportForm):
    """An incident."""

    kind = forms.ChoiceField(label=_("What kind"), choices=IncidentKind)
    harm = forms.ChoiceField(label=_("Was anybody harmed?"), choices=Harm, widget=forms.RadioSelect, initial=Harm.NONE)
    happened_on = DateField(label=_("When it happened"))
    done_at_once = forms.CharField(label=_("What was done at once"), required=False, widget=AREA)


class BreachForm(ReportForm):
    """A breach that is suspected."""

    happened_on = DateField(label=_("When it happened, if known"), required=False)
    affected = forms.IntegerField(label=_("How many people it concerns"), min_value=1, initial=1)


class GrievanceForm(ReportForm):
    """A grievance."""

    from_name = forms.CharField(label=_("From whom"), max_length=300, required=False)
    is_privacy = forms.BooleanField(label=_("It is about privacy"), required=False)


class OfSomebodyForm(ReportForm):
    """A request that is always somebody's."""

    record_number = forms.CharField(label=_("Client's record number"), max_length=20)


class RestrictionForm(OfSomebodyForm):
    """A wish to restrict."""

    purposes = forms.MultipleChoiceField(
        label=_("For which purposes it is not to be told"), choices=Purpose, widget=forms.CheckboxSelectMultiple
    )
    information = forms.MultipleChoiceField(
        label=_("What is not to be told"), choices=Information, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Nothing chosen: all of it."),
    )  # fmt: skip
    paid_in_full = forms.BooleanField(label=_("They paid in full themselves"), required=False)
    required_by_law = forms.BooleanField(label=_("The law requires the disclosure"), required=False)


class AmendmentForm(OfSomebodyForm):
    """A wish to amend."""


class AccessForm(OfSomebodyForm):
    """A request for a copy."""

    form = forms.ChoiceField(label=_("How they want it"), choices=CopyForm, initial=CopyForm.ELECTRONIC)


REPORT_FORMS: dict[str, type[ReportForm]] = {
    Register.INCIDENT: IncidentForm,
    Register.BREACH: BreachForm,
    Register.GRIEVANCE: GrievanceForm,
    Register.RESTRICTION: RestrictionForm,
    Register.AMENDMENT: AmendmentForm,
    Register.ACCESS: AccessForm,
}
ASKS: dict[str, Sentence] = {
    Register.RESTRICTION: _("What they ask, in their words"),
    Register.AMENDMENT: _("What should be corrected, and why"),
    Register.ACCESS: _("What they want a copy of"),
    Register.GRIEVANCE: _("What they say, in their words"),
}


class VersionedForm(RefusableForm):
    """A change of an entry as it was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class IncidentFacts(VersionedForm):
    """What becomes known about an incident."""

    kind = forms.ChoiceField(label=_("What kind"), choices=IncidentKind)
    harm = forms.ChoiceField(label=_("Was anybody harmed?"), choices=Harm, widget=forms.RadioSelect)
    done_at_once = forms.CharField(label=_("What was done at once"), required=False, widget=AREA)


class BreachFacts(VersionedForm):
    """The four factors, how many people, and when who was told."""

    affected = forms.IntegerField(label=_("How many people it concerns"), min_value=1)
    told_people_on = DateField(label=_("The people concerned were told on"), required=False)
    told_hhs_on = DateField(label=_("HHS was told on"), required=False)
    told_media_on = DateField(label=_("The media were told on"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, _letter, words in FACTORS:
            self.fields[f"factor_{key}"] = forms.ChoiceField(
                label=words, choices=Factor, required=False, widget=forms.RadioSelect
            )
            self.fields[f"factor_{key}_words"] = forms.CharField(
                label=_("In words: %(factor)s") % {"factor": words},
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )


class GrievanceFacts(VersionedForm):
    """What becomes known about a grievance."""

    is_privacy = forms.BooleanField(label=_("It is about privacy"), required=False)


class RestrictionFacts(VersionedForm):
    """What becomes known about a wish to restrict."""

    required_by_law = forms.BooleanField(label=_("The law requires the disclosure"), required=False)


class AmendmentFacts(VersionedForm):
    """The client's own statement."""

    disagreement = forms.CharField(
        label=_("The client's statement of disagreement"), required=False, widget=AREA,
        help_text=_("It goes along with the record from then on (45 CFR 164.526(d))."),
    )  # fmt: skip


class AccessFacts(VersionedForm):
    """How the copy is given."""

    form = forms.ChoiceField(label=_("How they want it"), choices=CopyForm)


FACTS_FORMS: dict[str, type[VersionedForm]] = {
    Register.INCIDENT: IncidentFacts,
    Register.BREACH: BreachFacts,
    Register.GRIEVANCE: GrievanceFacts,
    Register.RESTRICTION: RestrictionFacts,
    Register.AMENDMENT: AmendmentFacts,
    Register.ACCESS: AccessFacts,
}


class MoveForm(VersionedForm):
    """The next step of an entry, with its reason."""

    to = forms.ChoiceField(label=_("Next step"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"), required=False, widget=AREA, help_text=_("In words that can be shown to the client or an auditor."),
    )  # fmt: skip

    def __init__(self, *args: Any, register: str, status: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        follow = REGISTER_MOVES[register].get(status, set())
        field: Any = self.fields["to"]
        field.choices = [(value, label) for value, label in EntryStatus.choices if value in follow]
        if EntryStatus.REFUSED in follow and register in (Register.AMENDMENT, Register.ACCESS):
            self.fields["refused_because"] = forms.ChoiceField(
                label=_("Refused because (for a refusal)"), required=False, choices=[("", "—"), *RefusedBecause.choices]
            )
        if EntryStatus.ENDED in follow:
            self.fields["how"] = forms.ChoiceField(
                label=_("How it ends"), choices=RestrictionEnd, widget=forms.RadioSelect
            )


class ExtendForm(VersionedForm):
    """Thirty days more."""

    reason = forms.CharField(
        label=_("Why more time is needed"), max_length=500, help_text=_("The client gets this in writing.")
    )
