"""What profiles decides by itself: no framework, no database."""
