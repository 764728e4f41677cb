"""Reads uploaded files. Runs only in the sandbox, see `sandbox.py`."""
