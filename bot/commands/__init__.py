"""The commands of `cakra`, by theme; each imports its heavy parts only when it is used."""
