"""Commands under a storm of SIGKILLs, and what must be true afterwards, looked at from outside.

Each file goes to and fro between its student and its supervisor; each move is commanded with a key and commanded again
with the same key until it is acknowledged. Meanwhile services, relays and the broker are killed at random moments of a
printed seed. Then: calm, and the invariants.
"""

import dataclasses
import email
import json
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from contracts.calls import agreements
from contracts.errors import Internal, Refusal, Unavailable
from deploy.local.platform import Platform
from services.agreements import journal
from services.agreements.model import JournalLine
from tests.builders.world import World

VICTIMS = ("agreements", "agreements-relay", "notifications", "notifications-relay")
CALM = 150.0  # longer than the lease of a mail whose sender was killed
GIVE_UP = 90.0
TO_AND_FRO = (("submit", "student"), ("ask_precisions", "supervisor"))


@dataclass
class Told:
    """What the clients were told."""

    acknowledged: list[tuple[str, str, int]] = field(default_factory=list)  # file, move, version after
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Storm:
    def __init__(
        self, base: Path, *, commands: int, files: int, seed: int, known_bad: dict[str, str] | None = None
    ) -> None:
        self.commands, self.files, self.seed = commands, files, seed
        self.known_bad = known_bad or {}
        self.random = random.Random(seed)
        self.base = base
        self.platform = Platform(env="faults", base=base, fresh=True)
        self.told = Told()
        self.kills: Counter[str] = Counter()
        self.over = threading.Event()
        self.subscriber: subprocess.Popen[bytes] | None = None
        self.heard = base / "heard.jsonl"

    def run(self) -> list[str]:
        """Every broken invariant, in words; empty when all hold."""
        print(f"storm: {self.commands} commands on {self.files} files, seed {self.seed}", flush=True)
        try:
            self._start()
            world = World.build(self.platform, students=self.files)
            drafts = [world.new_request(f"student{number}") for number in range(self.files)]
            self._wait_for_mailboxes(world)
            killer = threading.Thread(target=self._kill, daemon=True)
            killer.start()
            clients = [
                threading.Thread(target=self._command, args=(world, f"student{number}", draft), daemon=True)
                for number, draft in enumerate(drafts)
            ]
            for client in clients:
                client.start()
            for client in clients:
                client.join(GIVE_UP + self.commands)
            self.over.set()
            killer.join(60)
            self._repeat_publications()
            problems = self._check(drafts)
            world.close()
            print(f"kills: {dict(self.kills)}; acknowledged: {len(self.told.acknowledged)}", flush=True)
            return problems
        finally:
            self.over.set()
            if self.subscriber:
                self.subscriber.terminate()
                self.subscriber.wait(20)
            self.platform.stop()

    def _start(self) -> None:
        platform = self.platform
        shutil.rmtree(self.base / "mail", ignore_errors=True)  # what an earlier storm sent
        platform.start_engines()
        platform.prepare()
        names = [
            "mail",
            *(s for s in platform.catalogue.services),
            *(f"{s}-relay" for s in platform.catalogue.services),
        ]
        for name in names:
            spec = platform.catalogue.spec(name)
            if name in self.known_bad:
                spec = dataclasses.replace(spec, command=[sys.executable, "-m", self.known_bad[name]])
            platform.supervisor.add(spec)
        platform.supervisor.start(*names)
        platform.supervisor.wait_ready(names, 90)
        self.heard.parent.mkdir(parents=True, exist_ok=True)
        with self.heard.open("wb") as out, (self.base / "subscriber.log").open("wb") as errors:
            command = [
                sys.executable,
                "examples/subscriber.py",
                platform.broker.url_of("subscriber"),
                "--queue",
                f"subscriber.{self.seed}",
            ]
            self.subscriber = subprocess.Popen(command, stdout=out, stderr=errors)
        time.sleep(2)

    def _wait_for_mailboxes(self, world: World) -> None:
        """Notifications knows everybody's address."""
        engine = self._engine("notifications")
        end = time.monotonic() + 30
        while time.monotonic() < end:
            with engine.connect() as connection:
                if connection.scalar(text("SELECT count(*) FROM person")) >= len(world.people):
                    return
            time.sleep(0.2)
        raise AssertionError("people did not reach notifications")

    def _command(self, world: World, student: str, draft: dict[str, Any]) -> None:
        pace = random.Random(f"{self.seed}-{student}")
        file = draft
        for turn in range(self.commands // self.files):
            move, party = TO_AND_FRO[turn % 2]
            who = student if party == "student" else "supervisor"
            comment = f"Précision {turn} ?" if party == "supervisor" else ""
            answer = self._until_told(world, file, move, who, comment)
            if answer is None:
                return
            file = answer
            time.sleep(pace.uniform(0.0, 0.8))

    def _until_told(
        self, world: World, file: dict[str, Any], move: str, who: str, comment: str
    ) -> dict[str, Any] | None:
        key = str(uuid.uuid4())
        end = time.monotonic() + GIVE_UP
        while time.monotonic() < end:
            try:
                answer = world.client.ask(
                    agreements.Perform,
                    world.people[who],
                    deadline=3.0,
                    key=key,
                    id=file["id"],
                    version=file["version"],
                    move=move,
                    comment=comment,
                )
            except (Unavailable, Internal):
                time.sleep(0.2)
                continue
            except Refusal as refusal:
                with self.told.lock:
                    self.told.refused.append((str(file["id"]), move, refusal.code))
                return None
            with self.told.lock:
                self.told.acknowledged.append((str(file["id"]), move, answer["version"]))
            return answer
        with self.told.lock:
            self.told.refused.append((str(file["id"]), move, "never acknowledged"))
        return None

    def _kill(self) -> None:
        """Four processes at random; the broker at each sixth time."""
        times = 0
        while not self.over.wait(self.random.uniform(0.4, 1.2)):
            times += 1
            if times % 6 == 0:
                self.kills["broker"] += 1
                self.platform.restart_broker(kill=True)
                continue
            victim = self.random.choice(VICTIMS)
            self.kills[victim] += 1
            self.platform.kill(victim, signal.SIGKILL)
            self.platform.halt(victim)
            self.platform.supervisor.start(victim)

    def _repeat_publications(self) -> None:
        """As after a crash between the broker's confirm and the mark: some events are published a second time."""
        with self._engine("agreements").begin() as connection:
            connection.execute(text("UPDATE outbox SET published_at = NULL WHERE id % 5 = 0"))
        self.kills["publication repeated"] += 1

    def _engine(self, service: str) -> Any:
        return create_engine(self.platform.database_url(service).replace("postgresql://", "postgresql+psycopg2://", 1))

    # What must be true

    def _check(self, drafts: list[dict[str, Any]]) -> list[str]:
        end = time.monotonic() + CALM
        problems = ["not looked at"]
        while problems and time.monotonic() < end:
            time.sleep(2)
            problems = self._problems(drafts)
        return problems

    def _problems(self, drafts: list[dict[str, Any]]) -> list[str]:
        found = [f"client was told: {line}" for line in self.told.refused]
        expected = Counter(file for file, _, _ in self.told.acknowledged)
        with self._engine("agreements").connect() as connection:
            for draft in drafts:
                found += self._file_problems(connection, str(draft["id"]), expected[str(draft["id"])])
            waiting = connection.scalar(text("SELECT count(*) FROM outbox WHERE published_at IS NULL"))
        events = self._events_heard()
        found += self._event_problems(events, expected)
        found += [f"{waiting} rows wait in the outbox"] if waiting else []
        found += self._mail_problems(len(self.told.acknowledged))
        found += self._left_over()
        return found

    @staticmethod
    def _file_problems(connection: Any, id: str, commands: int) -> list[str]:
        rows = connection.execute(
            text("SELECT * FROM journal WHERE internship_id = :id ORDER BY seq"), {"id": id}
        ).all()
        lines = [JournalLine(**row._mapping) for row in rows]
        moves = [line for line in lines if line.move != "create"]
        found = []
        if len(moves) != commands:
            found.append(f"{id}: {commands} commands acknowledged, {len(moves)} in the journal")
        broken = journal.verify(lines)
        if broken is not None:
            found.append(f"{id}: journal broken at line {broken}")
        state = connection.scalar(text("SELECT state FROM internship WHERE id = :id"), {"id": id})
        if lines and state != lines[-1].after:
            found.append(f"{id}: state {state}, journal says {lines[-1].after}")
        return found

    def _events_heard(self) -> list[dict[str, Any]]:
        lines = self.heard.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.endswith("}")]

    @staticmethod
    def _event_problems(events: list[dict[str, Any]], expected: Counter[str]) -> list[str]:
        found = []
        files = [event for event in events if event["subject"] != "journal"]  # heads are no command's
        once = {event["id"]: event for event in files}
        heard = Counter(event["subject"] for event in once.values())
        for file, count in expected.items():
            if heard[file] != count:
                found.append(f"{file}: {count} commands acknowledged, {heard[file]} events heard outside")
        for file in set(heard) - set(expected):
            found.append(f"{file}: a ghost event")
        for file in expected:
            versions = [event["aggregateversion"] for event in once.values() if event["subject"] == file]
            if len(versions) != len(set(versions)):
                found.append(f"{file}: two events of one version")
            if versions != sorted(versions):
                found.append(f"{file}: events out of order")
        return found

    def _mail_problems(self, expected: int) -> list[str]:
        """One mail for each move: to the supervisor when submitted, to the student when asked."""
        with self._engine("notifications").connect() as connection:
            states = dict(connection.execute(text("SELECT state, count(*) FROM delivery GROUP BY state")).all())
            notices = connection.scalar(text("SELECT count(*) FROM notification"))
        found = []
        if states != {"sent": expected}:
            found.append(f"{expected} mails due, deliveries are {states}")
        if notices != expected:
            found.append(f"{expected} notices due, {notices} are there")
        kept = self.platform.layout.folder("mail").rglob("*.eml")
        ids = Counter(email.message_from_bytes(path.read_bytes())["Message-ID"] for path in kept)
        if len(ids) != expected:
            found.append(f"{expected} mails due, {len(ids)} different ones came")
        doubled = sum(ids.values()) - len(ids)
        if doubled > sum(self.kills.values()):
            found.append(f"{doubled} second copies: more than a crash can explain")
        return found

    def _left_over(self) -> list[str]:
        found = []
        for service in self.platform.catalogue.services:
            with self._engine(service).connect() as connection:
                parked = connection.scalar(text("SELECT count(*) FROM parked WHERE replayed_at IS NULL"))
            if parked:
                found.append(f"{parked} messages parked in {service}")
        for queue, count in self._queues().items():
            if count and not queue.startswith("rpc.reply"):
                found.append(f"{count} messages left in {queue}")
        return found

    def _queues(self) -> dict[str, int]:
        command, environ = self.platform.broker.control()  # type: ignore[union-attr]
        done = subprocess.run(
            [*command, "list_queues", "-p", self.platform.broker.vhost, "name", "messages", "--quiet"],  # type: ignore[union-attr]
            env=environ, capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        rows = [line.split("\t") for line in done.stdout.splitlines() if "\t" in line]
        return {name: int(count) for name, count in rows if count.isdigit()}
