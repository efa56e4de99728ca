"""What went wrong, as one sentence a person can act on."""

from sqlalchemy.exc import OperationalError

from bot.logs import clean
from bot.rehearsal import RehearsalFailed
from bot.settings import SettingsError
from desk.enrolment import AlreadyEnrolled, LastAdmin, NoHandler, Unenrolled
from digests.editions import NotBegun
from forms.load import FormError
from offices.load import OfficeError
from storage.copies.trouble import CopyTrouble
from storage.epoch import Overtaken
from storage.migrate import NewerDatabase
from storage.vault import WrongKey
from web.trouble import PortTaken

WORDED = (
    SettingsError,
    RehearsalFailed,
    LastAdmin,
    NoHandler,
    Unenrolled,
    NotBegun,
    FormError,
    OfficeError,
    NewerDatabase,
    WrongKey,
    CopyTrouble,
    Overtaken,
    PortTaken,
)


def sentence(error: BaseException) -> str:
    """One line without a traceback, a token or an id."""
    if isinstance(error, AlreadyEnrolled):
        return f"{error} has this role already"
    if isinstance(error, OperationalError):
        return f"the database can not be used ({clean(str(error.orig)).splitlines()[0]})"
    if isinstance(error, WORDED) or type(error).__module__.startswith("bot"):
        return " ".join(str(error).split())
    first = clean(str(error)).strip().splitlines() or [""]
    return f"{type(error).__name__}: {first[0]} (LOG_LEVEL=DEBUG shows where)"
