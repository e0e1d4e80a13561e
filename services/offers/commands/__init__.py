"""What offers does when told to: one file a subject, one function a use case."""
