"""The things the desk works with: plain frozen values, no behaviour beyond what they mean.

Every offset in this module counts characters (code points), starts at 0 and excludes its stop.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

UNDETERMINED = "und"
"""The language of text that proves none (ISO 639-2); an answer, never an error."""


class Origin(StrEnum):
    """Where the target of a pair came from."""

    MACHINE = "machine"
    DOCUMENT = "document"
    ALIGNED = "aligned"
    MEMORY = "memory"
    HUMAN = "human"
    IMPORT = "import"


class Status(StrEnum):
    """How far review has come; `machine` means that no person has looked yet."""

    MACHINE = "machine"
    CORRECTED = "corrected"
    APPROVED = "approved"
    REJECTED = "rejected"
    REWORK = "rework"


class Severity(StrEnum):
    """How much a finding matters: `error` is probably wrong, `warning` is worth a look."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph's text and the place in the decoded file that spells it.

    `start` and `stop` are offsets into the decoded file. Where the file spells a character
    otherwise (`&nbsp;`), the run is that one character and `stop - start` differs from its length.

    A `joined` run looks like the one before it, with nothing that a reader sees between them; a
    `pinned` one is put there by a program, as the number of a page, and is not written over; one
    that `breaks` is a line break, which stays between the lines of whatever is written there.
    """

    text: str
    start: int
    stop: int
    joined: bool = False
    pinned: bool = False
    breaks: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of text as a reader sees it; `text` is the runs joined, nothing cleaned away.

    `kind` is one of `text`, `heading`, `item`, `cell`, `title`, `attribute`; `lang` is the
    language that the document declares for it, if it does (a hint, not a decision).
    """

    text: str
    runs: tuple[Run, ...]
    kind: str = "text"
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: its bytes, and its paragraphs in reading order.

    `path` is as the user gave it (`-` for standard input); `format` names the reader;
    `encoding` is a Python codec name (`utf-8-sig` where a byte order mark stands).
    """

    path: str
    format: str
    encoding: str
    source: bytes
    title: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.source).hexdigest()


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `text` in place of `paragraphs[paragraph].text[start:stop]`.

    `links` say where each word of `text` comes from: offsets into the old text and into the new,
    in order of the new. Markup inside the old text is placed by them, where there are any.
    """

    paragraph: int
    start: int
    stop: int
    text: str
    links: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Detection:
    """A language decision: code or `und`, confidence from 0 to 1, who decided, and why."""

    lang: str
    confidence: float
    detector: str
    reason: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a paragraph in one language: `paragraph.text[start:stop]`."""

    start: int
    stop: int
    detection: Detection


@dataclass(frozen=True, slots=True)
class Labelled:
    """A paragraph's language: the decision for the whole, and its passages in order.

    The passages cover the text without gaps or overlaps; there is one unless languages mix.
    An empty paragraph has none.
    """

    detection: Detection
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence as it stands in its paragraph: `paragraph.text[start:stop] == text`."""

    text: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made a machine translation, so that it can be made again.

    `options` is the decoding options as canonical JSON; `digest` is the SHA-256 of the model;
    `demands` is what the glossary demanded of this one sentence, see `Sentence.demanded`.
    """

    engine: str
    model: str
    digest: str
    options: str
    segmenter: str = ""
    demands: str = ""


@dataclass(frozen=True, slots=True)
class Demand:
    """An approved term that must stand in the translation of a sentence.

    The term is `sentence[start:stop]`. One of `english` must stand for it, each in the number of
    the term; where none does, the first is put there. `entry` is the glossary's source term,
    `kind` its kind, which says whether an article may precede it.
    """

    start: int
    stop: int
    english: tuple[str, ...]
    entry: str
    kind: str = "term"


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence almost like the one to translate, and its translation as people left it."""

    source: str
    target: str

    @classmethod
    def of(cls, demanded: str) -> Example | None:
        """Return the example in what `Sentence.demanded` has returned, if it has one."""
        last = json.loads(demanded)[-1] if demanded else [0]
        return cls(*last) if isinstance(last[0], str) else None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A cleaned sentence to translate, the terms that its translation must have, and an example.

    Of the example's translation an engine may keep what the two sentences have in common.
    """

    text: str
    demands: tuple[Demand, ...] = ()
    example: Example | None = None

    @property
    def demanded(self) -> str:
        """Demands and example as canonical JSON, or empty where there are none.

        It is `[[start, stop, entry, kind, english…]…]`, and last of all `[source, target]`.
        """
        values: list[list[object]] = [
            [d.start, d.stop, d.entry, d.kind, *d.english] for d in self.demands
        ]
        if self.example:
            values.append([self.example.source, self.example.target])
        return json.dumps(values, ensure_ascii=False, separators=(",", ":")) if values else ""


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a demand: source term at `start:stop`, English at `target_start:target_stop`.

    `how` is `free` (the engine said it by itself), `constrained` (forced while decoding),
    `replaced` (put in without the model) or `missing`, with an empty place in the target.
    """

    entry: str
    start: int
    stop: int
    target_start: int
    target_stop: int
    how: str


@dataclass(frozen=True, slots=True)
class Translation:
    """What an engine made of one sentence.

    `score` is the mean log-probability of a target token (natural logarithm, 0 is certain).
    `attempts` counts decodings. `problem` names the guard that still objects after the last one
    (`loop`, `runaway`, `copied`, `dropped`, `empty`), or is empty. `terms` says what became of
    each demand, in their order. `repaired` says whether an example's translation was put right
    rather than a translation made from nothing.
    """

    text: str
    score: float
    attempts: int = 1
    problem: str = ""
    terms: tuple[Applied, ...] = ()
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a check noticed about a pair; `message` is one sentence for a reviewer."""

    check: str
    severity: Severity
    message: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A source sentence and its target, with where the target came from.

    `score` is a `Translation.score` for origin `machine`, a cosine for origins `document`
    and `aligned`. `terms` says what became of the glossary's demands. `reused` is the number of the
    pair that was taken from the memory, for origin `memory`.
    """

    source: str
    target: str
    source_lang: str
    target_lang: str
    origin: Origin
    status: Status = Status.MACHINE
    score: float | None = None
    provenance: Provenance | None = None
    findings: tuple[Finding, ...] = ()
    terms: tuple[Applied, ...] = ()
    reused: int | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A translation unit, as exchange formats carry it: a pair and what is known about it.

    `id` is `DATABASE.PAIR`, the identity of the database and the number of the pair in it, or what
    another program calls the unit, or empty. `version` is the pair's then, 0 where unknown.
    `document` is the path of the document, `paragraph` counts from 0, `start` and `stop` are the
    offsets of the source in its paragraph. `before` and `after` are the neighbouring sources.
    Times are ISO 8601, UTC. `made_by` names engine and model of a machine translation, `author`
    the person behind this version. What is not known is empty or None.
    """

    source: str
    target: str
    source_lang: str
    target_lang: str
    id: str = ""
    version: int = 0
    origin: Origin = Origin.IMPORT
    status: Status = Status.MACHINE
    score: float | None = None
    document: str = ""
    paragraph: int | None = None
    start: int | None = None
    stop: int | None = None
    before: str = ""
    after: str = ""
    created_at: str = ""
    updated_at: str = ""
    author: str = ""
    made_by: str = ""
    memory: str = ""
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A record of a file that could not be read, or only in part: where, and what is wrong.

    `place` is a line or record number of the file, from 1, 0 where it has none; `taken` says
    whether a unit was made of the record all the same.
    """

    place: int
    message: str
    taken: bool = False
