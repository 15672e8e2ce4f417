"""Pages about clients' days, charges and the ledger."""
