"""One module per conversation: what a message or a tap means here, and what to answer."""
