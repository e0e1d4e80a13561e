"""The tables of moves a second time, by hand: what the first offers and checks by itself cannot show a guard that is missing.

Whoever changes a line of `lifecycle.py` or `amendments.py` on purpose changes it here too.
"""

import pytest

from services.agreements.rules.amendments import AMENDMENT_MOVES
from services.agreements.rules.lifecycle import MOVES

# move | by | comment | kind, and below on these conditions, in this order
FILES = """
submit                    | student         | optional | move
    request_complete, dates_in_order, not_over, within_the_law
edit_request              | student         | none     | edit_request
delete                    | student         | none     | move
open_for_group            | officer         | none     | opening
    filled_in_by_a_manager, dates_in_order, not_over, within_the_law
validate                  | supervisor      | optional | move
    dates_in_order, within_the_law
ask_precisions            | supervisor      | required | move
refuse                    | supervisor      | required | move
take_back                 | supervisor      | required | move
    nobody_built_on_it
submit_convention         | student         | optional | move
    convention_complete, addresses_sound, within_the_law, hours_as_authorized
submit_hours              | student         | optional | move
    hours_changed, convention_complete, within_the_law
complete_convention       | student         | none     | edit_convention
edit_convention           | student         | none     | edit_convention
reopen_request            | student         | required | move
validate_convention       | officer         | optional | move
    convention_complete, within_the_law, nothing_left_to_lift, papers_for_validation
override_control          | officer         | required | override_control
    something_to_lift
ask_precisions_convention | officer         | required | move
refuse_convention         | officer         | required | move
invite_host               | officer student | none     | invite_host
    host_reachable, host_is_no_manager, host_not_written_to_too_often
complete_host_part        | host            | none     | edit_host
withdraw_validation       | officer         | required | move
open_signatures           | officer         | none     | move
    signatories_reachable, convention_complete, within_the_law, papers_for_signature
open_paper                | officer         | none     | move
    signatories_named, convention_complete, within_the_law, papers_for_signature
sign                      | signatory       | none     | sign
    on_links, signable_in_time
record_paper              | officer         | none     | record_paper
    on_paper
refuse_to_sign            | signatory       | required | refuse_to_sign
cancel_signatures         | officer         | required | move
complete_signatures       | platform        | none     | automatic
    every_signature_proven
start                     | platform        | none     | automatic
    first_day_reached
interrupt                 | platform        | none     | automatic
    suspended_today, last_day_ahead
resume                    | platform        | none     | automatic
    not_suspended_today
finish                    | platform        | none     | automatic
    last_day_passed
break_off                 | officer         | required | break_off
    first_day_reached
plan_end                  | officer         | required | plan_end
    days_to_come
withdraw_end              | officer         | required | move
    end_planned
call_off                  | officer         | required | move
    nothing_of_it_took_place
end_by_amendment          | platform        | none     | automatic
    early_end_reached
end_early                 | platform        | none     | automatic
    early_end_passed
drop                      | student         | required | move
"""
AMENDMENTS = """
edit_amendment            | officer student | none     | edit_amendment
submit                    | officer student | none     | move
    file_under_way, complete, changes_something, dates_in_order, first_day_ahead, within_the_law
approve                   | supervisor      | optional | move
    file_under_way, within_the_law
ask_precisions            | supervisor      | required | move
refuse                    | supervisor      | required | move
validate                  | officer         | optional | move
    file_under_way, changes_something, first_day_ahead, within_the_law, nothing_left_to_lift
validate_despite_controls | officer         | required | move
    file_under_way, changes_something, first_day_ahead, within_the_law, something_to_lift
ask_precisions            | officer         | required | move
refuse                    | officer         | required | move
withdraw_validation       | officer         | required | move
open_signatures           | officer         | none     | move
    file_under_way, first_day_ahead, within_the_law, signatories_reachable
open_paper                | officer         | none     | move
    file_under_way, first_day_ahead, within_the_law, signatories_named
sign                      | signatory       | none     | sign
    on_links, file_under_way, first_day_ahead, within_the_law
record_paper              | officer         | none     | record_paper
    on_paper
refuse_to_sign            | signatory       | required | refuse_to_sign
cancel_signatures         | officer         | required | move
complete_signatures       | platform        | none     | automatic
    file_under_way, within_the_law, every_signature_proven
drop                      | officer student | required | move
lapse                     | platform        | none     | automatic
    file_called_off
"""


def as_written(table):
    found = []
    for line in table.strip().splitlines():
        if line.startswith(" "):
            found[-1] = (*found[-1][:-1], line.strip().split(", "))
        else:
            name, by, comment, kind = (part.strip() for part in line.split("|"))
            found.append((name, set(by.split()), comment, kind, []))
    return found


@pytest.mark.feature("E4", "E7", "E10", "E11")
@pytest.mark.parametrize(
    ("table", "written"), [(MOVES, FILES), (AMENDMENT_MOVES, AMENDMENTS)], ids=["files", "amendments"]
)
def test_each_move_has_the_parties_the_comment_and_the_conditions_that_it_was_given(table, written):
    expected = as_written(written)
    found = [
        (line.name, {str(party) for party in line.by}, line.comment, line.kind, [one.__name__ for one in line.provided])
        for line in table
    ]
    assert [line[0] for line in found] == [line[0] for line in expected]
    for mine, his in zip(found, expected, strict=True):
        assert mine == his
