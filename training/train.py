"""Train the starter model on a CPU, going on where the last run stopped.

    python train.py --data DATA --out OUT [--init CHECKPOINT] [--minutes N]

Each worker is a process of one thread that makes gradients from its own batches with the weights
they share; the first one also steps, with whatever gradients have come. So nobody waits for a
core that other work holds, and a thread of its own is three times as fast as two that meet at
every operation. OUT/last.pt is the state, OUT/model.pt the running average, ready to export.
`kill` makes it save and end.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.multiprocessing as mp
from forward import Teacher, losses
from muon import Muon
from pairs import Pairs, Segmenter, endless

SMOOTHING = 0.1
FASTER = 2.0  # Muon's rate, in AdamW's
EVERY = 10  # steps between two looks of the running average at the weights
KEEP = 0.995  # what it keeps of itself each time: it is the mean of some ten million pieces
SAVE = 100  # seconds of processor time


class Shared:
    """The weights, and the gradients that workers have handed in since the last step."""

    def __init__(
        self, model: torch.nn.Module, *, encoder: bool, teacher: torch.nn.Module | None = None
    ) -> None:
        for name, weight in model.named_parameters():
            weight.requires_grad_(not name.startswith("bert.") or (encoder and ".layers." in name))
        self.model = model.share_memory()
        self.teacher = teacher.share_memory() if teacher else None
        self.gradients = [torch.zeros_like(w).share_memory_() for w in self.live().values()]
        self.count = torch.zeros(4, dtype=torch.float64).share_memory_()
        """Batches, pieces, and sums of the two losses, handed in."""
        self.lock = mp.get_context("spawn").Lock()

    def live(self) -> dict[str, torch.nn.Parameter]:
        """Return the weights in training."""
        return {n: w for n, w in self.model.named_parameters() if w.requires_grad}

    def add(self, found: tuple[torch.Tensor, torch.Tensor, int]) -> None:
        """Hand in the gradients that the weights have in this process."""
        mine = [w.grad for w in self.live().values()]
        with self.lock, torch.no_grad():
            torch._foreach_add_(self.gradients, mine)
            self.count += torch.tensor([1.0, found[2], float(found[0]), float(found[1])])

    def take(self) -> list[float]:
        """Put the mean of what was handed in where optimisers look, and return the counts."""
        with self.lock, torch.no_grad():
            counts = self.count.tolist()
            for weight, gradient in zip(self.live().values(), self.gradients, strict=True):
                weight.grad = gradient / counts[0]
                gradient.zero_()
            self.count.zero_()
        return counts


def work(shared: Shared, options: argparse.Namespace, seed: int) -> Any:
    """Make gradients for ever; yield after each batch."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    weights = json.loads(options.weights)
    segmenter = Segmenter(options.pieces, seed) if options.resegment else None
    pairs = Pairs(options.data / "train", segmenter, options.resegment)
    batches = endless(pairs, options.tokens, weights, options.longest, seed)
    encoder = options.encoder > 0
    for whole in batches:
        batch = whole.blanked(options.blank)
        shared.model.zero_grad(set_to_none=True)
        teacher = shared.teacher and Teacher(shared.teacher, whole, options.taught)
        found = losses(
            shared.model,
            batch,
            encoder=encoder,
            sample=options.sample,
            smoothing=SMOOTHING,
            teacher=teacher,
        )
        (found[0] + options.guide * found[1]).backward()
        shared.add((found[0].detach(), found[1].detach(), found[2]))
        yield


def helper(shared: Shared, options: argparse.Namespace, seed: int) -> None:
    """Be a worker that never steps."""
    for _ in work(shared, options, seed):
        pass


def optimisers(shared: Shared, options: argparse.Namespace) -> list[torch.optim.Optimizer]:
    """Muon for matrices, AdamW for the rest; `share` is the encoder's part of the rate."""
    groups: dict[tuple[bool, float], list[torch.nn.Parameter]] = {}
    for name, weight in shared.live().items():
        matrix = weight.dim() == 2 and "embedding" not in name  # noqa: PLR2004
        share = options.encoder if name.startswith("bert.") else 1.0
        groups.setdefault((matrix, share), []).append(weight)
    adam = [{"params": p, "share": s} for (m, s), p in groups.items() if not m]
    muon = [{"params": p, "share": FASTER * s} for (m, s), p in groups.items() if m]
    return [
        torch.optim.AdamW(adam, lr=options.lr, betas=(0.9, 0.98), weight_decay=0.01, fused=True),
        Muon(muon, options.lr, shared.model.cfg.dim),
    ]


@torch.no_grad()
def development(model: torch.nn.Module, folder: Path) -> float:
    """Return the cross entropy per piece, nats, of a part of the development pairs."""
    total = pieces = 0.0
    rng = np.random.default_rng(0)
    for batch in list(Pairs(folder).epoch(3000, {}, 100, rng))[::2]:
        entropy, _, n = losses(model, batch, encoder=False, sample=0, smoothing=0.0)
        total, pieces = total + float(entropy) * n, pieces + n
    return total / pieces


class Run:
    """The first worker's side: steps, the average, reports, checkpoints."""

    def __init__(self, shared: Shared, saved: dict[str, Any], options: argparse.Namespace) -> None:
        self.shared, self.options = shared, options
        self.step, self.seen = saved.get("step", 0), saved.get("seen", 0)
        self.optimisers = optimisers(shared, options)
        states = saved.get("optimisers", {})
        if (state := states.get(str(sorted(shared.live())))) is not None:
            for optimiser, old in zip(self.optimisers, state, strict=True):
                shares = [group["share"] for group in optimiser.param_groups]
                optimiser.load_state_dict(old)
                for group, share in zip(optimiser.param_groups, shares, strict=True):
                    group["share"] = share
        self.averaged = saved.get("averaged", 0)
        """Looks that the average has had at the weights; few at the start weigh alike."""
        whole = saved.get("average", saved["model"])
        self.average = {name: whole[name].clone() for name in shared.live()}
        self.begun, self.first = time.time(), self.step
        self.sums = np.zeros(4)

    def advance(self) -> None:
        """Step with what has come."""
        rate = min(1.0, (self.step - self.first + 1) / self.options.warmup)
        counts = self.shared.take()
        torch.nn.utils.clip_grad_norm_(self.shared.live().values(), 1.0)
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = self.options.lr * rate * group["share"]
            optimiser.step()
        self.step, self.seen, self.sums = self.step + 1, self.seen + counts[1], self.sums + counts
        if self.step % EVERY == 0:
            keep = min(KEEP, (1 + self.averaged) / (10 + self.averaged))
            self.averaged += 1
            weights = [w.detach() for w in self.shared.live().values()]
            torch._foreach_lerp_(list(self.average.values()), weights, 1 - keep)

    def save(self) -> None:
        """Write the state and the average, each whole or not at all."""
        out, config = self.options.out, self.shared.model.cfg.to_dict()
        weights = self.shared.model.state_dict()
        average = {**weights, **self.average}
        state = {
            "config": config,
            "model": weights,
            "average": average,
            "averaged": self.averaged,
            "step": self.step,
            "seen": self.seen,
            "optimisers": {
                str(sorted(self.shared.live())): [o.state_dict() for o in self.optimisers]
            },
        }
        for name, content in (("last", state), ("model", {"config": config, "model": average})):
            torch.save(content, out / f"{name}.writing")
            (out / f"{name}.writing").replace(out / f"{name}.pt")

    def report(self, seconds: float) -> None:
        """Print where training stands."""
        batches, pieces, entropy, guided = self.sums
        loss = development(self.shared.model, self.options.data / "dev")
        print(
            f"{(time.time() - self.begun) / 60:6.1f} min  step {self.step}  "
            f"{self.seen / 1e6:.2f} M pieces  {pieces / seconds:.0f} a processor second  "
            f"loss {entropy / batches:.3f}  guided {guided / batches:.3f}  development {loss:.3f}",
            flush=True,
        )
        self.sums = np.zeros(4)


def parsed() -> argparse.Namespace:
    """Read the command line."""
    p = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    p.add_argument("--data", type=Path, required=True, help="folder that prepare.py wrote")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--init", type=Path, help="weights to start from where OUT has none")
    p.add_argument("--minutes", type=float, default=1e6)
    p.add_argument("--until", type=float, default=1e12, help="pieces seen, in all runs")
    p.add_argument("--blank", type=float, default=0.1, help="share of pieces that are not shown")
    p.add_argument("--resegment", type=float, default=0.0, help="share of sources cut otherwise")
    p.add_argument("--teacher", type=Path, help="a checkpoint to learn from too")
    p.add_argument("--taught", type=float, default=0.5, help="its share of what is wanted")
    p.add_argument("--pieces", type=Path, help="SentencePiece model, for --resegment")
    p.add_argument("--workers", type=int, default=2)
    p.add_argument("--tokens", type=int, default=3000, help="places a batch, a worker")
    p.add_argument("--lr", type=float, default=1.5e-3)
    p.add_argument("--encoder", type=float, default=0.0, help="the encoder's share of the rate")
    p.add_argument("--warmup", type=int, default=100, help="steps")
    p.add_argument("--longest", type=int, default=100, help="pieces a side")
    p.add_argument("--sample", type=int, default=4096, help="rows of the softmax; 0: all")
    p.add_argument("--guide", type=float, default=0.2, help="weight of the guided attention")
    p.add_argument("--weights", default="{}", help="JSON: how often a source's pairs come")
    p.add_argument("--report", type=float, default=60, help="processor seconds between two")
    return p.parse_args()


def translator(saved: dict[str, Any]) -> torch.nn.Module:
    """Return the model of a checkpoint."""
    from model import Config, Translator  # the kit's

    model: torch.nn.Module = Translator(Config(**saved["config"]))
    model.load_state_dict(saved["model"])
    return model


def main() -> None:
    """Train."""
    options = parsed()
    options.out.mkdir(parents=True, exist_ok=True)
    last = options.out / "last.pt"
    saved = torch.load(last if last.exists() else options.init, weights_only=True)
    model = translator(saved)
    if saved.get("seen", 0) >= options.until:
        return
    teacher = None
    if options.teacher:
        teacher = translator(torch.load(options.teacher, weights_only=True))
    shared = Shared(model, encoder=options.encoder > 0, teacher=teacher)
    run = Run(shared, saved, options)
    del saved
    context = mp.get_context("spawn")
    for rank in range(1, options.workers):
        seed = 1000 * run.step + rank
        context.Process(target=helper, args=(shared, options, seed), daemon=True).start()
    ended: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: ended.append(number))
    reported = kept = time.process_time()
    for _ in work(shared, options, 1000 * run.step):
        run.advance()
        over = time.time() - run.begun > options.minutes * 60 or run.seen >= options.until
        over = over or bool(ended)
        now = time.process_time()  # what was left to it: on a busy machine a report costs a lot
        if now - reported > options.report:
            run.report(now - reported)
            reported = time.process_time()
        if now - kept > SAVE or over:
            run.save()
            kept = time.process_time()
        if over:
            break
    sys.exit(128 + ended[0] if ended else 0)


if __name__ == "__main__":
    main()
