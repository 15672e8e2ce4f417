"""A client's recovery: plans, homework, journal, questionnaires, topics and progress."""
