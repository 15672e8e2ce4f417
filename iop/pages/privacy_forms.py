"""Forms about recipients, agreements, orders, and what is sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.choices import AgreementKind, Ground, Information, OrderSection, PartyKind, Purpose
from clients.party_rules import ASK_NOTHING_OF_US
from iop.pages.schedule_forms.base import DateField, OneOf, RefusableForm, version_field

CAME = (
    ("both", _("A court order and a subpoena or similar mandate")),
    ("order", _("A court order, without a mandate yet")),
    ("subpoena", _("A subpoena, warrant or attorney's letter, without a court order")),
)
TELLING_GROUNDS = (
    Ground.CONSENT,
    Ground.COURT_ORDER,
    Ground.CHILD_ABUSE,
    Ground.CRIME_ON_PREMISES,
    Ground.CAUSE_OF_DEATH,
    Ground.AUDIT,
    Ground.RESEARCH,
)
"""Grounds on which something may be told from this page. The client's own copy and emergencies have pages of their own."""
EMERGENCY_TOLD = (
    (Information.MEDICATIONS.value, _("Medications")),
    (Information.DIAGNOSIS.value, _("Diagnoses")),
    (Information.DRUG_TESTS.value, _("Drug test results")),
    (Information.SAFETY.value, _("What happened, and safety")),
    (Information.CONTACT.value, _("Name, birth date, contacts")),
    (Information.ASSESSMENT.value, _("Level of care")),
)
NATURES = (
    ("overdose", _("Overdose or intoxication")),
    ("suicide", _("Suicide attempt or acute risk")),
    ("withdrawal", _("Withdrawal, seizure")),
    ("medical", _("Other acute illness or injury")),
)


def several(choices: Iterable[tuple[str, Any]], label: Any, **more: Any) -> forms.MultipleChoiceField:
    """Ask for some of a list."""
    return forms.MultipleChoiceField(label=label, choices=list(choices), widget=forms.CheckboxSelectMultiple, **more)


class PartyForm(RefusableForm):
    """A recipient: who and where."""

    kind = forms.ChoiceField(
        label=_("What kind of recipient"),
        choices=[("", _("Choose")), *((kind.value, kind.label) for kind in PartyKind if kind != PartyKind.RELATIVE)],
    )
    name = forms.CharField(
        label=_("Name"), max_length=300, help_text=_("The person or the office, as a consent would name it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    organization = forms.CharField(label=_("Organisation"), max_length=300, required=False)
    address = forms.CharField(
        label=_("Postal address"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown to the client beside each thing that left."),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Telephone"), required=False, max_length=40, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.CharField(label=_("E-mail"), required=False, max_length=254, widget=forms.EmailInput)
    version = version_field()

    def for_relative(self) -> PartyForm:
        """Let a relative stay one: their kind is not chosen here."""
        self.fields["kind"].widget = forms.HiddenInput()
        self.fields["kind"].choices = PartyKind.choices  # type: ignore[attr-defined]
        return self


class AgreementForm(RefusableForm):
    """An agreement with somebody who serves the program."""

    party = OneOf(label=_("With whom"), empty=_("Choose"))
    kind = forms.ChoiceField(label=_("What kind of agreement"), choices=[("", _("Choose")), *AgreementKind.choices])
    services = forms.CharField(label=_("What they do for the program"), max_length=300)
    purposes = several(
        [(p.value, p.label) for p in (Purpose.TREATMENT, Purpose.PAYMENT, Purpose.OPERATIONS, Purpose.AUDIT)],
        _("For which purposes"),
    )
    starts_on = DateField(label=_("In force from"))
    ends_on = DateField(label=_("Until"), required=False, help_text=_("We warn 60 days before."))
    paper = forms.FileField(label=_("The signed paper"), required=False, help_text=_("PDF, JPEG or PNG."))
    beside = {"file": "paper"}

    def offer(self, parties: Iterable[Any]) -> AgreementForm:
        """Say with whom an agreement can be had."""
        field = self.fields["party"]
        assert isinstance(field, OneOf)
        able = [party for party in parties if party.kind not in ASK_NOTHING_OF_US]
        field.offer(able, lambda party: f"{party.name} · {party.get_kind_display()}")
        return self


class EndAgreementForm(RefusableForm):
    """An agreement's last day and why."""

    on = DateField(label=_("Last day"))
    reason = forms.CharField(label=_("Why it ends"), max_length=200)


class OrderForm(RefusableForm):
    """What came from a court."""

    came = forms.ChoiceField(label=_("What came in"), choices=CAME, widget=forms.RadioSelect)
    section = forms.ChoiceField(label=_("Under which section"), choices=[("", _("Choose")), *OrderSection.choices])
    court = forms.CharField(label=_("Court"), max_length=300)
    docket = forms.CharField(label=_("Docket number"), max_length=80, required=False)
    issued_on = DateField(label=_("Made on"))
    party = OneOf(label=_("To whom it lets information go"), empty=_("Choose"))
    information = several(
        [(each.value, each.label) for each in Information if each != Information.COUNSELING_NOTES],
        _("What the order opens"),
    )
    mandate = forms.CharField(
        label=_("The subpoena or similar mandate"),
        max_length=200,
        required=False,
        help_text=_("Kind, number, who signed it."),
    )
    mandate_on = DateField(label=_("Mandate dated"), required=False)
    notice_given = forms.BooleanField(
        label=_("Notice was given and those concerned could be heard, as the section asks"), required=False
    )
    ends_on = DateField(label=_("Holds until"), required=False)
    paper = forms.FileField(label=_("The order, scanned"), required=False)
    beside = {"file": "paper"}

    def offer(self, parties: Iterable[Any]) -> OrderForm:
        """Say who may be named."""
        field = self.fields["party"]
        assert isinstance(field, OneOf)
        field.offer(parties, lambda party: f"{party.name} · {party.get_kind_display()}")
        return self

    def only_a_subpoena(self) -> bool:
        """Say whether there is no order at all: then nothing else of the form is asked for."""
        return self.data.get("came") == "subpoena"

    def clean(self) -> dict[str, Any]:
        """Ask nothing else of somebody who holds a subpoena alone."""
        if self.only_a_subpoena():
            self.errors.clear()
        return super().clean() or self.cleaned_data


class MandateForm(RefusableForm):
    """The mandate that came after the order."""

    mandate = forms.CharField(label=_("The subpoena or similar mandate"), max_length=200)
    mandate_on = DateField(label=_("Dated"), required=False)
    notice_given = forms.BooleanField(
        label=_("Notice was given and those concerned could be heard, as the section asks"), required=False
    )


class ReviewForm(RefusableForm):
    """What a look at it afterwards found."""

    was_right = forms.TypedChoiceField(
        label=_("Was it right?"), choices=[("yes", _("Yes, it was right")), ("no", _("No, this needs following up"))],
        widget=forms.RadioSelect, coerce=lambda value: value == "yes", empty_value=None,
    )  # fmt: skip
    note = forms.CharField(label=_("What you found"), widget=forms.Textarea(attrs={"rows": 3}))


class EmergencyDisclosureForm(RefusableForm):
    """The four facts of 2.51(c); who tells and when are known."""

    nature_kind = forms.ChoiceField(label=_("What is happening"), choices=NATURES, widget=forms.RadioSelect)
    nature = forms.CharField(label=_("In your words"), max_length=400, required=False)
    recipient_name = forms.CharField(
        label=_("Who was told"), max_length=300, help_text=_("The medic, nurse or doctor, by name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    affiliation = forms.CharField(
        label=_("Where they are from"), max_length=300, help_text=_("Ambulance service, hospital, clinic."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "known-places"}),
    )  # fmt: skip
    information = several(EMERGENCY_TOLD, _("What was told"))
    said = forms.CharField(
        label=_("Anything worth noting"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def told(self) -> dict[str, Any]:
        """Give the values as the action takes them: the nature in one line."""
        data = dict(self.cleaned_data)
        kind = str(dict(NATURES)[data.pop("nature_kind")])
        words = data.pop("nature")
        return {**data, "nature": f"{kind}: {words}" if words else kind}


class LetterWordsForm(RefusableForm):
    """New words for a letter."""

    title = forms.CharField(label=_("Title"), max_length=120)
    words = forms.CharField(
        label=_("Words"),
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("An empty line begins a new paragraph."),
    )

    def paragraphs(self) -> list[str]:
        """Give the words paragraph by paragraph."""
        text = self.cleaned_data["words"].replace("\r\n", "\n")
        return [part.strip() for part in text.split("\n\n") if part.strip()]
