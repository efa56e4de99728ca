"""The Admiralty code: how far a source and an information can be trusted."""

from dataclasses import dataclass

SOURCES = "ABCDEF"

INFORMATION = "123456"

WITNESSED = "1"
"""The figure that says what other sources confirm: it needs one."""


@dataclass(frozen=True)
class Grade:
    """The Admiralty code: a letter for the source, a figure for the information."""

    source: str = "F"
    information: str = "6"

    def __post_init__(self) -> None:
        if self.source not in SOURCES or self.information not in INFORMATION:
            raise ValueError(f"no such grade: {self.source}{self.information}")

    def __str__(self) -> str:
        return self.source + self.information

    @classmethod
    def read(cls, text: str) -> "Grade":
        """`B2`; raises ValueError for anything else."""
        if len(text) != 2:
            raise ValueError(f"no such grade: {text}")
        return cls(text[0], text[1])


NOT_JUDGED = Grade()
"""What holds unless an officer chooses: F6."""
