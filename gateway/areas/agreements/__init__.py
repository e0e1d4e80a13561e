"""Authorisations and conventions: the files of students, supervisors and managers."""
