"""Imported once by the server from which lives are forked: what each would do first otherwise."""

from tests.journeys.lives import words

words()
