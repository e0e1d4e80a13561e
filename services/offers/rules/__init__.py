"""What offers decides by itself: no framework, no database."""
