"""Addresses of the pages about claims and their batches."""

from __future__ import annotations

from django.urls import URLPattern, path

from iop.pages.views.claims import batches, lists, one

ONE = "claims/<uuid:claim_id>/"
BATCH = "claim-batches/<uuid:batch_id>/"

urlpatterns: list[URLPattern] = [
    path("claims/", lists.claims, name="claims"),
    path("claims/make/", lists.claims_make, name="claims_make"),
    path("claims/batch/", lists.claims_batch, name="claims_batch"),
    path(ONE, one.claim, name="claim"),
    path(ONE + "check/", one.claim_check, name="claim_check"),
    path(ONE + "paper/", one.claim_paper, name="claim_paper"),
    path(ONE + "pdf/", one.claim_pdf, name="claim_pdf"),
    path(ONE + "step/<slug:step>/", one.claim_step, name="claim_step"),
    path("claim-batches/", batches.claim_batches, name="claim_batches"),
    path(BATCH, batches.claim_batch, name="claim_batch"),
    path(BATCH + "file/", batches.claim_batch_file, name="claim_batch_file"),
    path(BATCH + "sent/", batches.claim_batch_sent, name="claim_batch_sent"),
    path("clients/<uuid:client_id>/superbill/", one.client_superbill, name="client_superbill"),
]
