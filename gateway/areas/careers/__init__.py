"""Careers staff: offers are read before they appear."""
