"""The pages of a webhook: its log, a try, a new secret, sending again."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from iop.access.actors import Actor
from iop.api.actions import may_manage_keys
from iop.api.choices import DeliveryStatus
from iop.api.forms import WebhookForm
from iop.api.models import Integration, Webhook
from iop.api.presenters import webhooks as presenter
from iop.api.views.desk import actor_of, attempted, page
from iop.api.views.integrations import shown
from iop.api.webhooks import actions
from iop.core import clock
from iop.core.errors import require


@require_POST
def add(request: HttpRequest, integration_id: uuid.UUID) -> HttpResponse:
    """Tell an integration of changes from now on; the secret is shown in this answer and never again."""
    by = actor_of(request)
    require(may_manage_keys(by))
    row = get_object_or_404(Integration.objects.select_related("party"), pk=integration_id)
    form = WebhookForm(request.POST)
    made = attempted(
        form,
        lambda: actions.add_webhook(
            by=by, integration=row, url=form.cleaned_data["url"], events=form.cleaned_data["events"], at=clock.now()
        ),
    )
    if made is None:
        return shown(request, row, webhook_form=form)
    title = _("The secret that messages are signed with. Copy it now: it is not shown again.")
    return shown(request, row, made=made[1], made_title=title)


@require_GET
def webhook(request: HttpRequest, webhook_id: uuid.UUID) -> HttpResponse:
    """Show a webhook and what it was told."""
    require(may_manage_keys(actor_of(request)))
    return _log(request, _found(webhook_id))


def change(request: HttpRequest, webhook_id: uuid.UUID) -> HttpResponse:
    """Change where it leads and of what it is told."""
    by, hook = actor_of(request), _found(webhook_id)
    require(may_manage_keys(by))
    form = WebhookForm(request.POST or None, initial={"url": hook.url, "events": hook.events, "version": hook.version})
    if request.method == "POST" and attempted(
        form,
        lambda: actions.change_webhook(
            by=by, webhook=hook, url=form.cleaned_data["url"], events=form.cleaned_data["events"],
            version=form.cleaned_data["version"] or 0, at=clock.now(),
        ),
    ):  # fmt: skip
        messages.success(request, _("Changed."))
        return redirect("webhook", hook.pk)
    return page(request, "api/webhook_change.html", {"form": form, "hook": hook}, form)


@require_POST
def act(request: HttpRequest, webhook_id: uuid.UUID, what: str) -> HttpResponse:
    """Try it, stop or start it, renew its secret, send again, or end it."""
    verb = VERBS.get(what)
    if verb is None:
        raise Http404
    by, hook = actor_of(request), _found(webhook_id)
    require(may_manage_keys(by))
    return verb(request, by, hook)


def _try(request: HttpRequest, by: Actor, hook: Webhook) -> HttpResponse:
    made = actions.send_test(by=by, webhook=hook, at=clock.now())
    if made.status == DeliveryStatus.SENT:
        messages.success(request, _("It arrived."))
    else:
        messages.error(request, _("It did not arrive. The log says what came back."))
    return redirect("webhook", hook.pk)


def _stop(request: HttpRequest, by: Actor, hook: Webhook) -> HttpResponse:
    actions.stop_webhook(by=by, webhook=hook, at=clock.now())
    messages.success(request, _("Stopped. What happens meanwhile is told once it is started again."))
    return redirect("webhook", hook.pk)


def _start(request: HttpRequest, by: Actor, hook: Webhook) -> HttpResponse:
    actions.start_webhook(by=by, webhook=hook, at=clock.now())
    messages.success(request, _("Started."))
    return redirect("webhook", hook.pk)


def _renew(request: HttpRequest, by: Actor, hook: Webhook) -> HttpResponse:
    row, secret = actions.renew_secret(by=by, webhook=hook, at=clock.now())
    return _log(request, row, made=secret)


def _again(request: HttpRequest, by: Actor, hook: Webhook) -> HttpResponse:
    ids = [text for text in request.POST.getlist("delivery") if _is_uuid(text)]
    number = actions.send_again(by=by, webhook=hook, delivery_ids=ids, at=clock.now())
    return _told(request, hook, number)


def _replay(request: HttpRequest, by: Actor, hook: Webhook) -> HttpResponse:
    since = clock.now() - dt.timedelta(hours=24)
    return _told(request, hook, actions.replay(by=by, webhook=hook, since=since, at=clock.now()))


def _end(request: HttpRequest, by: Actor, hook: Webhook) -> HttpResponse:
    actions.end_webhook(by=by, webhook=hook, at=clock.now())
    messages.success(request, _("Ended."))
    return redirect("integration", hook.integration_id)


VERBS: dict[str, Callable[[HttpRequest, Actor, Webhook], HttpResponse]] = {
    "try": _try, "stop": _stop, "start": _start, "renew": _renew, "again": _again, "replay": _replay, "end": _end,
}  # fmt: skip


def _told(request: HttpRequest, hook: Webhook, number: int) -> HttpResponse:
    words = ngettext("%(number)s message goes out again.", "%(number)s messages go out again.", number)
    messages.success(request, words % {"number": number})
    return redirect("webhook", hook.pk)


def _log(request: HttpRequest, hook: Webhook, made: str = "") -> HttpResponse:
    context = presenter.one(hook, request.GET.get("status", ""), request.GET.get("page", "1"), clock.now())
    return page(request, "api/webhook.html", {**context, "made": made})


def _found(webhook_id: uuid.UUID) -> Webhook:
    return get_object_or_404(Webhook.objects.select_related("integration"), pk=webhook_id)


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
