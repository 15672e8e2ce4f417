"""The registers, guarded charts and joined charts, in words."""
