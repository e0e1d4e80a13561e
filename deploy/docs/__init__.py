"""Documents that the code writes: `python -m deploy.docs`. A test says when one is stale."""
