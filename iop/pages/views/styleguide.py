"""Every part of the look on one page, for those who build pages. Served in development and in the demo only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from iop.pages.access import public

METERS: list[dict[str, Any]] = [
    {
        "state": "ontrack",
        "text": "6 h of 9 h, 3 h 15 to come",
        "span": 600,
        "attended": 360,
        "reachable": 555,
        "required": 540,
        "sentence": "9 h will be reached on Friday.",
    },
    {
        "state": "short",
        "text": "3 h of 9 h, 3 h 15 to come",
        "span": 600,
        "attended": 180,
        "reachable": 375,
        "required": 540,
        "sentence": "9 h cannot be reached without a make-up by Friday: Thursday evening has 2 free seats.",
    },
    {
        "state": "met",
        "text": "9 h 45 of 9 h",
        "span": 600,
        "attended": 585,
        "reachable": 585,
        "required": 540,
        "sentence": "This week's hours are reached.",
    },
]
ATTENDANCE = [
    {"value": "present", "label": "Present", "tone": "good", "key": "p"},
    {"value": "late", "label": "Late", "tone": "warn", "key": "l"},
    {"value": "left", "label": "Left early", "tone": "warn", "key": "e", "why_not": "Not here yet."},
    {"value": "absent", "label": "Absent", "tone": "note", "key": "a"},
]
GOALS = [
    {"value": "kept", "label": "Kept", "tone": "good"},
    {"value": "partly", "label": "Partly", "tone": "warn"},
    {"value": "not", "label": "Not this time", "tone": "note"},
]
TIMELINE = [
    {
        "day": "Tuesday 4 August",
        "icon": "person-check",
        "tone": "good",
        "title": "Morning track, attended 3 h 00",
        "body": "Check-in: mood 6, cravings 3.",
        "when": "9:00 to 12:15",
        "who": "Dana Whitfield, LCSW",
    },
    {
        "icon": "capsule",
        "tone": "note",
        "title": "Test showed an unexpected result",
        "body": "A conversation is planned for tomorrow.",
        "when": "8:40",
        "who": "R. Osei, RN",
    },
    {
        "day": "Monday 3 August",
        "icon": "signpost-split",
        "tone": "accent",
        "title": "Stepped down from PHP to IOP",
        "when": "10:00",
        "who": "Dana Whitfield, LCSW",
    },
]
AGENDA = [
    {"kind": "open", "title": "Check-in", "when": "9:00–9:30", "sub": "started 9:02"},
    {
        "kind": "group",
        "title": "Relapse prevention",
        "when": "9:30–10:45",
        "sub": "Room 2 · D. Whitfield",
        "current": True,
    },
    {"kind": "break", "title": "Break", "when": "10:45–11:00"},
    {"kind": "learn", "title": "Sleep and recovery", "when": "11:00–11:50", "sub": "Room 2 · R. Osei"},
    {"kind": "open", "title": "Wrap-up", "when": "11:50–12:15"},
]
FACTS = [
    {"label": "Born", "value": "14 Mar 1988 (38)"},
    {"label": "Record", "value": "IOP-10428"},
    {"label": "Level", "value": "IOP 2.1"},
    {"label": "Track", "value": "Morning, day 23"},
]
ALERTS = [
    {"tone": "warn", "label": "Latex allergy"},
    {"tone": "good", "label": "Consent: primary care, until 3 Nov"},
    {"tone": "flag", "label": "Consent: employer, ends in 6 days"},
    {"tone": "bad", "label": "No emergency contact"},
]
COLUMNS = [
    {"label": "Client", "url": "?sort=-name", "sorted": "ascending"},
    {"label": "Level"},
    {"label": "Day", "url": "?sort=day", "numeric": True},
    {"label": "Hours this week"},
    {"label": "Flags"},
]
TABS = ["Overview", "Schedule", "Plan", "Notes", "Measures", "Tests", "Medications", "Family", "Consents", "Coverage"]
TONES = ["good", "warn", "bad", "info", "note", "accent", "quiet"]
CHIPS = [
    ("good", "Present"),
    ("late", "Late, 9:12"),
    ("left", "Left early, 11:30"),
    ("absent", "Absent"),
    ("new", "First day"),
    ("wait", "Waiting for co-signature"),
    ("lock", "Signed"),
    ("repeat", "Make-up"),
    ("pause", "Paused"),
    ("camera", "By video"),
    ("flag", "Review due"),
    ("bad", "Note overdue"),
    ("info", "Test due today"),
    ("quiet", "Discharged"),
]
CONSEQUENCES = [
    "The session of Tue 4 Aug, 9:00–12:15 does not take place.",
    "8 clients are told by their chosen way: 5 by text message, 3 by e-mail.",
    "Room 2 and Dana Whitfield become free at that time.",
    "3 clients fall below 9 h this week; a make-up is proposed for each.",
]


class Sample(forms.Form):
    """A form with each kind of field, to look at."""

    preferred_name = forms.CharField(max_length=300, help_text="What the person likes to be called.")
    email = forms.EmailField(required=False)
    level = forms.ChoiceField(choices=[("iop", "IOP 2.1"), ("php", "PHP 2.5"), ("op", "OP 1.5")])
    contact = forms.ChoiceField(
        choices=[("text", "Text message"), ("phone", "Phone"), ("email", "E-mail")], widget=forms.RadioSelect
    )
    days = forms.MultipleChoiceField(
        choices=[("mon", "Monday"), ("wed", "Wednesday"), ("fri", "Friday")],
        widget=forms.CheckboxSelectMultiple,
        help_text="Three days make nine hours.",
    )
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(label="The client agreed to be called")


@public
def show(request: HttpRequest) -> HttpResponse:
    """Show every component; not there at all where real clients are."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    filled = {"email": "not an address", "level": "iop", "days": ["mon"]}
    return render(
        request, "pages/styleguide.html", {"form": Sample(), "wrong": Sample(filled, prefix="w"), **_examples()}
    )


def _examples() -> dict[str, Any]:
    return {
        "meters": METERS,
        "attendance": ATTENDANCE,
        "goals": GOALS,
        "timeline": TIMELINE,
        "agenda": AGENDA,
        "facts": FACTS,
        "alerts": ALERTS,
        "columns": COLUMNS,
        "tabs": [{"label": label, "url": f"#{label.lower()}", "current": label == "Overview"} for label in TABS],
        "tones": TONES,
        "chips": CHIPS,
        "consequences": CONSEQUENCES,
        "hours": [{"at": hour * 4, "label": f"{hour}:00"} for hour in range(8, 18)],
    }
