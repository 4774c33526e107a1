"""From what a file speaks of to a deployment: which areas, bodies and duties to set up, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tuoluo.adoption import codes, draft, values
from tuoluo.adoption.headings import Field, means_late
from tuoluo.adoption.inference import Inferred, infer_duties
from tuoluo.adoption.mapping import BodyName, Map, PlaceName
from tuoluo.adoption.survey import Handled, Path, Place, Survey
from tuoluo.adoption.units import Unit, most
from tuoluo.adoption.values import Standing
from tuoluo.charter.model import Category, Charter, Level
from tuoluo.matters.rules import Channel, Nature
from tuoluo.territory.codes import stem_of

NO_STREET = "未分街道（not divided into subdistricts）"
UNNAMED = "未命名辖区（unnamed district）"


@dataclass(frozen=True)
class PlannedBody:
    """A handling unit to establish: its kind, the code of its area, and its names."""

    kind: str
    area: str
    name: BodyName
    unit: str  # how the survey calls it


@dataclass(frozen=True)
class Plan:
    """A whole deployment, ready to be written."""

    map: Map
    charter: Charter
    district: PlaceName
    code_official: bool
    bodies: tuple[PlannedBody, ...]
    first_day: date
    inferred: int


@dataclass(frozen=True)
class Wishes:
    """What the operator says about the district besides the file."""

    name: str = ""
    code: str = ""
    charter: str = ""
    first_day: date | None = None
    source: str = ""


Infer = Callable[[Sequence[Handled], Mapping[str, str]], list[Inferred]]


def plan(found: Survey, given: Map, wishes: Wishes, *, file: str, infer: Infer = infer_duties) -> Plan:
    """Everything to set up for what a file speaks of."""
    district, official = _district(found, given, wishes)
    streets, communities = _places(found, district)
    places = {(place.street, place.name): place for place in communities}
    bodies = tuple(_bodies(found, district, streets, communities))
    by_unit = {body.unit: body for body in bodies}
    category_codes = codes.category_codes(found.categories, found.category_counts)
    first_day = wishes.first_day or date((found.first_day or date.today()).year, 1, 1)  # noqa: DTZ011
    charter_name = wishes.charter or f"adopted-{stem_of(district.code)}"
    lines = list(_duty_lines(infer(found.handled, _bound(by_unit, streets)), by_unit, streets, places, category_codes))
    charter = draft.draft_charter(
        charter_name,
        district.name,
        first_day,
        source=file,
        categories=_categories(found, category_codes),
        duties=lines,
    )
    filled = replace(
        given,
        source=given.source or wishes.source or charter_name,
        charter=charter_name,
        district=district.name,
        district_code=district.code,
        day_order=found.day_order,
        first_day=first_day,
        category_may_end_early=found.ends_early,
        streets=tuple(streets.values()),
        communities=communities,
        bodies=tuple(body.name for body in bodies),
        twins=tuple(found.twins),
        **_words(found, given),  # type: ignore[arg-type]
    )
    return Plan(filled, charter, district, official, bodies, first_day, len(lines))


def _district(found: Survey, given: Map, wishes: Wishes) -> tuple[PlaceName, bool]:
    name = wishes.name or given.district or most(found.districts) or UNNAMED
    code, official = codes.district_code(name, wishes.code or given.district_code)
    return PlaceName(name, stem_of(code).ljust(12, "0")), official


def _places(found: Survey, district: PlaceName) -> tuple[dict[str, PlaceName], tuple[PlaceName, ...]]:
    if found.streets:
        street_codes = codes.place_codes(district.code, found.streets.values())
        streets = {
            name: PlaceName(name, code, "", tuple(sorted(found.streets[name].ids, key=codes.number_key)))
            for name, code in street_codes.items()
        }
    else:
        code = codes.place_codes(district.code, [Place(NO_STREET)])[NO_STREET]
        streets = {"": PlaceName(NO_STREET, code)}
    communities: list[PlaceName] = []
    for street, place in streets.items():
        inside = [community for (within, _), community in found.communities.items() if within == street]
        numbered = codes.place_codes(place.code, inside)
        ids = {c.name: tuple(sorted(c.ids, key=codes.number_key)) for c in inside}
        communities += [PlaceName(name, code, street, ids[name]) for name, code in numbered.items()]
    return streets, tuple(communities)


def _bodies(
    found: Survey, district: PlaceName, streets: Mapping[str, PlaceName], communities: Iterable[PlaceName]
) -> Iterable[PlannedBody]:
    taken: set[str] = set()
    doors: set[str] = set()
    ranked = sorted(found.units.values(), key=lambda unit: (-unit.count, unit.key))
    for unit in ranked:
        reference = codes.unit_reference(unit, taken)
        taken.add(reference)
        aliases = tuple(sorted(name for name in unit.names if name != unit.name))
        name = BodyName(reference, reference, aliases, tuple(sorted(unit.ids, key=lambda i: (-unit.ids[i], i))))
        level, area = _seat(unit, streets, communities)
        kind = draft.UNITS[level]
        if level is Level.COMMUNITY and area not in doors:
            kind = draft.DOOR  # the unit named after a community, or its workstation, is taken for its front door
            doors.add(area)
        yield PlannedBody(kind, area or district.code, name, unit.key)


def _seat(unit: Unit, streets: Mapping[str, PlaceName], communities: Iterable[PlaceName]) -> tuple[Level, str]:
    """For which area a unit works, as its names say."""
    bare = {re.sub(r"[（(].*?[)）]", "", name).strip() for name in unit.names}
    of_community = [p for p in communities if bare & {p.name, f"{p.name}工作站", f"{p.name}居委会"}]
    if len(of_community) == 1:
        return Level.COMMUNITY, of_community[0].code
    of_street = [p for name, p in streets.items() if name and any(_names(text, name) for text in unit.names)]
    return (Level.SUBDISTRICT, of_street[0].code) if len(of_street) == 1 else (Level.DISTRICT, "")


def _names(text: str, street: str) -> bool:
    short = re.sub(r"(街道|镇|乡)$", "", street)
    return any(form in text for form in (street, f"{short}办事处", f"（{short}）", f"（{short}办）"))


def _categories(found: Survey, category_codes: Mapping[Path, str]) -> Iterable[Category]:
    for path in _in_order(category_codes):
        numbers = "、".join(sorted(found.categories[path], key=codes.number_key))
        note = f"来源文件的类别{f'，原编号 {numbers}' if numbers else ''}（category of the source file）"
        yield draft.category(category_codes[path], path[-1], category_codes.get(path[:-1], ""), note=note)


def _in_order(category_codes: Mapping[Path, str]) -> list[Path]:
    return sorted(category_codes, key=lambda path: (len(path), codes.number_key(category_codes[path][1:]), path))


def _bound(by_unit: Mapping[str, PlannedBody], streets: Mapping[str, PlaceName]) -> dict[str, str]:
    """The street of each unit that is a street's own."""
    street_of = {place.code: name for name, place in streets.items()}
    return {
        unit: street_of[body.area[:9].ljust(12, "0")]
        for unit, body in by_unit.items()
        if body.kind != draft.UNITS[Level.DISTRICT]
    }


def _duty_lines(
    inferred: Iterable[Inferred],
    by_unit: Mapping[str, PlannedBody],
    streets: Mapping[str, PlaceName],
    places: Mapping[tuple[str, str], PlaceName],
    category_codes: Mapping[Path, str],
) -> Iterable[draft.DutyLine]:
    order = {path: place for place, path in enumerate(_in_order(category_codes))}
    for duty in sorted(inferred, key=lambda duty: order[duty.category]):
        place = places[duty.street, duty.community] if duty.community else streets.get(duty.street)
        stem = stem_of(place.code) if place and (duty.street or duty.community) else ""
        yield draft.DutyLine(category_codes[duty.category], stem, by_unit[duty.unit].name.reference, _note(duty))


def _note(duty: Inferred) -> str:
    place = duty.community or duty.street or "全区"
    if duty.confidence is None:
        return f"{place}：{duty.of} 件中 {duty.rows} 件由其办理（handled {duty.rows} of {duty.of}）"
    sure = f"{duty.confidence:.0%}"
    return (
        f"{place}：{duty.of} 件中 {duty.rows} 件由其办理，把握 {sure}"
        f"（handled {duty.rows} of {duty.of}, confidence {sure}）"
    )


def _words(found: Survey, given: Map) -> dict[str, Mapping[str, object]]:
    """What each word of the source means; words nobody knows are left to be filled in, and mean nothing until then."""
    natures = {word: values.nature(word) or Nature.OTHER for word in sorted(found.words[Field.NATURE])}
    channels = {word: values.channel(word) or Channel.FILE for word in sorted(found.words[Field.CHANNEL])}
    standings: dict[str, object] = {}
    for field in (Field.STATUS, Field.ON_TIME):
        late = means_late(given.columns.get(field, "")) if field is Field.ON_TIME else None
        for word in sorted(found.words[field]):
            standings[word] = values.standing(word, yes_means_late=late) or Standing.NOT_SAID
    return {
        "nature": {**natures, **given.nature},
        "channel": {**channels, **given.channel},
        "standing": {**standings, **given.standing},
    }
