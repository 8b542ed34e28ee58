"""One Argos package, loaded: sentences in, hypotheses out, on every core, in bounded memory."""

from __future__ import annotations

import os
import sys
from collections import deque
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from threading import Event
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from workflow.errors import EngineError, ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from workflow.models import Model

MAX_PIECES = 160
"""Longest text that is decoded as one: a longer sentence is split at clauses, never cut.

Packages are trained on sentences, most below 100 pieces, and get worse long before they fail.
"""

MAX_BATCH = {"cpu": 256, "cuda": 8192}
"""Source pieces in a batch, padding included. On a CPU larger ones were slower (its caches)."""

MIN_BATCH = 64

SHORTLIST = "vmap.txt"
"""CTranslate2's name for the file that lists, for a source piece, what may translate it."""

_POSITIONS = 510
"""Pieces that a translation may have at most: some packages know no more than 512 positions."""

_MOST_SENT = 4
_POLL = 0.01

T = TypeVar("T")


class Stopped(Exception):  # noqa: N818 (somebody's wish, not an error)
    """The decoder was told to stop."""


@dataclass(frozen=True, slots=True)
class Options:
    """Decoding options as CTranslate2 names them; the defaults are Argos Translate's."""

    beam_size: int = 4
    num_hypotheses: int = 1
    length_penalty: float = 0.2
    repetition_penalty: float = 1.0
    no_repeat_ngram_size: int = 0


@dataclass(frozen=True, slots=True)
class Alternatives(Options):
    """Options that make each hypothesis begin otherwise behind the prefix, likeliest first."""

    return_alternatives: bool = True


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One way to translate: text, mean log-probability of a piece, number of pieces.

    The mean is over the pieces that the model chose, not those of a prefix it was given; `tokens`
    are all of them.
    """

    text: str
    score: float
    pieces: int
    tokens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unit(Generic[T]):
    """A text to decode as one, as pieces, and whose it is.

    `target` is what its translation begins with (`Decoder.decode`), or what it is.
    """

    owner: T
    pieces: list[str]
    target: tuple[str, ...] = ()


class Decoder:
    """A package's tokenizer and model.

    `jobs` batches are decoded at a time, each by one thread: 0 means as many as there are cores.
    On a GPU (`device="auto"` takes one where there is one) batches run one after the other.
    On a CPU, a unit without a target is decoded alone if the package has a shortlist, choosing
    among what its pieces list (L'Hostis et al. 2016). Raises `ModelError` if the package cannot be
    loaded.
    """

    def __init__(self, model: Model, *, jobs: int = 0, device: str = "auto") -> None:
        import ctranslate2

        from workflow.models import argos

        if device == "auto":
            device = "cuda" if ctranslate2.get_cuda_device_count() else "cpu"
        self.device = device
        self.workers = (jobs or _cores()) if device == "cpu" else 1
        self.shortlist = device == "cpu" and (model.path / "model" / SHORTLIST).is_file()
        self.stopping = Event()
        """Once it is set, whatever submits a batch or waits for one raises `Stopped`."""
        try:
            package = argos.package_module().Package(model.path)
            self._tokenizer = package.tokenizer
            self._prefix = package.target_prefix
            self._tokenizer.encode("")
            self._translator = ctranslate2.Translator(
                str(model.path / "model"),
                device=device,
                compute_type="int8" if device == "cpu" else "default",
                inter_threads=self.workers,
                intra_threads=1,
            )
        except (OSError, RuntimeError, ValueError, AttributeError, IndexError) as error:
            raise ModelError(
                f"the package {model.name} cannot be loaded: {error}",
                f"Check it: workflow models verify {model.source}-{model.target}.",
            ) from error

    @property
    def compute_type(self) -> str:
        """The arithmetic in use, which differs by processor: `int8_float32`."""
        return str(self._translator.compute_type)

    def encode(self, text: str) -> list[str]:
        """Return the pieces of a text."""
        pieces: list[str] = self._tokenizer.encode(text)
        return pieces

    def text(self, tokens: list[str]) -> str:
        """Return the text that pieces spell."""
        return str(self._tokenizer.decode(tokens))

    def decode(
        self, units: Iterable[Unit[T]], options: Options, expected: int = 0
    ) -> Iterator[tuple[T, list[Hypothesis]]]:
        """Decode units as they come, yielding each with its hypotheses, best first.

        Units of similar length should follow each other, long ones first. `expected` is the
        number of pieces to come, if known: few pieces make smaller batches, to occupy every core.
        One batch more than there are workers is under way at any time: memory stays flat, and
        little is left to wait for when the user stops a run. Raises `EngineError`.
        """
        for unit, result in self._run(units, lambda batch: self._decode(batch, options), expected):
            made = zip(result.hypotheses, result.scores, strict=True)  # each copies all it has
            penalty = options.length_penalty
            yield unit.owner, [self._hypothesis(unit, *each, penalty) for each in made]

    def score(self, units: Iterable[Unit[T]], expected: int = 0) -> Iterator[tuple[T, float]]:
        """Yield, for each unit, the mean log-probability of a piece of its `target`.

        Nothing is searched: this costs about a quarter of a decoding. Raises `EngineError`.
        """
        for unit, result in self._run(units, self._score, expected):
            yield unit.owner, sum(result.log_probs) / max(1, len(result.log_probs))

    def attend(
        self, units: Iterable[Unit[T]], expected: int = 0
    ) -> Iterator[tuple[T, Sequence[Sequence[float]]]]:
        """Yield what each piece of a unit's `target` attends to: `attention[token][piece]`.

        Raises `EngineError`.
        """
        first = 1 if self._prefix else 0
        for unit, result in self._run(units, self._attend, expected):
            yield unit.owner, result.attention[0][first : first + len(unit.target)]

    def _run(
        self,
        units: Iterable[Unit[T]],
        submit: Callable[[list[Unit[T]]], list[Any]],
        expected: int,
    ) -> Iterator[tuple[Unit[T], Any]]:
        """Submit units in batches, yielding each with its result."""
        share = expected // (2 * self.workers) if expected else MAX_BATCH[self.device]
        size = min(MAX_BATCH[self.device], max(MIN_BATCH, share))
        sent: deque[tuple[list[Unit[T]], list[Any]]] = deque()
        for batch in _batches(units, size):
            if self.stopping.is_set():
                raise Stopped
            with _failing():
                sent.append((batch, submit(batch)))
            while self._enough(sent):
                if _done(sent[0][1]):
                    yield from _results(*sent.popleft())
                else:
                    self._wait()
        while sent:
            # Waiting inside CTranslate2 would keep Ctrl-C waiting too.
            while not _done(sent[0][1]):
                self._wait()
            yield from _results(*sent.popleft())

    def _wait(self) -> None:
        if self.stopping.wait(_POLL):
            raise Stopped

    def _enough(self, sent: deque[tuple[list[Unit[T]], list[Any]]]) -> bool:
        under_way = sum(not _done(handles) for _, handles in sent)
        return under_way > self.workers or len(sent) > _MOST_SENT * self.workers

    def _decode(self, batch: list[Unit[T]], options: Options) -> list[Any]:
        targets = self._targets(batch)
        forced = any(targets)
        # CTranslate2 joins the shortlists of a batch: alone, a unit depends on nothing but itself.
        # Behind a prefix it fails there (4.8, std::out_of_range).
        alone = self.shortlist and not forced
        handles: list[Any] = self._translator.translate_batch(
            [unit.pieces for unit in batch],
            target_prefix=targets if forced else None,
            max_decoding_length=min(
                _most_pieces(len(batch[0].pieces)) + _longest_target(batch), _POSITIONS
            ),
            max_input_length=0,  # never cut: a unit is as long as the engine lets it be
            use_vmap=alone,
            max_batch_size=1 if alone else 0,
            replace_unknowns=True,
            return_scores=True,
            asynchronous=True,
            **asdict(options),
        )
        return handles

    def _score(self, batch: list[Unit[T]]) -> list[Any]:
        pieces = [unit.pieces for unit in batch]
        handles: list[Any] = self._translator.score_batch(
            pieces, self._targets(batch), max_input_length=0, asynchronous=True
        )
        return handles

    def _attend(self, batch: list[Unit[T]]) -> list[Any]:
        # With a beam, CTranslate2 4.8 returns the attention of other sentences of the batch; so
        # the translation is gone through again, which without a beam is cheap.
        handles: list[Any] = self._translator.translate_batch(
            [unit.pieces for unit in batch],
            target_prefix=self._targets(batch),
            beam_size=1,
            max_decoding_length=_longest_target(batch),
            max_input_length=0,
            return_attention=True,
            asynchronous=True,
        )
        return handles

    def _targets(self, batch: list[Unit[T]]) -> list[list[str]]:
        first = [self._prefix] if self._prefix else []
        return [[*first, *unit.target] for unit in batch]

    def _hypothesis(
        self, unit: Unit[T], pieces: list[str], score: float, length_penalty: float
    ) -> Hypothesis:
        # CTranslate2 divides the sum by (pieces + end) ** length_penalty; it counts the pieces of
        # a prefix, but not their log-probabilities.
        mean = score * (len(pieces) + 1) ** (length_penalty - 1)
        if unit.target:
            mean *= (len(pieces) + 1) / (len(pieces) + 1 - len(unit.target))
        first = 1 if self._prefix and pieces[:1] == [self._prefix] else 0
        pieces = pieces[first:]
        text = " ".join(self._tokenizer.decode(pieces).split())
        return Hypothesis(text, mean, len(pieces), tuple(pieces))


def _results(batch: list[Unit[T]], handles: list[Any]) -> Iterator[tuple[Unit[T], Any]]:
    for unit, handle in zip(batch, handles, strict=True):
        with _failing():
            result = handle.result()
        yield unit, result


def _done(handles: list[Any]) -> bool:
    return all(handle.done() for handle in handles)


@contextmanager
def _failing() -> Iterator[None]:
    try:
        yield
    except (RuntimeError, ValueError) as error:
        raise EngineError(
            f"CTranslate2 failed: {error}", "Try again with fewer jobs: --jobs 1."
        ) from error


def _cores() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _bucket(pieces: int) -> int:
    """Return the class of lengths that a unit belongs to: 8, 16, 32, 64, 128 or all above."""
    return next((size for size in (8, 16, 32, 64, 128) if pieces <= size), MAX_PIECES)


def _kind(unit: Unit[Any]) -> tuple[int, bool]:
    """Return what the units of a batch have in common."""
    return _bucket(len(unit.pieces)), bool(unit.target)


def _most_pieces(pieces: int) -> int:
    """Return the length at which decoding stops, behind which a guard sees a runaway.

    It depends on nothing but the unit's own class of lengths, so that the company in a batch
    does not change a translation, not even one that runs away.
    """
    return 2 * _bucket(pieces) + 17


def _longest_target(batch: list[Unit[T]]) -> int:
    return max(len(unit.target) for unit in batch)


def _batches(units: Iterable[Unit[T]], size: int) -> Iterator[list[Unit[T]]]:
    """Yield consecutive units of one kind, at most `size` pieces with their padding."""
    batch: list[Unit[T]] = []
    longest = 0
    for unit in units:
        pieces = len(unit.pieces)
        full = max(longest, pieces) * (len(batch) + 1) > size
        if batch and (full or _kind(unit) != _kind(batch[0])):
            yield batch
            batch, longest = [], 0
        batch.append(unit)
        longest = max(longest, pieces)
    if batch:
        yield batch
