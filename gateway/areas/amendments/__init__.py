"""Amendments: asked for by the student or a manager, decided, signed."""
