"""Train the sentence splitter that the package carries for Argos Translate.

    PYTHONPATH=. python training/splitter.py FILES --out ru.onnx

in an environment with torch, onnx and razdel. `workflow` splits by rules and does not need it;
Argos Translate splits with MiniSBD and would download a network. FILES are `ru<TAB>en<TAB>source`;
their lines, with abbreviations, dates and numbers put in, are joined, so that their ends are known,
and the rules of `workflow.segment` say where sentences end inside of a line. What is learnt is a
small network of dilated convolutions over characters (Strubell et al. 2017), written in the form
that MiniSBD has from Stanza (Qi et al. 2020): for each character no end (0) or the end of a
sentence (2). `benchmarks/segmentation.py` compares it with the rules.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch import Tensor, nn
from torch.nn import functional

from workflow.segment import segment
from workflow.segment.abbreviations import Kind, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PAD, UNKNOWN = 0, 1
CLASSES, END = 3, 2  # 1 is the end of a word, which nobody asks for
FEATURES = ("space_before", "capitalized", "numeric", "end_of_para", "start_of_para")
WINDOW, SHORTEST = 1000, 60  # characters that MiniSBD shows at once, and the least shown here
SAID = 200  # steps between lines of the log
SEEN = 20  # times a character is to be seen, to be known
EMBEDDED, CHANNELS, KERNEL, DILATIONS = 24, 64, 5, (1, 2, 4, 8, 16)
ENDED = re.compile(r"[.!?…][»\"”)]*$")
Line = tuple[str, list[int]]
"""A text, and where its sentences end: the index of each one's last character."""


def ends(text: str) -> list[int]:
    """Return where the rules end sentences."""
    return [sentence.stop - 1 for sentence in segment(text, "ru")]


def numbered(text: str, lots: random.Random) -> str:
    """Return the text as a clause of a treaty, a heading, an item or speech."""
    first, roman = lots.randint(1, 30), lots.choice(ROMANS)
    signs = (
        *(f"{first}.", f"{first})", f"{first}.{lots.randint(1, 9)}.", f"{roman}.", f"§ {first}."),
        *(f"Статья {first}.", f"Глава {roman}.", f"Приложение {first}.", f"Рис. {first}."),
        *(f"{lots.choice('абвгд')}.", f"{lots.choice('абвгд')})", "—", "–", "-"),
    )
    return f"{lots.choice(signs)} {text}"


def dated(text: str, lots: random.Random) -> str:
    """Return the text behind a date in short, as acts begin."""
    year = f"{lots.randint(1700, 2050)} г."
    date = f"{lots.randint(1, 31)} {lots.choice(MONTHS)} {year}"
    openings = (
        *(date, f"В {year}", f"С {date}", f"В {lots.choice(ROMANS)} в.", f"К {year}"),
        *(f"По состоянию на {date}", f"На основании Протокола от {date}"),
        *(f"В соответствии со ст. {lots.randint(1, 90)} Договора от {date}", f"Закон от {date}"),
    )
    return f"{lots.choice(openings)} {text}"


def concluded(text: str, lots: random.Random) -> str:
    """Return the text with an end that looks like a beginning: a number, a letter, a note."""
    number, letter = lots.randint(1, 300), lots.choice("АБВГД")
    signs = (f" № {number}", f", ст. {number}", f" (см. ст. {number})", f", стр. {number}")
    ends = (*signs, f" группы {letter}")
    if lots.random() < NOTED:
        return f"{text}[{number}]"
    return f"{text.rstrip('.!?…')}{lots.choice(ends)}."


def shortened(text: str, lots: random.Random) -> str:
    """Return the text with an abbreviation put in by chance: what it does to sentences is clear."""
    words = text.split(" ")
    at = lots.randrange(len(words))
    abbreviation, kind, _ = lots.choice(ABBREVIATIONS)
    number = lots.choice((lots.choice(ROMANS), str(lots.randint(1, 2050))))
    if kind is Kind.UNIT:
        abbreviation = f"{number} {abbreviation}"
    elif kind is not Kind.TAIL and lots.random() < COUNTED:
        words[at] = f"{number} {words[at]}"
    words[at] = words[at][:1].upper() + words[at][1:]
    return " ".join([*words[:at], f"{abbreviation}.", *words[at:]])


ABBREVIATIONS = rows("ru")
ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "IX", "X", "XII", "XV", "XIX", "XX", "XXI")
MONTHS = ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
          "октября", "ноября", "декабря")  # fmt: skip
HABITS: tuple[tuple[float, Callable[[str, random.Random], str]], ...] = (
    (0.10, shortened),
    (0.05, dated),
    (0.02, concluded),
    (0.06, numbered),
    (0.5, lambda text, _: re.sub(r"(\d{4}) год(у|а|ом)?\b", r"\1 г.", text)),
    (0.5, lambda text, _: re.sub(r"([IVX]) век(а|е|у|ом)?\b", r"\1 в.", text)),
    (0.3, lambda text, _: re.sub(r"\b([А-ЯЁA-Z]\.) (?=[А-ЯЁA-Z]\.)", r"\1", text)),
    (0.3, lambda text, _: re.sub(r"\b([тнис]\.) (?=[а-я]\.)", r"\1", text)),
    (0.3, lambda text, _: text.translate(str.maketrans("ёЁ", "еЕ"))),
    (0.2, lambda text, _: text.translate(str.maketrans("«»„“”", '"' * 5))),
    (0.3, lambda text, _: text.replace("…", "...")),
    (0.3, lambda text, lots: re.sub("[–—]", lots.choice("-—–"), text)),
    (0.02, lambda text, _: text.upper()),
)
"""How people write, and how often."""
NOTED, COUNTED = 0.2, 0.3
"""Shares: of ends that are a note, of abbreviations with a number behind them."""
ENGLISH, SPACED, CUT, HIDDEN = 0.04, 0.98, 0.3, 0.01
"""Shares: of lines in English, of joints with a space, of batches cut, of characters unknown."""


def varied(text: str, lots: random.Random) -> str:
    """Return the text as others would type it."""
    for share, habit in HABITS:
        if lots.random() < share:
            text = habit(text, lots)
    return text


def read(files: Iterable[Path], lots: random.Random) -> list[Line]:
    """Return the lines that end as sentences do; those with a mark inside three times."""
    found: list[Line] = []
    for file in files:
        for row in file.read_text("utf-8").splitlines():
            russian, english = row.split("\t")[:2]
            text = " ".join((english if lots.random() < ENGLISH else russian).split())
            if not ENDED.search(text):
                continue
            line = varied(text, lots)
            marked = re.search(r"[.!?…]\S* ", line)
            found += [(line, ends(line))] * (3 if marked else 1)
    return found


def paragraph(lines: list[Line], lots: random.Random) -> Line:
    """Join lines by chance: one to eight, now and then without the space."""
    text, stops = "", []
    for line, inside in lots.choices(lines, k=lots.choice((1, 1, 2, 3, 4, 5, 6, 8))):
        if text and (lots.random() < SPACED or not line[0].isupper()):
            text += " "
        stops += [len(text) + stop for stop in inside]
        text += line
    return text, stops


class Reader:
    """Turns paragraphs into numbers, as MiniSBD does.

    `characters` are those it knows, the first two the padding and the unknown.
    """

    def __init__(self, characters: list[str]) -> None:
        every = [chr(code) for code in range(sys.maxunicode + 1)]
        self.numbers = np.full(len(every), UNKNOWN)
        for number, character in enumerate(characters[UNKNOWN + 1 :], UNKNOWN + 1):
            self.numbers[ord(character)] = number
        self.kinds = np.array(
            [(c == " ", c.isupper(), c.isdecimal()) for c in every], dtype=np.float32
        )

    def batch(self, paragraphs: list[Line], lots: random.Random) -> tuple[Tensor, Tensor, Tensor]:
        """Return characters, features and classes, -100 behind the end.

        Some batches are cut as a window cuts: the last sentence has no end then.
        """
        width = min(WINDOW, max(len(text) for text, _ in paragraphs) + 1)
        if lots.random() < CUT:
            width = lots.randint(min(SHORTEST, width), width)
        units = np.full((len(paragraphs), width), PAD)
        features = np.zeros((len(paragraphs), width, len(FEATURES)), dtype=np.float32)
        wanted = np.full((len(paragraphs), width), -100)
        for row, (text, stops) in enumerate(paragraphs):
            codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)[:width]
            size = len(codes)
            units[row, :size] = self.numbers[codes]
            features[row, :size, :-2] = self.kinds[codes]
            features[row, size - 1, -2] = size == len(text)
            features[row, 0, -1] = 1
            wanted[row, :size] = 0
            wanted[row, [stop for stop in stops if stop < size]] = END
        return torch.from_numpy(units), torch.from_numpy(features), torch.from_numpy(wanted)


class Splitter(nn.Module):
    """Characters and their features to classes; sees 62 characters to each side."""

    def __init__(self, characters: int) -> None:
        super().__init__()
        self.table = nn.Embedding(characters, EMBEDDED)
        self.first = nn.Conv1d(EMBEDDED + len(FEATURES), CHANNELS, 1)
        self.layers = nn.ModuleList(
            nn.Conv1d(CHANNELS, CHANNELS, KERNEL, dilation=d, padding=d * (KERNEL // 2))
            for d in DILATIONS
        )
        self.last = nn.Conv1d(CHANNELS, CLASSES, 1)

    def forward(self, units: Tensor, features: Tensor) -> Tensor:
        """(rows, width), (rows, width, features) to (rows, classes, width)."""
        x = self.first(torch.cat([self.table(units), features], 2).transpose(1, 2))
        for layer in self.layers:
            x = x + functional.relu(layer(x))
        return self.last(x)


def train(lines: list[Line], characters: list[str], steps: int, lots: random.Random) -> Splitter:
    """Train on paragraphs made by chance."""
    reader = Reader(characters)
    model = Splitter(len(characters))
    optimizer = torch.optim.Adam(model.parameters())
    total = 0.0
    for step in range(1, steps + 1):
        rate = 3e-3 * min(1, step / 100) * 0.5 * (1 + math.cos(math.pi * step / steps))
        for group in optimizer.param_groups:
            group["lr"] = rate
        units, features, wanted = reader.batch([paragraph(lines, lots) for _ in range(32)], lots)
        # some characters are hidden: the unknown must not frighten
        units[(torch.rand(units.shape) < HIDDEN) & (units != PAD)] = UNKNOWN
        loss = functional.cross_entropy(model(units, features), wanted)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        total += float(loss.detach())
        if step % SAID == 0:
            print(f"step {step}  loss {total / SAID:.5f}", flush=True)
            total = 0.0
    return model


def write(model: Splitter, characters: list[str], out: Path) -> None:
    """Write the network, with what MiniSBD wants to know about it."""
    weights = {name: weight.detach().numpy() for name, weight in model.state_dict().items()}
    nodes = [
        helper.make_node("Gather", ["table.weight", "units"], ["known"]),
        helper.make_node("Concat", ["known", "features"], ["wide"], axis=2),
        helper.make_node("Transpose", ["wide"], ["turned"], perm=[0, 2, 1]),
        helper.make_node("Conv", ["turned", "first.weight", "first.bias"], ["x0"]),
    ]
    for n, d in enumerate(DILATIONS):
        names = [f"x{n}", f"layers.{n}.weight", f"layers.{n}.bias"]
        pads = [d * (KERNEL // 2)] * 2
        nodes += [
            helper.make_node("Conv", names, [f"c{n}"], dilations=[d], pads=pads),
            helper.make_node("Relu", [f"c{n}"], [f"r{n}"]),
            helper.make_node("Add", [f"x{n}", f"r{n}"], [f"x{n + 1}"]),
        ]
    nodes += [
        helper.make_node("Conv", [f"x{len(DILATIONS)}", "last.weight", "last.bias"], ["y"]),
        helper.make_node("Transpose", ["y"], ["classes"], perm=[0, 2, 1]),
    ]
    kind, size = onnx.TensorProto, ["rows", "width"]
    graph = helper.make_graph(
        nodes,
        "splitter",
        [helper.make_tensor_value_info("units", kind.INT64, size),
         helper.make_tensor_value_info("features", kind.FLOAT, [*size, len(FEATURES)])],
        [helper.make_tensor_value_info("classes", kind.FLOAT, [*size, CLASSES])],
        [numpy_helper.from_array(weight, name) for name, weight in weights.items()],
    )  # fmt: skip
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    vocabulary = {"lang": "ru", "idx": 0, "cutoff": 0, "lower": False, "_id2unit": characters,
                  "_unit2id": {c: n for n, c in enumerate(characters)}}  # fmt: skip
    config = {"max_seqlen": WINDOW, "batch_size": 32, "feat_funcs": FEATURES}
    facts = {"lang_code": "ru", "config": config, "vocab": vocabulary, "lexicon": None}
    helper.set_model_props(
        made, {k: v if k == "lang_code" else json.dumps(v) for k, v in facts.items()}
    )
    onnx.checker.check_model(made, full_check=True)
    onnx.save(made, out)


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=8000)
    options = parser.parse_args()
    torch.manual_seed(1)
    lots = random.Random(1)
    lines = read(options.files, lots)
    print(f"{len(lines):,} lines")
    counts = Counter(c for line, _ in lines for c in line)
    known = sorted(c for c, n in counts.items() if n >= SEEN)
    characters = ["<PAD>", "<UNK>", *known]
    write(train(lines, characters, options.steps, lots), characters, options.out)


if __name__ == "__main__":
    main()
