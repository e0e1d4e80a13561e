"""An echo through `runtime`, beside the bare protocol and beside nameko's own client and service."""

from contextlib import ExitStack

from benchmarks.figures import Goal, Line, Measured, in_turn, median, paired_ratio
from benchmarks.rig import Peer, Rig, processor_seconds

NAME, TITLE = "rpc", "RPC echo, calls a second"
CALLERS = 20
WORKERS = 10  # of both services: the default of nameko and of runtime
TEXT = "Une question de taille ordinaire, avec ses accents : é à ç. " * 2
OURS, RAW, NAMEKO = "IPRO", "raw py-amqp", "nameko"


def run(rig: Rig, quick: bool) -> Measured:
    rounds, seconds = (3, 2.0) if quick else (3, 6.0)
    rig.probe()
    common = {"amqp_url": rig.platform.amqp_url, "text": TEXT}
    with ExitStack() as stack:
        services = {
            RAW: stack.enter_context(Peer("benchmarks.peers.raw_service", **common)).pid,
            OURS: rig.platform.supervisor.child("probe").pid,
            NAMEKO: stack.enter_context(Peer("benchmarks.peers.nameko_service", **common, workers=WORKERS)).pid,
        }
        callers = {
            RAW: stack.enter_context(Peer("benchmarks.peers.raw_caller", **common)),
            OURS: stack.enter_context(Peer("benchmarks.peers.ipro_caller", **common, keys=str(rig.gateway_keys))),
            NAMEKO: stack.enter_context(Peer("benchmarks.peers.nameko_caller", **common, most=CALLERS)),
        }

        broker = rig.platform.supervisor.child("broker").pid
        parts = {name: {"caller": callers[name].pid, "service": services[name], "broker": broker} for name in callers}

        def taking(name: str, callers_at_once: int, length: float):
            def take() -> dict:
                before = {part: processor_seconds(pid) for part, pid in parts[name].items()}
                found = callers[name].ask(length + 60, callers=callers_at_once, seconds=length)
                calls = found["rate"] * length
                used = {part: (processor_seconds(pid) - before[part]) / calls for part, pid in parts[name].items()}
                return found | {"used": used}

            return take

        in_turn({name: taking(name, CALLERS, 1.0) for name in callers}, 1)  # warm
        together = in_turn({name: taking(name, CALLERS, seconds) for name in callers}, rounds)
        alone = in_turn({name: taking(name, 1, seconds / 3) for name in callers}, rounds)
    rig.halt("probe-relay", "probe")

    def of(found: dict, name: str, figure: str) -> list[float]:
        return [one[figure] for one in found[name]]

    rate = {name: of(together, name, "rate") for name in callers}
    lines = [
        Line(f"{RAW}, {CALLERS} in flight (the floor)", rate[RAW], "/s"),
        Line(
            f"{OURS}, {CALLERS} callers",
            rate[OURS],
            "/s",
            paired_ratio(rate[OURS], rate[RAW]),
            "raw",
            Goal(0.38, True, of="raw"),
        ),
        Line(f"{NAMEKO}, {CALLERS} callers", rate[NAMEKO], "/s", paired_ratio(rate[NAMEKO], rate[RAW]), "raw"),
        Line(
            f"{OURS} beside {NAMEKO}, {CALLERS} callers",
            rate[OURS],
            "/s",
            paired_ratio(rate[OURS], rate[NAMEKO]),
            "nameko",
            Goal(2, True, of="nameko"),
        ),
        *(Line(f"{name}, one caller, p50", of(alone, name, "p50"), "ms") for name in callers),
        *(Line(f"{name}, {CALLERS} at once, p99", of(together, name, "p99"), "ms") for name in callers),
    ]
    failures = sum(sum(of(found, name, "failures")) for found in (together, alone) for name in (OURS, NAMEKO))
    notes = [f"{failures:.0f} calls failed."] if failures else []
    return Measured(NAME, TITLE, lines, [*notes, f"Processor time of one call, in µs: {_costs(together)}."])


def _costs(together: dict[str, list]) -> str:
    """What the two processors did for a call: it hardly moves with what else the machine does."""

    def cost(rounds: list[dict]) -> str:
        parts = {part: median(one["used"][part] for one in rounds) * 1e6 for part in rounds[0]["used"]}
        shown = ", ".join(f"{part} {value:.0f}" for part, value in parts.items())
        return f"{sum(parts.values()):.0f} ({shown})"

    return "; ".join(f"{name} {cost(rounds)}" for name, rounds in together.items())
