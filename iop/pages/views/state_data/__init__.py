"""Pages about the state's data sets, readiness for a survey and the facility survey."""
