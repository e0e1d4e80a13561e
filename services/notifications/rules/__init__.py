"""What notifications decides by itself: no framework, no database."""
