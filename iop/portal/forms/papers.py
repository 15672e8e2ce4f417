"""Forms of a client's own papers. Refusals are said in words for the person themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients import consent_texts
from clients.choices import Purpose
from clients.register_choices import CopyForm, ExportForm, Register
from iop.core.errors import Refusal, Stale
from iop.pages.consent_forms import drawing_of
from iop.pages.schedule_forms.base import RefusableForm
from iop.portal.presenters.papers.words import BY_CODE
from iop.workflows import record_export

MOST_WORDS = 4000
WHOM_NOT_TO_TELL = (
    (Purpose.PAYMENT.value, _("My health plan")),
    (Purpose.TREATMENT.value, _("My other providers")),
    (Purpose.FAMILY_SUPPORT.value, _("My family or friends")),
    (Purpose.OPERATIONS.value, _("People who check how the clinic is run")),
)


class KindForm(RefusableForm):
    """A form that says a refusal in the person's own words, by its code."""

    use_required_attribute = False

    def refuse(self, refusal: Refusal) -> None:
        """Say it beside the field it is about, else above all."""
        words = BY_CODE["stale"] if isinstance(refusal, Stale) else BY_CODE.get(refusal.code, refusal.sentence)
        self.add_error(refusal.field if refusal.field in self.fields else None, str(words))


class OwnSignForm(KindForm):
    """A signature by the person themselves: a typed name or a drawn one, and the tick."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    typed_name = forms.CharField(max_length=640, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    drawing_data = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-sign-into": ""}))
    agrees = forms.BooleanField(required=False)

    def __init__(self, *args: Any, language: str, legal_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = consent_texts.words(language)
        self.legal_name = legal_name

    def clean(self) -> dict[str, Any]:
        """Ask for the tick, in the language of the form."""
        data = super().clean() or {}
        if not data.get("agrees"):
            self.add_error("agrees", self.words["page_tick"])
        return data

    def refuse(self, refusal: Refusal) -> None:
        """Say what is wrong about the name or the drawing where it was written, in the language of the form."""
        if refusal.field in ("signer_name", "drawing"):
            wrong = refusal.field == "signer_name" and self.cleaned_data.get("typed_name")
            self.add_error("typed_name", self.words["page_wrong_name" if wrong else "page_empty"])
        else:
            super().refuse(refusal)

    def signature(self) -> dict[str, Any]:
        """Give the name and the picture as the action takes them: a drawing before a typed name."""
        drawn = drawing_of(self.cleaned_data["drawing_data"])
        typed = self.cleaned_data["typed_name"]
        return {"typed_name": typed or (self.legal_name if drawn else ""), "drawing": drawn}


class OwnRevokeForm(KindForm):
    """Words that somebody may add when they take a consent back; none are needed."""

    note = forms.CharField(
        label=_("Would you like to say why? You do not have to."), max_length=500, required=False,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip


class ExportFormPage(KindForm):
    """Which parts of their record somebody takes away, and how."""

    form = forms.ChoiceField(
        label=_("How would you like it?"),
        choices=ExportForm.choices,
        widget=forms.RadioSelect,
        initial=ExportForm.PAPER,
    )
    parts = forms.MultipleChoiceField(
        label=_("Which parts?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one part.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = record_export.parts_offered()
        self.fields["parts"].choices = list(offered.items())  # type: ignore[attr-defined]
        self.fields["parts"].initial = list(offered)


class WishForm(KindForm):
    """What somebody asks about their record, in their own words; each kind asks no more than it needs."""

    text = forms.CharField(label=_("In your own words"), max_length=MOST_WORDS, widget=forms.Textarea({"rows": 6}))
    form = forms.ChoiceField(
        label=_("How would you like the copy?"),
        choices=CopyForm.choices,
        widget=forms.RadioSelect,
        initial=CopyForm.PAPER,
    )
    purposes = forms.MultipleChoiceField(
        label=_("Who should not be told?"), choices=WHOM_NOT_TO_TELL, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one.")},
    )  # fmt: skip
    paid_in_full = forms.BooleanField(
        label=_("I paid for this myself in full, and my health plan should not hear of it"), required=False
    )

    def __init__(self, *args: Any, register: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if register != Register.ACCESS:
            del self.fields["form"]
        if register != Register.RESTRICTION:
            del self.fields["purposes"], self.fields["paid_in_full"]

    def asked(self) -> dict[str, Any]:
        """Give what is asked as the action takes it."""
        return dict(self.cleaned_data)


class DisagreeForm(KindForm):
    """A statement that goes along with the record after a correction was refused."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(label=_("Your statement"), max_length=MOST_WORDS, widget=forms.Textarea({"rows": 5}))
