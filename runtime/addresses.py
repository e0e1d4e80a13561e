"""Whether a mail can be sent to an address as it is written."""

from email_validator import EmailNotValidError, validate_email


def is_address(email: str) -> bool:
    """No look-up: an address is checked by writing to it. `.test` is for our tests.

    Letters beyond ASCII before the @ are refused, for most servers would not take the mail; so are letters that stand
    for others, like wide ones, for two spellings must not look like two people.
    """
    try:
        read = validate_email(email, check_deliverability=False, test_environment=True, allow_smtputf8=False)
    except EmailNotValidError:
        return False
    return read.normalized.casefold() == email.casefold()
