"""Translation units as Apache Parquet, in a folder that is a data set (extra `parquet`)."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from workflow.errors import ExchangeError
from workflow.interchange import datasetcard, files
from workflow.interchange.columns import COLUMNS, WHOLE, check_columns, finding_values, to_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from workflow.interchange.base import Header
    from workflow.model import Fault, Unit

SHARD = 256 << 20
"""Bytes of a file after which a further one is begun."""
GROUP = 16 << 20
"""Bytes, uncompressed, after which a row group ends: what writer and readers hold at a time."""
MAX_GROUP = 4 << 30
"""Largest row group that is read, in bytes, uncompressed."""

_BATCH = 1_000
_values = attrgetter(*COLUMNS)


@dataclass(slots=True)
class _Written:
    """How much has been written: files, rows, and their bytes before compression."""

    files: int = 0
    rows: int = 0
    bytes: int = 0


class Parquet:
    """The folder `NAME.parquet`: `data/NAME-00000-of-00003.parquet` and so on, and a `README.md`.

    Columns are typed, findings and notes lists; what is not known is empty or null. The card,
    `README.md`, tells loaders in its front matter where the data are and what they hold. `NAME.dev`
    and `NAME.test` are the splits `validation` and `test`, any other name is `train`. Read are
    such folders, others with Parquet files, and single files.
    """

    name = "parquet"
    suffixes: tuple[str, ...] = (".parquet",)
    keeps = frozenset(COLUMNS)

    def __init__(self, shard: int = SHARD) -> None:
        self._shard = shard

    def write(self, units: Iterable[Unit], path: Path, header: Header) -> None:
        """Make the folder `path`; `ExchangeError` without pyarrow."""
        _require_pyarrow()
        data = path / "data"
        data.mkdir(parents=True)
        done = _Written()
        groups = _groups(units, min(GROUP, self._shard), path)
        group = next(groups, None)
        while group is not None or not done.files:
            group = self._write_file(group, groups, data / f"{done.files}.parquet", done)
            done.files += 1
        for number in range(done.files):
            name = f"{path.stem}-{number:05}-of-{done.files:05}.parquet"
            (data / f"{number}.parquet").rename(data / name)
        card = datasetcard.card(
            header,
            path.stem,
            rows=done.rows,
            size=done.bytes,
            download=sum(file.stat().st_size for file in data.iterdir()),
        )
        (path / "README.md").write_text(card, encoding="utf-8", newline="\n")

    def _write_file(self, group: Any, groups: Iterator[Any], file: Path, done: _Written) -> Any:
        """Write this and further row groups; return the first of the next file, or None."""
        from pyarrow import parquet

        with (
            file.open("xb") as stream,
            parquet.ParquetWriter(stream, _schema(), compression="zstd") as writer,
        ):
            while group is not None and stream.tell() < self._shard:
                writer.write_table(group)
                done.rows += group.num_rows
                done.bytes += group.nbytes
                group = next(groups, None)
        return group

    def read(self, path: Path, languages: tuple[str, str] | None = None) -> Iterator[Unit | Fault]:
        """Yield the units of the files, in the order of their names.

        Raises `ExchangeError` without pyarrow, for other files, and for row groups above 4 GiB.
        """
        _require_pyarrow()
        place = 0
        for file in _files(path):
            with files.opened(file) as stream, _parsing(file):
                for values in _records(stream, languages, file):
                    place += 1
                    yield from to_unit(values, place, languages)


def _require_pyarrow() -> None:
    try:
        import pyarrow as pa  # noqa: F401 (whether it is there)
    except ImportError as error:
        raise ExchangeError(
            "Parquet needs pyarrow, which is not installed",
            'Install it: pip install "workflow-desk[parquet]"',
        ) from error


def _schema() -> Any:
    import pyarrow as pa

    types = dict.fromkeys(COLUMNS, pa.string())
    types |= dict.fromkeys(WHOLE, pa.int64())
    types["score"] = pa.float64()
    finding = [(name, pa.string()) for name in ("check", "severity", "message")]
    types["findings"] = pa.list_(pa.struct(finding))
    types["notes"] = pa.list_(pa.string())
    return pa.schema(list(types.items()))


def _groups(units: Iterable[Unit], size: int, path: Path) -> Iterator[Any]:
    """Yield tables of about `size` bytes; the units wait in Arrow's memory, which is compact."""
    import pyarrow as pa

    schema = _schema()
    findings = COLUMNS.index("findings")
    rest = map(_values, units)
    waiting: list[Any] = []
    while rows := list(islice(rest, _BATCH)):
        columns: list[Any] = list(zip(*rows, strict=True))
        columns[findings] = [finding_values(found) for found in columns[findings]]
        try:
            arrays = [
                pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)
            ]
        except UnicodeEncodeError as error:
            raise ExchangeError(
                f"{path} cannot hold half a character, as one of the pairs has it",
                "Correct that pair, or leave it out",
            ) from error
        waiting.append(pa.record_batch(arrays, schema))
        if sum(batch.nbytes for batch in waiting) >= size:
            yield pa.Table.from_batches(waiting, schema)
            waiting = []
    if waiting:
        yield pa.Table.from_batches(waiting, schema)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(path.rglob("*.parquet"))
    if not found:
        raise ExchangeError(f"{path} has no Parquet files", "Check the path")
    return found


def _records(
    stream: Any, languages: tuple[str, str] | None, file: Path
) -> Iterator[dict[str, Any]]:
    from pyarrow import parquet

    with parquet.ParquetFile(stream) as table:
        metadata = table.metadata
        for number in range(metadata.num_row_groups):
            if metadata.row_group(number).total_byte_size > MAX_GROUP:
                raise ExchangeError(
                    f"{file} was refused: a row group has more than {MAX_GROUP >> 30} GiB",
                    "Write it anew with smaller row groups",
                )
        names = [name for name in table.schema_arrow.names if name in COLUMNS]
        check_columns(names, languages, file)
        for batch in table.iter_batches(_BATCH, columns=names):
            yield from batch.to_pylist()


@contextmanager
def _parsing(file: Path) -> Iterator[None]:
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise ExchangeError(
            f"{file} is no Parquet file that can be read: {reason}", "Export it anew"
        ) from error
