"""Which decisions the care part offers to whom."""

from __future__ import annotations

from typing import Any

from clients import policies
from clients.choices import EpisodeStatus
from iop.access.choices import Permission
from iop.core.errors import NotAllowed
from iop.core.words import say
from iop.pages.client_forms import care as forms
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.options import clinical_colleagues, levels_in_use
from therapy.policies.transitions import may_transition


def care_forms(chart: Chart, data: Any = None) -> dict[str, Any]:
    """Make the forms this colleague may use at this point of the stay; the others are left out."""
    actor, episode, today = chart.actor, chart.episode, chart.today
    status = episode.status
    is_open = status in (EpisodeStatus.INQUIRY, EpisodeStatus.ADMITTED)
    found: dict[str, Any] = {}
    if is_open and policies.may_place(actor, episode) is None:
        found["place_form"] = forms.PlaceForm(data, prefix="place", initial={"starts_on": today}).offer(levels_in_use())
    if status == EpisodeStatus.INQUIRY and policies.may_admit(actor, episode) is None:
        found["admit_form"] = forms.AdmitForm(data, prefix="admit", initial={"on": today})
        found["close_form"] = forms.CloseInquiryForm(data, prefix="close")
    if is_open and policies.may_assign_team(actor, episode) is None:
        colleagues = clinical_colleagues(episode.site_id, today)
        found["team_form"] = forms.TeamForm(data, prefix="team", initial={"starts_on": today}).offer(colleagues)
    if status == EpisodeStatus.ADMITTED and policies.may_close(actor, episode) is None:
        found["may_discharge"] = True
    if status == EpisodeStatus.ADMITTED and may_transition(actor, episode.site_id) is None:
        found["may_transition"] = True
    if not is_open and actor.can(Permission.CLIENT_EDIT):
        found["return_form"] = _return_form(chart, data)
    return found


def offered_form(chart: Chart, data: Any, name: str) -> Any:
    """Give one of these forms. Raises ``NotAllowed`` where this colleague is not offered it at this point of the stay."""
    found = care_forms(chart, data)
    if name not in found:
        raise NotAllowed(say("This is not for your role, or not at this point of the stay."))
    return found[name]


def _return_form(chart: Chart, data: Any) -> forms.ReturnForm:
    form = forms.ReturnForm(data, prefix="return")
    places = [place for place in chart.actor.places if chart.actor.can(Permission.CLIENT_EDIT, place.id)]
    field: Any = form.fields["site"]
    field.choices = [(str(place.id), place.name) for place in places]
    field.initial = str(chart.episode.site_id)
    return form
