"""Templates of documents: read by convention managers, changed by administrators."""
