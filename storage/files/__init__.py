"""Evidence on disk: what is let in, where it lies, and the copy that may leave."""
