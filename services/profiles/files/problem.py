"""What is wrong with a file, and the bounds that all formats share."""

MOST_BYTES = 10 * 1024 * 1024
MOST_TEXT = 200_000  # characters kept for search
MOST_PAGES = 200


class Problem(Exception):
    """`code` is one of AddDocument's: empty, too_big, wrong_type, not_what_its_name_says, encrypted, has_macros, unreadable."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def tidy(text: str) -> str:
    """Text as PostgreSQL takes it: no NUL, no lone surrogates, single spaces, bounded."""
    text = text[: MOST_TEXT * 2].replace("\x00", " ").encode("utf-8", "ignore").decode()
    return " ".join(text.split())[:MOST_TEXT]
