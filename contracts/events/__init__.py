"""One module per service: what it announces. An event's docstring is its meaning."""
