"""A charter small enough to read at a glance and without a fault, for tests to break in one place."""

from __future__ import annotations

from pathlib import Path

from tuoluo.charter import Charter, Finding, check, load_charter

CHARTER = """\
[charter]
name = "small"
title = { zh = "小社区章程", en = "Charter of a small community" }
version = "1"
valid_from = 2026-01-01
basis = "试验"

[hours]
sessions = [["09:00", "12:00"], ["14:00", "18:00"]]
calendar = "china"

[front_door]
kind = "workstation"
basis = "试验"

[cells]
leader_role = "cell_leader"
basis = "试验"

[[kinds]]
code = "party_committee"
zh = "党委"
en = "Party Committee"
part = "1"
minimum = 1
maximum = 1
basis = "试验"

[[kinds]]
code = "workstation"
zh = "工作站"
en = "Workstation"
part = "3"
minimum = 1
maximum = 1
superior = "party_committee"
basis = "试验"

[[kinds]]
code = "association"
zh = "协会"
en = "Association"
part = "N"
basis = "试验"

[[kinds]]
code = "office"
zh = "街道办"
en = "Subdistrict Office"
part = "government"
level = "subdistrict"
administrative_subject = true
minimum = 1
maximum = 1
basis = "试验"

[[roles]]
code = "clerk"
zh = "站长"
en = "Head"
kinds = ["workstation", "office"]
head = true
acts = ["matter.register", "matter.close", "matter.dispatch", "matter.take_up", "matter.report_back"]
basis = "试验"

[[roles]]
code = "cell_leader"
zh = "格长"
en = "Cell leader"
kinds = ["workstation"]
cell = true
acts = ["matter.report", "matter.finish_part"]
basis = "试验"

[[roles]]
code = "secretary"
zh = "书记"
en = "Secretary"
kinds = ["party_committee"]
head = true
acts = ["matter.close", "matter.evaluate"]
basis = "试验"

[[roles]]
code = "contact"
zh = "会长"
en = "Chair"
kinds = ["association"]
head = true
acts = ["matter.finish_part"]
basis = "试验"
"""
CATALOGUE = """\
code,kind,parent,zh,en,origin,needs_administrative_subject,handling,basis,keywords
A,matter,,街面,Street,local,no,,试验,
A1,matter,A,垃圾,Refuse,local,no,,试验,垃圾; 脏
A2,matter,A,占道,Obstruction,local,yes,,试验,
B1,service,,审批,Permit,local,yes,retained,试验,
"""
DUTIES = """\
category,area,lead,assistants,supervisor,verifier,evaluator,amount,unit,needs_administrative_subject,retained,basis,note
default,,workstation,association,office,party_committee,party_committee,5,working_days,,,试验,
A2,,office,workstation,party_committee,party_committee,party_committee,4,working_hours,,,试验,
B1,,office,,party_committee,party_committee,party_committee,8,urgent_hours,,,试验,
"""
EXAMPLES = """\
name,category,place,at,lead,assistants,supervisor,verifier,evaluator,due,note
垃圾没人清,垃圾,440305,2026-11-20 21:00,workstation,协会,office,party_committee,党委,2026-11-27 18:00,
占道,A2,,,Subdistrict Office,,,,,,
"""
FILES = {"charter.toml": CHARTER, "catalogue.csv": CATALOGUE, "duties.csv": DUTIES, "examples.csv": EXAMPLES}


class Draft:
    """The small charter in a folder of its own, to be changed and checked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in FILES.items():
            (folder / name).write_text(text, encoding="utf-8")

    def change(self, file: str, old: str, new: str) -> Draft:
        """Put one text for another, once; the old one must be there."""
        text = (self.folder / file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        (self.folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return self

    def add(self, file: str, line: str) -> Draft:
        """Add a line at the end."""
        text = (self.folder / file).read_text(encoding="utf-8")
        (self.folder / file).write_text(f"{text}{line}\n", encoding="utf-8")
        return self

    def check(self, known_acts: list[str] | None = None) -> list[Finding]:
        return check(self.folder, known_acts)

    def only(self, code: str) -> Finding:
        """The one finding with this code."""
        found = [finding for finding in self.check() if finding.code == code]
        assert len(found) == 1, f"{code}: {[(f.code, f.row, f.value) for f in self.check()]}"
        return found[0]

    def load(self) -> Charter:
        return load_charter(self.folder)
