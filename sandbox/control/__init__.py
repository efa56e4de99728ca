"""The control API: JSON over HTTP by which people, groups and faults are driven."""
