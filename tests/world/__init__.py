"""A whole office for one test: the sandbox, the product on a database, and people with phones."""

from tests.world.office import World
from tests.world.phone import Phone
from tests.world.starting import VAULT_KEY, profile, world
from tests.world.trace import NOON, FakeClock, Trace

__all__ = ["NOON", "VAULT_KEY", "FakeClock", "Phone", "Trace", "World", "profile", "world"]
