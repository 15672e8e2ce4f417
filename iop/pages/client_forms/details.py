"""Registering a client, changing details, and how to reach them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.choices import NAME_LENGTH, ContactKind, Sex
from clients.models import Client
from iop.access.actors import Place
from iop.pages.schedule_forms.base import DateField, RefusableForm

LANGUAGES = (
    ("en", _("English")),
    ("es", _("Spanish")),
    ("pt", _("Portuguese")),
    ("fr", _("French")),
    ("ht", _("Haitian Creole")),
    ("zh", _("Chinese")),
    ("vi", _("Vietnamese")),
    ("ar", _("Arabic")),
    ("ru", _("Russian")),
    ("ase", _("American Sign Language")),
)
"""The languages most often asked for; messages and handouts exist in those the clinic has written them in."""


class DetailsForm(RefusableForm):
    """Who somebody is."""

    legal_first_name = forms.CharField(label=_("Legal first name"), max_length=NAME_LENGTH, strip=True)
    legal_last_name = forms.CharField(label=_("Legal last name"), max_length=NAME_LENGTH, strip=True)
    preferred_name = forms.CharField(
        label=_("Preferred first name"),
        max_length=NAME_LENGTH,
        required=False,
        help_text=_("What everybody here will call them."),
    )
    pronouns = forms.CharField(label=_("Pronouns"), max_length=40, required=False)
    sex = forms.ChoiceField(
        label=_("Sex, for scores that need it"),
        choices=Sex.choices,
        initial=Sex.UNKNOWN,
        required=False,
        help_text=_("Two questionnaires score by it. Ask; do not guess."),
    )
    date_of_birth = DateField(label=_("Date of birth"))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial="en")

    def clean_sex(self) -> str:
        """Nothing chosen means not asked."""
        return self.cleaned_data["sex"] or Sex.UNKNOWN

    def offer_language(self, code: str) -> None:
        """Keep a language that is on file although the list does not have it."""
        field = self.fields["language"]
        if isinstance(field, forms.ChoiceField) and code and code not in dict(LANGUAGES):
            field.choices = [*LANGUAGES, (code, code)]


class RegisterForm(DetailsForm):
    """Somebody on the phone or at the desk, for the first time."""

    site = forms.ChoiceField(label=_("Site"))
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    phone_may_leave_message = forms.BooleanField(label=_("We may leave a message there"), required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False, widget=forms.EmailInput)
    referred_by = forms.CharField(label=_("Who referred them"), max_length=200, required=False)
    emergency_first_name = forms.CharField(
        label=_("Emergency contact: first name"), max_length=NAME_LENGTH, required=False
    )
    emergency_last_name = forms.CharField(
        label=_("Emergency contact: last name"), max_length=NAME_LENGTH, required=False
    )
    emergency_role = forms.CharField(label=_("Who that is to them"), max_length=60, required=False)
    emergency_phone = forms.CharField(
        label=_("Emergency contact: phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    seen_warning = forms.CharField(required=False, widget=forms.HiddenInput)

    beside = {"value": "phone"}

    made: Client | None = None
    """Whom it registered."""

    def offer_sites(self, places: Sequence[Place], chosen: Any = None) -> None:
        """Say at which sites somebody may be registered."""
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(place.id), place.name) for place in places]
        if len(places) == 1:
            field.widget = forms.HiddenInput()
        field.initial = str(chosen.id if chosen else places[0].id) if places else None

    def clean(self) -> dict[str, Any]:
        """A contact without a name would reach nobody."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if (data.get("emergency_phone") or data.get("emergency_role")) and not data.get("emergency_first_name"):
            self.add_error("emergency_first_name", _("Give a name for the emergency contact."))
        return data

    @property
    def contact_points(self) -> list[dict[str, Any]]:
        """The ways to reach them, as the action takes them."""
        data = self.cleaned_data
        found = [
            {"kind": ContactKind.PHONE, "value": data["phone"], "may_leave_message": data["phone_may_leave_message"]},
            {"kind": ContactKind.EMAIL, "value": data["email"]},
        ]
        return [{**point, "is_preferred": True} for point in found if point["value"]]

    @property
    def emergency_contact(self) -> dict[str, str] | None:
        """Whom to call, as the action takes it."""
        data = self.cleaned_data
        if not data["emergency_first_name"]:
            return None
        return {name: data[f"emergency_{name}"] for name in ("first_name", "last_name", "role", "phone")}


class EditForm(DetailsForm):
    """Changing details, with the version that was read."""

    notes_for_contact = forms.CharField(
        label=_("How and when to reach them safely"),
        max_length=300,
        required=False,
        help_text=_("For example: after 17:00, never at work."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def about(cls, client: Client, data: Any = None) -> EditForm:
        """Make the form with what stands in the record."""
        names = [name for name in cls.base_fields if name != "version"]
        form = cls(data, initial={**{name: getattr(client, name) for name in names}, "version": client.version})
        form.offer_language(client.language)
        return form

    @property
    def changes(self) -> dict[str, Any]:
        """What was typed, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PhotoForm(RefusableForm):
    """A photo, taken or chosen."""

    photo = forms.FileField(
        label=_("Photo"),
        help_text=_("JPEG or PNG. Ask the client first; initials do just as well."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )

    beside = {"file": "photo"}


class ContactPointForm(RefusableForm):
    """One more way to reach somebody."""

    kind = forms.ChoiceField(label=_("What"), choices=ContactKind.choices)
    value = forms.CharField(label=_("Number or address"), max_length=400)
    label = forms.CharField(
        label=_("Whose, or where"), max_length=60, required=False, help_text=_("For example: mobile, work.")
    )
    may_leave_message = forms.BooleanField(label=_("We may leave a message there"), required=False)
    is_preferred = forms.BooleanField(label=_("They prefer this one"), required=False)


class EmergencyForm(RefusableForm):
    """Whom to call in an emergency."""

    first_name = forms.CharField(label=_("First name"), max_length=NAME_LENGTH)
    last_name = forms.CharField(label=_("Last name"), max_length=NAME_LENGTH, required=False)
    role = forms.CharField(label=_("Who that is to them"), max_length=60)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )

    beside = {"emergency_first_name": "first_name", "emergency_last_name": "last_name", "emergency_phone": "phone"}
