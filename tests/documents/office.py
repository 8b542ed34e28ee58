# ruff: noqa: E501 (XML in one piece)
"""Office documents for tests: zip archives made of strings."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_ODF = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style")
    )
    + ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)
ODT = "application/vnd.oasis.opendocument.text"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 7, 12, 0, 0)), content, how)
    return stream.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def word(body: str, *, prefix: str = "w", namespace: str = W, **others: str) -> bytes:
    """Return a Word document; `others` are the contents of further parts by their kind."""
    scope = f'xmlns:{prefix}="{namespace}"'
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind.rstrip("0123456789")}" Target="{kind}.xml"/>'
        for n, kind in enumerate(others)
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r" Type="'
        f'{_OFFICE}/officeDocument" Target="/word/document.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
        f"<{prefix}:document {scope}><{prefix}:body>{body}</{prefix}:body></{prefix}:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}'
        f'<Relationship Id="x" Type="{_OFFICE}/hyperlink" Target="https://x.org/" '
        f'TargetMode="External"/></Relationships>',
        "word/media/image1.png": b"\x89PNG\r\n\x1a\n\0\1\2",
    }
    for kind, content in others.items():
        parts[f"word/{kind}.xml"] = f"<w:part {scope}>{content}</w:part>"
    return zipped(parts)


def open_text(body: str, styles: str = "") -> bytes:
    """Return an OpenDocument text."""
    return zipped(
        {
            "mimetype": ODT,
            "content.xml": f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {_ODF}>'
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {_ODF}>{styles}</office:document-styles>",
            "Pictures/1.png": b"\x89PNG\r\n\x1a\n\0\1\2",
        }
    )
