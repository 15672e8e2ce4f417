"""The form on the program page: open to everybody, so guarded against machines without asking anybody else's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.signing import BadSignature, Signer

from clients.choices import CallerIs, ReplyBy
from clients.rules import phone_e164
from iop.pages.presenters.intake.program_words import WORDS
from iop.pages.schedule_forms.base import RefusableForm

FASTEST = dt.timedelta(seconds=3)
"""Nobody reads and fills this form quicker; machines do."""
LONGEST = dt.timedelta(hours=12)
"""A page that was open longer is asked to be sent once more."""
NOT_TOLD = "Name not told"
"""What an inquiry says until somebody knows who it is about."""
TRAP = "website"
"""A field that people don't see. Whatever fills it is no person."""


class ProgramForm(RefusableForm):
    """Somebody asks about a start: a name and a way to answer are enough."""

    for_whom = forms.ChoiceField(widget=forms.RadioSelect, initial=CallerIs.SELF)
    name = forms.CharField(max_length=200)
    their_name = forms.CharField(max_length=200, required=False)
    phone = forms.CharField(
        max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    )
    email = forms.EmailField(required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    reply_by = forms.ChoiceField(widget=forms.RadioSelect, initial=ReplyBy.PHONE)
    may_leave_message = forms.BooleanField(required=False)
    safe_times = forms.CharField(max_length=200, required=False)
    message = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    beside = {
        "callback_phone": "phone", "callback_email": "email", "first_name": "name", "last_name": "name",
        "caller_name": "name", "presenting_problem": "message",
    }  # fmt: skip

    def __init__(self, *args: Any, language: str, at: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words: Mapping[str, str] = WORDS[language]
        self.language = language
        self.at = at
        self._speak()
        if not self.is_bound:
            self.initial["stamp"] = stamp(at)

    def _speak(self) -> None:
        labels = (
            "for_whom",
            "name",
            "their_name",
            "phone",
            "email",
            "reply_by",
            "may_leave_message",
            "safe_times",
            "message",
        )
        for name in labels:
            self.fields[name].label = self.words[name]
        self.fields[TRAP].label = self.words["skip_trap"]
        self.fields["name"].help_text = self.words["name_hint"]
        self.fields["phone"].help_text = self.words["reach_hint"]
        self.fields["message"].help_text = self.words["message_hint"]
        self._offer(
            "for_whom", {one: f"for_{one}" for one in (CallerIs.SELF, CallerIs.RELATIVE, CallerIs.PROFESSIONAL)}
        )
        self._offer("reply_by", {one: f"reply_{one}" for one in (ReplyBy.PHONE, ReplyBy.SMS, ReplyBy.EMAIL)})

    def _offer(self, name: str, choices: Mapping[Any, str]) -> None:
        field: Any = self.fields[name]
        field.choices = [(str(value), self.words[key]) for value, key in choices.items()]

    @property
    def is_trapped(self) -> bool:
        """Say whether the field that people don't see was filled."""
        return bool(self.data.get(TRAP, "").strip())

    def clean_phone(self) -> str:
        """Read a number however it is spelled; without a country it is of the United States."""
        typed = str(self.cleaned_data["phone"]).strip()
        number = phone_e164(typed) if typed else ""
        if number is None:
            raise forms.ValidationError(self.words["wrong_phone"])
        return number

    def clean(self) -> dict[str, Any]:
        """There must be a way to answer, and a person who asks."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "phone" in data and "email" in data:
            self._check_way(data)
        if not self.errors and not is_fresh(data.get("stamp", ""), self.at):
            self.add_error(None, self.words["send_again"])
            self._stamp_again()
        return data

    def _check_way(self, data: Mapping[str, Any]) -> None:
        if not data["phone"] and not data["email"]:
            self.add_error("phone", self.words["missing_way"])
        elif data.get("reply_by") == ReplyBy.EMAIL and not data["email"]:
            self.add_error("email", self.words["missing_email"])
        elif data.get("reply_by") in (ReplyBy.PHONE, ReplyBy.SMS) and not data["phone"]:
            self.add_error("phone", self.words["missing_phone"])

    def _stamp_again(self) -> None:
        # A stamp of some seconds ago: whoever reads the sentence and presses again has taken long enough.
        self.data = {**self.data.dict(), "stamp": stamp(self.at - FASTEST)}  # type: ignore[attr-defined]

    @property
    def fields_of_inquiry(self) -> dict[str, Any]:
        """What was typed, under the names of an inquiry."""
        data = self.cleaned_data
        for_self = data["for_whom"] == CallerIs.SELF
        first, _, last = data["name"].partition(" ")
        return {
            "caller_is": data["for_whom"],
            "caller_name": "" if for_self else data["name"],
            "callback_phone": data["phone"],
            "callback_email": data["email"],
            "may_leave_message": data["may_leave_message"],
            "reply_by": data["reply_by"],
            "safe_times": data["safe_times"],
            "first_name": first if for_self else data["their_name"] or NOT_TOLD,
            "last_name": last if for_self else "",
            "language": self.language,
            "presenting_problem": data["message"],
        }


def stamp(at: dt.datetime) -> str:
    """Sign the instant at which the form was shown."""
    return Signer(salt="program-form").sign(str(int(at.timestamp())))


def is_fresh(stamped: str, at: dt.datetime) -> bool:
    """Say whether our own stamp is neither younger than a person's hand nor older than half a day."""
    try:
        shown = int(Signer(salt="program-form").unsign(stamped))
    except (BadSignature, ValueError):
        return False
    return FASTEST <= dt.timedelta(seconds=int(at.timestamp()) - shown) <= LONGEST
