"""The treatment day in the browser: one page that runs the group, and the small answers it is made of."""
