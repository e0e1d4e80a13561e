"""Who comes in and goes out."""
