"""Forms about integrations: who they are, their keys, apps and webhooks."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.choices import Purpose
from clients.models import RecipientParty
from iop.api.choices import CALLS_A_MINUTE, Scope
from iop.api.keys import Days
from iop.api.models import Application, Integration
from iop.api.oauth.actions import Keys
from iop.api.oauth.key_sets import PRIVATE, is_private
from iop.clinic.models import Site

GRANTS = (
    ("client-credentials", _("It acts for itself, at night and on its own")),
    ("authorization-code", _("People allow it: staff to act for them, clients to read their own record")),
)
PROOFS = (
    ("secret", _("By a secret, which is shown once: it runs on a server")),
    ("keys", _("By signing, with public keys that you give here: no secret ever travels (SMART backend services)")),
    ("none", _("Not at all: it runs on a phone or in a browser")),
)
NEXT_PROOFS = (
    ("", _("As before")),
    ("secret", _("By a new secret, which is shown once; what it used before ends at once")),
    ("keys", _("By signing, with the public keys given here; what it used before ends at once")),
)


KEY_FIELDS = ("key_set", "key_set_url")


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


class BoundsChangeForm(BoundsForm):
    """The same of an integration as it was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


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


class LifeForm(forms.Form):
    """How long a key holds, within the days that the clinic allows."""

    until = forms.DateField(
        label=_("Holds until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, days: Days, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["until"]
        field.initial = days.usual
        told = {"last": f"{days.last:%Y-%m-%d}", "usual": f"{days.usual:%Y-%m-%d}"}
        field.help_text = _("Its last day, by UTC: %(last)s at the latest. Empty: %(usual)s.") % told
        field.widget.attrs |= {"min": f"{days.first:%Y-%m-%d}", "max": f"{days.last:%Y-%m-%d}"}


class KeyForm(LifeForm):
    """What a key may do and how long it holds."""

    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    fhir = forms.BooleanField(label=_("Read through FHIR (system/*.rs)"), required=False)
    field_order = ("scopes", "fhir", "until")

    @property
    def chosen(self) -> list[str]:
        """Name the scopes that were ticked."""
        return [*self.cleaned_data["scopes"], *(["system/*.rs"] if self.cleaned_data["fhir"] else [])]


class KeysForm(forms.Form):
    """How an app proves who it is, with its public keys."""

    key_set = forms.CharField(
        label=_("Public keys"), required=False, widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("For an app that signs: its public keys as JSON (a JWK Set). Never a private key."),
    )  # fmt: skip
    key_set_url = forms.CharField(
        label=_("Or the address of its public keys"), required=False, max_length=500,
        help_text=_("An https:// address that gives the same JSON. We look there again when the app signs with another key."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound and is_private(str(self.data.get("key_set", ""))):
            # A private key is refused like any other fault, but it isn't handed back in the page.
            told: Any = self.data
            blank = told.copy()
            blank["key_set"] = ""
            self.data, self.held_private_key = blank, True

    held_private_key = False

    def clean(self) -> dict[str, Any]:
        """Say that a private key was pasted, and that it was not kept."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.held_private_key:
            self.add_error("key_set", str(PRIVATE))
        return cleaned

    @property
    def keys(self) -> Keys | None:
        """Give the keys, where the app proves itself by keys."""
        told = self.cleaned_data
        return Keys(pasted=told["key_set"], url=told["key_set_url"]) if told["proof"] == "keys" else None


class AppFields(KeysForm):
    """What an app is called, where people come back to, and where its pages run."""

    name = forms.CharField(label=_("Name that people see"), max_length=80)
    redirect_uris = Lines(
        label=_("Where people come back to"), required=False, help_text=_("https:// addresses, one a line.")
    )
    allowed_origins = Lines(
        label=_("Where its pages run"), required=False,
        help_text=_("For an app in a browser: the origins of its pages, such as https://app.example.org, one a line. Only pages "
                    "from there may call us."),
    )  # fmt: skip


class AppForm(AppFields):
    """An OAuth2 application."""

    grant = forms.ChoiceField(label=_("How it gets its tokens"), choices=GRANTS, widget=forms.RadioSelect)
    proof = forms.ChoiceField(
        label=_("How it proves who it is"), choices=PROOFS, widget=forms.RadioSelect, initial="secret"
    )
    scopes = Lines(
        label=_("Scopes it may ask for"),
        help_text=_("One a line: sessions:read, or of FHIR patient/*.rs, user/Observation.rs, system/*.rs, launch/patient."),
    )  # fmt: skip
    field_order = ("name", "grant", "proof", "key_set", "key_set_url", "redirect_uris", "allowed_origins", "scopes")

    def clean(self) -> dict[str, Any]:
        """An app that acts for itself has to prove who it is."""
        cleaned = super().clean()
        if cleaned.get("proof") == "none" and cleaned.get("grant") == "client-credentials":
            self.add_error("proof", str(_("An app that acts for itself needs a secret or public keys.")))
        return cleaned

    @property
    def chosen(self) -> dict[str, Any]:
        """Give what was chosen, as the action takes it."""
        names = ("name", "grant", "scopes", "redirect_uris", "allowed_origins")
        told = {name: self.cleaned_data[name] for name in names}
        return {**told, "keeps_secrets": self.cleaned_data["proof"] == "secret", "keys": self.keys}


class AppChangeForm(AppFields):
    """An application as it is changed. ``version`` is the one that was shown, ``keys_shown`` the keys that were."""

    scopes = Lines(
        label=_("Scopes it may ask for"),
        help_text=_("One a line. What it was given already loses those that you take out."),
    )
    proof = forms.ChoiceField(
        label=_("How it proves who it is"), choices=NEXT_PROOFS, widget=forms.RadioSelect, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    keys_shown = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ("name", "redirect_uris", "allowed_origins", "scopes", "proof", "key_set", "key_set_url")

    def __init__(self, *args: Any, grant: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if grant == "client-credentials":
            del self.fields["redirect_uris"], self.fields["allowed_origins"]

    def clean(self) -> dict[str, Any]:
        """Ask back when keys were given and nothing says that they should be used: what was used before would end."""
        cleaned = super().clean()
        if not cleaned.get("proof") and self._gave_keys(cleaned):
            self.add_error("proof", str(_("You gave other keys: choose signing, so that they are used.")))
        return cleaned

    @property
    def chosen(self) -> dict[str, Any]:
        """Give what was chosen, as the action takes it."""
        names = ("name", "scopes", "redirect_uris", "allowed_origins")
        told = {name: self.cleaned_data.get(name, []) for name in names}
        version = self.cleaned_data["version"]
        return {**told, "proof": self.cleaned_data["proof"] or None, "keys": self.keys, "version": version}

    def overtaken_by(self, row: Application) -> list[tuple[str, str]]:
        """Say what stands now in the place of what was typed, when somebody changed the app since it was shown.

        What was typed stays in the form, and counts when it is sent again; keys that nobody touched are those that stand now.
        """
        if not self.is_bound or self.cleaned_data.get("version") in (None, row.version):
            return []
        told: Any = self.data
        stands, again = of_app(row), told.copy()
        for name in ("version", "keys_shown", *(() if self._gave_keys(self.cleaned_data) else KEY_FIELDS)):
            again[name] = str(stands[name])
        self.data = again
        typed = {**self.cleaned_data, **{name: again.get(name, "") for name in KEY_FIELDS}}
        return [
            (str(field.label), "\n".join(stands[name]) if isinstance(stands[name], list) else stands[name])
            for name, field in self.fields.items()
            if name not in ("version", "keys_shown", "proof") and typed.get(name) != stands[name]
        ]

    def _gave_keys(self, cleaned: dict[str, Any]) -> bool:
        shown = cleaned.get("keys_shown") or self.initial["keys_shown"]
        return shown != _in_short(cleaned.get("key_set", ""), cleaned.get("key_set_url", ""))


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
        "calls_a_minute": row.calls_a_minute, "version": row.version,
    }  # fmt: skip


def of_app(row: Application) -> dict[str, Any]:
    """Give an application's values for its form."""
    pasted = json.dumps({"keys": row.key_set}) if row.key_set else ""
    return {
        "name": row.name, "scopes": row.scopes, "redirect_uris": row.redirect_uris.split(), "proof": "",
        "allowed_origins": row.allowed_origins.split(), "key_set": pasted, "key_set_url": row.key_set_url,
        "keys_shown": _in_short(pasted, row.key_set_url), "version": row.version,
    }  # fmt: skip


def _in_short(pasted: str, url: str) -> str:
    """Tell an app's keys from others, in a few letters."""
    return hashlib.sha256(f"{pasted}\n{url}".encode()).hexdigest()[:16]
