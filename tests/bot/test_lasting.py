"""What lives as long as the program is not looked through for garbage."""

import gc

from bot.lasting import lasting


def test_what_was_made_inside_is_never_looked_at_again_and_the_rest_is() -> None:
    before = gc.get_freeze_count()
    try:
        with lasting():
            assert not gc.isenabled()
            kept = [[number] for number in range(1000)]
        assert gc.isenabled()
        assert gc.get_freeze_count() >= before + len(kept)
        assert not any(one is kept for one in gc.get_objects())
    finally:
        gc.unfreeze()
