"""Answering for the state, and handing in."""

from iop.reports.state_data.actions.answering import keep_answers
from iop.reports.state_data.actions.code_lists import keep_codes
from iop.reports.state_data.actions.handing_in import hand_in, preview, take_file
from iop.reports.state_data.actions.sites import keep_site

__all__ = ["hand_in", "keep_answers", "keep_codes", "keep_site", "preview", "take_file"]
