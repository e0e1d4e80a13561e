"""One internship from end to end, through the pages of a running platform: what an operator runs after a deployment."""
