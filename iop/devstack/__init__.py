"""A private PostgreSQL, a private Valkey and the processes of the application, for a demo or a test run on one machine.

Nothing here is imported in production: the servers come from the ``demo`` requirements, and a clinic brings its own.
"""
