"""What is told, to whom, and how: rules, the outbox, messages and their delivery."""
