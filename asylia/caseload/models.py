"""The tables of this room: rows that lists are made of. Personal text stands in them only sealed."""

import json
from typing import Any, ClassVar

from django.db import models

from asylia.core.rules import RULES

ERASED = "erased"  # the stage of a case whose record was destroyed under law


class ListField(models.TextField):  # type: ignore[type-arg]
    """A short list as JSON text.

    Not Django's JSONField: its CHECK calls a function that a database with trusted_schema=OFF refuses, and
    the record's file keeps that setting.
    """

    def from_db_value(self, value: str | None, *_: Any) -> list[Any]:
        """The list that the text holds."""
        return json.loads(value) if value else []

    def get_prep_value(self, value: list[Any]) -> str:
        """The text that holds the list."""
        return json.dumps(value)


class CaseRow(models.Model):
    """One case as lists and access need it, folded from its stream; `version` is the stream's.

    `matched_to` is the case that a statement turned out to belong to; `drawn_for` the level that is to decide it
    anew, `anew` who did and who recognised it, `repeats` who is to do so once more, from which day. Of an erased
    case, the row says that it was.
    """

    case = models.CharField(primary_key=True, max_length=64)
    number = models.CharField(max_length=20, db_index=True)
    version = models.PositiveIntegerField()
    person = models.CharField(max_length=64, db_index=True)
    name = models.BinaryField()
    office = models.CharField(max_length=200, db_index=True)
    place = models.CharField(max_length=200)
    family = models.CharField(max_length=64, db_index=True)
    matched_to = models.CharField(max_length=64, db_index=True, default="")
    regime = models.CharField(max_length=60)
    language = models.CharField(max_length=35)
    stage = models.CharField(max_length=20, db_index=True)
    opened = models.DateTimeField(db_index=True)
    encounter_open = models.BooleanField()
    provisional = models.BooleanField()
    placed = models.BooleanField()
    held = models.BooleanField()
    outside = models.BooleanField()
    open_claim = models.BooleanField(db_index=True)
    protected = models.BooleanField()
    closed = models.CharField(max_length=40)
    owners = ListField()
    counsel = ListField()
    parts = ListField()
    drawn_for = models.CharField(max_length=20, db_index=True)
    anew = ListField(default=list)
    repeats = ListField(default=list)
    hearing_day = models.DateField(null=True, db_index=True)

    class Meta:
        ordering: ClassVar = ["opened", "case"]

    def __str__(self) -> str:
        return self.number

    @property
    def erased(self) -> bool:
        """Whether the record of this case was erased."""
        return self.stage == ERASED


class DueRow(models.Model):
    """One thing due in a case: what, at which desk, by whom, by when, and whether its lateness was answered for."""

    case = models.ForeignKey(CaseRow, on_delete=models.CASCADE, related_name="dues")
    key = models.CharField(max_length=60)
    what = models.CharField(max_length=200)
    claim = models.PositiveIntegerField()
    desk = models.CharField(max_length=20)
    staff = models.CharField(max_length=64)
    by = models.DateTimeField(null=True)
    alarm = models.CharField(max_length=40)
    answered = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["desk", "by"]), models.Index(fields=["staff", "by"])]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "key", "claim"], name="one_due")]

    def __str__(self) -> str:
        return self.key


class AlarmRow(models.Model):
    """One rule that a report in a case shows broken and nobody has answered (core/alarms.py).

    What was reported stands in the case file; a list shows the rule's own sentence.
    """

    case = models.ForeignKey(CaseRow, on_delete=models.CASCADE, related_name="alarms")
    rule = models.CharField(max_length=40, db_index=True)
    version = models.PositiveIntegerField()
    since = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["since", "case", "rule"]

    def __str__(self) -> str:
        return self.rule

    @property
    def says(self) -> str:
        """The rule's one sentence."""
        return RULES[self.rule].says


class InterviewRow(models.Model):
    """One interview begun (`version` of its event): which officer, which day; the count behind decider.care."""

    case = models.ForeignKey(CaseRow, on_delete=models.CASCADE, related_name="interviews")
    version = models.PositiveIntegerField()
    officer = models.CharField(max_length=64)
    day = models.DateField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["officer", "day"])]

    def __str__(self) -> str:
        return f"{self.officer} {self.day}"


class HearingRow(models.Model):
    """One hearing as a docket shows it: court, day and hour of its own clock, service, and who came.

    `served` is the day of service, None where it is not proven; `reached` when the person was last
    reached; `closure` the closing of the court that moved it here; `way` how far its transport has come.
    Which cause an absence had stands in the case file alone.
    """

    case = models.ForeignKey(CaseRow, on_delete=models.CASCADE, related_name="hearings")
    number = models.PositiveIntegerField()
    court = models.CharField(max_length=64)
    day = models.DateField()
    time = models.TimeField()
    port = models.CharField(max_length=200)
    report_day = models.DateField(null=True)
    report_time = models.TimeField(null=True)
    notice = models.PositiveIntegerField()
    served = models.DateField(null=True)
    how = models.CharField(max_length=20)
    undelivered = models.BooleanField()
    reached = models.DateTimeField(null=True)
    attended = models.BooleanField(null=True)
    cause_known = models.BooleanField()
    unexcused = models.BooleanField()
    postponed = models.BooleanField()
    closure = models.CharField(max_length=64, default="", db_index=True)
    outcome = models.CharField(max_length=40, default="")
    way = models.CharField(max_length=20, default="")
    refused = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["court", "day"])]
        ordering: ClassVar = ["day", "time", "case"]

    def __str__(self) -> str:
        return f"{self.court} {self.day}"


class CounselRow(models.Model):
    """One counsel in one case: who asked to enter, who has entered, who left (what was served on them stays theirs)."""

    case = models.ForeignKey(CaseRow, on_delete=models.CASCADE, related_name="counsels")
    staff = models.CharField(max_length=64, db_index=True)
    stands = models.CharField(max_length=8, choices=[("asked", "asked"), ("now", "now"), ("former", "former")])

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "staff"], name="one_counsel")]

    def __str__(self) -> str:
        return f"{self.staff}, {self.stands}"


class SearchRow(models.Model):
    """One open search for a relative, by its owner; where `seeker` names a case, that of whom a relative looks for."""

    case = models.ForeignKey(CaseRow, on_delete=models.CASCADE, related_name="searches")
    number = models.PositiveIntegerField()
    owner = models.CharField(max_length=64, db_index=True)
    seeker = models.CharField(max_length=64)
    theirs = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "number"], name="one_search")]

    def __str__(self) -> str:
        return str(self.number)


class NameToken(models.Model):
    """A keyed digest of one normalised part of a name, so that search finds it without holding it."""

    case = models.ForeignKey(CaseRow, on_delete=models.CASCADE, related_name="tokens")
    token = models.BinaryField(max_length=16, db_index=True)

    def __str__(self) -> str:
        return str(self.pk)


class ReceiptRow(models.Model):
    """One entry that a person has a paper of, by the code on it: how a proof is found for who shows the code alone.

    It refers to no case and outlives an erasure: a paper proves what it did before.
    """

    code = models.CharField(max_length=14, db_index=True)
    stream = models.CharField(max_length=200)
    version = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.code
