"""What oletools thinks of a file's macros."""

from services.profiles.files.problem import Problem


def refuse_macros(data: bytes, name: str) -> None:
    """Raises `Problem` has_macros, or unreadable when oletools cannot even open it."""
    from oletools.olevba import FileOpenError, VBA_Parser  # half a second, only for Office files

    try:
        parser = VBA_Parser(name, data=data)
    except FileOpenError:
        raise Problem("unreadable") from None
    try:
        if parser.detect_vba_macros() or parser.detect_xlm_macros():
            raise Problem("has_macros")
    finally:
        parser.close()
