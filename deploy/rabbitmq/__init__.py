"""Who may do what on the broker, as data; and the definitions file that a node loads at its start."""
