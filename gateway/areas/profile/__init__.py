"""« Mon Profil »: personal data, CVs, letters, photo."""
