"""Addresses of the pages about treatment plans."""

from django.urls import URLPattern, path

from iop.pages.views.plans import answering, owed, reading, reviewing, writing
from iop.pages.views.session.objectives import line_objectives

CLIENT = "clients/<uuid:client_id>/plan/"
PLAN = "plans/<uuid:plan_id>/"
PART = PLAN + "<slug:plan_part>/<uuid:plan_part_id>/"
REVIEW = "plan-reviews/<uuid:plan_review_id>/"

urlpatterns: list[URLPattern] = [
    path(CLIENT, reading.client_plan, name="client_plan"),
    path(CLIENT + "open/", reading.client_plan_open, name="client_plan_open"),
    path("plans/overdue/", owed.plans_overdue, name="plans_overdue"),
    path("plans/rhythm/", owed.plan_rhythm, name="plan_rhythm"),
    path(PLAN, reading.plan, name="plan"),
    path(PLAN + "edit/", writing.plan_edit, name="plan_edit"),
    path(PLAN + "head/", writing.plan_head, name="plan_head"),
    path(PLAN + "add/", writing.plan_part_add, name="plan_part_add"),
    path(PLAN + "objective/<uuid:plan_part_id>/end/", writing.plan_objective_end, name="plan_objective_end"),
    path(PLAN + "sign/", reading.plan_sign, name="plan_sign"),
    path(PLAN + "discard/", reading.plan_discard, name="plan_discard"),
    path(PLAN + "refused/", reading.plan_refused, name="plan_refused"),
    path(PLAN + "pdf/", reading.plan_pdf, name="plan_pdf"),
    path(PLAN + "answer/", answering.plan_answer, name="plan_answer"),
    path(PLAN + "hand-over/", answering.plan_hand_over, name="plan_hand_over"),
    path(PLAN + "answered/", answering.plan_answered, name="plan_answered"),
    path(PLAN + "review/", reviewing.plan_review_open, name="plan_review_open"),
    path(PART, writing.plan_part, name="plan_part"),
    path(PART + "move/", writing.plan_part_move, name="plan_part_move"),
    path(PART + "remove/", writing.plan_part_remove, name="plan_part_remove"),
    path(
        "sessions/<uuid:session_id>/clients/<uuid:attendance_id>/objectives/", line_objectives, name="line_objectives"
    ),
    path(REVIEW, reviewing.plan_review, name="plan_review"),
    path(REVIEW + "sign/", reviewing.plan_review_sign, name="plan_review_sign"),
    path(REVIEW + "discard/", reviewing.plan_review_discard, name="plan_review_discard"),
    path(REVIEW + "refused/", reviewing.plan_review_refused, name="plan_review_refused"),
    path(REVIEW + "answer/", answering.plan_review_answer, name="plan_review_answer"),
    path(REVIEW + "hand-over/", answering.plan_review_hand_over, name="plan_review_hand_over"),
    path(REVIEW + "answered/", answering.plan_review_answered, name="plan_review_answered"),
]
