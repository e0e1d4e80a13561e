"""`python -m benchmarks [--only rpc] [--quick]`: measure, show, compare with the last figures, keep them."""

import argparse
import shlex
import sys
import time
import traceback

from benchmarks import archive, board, bulk, documents, exports, journal, lists, outbox, report, rpc, scale
from benchmarks.figures import Measured
from benchmarks.rig import Rig

MEASURES = {
    module.NAME: module for module in (rpc, outbox, lists, scale, journal, documents, archive, bulk, exports, board)
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", choices=list(MEASURES), action="append", help="this measure; may be said twice")
    parser.add_argument("--quick", action="store_true", help="shorter rounds and a smaller base; nothing is kept")
    options = parser.parse_args()
    names = [name for name in MEASURES if not options.only or name in options.only]
    before = report.sections(report.RESULTS.read_text()) if report.RESULTS.exists() else {}
    command = shlex.join(["python", "-m", "benchmarks", *sys.argv[1:]])
    found: list[Measured] = []
    failed = False
    with Rig() as rig:
        for name in names:
            began, load = time.monotonic(), report.load()
            print(f"{name}: measuring, load average {load}", flush=True)
            try:
                measured = MEASURES[name].run(rig, options.quick)
            except Exception:  # the others are measured all the same
                failed = True
                traceback.print_exc()
                continue
            found.append(measured)
            circumstances = f"{time.monotonic() - began:.0f} s, load average before {load}, after {report.load()}"
            if not options.quick:
                report.keep({name: report.section(measured, command, circumstances)}, list(MEASURES))
    report.show(found, before)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
