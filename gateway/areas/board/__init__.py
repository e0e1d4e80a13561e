"""« Mon Bureau »: one page from all the services."""
