"""Why the pages can not be served, in one sentence."""


class PortTaken(Exception):
    """LISTEN can not be used."""
