"""Demonstration data: people, components, hosts and offers of a university that does not exist."""
