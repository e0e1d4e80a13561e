"""How messages cross: the only place that knows nameko's and the broker's weak spots."""
