"""What a group of managers sets for itself, and absences: who decides in whose place."""
