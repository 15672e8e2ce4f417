"""Missed days as pages show them."""
