"""Verbs about clients' money: payments, refunds, sliding fees, plans, estimates, statements."""
