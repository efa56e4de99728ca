"""The running processes: settings, command line, Telegram in, Telegram out, clock."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "1")  # python-telegram-bot warns about plain seconds
