"""Drug tests: panels, plans, the draw, orders, samples, results and what follows from them."""

from therapy.actions.drug_tests.collecting import collect_sample, mark_outcome, save_what_was_told, tell_on_arrival
from therapy.actions.drug_tests.drawing import close_yesterday, draw_sites, draw_today
from therapy.actions.drug_tests.orders import cancel_test, order_test
from therapy.actions.drug_tests.panels import install_panels, retire_panel, save_panel
from therapy.actions.drug_tests.plans import end_plan, exempt, save_plan
from therapy.actions.drug_tests.results import correct_result, enter_report, enter_screen, send_to_laboratory
from therapy.actions.drug_tests.reviewing import review_test

__all__ = [
    "cancel_test",
    "close_yesterday",
    "collect_sample",
    "correct_result",
    "draw_sites",
    "draw_today",
    "end_plan",
    "enter_report",
    "enter_screen",
    "exempt",
    "install_panels",
    "mark_outcome",
    "order_test",
    "retire_panel",
    "review_test",
    "save_panel",
    "save_plan",
    "save_what_was_told",
    "send_to_laboratory",
    "tell_on_arrival",
]
