"""What the leadership receives: periods, figures, editions, their messages and templates."""

from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"
"""For `words.Library(…, extra=(TEMPLATES,))`."""
