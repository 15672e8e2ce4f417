"""Addresses of the pages about charges, held days and the ledger."""

from __future__ import annotations

from django.urls import URLPattern, path

from iop.pages.views.charges import chart, days, held, ledger, months, repricing

DAY = "billing/day/<uuid:billing_day_id>/"

urlpatterns: list[URLPattern] = [
    path("clients/<uuid:client_id>/billing/", chart.client_charges, name="client_charges"),
    path("billing/held/", held.held_days, name="held_days"),
    path("billing/held/work/", held.held_days_work, name="held_days_work"),
    path("billing/days/", days.billing_days, name="billing_days"),
    path(DAY, days.billing_day, name="billing_day"),
    path(DAY + "decide/", days.billing_day_decide, name="billing_day_decide"),
    path(DAY + "hand/", days.billing_day_hand, name="billing_day_hand"),
    path(DAY + "anew/", days.billing_day_anew, name="billing_day_anew"),
    path(DAY + "leave/", days.billing_day_leave, name="billing_day_leave"),
    path("billing/charges/<uuid:charge_id>/take-back/", days.charge_take_back, name="charge_take_back"),
    path("billing/reprice/", repricing.charges_reprice, name="charges_reprice"),
    path("billing/ledger/", ledger.ledger, name="ledger"),
    path("billing/ledger/download/", ledger.ledger_csv, name="ledger_csv"),
    path("billing/months/", months.month_close, name="month_close"),
]
