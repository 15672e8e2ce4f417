"""Forms of the first run."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from iop.accounts.models import User
from iop.clinic.forms import zones


class FirstRunForm(forms.Form):
    """The clinic, its first site, its first administrator."""

    name = forms.CharField(label=_("Name of the clinic"), max_length=200)
    neutral_name = forms.CharField(
        label=_("Neutral name for messages"), max_length=80,
        help_text=_("Text messages and e-mails are signed with it. It must not tell what the clinic does."),
    )  # fmt: skip
    site_name = forms.CharField(label=_("Name of the first site"), max_length=120)
    site_code = forms.SlugField(
        label=_("Its short code"), max_length=12, help_text=_("Letters, digits and hyphens, for lists.")
    )
    time_zone = forms.ChoiceField(label=_("Its time zone"), choices=zones)
    first_name = forms.CharField(label=_("Your first name"), max_length=300)
    last_name = forms.CharField(label=_("Your last name"), max_length=300)
    email = forms.EmailField(label=_("Your e-mail"), help_text=_("You sign in with it."))
    password = forms.CharField(
        label=_("Password"), help_text=_("At least 12 characters. A few words in a row are easy to keep."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False,
    )  # fmt: skip
    again = forms.CharField(
        label=_("Password again"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the same password twice, and for one that nobody guesses."""
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", str(_("The two passwords differ.")))
        elif data.get("password"):
            self._check_strength(data["password"], data.get("email", ""))
        data.pop("again", None)
        return data

    def _check_strength(self, password: str, email: str) -> None:
        try:
            validate_password(password, user=User(email=email))
        except forms.ValidationError as weak:
            self.add_error("password", weak)


class StartingSetForm(forms.Form):
    """Which parts of the starting set to make."""

    PARTS = (
        ("levels", _("Levels of care, with their usual hours")),
        ("dimensions", _("The dimensions of both editions of the criteria, by number and name")),
        ("diagnosis_codes", _("Diagnosis codes: F10–F99 and common others (ICD-10-CM 2026)")),
        ("credentials", _("Credential kinds: who may lead, who may sign")),
        ("kinds", _("Component kinds: check-in, groups, education, breaks, wrap-up")),
        ("curriculum", _("A curriculum to begin with")),
        ("exercises", _("Mindfulness exercises")),
        ("consents", _("Consent forms in English and Spanish")),
        ("letters", _("Attendance letters in English and Spanish")),
        ("intake", _("A fit checklist and referral sources for intake")),
        ("measures", _("When questionnaires are given, by level of care")),
        ("warnings", _("Rules that warn early: absences, cravings, scores, tests")),
        ("absence", _("A policy about missed days: six in twelve weeks ask for a review")),
        ("tracks", _("Four tracks: morning, afternoon, evening, weekend")),
        ("week", _("An example week of 195-minute days")),
    )
    parts = forms.MultipleChoiceField(
        label=_("What to make"), choices=PARTS, widget=forms.CheckboxSelectMultiple, initial=[key for key, _label in PARTS],
        help_text=_("Everything can be changed afterwards."),
    )  # fmt: skip
