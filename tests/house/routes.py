"""Every route of the application, and who may use it: written by hand, beside the design and not beside the code."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask

from tests import cast

EVERYBODY = frozenset({"anonymous", "village", "family", "supervisor", "county", "insurer", "admin"})
SIGNED_IN = EVERYBODY - {"anonymous"}
READS_CARE = frozenset({"village", "family", "supervisor", "county"})
WRITES_CARE = frozenset({"village", "family"})
IMPORTS = frozenset({"supervisor"})
TAKES_OVER = frozenset({"family", "supervisor"})
ARRANGES_COVER = frozenset({"supervisor", "county"})
CHANGES_AREAS = frozenset({"county"})
MANAGES_ACCOUNTS = frozenset({"county", "admin"})
READS_COUNTS = SIGNED_IN - {"admin"}
MANAGES_CONTRACTS = frozenset({"family", "supervisor"})
SIGNS_PLANS = frozenset({"family"})
EDITS_CATALOGUE = frozenset({"county"})
MANAGES_SUPPLIES = frozenset({"family", "supervisor"})
ANSWERS_WARNINGS = frozenset({"supervisor"})  # the township itself; a county looks on
PLANS = frozenset({"supervisor", "county"})
SEES_REVIEWS = frozenset({"supervisor", "county"})
REVIEWS = frozenset({"supervisor"})

MEMBERS = {
    "village": cast.DR_LI,
    "family": cast.DR_ZHOU,
    "supervisor": cast.ZHAO,
    "county": cast.COUNTY_OFFICE,
    "insurer": cast.INSURER,
    "admin": cast.ADMIN,
}
EVERYWHERE = frozenset({("admin", "account")})  # what is foreign to nobody of that role
FEED = "feed" * 10 + "abc"  # the key of a calendar feed, known here only
LEAVES = "office.sign_out"  # asked last: it ends the session


@dataclass(frozen=True, slots=True)
class Row:
    """One route: who may use it, and whose record it opens (`person`, `visit`, `account`...), if any."""

    who: frozenset[str]
    of: str = ""
    path: str = ""


TABLE: dict[str, Row] = {
    "health.alive": Row(EVERYBODY),
    "health.ready": Row(EVERYBODY),
    "language.comfort": Row(EVERYBODY),
    "office.sign_in": Row(EVERYBODY),
    "office.second_step": Row(EVERYBODY),
    "office.sign_out": Row(SIGNED_IN),
    "office.second_factor": Row(SIGNED_IN),
    "office.me": Row(SIGNED_IN),
    "office.address": Row(SIGNED_IN),
    "office.password": Row(SIGNED_IN),
    "office.sessions": Row(SIGNED_IN),
    "office.end_session": Row(SIGNED_IN),
    "office.accounts": Row(MANAGES_ACCOUNTS),
    "office.new_account": Row(MANAGES_ACCOUNTS),
    "office.show_account": Row(MANAGES_ACCOUNTS, of="account"),
    "office.edit_account": Row(MANAGES_ACCOUNTS, of="account"),
    "office.reset_password": Row(MANAGES_ACCOUNTS, of="account"),
    "office.change_account": Row(MANAGES_ACCOUNTS, of="account"),
    "office.end_account_sessions": Row(MANAGES_ACCOUNTS, of="account"),
    "office.reset_second_factor": Row(MANAGES_ACCOUNTS, of="account"),
    "office.account_areas": Row(MANAGES_ACCOUNTS, of="account"),
    "office.drop_account_area": Row(MANAGES_ACCOUNTS, of="account"),
    "office.outbox": Row(frozenset({"admin"})),
    "office.settle_letter": Row(frozenset({"admin"})),
    "office.backups": Row(frozenset({"county", "admin"})),
    "office.trail": Row(frozenset({"county"})),
    "office.policy": Row(SIGNED_IN),
    "office.policy_pack": Row(SIGNED_IN, path="/policy/national"),
    "today.index": Row(SIGNED_IN),
    "today.duties": Row(READS_CARE),
    "screening.index": Row(READS_CARE),
    "screening.list_risk": Row(WRITES_CARE, of="person"),
    "rounds.index": Row(READS_CARE),
    "rounds.save": Row(WRITES_CARE),
    "rounds.sheet": Row(READS_CARE),
    "rounds.table": Row(READS_CARE),
    "rounds.campaign": Row(READS_CARE),
    "rounds.campaign_table": Row(READS_CARE),
    "rounds.points": Row(READS_CARE),
    "record.index": Row(READS_CARE),
    "record.new": Row(WRITES_CARE),
    "record.show": Row(READS_CARE, of="person"),
    "record.edit": Row(WRITES_CARE, of="person"),
    "record.reveal": Row(READS_CARE, of="person"),
    "record.enrolments": Row(WRITES_CARE, of="person"),
    "record.end_enrolment": Row(WRITES_CARE, of="person"),
    "record.leave": Row(WRITES_CARE, of="person"),
    "record.back": Row(WRITES_CARE, of="person"),
    "record.history": Row(READS_CARE, of="person"),
    "record.contacts": Row(WRITES_CARE, of="person"),
    "record.end_contact": Row(WRITES_CARE, of="person"),
    "record.allergies": Row(WRITES_CARE, of="person"),
    "record.end_allergy": Row(WRITES_CARE, of="person"),
    "record.drugs": Row(WRITES_CARE, of="person"),
    "record.end_drug": Row(WRITES_CARE, of="person"),
    "record.excuse": Row(WRITES_CARE, of="person"),
    "record.similar": Row(WRITES_CARE),
    "record.merge": Row(WRITES_CARE, of="person"),
    "record.merge_with": Row(WRITES_CARE, of="person"),
    "record.undo_merge": Row(WRITES_CARE, of="person"),
    "rosters.index": Row(IMPORTS),
    "rosters.show": Row(IMPORTS, of="draft"),
    "rosters.progress": Row(IMPORTS, of="draft"),
    "rosters.headings": Row(IMPORTS, of="draft"),
    "rosters.decide": Row(IMPORTS, of="draft"),
    "rosters.apply": Row(IMPORTS, of="draft"),
    "rosters.discard_draft": Row(IMPORTS, of="draft"),
    "rosters.refused": Row(IMPORTS, of="draft"),
    "rosters.undo": Row(IMPORTS, of="import"),
    "schedule.index": Row(READS_CARE),
    "schedule.propose": Row(WRITES_CARE),
    "schedule.move": Row(WRITES_CARE),
    "schedule.day": Row(READS_CARE, path="/plan/day/2026-05-20"),
    "schedule.take_day": Row(READS_CARE, path="/plan/day/2026-05-20/list.xlsx"),
    "schedule.add": Row(WRITES_CARE, path="/plan/day/2026-05-20/add"),
    "schedule.appoint": Row(WRITES_CARE, of="person"),
    "schedule.settings": Row(WRITES_CARE),
    "schedule.calendar": Row(WRITES_CARE),
    "schedule.withdraw_day": Row(WRITES_CARE, of="special"),
    "schedule.markets": Row(WRITES_CARE),
    "schedule.withdraw_market": Row(WRITES_CARE, of="market"),
    "schedule.feed": Row(WRITES_CARE),
    "schedule.calendar_feed": Row(EVERYBODY, path=f"/feed/{FEED}.ics"),
    "territory.index": Row(CHANGES_AREAS),
    "territory.merge": Row(CHANGES_AREAS),
    "territory.rename": Row(CHANGES_AREAS),
    "territory.split": Row(CHANGES_AREAS),
    "territory.ask": Row(WRITES_CARE, of="person"),
    "territory.transfers": Row(READS_CARE),
    "territory.answer": Row(TAKES_OVER, of="transfer"),
    "territory.withdraw": Row(WRITES_CARE, of="transfer"),
    "territory.covers": Row(ARRANGES_COVER),
    "territory.end_cover": Row(ARRANGES_COVER),
    "contracts.index": Row(READS_COUNTS),
    "contracts.people": Row(READS_CARE),
    "contracts.people_sheet": Row(READS_CARE),
    "contracts.person": Row(READS_CARE, of="person"),
    "contracts.new": Row(WRITES_CARE, of="person"),
    "contracts.renew": Row(WRITES_CARE, of="person"),
    "contracts.dissolve": Row(WRITES_CARE, of="person"),
    "contracts.withdraw": Row(WRITES_CARE, of="person"),
    "contracts.teams": Row(READS_CARE),
    "contracts.new_team": Row(MANAGES_CONTRACTS),
    "contracts.team": Row(MANAGES_CONTRACTS, of="team"),
    "contracts.end_team": Row(MANAGES_CONTRACTS, of="team"),
    "contracts.renewals": Row(MANAGES_CONTRACTS),
    "contracts.doctors": Row(READS_CARE),
    "contracts.handover": Row(MANAGES_CONTRACTS),
    "contracts.handovers": Row(MANAGES_CONTRACTS),
    "contracts.back": Row(MANAGES_CONTRACTS, of="handover"),
    "visits.new": Row(WRITES_CARE, of="person"),
    "visits.show": Row(READS_CARE, of="visit"),
    "visits.void": Row(WRITES_CARE, of="visit"),
    "visits.print": Row(READS_CARE, of="visit"),
    "visits.attachment": Row(READS_CARE, of="visit"),
    "visits.correct": Row(WRITES_CARE, of="visit"),
    "visits.attempt": Row(WRITES_CARE, of="person"),
    "visits.mine": Row(WRITES_CARE),
    "visits.work": Row(READS_CARE),
    "visits.take_work": Row(READS_CARE),
    "today.take_duties": Row(READS_CARE),
    "record.take_list": Row(READS_CARE),
    "screening.take_list": Row(READS_CARE),
    "schedule.take_week": Row(READS_CARE),
    "contracts.take_coverage": Row(READS_COUNTS),
    "contracts.take_teams": Row(READS_CARE),
    "visits.forms": Row(READS_CARE),
    "visits.form_sheet": Row(READS_CARE, path="/visits/forms/hypertension.xlsx"),
    "visits.entering": Row(READS_CARE),
    "visits.enter": Row(WRITES_CARE),
    "careplans.index": Row(READS_CARE),
    "careplans.adherence": Row(READS_COUNTS),
    "careplans.keepers": Row(READS_CARE),
    "careplans.take_adherence": Row(READS_COUNTS),
    "careplans.take_keepers": Row(READS_CARE),
    "careplans.person": Row(READS_CARE, of="person"),
    "careplans.sheet": Row(READS_CARE, of="person"),
    "careplans.version": Row(READS_CARE, of="version"),
    "careplans.new": Row(WRITES_CARE, of="person"),
    "careplans.revise": Row(WRITES_CARE, of="careplan"),
    "careplans.sign": Row(SIGNS_PLANS, of="version"),
    "careplans.send_back": Row(SIGNS_PLANS, of="version"),
    "careplans.withdraw": Row(WRITES_CARE, of="version"),
    "careplans.end": Row(SIGNS_PLANS, of="careplan"),
    "careplans.issue": Row(WRITES_CARE, of="careplan"),
    "careplans.void_issue": Row(WRITES_CARE, of="issue"),
    "careplans.catalogue": Row(SIGNED_IN),
    "careplans.catalogue_table": Row(SIGNED_IN, path="/careplans/catalogue/caution"),
    "careplans.catalogue_entry": Row(SIGNED_IN, path="/careplans/catalogue/drug/amlodipine"),
    "careplans.catalogue_change": Row(EDITS_CATALOGUE, path="/careplans/catalogue/drug/amlodipine/change"),
    "careplans.catalogue_add": Row(EDITS_CATALOGUE, path="/careplans/catalogue/new/template"),
    "careplans.catalogue_drop": Row(EDITS_CATALOGUE, path="/careplans/catalogue/pair/raas-mra/drop"),
    "careplans.catalogue_restore": Row(EDITS_CATALOGUE, path="/careplans/catalogue/pair/raas-mra/restore"),
    "careplans.take_catalogue": Row(SIGNED_IN),
    "tablet.shell": Row(EVERYBODY),
    "tablet.worker": Row(EVERYBODY),
    "tablet.manifest": Row(EVERYBODY),
    "tablet.me": Row(WRITES_CARE),
    "tablet.sync": Row(WRITES_CARE),
    "tablet.take_pack": Row(WRITES_CARE),
    "tablet.devices": Row(READS_CARE),
    "tablet.block_device": Row(ARRANGES_COVER, of="device"),
    "tablet.unblock_device": Row(ARRANGES_COVER, of="device"),
    "tablet.mends": Row(READS_CARE),
    "tablet.mend": Row(READS_CARE, of="task"),
    "tablet.close_mend": Row(WRITES_CARE, of="task"),
    "tablet.hand_in": Row(READS_CARE),
    "reviews.index": Row(SEES_REVIEWS),
    "reviews.accept": Row(REVIEWS),
    "reviews.take_queue": Row(SEES_REVIEWS),
    "reviews.show": Row(SEES_REVIEWS, of="visit"),
    "reviews.judge": Row(REVIEWS, of="visit"),
    "reviews.returned": Row(WRITES_CARE),
    "reviews.take_returned": Row(WRITES_CARE),
    "reviews.say": Row(frozenset({"village", "family", "supervisor"}), of="visit"),
    "reviews.sampling": Row(SEES_REVIEWS),
    "reviews.state_share": Row(REVIEWS),
    "reviews.take_seeds": Row(SEES_REVIEWS),
    "reviews.call_backs": Row(SEES_REVIEWS),
    "reviews.take_call_backs": Row(SEES_REVIEWS),
    "reviews.call_back": Row(REVIEWS, of="visit"),
    "reviews.show_phones": Row(REVIEWS, of="visit"),
    "reviews.integrity": Row(SEES_REVIEWS),
    "reviews.take_integrity": Row(SEES_REVIEWS),
    "reviews.signal_meanings": Row(SEES_REVIEWS),
    "reviews.finding": Row(SEES_REVIEWS, path="/reviews/integrity/heaped/1"),
    "reviews.judge_finding": Row(REVIEWS, path="/reviews/integrity/heaped/1"),
    "reviews.take_finding": Row(SEES_REVIEWS, path="/reviews/integrity/heaped/1/list.xlsx"),
    "reviews.done": Row(SEES_REVIEWS),
    "reviews.take_done": Row(SEES_REVIEWS),
    "supplies.index": Row(READS_CARE),
    "supplies.sheet": Row(READS_CARE),
    "supplies.take_need": Row(READS_CARE),
    "supplies.shortages": Row(READS_CARE),
    "supplies.take_shortages": Row(READS_CARE),
    "supplies.report_one": Row(WRITES_CARE),
    "supplies.report": Row(WRITES_CARE),
    "supplies.shortage": Row(READS_CARE, of="shortage"),
    "supplies.answer": Row(MANAGES_SUPPLIES, of="shortage"),
    "supplies.close": Row(WRITES_CARE, of="shortage"),
    "supplies.deliveries": Row(READS_CARE),
    "supplies.take_deliveries": Row(READS_CARE),
    "supplies.send_off": Row(MANAGES_SUPPLIES),
    "supplies.send_to": Row(MANAGES_SUPPLIES, of="person"),
    "supplies.receive": Row(WRITES_CARE, of="delivery"),
    "supplies.cancel": Row(MANAGES_SUPPLIES, of="delivery"),
    "indicators.index": Row(READS_COUNTS),
    "indicators.show": Row(READS_COUNTS, path="/indicators/pressure-control"),
    "indicators.people": Row(READS_CARE, path="/indicators/pressure-control/people?met=0"),
    "indicators.take_numbers": Row(READS_COUNTS),
    "indicators.take_people": Row(READS_CARE, path="/indicators/pressure-control/people.xlsx"),
    "indicators.meetings": Row(READS_COUNTS),
    "indicators.meeting": Row(READS_COUNTS, of="meeting"),
    "indicators.take_meeting": Row(READS_COUNTS, of="meeting"),
    "indicators.warnings": Row(READS_COUNTS),
    "indicators.take_warnings": Row(READS_COUNTS),
    "indicators.acknowledge": Row(ANSWERS_WARNINGS),
    "indicators.answer": Row(ANSWERS_WARNINGS, of="warning"),
    "indicators.plans": Row(READS_CARE),
    "indicators.take_plans": Row(READS_CARE),
    "indicators.new_plan": Row(PLANS),
    "indicators.withdraw_plan": Row(PLANS, of="measure"),
}


CALLED = {"user_id": "account", "plan_id": "careplan"}


def path_of(app: Flask, endpoint: str, record: dict[str, int]) -> str:
    """Return the address of a route, for one person or visit where it opens one."""
    if TABLE[endpoint].path:
        return TABLE[endpoint].path
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    values = {name: record[CALLED.get(name, name.removesuffix("_id"))] for name in rule.arguments}
    return str(app.url_map.bind("localhost").build(endpoint, values))
