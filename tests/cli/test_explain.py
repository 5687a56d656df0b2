"""What `carepanel explain` says: in the words of the terms, without the workings of the engine."""

from __future__ import annotations

import json
import re

import pytest

from carepanel.cli.main import main
from tests.examples import ROOT

LATE = "examples/cases/camden/late_papers.yaml"
AT = ("--at", "2026-03-06T09:00")


@pytest.fixture
def explain(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)

    def run(*arguments, policy="camden", case=LATE, code=0):
        with pytest.raises(SystemExit) as ended:
            main(["explain", policy, case, *arguments, *AT])
        told = capsys.readouterr()
        assert ended.value.code == code, told.err
        return told.err if code else told.out

    return run


def test_a_row_of_a_table_is_named_by_its_title(explain):
    # a planning meeting was held (5.1a), so that the first row of the routes holds and the second does not
    assert (
        "Rules\n"
        "  yes: route: After a legal planning meeting [5.1a]\n"
        "    yes: legal planning meeting held\n"
        "  no: route: Without a legal planning meeting [5.3a]\n"
        "    no: an earlier one fits\n"
        "\n"
    ) in explain("route")


def test_a_row_with_a_condition_of_its_own_has_it_beside_the_rows_before_it(explain):
    out = explain("disposition")
    assert (
        "  yes: disposition: On the list by leave of the Head of Service [6.4e]\n"
        "    yes: no earlier one fits\n"
        "    yes: the decision late papers is goes forward\n"
    ) in out
    # nothing was finalised, and nothing stands before the first row
    assert re.search(r"  no: disposition: .* \[8\.1c\]\n    no: the recorded outcome was finalised\n", out)


@pytest.mark.parametrize(("policy", "case"), [("camden", LATE), ("wandsworth", "")])
def test_no_working_of_the_engine_is_shown(explain, policy, case):
    case = case or str(min((ROOT / "examples" / "cases" / policy).glob("*.yaml")).relative_to(ROOT))
    out = explain(policy=policy, case=case)
    assert re.findall(r"\w*\[\d+\]|\.passed|\.when\b", re.sub(r"\[[\w., ]*\]\n", "\n", out)) == []
    assert "always\n" not in out
    assert re.findall(r": never\n", out) == []


def test_what_never_holds_is_said_to_be_how_the_terms_are_read(explain):
    assert (
        "  no: eligibility.any_request_in_scope: Any request within the panel's purpose [1.1]\n"
        "    no: never, as the terms are read\n"
    ) in explain("any_request_in_scope")


def test_a_member_is_named_by_its_title(explain):
    assert "  yes: membership.panel.cin_head: Head of Service, CIN [3.2.11]\n" in explain("cin_head")
    assert "  no: authorisations.line_manager: The social worker's line manager, whoever that is [5.3b]\n" in explain(
        "line_manager"
    )


def test_the_cut_off_is_explained_as_the_meeting_is(explain):
    meeting, cut_off = explain("meeting"), explain("cut_off")
    assert cut_off.splitlines()[0] == meeting.splitlines()[0].replace(": meeting", ": cut_off")
    assert cut_off.splitlines()[1:] == meeting.splitlines()[1:]
    assert "papers by Thu 5 Mar 2026 12:00 [6.4a]" in cut_off
    assert json.loads(explain("cut_off", "--format", "json"))["meeting"]["day"] == "2026-03-09"


def test_a_duty_of_each_meeting_is_to_be_found_among_the_dates(explain):
    says = "`send_template` is a duty of each meeting and of no case: see `carepanel dates`"
    assert says in " ".join(explain("send_template", code=2).split())
    says = "`review_terms` is a duty of each year and of no case: see `carepanel dates`"
    assert says in " ".join(explain("obligations.review_terms", code=2).split())
