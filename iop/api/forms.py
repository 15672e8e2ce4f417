"""Forms about integrations: who they are, their keys, apps and webhooks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.choices import Purpose
from clients.models import RecipientParty
from iop.api.choices import CALLS_A_MINUTE, Scope
from iop.api.models import Integration
from iop.clinic.models import Site

DAYS = ((30, _("30 days")), (90, _("90 days")), (365, _("A year")))
GRANTS = (
    ("client-credentials", _("It acts for itself, at night and on its own")),
    ("authorization-code", _("People allow it: staff to act for them, clients to read their own record")),
)


class Lines(forms.CharField):
    """Several words, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> Any:
        """Give a list."""
        return [
            line.strip() for line in (super().to_python(value) or "").replace(",", "\n").splitlines() if line.strip()
        ]

    def prepare_value(self, value: Any) -> Any:
        """Show a list a line each."""
        return "\n".join(value) if isinstance(value, list) else value


class BoundsForm(forms.Form):
    """What an integration is called, where it reads, from where and how often it calls."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("The program that will connect."))
    sites = forms.ModelMultipleChoiceField(
        label=_("Sites"),
        queryset=Site.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None ticked: all sites."),
    )
    networks = Lines(
        label=_("Addresses it calls from"),
        required=False,
        help_text=_("One a line, such as 203.0.113.7 or 203.0.113.0/24. Empty: from anywhere."),
    )
    calls_a_minute = forms.IntegerField(
        label=_("Calls a minute at most"), min_value=1, max_value=100_000, initial=CALLS_A_MINUTE
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["sites"]
        field.queryset = Site.objects.filter(is_active=True)


class IntegrationForm(BoundsForm):
    """A new integration, and who stands behind it."""

    party = forms.ModelChoiceField(
        label=_("Who reads through it"),
        queryset=RecipientParty.objects.none(),
        required=False,
        empty_label=_("The clinic itself: our own software"),
        help_text=_("A recipient that is kept under Privacy. Whoever does not serve the program by agreement reads about "
                    "those clients alone whose consent names them."),
    )  # fmt: skip
    agreement = forms.CharField(
        label=_("Agreement"), max_length=300, required=False,
        help_text=_("Which services it does for the program, when an agreement begins today. Empty: none, or one that stands."),
    )  # fmt: skip
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices, initial=Purpose.OPERATIONS)
    field_order = ("name", "party", "agreement", "purpose", "sites", "networks", "calls_a_minute")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["party"]
        field.queryset = RecipientParty.objects.filter(is_active=True).order_by("name")
        field.label_from_instance = lambda party: party.name


class KeyForm(forms.Form):
    """What a key may do and how long it holds."""

    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    fhir = forms.BooleanField(label=_("Read through FHIR (system/*.rs)"), required=False)
    days = forms.TypedChoiceField(label=_("How long it holds"), choices=DAYS, coerce=int, initial=365)

    @property
    def chosen(self) -> list[str]:
        """Name the scopes that were ticked."""
        return [*self.cleaned_data["scopes"], *(["system/*.rs"] if self.cleaned_data["fhir"] else [])]


class AppForm(forms.Form):
    """An OAuth2 application."""

    name = forms.CharField(label=_("Name that people see"), max_length=80)
    grant = forms.ChoiceField(label=_("How it gets its tokens"), choices=GRANTS, widget=forms.RadioSelect)
    keeps_secrets = forms.BooleanField(
        label=_("It runs on a server and can keep a secret"), required=False, initial=True,
        help_text=_("Not ticked: it runs on a phone or in a browser."),
    )  # fmt: skip
    redirect_uris = Lines(
        label=_("Where people come back to"), required=False, help_text=_("https:// addresses, one a line.")
    )
    scopes = Lines(
        label=_("Scopes it may ask for"),
        help_text=_("One a line: sessions:read, or of FHIR patient/*.rs, user/Observation.rs, system/*.rs, launch/patient."),
    )  # fmt: skip


class WebhookForm(forms.Form):
    """Where an integration is told of changes, and of which."""

    url = forms.CharField(
        label=_("Address"), max_length=500, help_text=_("It is sent a POST with ids, never with words.")
    )
    events = Lines(
        label=_("Kinds of changes"), initial=["*"], help_text=_("One a line: sessions.closed, billing.* or *.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def bounds_of(row: Integration) -> dict[str, Any]:
    """Give an integration's values for its form."""
    return {
        "name": row.name, "sites": list(row.sites.values_list("pk", flat=True)), "networks": row.networks,
        "calls_a_minute": row.calls_a_minute,
    }  # fmt: skip
