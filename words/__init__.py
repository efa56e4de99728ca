"""Every sentence a person reads outside forms: Jinja2 macros, one folder per language."""

from words.library import Html, Library, Plain, UnknownWord, Words

__all__ = ["Html", "Library", "Plain", "UnknownWord", "Words"]
