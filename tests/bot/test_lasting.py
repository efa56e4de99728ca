"""What lives as long as the program is not looked through for garbage."""

import gc

from bot.lasting import SELDOM, lasting


def test_what_was_made_inside_is_never_looked_at_again_and_the_rest_is() -> None:
    before, usual = gc.get_freeze_count(), gc.get_threshold()
    try:
        with lasting():
            assert not gc.isenabled()
            kept = [[number] for number in range(1000)]
        assert gc.isenabled()
        assert gc.get_freeze_count() >= before + len(kept)
        assert not any(one is kept for one in gc.get_objects())
        assert gc.get_threshold() == SELDOM
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)
