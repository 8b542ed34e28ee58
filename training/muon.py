"""Muon (Jordan et al. 2024) for matrices of one width, in batches; AdamW's scale (Liu et al. 2025)."""
import torch


@torch.no_grad()
def orthogonal(g, steps=5):
    """Newton-Schulz iteration towards the nearest orthogonal matrix; g [n, rows, columns], rows <= columns."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = g.to(torch.bfloat16)
    x = x / (x.norm(dim=(-2, -1), keepdim=True) * 1.01 + 1e-7)
    for _ in range(steps):
        s = x @ x.mT
        x = torch.baddbmm(x, torch.baddbmm(s, s, s, beta=b, alpha=c), x, beta=a)
    return x


class Muon(torch.optim.Optimizer):
    """Every matrix is cut into blocks of at most `width` rows, so that fused projections count as several."""

    def __init__(self, groups, lr, width, momentum=0.95, decay=0.01, steps=5):
        super().__init__(groups, dict(lr=lr, width=width, momentum=momentum, decay=decay, steps=steps))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            shapes = {}
            for p in group["params"]:
                if p.grad is None:
                    continue
                buffer = self.state[p].setdefault("momentum", torch.zeros_like(p))
                buffer.lerp_(p.grad, 1 - group["momentum"])
                update = p.grad.lerp(buffer, group["momentum"])
                square = p.shape[0] % group["width"] == 0 and p.shape[1] == group["width"] and p.shape[0] != 4 * group["width"]
                blocks = update.view(-1, group["width"], group["width"]) if square else (update if p.shape[0] <= p.shape[1] else update.mT)[None]
                shapes.setdefault(blocks.shape[1:], []).append((p, blocks, square))
            for shape, members in shapes.items():
                whole = orthogonal(torch.cat([b for _, b, _ in members]), group["steps"])
                at = 0
                for p, blocks, square in members:
                    o = whole[at : at + len(blocks)]
                    at += len(blocks)
                    o = o.reshape(p.shape) if square else (o[0] if p.shape[0] <= p.shape[1] else o[0].mT)
                    p.mul_(1 - group["lr"] * group["decay"])
                    p.add_(o.to(p.dtype), alpha=-group["lr"] * 0.2 * max(shape) ** 0.5)
