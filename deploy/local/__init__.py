"""IPRO on one machine: engines, processes, demonstration sign-on and mail. Used by `make run` and by the tests."""
