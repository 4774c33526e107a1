"""What a service item says, and when it may be handed to a provider or has to be retained (一放一收). Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tuoluo.charter.model import Handling, Name, Part
from tuoluo.kernel.periods import Period
from tuoluo.kernel.refusals import Refusal, first
from tuoluo.kernel.worktime import TimeLimit

CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{0,28}[A-Z0-9])?")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
LONGEST = {"name": 120, "name_en": 200, "basis": 600, "materials": 2000, "fee": 200, "note": 600, "source": 300}
CATALOGUE = "charter, catalogue"
KINDS = "charter, kinds"
REGISTER = "delegate and retain"


class RecallReason(StrEnum):
    """Why an item is taken back from a provider before its time."""

    CONTRACT_ENDED = "contract_ended"
    TO_BE_RETAINED = "to_be_retained"
    NOT_PERFORMED = "not_performed"
    GIVEN_UP = "given_up"
    PROVIDER_ENDS = "provider_ends"


@dataclass(frozen=True)
class Attribute:
    """What an item is in law; ``needs_subject`` when only a body with administrative-subject status may do it."""

    code: str
    name: Name
    needs_subject: bool
    source: str


@dataclass(frozen=True)
class Listed:
    """One line of a configured list, such as a competence: a code, a name, and where it comes from."""

    code: str
    name: Name
    source: str


@dataclass(frozen=True)
class Terms:
    """Everything that the catalogue says about an item, from one day on."""

    name: str
    attribute: str
    handling: Handling
    name_en: str = ""
    category: str = ""
    basis: str = ""
    competences: tuple[str, ...] = ()
    materials: str = ""
    limit: TimeLimit | None = None
    fee: str = ""
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class NewItem:
    """An item as it is entered: its code, and what the catalogue says about it."""

    code: str
    terms: Terms


@dataclass(frozen=True)
class Grant:
    """What a delegation rests on: from when until when, by which decision and contract."""

    since: date
    until: date
    basis: str
    contract: str = ""


@dataclass(frozen=True)
class Trained:
    """What somebody has been trained or examined for, from when until when."""

    code: str
    since: date
    until: date | None = None


@dataclass(frozen=True)
class Lists:
    """The configured lists against which terms are read."""

    attributes: Mapping[str, Attribute]
    competences: Mapping[str, Listed]
    categories: Mapping[str, Handling]  # what the charter's catalogue says of each of its categories


@dataclass(frozen=True)
class Provider:
    """The body that is to serve an item, as far as the rules need to know it."""

    name: str
    kind: str
    part: Part
    administrative_subject: bool
    kind_basis: str
    stem: str
    credit_code: str
    period: Period
    competences: frozenset[str] = frozenset()


def code_fault(code: str) -> Refusal | None:
    """An item has a code of capital letters, digits and hyphens, at most 30 characters.

    Basis: charter, catalogue.
    """
    return None if CODE.fullmatch(code) else Refusal("item.bad_code", CATALOGUE, {"column": "code", "value": code})


def must_be_new(code: str, *, known: bool) -> Refusal | None:
    """An item is entered once; afterwards it is changed.

    Basis: charter, catalogue.
    """
    return Refusal("item.known_already", CATALOGUE, {"column": "code", "value": code}) if known else None


def must_be_in_force(code: str, retired: date | None) -> Refusal | None:
    """An item leaves the catalogue once.

    Basis: charter, catalogue.
    """
    return Refusal("item.retired", CATALOGUE, {"value": code, "day": retired.isoformat()}) if retired else None


def must_be_said(code: str, day: date, *, said: bool) -> Refusal | None:
    """An item can be handed over on a day for which the catalogue says what it is.

    Basis: charter, catalogue.
    """
    return None if said else Refusal("item.not_in_force", CATALOGUE, {"value": code, "day": day.isoformat()})


def must_be_a_community(code: str, level: str) -> Refusal | None:
    """Items are handed over community by community, so that everybody sees who serves them.

    Basis: delegate and retain (S11).
    """
    return None if level == "community" else Refusal("item.not_a_community", REGISTER, {"area": code})


def terms_faults(terms: Terms, lists: Lists) -> Iterator[Refusal]:
    """Everything that is wrong with what is said about an item, each with the column it stands in.

    Basis: charter, catalogue; delegate and retain (S11).
    """
    yield from _text_faults(terms)
    attribute = lists.attributes.get(terms.attribute)
    if attribute is None:
        yield _wrong("item.unknown_attribute", "attribute", terms.attribute)
    if terms.handling is Handling.UNSAID:
        yield _wrong("item.handling_missing", "handling", "")
    elif terms.handling is Handling.DELEGABLE and attribute is not None and attribute.needs_subject:
        yield _wrong("item.attribute_retains", "handling", terms.handling.value, attribute=attribute.code)
    if terms.category and terms.category not in lists.categories:
        yield _wrong("item.unknown_category", "category", terms.category)
    elif terms.handling is Handling.DELEGABLE and lists.categories.get(terms.category) is Handling.RETAINED:
        yield _wrong("item.category_retains", "handling", terms.handling.value, category=terms.category)
    for competence in terms.competences:
        if competence not in lists.competences:
            yield _wrong("item.unknown_competence", "competences", competence)


def _text_faults(terms: Terms) -> Iterator[Refusal]:
    if not terms.name:
        yield _wrong("item.name_missing", "name", "")
    for column, most in LONGEST.items():
        text: str = getattr(terms, column)
        if len(text) > most:
            yield _wrong("item.too_long", column, text[:40], most=most)
        if CONTROL.search(text) or text != text.strip():
            yield _wrong("item.unprintable", column, text)


def _wrong(code: str, column: str, value: str, **more: object) -> Refusal:
    return Refusal(code, CATALOGUE, {"column": column, "value": value, **more})


def may_change(start: date, current: Period, retired: date | None) -> Refusal | None:
    """What an item says changes from a day on; what held before stays as it was.

    Basis: the record is never rewritten.
    """
    if start < current.start:
        return Refusal("item.changed_before", "", {"day": start.isoformat(), "since": current.start.isoformat()})
    if retired is not None and retired <= start:
        return Refusal("item.not_in_force", CATALOGUE, {"day": start.isoformat()})
    return None


def must_stay_lawful(terms: Terms, delegated: Iterable[Provider]) -> Refusal | None:
    """An item that is to be retained is first recalled from providers that are no authority.

    Basis: delegate and retain (S11); charter, kinds.
    """
    if terms.handling is not Handling.RETAINED:
        return None
    other = next((provider for provider in delegated if not provider.administrative_subject), None)
    return Refusal("item.still_delegated", REGISTER, {"body": other.name}) if other else None


def may_retire(until: date, since: date, delegated: Iterable[Provider]) -> Refusal | None:
    """An item ends after it began, and is recalled first from whoever serves it beyond that day.

    Basis: every matter has somebody (S9).
    """
    if until < since:
        return Refusal("item.ends_before", "", {"day": until.isoformat(), "since": since.isoformat()})
    other = next(iter(delegated), None)
    return Refusal("item.still_delegated", REGISTER, {"body": other.name}) if other else None


def may_delegate(
    terms: Terms,
    in_force: Period,
    provider: Provider,
    grant: Grant,
    *,
    community: str,
    lists: Lists,
    others: Iterable[tuple[str, Period]],
) -> Refusal | None:
    """Whether an item may be handed to a provider in a community: the first thing that stands against it.

    Basis: delegate and retain (S11); charter, kinds; an item cannot be taken over without competent staff (S21).
    """
    return first(
        must_be_dated(grant, in_force),
        must_suit(terms, provider, grant, community, lists),
        must_be_free(grant, others),
    )


def must_suit(terms: Terms, provider: Provider, grant: Grant, community: str, lists: Lists) -> Refusal | None:
    """Whether a body is fit to serve an item at all, before it is asked who serves it already.

    Basis: delegate and retain (S11); charter, kinds; an item cannot be taken over without competent staff (S21).
    """
    return first(
        must_be_an_authority(terms, provider, lists),
        must_serve_here(provider, community),
        must_exist(provider, grant),
        must_be_identified(provider),
        must_be_competent(terms, provider),
    )


def must_be_dated(grant: Grant, in_force: Period) -> Refusal | None:
    """A delegation has a basis, ends after it begins, and begins while the item is in force.

    Basis: delegate and retain (S11): recorded with basis, date and provider.
    """
    if not grant.basis.strip():
        return Refusal("item.basis_missing", REGISTER)
    if grant.until <= grant.since:
        facts = {"day": grant.until.isoformat(), "since": grant.since.isoformat()}
        return Refusal("item.ends_before", REGISTER, facts)
    last = in_force.end is None or grant.until <= in_force.end
    if not in_force.contains(grant.since) or not last:
        day = grant.since if not in_force.contains(grant.since) else grant.until
        return Refusal("item.not_in_force", CATALOGUE, {"day": day.isoformat()})
    return None


def must_be_an_authority(terms: Terms, provider: Provider, lists: Lists) -> Refusal | None:
    """What must be retained goes to nobody who lacks administrative-subject status.

    Basis: delegate and retain (S11); charter, kinds: administrative_subject.
    """
    attribute = lists.attributes.get(terms.attribute)
    retained = (
        terms.handling is not Handling.DELEGABLE
        or lists.categories.get(terms.category) is Handling.RETAINED
        or (attribute is not None and attribute.needs_subject)
    )
    if not retained or provider.administrative_subject:
        return None
    facts = {"body": provider.name, "kind": provider.kind, "item": terms.name}
    return Refusal("item.must_be_retained", provider.kind_basis or KINDS, facts)


def must_serve_here(provider: Provider, community: str) -> Refusal | None:
    """A provider sits in the community itself, or in the subdistrict or district around it.

    Basis: charter, kinds and their level.
    """
    if provider.stem and community.startswith(provider.stem):
        return None
    return Refusal("item.provider_elsewhere", KINDS, {"body": provider.name, "area": community})


def must_exist(provider: Provider, grant: Grant) -> Refusal | None:
    """A provider exists from the first day of a delegation to its last.

    Basis: every matter has somebody (S9).
    """
    if not provider.period.contains(grant.since):
        return Refusal("item.provider_not_there", KINDS, {"body": provider.name, "day": grant.since.isoformat()})
    if provider.period.end is not None and provider.period.end < grant.until:
        return Refusal(
            "item.provider_not_there", KINDS, {"body": provider.name, "day": provider.period.end.isoformat()}
        )
    return None


def must_be_identified(provider: Provider) -> Refusal | None:
    """An organisation of the N is known by its unified social credit code before it serves an item.

    Basis: GB 32100-2015.
    """
    if provider.part is not Part.MANY or provider.credit_code:
        return None
    return Refusal("item.no_credit_code", "GB 32100-2015", {"body": provider.name})


def must_be_competent(terms: Terms, provider: Provider) -> Refusal | None:
    """Among those who hold posts with the provider, every competence that the item asks for is there.

    Basis: an item cannot be taken over without competent staff (S21).
    """
    missing = [code for code in terms.competences if code not in provider.competences]
    if not missing:
        return None
    return Refusal("item.not_competent", REGISTER, {"body": provider.name, "competence": missing[0]})


def must_be_free(grant: Grant, others: Iterable[tuple[str, Period]]) -> Refusal | None:
    """In a community an item is served by one provider at a time.

    Basis: exactly one lead for every duty (S2).
    """
    mine = Period(grant.since, grant.until)
    clash = next(((name, period) for name, period in others if period.overlaps(mine)), None)
    if clash is None:
        return None
    name, period = clash
    until = period.end.isoformat() if period.end else ""
    return Refusal(
        "item.delegated_already", REGISTER, {"body": name, "since": period.start.isoformat(), "until": until}
    )


def may_recall(day: date, today: date, period: Period) -> Refusal | None:
    """A delegation ends today or later, and before the day on which it would end anyway.

    Basis: everything that happens is an act; the record is never rewritten.
    """
    if period.end is None or not (today <= day < period.end):
        last = period.end.isoformat() if period.end else ""
        return Refusal("item.recall_out_of_time", REGISTER, {"day": day.isoformat(), "until": last})
    return None


def may_certify(code: str, known: Collection[str], since: date, until: date | None) -> Refusal | None:
    """A competence is one of the configured list, and ends after it begins.

    Basis: required competences by item (S21).
    """
    if code not in known:
        return Refusal("item.unknown_competence", "", {"column": "competences", "value": code})
    if until is not None and until <= since:
        return Refusal("item.ends_before", "", {"day": until.isoformat(), "since": since.isoformat()})
    return None
