"""Why a copy can not be taken or brought back, each one sentence."""


class CopyTrouble(Exception):
    """Something is wrong with a copy."""

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail or self.__class__.__doc__)


class NoCopy(CopyTrouble):
    """This file is no copy made by `cakra backup`: choose one that ends in .backup."""


class OtherKey(CopyTrouble):
    """The copy was sealed with another VAULT_KEY: put the key of that office into .env."""


class CopyCut(CopyTrouble):
    """The copy ends too early: it was cut off on the way, take it from where it came again."""


class CopyAltered(CopyTrouble):
    """The copy was altered or damaged; nothing was changed, use another copy."""


class NotEmpty(CopyTrouble):
    """A copy goes back only where nothing is."""


class HalfBack(CopyTrouble):
    """A copy was being brought back here and was cut off: run `cakra restore` with it again."""


class OldTables(CopyTrouble):
    """The tables are not up to date: run `cakra migrate` first."""


class NewerCopy(CopyTrouble):
    """The copy was made by a newer version of the program: install that one first."""
