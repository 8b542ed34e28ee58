"""The mean of checkpoints: python mean.py OUT.pt CHECKPOINT [CHECKPOINT].

Weights along one training run, averaged, do better than any one of them (Izmailov et al. 2018).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    """Write the mean of the checkpoints' models, which must be of one configuration."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("checkpoints", nargs="+", type=Path)
    options = parser.parse_args()
    saved = [torch.load(path, map_location="cpu") for path in options.checkpoints]
    if any(each["config"] != saved[0]["config"] for each in saved):
        parser.error("the checkpoints are of different models")
    mean = {
        name: sum(each["model"][name].float() for each in saved) / len(saved)
        if weight.is_floating_point()
        else weight
        for name, weight in saved[0]["model"].items()
    }
    torch.save({"config": saved[0]["config"], "model": mean}, options.out)


if __name__ == "__main__":
    main()
