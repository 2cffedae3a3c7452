"""Feeds mutated texts and files to the whole reading room and says what failed, what lost its place and what was slow.

Run from the top folder: `python -m eval.fuzz [--minutes 10] [--seed N] [--keep FOLDER]`; 1 when anything was found.
"""

import argparse
import io
import json
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from random import Random

import docx
import xlsxwriter

from eval.claims import SHARED, own
from eval.garbling import WAYS
from huiyin.text.checks.all import inner_checks
from huiyin.text.claims import find_claims
from huiyin.text.reading.problems import Unreadable
from huiyin.text.reading.source import read
from huiyin.text.repair.pipeline import repair
from huiyin.text.report import prepared

# Seconds a file may take, and a kilobyte of it; a small one counts as ten (a broken PDF takes a tenth of a second).
_MOST, _MOST_A_KILOBYTE = 5.0, 0.02
_SMALL = 10_000
_LONGEST = 400_000
_PIECES = (
    "（", "(", ")", "“", "”", "《", "?", "??", "\ufffd", "\ue2c5", "认(rèn)", "(", "%", "100%", "1.", "1,", "至", "-", "—", "\n", "\r\n", "\n2、",
    "\u3000", "<p>", "</p>", "<!--", "<script>", "&#x", "\\n", "\\u4e2d", "\\ud800", "9" * 40, "百分之", "其中", "多", "第", "楼主", "[size=", "![](",
)  # fmt: skip


def mutated(draw: Random, raw: bytes, others: list[bytes]) -> bytes:
    """A few random changes: cut, repeated, spliced with another file, bytes flipped, odd pieces put in."""
    for _ in range(draw.randrange(1, 5)):
        at = draw.randrange(len(raw) + 1)
        to = min(len(raw), at + draw.choice((1, 3, 50, 1_000, 20_000)))
        match draw.randrange(7):
            case 0:
                raw = raw[:at]
            case 1:
                raw = raw[at:]
            case 2:
                raw = raw[:at] + raw[at:to] * draw.choice((2, 3, 50)) + raw[to:]
            case 3:
                other = draw.choice(others)
                from_ = draw.randrange(len(other) + 1)
                raw = raw[:at] + other[from_ : from_ + 3_000] + raw[to:]
            case 4:
                changed = bytearray(raw)
                for _flip in range(draw.choice((1, 5, 60)) if changed else 0):
                    changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
                raw = bytes(changed)
            case 5:
                raw = raw[:at] + draw.choice(_PIECES).encode() * draw.choice((1, 1, 3, 3_000)) + raw[at:]
            case _:
                raw = raw[:at] + raw[to:]
        raw = raw[:_LONGEST]
    return raw


def passed_through(raw: bytes) -> str:
    """Everything that is done with a file; what kind of answer it got. Broken promises raise."""
    try:
        source = read(raw)
    except Unreadable as refusal:
        if not str(refusal).endswith("。"):
            raise AssertionError(f"不是完整的句子：{refusal}") from refusal
        return "拒绝"
    text = source.text
    done = repair(text)
    for step in done.steps:
        if not all(0 <= change.start <= change.end <= len(text) for change in step.changes):
            raise AssertionError(f"步骤“{step.label}”的位置超出原文")
    places = list(done.text.offsets.runs(len(done.clean)))
    if any(done.text.offsets.span(at, at + size) != (first, first + size) for at, first, size in places):
        raise AssertionError("位置对照与逐字对照不一致")
    start, end = done.text.offsets.span(0, len(done.clean))
    if not 0 <= start <= end <= len(text):
        raise AssertionError("修复后的位置超出原文")
    mapped = prepared(text).text
    claims = list(find_claims(mapped))
    for claim in claims:
        if not 0 <= claim.start < claim.end <= len(text) or text[claim.start : claim.end] != claim.quote:
            raise AssertionError(f"主张的位置不对：{claim}")
        json.dumps(claim.as_json("x"), allow_nan=False)
    for finding in inner_checks(mapped, claims):
        if not all(text[p.start : p.end] == p.quote for p in finding.passages):
            raise AssertionError(f"核对的位置不对：{finding}")
    return source.kind


def originals(draw: Random) -> list[bytes]:
    """Texts, garbled texts and files to begin with."""
    texts = [document.text for split in ("tune", "held", "held2", "fresh") for document in own(split)]
    sources = sorted((SHARED / "seeds").glob("*.txt")) if (SHARED / "seeds").exists() else []
    texts += [source.read_text(encoding="utf-8") for source in sources]
    garbled = [draw.choice(list(WAYS.values()))(draw, text).text for text in texts]
    raws = [text.encode() for text in texts + garbled]
    raws += [text.encode("gb18030") for text in draw.sample(texts + garbled, 30)]
    raws += [text.encode("utf-16") for text in draw.sample(texts, 5)]
    for text in texts[-len(sources) :] if sources else draw.sample(texts, 5):
        encodings = ("gb18030", "big5", "utf-16-le", "utf-16-be", "utf-8-sig")
        raws += [text.encode(encoding, "ignore") for encoding in encodings]
        raws += [wrapping.encode() for wrapping in _wrappings(text)]
    raws += [_word(text) for text in draw.sample(texts, 6)] + [_sheet(text) for text in draw.sample(texts, 6)]
    raws += [_rich(text) for text in draw.sample(texts, 6)] + [_table(text).encode() for text in draw.sample(texts, 6)]
    return raws + [_portable(text) for text in draw.sample(texts, 6)]


def _wrappings(text: str) -> list[str]:
    """As a JSON, an SQL dump and a page hold it, and one in the other."""
    escaped = json.dumps(text, ensure_ascii=False)
    page = "<html><body>" + "".join(f"<p>&nbsp;{line}</p>\n" for line in text.split("\n")) + "</body></html>"
    quoted, doubled = text.replace("'", "\\'").replace("\n", "\\n"), text.replace("'", "''")
    return [
        json.dumps({"id": 1, "content": text}),
        json.dumps({"content": page}, ensure_ascii=False),
        json.dumps({"row": json.dumps({"content": text})}),
        f"INSERT INTO `news` VALUES (1,'{quoted}','2014-01-01');\n",  # noqa: S608 nothing runs it
        f"INSERT INTO news (id, body) VALUES (1, '{doubled}');\n",  # noqa: S608 nothing runs it
        page,
        f"var s = {escaped};\n",
    ]


def _rich(text: str) -> bytes:
    said = "".join(f"\\'{byte:02x}" if byte > 0x7F else chr(byte) for byte in text.encode("gb18030", "replace"))
    return ("{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0 x;}}" + said.replace("\n", "\\par ") + "}").encode("ascii")


def _table(text: str) -> str:
    """The sentences as cells, with heads that give units."""
    parts = [part for part in text.replace("\n", "，").split("，") if part]
    lines = ["单位\t党支部数（个）\t计划数\t参加人数"]
    lines += ["\t".join(parts[at : at + 4]) for at in range(0, len(parts), 4)]
    return "\n".join(lines)


def _word(text: str) -> bytes:
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph("".join(letter for letter in line if letter.isprintable()))
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _sheet(text: str) -> bytes:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate(text.split("\n")[:200]):
            sheet.write_row(row, 0, [line[:200], row, row / 3])
    return kept.getvalue()


def _portable(text: str) -> bytes:
    """A small PDF with a text layer, written by hand: UTF-16 strings and a map from them to characters."""
    shown = "".join(f"<{line[:60].encode('utf-16-be').hex()}> Tj 0 -14 Td\n" for line in text.split("\n")[:40])
    stream = f"BT /F1 10 Tf 40 800 Td\n{shown}ET"
    to_unicode = "begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0000> <ffff> <0000> endbfrange endcmap"
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (A) /Ordering (I) /Supplement 0 >> >>",
        f"<< /Length {len(to_unicode)} >>\nstream\n{to_unicode}\nendstream",
    ]
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    begin = len(out)
    out += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{begin}\n%%EOF\n"
    return out.encode("latin-1")


def main(argv: list[str]) -> int:
    """Mutate until the time is up; keep what failed or was too slow."""
    parser = argparse.ArgumentParser(description="变异测试")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=None, help="保存发现的文件夹")
    options = parser.parse_args(argv)
    draw = Random(options.seed)  # noqa: S311 the same every time
    raws = originals(draw)
    for raw in raws:
        # Tables and libraries are loaded once: not the fault of the first file.
        passed_through(raw)
    kinds: Counter[str] = Counter()
    finds: list[str] = []
    slowest = (0.0, 0, "")
    ends = time.monotonic() + options.minutes * 60
    while time.monotonic() < ends:
        raw = mutated(draw, draw.choice(raws), raws)
        begun = time.process_time()
        problem = ""
        try:
            kinds[passed_through(raw)] += 1
        except Exception as error:
            problem = f"{type(error).__name__}: {error}\n{traceback.format_exc(limit=-3)}"
        took = time.process_time() - begun
        kilobytes = max(len(raw), _SMALL) / 1000
        if took > _MOST or took / kilobytes > _MOST_A_KILOBYTE:
            problem = problem or f"慢：{took:.2f} s，{kilobytes:.0f} KB"
        slowest = max(slowest, (took / kilobytes, len(raw), repr(raw[:60])))
        if problem:
            finds.append(problem)
            print(problem)
            if options.keep is not None:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"find{len(finds):03d}.bin").write_bytes(raw)
    print(f"变异 {sum(kinds.values()) + len(finds)} 份：{dict(kinds)}；发现 {len(finds)} 处")
    print(f"最慢：每 KB {slowest[0] * 1000:.2f} ms（{slowest[1]} 字节，{slowest[2]}）")
    return 1 if finds else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
