"""What is legal and allowed: pure Python, no framework."""
