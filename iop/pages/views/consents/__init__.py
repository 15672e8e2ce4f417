"""Consents: in the chart, filled in, signed, taken back; and their forms."""
