"""« Mon espace candidat »: search, offers, candidacies."""
