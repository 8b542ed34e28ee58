"""Make the n-gram tables of `workflow.detect` from lists of words.

    apt-get download tesseract-ocr-rus …       (Debian, tessdata_fast, Apache-2.0)
    combine_tessdata -u rus.traineddata rus.
    dawg2wordlist rus.lstm-unicharset rus.lstm-word-dawg WORDS/rus.words
    python benchmarks/train_detection.py WORDS PAIRS.tsv.xz --without HELD.tsv

A multinomial logistic regression over the letter n-grams of words, trained on texts of one to
three words: words of the lists, the shorter the likelier (which stands in for frequency), a
fifth of them the small words of `function-words.txt`, the earlier the likelier, and another fifth
names of languages, countries, regions, currencies, months (CLDR in the package `babel`, and the
catalogues of Debian's `iso-codes`), since each language spells the world's names in its own way.
Words that are strings of HELD (`language<TAB>...<TAB>string`), what detection is measured on, are
left out of all of this. Lists from the web
are full of words of other languages: what is also Russian (or English) stays in another language's
list only if its own spelling dictionary knows it (Debian's hunspell packages) or if it is a
nominative, as loans are. A quarter of the Russian and English words are drawn by their frequency
in PAIRS, Russian and English sentences separated by tabs. The n-grams that matter least are
dropped at half time, the weights end as 8-bit integers.

Needs scipy, babel and, for cleaning, the program hunspell with dictionaries. Twenty minutes on
two cores.
"""

from __future__ import annotations

import argparse
import gettext
import lzma
import random
import subprocess
import unicodedata
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from babel import Locale
from scipy import sparse

from workflow.detect.ngrams import LONGEST
from workflow.detect.tokens import tokens
from workflow.languages import ALPHABETS
from workflow.languages import script as script_of
from workflow.morphology import analyser

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HERE = Path(__file__).parent
LISTS = {
    "ru": "rus", "be": "bel", "uk": "ukr", "kk": "kaz", "ky": "kir", "tg": "tgk",
    "mn": "mon", "bg": "bul", "mk": "mkd", "sr": "srp", "en": "eng", "de": "deu", "fr": "fra",
    "es": "spa", "it": "ita", "pt": "por", "nl": "nld", "pl": "pol", "cs": "ces", "sk": "slk",
    "sl": "slv", "hr": "hrv", "hu": "hun", "ro": "ron", "sv": "swe", "da": "dan", "no": "nor",
    "fi": "fin", "et": "est", "lv": "lav", "lt": "lit", "sq": "sqi", "tr": "tur", "az": "aze",
}  # fmt: skip
"""The name of a language's list; Uzbek has one for each script."""
SPELLERS = {
    "be": "be_BY", "uk": "uk_UA", "kk": "kk_KZ", "mn": "mn_MN", "bg": "bg_BG", "sr": "sr_RS",
    "de": "de_DE", "fr": "fr", "es": "es_ES", "it": "it_IT", "pt": "pt_PT", "nl": "nl",
    "pl": "pl_PL", "cs": "cs_CZ", "sk": "sk_SK", "sl": "sl_SI", "hr": "hr_HR", "hu": "hu_HU",
    "ro": "ro_RO", "sv": "sv_SE", "da": "da_DK", "no": "nb_NO", "lv": "lv_LV", "lt": "lt_LT",
    "et": "et_EE", "tr": "tr_TR",
}  # fmt: skip
HOMES = {"Cyrillic": "ru", "Latin": "en"}
"""The language that strays into the lists of a script; it comes first among its languages."""
LENGTH_SCALE = 6.0
FUNCTION_WORDS = 0.2
NAMES = 0.2  # not in Latin letters, where the names of the world are spelt alike
LONGEST_WORD = 25
CATALOGUE = "/usr/share/locale"
CATALOGUES = ("iso_639-2", "iso_639-3", "iso_639-5", "iso_3166-1", "iso_3166-2", "iso_3166-3",
              "iso_4217", "iso_15924")  # fmt: skip
BATCH = 2048


def words(folder: Path, script: str, lang: str) -> set[str]:
    """Return the words of a list in lower case that keep to the language's alphabet."""
    stem = {"Cyrillic": "uzb_cyrl", "Latin": "uzb"}[script] if lang == "uz" else LISTS[lang]
    alphabet = set(ALPHABETS[script][lang])
    found: set[str] = set()
    for line in (folder / f"{stem}.words").read_text("utf-8").splitlines():
        word = unicodedata.normalize("NFC", line.strip()).replace("’", "'").replace("ʻ", "'")
        if word.isupper() and len(word) > 1:
            continue
        found.update(part for part in word.lower().strip("'.,").split("-") if part)
    return {word for word in found if set(word) <= alphabet and len(word) <= LONGEST_WORD}


def names(lang: str) -> set[str]:
    """Return the words of the world's names, in lower case; for languages in Cyrillic letters."""
    locale = Locale.parse(f"{lang}_Cyrl" if lang in {"sr", "uz"} else lang)
    of = (locale.languages, locale.territories, locale.scripts, locale.currencies)
    of += (*locale.months["format"].values(), *locale.days["format"].values())
    found = [name for names in of for name in names.values()]
    for catalogue in CATALOGUES:
        code = "uz@cyrillic" if lang == "uz" else lang
        read = gettext.translation(catalogue, CATALOGUE, [code], fallback=True)
        found += [read.gettext(name) for name in getattr(read, "_catalog", {}) if name]
    alphabet = set(ALPHABETS["Cyrillic"][lang])
    forms = {token.form for name in found for token in tokens(unicodedata.normalize("NFC", name))}
    return {form for form in forms if 2 < len(form) <= LONGEST_WORD and set(form) <= alphabet}


def spelled(candidates: set[str], dictionary: str) -> set[str]:
    """Return the words that a hunspell dictionary accepts, in lower case or capitalised."""
    forms = sorted(candidates | {word.capitalize() for word in candidates})
    run = subprocess.run(
        ["hunspell", "-d", dictionary, "-i", "utf-8", "-l"],
        input="\n".join(forms), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return {form.lower() for form in set(forms) - set(run.stdout.split("\n"))}


def is_loan(word: str) -> bool:
    """Return whether a Russian word may stand in another language as it is: a nominative noun."""
    return any({"NOUN", "nomn", "sing"} <= set(p.tag.grammemes) for p in analyser().parse(word))


def clean(lists: dict[str, set[str]], script: str) -> dict[str, set[str]]:
    """Return the lists without the words that strayed in from Russian, or from English."""
    home = HOMES[script]
    if home == "ru":
        known = {w for ws in lists.values() for w in ws if analyser().word_is_known(w)}
    else:
        known = spelled(lists["en"], "en_US")
    abroad = set().union(*(own for lang, own in lists.items() if lang != home))
    cleaned = {}
    for lang, own in lists.items():
        doubtful = (own & abroad) - known if lang == home else own & known
        kept = spelled(doubtful, SPELLERS[lang]) & doubtful if lang in SPELLERS else set()
        if home == "ru" and lang not in {"be", "uk", "bg", "sr", "mk"}:
            kept |= {word for word in doubtful if is_loan(word)}
        # Macedonian has no spelling dictionary, and no loans that end otherwise.
        cleaned[lang] = own if lang == "mk" else (own - doubtful) | kept
        print(f"{lang}: {len(own)} words, {len(own) - len(cleaned[lang])} dropped", flush=True)
    return cleaned


def frequencies(pairs: Path, column: int, own: set[str]) -> Counter[str]:
    """Return how often the words of a list occur in a column of a tab-separated file."""
    counts: Counter[str] = Counter()
    with lzma.open(pairs, "rt", encoding="utf-8") as lines:
        for line in lines:
            forms = (token.form for token in tokens(line.split("\t")[column]))
            counts.update(form for form in forms if form in own)
    return counts


def ngrams(word: str) -> list[str]:
    """Return the n-grams of a word as `workflow.detect.ngrams` looks them up."""
    marked = f"<{word}>"
    return [marked[i : i + n] for n in range(1, LONGEST + 1) for i in range(len(marked) - n + 1)]


def sample(
    lists: dict[str, set[str]],
    named: dict[str, list[str]],
    script: str,
    often: Counter[str],
    size: int,
    seed: int,
) -> tuple[list[list[str]], Any]:
    """Return texts of one to three words, `size` words a language, and their languages.

    `often` is how frequent the words of the first list are, `named` has words of names.
    """
    rng, chance = np.random.default_rng(seed), random.Random(seed)
    small: dict[str, list[str]] = {}
    for line in (HERE / "function-words.txt").read_text("utf-8").splitlines():
        lang, *rest = line.split()
        small[lang] = small.get(lang, []) + [w for w in rest if script_of(w[0]) == script]
    texts, labels = [], []
    for k, (lang, own) in enumerate(lists.items()):
        ordered = sorted(own)
        weights = np.exp([-len(word) / LENGTH_SCALE for word in ordered])
        share = 1 - FUNCTION_WORDS - (NAMES if named[lang] else 0)
        drawn = rng.choice(len(ordered), int(size * share), p=weights / weights.sum())
        stream = [ordered[i] for i in drawn]
        if not k:
            frequent = len(stream) // 4
            stream[:frequent] = chance.choices(list(often), list(often.values()), k=frequent)
        zipf = [1 / (rank + 5) for rank in range(len(small[lang]))]
        stream += chance.choices(small[lang], zipf, k=int(size * FUNCTION_WORDS))
        stream += chance.choices(named[lang], k=int(size * NAMES)) if named[lang] else []
        chance.shuffle(stream)
        start = 0
        while start < len(stream):
            stop = start + chance.choice((1, 1, 1, 2, 3))
            texts.append(stream[start:stop])
            labels.append(k)
            start = stop
    return texts, np.array(labels)


def matrix(texts: Sequence[Sequence[str]], index: dict[str, int]) -> Any:
    """Return how often each text has each n-gram."""
    columns: list[int] = []
    ends = [0]
    for text in texts:
        columns += [index[g] for word in text for g in ngrams(word) if g in index]
        ends.append(len(columns))
    ones = np.ones(len(columns), np.float32)
    return sparse.csr_matrix((ones, columns, ends), shape=(len(texts), len(index)))


def fit(features: Any, labels: Any, classes: int, epochs: int, seed: int) -> Any:
    """Return the weights of a softmax regression (Adagrad, a little L2), n-grams by classes."""
    rng = np.random.default_rng(seed)
    weights = np.zeros((features.shape[1], classes), np.float32)
    seen = np.full_like(weights, 1e-6)
    for epoch in range(epochs):
        order, loss = rng.permutation(len(labels)), 0.0
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            scores = features[rows] @ weights
            odds = np.exp(scores - scores.max(axis=1, keepdims=True))
            odds /= odds.sum(axis=1, keepdims=True)
            own = np.arange(len(rows)), labels[rows]
            loss -= float(np.log(odds[own] + 1e-9).sum())
            odds[own] -= 1
            gradient = features[rows].T @ (odds / len(rows)) + 1e-6 * weights
            seen += gradient**2
            weights -= (0.3 * (1 - epoch / epochs) + 0.02) * gradient / np.sqrt(seen)
        print(f"epoch {epoch + 1}: loss {loss / len(labels):.4f}", flush=True)
    return weights - weights.mean(axis=1, keepdims=True)


def train(
    lists: dict[str, set[str]],
    named: dict[str, list[str]],
    script: str,
    often: Counter[str],
    options: argparse.Namespace,
) -> tuple[list[str], Any]:
    """Return the n-grams that matter most, sorted, and their weights."""
    texts, labels = sample(lists, named, script, often, options.words, options.seed)
    counts = Counter(gram for text in texts for word in text for gram in ngrams(word))
    index = {gram: n for n, (gram, count) in enumerate(counts.most_common(200_000)) if count > 7}
    weights = fit(matrix(texts, index), labels, len(lists), 4, options.seed)
    weight = np.sqrt([counts[gram] for gram in index])
    order = np.argsort(-np.abs(weights).max(axis=1) * weight)[: options.keep]
    all_grams = list(index)
    kept = sorted(all_grams[i] for i in order)
    index = {gram: n for n, gram in enumerate(kept)}
    return kept, fit(matrix(texts, index), labels, len(lists), 6, options.seed)


def save(path: Path, langs: Iterable[str], grams: Sequence[str], weights: Any) -> None:
    """Write a table as `workflow.detect.ngrams.Table` reads it."""
    scale = np.abs(weights).max() / 127
    np.savez_compressed(
        path,
        langs=np.frombuffer(" ".join(langs).encode(), np.uint8),
        ngrams=np.frombuffer("\n".join(grams).encode(), np.uint8),
        weights=np.round(weights / scale).astype(np.int8),
        scale=np.float32(scale),
    )
    print(f"{path}: {len(grams)} n-grams, {path.stat().st_size} bytes")


def main() -> None:
    """Train and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="the word lists, LANG.words")
    parser.add_argument("pairs", type=Path, help="Russian and English sentences, .tsv.xz")
    parser.add_argument("--without", type=Path, help="tab-separated, strings in the last column")
    parser.add_argument("--script", nargs="+", default=list(ALPHABETS), choices=list(ALPHABETS))
    parser.add_argument("--out", type=Path, default=HERE.parent / "workflow" / "detect")
    parser.add_argument("--words", type=int, default=150_000, help="words drawn for a language")
    parser.add_argument("--keep", type=int, default=80_000, help="n-grams in a table")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    held = set()
    if options.without:
        strings = (line.split("\t")[-1] for line in options.without.read_text("utf-8").splitlines())
        held = {string.strip().lower() for string in strings}
    for script in options.script:
        lists = {lang: words(options.folder, script, lang) - held for lang in ALPHABETS[script]}
        lists = clean(lists, script)
        named = {lang: sorted(names(lang) - held) if script == "Cyrillic" else [] for lang in lists}
        print({lang: len(own) for lang, own in named.items()}, flush=True)
        often = frequencies(options.pairs, list(HOMES).index(script), lists[HOMES[script]])
        grams, weights = train(lists, named, script, often, options)
        save(options.out / f"{script.lower()}.npz", lists, grams, weights)


if __name__ == "__main__":
    main()
