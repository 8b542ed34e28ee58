"""Make a checkpoint of an exported package, so that training can go on from what was shipped.

    python restore.py PACKAGE --like CHECKPOINT --seen 32e6 --out init.pt

PACKAGE is the folder `translate-ru_en`, CHECKPOINT any of the same shape, the kit's for one. What
int8 rounded off is lost, and so is what optimisers remember; both come back within minutes.
"""

from __future__ import annotations

import argparse
import struct
from pathlib import Path
from typing import BinaryIO

import numpy as np
import torch
from export import specification

TYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32}


def stored(path: Path) -> dict[str, np.ndarray]:
    """Return the variables of a CTranslate2 model file (binary version 6), by name.

    What is stored under two names comes under the first.
    """
    found = {}
    with path.open("rb") as file:
        (version,) = struct.unpack("I", file.read(4))
        if version != 6:  # noqa: PLR2004
            raise ValueError(f"{path} has binary version {version}, not 6")
        string(file)
        _, count = struct.unpack("2I", file.read(8))
        for _ in range(count):
            name = string(file)
            (rank,) = struct.unpack("B", file.read(1))
            shape = struct.unpack(f"{rank}I", file.read(4 * rank))
            kind, size = struct.unpack("=BI", file.read(5))
            found[name] = np.frombuffer(file.read(size), TYPES[kind]).reshape(shape)
    return found


def string(file: BinaryIO) -> str:
    """Read a string: its length with the zero at its end, then its bytes."""
    (size,) = struct.unpack("H", file.read(2))
    return file.read(size)[:-1].decode()


def restored(like: dict[str, torch.Tensor], cfg: dict, package: Path) -> dict[str, torch.Tensor]:
    """Return weights of the shapes of `like` with what the package has."""
    names = list(like)
    tags = {name: np.array([number], np.float32) for number, name in enumerate(names)}
    variables = specification(cfg, tags).variables()
    places = {
        path: names[int(value[0])]
        for path, value in variables.items()
        if isinstance(value, np.ndarray) and value.shape == (1,)
    }
    found = stored(package / "model" / "model.bin")
    weights = dict(like)
    for path, name in places.items():
        if path not in found:  # the projection's: the embedding's, stored once
            continue
        value = found[path].astype(np.float32)
        if found[path].dtype == np.int8:
            value /= found[f"{path}_scale"][:, None]
        weights[name] = like[name].clone()
        weights[name][: len(value)] = torch.from_numpy(value)  # the table has a few rows more
    return weights


def main() -> None:
    """Restore."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("package", type=Path)
    parser.add_argument("--like", type=Path, required=True)
    parser.add_argument("--seen", type=float, required=True, help="target pieces it was trained on")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    like = torch.load(options.like, weights_only=True)
    weights = restored(like["model"], like["config"], options.package)
    state = {"config": like["config"], "model": weights, "seen": options.seen}
    torch.save(state, options.out)


if __name__ == "__main__":
    main()
