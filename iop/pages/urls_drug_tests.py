"""Addresses of the pages about drug tests."""

from __future__ import annotations

from django.urls import URLPattern, path

from iop.pages.views.drug_tests import chart, collecting, results, setup

CLIENT = "clients/<uuid:client_id>/tests/"
TEST = "tests/<uuid:test_id>/"

urlpatterns: list[URLPattern] = [
    path(CLIENT, chart.client_tests, name="client_tests"),
    path(CLIENT + "order/", chart.client_test_order, name="client_test_order"),
    path(CLIENT + "plan/", chart.client_test_plan, name="client_test_plan"),
    path(CLIENT + "plan/end/", chart.client_test_plan_end, name="client_test_plan_end"),
    path(CLIENT + "exempt/", chart.client_test_exempt, name="client_test_exempt"),
    path("tests/", collecting.tests_today, name="tests_today"),
    path("tests/draws/", setup.test_draws, name="test_draws"),
    path("tests/draws/now/", setup.test_draw_now, name="test_draw_now"),
    path("tests/draws/<uuid:draw_id>/", setup.test_draw, name="test_draw"),
    path("tests/panels/", setup.test_panels, name="test_panels"),
    path("tests/panels/install/", setup.test_panels_install, name="test_panels_install"),
    path("tests/panels/new/", setup.test_panel_new, name="test_panel_new"),
    path("tests/panels/<uuid:panel_id>/", setup.test_panel, name="test_panel"),
    path("tests/panels/<uuid:panel_id>/retire/", setup.test_panel_retire, name="test_panel_retire"),
    path(TEST, results.drug_test, name="drug_test"),
    path(TEST + "told/", collecting.drug_test_told, name="drug_test_told"),
    path(TEST + "collect/", collecting.drug_test_collect, name="drug_test_collect"),
    path(TEST + "outcome/", collecting.drug_test_outcome, name="drug_test_outcome"),
    path(TEST + "cancel/", collecting.drug_test_cancel, name="drug_test_cancel"),
    path(TEST + "screen/", results.drug_test_screen, name="drug_test_screen"),
    path(TEST + "send/", collecting.drug_test_send, name="drug_test_send"),
    path(TEST + "report/", results.drug_test_report, name="drug_test_report"),
    path(TEST + "results/<uuid:result_id>/correct/", results.drug_test_correct, name="drug_test_correct"),
    path(TEST + "review/", results.drug_test_review, name="drug_test_review"),
]
