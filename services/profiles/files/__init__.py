"""Is this file what it says, and may it be kept (C2)? Everything here runs in a child process with limits.

`check.examine` is the door; one module a format. Problems are raised as `Problem` with the contract's codes.
"""
