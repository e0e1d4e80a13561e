"""Argon2id, run in a child process: it would stop the service's green threads for 90 ms. JSON in, JSON out."""

from argon2 import PasswordHasher, Type
from argon2.exceptions import Argon2Error, InvalidHashError

HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1, type=Type.ID)
# Of a password that nobody knows: an account that does not exist takes the time of one that does.
NOBODY = "$argon2id$v=19$m=65536,t=3,p=1$hP3ibwdp/KDB7C+VWI5Diw$IH2VVrle9nFlJtTFFVcW21F369rFx45eBQVYeVueZHY"


def matches(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except (Argon2Error, InvalidHashError):
        return False


def hash_all(pairs: list[list[str]]) -> list[str]:
    """For each (hash or empty, password): the same hash when it fits already, else a new one."""
    return [known if known and matches(known, password) else HASHER.hash(password) for known, password in pairs]
