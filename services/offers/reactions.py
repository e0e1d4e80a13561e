"""What offers does about the others' events: nothing, so far. It asks profiles when a student applies."""
