"""What pypdf puts between the words of a PDF and nobody typed is taken out; what was typed stays."""

import io

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject

from huiyin.text.reading.portable import portable_text


def drawn(words: str) -> bytes:
    """A PDF of one page with these words, in a font that says by a table which sign each number is."""
    writer = PdfWriter()
    page = writer.add_blank_page(600, 200)
    signs = sorted(set(words))
    table = "\n".join(f"<{signs.index(sign):04X}> <{ord(sign):04X}>" for sign in signs)
    unicode = DecodedStreamObject()
    unicode.set_data(
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{len(signs)} beginbfchar\n{table}\nendbfchar".encode()
    )
    below = DictionaryObject(
        {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/CIDFontType2"), NameObject("/DW"): NumberObject(1000)}
    )  # fmt: skip
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type0"),
            NameObject("/Encoding"): NameObject("/Identity-H"), NameObject("/ToUnicode"): writer._add_object(unicode),
            NameObject("/DescendantFonts"): ArrayObject([writer._add_object(below)]),
        }
    )  # fmt: skip
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F"): writer._add_object(font)})}
    )
    content = DecodedStreamObject()
    content.set_data(f"BT /F 10 Tf 20 100 Td <{''.join(f'{signs.index(sign):04X}' for sign in words)}> Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(content)
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("共举办 12 期，培训 900 人次。", "共举办12期，培训900人次。"),
        ("评出8“ ”名典型，投入30“多万元。", "评出8名典型，投入30多万元。"),
        ("“三严三实”专题教育开展3次。", "“三严三实”专题教育开展3次。"),
        ("参照 GB 2312 编码，用 Word 写成。", "参照 GB 2312编码，用 Word 写成。"),
    ],
)
def test_words_of_a_page(words: str, read: str) -> None:
    assert portable_text(drawn(words)).strip() == read
