"""The office's rules: what may happen to a report or a person, and who may do it."""
