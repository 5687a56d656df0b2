"""The two shipped policies as plain Python, under the readings they choose: what the engine is measured against.

Written as a competent programmer would without an engine: criteria, kind, route, documents, authorisations, attendance,
disposition, and which decisions and obligations arise. It answers yes or no, and stops with `NotOnFile` or KeyError
where it cannot. It names no clause, proves nothing, tries no other reading and says of no duty when it is due or how it
stands. The meeting and its cut-off come from `sitting`, so that the cost of dates can be left out or put in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.file_on_case import NotOnFile, opened
from carepanel.calendars.instants import local_date

if TYPE_CHECKING:
    from datetime import date, datetime

    from benchmarks.file_on_case import File
    from carepanel import Case


@dataclass(frozen=True, slots=True)
class Sitting:
    """The meeting of a case: its day, the instants at which it begins and is surely over, and when papers are due."""

    day: date
    begins: datetime
    over: datetime
    cut_off: datetime


@dataclass(frozen=True, slots=True)
class Papers:
    """What is needed and how it stands, and since when all of it has been in (None: it is not)."""

    documents: dict[str, str]
    authorisations: dict[str, str]
    came: dict[str, datetime]
    complete: datetime | None


FindSitting = Callable[["File", "datetime | None", bool], Sitting]
"""The meeting of a case: from its file, when its papers were complete, and whether it was agreed urgently."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the engine answers too, in its words."""

    sitting: Sitting
    criteria: dict[str, bool]
    route: str
    kind: str
    disposition: str
    documents: dict[str, str]
    authorisations: dict[str, str]
    attendance: dict[str, str]
    arising: set[str]


def camden(case: Case, at: datetime, known_by: datetime, sitting: FindSitting) -> Decision:
    """Camden's Care Pathways Panel."""
    file = opened(case, at, known_by)
    facts = file.facts
    after_meeting: bool = facts["legal.planning_meeting_held"]
    emergency = _emergency(file)
    broken_down = _breakdowns(file)
    papers = _camden_papers(file, after_meeting=after_meeting, broken_down=broken_down)
    meeting = sitting(file, papers.complete, False)
    criteria = {
        "legal_threshold": after_meeting and facts["legal.threshold_advised"] in ("pre_proceedings", "proceedings"),
        "emergency_proceedings": emergency,
        "homeless_16_17": _homeless(file, meeting.day),
        "asylum_seeker": facts["child.unaccompanied_asylum_seeker"] and facts["child.came_into_our_care"],
        "repeat_breakdown": broken_down >= 2,  # noqa: PLR2004 - a second breakdown
        "any_request_in_scope": False,
    }
    late = _is_late(papers.complete, meeting, at)
    attendance = dict.fromkeys(_CAMDEN_MEMBERS, "should")
    if facts["child.open_to"]:
        attendance["other_service_practitioners"] = "invited"
    return Decision(
        sitting=meeting,
        criteria=criteria,
        route="planning_meeting" if after_meeting else "no_planning_meeting",
        kind="decision",
        disposition=_camden_disposition(file, papers, meeting, eligible=any(criteria.values())),
        documents=_mark_late(papers, meeting),
        authorisations=papers.authorisations,
        attendance=attendance,
        arising=_camden_duties(file, criteria, after_meeting=after_meeting, late=late),
    )


_CAMDEN_MEMBERS = (
    "chair",
    "vice_chair",
    "reviewing_officers_manager",
    "legal_proceedings_manager",
    "fostering_manager",
    "virtual_school_head",
    "camhs",
    "education",
    "resources_manager",
    "corporate_parenting_head",
    "cin_head",
    "social_worker",
    "team_manager",
)


def _emergency(file: File) -> bool:
    steps = ("emergency_order_sought", "emergency_order_made", "urgent_interim_order_sought")
    if any(step in file.first for step in steps):
        return True
    if not file.is_whole(file.facts["child.date_of_birth"]):
        raise NotOnFile("whether emergency proceedings have begun")
    return False


def _breakdowns(file: File) -> int:
    """Unplanned endings of placements in the present period of care."""
    endings = [e for e in file.events if e.kind == "placement_broke_down"]
    began = file.facts.get("child.came_into_care_on")
    if not file.is_whole(began or file.facts["child.date_of_birth"]):
        raise NotOnFile("how many placements have broken down")
    if not endings:
        return 0
    if began is None or any("planned" not in e.attributes for e in endings):
        raise NotOnFile("which endings count")
    return sum(not e.attributes["planned"] and local_date(e.at) >= began for e in endings)


def _homeless(file: File, day: date) -> bool:
    born: date = file.facts["child.date_of_birth"]
    birthday = (born.month, born.day)
    age = day.year - born.year - ((day.month, day.day) < birthday)
    if not 16 <= age < 18:  # noqa: PLR2004 - aged 16 or 17
        return False
    facts = file.facts
    return bool(facts["homelessness.became_looked_after"] or facts["homelessness.at_risk"])


def _camden_papers(file: File, *, after_meeting: bool, broken_down: int) -> Papers:
    came: dict[str, datetime | None] = {}
    if after_meeting:
        tasked, emailed = file.first.get("form_tasked"), file.first.get("form_emailed")
        came["planning_meeting_form"] = max(tasked, emailed) if tasked and emailed else None
    else:
        came["referral_form"] = file.lodged("referral_form")
    came["chronology"] = file.lodged("chronology")
    if broken_down:
        came["disruption_minutes"] = file.lodged("disruption_minutes")
    stood_in = False
    if file.facts["child.unaccompanied_asylum_seeker"]:
        screening, chronology = file.lodged("screening_assessment"), came["chronology"]
        came["screening_assessment"] = screening
        if screening and (chronology is None or screening < chronology):
            stood_in = True
            came["chronology"] = screening
    documents = {name: "held" if when else "missing" for name, when in came.items()}
    if stood_in:
        documents["chronology"] = "stood_in"
    authorisations = {} if after_meeting else _in_order(file, came)
    return _papers(documents, authorisations, came)


def _in_order(file: File, came: dict[str, datetime | None]) -> dict[str, str]:
    """The three managers, each counting only after the one below."""
    found: dict[str, str] = {}
    below: datetime | None = None
    for number, manager in enumerate(("team_manager", "service_manager", "head_of_service")):
        given = file.authorised(manager)
        fitting = given if not number else [when for when in given if below is not None and when >= below]
        below = fitting[0] if fitting else None
        came[manager] = below
        found[manager] = "given" if fitting else "out_of_order" if given else "outstanding"
    return found


def _papers(documents: dict[str, str], authorisations: dict[str, str], came: dict[str, datetime | None]) -> Papers:
    there = {name: when for name, when in came.items() if when is not None}
    return Papers(documents, authorisations, there, max(there.values()) if len(there) == len(came) else None)


def _is_late(complete: datetime | None, meeting: Sitting, at: datetime) -> bool:
    return (complete or at) > meeting.cut_off


def _mark_late(papers: Papers, meeting: Sitting) -> dict[str, str]:
    return {
        name: "late" if standing == "held" and papers.came[name] > meeting.cut_off else standing
        for name, standing in papers.documents.items()
    }


def _camden_disposition(file: File, papers: Papers, meeting: Sitting, *, eligible: bool) -> str:
    for event, then in (("outcome_finalised", "finalised"), ("panel_decision", "decided"), ("case_heard", "heard")):
        if event in file.first:
            return then
    if not eligible:
        return "not_for_this_panel"
    if not _is_late(papers.complete, meeting, file.at):
        return "listed" if papers.complete else "waiting_for_papers"
    said = file.outcome("late_papers")
    if said is not None:
        return "listed_late" if said == "goes_forward" else "held_back"
    if meeting.begins <= file.at < meeting.over:
        raise NotOnFile("whether the panel has met yet today")
    return "held_back" if file.at >= meeting.over else "waiting_for_head_of_service"


def _camden_duties(file: File, criteria: dict[str, bool], *, after_meeting: bool, late: bool) -> set[str]:
    facts, first = file.facts, file.first
    duties = {
        "panel_decision": any(criteria.values()),
        "extra_members": True,
        "late_papers": late,
        "record_options": facts["request.about"] in ("entry_to_care", "care_proceedings"),
        "have_permanence_plan": facts["child.looked_after"],
        "preside_for_the_chair": True,
        "invite_practitioners": facts["child.open_to"],
        "hear_emergency_case": criteria["emergency_proceedings"],
        "hear_asylum_case": criteria["asylum_seeker"],
        "hear_breakdown_case": criteria["repeat_breakdown"],
        "tell_service_manager": True,
        "get_planning_meeting_outcome": after_meeting,
        "task_form": after_meeting,
        "email_form": after_meeting,
        "complete_plan_section": not after_meeting,
        "pass_on_form": not after_meeting,
        "state_situation": facts["child.unaccompanied_asylum_seeker"],
        "lodge_papers": True,
        "list_case": "template_sent" in first,
        "tell_head_of_service": late,
        "gather_views": facts["child.can_give_views"],
        "record_outcome": "panel_decision" in first,
        "send_outcome": "outcome_recorded" in first,
        "finalise_outcome": "outcome_sent_to_chair" in first,
        "follow_pre_proceedings_policy": file.first_with("panel_decision", "outcome", "start_pre_proceedings"),
    }
    return {name for name, arises in duties.items() if arises}


def wandsworth(case: Case, at: datetime, known_by: datetime, sitting: FindSitting) -> Decision:
    """Wandsworth's Care Panel."""
    file = opened(case, at, known_by)
    about = file.facts["request.about"]
    can_be_urgent = about in ("entry_to_care", "placement_change") or (
        about == "hub_of_support" and file.facts["request.hub_purpose"] == "stay_at_home"
    )
    urgent = can_be_urgent and file.outcome("urgent_agreement") == "agreed"
    partners = file.facts["funding.joint_with"]
    criteria = _wandsworth_criteria(file, about)
    came = {
        "request_form": file.lodged("request_form"),
        "service_manager": next(iter(file.authorised("service_manager")), None),
    }
    papers = _papers(
        {"request_form": "held" if came["request_form"] else "missing"},
        {"service_manager": "given" if came["service_manager"] else "outstanding"},
        came,
    )
    meeting = sitting(file, papers.complete, urgent)
    kind = "retrospective" if urgent else _KINDS.get(about, "decision")
    return Decision(
        sitting=meeting,
        criteria=criteria,
        route="urgent" if urgent else "joint_referral" if partners else "request",
        kind=kind,
        disposition=_wandsworth_disposition(file, kind, papers, meeting, eligible=any(criteria.values())),
        documents=papers.documents if urgent else _mark_late(papers, meeting),
        authorisations=papers.authorisations,
        attendance=_wandsworth_attendance(file),
        arising=_wandsworth_duties(file, about, can_be_urgent=can_be_urgent, urgent=urgent)
        | (_health_duties(file) if "health" in partners else set()),
    )


_KINDS = {
    "legal_decision": "noting",
    "future_need": "information",
    "placement_review": "review",
    "hub_of_support": "endorsement",
}


def _wandsworth_criteria(file: File, about: str) -> dict[str, bool]:
    facts = file.facts
    purpose = facts["request.hub_purpose"] if about == "hub_of_support" else ""
    return {
        "entry_to_care": about == "entry_to_care",
        "hub_at_home": purpose == "stay_at_home",
        "hub_to_reunify": purpose == "return_home",
        "hub_to_steady_placement": purpose == "steady_placement",
        "unstable_placement": about == "placement_change" and facts["placement.unstable"],
        "placement_review": about == "placement_review",
        "legal_decision": about == "legal_decision" and facts["legal.planning_meeting_held"],
        "future_need": about == "future_need" and facts["request.resource_likely"],
        "any_other_request": False,
    }


def _wandsworth_disposition(file: File, kind: str, papers: Papers, meeting: Sitting, *, eligible: bool) -> str:
    decided = file.outcome("panel_decision")
    if decided is not None:
        return "disagreement_open" if kind == "retrospective" and decided == "not_agreed" else "decided"
    if "legal_decision_noted" in file.first:
        return "noted"
    if "case_heard" in file.first:
        return "heard_for_information" if kind == "information" else "heard"
    if not eligible:
        return "outside_purposes"
    if kind == "retrospective":
        return "listed_retrospectively"
    if _is_late(papers.complete, meeting, file.at):
        return "waits_for_next_panel"
    return "listed" if papers.complete else "waits_for_request"


_WANDSWORTH_MEMBERS = (
    "chair",
    "vice_chair",
    "safeguarding_head",
    "clinical_head",
    "finance_head",
    "placements_manager",
    "virtual_school_head",
    "fostering",
    "care_leaving",
    "reviewing",
    "early_help",
    "camhs",
    "edge_of_care",
    "performance",
    "administrator",
    "social_worker",
    "team_manager",
)
_BARRED = ("parents_and_carers", "children_and_young_people", "family_advocates")


def _wandsworth_attendance(file: File) -> dict[str, str]:
    attendance = dict.fromkeys(_WANDSWORTH_MEMBERS, "must")
    if file.facts["funding.joint_with"]:
        attendance |= {"snas_officer": "must", "clinical_officer": "must"}
    if file.outcome("managers_required") == "required":
        for name in file.facts["managers.needed"]:
            attendance[f"{name}_manager"] = "invited"
    return attendance | dict.fromkeys(_BARRED, "barred")


def _wandsworth_duties(file: File, about: str, *, can_be_urgent: bool, urgent: bool) -> set[str]:
    facts, first = file.facts, file.first
    concerns_placement = about in ("entry_to_care", "placement_change", "placement_review")
    in_place = facts["placement.in_place"]
    hub = about == "hub_of_support" or (about == "placement_review" and "request.hub_purpose" in facts)
    duties = {
        "urgent_agreement": can_be_urgent and facts["request.exceptional"],
        "managers_required": True,
        "panel_decision": about not in ("legal_decision", "future_need"),
        "examine_key_factors": about == "entry_to_care",
        "oversee_entry": about == "entry_to_care",
        "consider_cost": concerns_placement or about == "hub_of_support",
        "consider_wishes": concerns_placement,
        "review_placement": in_place,
        "review_high_cost": in_place and facts["placement.called_high_cost"],
        "review_hub": in_place and hub,
        "note_legal_decision": about == "legal_decision" and facts["legal.planning_meeting_held"],
        "chair_panel": True,
        "record_decision": "panel_decision" in first,
        "submit_request": not urgent,
        "raise_practice": "practice_stood_out" in first,
        "consider_after_the_event": can_be_urgent and file.first_with("urgent_agreement", "outcome", "agreed"),
        "present_for_information": about == "future_need" and facts["request.resource_likely"],
        "settle_disagreement": "disagreement_raised" in first,
        "liaise_on_joint_funding": facts["funding.joint_with"],
        "update_budget": "panel_decision" in first,
    }
    return {name for name, arises in duties.items() if arises}


def _health_duties(file: File) -> set[str]:
    """What joint funding with Health brings with it."""
    first = file.first
    referred = first.get("referred_to_second_panel")
    before = {
        "know_provider_and_cost": first.get("provider_and_cost_recorded"),
        "assess_jointly": first.get("joint_assessment_done"),
        "assess_continuing_care": first.get("continuing_care_assessed"),
        "authorise_health_referral": first.get("second_referral_authorised"),
        "agree_proforma": first.get("proforma_agreed"),
        "agree_funding_first": file.first_with("care_funding_decision", "outcome", "agreed"),
    }
    duties = {*before, "care_funding_decision", "submit_to_health_panel"}
    if all(done is not None and (referred is None or done < referred) for done in before.values()):
        duties.add("refer_when_ready")
    if referred is not None:
        duties |= {"health_panel_decision", "present_to_health_panel"}
    if "care_funding_decision" in first:
        duties.add("give_care_funding_decision")
    return duties
