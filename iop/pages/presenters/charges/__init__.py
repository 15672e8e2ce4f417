"""Days, charges and the ledger as pages show them."""
