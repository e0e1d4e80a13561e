"""Signatures and seals of documents: whose keys, what is signed, what holds."""
