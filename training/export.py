r"""Write a checkpoint as an Argos Translate package, and see that it computes what was trained.

    python export.py --checkpoint OUT/run/model.pt --kit KIT --data DATA --out FOLDER \
        --version V --readme FILE --splitter ru.onnx

FOLDER gets `translate-ru_en/`, to stand in `workflow/models/embedded/`, and the same as an
`.argosmodel`. The weights become CTranslate2's in int8. Development pairs are scored by the
checkpoint and by the package: one that differs is not what was trained, and refused.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import zipfile
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import sentencepiece
import torch
from ctranslate2.specs import common_spec, transformer_spec
from forward import losses, positions
from pairs import Pairs
from shortlist import write as write_shortlist

PLACES = 1024  # of the decoder: a demanded term may be forced into a draft that runs away
SCORED = 100  # development pairs
CLOSE = 0.05  # nats a piece, between bfloat16 and int8


def fill(spec: Any, weights: dict[str, np.ndarray], name: str) -> None:
    """Put a layer's weight and bias where CTranslate2 has them."""
    parts = ("gamma", "beta") if isinstance(spec, common_spec.LayerNormSpec) else ("weight", "bias")
    for part, own in zip(parts, ("weight", "bias"), strict=True):
        setattr(spec, part, weights[f"{name}.{own}"])


def specification(cfg: dict[str, Any], weights: dict[str, np.ndarray]) -> Any:
    """Return CTranslate2's description of the model, with its weights."""
    kinds = common_spec.Activation
    encoder = transformer_spec.TransformerEncoderSpec(
        cfg["encoder_layers"],
        cfg["encoder_heads"],
        pre_norm=False,
        activation=kinds.GELU,
        layernorm_embedding=True,
    )
    # Its default multiplies the encoder's embeddings by the root of their width. Nothing fails
    # then, and the translations are nonsense.
    encoder.scale_embeddings = False
    encoder.embeddings[0].weight = weights["bert.table.weight"]
    encoder.position_encodings.encodings = weights["bert.position.weight"]
    fill(encoder.layernorm_embedding, weights, "bert.norm")
    for i, layer in enumerate(encoder.layer):
        name = f"bert.layers.{i}"
        fill(layer.self_attention.linear[0], weights, f"{name}.qkv")
        fill(layer.self_attention.linear[1], weights, f"{name}.out")
        fill(layer.self_attention.layer_norm, weights, f"{name}.attention_norm")
        fill(layer.ffn.linear_0, weights, f"{name}.inner")
        fill(layer.ffn.linear_1, weights, f"{name}.outer")
        fill(layer.ffn.layer_norm, weights, f"{name}.ffn_norm")
    decoder = transformer_spec.TransformerDecoderSpec(
        cfg["decoder_layers"], cfg["heads"], pre_norm=True, activation=kinds.RELU
    )
    decoder.embeddings.weight = decoder.projection.weight = weights["embedding.weight"]
    decoder.projection.bias = weights["output_bias"]
    decoder.position_encodings.encodings = positions(PLACES, cfg["dim"]).float().numpy()
    for i, layer in enumerate(decoder.layer):
        name = f"decoder.{i}"
        own, other = f"{name}.self_attention", f"{name}.cross_attention"
        fill(layer.self_attention.layer_norm, weights, f"{own}.norm")
        fill(layer.self_attention.linear[0], weights, f"{own}.qkv")
        fill(layer.self_attention.linear[1], weights, f"{own}.out")
        fill(layer.attention.layer_norm, weights, f"{other}.norm")
        for j, part in enumerate(("q", "kv", "out")):
            fill(layer.attention.linear[j], weights, f"{other}.{part}")
        fill(layer.ffn.layer_norm, weights, f"{name}.ffn.norm")
        fill(layer.ffn.linear_0, weights, f"{name}.ffn.inner")
        fill(layer.ffn.linear_1, weights, f"{name}.ffn.out")
    fill(decoder.layer_norm, weights, "decoder_norm")
    return transformer_spec.TransformerSpec(encoder, decoder)


def write(
    saved: dict[str, Any], kit: Path, folder: Path, version: str, readme: Path, splitter: Path
) -> None:
    """Write the package's folder."""
    vocabulary = kit / "warmstart" / "sentencepiece.model"
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(vocabulary))
    names = [pieces.id_to_piece(i) for i in range(pieces.get_piece_size())]
    # copies: quantising works in place
    weights = {name: weight.numpy().copy() for name, weight in saved["model"].items()}
    table = "bert.table.weight"  # a few rows longer than the vocabulary
    weights[table] = weights[table][: len(names)]
    spec = specification(saved["config"], weights)
    spec.config.unk_token, spec.config.bos_token, spec.config.eos_token = "<unk>", "<s>", "</s>"
    spec.config.decoder_start_token = "<s>"  # noqa: S105 - a piece
    spec.config.add_source_eos = True
    spec.config.layer_norm_epsilon = 1e-6
    spec.register_source_vocabulary(names)
    spec.register_target_vocabulary(names[: len(weights["embedding.weight"])])
    spec.validate()
    spec.optimize(quantization="int8")
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "model").mkdir(parents=True)
    spec.save(str(folder / "model"))
    shutil.copy(vocabulary, folder)
    shutil.copy(readme, folder / "README.md")
    # Argos Translate takes the one file there, and would download another.
    (folder / "minisbd").mkdir()
    shutil.copy(splitter, folder / "minisbd" / "ru.onnx")
    facts = {"package_version": version, "argos_version": "1.11", "from_code": "ru",
             "from_name": "Russian", "to_code": "en", "to_name": "English",
             "type": "translate"}  # fmt: skip
    (folder / "metadata.json").write_text(json.dumps(facts, indent=2) + "\n")


@torch.no_grad()
def entropies(saved: dict[str, Any], folder: Path, data: Path) -> tuple[float, float]:
    """Return the nats a piece of development pairs, by the checkpoint and by the package."""
    from model import Config, Translator  # the kit's

    model = Translator(Config(**saved["config"]))
    model.load_state_dict(saved["model"])
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
    package = ctranslate2.Translator(str(folder / "model"))
    pairs, any_order = Pairs(data / "dev"), np.random.default_rng(0)
    trained = packed = count = 0.0
    for row in range(SCORED):
        batch = pairs.pack(np.array([row]), any_order)
        entropy, _, n = losses(model, batch, encoder=False, sample=0, smoothing=0.0)
        # without the end, which CTranslate2 adds, and what fills the rows up
        sides = [[pieces.id_to_piece(i) for i in side[0].tolist() if i > 0][:-1]
                 for side in (batch.source, batch.wanted)]  # fmt: skip
        scored = package.score_batch([sides[0]], [sides[1]])[0]
        trained, count = trained + float(entropy) * n, count + n
        packed -= sum(scored.log_probs)
    return trained / count, packed / count


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    for name in ("checkpoint", "kit", "data", "out", "readme", "splitter"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--known", type=Path, help="an earlier shortlist, which is added to")
    options = parser.parse_args()
    saved = torch.load(options.checkpoint, weights_only=True)
    folder = options.out / "translate-ru_en"
    write(saved, options.kit, folder, options.version, options.readme, options.splitter)
    write_shortlist(options.data / "train", folder, options.known)
    trained, packed = entropies(saved, folder, options.data)
    print(f"development: {trained:.3f} nats a piece by the checkpoint, {packed:.3f} by the package")
    if abs(trained - packed) > CLOSE:
        sys.exit("the package does not compute what was trained: compare CTranslate2's settings")
    archive = options.out / f"translate-ru_en-{options.version.replace('.', '_')}.argosmodel"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            file.write(path, path.relative_to(options.out))
    print(f"{archive}: {archive.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
