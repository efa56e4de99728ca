"""Every fault of the sandbox's list is met by the product in a test of its number, or of a name.

Here a fault is ordered during a conversation and the promise is asserted; what was shown beside
the conversation it belongs to stays there and is named below.
"""

import re
from pathlib import Path

import pytest

from tests.sandbox.test_sandbox_faults_list import FAULTS

TESTS = Path(__file__).parent.parent / "conversations"
NUMBERED = re.compile(r"^async def test_fault_(\d\d)_", re.M)
ELSEWHERE: dict[int, tuple[str, ...]] = {
    1: ("test_the_same_update_delivered_twice_changes_nothing",),
    4: (
        "test_retry_after_is_obeyed_and_other_chats_go_on",
        "test_a_question_that_met_a_limit_comes_a_little_later",
    ),
    5: ("test_no_more_than_the_limit_reaches_the_group_in_any_minute_also_after_a_restart",),
    6: (
        "test_while_telegram_is_down_nothing_is_lost",
        "test_a_receipt_that_may_have_arrived_comes_once_more_and_says_so",
        "test_a_front_server_in_trouble_at_the_start_is_sat_out",
    ),
    7: (
        "test_who_blocked_the_bot_hears_the_outcome_after_coming_back",
        "test_a_block_that_nobody_heard_of_ends_one_message_and_no_other",
    ),
    9: (
        "test_what_waits_hangs_at_the_new_number_at_once_and_is_decided_there",
        "test_a_move_nobody_told_of_is_learnt_from_the_first_refusal",
        "test_told_twice_and_refused_besides_it_moves_once",
    ),
    10: ("test_a_press_too_old_to_be_answered_still_decides_and_breaks_nothing",),
    11: (
        "test_a_forged_button_gets_a_toast_and_changes_nothing",
        "test_a_stranger_who_forges_buttons_learns_nothing",
        "test_a_forged_button_on_a_foreign_report_shows_and_changes_nothing",
    ),
    12: (
        "test_a_double_tap_on_send_makes_one_report_and_one_receipt",
        "test_two_officers_in_the_same_second_one_wins_and_the_other_is_told",
    ),
    15: ("test_late_parts_after_sending_join_the_report_and_complete_the_card",),
    16: (
        "test_a_file_too_big_to_download_is_refused_kindly",
        "test_a_file_that_is_not_what_it_claims_is_refused_kindly_and_the_report_goes_on",
    ),
    17: (
        "test_the_longest_report_still_fits_on_card_and_review",
        "test_words_with_tags_and_emoji_arrive_as_they_were_written",
    ),
    19: ("test_an_edited_message_changes_its_answer_while_nothing_was_sent",),
    23: (
        "test_a_link_is_good_once",
        "test_opened_again_by_the_same_person_it_changes_nothing",
        "test_a_link_runs_out_after_three_days",
    ),
    25: ("test_the_contact_of_another_person_is_refused_and_the_draft_stays",),
    27: ("test_unknown_kinds_of_updates_and_fields_are_passed_over",),
}


def numbered() -> set[int]:
    """The faults that have a test of their number here."""
    sources = [file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_*")]
    return {int(number) for source in sources for number in NUMBERED.findall(source)}


def test_every_fault_is_met_in_a_conversation():
    assert sorted(numbered() | set(ELSEWHERE)) == list(FAULTS)


@pytest.mark.parametrize("number", ELSEWHERE)
def test_the_conversations_named_for_it_are_still_there(number):
    written = "".join(file.read_text(encoding="utf-8") for file in TESTS.glob("test_*.py"))
    missing = [one for one in ELSEWHERE[number] if f"async def {one}(" not in written]
    assert missing == []
