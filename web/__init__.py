"""What the program serves over HTTP: the door through which Telegram brings updates."""
