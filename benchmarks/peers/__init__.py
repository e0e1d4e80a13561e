"""The processes that the measures start: those who ask, those who answer, and what they are compared with."""
