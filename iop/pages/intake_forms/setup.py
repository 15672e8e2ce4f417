"""The checklist, referral sources, stays elsewhere and the program page, as they are typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from clients.choices import CheckKind, PayerKind, ReferralKind, StayKind, StayStatus
from iop.clinic.actions.profiles import lines
from iop.clinic.choices import Therapy
from iop.clinic.models import SiteProfile
from iop.pages.schedule_forms.base import DateField, RefusableForm, version_field


def _several(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CheckForm(RefusableForm):
    """A question of the checklist, or something a payer needs."""

    kind = forms.ChoiceField(label=_("What it is about"), choices=CheckKind.choices)
    text = forms.CharField(
        label=_("Question"), max_length=300, help_text=_("Word it so that “yes” is the good answer.")
    )
    hint = forms.CharField(label=_("Hint for whoever asks"), max_length=300, required=False)
    is_needed = forms.BooleanField(
        label=_("Needed"), required=False,
        help_text=_("Fit: a “no” says the program does not fit now. Payer: due before the first session."),
    )  # fmt: skip
    payer_kinds = forms.MultipleChoiceField(
        label=_("Only for these payers"), choices=PayerKind.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: for all."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    version = version_field()

    beside = {"key": "text"}

    @property
    def fields_of_check(self) -> dict[str, Any]:
        """What was typed, as the action takes it; a new question's key is made of its words."""
        data = dict(self.cleaned_data)
        return {**data, "key": slugify(data["text"])[:60].strip("-") or "check"}


class SourceForm(RefusableForm):
    """An organisation from which people come."""

    organization = forms.CharField(label=_("Organization"), max_length=200)
    kind = forms.ChoiceField(label=_("What it is"), choices=ReferralKind.choices)
    contact_person = forms.CharField(label=_("Contact person"), max_length=200, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    version = version_field()


class ProfileForm(RefusableForm):
    """What the program page says."""

    is_published = forms.BooleanField(label=_("Everybody may read this page"), required=False)
    form_enabled = forms.BooleanField(label=_("People may write to intake from it"), required=False)
    shows_seats = forms.BooleanField(
        label=_("Say when a seat is free"), required=False, help_text=_("It never says how many.")
    )
    about_en = forms.CharField(label=_("About the program, in English"), required=False, widget=_several(5))
    about_es = forms.CharField(label=_("About the program, in Spanish"), required=False, widget=_several(5))
    therapies = forms.MultipleChoiceField(
        label=_("What is offered"), choices=Therapy.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    co_occurring = forms.BooleanField(label=_("Mental health is treated at the same time"), required=False)
    insurers = forms.CharField(
        label=_("Insurance accepted"), required=False, widget=_several(6), help_text=_("One to a line.")
    )
    costs_en = forms.CharField(label=_("What it costs, in English"), required=False, widget=_several())
    costs_es = forms.CharField(label=_("What it costs, in Spanish"), required=False, widget=_several())
    licence = forms.CharField(label=_("Licence"), max_length=200, required=False)
    accreditation = forms.CharField(label=_("Accreditation"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_insurers(self) -> list[str]:
        """One insurer to a line."""
        return lines(self.cleaned_data["insurers"])

    @classmethod
    def about(cls, profile: SiteProfile | None, data: Any = None) -> ProfileForm:
        """Make the form with what the page says now."""
        if profile is None:
            return cls(data, initial={"version": 0})
        initial = {name: getattr(profile, name) for name in cls.base_fields}
        return cls(data, initial={**initial, "insurers": "\n".join(profile.insurers)})


class StayForm(RefusableForm):
    """Somebody goes elsewhere for a while."""

    kind = forms.ChoiceField(label=_("Where to"), choices=StayKind.choices)
    facility = forms.CharField(label=_("Facility"), max_length=200)
    contact_person = forms.CharField(label=_("Contact person"), max_length=200, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    referred_on = DateField(label=_("Referred on"))
    expected_from = DateField(label=_("Expected there from"), required=False)
    expected_until = DateField(label=_("Expected there until"), required=False)
    ask_on = DateField(label=_("Ask after them on"), required=False)
    to_ask = forms.CharField(label=_("What to ask"), max_length=300, required=False)
    note = forms.CharField(label=_("Note"), required=False, widget=_several(2))


class StayNewsForm(RefusableForm):
    """What was heard of somebody elsewhere."""

    what = forms.ChoiceField(
        label=_("What was heard"), widget=forms.RadioSelect,
        choices=[
            ("there", _("They arrived there")), ("again", _("Nothing new: ask again later")),
            (StayStatus.BACK, _("They are back")), (StayStatus.ELSEWHERE, _("They do not come back")),
            (StayStatus.CANCELLED, _("They did not go")),
        ],
    )  # fmt: skip
    on = DateField(label=_("Day"), help_text=_("When it happened; or when to ask again."))
    note = forms.CharField(label=_("Note"), required=False, widget=_several(2))

    beside = {"went_on": "on", "back_on": "on", "ask_on": "on", "status": "what"}
