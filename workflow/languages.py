"""Languages: codes (ISO 639-1), English names, scripts and alphabets."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian",
    "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "cy": "Welsh",
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer",
    "ko": "Korean", "ky": "Kyrgyz", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian",
    "mk": "Macedonian", "mn": "Mongolian", "my": "Burmese", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sk": "Slovak", "sl": "Slovene", "so": "Somali", "sq": "Albanian", "sr": "Serbian",
    "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "tg": "Tajik", "th": "Thai", "tk": "Turkmen",
    "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "und": "undetermined", "ur": "Urdu",
    "uz": "Uzbek", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""English names by code."""

SOLE = {
    "Greek": "el", "Armenian": "hy", "Hebrew": "he", "Devanagari": "hi", "Bengali": "bn",
    "Tamil": "ta", "Thai": "th", "Lao": "lo", "Burmese": "my", "Georgian": "ka",
    "Hangul": "ko", "Ethiopic": "am", "Khmer": "km", "Kana": "ja", "Han": "zh",
}  # fmt: skip
"""The language that a script is taken for, where one language of this list writes it."""

CYRILLIC = {
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя'",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'",
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "ky": "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя",
    "tg": "абвгғдеёжзиӣйкқлмнопрстуӯфхҳцчҷшъэюя",
    "uz": "абвгғдеёжзийкқлмнопрстуўфхҳцчшъьэюя",
    "mn": "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюяѝ",
    "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ'",
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
}
"""The alphabets of the languages in Cyrillic letters that are told apart."""

_ASCII = "abcdefghijklmnopqrstuvwxyz'"
LATIN = {
    lang: _ASCII + extra
    for lang, extra in {
        "en": "", "de": "äöüß", "fr": "àâæçèéêëîïôœùûüÿ", "es": "áéíñóúü", "it": "àèéìíòóùú",
        "pt": "áâãàçéêíóôõúü", "nl": "ëéïóöü", "pl": "ąćęłńóśźż", "cs": "áčďéěíňóřšťúůýž",
        "sk": "áäčďéíĺľňóôŕšťúýž", "sl": "čšž", "hr": "čćđšž", "hu": "áéíóöőúüű",
        "ro": "ăâîșțşţ", "sv": "åäöé", "da": "æøåé", "no": "æøåéò", "fi": "äöå", "et": "äöõüšž",
        "lv": "āčēģīķļņšūž", "lt": "ąčęėįšųūž", "sq": "çë", "tr": "çğıöşüâî", "az": "əçğıöşü",
        "uz": "",
    }.items()
}  # fmt: skip
"""The alphabets of the languages in Latin letters that are told apart."""

ALPHABETS = {"Cyrillic": CYRILLIC, "Latin": LATIN}

# First and last code point of the blocks that hold letters, and their script (Unicode Blocks).
_BLOCKS = (
    (0x0041, 0x024F, "Latin"), (0x0250, 0x02AF, "Latin"), (0x0370, 0x03FF, "Greek"),
    (0x0400, 0x052F, "Cyrillic"), (0x0530, 0x058F, "Armenian"), (0x0590, 0x05FF, "Hebrew"),
    (0x0600, 0x077F, "Arabic"), (0x08A0, 0x08FF, "Arabic"), (0x0900, 0x097F, "Devanagari"),
    (0x0980, 0x09FF, "Bengali"), (0x0B80, 0x0BFF, "Tamil"), (0x0E00, 0x0E7F, "Thai"),
    (0x0E80, 0x0EFF, "Lao"), (0x1000, 0x109F, "Burmese"), (0x10A0, 0x10FF, "Georgian"),
    (0x1100, 0x11FF, "Hangul"), (0x1200, 0x139F, "Ethiopic"), (0x1780, 0x17FF, "Khmer"),
    (0x1C80, 0x1C8F, "Cyrillic"), (0x1C90, 0x1CBF, "Georgian"), (0x1E00, 0x1EFF, "Latin"),
    (0x1F00, 0x1FFF, "Greek"), (0x2C60, 0x2C7F, "Latin"), (0x2DE0, 0x2DFF, "Cyrillic"),
    (0x3040, 0x30FF, "Kana"), (0x3400, 0x4DBF, "Han"), (0x4E00, 0x9FFF, "Han"),
    (0xA640, 0xA69F, "Cyrillic"), (0xAC00, 0xD7AF, "Hangul"), (0xF900, 0xFAFF, "Han"),
    (0xFB1D, 0xFB4F, "Hebrew"), (0xFB50, 0xFDFF, "Arabic"), (0xFE70, 0xFEFF, "Arabic"),
    (0xFF21, 0xFF5A, "Latin"), (0x20000, 0x323AF, "Han"),
)  # fmt: skip
_STARTS = [first for first, _, _ in _BLOCKS]


@lru_cache(maxsize=4096)
def script(letter: str) -> str:
    """Return the script of a letter (Unicode block): `Cyrillic`, `Latin`, …, or `Other`."""
    code = ord(letter)
    _, last, name = _BLOCKS[max(bisect_right(_STARTS, code) - 1, 0)]
    return name if _BLOCKS[0][0] <= code <= last else "Other"


def name(lang: str) -> str:
    """Return the English name of a language, or the code itself where it is not in `NAMES`."""
    return NAMES.get(lang, lang)


# ISO 639-2 and 639-3 codes (the bibliographic ones too) of the languages in `NAMES`.
_THREE_LETTERS = {
    "afr": "af", "amh": "am", "ara": "ar", "aze": "az", "bel": "be", "bul": "bg", "ben": "bn",
    "cat": "ca", "ces": "cs", "cze": "cs", "cym": "cy", "wel": "cy", "dan": "da", "deu": "de",
    "ger": "de", "ell": "el", "gre": "el", "eng": "en", "spa": "es", "est": "et", "fas": "fa",
    "per": "fa", "fin": "fi", "fra": "fr", "fre": "fr", "heb": "he", "hin": "hi", "hrv": "hr",
    "hun": "hu", "hye": "hy", "arm": "hy", "ind": "id", "ita": "it", "jpn": "ja", "kat": "ka",
    "geo": "ka", "kaz": "kk", "khm": "km", "kor": "ko", "kir": "ky", "lao": "lo", "lit": "lt",
    "lav": "lv", "mkd": "mk", "mac": "mk", "mon": "mn", "mya": "my", "bur": "my", "nld": "nl",
    "dut": "nl", "nor": "no", "pol": "pl", "pus": "ps", "por": "pt", "ron": "ro", "rum": "ro",
    "rus": "ru", "slk": "sk", "slo": "sk", "slv": "sl", "som": "so", "sqi": "sq", "alb": "sq",
    "srp": "sr", "swe": "sv", "swa": "sw", "tam": "ta", "tgk": "tg", "tha": "th", "tuk": "tk",
    "tgl": "tl", "tur": "tr", "ukr": "uk", "urd": "ur", "uzb": "uz", "vie": "vi", "zho": "zh",
    "chi": "zh",
}  # fmt: skip


@lru_cache(maxsize=1024)
def code(tag: str) -> str:
    """Return the language of a tag, without region or script, as this project writes it.

    What is no tag of a known language comes back in small letters, up to its first separator.

    >>> code("ru-RU"), code("RU"), code("rus"), code("en_us"), code("")
    ('ru', 'ru', 'ru', 'en', '')
    """
    primary = tag.strip().lower().replace("_", "-").partition("-")[0]
    return _THREE_LETTERS.get(primary, primary)
