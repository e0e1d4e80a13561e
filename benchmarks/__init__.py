"""What IPRO costs: each measure is taken side by side with what it is compared to, in one run."""
