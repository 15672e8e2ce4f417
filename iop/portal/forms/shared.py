"""What a relative fills in: their notes, and how they want to be told."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.pages.schedule_forms.base import RefusableForm


class NoteForm(RefusableForm):
    """One note."""

    words = forms.CharField(label=_("Your note"), widget=forms.Textarea(attrs={"rows": 6, "maxlength": 10_000}))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ChannelsForm(RefusableForm):
    """By which channels to be told; ``offered`` are pairs of a channel and its words."""

    channels = forms.MultipleChoiceField(
        label=_("Tell me of changes by"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, offered: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["channels"].choices = offered  # type: ignore[attr-defined]
