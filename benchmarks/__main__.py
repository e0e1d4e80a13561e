"""`python -m benchmarks [--only rpc] [--quick]`: measure, show, compare with the last figures, keep them."""

import argparse
import shlex
import sys
import time

from benchmarks import board, lists, outbox, report, rpc
from benchmarks.figures import Measured
from benchmarks.rig import Rig

MEASURES = {module.NAME: module for module in (rpc, outbox, lists, board)}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", choices=list(MEASURES), action="append", help="this measure; may be said twice")
    parser.add_argument("--quick", action="store_true", help="shorter rounds and a smaller base; nothing is kept")
    options = parser.parse_args()
    names = [name for name in MEASURES if not options.only or name in options.only]
    before = report.sections(report.RESULTS.read_text()) if report.RESULTS.exists() else {}
    command = shlex.join(["python", "-m", "benchmarks", *sys.argv[1:]])
    found: list[Measured] = []
    kept: dict[str, str] = {}
    with Rig() as rig:
        for name in names:
            began, load = time.monotonic(), report.load()
            print(f"{name}: measuring, load average {load}", flush=True)
            measured = MEASURES[name].run(rig, options.quick)
            circumstances = f"{time.monotonic() - began:.0f} s, load average before {load}, after {report.load()}"
            found.append(measured)
            kept[name] = report.section(measured, command, circumstances)
    report.show(found, before)
    if not options.quick:
        report.keep(kept, list(MEASURES))
    return 0


if __name__ == "__main__":
    sys.exit(main())
