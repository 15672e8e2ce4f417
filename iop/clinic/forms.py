"""Forms of the clinic's own pages. They check what a field can hold; what may be done is decided by the actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from iop.access.models import Role
from iop.clinic.choices import Setting, Weekday
from iop.clinic.models import CredentialKind, Site, StaffMember

FIRST_ZONES = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles", "America/Anchorage",
    "Pacific/Honolulu", "America/Puerto_Rico",
)  # fmt: skip


def zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Offer the zones of the United States first, then all others."""
    rest = sorted(zone for zone in available_timezones() if "/" in zone and zone not in FIRST_ZONES)
    return [(str(_("United States")), _named(FIRST_ZONES)), (str(_("Elsewhere")), _named(rest))]


def _named(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in names]


class Day(forms.DateInput):
    """A date picked from the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Moment(forms.DateTimeInput):
    """A local date and time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class OrganizationForm(forms.Form):
    """What the clinic is called."""

    name = forms.CharField(label=_("Name of the clinic"), max_length=200)
    neutral_name = forms.CharField(
        label=_("Neutral name for messages"),
        max_length=80,
        help_text=_("Text messages and e-mails are signed with it. It must not tell what the clinic does."),
    )


class SiteForm(forms.Form):
    """A site."""

    name = forms.CharField(label=_("Name"), max_length=120)
    code = forms.SlugField(label=_("Short code"), max_length=12, help_text=_("Letters, digits and hyphens, for lists."))
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones)
    address = forms.CharField(
        label=_("Address"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=600
    )
    state = forms.RegexField(
        r"^[A-Z]{2}$", label=_("State"), required=False, help_text=_("Two letters, such as MA."), max_length=2
    )
    phone = PhoneNumberField(label=_("Phone"), required=False, region="US")


class ChangeSiteForm(SiteForm):
    """A site that exists; it can be closed for good."""

    is_active = forms.BooleanField(label=_("Open for programs"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


STRETCHES = 2
"""How many stretches of a day the page offers at least: a morning, and an afternoon after a break at noon."""


class HoursForm(forms.Form):
    """Opening hours of one week: from and until, as often a day as the site opens; empty when closed.

    ``stretches`` is how many each weekday has room for: never fewer than are saved, so none is lost by saving.
    """

    def __init__(self, *args: Any, stretches: int = STRETCHES, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stretches = range(max(stretches, STRETCHES))
        for day in Weekday:
            for number in self.stretches:
                for end, label in _ends(number):
                    self.fields[f"{end}_{day.value}_{number}"] = forms.TimeField(
                        label=f"{day.label}, {label}",
                        required=False,
                        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
                    )

    def days(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Give each weekday with its fields, for the page."""
        return [
            (str(day.label), [self[f"{end}_{day.value}_{n}"] for n in self.stretches for end in ("opens", "closes")])
            for day in Weekday
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for both ends of a stretch or none, and for stretches one after the other."""
        data = super().clean() or {}
        hours: dict[int, list[tuple[dt.time, dt.time]]] = {}
        for day in Weekday:
            for number in self.stretches:
                self._take(day.value, number, data, hours.setdefault(day.value, []))
        return {"hours": {day: found for day, found in hours.items() if found}}

    def _take(self, day: int, number: int, data: dict[str, Any], found: list[tuple[dt.time, dt.time]]) -> None:
        opens, closes = data.get(f"opens_{day}_{number}"), data.get(f"closes_{day}_{number}")
        if not opens and not closes:
            return
        if not (opens and closes):
            self.add_error(f"closes_{day}_{number}", str(_("Give both the opening and the closing time, or neither.")))
        elif closes <= opens:
            self.add_error(f"closes_{day}_{number}", str(_("A site closes after it opens.")))
        elif found and opens < found[-1][1]:
            self.add_error(f"opens_{day}_{number}", str(_("This begins before the stretch above it ends.")))
        else:
            found.append((opens, closes))


def _ends(number: int) -> tuple[tuple[str, Any], tuple[str, Any]]:
    if number:
        return ("opens", _("opens again")), ("closes", _("closes again"))
    return ("opens", _("opens")), ("closes", _("closes"))


class ClosureForm(forms.Form):
    """Days on which a site is closed."""

    starts_on = forms.DateField(label=_("First day"), widget=Day)
    ends_on = forms.DateField(label=_("Last day"), widget=Day)
    reason = forms.CharField(label=_("Reason"), max_length=120, help_text=_("Such as Thanksgiving, or snow."))


class StaffForm(forms.Form):
    """A colleague."""

    first_name = forms.CharField(label=_("First name"), max_length=300)
    last_name = forms.CharField(label=_("Last name"), max_length=300)
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    phone = PhoneNumberField(label=_("Phone"), required=False, region="US")
    supervisor = forms.ModelChoiceField(
        label=_("Supervisor"), queryset=StaffMember.objects.none(), required=False, empty_label=_("Nobody")
    )

    def __init__(self, *args: Any, colleagues: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if colleagues is not None:
            self.fields["supervisor"].queryset = colleagues  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Give the supervisor as the action takes it."""
        data = super().clean() or {}
        supervisor = data.pop("supervisor", None)
        return {**data, "supervisor_id": supervisor.pk if supervisor else None}


class NewStaffForm(StaffForm):
    """A new colleague, who gets a link by e-mail to set a password."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("They sign in with it."))
    field_order = ("first_name", "last_name", "email")


class ChangeStaffForm(StaffForm):
    """A colleague who is known already."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class CredentialForm(forms.Form):
    """A licence or certificate on a colleague's file."""

    kind = forms.ModelChoiceField(label=_("Credential"), queryset=CredentialKind.objects.all())
    number = forms.CharField(label=_("Number"), max_length=60, required=False)
    state = forms.RegexField(r"^[A-Z]{2}$", label=_("State"), required=False, max_length=2)
    issued_on = forms.DateField(label=_("Issued on"), widget=Day)
    expires_on = forms.DateField(label=_("Expires on"), widget=Day, required=False)
    is_primary = forms.BooleanField(label=_("Shown behind the name in signatures"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """Give the kind as the action takes it."""
        data = super().clean() or {}
        kind = data.pop("kind", None)
        return {**data, "kind_id": kind.pk if kind else None}


class KindForm(forms.Form):
    """What a kind of licence allows."""

    code = forms.CharField(label=_("Letters"), max_length=20, help_text=_("As they stand behind a name: LCSW."))
    name = forms.CharField(label=_("Full name"), max_length=120)
    may_lead = forms.BooleanField(label=_("May lead groups alone"), required=False)
    may_lead_supervised = forms.BooleanField(label=_("May lead groups under supervision"), required=False)
    may_sign = forms.BooleanField(label=_("May sign notes"), required=False)
    needs_cosignature = forms.BooleanField(label=_("Notes need a supervisor's signature too"), required=False)
    expires = forms.BooleanField(label=_("Ends on a date and must be renewed"), required=False, initial=True)


class GiveRoleForm(forms.Form):
    """A role at a site, by date."""

    role = forms.ModelChoiceField(label=_("Role"), queryset=Role.objects.all())
    site = forms.ModelChoiceField(label=_("Site"), queryset=Site.objects.none())
    starts_on = forms.DateField(label=_("From"), widget=Day)
    ends_on = forms.DateField(label=_("Until and including"), widget=Day, required=False)

    def __init__(self, *args: Any, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """The last day of something."""

    ends_on = forms.DateField(label=_("Last day"), widget=Day)


class DepartureForm(forms.Form):
    """A colleague leaves."""

    left_on = forms.DateField(label=_("First day on which they no longer work here"), widget=Day)
    work_to = forms.ModelChoiceField(
        label=_("Who takes over their open work"),
        queryset=StaffMember.objects.none(),
        required=False,
        empty_label=_("Nobody"),
    )

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["work_to"].queryset = colleagues  # type: ignore[attr-defined]


class ShiftForm(forms.Form):
    """A turn on the on-call rota, in the site's own time."""

    staff = forms.ModelChoiceField(label=_("Who"), queryset=StaffMember.objects.none())
    starts_at = forms.DateTimeField(label=_("From"), widget=Moment, input_formats=["%Y-%m-%dT%H:%M"])
    ends_at = forms.DateTimeField(label=_("Until"), widget=Moment, input_formats=["%Y-%m-%dT%H:%M"])
    phone = PhoneNumberField(
        label=_("Where to call"), required=False, region="US", help_text=_("Empty: the colleague's own number.")
    )

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].queryset = colleagues  # type: ignore[attr-defined]


class SettingForm(forms.Form):
    """A new value of one setting, from a day on."""

    site = forms.ModelChoiceField(
        label=_("Where"), queryset=Site.objects.none(), required=False, empty_label=_("The whole clinic")
    )
    valid_from = forms.DateField(label=_("From"), widget=Day)

    def __init__(self, *args: Any, setting: Setting, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        if setting.options:
            self.fields["value"] = forms.MultipleChoiceField(
                label=_("Value"), choices=setting.options, widget=forms.CheckboxSelectMultiple, required=False
            )
        elif isinstance(setting.default, bool):
            self.fields["value"] = forms.BooleanField(label=_("Yes"), required=False)
        else:
            label = f"{_('Value')} ({setting.unit})" if setting.unit else str(_("Value"))
            self.fields["value"] = forms.IntegerField(label=label, min_value=setting.minimum, max_value=setting.maximum)
        self.order_fields(["value", "site", "valid_from"])


class RoleForm(forms.Form):
    """What a role is called and allows."""

    name = forms.CharField(label=_("Name"), max_length=80)
    description = forms.CharField(
        label=_("Description"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        help_text=_("For whoever decides who gets this role."),
    )  # fmt: skip
    permissions = forms.MultipleChoiceField(
        label=_("What its holders may do"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, permissions: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["permissions"].choices = list(permissions)  # type: ignore[attr-defined]


class ChangeRoleForm(RoleForm):
    """A role as it was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NewRoleForm(RoleForm):
    """A role of the clinic's own."""

    key = forms.SlugField(label=_("Short code"), max_length=50, help_text=_("Never changes."))
    field_order = ("name", "key")
