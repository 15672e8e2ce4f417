"""Groups outside a stay, ready to be shown."""
