"""The card of a data set: `README.md` with a front matter that loaders and hubs read.

The front matter is YAML as the `datasets` library and the Hugging Face Hub have it: where the data
are, what the columns hold, languages, licence and size.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from workflow import languages
from workflow.interchange.columns import COLUMNS, WHOLE
from workflow.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workflow.interchange.base import Header

_SPLITS = {"dev": "validation", "test": "test"}
_SPDX = re.compile(r"[A-Za-z0-9.+-]+")
_SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
    (100_000_000, "10M<n<100M"),
)


def card(header: Header, name: str, *, rows: int, size: int, download: int) -> str:
    """Return the card of the data in `data/NAME-*.parquet`.

    `size` and `download` are the bytes of the data in memory and on disk.
    """
    split = _SPLITS.get(name.rpartition(".")[2], "train")
    title = clean(header.title) or name
    source, target = languages.name(header.source_lang), languages.name(header.target_lang)
    codes = dict.fromkeys(
        code.partition("-")[0] for code in (header.source_lang, header.target_lang)
    )
    licence = clean(header.licence)
    return f"""---
pretty_name: {_quoted(title)}
language:
{_lines(f"- {_quoted(code)}" for code in codes)}
{_licence(licence)}
task_categories:
- translation
multilinguality:
- translation
size_categories:
- {next((name for limit, name in _SIZES if rows < limit), "100M<n<1B")}
configs:
- config_name: default
  data_files:
  - split: {split}
    path: {_quoted(f"data/{name}-*.parquet")}
dataset_info:
  features:
{_lines(_features())}
  splits:
  - name: {split}
    num_bytes: {size}
    num_examples: {rows}
  download_size: {download}
  dataset_size: {size}
---

# {title}

{rows:,} sentence pairs, {source} and {target}, written by {header.tool} on {header.made_at[:10]}.
{f"The licence is {licence}." if licence else "No licence is stated."}

`source` and `target` are the sentences. `origin` says where the target came from (`machine`,
`document`, `aligned`, `memory`, `human`, `import`), `status` how far review has come (`machine`:
nobody has looked yet; `corrected`, `approved`, `rejected`, `rework`). `score` is the mean
log-probability of a machine translation, a cosine for aligned sentences. `start` and `stop` are
offsets of the source in its paragraph, in characters from 0; `before` and `after` the neighbouring
sentences. `id` and `version` bring a correction back to its pair.
"""


def _features() -> Iterator[str]:
    """Yield what the columns hold, line by line."""
    for name in COLUMNS:
        yield f"  - name: {name}"
        if name == "findings":
            yield "    list:"
            yield from (
                line
                for part in ("check", "severity", "message")
                for line in (f"    - name: {part}", "      dtype: string")
            )
        elif name == "notes":
            yield "    list: string"
        else:
            kind = "float64" if name == "score" else "int64" if name in WHOLE else "string"
            yield f"    dtype: {kind}"


def _licence(licence: str) -> str:
    if not licence:
        return "license: unknown"
    if _SPDX.fullmatch(licence):
        return f"license: {licence.lower()}"
    return f"license: other\nlicense_name: {_quoted(licence)}"


def _quoted(text: str) -> str:
    """Return the text as YAML, of which strings of JSON are part."""
    return json.dumps(text, ensure_ascii=False)


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)
