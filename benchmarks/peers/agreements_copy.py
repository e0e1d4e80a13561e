"""agreements under another name, so that two copies with bases of their own can be asked in turn."""

from runtime import launch  # isort: skip  - it makes the process green, so it comes first

import sys

from runtime.settings import from_environment
from services.agreements.service import AgreementsService


class Copy(AgreementsService):
    name = sys.argv[1] if len(sys.argv) > 1 else "agreements_copy"


if __name__ == "__main__":
    launch.run(Copy, from_environment())
