"""What profiles does about the others' events: nothing, so far. It is where people come from."""
