"""Answering what a client asks for about their times."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.core import clock
from iop.pages.schedule_forms.base import DateField, RefusableForm, TimeField
from sessions_app.ask_choices import LONGEST_WORDS, AskKind

GRANT, DECLINE = "grant", "decline"


class SettleForm(RefusableForm):
    """Yes or no, with what the client reads; for another time the new one, for a late call whether it is excused."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    do = forms.ChoiceField(label=_("What happens"), widget=forms.RadioSelect)
    on = DateField(label=_("New day"), required=False)
    time = TimeField(label=_("New time"), required=False)
    excused = forms.BooleanField(label=_("Excuse it although the notice was short"), required=False)
    answer = forms.CharField(
        label=_("What they read"), required=False, max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In plain words. Needed when it is not possible."),
    )  # fmt: skip
    beside = {"starts_at": "on", "words": "answer"}
    clash_beside = "do"

    def __init__(self, *args: Any, kind: str, is_short: bool, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["do"].choices = [(GRANT, YES[AskKind(kind)]), (DECLINE, _("It is not possible"))]  # type: ignore[attr-defined]
        if kind != AskKind.MOVE:
            del self.fields["on"], self.fields["time"]
        if not is_short:
            del self.fields["excused"]

    @property
    def starts_at(self) -> dt.datetime | None:
        """Give the new time as an instant of the site's wall clock."""
        on, wall = self.cleaned_data.get("on"), self.cleaned_data.get("time")
        return clock.at_local(on, wall, self.zone) if on and wall else None


YES = {
    AskKind.CANCEL: _("Take them off; their time is free"),
    AskKind.MOVE: _("Move it to the time below"),
    AskKind.LATE: _("Noted: they will be late"),
}
