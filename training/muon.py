"""The optimiser Muon (Jordan et al. 2024), with updates of AdamW's size (Liu et al. 2025)."""

from __future__ import annotations

from typing import Any

import torch

STEPS = 5
MOMENTUM = 0.95
DECAY = 0.01
SCALE = 0.2  # the root mean square of AdamW's updates


@torch.no_grad()
def orthogonal(matrices: torch.Tensor) -> torch.Tensor:
    """Return nearly the nearest orthogonal matrices [N, R, C], R <= C, by Newton-Schulz steps."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = matrices.to(torch.bfloat16)
    x = x / (x.norm(dim=(-2, -1), keepdim=True) * 1.01 + 1e-7)
    for _ in range(STEPS):
        s = x @ x.mT
        x = torch.baddbmm(x, torch.baddbmm(s, s, s, beta=b, alpha=c), x, beta=a)
    return x


class Muon(torch.optim.Optimizer):
    """For matrices of a Transformer of some width, all of one shape in one batch.

    Projections for queries, keys and values stand in one matrix and are separate ones here.
    """

    def __init__(self, groups: list[dict[str, Any]], lr: float, width: int) -> None:
        super().__init__(groups, {"lr": lr, "width": width})

    def _blocks(self, update: torch.Tensor, width: int) -> torch.Tensor:
        rows, columns = update.shape
        if columns == width and rows in (width, 2 * width, 3 * width):
            return update.view(-1, width, width)
        return (update if rows <= columns else update.mT)[None]

    @torch.no_grad()
    def step(self) -> None:  # type: ignore[override]
        """Move each matrix by its orthogonalised momentum."""
        for group in self.param_groups:
            shapes: dict[torch.Size, list[tuple[torch.Tensor, torch.Tensor]]] = {}
            for weight in group["params"]:
                momentum = self.state[weight].setdefault("momentum", torch.zeros_like(weight))
                momentum.lerp_(weight.grad, 1 - MOMENTUM)
                blocks = self._blocks(weight.grad.lerp(momentum, MOMENTUM), group["width"])
                shapes.setdefault(blocks.shape[1:], []).append((weight, blocks))
            for shape, members in shapes.items():
                made = orthogonal(torch.cat([blocks for _, blocks in members]))
                for (weight, blocks), part in zip(
                    members, made.split([len(blocks) for _, blocks in members]), strict=True
                ):
                    same = len(blocks) > 1 or weight.shape == shape
                    update = part.reshape(weight.shape) if same else part[0].mT
                    weight.mul_(1 - group["lr"] * DECAY)
                    weight.add_(update, alpha=-group["lr"] * SCALE * max(shape) ** 0.5)
