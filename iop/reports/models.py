"""Tables of reports: what was answered for the state, and which files went out."""

from iop.reports.state_data.models import StateExtract, StateExtractLine, StateRecord, StateSite

__all__ = ["StateExtract", "StateExtractLine", "StateRecord", "StateSite"]
