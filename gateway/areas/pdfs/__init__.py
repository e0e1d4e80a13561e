"""PDFs of several conventions at once."""
