"""What a run is asked to do, and what it needs to do it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workflow import registry
from workflow.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflow.engines.base import Engine
    from workflow.glossary import Glossary
    from workflow.models import Model

GLOSSARY_LANGUAGES = ("ru", "en")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a run; `out` None means beside each input, `jobs` 0 every core.

    `glossary` is None for the one in force, `use_glossary` false for none; `fix_names` corrects
    forbidden variants in the documents' own English. `memories` are the names of those to ask, None
    for all, with an empty name for the pairs of documents.
    """

    paths: Sequence[str] = ()
    source_lang: str = "ru"
    target_lang: str = "en"
    out: Path | None = None
    bilingual: bool = False
    jobs: int = 0
    encoding: str | None = None
    glossary: Path | None = None
    use_glossary: bool = True
    fix_names: bool = False
    use_memory: bool = True
    memories: Sequence[str] | None = None

    @property
    def languages(self) -> tuple[str, str]:
        """Source and target language."""
        return self.source_lang, self.target_lang

    def as_options(self) -> dict[str, object]:
        """Return plain values, to be stored with the run."""
        return {
            "paths": list(self.paths),
            "from": self.source_lang,
            "to": self.target_lang,
            "out": None if self.out is None else str(self.out),
            "bilingual": self.bilingual,
            "glossary": str(self.glossary) if self.glossary else self.use_glossary,
            "fix_names": self.fix_names,
            "memory": list(self.memories) if self.memories is not None else self.use_memory,
        }

    def output_path(self, path: str) -> Path:
        """Return where the translation of a file goes: `NAME.en.txt` for `NAME.txt`.

        In `out`, a file keeps its place below the folder that the request names.
        """
        source = Path(path)
        translated = source.with_name(f"{source.stem}.{self.target_lang}{source.suffix}")
        if self.out is None:
            return translated
        for folder in map(Path, self.paths):
            if folder in source.parents and folder.is_dir():
                return self.out / translated.relative_to(folder)
        return self.out / translated.name


def chain_for(request: Request) -> list[Model]:
    """Return the packages for the languages of a request; `ModelError` if there are none."""
    from workflow import models

    return models.find(*request.languages)


def engine_for(request: Request, chain: Sequence[Model]) -> Engine:
    """Return an engine that runs the packages."""
    engine: Engine = registry.engines()["argos"](chain, jobs=request.jobs)
    return engine


def load_glossary(request: Request) -> Glossary | None:
    """Return the glossary of a run; None if it uses none, or none is made for its languages.

    Raises `GlossaryError`, and `UsageError` where one is named for other languages.
    """
    if not request.use_glossary:
        return None
    if request.languages != GLOSSARY_LANGUAGES:
        if request.glossary is None:
            return None
        raise UsageError(
            "Glossaries are from Russian to English",
            f"Leave --glossary out for {request.source_lang} to {request.target_lang}.",
        )
    from workflow.pipeline import glossary

    return glossary.load(request.glossary)
