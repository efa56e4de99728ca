"""The Bot API's methods, each a function from a checked call to its result."""
