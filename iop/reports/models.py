"""Tables of reports: what was answered for the state, which files went out, and with which codes."""

from iop.reports.state_data.models import StateCodeList, StateExtract, StateExtractLine, StateRecord, StateSite

__all__ = ["StateCodeList", "StateExtract", "StateExtractLine", "StateRecord", "StateSite"]
