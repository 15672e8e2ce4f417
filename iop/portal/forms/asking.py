"""What a client fills in to ask for another time, or to have a calendar address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.pages.schedule_forms.base import RefusableForm
from sessions_app.ask_choices import LONGEST_WORDS

WORDS = forms.Textarea(attrs={"rows": 3})


class AskForm(RefusableForm):
    """Not to come, another time, or later: with a word about why."""

    kind = forms.ChoiceField(label=_("What do you need?"), widget=forms.RadioSelect)
    words = forms.CharField(label=_("Why, in a few words"), max_length=LONGEST_WORDS, widget=WORDS)
    wished = forms.CharField(label=_("If another time: when would suit you?"), max_length=LONGEST_WORDS, required=False)

    def __init__(self, data: Any = None, *, kinds: list[tuple[str, Any]]) -> None:
        super().__init__(data, initial={"kind": kinds[0][0]})
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        if all(kind != "move" for kind, _label in kinds):
            del self.fields["wished"]


class FeedForm(RefusableForm):
    """The word that stands in the calendar."""

    title = forms.CharField(
        label=_("What every entry is called"), max_length=40, initial=_("Appointment"),
        help_text=_("Whoever sees your calendar reads this word and the times, nothing else."),
    )  # fmt: skip
