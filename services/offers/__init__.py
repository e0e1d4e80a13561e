"""Hosts and their contacts, offers and their moderation, candidacies."""
