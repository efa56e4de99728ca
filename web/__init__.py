"""What the program serves over HTTP: health and numbers, and the doors by which updates come."""
