"""Recognising the columns of an unknown history file, by their names and by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tuoluo.adoption import values
from tuoluo.adoption.headings import (
    EXACT,
    LIKELY,
    NAMED,
    REQUIRED,
    VAGUE,
    Field,
    heading_says,
    id_of,
    means_late,
    plain,
)
from tuoluo.adoption.profile import Profile, follows, pairs, profiles
from tuoluo.adoption.table import Table

SURE = 0.8
WORTH_ASKING = 0.5
ONE_EACH = frozenset(Field) - {Field.CATEGORY}
DEEPEST = 3
FITS = 0.98  # a child lies in one parent, a name has one number: with a few slips allowed
COMMUNITY_NAME = re.compile(r"(社区|村|居委会|居民委员会|居委|嘎查)$")
STREET_NAME = re.compile(r"(街道|镇|乡|街道办|街道办事处|苏木)$")
DISTRICT_NAME = re.compile(r"(区|县|市|旗|新区)$")


@dataclass(frozen=True)
class Guess:
    """What a column states, how likely that is, and why (codes for `words`). ``id_of`` names the field it numbers."""

    column: str
    field: Field | None = None
    likelihood: float = 0.0
    reasons: tuple[str, ...] = ()
    id_of: Field | None = None
    named: str = ""  # the column whose values it numbers
    rival: str = ""  # another column that could state the same

    @property
    def sure(self) -> bool:
        """Whether nobody need be asked."""
        return self.field is None or (self.likelihood >= SURE and not self.rival)


@dataclass(frozen=True)
class Recognition:
    """Every column with its guess, the order of the category columns (broadest first), and what nobody states."""

    guesses: tuple[Guess, ...]
    levels: tuple[str, ...]
    missing: tuple[Field, ...]

    @property
    def unsure(self) -> list[Guess]:
        """The columns somebody has to be asked about."""
        return [guess for guess in self.guesses if not guess.sure]

    @property
    def sure(self) -> bool:
        """Whether nothing has to be asked."""
        return not self.unsure and not self.missing

    def column(self, field: Field) -> str:
        """The column that states a field, or ""."""
        return next((g.column for g in self.guesses if g.field is field and g.id_of is None), "")

    def id_column(self, named: str) -> str:
        """The column with the numbers of another column's values, or ""."""
        return next((g.column for g in self.guesses if g.named == named), "")

    def settle(self, column: str, field: Field | None) -> Recognition:
        """The same after somebody said what a column states."""
        guesses = [_settled(guess, column, field) for guess in self.guesses]
        stated = {guess.field for guess in guesses if guess.id_of is None}
        levels = tuple(g.column for g in guesses if g.field is Field.CATEGORY and g.id_of is None)
        kept = tuple(level for level in self.levels if level in levels)
        levels = kept + tuple(level for level in levels if level not in kept)
        return Recognition(tuple(guesses), levels, tuple(f for f in self.missing if f not in stated))


def _settled(guess: Guess, column: str, field: Field | None) -> Guess:
    if guess.column == column:
        return Guess(column, field, 1.0, ("said",))
    if field in ONE_EACH and guess.field is field and guess.id_of is None:
        return Guess(guess.column)
    if guess.rival == column:
        return replace(guess, rival="")
    return guess


def recognise(table: Table) -> Recognition:
    """What each column of a table states, as far as its name and its content tell."""
    seen = profiles(table)
    numbers = _number_columns(seen)
    options = [
        guess for name, profile in seen.items() if name not in numbers and profile.filled for guess in _options(profile)
    ]
    chosen = _choose(options, seen)
    chosen |= {name: _numbering(name, named, chosen) for name, named in numbers.items() if named in chosen}
    levels = _levels([name for name, g in chosen.items() if g.field is Field.CATEGORY and not g.id_of], seen)
    chosen = {name: _tested(guess, chosen, seen, levels) for name, guess in chosen.items()}
    guesses = tuple(chosen.get(name, Guess(name)) for name in table.columns)
    stated = {guess.field for guess in guesses if guess.id_of is None}
    return Recognition(guesses, levels, tuple(field for field in REQUIRED if field not in stated))


def _number_columns(seen: Mapping[str, Profile]) -> dict[str, str]:
    """The columns that number another one's values: their name says so, or their codes go with its names one to one."""
    found: dict[str, str] = {}
    by_plain = {plain(name): name for name in seen}
    by_plain |= {re.sub(r"\s*(name|名称)$", "", text): name for text, name in list(by_plain.items())}
    for name, profile in seen.items():
        base = id_of(name)
        if base is None or profile.unique or not profile.filled:
            continue
        named = by_plain.get(base, "")
        if (named and named != name and pairs(profile, seen[named]) > 0.7) or (
            profile.codes > 0.95 and (named := _closest(profile, seen, found))
        ):
            found[name] = named
    return found


def _closest(profile: Profile, seen: Mapping[str, Profile], taken: Mapping[str, str]) -> str:
    """The column of names that a column of codes goes with one to one, if it is the only one."""
    options = [
        name
        for name, other in seen.items()
        if other is not profile and other.codes < 0.5 and other.distinct > 1 and name not in taken.values()
        if abs(other.distinct - profile.distinct) <= max(2, other.distinct * 0.1) and pairs(profile, other) > FITS
    ]
    return options[0] if len(options) == 1 else ""


def _numbering(name: str, named: str, chosen: Mapping[str, Guess]) -> Guess:
    field = chosen[named].field
    return Guess(name, field, 0.95, ("goes_with_name",), id_of=field, named=named)


def _options(profile: Profile) -> Iterable[Guess]:
    """Everything a column could state by its name, corrected by its content, and what its content alone suggests."""
    named = heading_says(profile.name)
    for field, likelihood in named.items():
        reason = {EXACT: "name_exact", LIKELY: "name_likely", VAGUE: "name_vague"}[likelihood]
        factor, why = _fits(profile, field)
        yield Guess(profile.name, field, min(0.98, likelihood * factor), (reason, *why))
    for field, likelihood, why_alone in _by_content(profile):
        if field not in named or named[field] < likelihood:
            boost = 0.15 if field in named else 0.0
            yield Guess(profile.name, field, min(0.95, likelihood + boost), (why_alone,))


def _fits(profile: Profile, field: Field) -> tuple[float, tuple[str, ...]]:
    """How much the content speaks for (above 1) or against (below 1) a field."""
    good = 1.06
    match field:
        case Field.KEY:
            return (good + 0.1, ("unique",)) if profile.unique else (0.3, ("not_unique",))
        case Field.REPORTED | Field.CLOSED | Field.DUE:
            dated = max(profile.dates, profile.serials)
            return (good, ("dates",)) if dated > 0.95 else (0.2, ("no_dates",))
        case Field.LNG | Field.LAT:
            fits = profile.between(-180, 180) if field is Field.LNG else profile.between(-90, 90)
            return (good, ("coordinates",)) if fits else (0.2, ("no_coordinates",))
        case Field.NATURE:
            return (good, ("natures",)) if profile.known(values.nature) > 0.8 else (0.3, ("other_words",))
        case Field.ON_TIME | Field.STATUS:
            return _fits_standing(profile, field)
        case Field.DISTRICT | Field.STREET | Field.COMMUNITY:
            return _fits_place(profile, field)
        case Field.CATEGORY | Field.UNIT | Field.CHANNEL:
            return _fits_few(profile, field)
    return (1.0, ()) if profile.dates < 0.9 else (0.2, ("only_dates",))


def _fits_standing(profile: Profile, field: Field) -> tuple[float, tuple[str, ...]]:
    late = means_late(profile.name) if field is Field.ON_TIME else None
    share = profile.known(lambda text: values.standing(text, yes_means_late=late))
    said = {values.standing(text, yes_means_late=late) for text in profile.counts}
    timely = bool(said & {values.Standing.ON_TIME, values.Standing.LATE})
    if share > 0.8 and (timely or field is Field.STATUS):
        return 1.06, ("in_time_words",) if timely else ("status_words",)
    return (0.9, ("some_status_words",)) if share > 0.3 and field is Field.STATUS else (0.3, ("other_words",))


def _fits_place(profile: Profile, field: Field) -> tuple[float, tuple[str, ...]]:
    if not profile.few or profile.dates > 0.9:
        return 0.3, ("too_varied",)
    if profile.numbers > 0.9:
        return 0.7, ("only_numbers",)
    shapes = {Field.COMMUNITY: COMMUNITY_NAME, Field.STREET: STREET_NAME, Field.DISTRICT: DISTRICT_NAME}
    if profile.share(shapes[field]) > 0.8:
        return 1.06, ("place_names",)
    other = max(profile.share(shape) for key, shape in shapes.items() if key is not field)
    return (0.6, ("other_place_names",)) if other > 0.8 and field is not Field.DISTRICT else (1.0, ())


def _fits_few(profile: Profile, field: Field) -> tuple[float, tuple[str, ...]]:
    if profile.dates > 0.9 or profile.unique:
        return 0.2, ("too_varied",)
    if not profile.few or (field is Field.CHANNEL and profile.distinct > 60):
        return 0.5, ("too_varied",)
    if profile.length > 40:
        return 0.4, ("long_texts",)
    if field is Field.CHANNEL and profile.known(values.channel) > 0.6:
        return 1.06, ("channels",)
    if field is Field.CATEGORY and (profile.known(values.nature) > 0.9 or profile.known(values.standing) > 0.9):
        return 0.5, ("other_words",)
    if field is Field.CATEGORY and profile.distinct < 2:
        return 0.5, ("one_value",)
    return (1.0, ("few_values",)) if profile.numbers < 0.9 else (0.7, ("only_numbers",))


def _by_content(profile: Profile) -> Iterable[tuple[Field, float, str]]:
    """What a column states by its content alone, whatever its name."""
    if profile.few and profile.share(COMMUNITY_NAME) > 0.85 and profile.distinct > 1:
        yield Field.COMMUNITY, 0.82, "place_names"
    if profile.few and profile.share(STREET_NAME) > 0.85:
        yield Field.STREET, 0.82, "place_names"
    if profile.few and profile.distinct > 1 and profile.known(values.nature) > 0.9:
        yield Field.NATURE, 0.82, "natures"
    if profile.few and profile.known(values.standing) > 0.95:
        said = {values.standing(text) for text in profile.counts}
        timely = bool(said & {values.Standing.ON_TIME, values.Standing.LATE})
        yield Field.ON_TIME if timely else Field.STATUS, 0.81, "in_time_words" if timely else "status_words"
    if profile.dates > 0.98:
        yield Field.REPORTED, 0.55, "dates"
    elif profile.unique and profile.codes > 0.95 and profile.length < 40:
        yield Field.KEY, 0.6, "unique"


def _choose(options: list[Guess], seen: Mapping[str, Profile]) -> dict[str, Guess]:
    """Give each column its most likely field, the likeliest first; a field has one column, but for the categories."""
    places = {name: place for place, name in enumerate(seen)}
    ranked = sorted(options, key=lambda guess: (-guess.likelihood, places[guess.column]))
    chosen: dict[str, Guess] = {}
    holders: dict[Field, str] = {}
    for guess in ranked:
        if guess.column in chosen or guess.field is None or guess.likelihood < WORTH_ASKING:
            continue
        if guess.field in ONE_EACH and guess.field in holders:
            holder = chosen[holders[guess.field]]
            if _rivals(holder, guess, seen):
                chosen[holder.column] = replace(holder, rival=guess.column)
            continue
        if guess.field is Field.CATEGORY and guess.likelihood < LIKELY and Field.CATEGORY in holders:
            continue
        chosen[guess.column] = guess
        holders.setdefault(guess.field, guess.column)
    return chosen


def _rivals(holder: Guess, guess: Guess, seen: Mapping[str, Profile]) -> bool:
    """Whether two columns could equally well state a field, so that somebody must choose."""
    if holder.rival or guess.likelihood < max(WORTH_ASKING, holder.likelihood - 0.03) or holder.field is Field.KEY:
        return False  # any unique column will do as a key: the first is taken
    if heading_says(guess.column).get(Field.CATEGORY, 0) >= LIKELY:
        return False
    return pairs(seen[holder.column], seen[guess.column]) < FITS


def _levels(columns: list[str], seen: Mapping[str, Profile]) -> tuple[str, ...]:
    """The category columns from the broadest to the narrowest: each narrower one lies inside the one before."""
    ordered = sorted(columns, key=lambda name: seen[name].distinct)
    chain: list[str] = []
    for name in ordered:
        if not chain or follows(seen[name], seen[chain[-1]]) > 0.9:
            chain.append(name)
    return tuple(chain[-DEEPEST:])


def _tested(guess: Guess, chosen: Mapping[str, Guess], seen: Mapping[str, Profile], levels: tuple[str, ...]) -> Guess:
    """Doubt or trust a guess more by how its column goes with the others."""
    if guess.id_of is not None:
        named = chosen[guess.named]
        kept = named.field in NAMED and (named.field is not Field.CATEGORY or named.column in levels)
        return guess if kept else Guess(guess.column)
    if guess.field is Field.CATEGORY:
        return _tested_category(guess, seen, levels)
    community = next((g.column for g in chosen.values() if g.field is Field.COMMUNITY and g.id_of is None), "")
    if guess.field in (Field.STREET, Field.DISTRICT) and community:
        share = follows(seen[community], seen[guess.column])
        if share > FITS:
            return replace(guess, likelihood=min(0.99, guess.likelihood + 0.1), reasons=(*guess.reasons, "contains"))
        return Guess(guess.column)  # a road or a ward that cuts across communities is no level above them
    return guess


def _tested_category(guess: Guess, seen: Mapping[str, Profile], levels: tuple[str, ...]) -> Guess:
    if guess.column not in levels:
        return Guess(guess.column)  # a second, independent way of sorting
    place = levels.index(guess.column)
    around = [(levels[place], levels[place - 1])] if place else []
    around += [(levels[place + 1], levels[place])] if place + 1 < len(levels) else []
    nested = bool(around) and all(follows(seen[child], seen[parent]) > FITS for child, parent in around)
    if nested and guess.likelihood >= VAGUE:
        return replace(guess, likelihood=max(0.9, guess.likelihood), reasons=(*guess.reasons, "nested"))
    return guess
