"""`python -m workflow.models.probe FOLDER`: load a package and translate a word with it.

A process of its own, because a broken or hostile model file may crash the libraries that read it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from workflow.models import argos


def main(folder: Path) -> str:
    """Load tokenizer and model, decode a few tokens, and return what failed, in one line."""
    import ctranslate2

    try:
        tokens = argos.package_module().Package(folder).tokenizer.encode("1991")
        translator = ctranslate2.Translator(str(folder / "model"), device="cpu", intra_threads=1)
        translator.translate_batch([tokens], beam_size=1, max_decoding_length=4)
    except Exception as error:  # noqa: BLE001 (whatever it is, the package does not work)
        return " ".join(str(error).split()) or type(error).__name__
    return ""


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])) or 0)
