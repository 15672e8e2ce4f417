"""Addresses of the pages about the timeline, early warnings and rewards."""

from django.urls import URLPattern, path

from iop.pages.views import early_warnings, rewards, timeline

urlpatterns: list[URLPattern] = [
    path("clients/<uuid:client_id>/timeline/", timeline.client_timeline, name="client_timeline"),
    path("clients/<uuid:client_id>/rewards/", rewards.client_rewards, name="client_rewards"),
    path("clients/<uuid:client_id>/rewards/draw/", rewards.client_reward_draw, name="client_reward_draw"),
    path("clients/<uuid:client_id>/rewards/hand-out/", rewards.client_reward_hand_out, name="client_reward_hand_out"),
    path("rewards/", rewards.reward_setup, name="reward_setup"),
    path("rewards/prizes/<uuid:prize_id>/take-out/", rewards.reward_prize_retire, name="reward_prize_retire"),
    path("rewards/<uuid:reward_id>/take-back/", rewards.reward_void, name="reward_void"),
    path("early-warnings/", early_warnings.early_warnings, name="early_warnings"),
    path("early-warnings/rules/", early_warnings.warning_rules, name="warning_rules"),
    path("early-warnings/<uuid:warning_id>/", early_warnings.early_warning, name="early_warning"),
]
