"""Rewards: earned and handed out in a chart, and set up for a site."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iop.core import clock
from iop.core.errors import Conflict, require
from iop.pages.presenters.clients.head import Chart, read_chart
from iop.pages.presenters.schedule import nearby
from iop.pages.presenters.schedule.asking import StaffRequest, site_of
from iop.pages.presenters.timeline import rewards as presenter
from iop.pages.reward_forms import HandOutForm, PrizeForm, RewardRuleForm, SwitchForm, VoidForm
from iop.pages.schedule_forms.base import RefusableForm
from iop.pages.views.chart.parts import opened, shown
from iop.pages.views.form_pages import done
from iop.pages.views.saving import tried
from iop.pages.views.support.sheets import sent, sheet
from therapy.actions import rewards as actions
from therapy.policies.rewards import may_give_rewards, may_set_up_rewards

HERE = "client_rewards"


@require_GET
def client_rewards(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Show what was earned, the ledger, and how much of the caps is used."""
    chart = opened(request, client_id)
    require(may_give_rewards(request.actor, chart.episode.site_id))
    return _page(request, chart, HandOutForm())


@require_POST
def client_reward_draw(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Draw from the bowl for something earned, and say what came."""
    chart = _chart(request, client_id)
    wanted = {"kind": request.POST.get("kind", ""), "event": request.POST.get("event", "")}
    try:
        row = actions.draw_reward(by=request.actor, episode=chart.episode, at=chart.at, **wanted)
    except Conflict as refusal:
        messages.error(request, str(refusal))
        return redirect(HERE, client_id)
    return done(request, _("Drawn: %(drawn)s") % {"drawn": presenter.drawn_said(row)}, reverse(HERE, args=[client_id]))


@require_POST
def client_reward_hand_out(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Write down what the client was handed."""
    chart = _chart(request, client_id)
    form = HandOutForm(request.POST)
    if tried(form, lambda: actions.hand_out(by=request.actor, episode=chart.episode, at=chart.at, **form.typed())):
        return done(request, _("Handed out."), reverse(HERE, args=[client_id]))
    return _page(request, chart, form, HTTPStatus.UNPROCESSABLE_ENTITY)


@require_http_methods(["GET", "POST"])
def reward_void(request: StaffRequest, reward_id: uuid.UUID) -> HttpResponse:
    """Take a line of the ledger back, with a reason."""
    at = clock.now()
    line = presenter.line_of(request.actor, reward_id)
    chart = read_chart(request.actor, line.episode.client_id, at)
    return sheet(
        request, chart, VoidForm(sent(request)),
        lambda data: actions.void_line(by=request.actor, line=line, reason=data["reason"], at=at), here=HERE,
        title=_("Take a line back"), do=_("Take it back"), said=_("Taken back."), back=reverse(HERE, args=[chart.client.pk]),
        about=presenter.line_said(line), intro=_("The line stays in the ledger, with the reason beside it."), is_danger=True,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def reward_setup(request: StaffRequest) -> HttpResponse:
    """Switch rewards on, set their caps, their rules and what is in the bowl."""
    at = clock.now()
    found = presenter.sites_to_set_up(request.actor)
    site = site_of(request, found, request.POST.get("site", ""))
    setup = presenter.read_setup(site, at)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    switch = SwitchForm(request.POST if do == "switch" else None, initial=setup["caps"])
    rule = RewardRuleForm(request.POST if do == "rule" else None, initial={"valid_from": setup["today"]})
    prize = PrizeForm(request.POST if do == "prize" else None)
    by = request.actor
    acts: dict[str, tuple[RefusableForm, Callable[[], Any]]] = {
        "switch": (switch, lambda: actions.switch_rewards(by=by, site=site, at=at, **switch.typed())),
        "rule": (rule, lambda: actions.set_reward_rule(by=by, site=site, at=at, **rule.cleaned_data)),
        "prize": (prize, lambda: actions.add_prize(by=by, site=site, at=at, **prize.typed())),
    }
    if do in acts and tried(*acts[do]):
        return done(request, _("Saved."), f"{reverse('reward_setup')}?site={site.pk}")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if do in acts else HTTPStatus.OK
    context = {
        "forms": {"switch": switch, "rule": rule, "prize": prize},
        "sites": nearby.site_tabs(found, site, "reward_setup"),
    }
    return render(request, "rewards/setup.html", {**setup, **context}, status=status)


@require_POST
def reward_prize_retire(request: StaffRequest, prize_id: uuid.UUID) -> HttpResponse:
    """Take a prize out of the bowl."""
    prize = presenter.prize_of(request.actor, prize_id)
    actions.retire_prize(by=request.actor, prize=prize, at=clock.now())
    return done(request, _("Taken out of the bowl."), f"{reverse('reward_setup')}?site={prize.site_id}")


def _chart(request: StaffRequest, client_id: uuid.UUID) -> Chart:
    chart = read_chart(request.actor, client_id, clock.now())
    require(may_give_rewards(request.actor, chart.episode.site_id))
    return chart


def _page(request: StaffRequest, chart: Chart, form: HandOutForm, status: int = HTTPStatus.OK) -> HttpResponse:
    may_set_up = may_set_up_rewards(request.actor, chart.episode.site_id) is None
    return shown(
        request, chart, HERE, "rewards", status, **presenter.read_rewards(chart), form=form, may_set_up=may_set_up
    )
