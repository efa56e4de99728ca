"""`python -m bot` is `cakra`."""

from bot.cli import main

main()
