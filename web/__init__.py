"""What a browser or a monitor sees of the running program; counts only, never a person."""
