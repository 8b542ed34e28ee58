"""The starter model's forward pass and losses, written for processors with bfloat16 (AMX).

The weights are those of the kit's `model.Translator`: an encoder of multilingual-e5-small and a
pre-norm decoder (Vaswani et al. 2017). What is different is what made the kit slow on a CPU:
everything here is bfloat16, attention is written out, and the softmax is over a sample.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
import torch.nn.functional as F  # noqa: N812 - the field's name

if TYPE_CHECKING:
    from pairs import Batch
    from torch import nn

HALF = torch.bfloat16
FREQUENT = 1300  # the target table begins with bytes and then the most frequent pieces
CHUNK = 768  # tokens whose logits are made at once
STEP = 128
GUIDED = 4  # heads, of 64 places each: what they look at is to become a word of 384 places
NEVER = -1e4


def linear(x: torch.Tensor, layer: nn.Linear) -> torch.Tensor:
    """Apply a layer to bfloat16, whether it is kept in that or, to be trained, in float32."""
    return F.linear(x, layer.weight.to(HALF), layer.bias.to(HALF))


def norm(x: torch.Tensor, layer: nn.LayerNorm) -> torch.Tensor:
    """Apply a layer norm kept in float32."""
    return F.layer_norm(x, layer.normalized_shape, layer.weight, layer.bias, layer.eps)


def attend(
    parts: tuple[torch.Tensor, ...], heads: int, mask: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return what queries [B, T, D] get from keys and values [B, S, D], and scores [B, H, T, S].

    The fused kernel's backward pass is ten times slower than this at the length of a sentence.
    """
    q, k, v = (x.unflatten(2, (heads, -1)).transpose(1, 2) for x in parts)
    scores = q @ (k.transpose(-1, -2) * k.shape[-1] ** -0.5) + mask
    return (scores.softmax(-1) @ v).transpose(1, 2).flatten(2), scores


def encode(
    model: nn.Module, source: torch.Tensor, *, train: bool
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return what the encoder makes of ids [B, S], [B, S, D], and the mask that goes with it."""
    bert: Any = model.bert
    mask = torch.zeros(source.shape, dtype=HALF).masked_fill_(source == 0, NEVER)[:, None, None, :]
    with torch.no_grad():  # the table and the positions stay as they came
        x = F.embedding(source, bert.table.weight) + bert.position.weight[: source.shape[1]]
        x = norm(x, bert.norm).to(HALF)
    with torch.set_grad_enabled(train):
        for layer in bert.layers:
            a, _ = attend(linear(x, layer.qkv).chunk(3, -1), model.cfg.encoder_heads, mask)
            x = norm(x + linear(a, layer.out), layer.attention_norm)
            x = norm(x + linear(F.gelu(linear(x, layer.inner)), layer.outer), layer.ffn_norm)
    return x, mask


def positions(length: int, width: int) -> torch.Tensor:
    """Return CTranslate2's encodings [length, width]: sines, then cosines, counted from 1."""
    half = width // 2
    scale = torch.exp(torch.arange(half) * -(math.log(10000.0) / (half - 1)))
    angle = torch.arange(1, length + 1)[:, None] * scale
    return torch.cat([angle.sin(), angle.cos()], 1).to(HALF)


def decode(
    model: nn.Module, y: torch.Tensor, memory: torch.Tensor, mask: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return hidden states [B, T, D] and the last layer's scores of guided heads [B, T, G, S]."""
    heads, length = model.cfg.heads, y.shape[1]
    causal = torch.full((length, length), NEVER, dtype=HALF).triu_(1)
    scores = y
    for layer in model.decoder:
        own, other, ffn = layer.self_attention, layer.cross_attention, layer.ffn
        a, _ = attend(linear(norm(y, own.norm), own.qkv).chunk(3, -1), heads, causal)
        y = y + linear(a, own.out)
        q, kv = linear(norm(y, other.norm), other.q), linear(memory, other.kv).chunk(2, -1)
        a, scores = attend((q, *kv), heads, mask)
        y = y + linear(a, other.out)
        y = y + linear(F.relu(linear(norm(y, ffn.norm), ffn.inner)), ffn.out)
    return norm(y, model.decoder_norm), scores[:, :GUIDED].transpose(1, 2)


class CrossEntropy(torch.autograd.Function):
    """Label-smoothed cross entropy whose gradient is made with it, a chunk of tokens at a time.

    Nothing of the size of tokens times vocabulary is kept, and a chunk stays in the cache.
    """

    @staticmethod
    def forward(ctx: Any, *given: Any) -> torch.Tensor:
        """Take hidden states [N, D], table [C, D], bias [C], places [N] in it, smoothing.

        Then a teacher's hidden states, table and bias, and the share of what is wanted that its
        distribution makes; None and 0 where there is no teacher.
        """
        h, table, bias, wanted, smoothing, told, its_table, its_bias, share = given
        w, b = table.to(HALF), bias.to(HALF)
        dh, dw, db = torch.empty_like(h), torch.zeros_like(table), torch.zeros_like(bias)
        mean, total = (w.float().mean(0), b.float().mean()), 0.0
        for start in range(0, len(h), CHUNK):
            x, goal = h[start : start + CHUNK], wanted[start : start + CHUNK, None]
            n = len(x)
            spare = -n % STEP  # few shapes only: each new one is a kernel to make and to keep
            x, goal = F.pad(x, (0, 0, 0, spare)), F.pad(goal, (0, 0, 0, spare))
            logits = F.linear(x, w, b)
            chosen = logits.gather(1, goal).float()
            p = logits.softmax(-1)
            whole = chosen - p.gather(1, goal).float().clamp_min(1e-12).log()
            plain = x[:n].float() @ mean[0] + mean[1]
            total += float((whole - (1 - smoothing) * chosen)[:n].sum() - smoothing * plain.sum())
            p.sub_((1 - share) * smoothing / len(table))
            hard = (1 - share) * (1 - smoothing)
            p.scatter_add_(1, goal, torch.full_like(goal, -hard, dtype=HALF))
            if told is not None:
                x_told = F.pad(told[start : start + CHUNK], (0, 0, 0, spare))
                p.sub_(F.linear(x_told, its_table, its_bias).softmax(-1), alpha=share)
            dh[start : start + n] = (p @ w)[:n]
            dw += p.t() @ x  # what was added is zero here
            db += p[:n].sum(0)
        ctx.save_for_backward(dh.div_(len(h)), dw.div_(len(h)), db.div_(len(h)))
        return torch.tensor(total / len(h))

    @staticmethod
    def backward(ctx: Any, *above: torch.Tensor) -> Any:
        """Scale what forward made."""
        return *(gradient * above[0] for gradient in ctx.saved_tensors), *(None,) * 6


def candidates(
    used: torch.Tensor, vocabulary: int, size: int
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the rows to normalise over, each row's place among them, and what to add to its logit.

    The batch's pieces and the frequent ones are always there; of the rest a sample stands for all,
    so that the sum estimates the whole vocabulary's without bias (Botev et al. 2017).
    """
    fixed = torch.zeros(vocabulary, dtype=torch.bool)
    fixed[used] = True
    fixed[:FREQUENT] = True
    always, rest = fixed.nonzero()[:, 0], (~fixed).nonzero()[:, 0]
    count = min(max(512, size - len(always)), len(rest))
    rows = torch.cat([always, rest[torch.randperm(len(rest))[:count]]])
    shift = torch.zeros(len(rows))
    shift[len(always) :] = math.log(len(rest) / count)
    place = torch.zeros(vocabulary, dtype=torch.long)
    place[rows] = torch.arange(len(rows))
    return rows, place, shift


def embedded(table: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
    """Return what the decoder reads for ids [B, T]."""
    width = table.shape[1]
    y = (F.embedding(ids, table) * math.sqrt(width)).to(HALF)
    return y + positions(ids.shape[1], width)


@dataclass(frozen=True, slots=True)
class Teacher:
    """A model whose distribution is a share of what is wanted (Hinton et al. 2015).

    It reads the batch whole, of which pieces are hidden from the one who learns.
    """

    model: nn.Module
    batch: Batch
    share: float

    @torch.no_grad()
    def answer(
        self, rows: torch.Tensor, shift: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, float]:
        """Return hidden states [N, D], and of the rows the table and the bias; then the share."""
        model, batch = self.model, self.batch
        table, bias = model.embedding.weight, model.output_bias
        memory, mask = encode(model, batch.source, train=False)
        hidden, _ = decode(model, embedded(table, batch.given), memory, mask)
        told = hidden[batch.wanted != 0], table[rows].to(HALF), (bias[rows] + shift).to(HALF)
        return *told, self.share


def losses(
    model: nn.Module,
    batch: Batch,
    *,
    encoder: bool,
    sample: int,
    smoothing: float,
    teacher: Teacher | None = None,
) -> tuple[torch.Tensor, torch.Tensor, int]:
    """Return cross entropy per piece, that of the guided heads per link, and the pieces.

    `sample` is the vocabulary's rows to normalise over, 0 for all. Guided attention is Chen et
    al.'s (2016): heads of the last layer look at what is being translated, which a decoder finds
    out by itself only after millions of pieces. Head 0 is the one that CTranslate2 reports.
    """
    memory, mask = encode(model, batch.source, train=encoder)
    table, bias, wanted = model.embedding.weight, model.output_bias, batch.wanted
    hidden, scores = decode(model, embedded(table, batch.given), memory, mask)
    rows, shift = torch.arange(len(table)), torch.zeros(len(table))
    if sample:
        used = torch.cat([batch.given.flatten(), wanted.flatten()])
        rows, place, shift = candidates(used, len(table), sample)
        table, bias, wanted = table[rows], bias[rows] + shift, place[wanted]
    live, linked = batch.wanted != 0, batch.links >= 0
    told = teacher.answer(rows, shift) if teacher else (None, None, None, 0.0)
    entropy = CrossEntropy.apply(hidden[live], table, bias, wanted[live], smoothing, *told)
    goals = batch.links[linked].repeat_interleave(GUIDED)
    guided = F.cross_entropy(scores[linked].flatten(0, 1).float(), goals)
    return entropy, guided, int(live.sum())
