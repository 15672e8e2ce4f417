"""Which roles may open which page about reports. The test of the matrix reads this table."""

from __future__ import annotations

READS = frozenset({"biller", "clinical_director", "site_admin"})
"""Who answers for a whole site, or for its money."""

REPORTS: dict[str, frozenset[str]] = {"reports": READS, "report": READS, "report_download": READS}
