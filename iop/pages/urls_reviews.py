"""Addresses of the pages about reviews of the level of care."""

from __future__ import annotations

from django.urls import URLPattern, path

from iop.pages.views.reviews import answering, board, writing

CLIENT = "clients/<uuid:client_id>/reviews/"
REVIEW = "reviews/<uuid:level_review_id>/"

urlpatterns: list[URLPattern] = [
    path("reviews/", board.reviews, name="reviews"),
    path("reviews/rhythm/", board.review_rhythm, name="review_rhythm"),
    path(CLIENT, board.client_reviews, name="client_reviews"),
    path(CLIENT + "open/", board.client_review_open, name="client_review_open"),
    path(REVIEW, writing.level_review, name="level_review"),
    path(REVIEW + "sign/", writing.level_review_sign, name="level_review_sign"),
    path(REVIEW + "hand-over/", writing.level_review_hand_over, name="level_review_hand_over"),
    path(REVIEW + "drop/", writing.level_review_drop, name="level_review_drop"),
    path(REVIEW + "answer/", answering.level_review_answer, name="level_review_answer"),
    path(REVIEW + "disagree/", answering.level_review_disagree, name="level_review_disagree"),
    path(REVIEW + "set-aside/", answering.level_review_set_aside, name="level_review_set_aside"),
]
