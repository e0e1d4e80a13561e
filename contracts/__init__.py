"""What crosses a process: messages, calls, refusals, and the words they use. Standard library and marshmallow only."""
