"""Signing without an account or with it, the host's page, papers, and the check of a document by anybody."""
