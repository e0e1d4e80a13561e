"""What reaches people: mails and notices, kept until delivered."""
