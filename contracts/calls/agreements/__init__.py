"""What agreements answers: one module a subject."""

# ruff: noqa: F403
from contracts.calls.agreements.amendments import *
from contracts.calls.agreements.base import *
from contracts.calls.agreements.delegation import *
from contracts.calls.agreements.evaluations import *
from contracts.calls.agreements.files import *
from contracts.calls.agreements.follow_up import *
from contracts.calls.agreements.groups import *
from contracts.calls.agreements.law import *
from contracts.calls.agreements.lexicon import *
from contracts.calls.agreements.lists import *
from contracts.calls.agreements.opening import *
from contracts.calls.agreements.papers import *
from contracts.calls.agreements.parts import *
from contracts.calls.agreements.signatures import *
from contracts.calls.agreements.templates import *
from contracts.calls.agreements.typed import *
from contracts.calls.agreements.work import *
