"""A recruiter's offers and the applications to them."""
