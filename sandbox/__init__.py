"""A local Telegram: a Bot API server over HTTP and people with phones to talk to its bots."""
