"""The running processes: settings, command line, Telegram in, Telegram out, clock."""
