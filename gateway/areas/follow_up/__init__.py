"""What follows a convention: papers, visits, difficulties, evaluations, the certificate, and the supervisor's interns."""
