"""Registers, emergency access, guarded and joined charts."""
