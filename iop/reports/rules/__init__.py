"""Pure arithmetic of reports: periods, shares, running counts, and what is hidden where a table is given away."""
