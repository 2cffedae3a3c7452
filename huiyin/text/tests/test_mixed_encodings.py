"""Files put together from parts in several encodings are read part by part, and the reader is told."""

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.claims import SHARED, own
from huiyin.text.claims import find_claims
from huiyin.text.reading.decoding import decode
from huiyin.text.report import prepared

SIMPLE = (
    "一年来，全县共梳理意见18类127条，制定整改措施51条。",
    "群众满意率达到98.5%，比上年提高2个百分点。",
    "各级党组织召开座谈会36场，听取党员群众意见建议。",
    "县直机关干部下基层调研，帮助解决实际困难120件。",
)
TRADITIONAL = tuple(map(opencc.OpenCC("s2tw").convert, SIMPLE))
WITHOUT_LATIN = "一年来全县共梳理意见若干条制定整改措施若干条群众反映良好"


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(TRADITIONAL), st.sampled_from(["utf-8", "gb18030", "big5"])), min_size=2))
def test_each_line_is_read_in_its_own_encoding(parts: list[tuple[str, str]]) -> None:
    """Whatever the order of the parts, every line comes out as it was written; a mixture is told."""
    found = decode(b"\n".join(said.encode(encoding) for said, encoding in parts))
    assert found.text == "\n".join(said for said, _encoding in parts)
    assert ("混有" in found.note) == (len({encoding for _said, encoding in parts}) > 1)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(TRADITIONAL), st.sampled_from(["utf-8", "other"])), min_size=2))
@pytest.mark.parametrize("other", ["gb18030", "big5"])
def test_runs_of_one_line_are_read_each_in_its_own(other: str, parts: list[tuple[str, str]]) -> None:
    """UTF-8 and a double-byte encoding inside one line."""
    raw = b"".join(said.encode(other if encoding == "other" else "utf-8") for said, encoding in parts)
    found = decode(raw)
    assert found.text == "".join(said for said, _encoding in parts)
    if len({encoding for _said, encoding in parts}) > 1:
        assert "第 1 行一行之内就有两种编码" in found.note


def test_the_note_names_encodings_and_asks_to_compare() -> None:
    """The sentence says what was found and what to do."""
    found = decode(f"{SIMPLE[0]}\n".encode() + TRADITIONAL[1].encode("big5"))
    assert found.encoding == "utf-8+big5"
    assert "UTF-8 1 行、Big5 1 行" in found.note
    assert "请对照原件核对" in found.note


def test_what_reads_either_way_is_told() -> None:
    """Two characters may be of either encoding: the reader is asked to look."""
    assert "都读得通" in decode("測試".encode("big5")).note


def test_a_destroyed_character_is_no_other_encoding() -> None:
    """UTF-8 with one damaged byte stays UTF-8, and the place is marked."""
    raw = bytearray((SIMPLE[0] * 20).encode())
    raw[100] = 0xFF
    found = decode(bytes(raw))
    assert found.encoding == "utf-8"
    assert "已标为损坏" in found.note
    assert "混有" not in found.note


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
@pytest.mark.parametrize("parted", ["", "\n"])
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_between_runs_of_utf8_stays_where_it_is(encoding: str, parted: str, data: st.DataObject) -> None:
    """A spoilt or lost byte in a two-byte passage spoils the characters beside it, not what follows."""
    before, within, behind = (data.draw(st.sampled_from(TRADITIONAL)) for _part in range(3))
    raw = bytearray(within.encode(encoding))
    # Away from its ends, where the bytes beside it might belong to either.
    at = data.draw(st.integers(len(raw) // 3, len(raw) // 2))
    spoilt = len(raw[:at].decode(encoding, "ignore"))
    raw[at : at + 1] = data.draw(st.sampled_from([b"", b"\xff"]))
    found = decode(before.encode() + parted.encode() + bytes(raw) + parted.encode() + behind.encode())
    assert found.text.startswith(f"{before}{parted}{within[: spoilt - 2]}")
    # Four characters and a letter of ASCII may be as likely as what was meant: no more than that is lost.
    if parted:
        assert found.text.endswith(f"{within[spoilt + 6 :]}{parted}{behind}")
    else:
        # With no line between, what is left of a pair may take the first byte of the next passage with it.
        assert found.text.endswith(behind[1:])
    assert "请对照原件核对" in found.note


def test_a_sign_of_utf8_beside_another_encoding_stays_a_sign() -> None:
    """© and a reading with tone marks are two bytes each and no Chinese."""
    said = "版权所有 © 2013，认(rèn)真落实。"
    raw = f"{SIMPLE[0]}版权所有 © 2013，".encode() + SIMPLE[1].encode("gb18030") + "认(rèn)真落实。".encode()
    assert decode(raw).text == f"{SIMPLE[0]}版权所有 © 2013，{SIMPLE[1]}认(rèn)真落实。"
    assert decode(said.encode()).note == ""


def test_chinese_that_happens_to_be_letters_of_utf8_is_told() -> None:
    """学习 in GB 18030 is sound UTF-8: it stays as it is, and the note says what it may be and where."""
    found = decode(f"{SIMPLE[0]}\n深入".encode() + "学习".encode("gb18030") + "文件。\n".encode())
    assert "深入ѧϰ文件" in found.text
    assert "第 2 行有 1 处外文字母（如“ѧϰ”），多半是用别的编码写的字（“学习”）" in found.note


def test_the_note_says_on_which_lines_bytes_were_destroyed() -> None:
    """Whoever reads the note finds the place."""
    raw = "\n".join((*SIMPLE, *SIMPLE)).encode().replace("座谈会".encode(), b"\xff\xff", 1)
    assert "有 2 处字节无法识别（第 3 行），已标为损坏" in decode(raw).note


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_text_without_a_mark_and_without_latin_is_read(encoding: str) -> None:
    """Not a single zero byte tells that it is UTF-16."""
    raw = WITHOUT_LATIN.encode(encoding)
    assert decode(raw).text == WITHOUT_LATIN
    assert decode(raw[: 2 * 6]).text == WITHOUT_LATIN[:6]


def test_english_is_not_taken_for_wide_text() -> None:
    """Bytes of plain English could be wide Chinese characters; they are not."""
    assert decode(b"this app can break and it is fine").encoding == "utf-8"


def texts() -> list[tuple[str, str]]:
    """The five sources where they are at hand, and two labelled passages."""
    seeds = sorted((SHARED / "seeds").glob("*.txt")) if (SHARED / "seeds").exists() else []
    return [(each.name[:3], each.read_text(encoding="utf-8")) for each in seeds] + [
        (each.name, each.text) for each in own("tune")[:2]
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5"])
@pytest.mark.parametrize(("name", "text"), texts(), ids=[name for name, _text in texts()])
def test_places_hold_in_every_encoding(name: str, text: str, encoding: str) -> None:
    """The quote of each claim is what stands at its places in the text as decoded."""
    said = text.encode("big5", "ignore").decode("big5") if encoding == "big5" else text
    read = decode(said.encode(encoding)).text
    assert read.removeprefix("\ufeff") == said
    claims = list(find_claims(prepared(read).text))
    assert claims or encoding == "big5"
    assert all(read[claim.start : claim.end] == claim.quote for claim in claims)
    if encoding != "big5":
        shift = len(read) - len(text)
        wanted = [(claim.start + shift, claim.value) for claim in find_claims(prepared(text).text)]
        assert [(claim.start, claim.value) for claim in claims] == wanted


def test_a_long_file_of_one_encoding_gets_no_note() -> None:
    """Long files of one encoding are read at once, without a note."""
    for encoding in ("gb18030", "big5"):
        found = decode("\n".join(TRADITIONAL * 40).encode(encoding))
        assert (found.encoding, found.note) == (encoding, "")
        assert "意見" in found.text


def test_a_two_byte_letter_cut_where_runs_are_told_apart_is_no_fault() -> None:
    """Damage beside pinyin such as ǎ or é leaves half a letter where a run of UTF-8 may begin."""
    whole, kept = "认(rèn)真学习，召开会议12次，参加300人。é ǎ ē ā ō ū", "召开会议12次"
    before = whole.encode().index(kept.encode())
    for place in [*range(before - 3), *range(before + len(kept.encode()) + 3, len(whole.encode()))]:
        for damage in (b"", b"\xa4", b"\xad\x8f"):
            line = whole.encode()[:place] + damage + whole.encode()[place + 1 :]
            assert kept in decode(line + ("\n" + "整改落实到位，群众反映好。" * 20).encode()).text, (place, damage)
