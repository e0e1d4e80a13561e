"""How many signatures a file may carry, in one place: what is accepted must still be read once ours stand in it."""

FROM_ELSEWHERE = 30
"""Signature fields of a scan that somebody deposits."""
OURS = 8
"""Seven signatories and the seal."""
MOST_FIELDS = FROM_ELSEWHERE + OURS
