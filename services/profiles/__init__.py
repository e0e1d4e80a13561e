"""People, their sign-on, their documents, and where their component makes its conventions."""
