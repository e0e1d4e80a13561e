"""What anybody may read: the three doors, legal pages, contacts."""
