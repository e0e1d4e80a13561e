"""One module per service: the questions it answers."""
