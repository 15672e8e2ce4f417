"""Forms of the pages about consents: filling a draft in, signing, revoking, and new versions of a form."""

from __future__ import annotations

import base64
import binascii
import io
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients import consent_texts
from clients.choices import RevocationMethod, SignerRole
from clients.models import Consent
from iop.notifications.choices import Channel
from iop.pages.presenters.consents import filling
from iop.pages.schedule_forms.base import DateField, RefusableForm

NEEDED = ("channel", "recipient", "information", "purposes", "end", "discloser")
"""What a form may not be signed without, where its kind has it."""
DRAWING_START = "data:image/png;base64,"
DRAWING_LIMIT = 2_000_000
IDENTITIES = (
    ("photo ID", _("Photo ID")),
    ("known to us", _("Known to us in person")),
    ("birth date and address asked", _("Asked for birth date and address")),
    ("guardianship papers", _("Papers of guardianship or representation")),
)


class FillForm(RefusableForm):
    """What a draft says. Which parts it has depends on the kind of consent."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=_("Channel"), choices=[("", "—"), *Channel.choices], required=False)
    recipient = forms.ChoiceField(label=_("Who may receive it"), required=False)
    participants = forms.CharField(
        label=_("Through an exchange or app: who receives it there"), max_length=500, required=False,
        help_text=_("Names, or “those treating me”."),
    )  # fmt: skip
    information = forms.MultipleChoiceField(
        label=_("What may be shared"), widget=forms.CheckboxSelectMultiple, required=False
    )
    information_note = forms.CharField(
        label=_("More exactly"), max_length=500, required=False, help_text=_("Such as dates, or one report only.")
    )
    purposes = forms.MultipleChoiceField(label=_("What for"), widget=forms.CheckboxSelectMultiple, required=False)
    end = forms.ChoiceField(label=_("When it ends"), widget=forms.RadioSelect, required=False)
    expires_on = DateField(label=_("Last day"), required=False)
    expires_event = forms.CharField(label=_("What happens then"), max_length=200, required=False)
    revocable_from = DateField(
        label=_("May be taken back from"), required=False,
        help_text=_("Criminal justice: a day or an event, no later than the end of the case."),
    )  # fmt: skip
    revocable_event = forms.CharField(label=_("or once this has happened"), max_length=200, required=False)
    discloser = forms.CharField(label=_("Who may share"), max_length=300, required=False)
    new_kind = forms.ChoiceField(label=_("What they are"), required=False)
    new_name = forms.CharField(label=_("Name"), max_length=300, required=False)
    new_organization = forms.CharField(label=_("Organization"), max_length=300, required=False)
    new_address = forms.CharField(
        label=_("Address"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    new_phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    person_first_name = forms.CharField(label=_("First name"), max_length=300, required=False)
    person_last_name = forms.CharField(label=_("Last name"), max_length=300, required=False)
    person_role = forms.CharField(label=_("Who that is to them"), max_length=60, required=False)
    person_phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )

    beside = {"party": "recipient", "recipient_class": "recipient"}
    use_required_attribute = False

    def __init__(self, *args: Any, consent: Consent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = filling.parts_of(consent.kind)
        self.fields["recipient"].choices = filling.recipient_choices(consent)  # type: ignore[attr-defined]
        self.fields["information"].choices = filling.information_choices(consent.kind)  # type: ignore[attr-defined]
        self.fields["purposes"].choices = filling.purpose_choices(consent.kind)  # type: ignore[attr-defined]
        self.fields["end"].choices = filling.end_choices(consent.kind)  # type: ignore[attr-defined]
        self.fields["new_kind"].choices = filling.new_kinds(consent.kind)  # type: ignore[attr-defined]
        for name in NEEDED:
            self.fields[name].required = True

    def full_clean(self) -> None:
        """A draft may be saved half filled in; that these are needed before signing is only said beside their labels."""
        for name in NEEDED:
            self.fields[name].required = False
        super().full_clean()
        for name in NEEDED:
            self.fields[name].required = True

    @property
    def names_new(self) -> bool:
        """Say whether a recipient was typed in who is not in the register."""
        return bool(self.cleaned_data.get("new_name"))

    @property
    def names_person(self) -> bool:
        """Say whether a relative was typed in."""
        return bool(self.cleaned_data.get("person_first_name"))

    def changes(self) -> dict[str, Any]:
        """Give the answers as the action takes them; the recipient is looked up by the view."""
        data = self.cleaned_data
        found: dict[str, Any] = {}
        if "information" in self.parts:
            found |= {"information": data["information"], "information_note": data["information_note"]}
        for part in ("purposes", "discloser", "channel"):
            if part in self.parts:
                found[part] = data[part]
        if "recipient" in self.parts:
            found["participants"] = data["participants"]
        if "revocable" in self.parts:
            found |= {"revocable_from": data["revocable_from"], "revocable_event": data["revocable_event"]}
        return found | (self._end() if "end" in self.parts else {})

    def _end(self) -> dict[str, Any]:
        data, end = self.cleaned_data, self.cleaned_data["end"]
        return {
            "expires_on": data["expires_on"] if end == "day" else None,
            "expires_event": data["expires_event"] if end == "event" else "",
            "never_expires": end == "never",
        }


class SignForm(RefusableForm):
    """A signature: what staff say of the signer, and what the signer does."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    signer_role = forms.ChoiceField(label=_("Who signs"), choices=SignerRole.choices, widget=forms.RadioSelect)
    signer_name = forms.CharField(label=_("Name of who signs, if it is not the client"), max_length=640, required=False)
    identity_seen = forms.ChoiceField(label=_("How do you know who it is?"), choices=IDENTITIES)
    witnessed = forms.BooleanField(label=_("I see them sign, as a witness"), required=False)
    paper = forms.FileField(
        label=_("It was signed on paper: the scan"), required=False, help_text=_("A PDF, JPEG or PNG file.")
    )
    typed_name = forms.CharField(max_length=640, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    drawing_data = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-sign-into": ""}))
    agrees = forms.BooleanField(required=False)

    def __init__(self, *args: Any, language: str = "en", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = consent_texts.words(language)

    def clean(self) -> dict[str, Any]:
        """Ask for the tick, except where a signed paper says it."""
        data = super().clean() or {}
        if not data.get("agrees") and not data.get("paper"):
            self.add_error("agrees", self.words["page_tick"])
        return data

    def refuse(self, refusal: Any) -> None:
        """Say a refusal about the name or the drawing where the signer wrote it, in the language they read."""
        by_hand = not self.cleaned_data.get("paper")
        if refusal.field == "drawing":
            self.add_error("typed_name" if by_hand else "paper", self.words["page_empty"] if by_hand else str(refusal))
        elif refusal.field == "signer_name" and self.cleaned_data.get("signer_role") == SignerRole.CLIENT:
            wrong = "page_wrong_name" if self.cleaned_data.get("typed_name") else "page_empty"
            self.add_error("typed_name", self.words[wrong])
        else:
            super().refuse(refusal)

    def signature(self, client_name: str) -> dict[str, Any]:
        """Give method, name and picture as the action takes them: a scan before a drawing before a typed name."""
        data = self.cleaned_data
        said = data["signer_name"] or (client_name if data["signer_role"] == SignerRole.CLIENT else "")
        if data.get("paper"):
            return {"method": "paper", "signer_name": said, "drawing": data["paper"]}
        drawn = drawing_of(data["drawing_data"])
        if drawn is not None:
            return {"method": "drawn", "signer_name": data["typed_name"] or said, "drawing": drawn}
        return {"method": "typed", "signer_name": data["typed_name"]}


def drawing_of(data: str) -> io.BytesIO | None:
    """Read a drawn signature that the page sent as a picture; nothing when it sent none, or none that can be read."""
    if not data.startswith(DRAWING_START) or len(data) > DRAWING_LIMIT:
        return None
    try:
        picture = io.BytesIO(base64.b64decode(data.removeprefix(DRAWING_START), validate=True))
    except binascii.Error:
        return None
    picture.name = "signature.png"
    return picture


class RevokeForm(RefusableForm):
    """How a consent was taken back."""

    method = forms.ChoiceField(
        label=_("How did they say it?"), widget=forms.RadioSelect, initial=RevocationMethod.ORAL,
        choices=[
            (RevocationMethod.ORAL.value, _("By word of mouth: it stops now, the writing follows")),
            (RevocationMethod.WRITTEN.value, _("In writing")),
        ],
    )  # fmt: skip
    note = forms.CharField(label=_("In their words"), max_length=500, required=False)
    paper = forms.FileField(label=_("The paper, scanned"), required=False)


class WritingForm(RefusableForm):
    """The writing that follows a wish by word of mouth."""

    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    paper = forms.FileField(label=_("The paper, scanned"), required=False)


class FalseForm(RefusableForm):
    """What is false about a signed consent."""

    reason = forms.CharField(
        label=_("What is false about it, and how that became known"), max_length=500, widget=forms.Textarea({"rows": 3})
    )


class VersionForm(RefusableForm):
    """A new version of a form: a title, and a heading and a text for each section."""

    title = forms.CharField(label=_("Title"), max_length=200)
    valid_from = DateField(label=_("From"))

    def __init__(self, *args: Any, sections: list[dict[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [part["key"] for part in sections]
        for part in sections:
            key = part["key"]
            self.fields[f"heading_{key}"] = forms.CharField(
                label=_("Heading"), max_length=200, initial=part["heading"], required=False
            )
            self.fields[f"text_{key}"] = forms.CharField(
                label=_("Text"), initial=part["text"], required=False,
                widget=forms.Textarea(attrs={"rows": max(2, len(part["text"]) // 90 + 1)}),
            )  # fmt: skip

    def sections(self) -> list[dict[str, str]]:
        """Give the sections as they were typed."""
        data = self.cleaned_data
        return [{"key": key, "heading": data[f"heading_{key}"], "text": data[f"text_{key}"]} for key in self.keys]
