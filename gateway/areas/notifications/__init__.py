"""What reached me; and for staff, what became of the mails."""
