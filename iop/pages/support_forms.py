"""What the pages about medications and case management ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.choices import Information
from iop.clinic.models import Site, StaffMember
from iop.pages.schedule_forms.base import DateField, OneOf, RefusableForm, version_field
from therapy.choices.medications import (
    AllergyKind,
    AllergySeverity,
    Ingredient,
    InjectionSite,
    LearnedFrom,
    NaloxoneOutcome,
    NaloxoneProduct,
    NaloxoneWhy,
    Route,
    StopReason,
    Treats,
)
from therapy.choices.support import (
    MAY_BE_TOLD,
    ContactBy,
    ContactOutcome,
    ContactWith,
    MeetingKind,
    MeetingPlace,
    Need,
    ReferralStatus,
)
from therapy.models.support import CommunityResource

CHOOSE = [("", "—")]
YES_NO = [("", _("Not asked")), ("yes", _("Yes")), ("no", _("No"))]


class MedicationForm(RefusableForm):
    """A medication as it is taken."""

    name = forms.CharField(label=_("Name on the package"), max_length=120)
    ingredient = forms.ChoiceField(label=_("Ingredient"), choices=[*CHOOSE, *Ingredient.choices])
    dose = forms.CharField(label=_("Dose"), max_length=80, help_text=_("As it is written: 8 mg/2 mg, one tablet."))
    frequency = forms.CharField(label=_("How often"), max_length=120, help_text=_("Once a day in the morning."))
    as_needed = forms.BooleanField(label=_("Only when needed"), required=False)
    treats = forms.ChoiceField(label=_("Taken for"), choices=[*CHOOSE, *Treats.choices])
    route = forms.ChoiceField(label=_("How it is taken"), choices=Route.choices, initial=Route.ORAL)
    every_days = forms.IntegerField(
        label=_("For a long-acting injection: days between two"), min_value=1, max_value=366, required=False
    )
    prescriber = forms.CharField(
        label=_("Prescriber"), max_length=120, required=False, help_text=_("Empty for what is bought without one.")
    )
    prescriber_phone = forms.CharField(label=_("Prescriber's phone"), max_length=40, required=False)
    starts_on = DateField(label=_("Since"))
    start_is_about = forms.BooleanField(label=_("The day is only known roughly"), required=False)
    ends_on = DateField(label=_("Last day, when it is known already"), required=False)
    learned_from = forms.ChoiceField(label=_("Known from"), choices=LearnedFrom.choices, initial=LearnedFrom.CLIENT)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    despite_allergy = forms.BooleanField(
        label=_("The prescriber knows about the allergy"), required=False, help_text=_("Only when one is in the way.")
    )


class DoseForm(RefusableForm):
    """Another dose of the same medication."""

    version = version_field()
    dose = forms.CharField(label=_("New dose"), max_length=80)
    frequency = forms.CharField(label=_("How often"), max_length=120)
    starts_on = DateField(label=_("From"))
    every_days = forms.IntegerField(
        label=_("For a long-acting injection: days between two"), min_value=1, max_value=366, required=False
    )
    prescriber = forms.CharField(label=_("Prescriber"), max_length=120, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class StopForm(RefusableForm):
    """The last day on which it is taken, and why."""

    version = version_field()
    on = DateField(label=_("Last day"))
    reason = forms.ChoiceField(
        label=_("Why"), choices=[*CHOOSE, *(each for each in StopReason.choices if each[0] != StopReason.DOSE_CHANGED)]
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class ErrorForm(RefusableForm):
    """Why it was entered in error."""

    version = version_field()
    reason = forms.CharField(label=_("Why it was entered in error"), max_length=300)


class AllergyForm(RefusableForm):
    """What they must not be given."""

    substance = forms.CharField(label=_("Allergic to"), max_length=120)
    kind = forms.ChoiceField(label=_("Which is"), choices=AllergyKind.choices)
    reaction = forms.CharField(label=_("What happens"), max_length=200, required=False)
    severity = forms.ChoiceField(
        label=_("How severe"), choices=AllergySeverity.choices, initial=AllergySeverity.UNKNOWN
    )


class InjectionForm(RefusableForm):
    """A long-acting injection given here."""

    given_on = DateField(label=_("Given on"))
    dose = forms.CharField(label=_("Dose"), max_length=80)
    lot = forms.CharField(label=_("Lot number"), max_length=40)
    expires_on = DateField(label=_("Good until"))
    body_site = forms.ChoiceField(label=_("Where"), choices=[*CHOOSE, *InjectionSite.choices])
    next_due_on = DateField(
        label=_("Next one due on"), required=False, help_text=_("Left empty, it is counted from the days between two.")
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class NaloxoneForm(RefusableForm):
    """Naloxone offered, and what came of it."""

    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=NaloxoneOutcome.choices, initial=NaloxoneOutcome.GIVEN,
        widget=forms.RadioSelect,
    )  # fmt: skip
    on = DateField(label=_("Day"))
    why = forms.ChoiceField(label=_("Occasion"), choices=NaloxoneWhy.choices, initial=NaloxoneWhy.ASKED)
    kits = forms.IntegerField(label=_("Kits given"), min_value=0, max_value=20, initial=1, required=False)
    product = forms.ChoiceField(label=_("Kind"), choices=[*CHOOSE, *NaloxoneProduct.choices], required=False)
    lot = forms.CharField(label=_("Lot number"), max_length=40, required=False)
    expires_on = DateField(label=_("Good until"), required=False)
    was_trained = forms.BooleanField(
        label=_("Shown how to see an overdose, call 911, give it and stay"), required=False
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for lot and date of kits that were given."""
        data = super().clean() or {}
        if data.get("outcome") == NaloxoneOutcome.GIVEN:
            for name in ("kits", "product", "lot", "expires_on"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed when a kit is given."))
        return data


class ReconcileForm(RefusableForm):
    """The list was gone through."""

    compared_with = forms.MultipleChoiceField(
        label=_("Compared with"), choices=LearnedFrom.choices, widget=forms.CheckboxSelectMultiple
    )
    differed = forms.BooleanField(label=_("Something differed, and the list was changed"), required=False)
    note = forms.CharField(
        label=_("What differed, what was done"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    no_known_allergies = forms.BooleanField(label=_("They know of no allergies"), required=False)


class ContactForm(RefusableForm):
    """One contact for a client's sake."""

    contacted_at = forms.DateTimeField(
        label=_("When"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )  # fmt: skip
    with_whom = forms.ChoiceField(label=_("With"), choices=ContactWith.choices)
    how = forms.ChoiceField(label=_("How"), choices=ContactBy.choices)
    outcome = forms.ChoiceField(label=_("What came of it"), choices=ContactOutcome.choices)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=480, required=False)
    about = forms.ChoiceField(label=_("About"), choices=[*CHOOSE, *Need.choices], required=False)
    summary = forms.CharField(
        label=_("What it was about"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    next_step = forms.CharField(label=_("Next step"), max_length=300, required=False)


class MeetingForm(RefusableForm):
    """A support meeting."""

    on = DateField(label=_("Day"))
    kind = forms.ChoiceField(label=_("Meeting"), choices=[*CHOOSE, *MeetingKind.choices])
    place = forms.ChoiceField(label=_("Where"), choices=MeetingPlace.choices)
    is_home_group = forms.BooleanField(label=_("It is their home group"), required=False)
    has_sponsor = forms.ChoiceField(label=_("Has a sponsor or mentor"), choices=YES_NO, required=False)
    slip_seen = forms.BooleanField(label=_("Attendance slip seen"), required=False)


class TaskForm(RefusableForm):
    """A task with its day."""

    words = forms.CharField(
        label=_("What is to be done"),
        max_length=300,
        help_text=_("Without the client's name: the chart stands beside it."),
    )
    due_on = DateField(label=_("Due on"))
    assignee = OneOf(label=_("For"), required=False, empty=_("Me"))

    def offer(self, people: Iterable[StaffMember]) -> TaskForm:
        """Say which colleagues may take it."""
        field = self.fields["assignee"]
        assert isinstance(field, OneOf)
        field.offer(people, lambda one: one.name)
        return self


WAYS = [
    ("client", _("They ask there themselves; nothing about them leaves")),
    ("we_tell", _("We tell the place about them, on the next page")),
]


class ReferForm(RefusableForm):
    """Where to, for what, and who asks there."""

    need = forms.ChoiceField(label=_("What for"), choices=[*CHOOSE, *Need.choices])
    resource = OneOf(label=_("Place"), required=False, empty=_("One that is not on the list"))
    to_name = forms.CharField(label=_("Name of a place that is not on the list"), max_length=160, required=False)
    wish = forms.CharField(label=_("What they want from it, in their words"), max_length=500, required=False)
    is_warm = forms.BooleanField(label=_("Handed over together, in person or on the phone"), required=False)
    way = forms.ChoiceField(label=_("Who asks there"), choices=WAYS, initial="client", widget=forms.RadioSelect)
    follow_up_on = DateField(label=_("Follow up on"), required=False)

    def offer(self, places: Iterable[CommunityResource]) -> ReferForm:
        """Say which places there are."""
        field = self.fields["resource"]
        assert isinstance(field, OneOf)
        field.offer(places, resource_words)
        return self


def resource_words(row: CommunityResource) -> str:
    """Say a place and what it helps with."""
    return f"{row.name} · {', '.join(str(Need(need).label) for need in row.needs)}"


class MoveForm(RefusableForm):
    """Where a referral stands now."""

    version = version_field()
    to = forms.ChoiceField(label=_("Where it stands"), choices=[*CHOOSE, *ReferralStatus.choices])
    note = forms.CharField(label=_("What was learned"), max_length=500, required=False)
    follow_up_on = DateField(label=_("Follow up on"), required=False)

    def only(self, allowed: Iterable[str]) -> MoveForm:
        """Offer what may follow."""
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        may = set(allowed)
        field.choices = [*CHOOSE, *(each for each in ReferralStatus.choices if each[0] in may)]
        return self


class LaterForm(RefusableForm):
    """Another day of following up."""

    version = version_field()
    on = DateField(label=_("Follow up on"))
    note = forms.CharField(label=_("What was learned so far"), max_length=500, required=False)


SENT = [("spoken", _("By word of mouth: I told them")), ("letter", _("By letter: make it now"))]


class TellForm(RefusableForm):
    """What the place is told."""

    version = version_field()
    information = forms.MultipleChoiceField(
        label=_("What is told"), choices=[(key, Information(key).label) for key in MAY_BE_TOLD],
        widget=forms.CheckboxSelectMultiple, initial=[Information.PRESENCE.value, Information.CONTACT.value],
    )  # fmt: skip
    sent_as = forms.ChoiceField(label=_("How"), choices=SENT, initial="spoken", widget=forms.RadioSelect)
    said = forms.CharField(
        label=_("In a sentence or two"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What you said; in a letter, these words stand in it."),
    )  # fmt: skip


class ResourceForm(RefusableForm):
    """A place in the community."""

    version = version_field()
    name = forms.CharField(label=_("Name"), max_length=160)
    needs = forms.MultipleChoiceField(label=_("Helps with"), choices=Need.choices, widget=forms.CheckboxSelectMultiple)
    description = forms.CharField(
        label=_("What they do"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    eligibility = forms.CharField(label=_("For whom"), max_length=300, required=False)
    cost = forms.CharField(label=_("Cost"), max_length=200, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    website = forms.CharField(label=_("Web address"), max_length=200, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    hours = forms.CharField(label=_("Hours"), max_length=200, required=False)
    languages = forms.CharField(label=_("Languages"), max_length=200, required=False)
    how_to_refer = forms.CharField(label=_("How to refer"), max_length=500, required=False)
    takes_medication = forms.ChoiceField(
        label=_("Takes people on medication for addiction treatment"), choices=YES_NO, required=False
    )
    staff_note = forms.CharField(label=_("For colleagues"), max_length=500, required=False)
    site = OneOf(label=_("For"), required=False, empty=_("All sites"))

    def offer(self, sites: Iterable[Site], *, may_all: bool) -> ResourceForm:
        """Say for which sites it may stand on the list."""
        field = self.fields["site"]
        assert isinstance(field, OneOf)
        rows = list(sites)
        field.required = not may_all
        field.empty = _("All sites") if may_all else ""
        field.offer(rows, lambda site: site.name)
        return self


def yes_no(value: str) -> bool | None:
    """Read "yes", "no" or not asked."""
    return {"yes": True, "no": False}.get(value)


def yes_no_value(value: bool | None) -> str:
    """Write it back for a form."""
    return "" if value is None else "yes" if value else "no"
