"""What somebody says and how to reach them is sealed; the record proves it without telling it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from tests.cast import Cast
from tests.steps import at_stage, history, last, moment, refused, reported
from tuoluo.ledger import chain
from tuoluo.ledger.facts import commitment
from tuoluo.ledger.models import Record
from tuoluo.matters import acts
from tuoluo.matters.acts import Place, contacts_of, new_link
from tuoluo.matters.models import Matter, Said
from tuoluo.matters.rules import Outcome, Stage
from tuoluo.people.models import Contact, Person

SECRETS = {
    "text": "我家住三栋502，邻居王某每晚拉琴",
    "contact": "13800138000",
    "place": "三栋五零二室门口",
    "result": "已与王某本人谈话",
    "parts_note": "物业陈某请假",
    "reason": "林女士来电说仍在拉琴",
    "finding": "上门见到林女士",
    "words": "王某态度恶劣",
    "withdrawal": "林女士不想追究",
    "look": "需回访林女士",
    "lead": "王某是水务职工家属",
}
PUBLIC_COLUMNS = {"tuoluo_matter.answer", "tuoluo_matter.place", "tuoluo_part.result"}


def cells() -> Iterator[tuple[str, bytes]]:
    """Every value of every table as the database file holds it, past the models that would decrypt it."""
    with connection.cursor() as cursor:
        for model in apps.get_app_config("tuoluo").get_models():
            table = model._meta.db_table
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    yield f"{table}.{column}", raw


def whole_story(cast: Cast) -> Matter:
    """A matter in which every private argument of every act says something."""
    place = Place(cast.near, cast.cells[0], words=SECRETS["place"], lng=113.904321, lat=22.512345)
    matter = reported(cast, text=SECRETS["text"], contact=SECRETS["contact"], place=place)
    matter = acts.register(matter, by=cast.clerk, at=moment(5))
    matter = acts.dispatch(matter, by=cast.clerk, at=moment(10), lead=cast.office, reason=SECRETS["lead"])
    matter = acts.read_contact(matter, by=cast.clerk, at=moment(15), reason=SECRETS["look"])
    matter = acts.take_up(matter, by=cast.dispatcher, at=moment(20))
    matter = acts.finish_part(matter, by=cast.clerk, at=moment(25), result=SECRETS["result"])
    matter = acts.report_back(
        matter,
        by=cast.dispatcher,
        at=moment(30),
        outcome=Outcome.EXPLAINED,
        answer="已劝导",
        parts_note=SECRETS["parts_note"],
    )
    matter = acts.return_for_rework(matter, by=cast.verifier, at=moment(35), reason=SECRETS["reason"])
    matter = acts.report_back(matter, by=cast.dispatcher, at=moment(40), outcome=Outcome.SOLVED, answer="已约定时段")
    matter = acts.close(matter, by=cast.verifier, at=moment(45), finding=SECRETS["finding"])
    matter = acts.evaluate(
        matter, by=cast.resident, at=moment(50), responded=True, solved=True, satisfied=3, words=SECRETS["words"]
    )
    other = reported(cast)
    acts.withdraw(other, by=cast.resident, at=moment(55), reason=SECRETS["withdrawal"])
    return matter


def test_nothing_private_stands_in_the_record(cast: Cast) -> None:
    matter = whole_story(cast)
    written = "\n".join(record.content for record in Record.objects.all())
    assert matter.number
    for name, words in SECRETS.items():
        assert words not in written, name
    for point in ("113.904321", "22.512345"):
        assert point not in written


def test_nothing_private_stands_in_clear_in_the_database(cast: Cast) -> None:
    whole_story(cast)
    for column, raw in cells():
        if column in PUBLIC_COLUMNS:
            continue
        for name, words in SECRETS.items():
            assert words.encode() not in raw, f"{name} in {column}"


def test_a_secret_link_leaves_no_trace_but_its_hash(cast: Cast) -> None:
    link = new_link()
    reported(cast, link=link)
    assert all(link.encode() not in raw for _, raw in cells())


def test_the_record_of_a_person_does_not_hold_the_name(cast: Cast) -> None:
    written = "\n".join(record.content for record in Record.objects.all())
    for person in Person.objects.exclude(name=""):
        assert person.name not in written


def test_the_commitment_proves_what_was_said(cast: Cast) -> None:
    matter = reported(cast, contact=SECRETS["contact"])
    said = {"text": matter.text, "contact": SECRETS["contact"]}
    assert last(matter).facts["commitment"] == commitment(bytes(matter.salt), said)
    assert last(matter).facts["commitment"] != commitment(bytes(matter.salt), {**said, "text": matter.text + "。"})
    assert last(matter).facts["commitment"] != commitment(b"\0" * 16, said)


def test_the_words_of_an_act_are_kept_sealed_and_can_be_proved(cast: Cast) -> None:
    matter = whole_story(cast)
    proved = 0
    for entry in history(matter)[1:]:
        words = {said.what: said.text for said in Said.objects.filter(matter=matter, seq=entry.seq)}
        if "commitment" in entry.facts:
            assert entry.facts["commitment"] == commitment(bytes(matter.salt), words)
            proved += 1
    assert proved == 8


def test_two_equal_reports_have_different_commitments(cast: Cast) -> None:
    """Otherwise somebody could guess a text and recognise it."""
    one, other = reported(cast), reported(cast)
    assert one.text == other.text
    assert last(one).facts["commitment"] != last(other).facts["commitment"]


def test_after_erasure_every_proof_over_the_record_still_holds(cast: Cast) -> None:
    matter = whole_story(cast)
    before = chain.head()
    Said.objects.filter(matter=matter).delete()
    Contact.objects.all().delete()
    Matter.objects.filter(pk=matter.pk).update(text="", salt=b"", reporter=None, place="")
    Person.objects.update(name="", salt=b"")
    assert list(chain.flaws()) == []
    assert chain.head() == before


@pytest.mark.parametrize("who", ["clerk", "dispatcher", "verifier"])
def test_whoever_has_to_do_with_it_may_look_up_the_contact_and_the_look_is_recorded(cast: Cast, who: str) -> None:
    matter = at_stage(cast, Stage.DISPATCHED, contact="13800138000")
    by = getattr(cast, who)
    acts.read_contact(matter, by=by, at=moment(25), reason="回访")
    assert [contact.value for contact in contacts_of(matter)] == ["13800138000"]
    assert (last(matter).act, last(matter).person) == ("contact.read", by.person)


def test_nobody_else_looks_it_up(cast: Cast) -> None:
    matter = at_stage(cast, Stage.DISPATCHED, contact="13800138000")
    refused("matter.no_part_in_it", acts.read_contact, matter, by=cast.secretary, at=moment(25), reason="x")
    refused("right.not_in_role", acts.read_contact, matter, by=cast.auditor, at=moment(25), reason="x")
    refused("right.needs_post", acts.read_contact, matter, by=cast.resident, at=moment(25), reason="x")
    refused("matter.reason_missing", acts.read_contact, matter, by=cast.clerk, at=moment(25), reason="")


def test_an_expired_contact_is_not_shown(cast: Cast) -> None:
    matter = reported(cast, contact="13800138000")
    Contact.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    assert contacts_of(matter) == []
