"""Who takes part in a rehearsal: two bots, a group, and people with roles."""

from dataclasses import dataclass

from desk.rights import Role

PUBLIC = "CakraLaporBot"
PRIVATE = "CakraPetugasBot"
DESK = "Meja verifikasi"


@dataclass(frozen=True)
class Part:
    """Somebody in the rehearsal; a citizen has no role. `chat` lies open on the phone first."""

    id: int
    name: str
    role: Role | None
    chat: str
    in_group: bool = False


CAST = (
    Part(8_100_000_001, "Siti", None, PUBLIC),
    Part(8_100_000_006, "Darmi", Role.AGENT, PRIVATE),
    Part(8_100_000_002, "Hasan", Role.VERIFIER, DESK, in_group=True),
    Part(8_100_000_003, "Rina", Role.VERIFIER, DESK, in_group=True),
    Part(8_100_000_004, "Bupati", Role.LEADER, PRIVATE),
    Part(8_100_000_005, "Admin", Role.ADMIN, PRIVATE),
)
