"""Agreements: internship files, from the authorisation request to the validated convention."""
