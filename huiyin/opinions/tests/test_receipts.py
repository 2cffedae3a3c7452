"""A receipt proves that words were lodged without showing them, and whoever deletes in silence is found out."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from huiyin.anonymity import lodged
from huiyin.anonymity.models import LodgedDigest, SealedSlip
from huiyin.core import audit
from huiyin.core.errors import Refused
from huiyin.core.models import AuditLine, Erasure
from huiyin.opinions import erase, form_receipts, intake, receipts
from huiyin.opinions.models import ErasureRequest, LodgedRoot, Opinion

pytestmark = pytest.mark.django_db
KEY = b"a key of the tests"


def spoken(county, listening, words, day=None):
    """One opinion with its receipt."""
    _code, uid = intake.lodge(
        round=listening.round,
        words=words,
        form=form_receipts.new_form(),
        pepper=settings.CODE_PEPPER,
        today=day or county.today,
    )
    assert uid is not None
    return uid, receipts.receipt_of(uid, day or county.today, key=KEY)


def tomorrow(county):
    """The act of the next day."""
    receipts.publish_root(county.today + timedelta(days=1), county.now + timedelta(days=1))


def test_a_receipt_stands_under_the_published_root(county, listening):
    held = [spoken(county, listening, f"第{n}条意见") for n in range(7)]
    receipts.publish_root(county.today, county.now)
    assert not LodgedRoot.objects.exists()
    assert receipts.check(held[3][1], key=KEY).root is None
    tomorrow(county)
    for _uid, receipt in held:
        checked = receipts.check(f" {receipt[:40]}\n{receipt[40:]} ", key=KEY)
        assert checked.there
        assert checked.root is not None
        assert lodged.root_by(checked.digest, checked.way) == checked.root.root
    assert AuditLine.objects.filter(action="lodged.rooted").count() == 1
    assert receipts.faults() == []


def test_a_receipt_holds_neither_words_nor_round(county, listening):
    uid, receipt = spoken(county, listening, "食堂太贵")
    assert "食堂" not in receipt
    assert listening.round.uid.hex not in receipt
    assert uid.hex not in receipt


@pytest.mark.parametrize("spoil", ["HY1", "", "HY1.20130902.aaaa.bbbb"])
def test_what_is_no_receipt_is_said_so(spoil):
    with pytest.raises(Refused, match="不是收据"):
        receipts.check(spoil, key=KEY)


def test_a_receipt_altered_or_of_another_house_is_refused(county, listening):
    _uid, receipt = spoken(county, listening, "食堂太贵")
    mark, day, digest, signature = receipt.split(".")
    for altered in (
        ".".join((mark, "20130903", digest, signature)),
        ".".join((mark, "20139999", digest, signature)),
        ".".join((mark, day, digest[:-2] + ("AA" if digest[-2:] != "AA" else "BA"), signature)),
    ):
        with pytest.raises(Refused, match="签名"):
            receipts.check(altered, key=KEY)
    with pytest.raises(Refused, match="签名"):
        receipts.check(receipt, key=b"another house")


def unguarded(sql, arguments):
    """What somebody with the database in hands does: the triggers taken away first."""
    with connection.cursor() as cursor:
        for table in ("anonymity_sealedslip", "anonymity_lodgeddigest", "opinions_lodgedroot"):
            for name in ("no_update", "no_delete"):
                if connection.vendor == "sqlite":
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}")
        cursor.execute(sql, arguments)


def key_of(uid):
    """A uid as the database keeps it."""
    return SealedSlip._meta.pk.get_db_prep_value(uid, connection)


def delete_with_digest(uid, receipt):
    """Take a slip out and what was lodged of it, past the guards of the database."""
    digest = receipts.check(receipt, key=KEY).digest
    unguarded("DELETE FROM anonymity_sealedslip WHERE uid = %s", [key_of(uid)])
    unguarded("DELETE FROM anonymity_lodgeddigest WHERE digest = %s", [digest])


def test_a_slip_deleted_in_silence_shows(county, listening):
    held = [spoken(county, listening, f"第{n}条意见") for n in range(6)]
    tomorrow(county)
    unguarded("DELETE FROM anonymity_sealedslip WHERE uid = %s", [key_of(held[0][0])])
    assert not receipts.check(held[0][1], key=KEY).there
    assert ["原话被删除过" in fault for fault in receipts.faults()] == [True]
    with pytest.raises(SystemExit):
        call_command("verify")


def test_deleting_the_digest_as_well_breaks_the_root(county, listening):
    held = [spoken(county, listening, f"第{n}条意见") for n in range(6)]
    tomorrow(county)
    delete_with_digest(*held[0])
    with pytest.raises(Refused, match="登记被删除过"):
        receipts.check(held[0][1], key=KEY)
    with pytest.raises(Refused, match="对不上"):
        receipts.check(held[1][1], key=KEY)
    assert any("校验根与登记不符" in fault for fault in receipts.faults())


def test_a_new_root_in_place_of_the_old_does_not_fit_the_chain(county, listening):
    held = [spoken(county, listening, f"第{n}条意见") for n in range(6)]
    tomorrow(county)
    delete_with_digest(*held[0])
    unguarded("UPDATE opinions_lodgedroot SET root = %s, count = 5", [lodged.merkle_root(lodged.under_root(1))])
    assert receipts.faults() == ["2013年9月2日的校验根与审计链里的不一致。"]


def test_a_second_root_chained_over_what_is_left_shows(county, listening):
    """Whoever holds the database and the program's own hand: slip, digest and root are made to fit, the chain goes on."""
    held = [spoken(county, listening, f"第{n}条意见") for n in range(6)]
    tomorrow(county)
    delete_with_digest(*held[0])
    left = lodged.merkle_root(lodged.under_root(1))
    unguarded("UPDATE opinions_lodgedroot SET root = %s, count = 5", [left])
    with transaction.atomic():
        audit.record(receipts.ROOTED, actor=None, now=county.now, number=1, day=county.today, root=left, count=5)
    assert receipts.faults() == ["审计链里第 1 个校验根记了不止一次：有人补记过。"]


def test_a_tombstone_put_in_past_the_system_is_no_lawful_erasure(county, listening):
    """Whoever writes the rows of an erasure by hand may delete; no line of the audit chain tells of that opinion."""
    held = [spoken(county, listening, f"第{n}条意见") for n in range(6)]
    tomorrow(county)
    office, second = county.reach("office"), county.reach("office_two")
    asked = erase.request_erasure(
        opinion=Opinion.objects.get(pk=held[0][0]), basis="个人信息保护法第四十七条", actor=office, now=county.now,
        today=county.today,
    )  # fmt: skip
    erase.agree_to_erasure(request=asked, forget=lambda _uid: None, actor=second, now=county.now, today=county.today)
    assert receipts.faults() == []
    gone = Opinion.objects.get(pk=held[1][0])
    Erasure.objects.create(
        subject_uid=gone.pk, basis="补记", requested_by=office.account.uid, approved_by=second.account.uid,
        erased_on=county.today,
    )  # fmt: skip
    SealedSlip.objects.filter(pk=gone.pk).delete()
    Opinion.objects.filter(pk=gone.pk).update(erased=True)
    ErasureRequest.objects.filter(pk=asked.pk).update(opinion=gone)
    assert ["有 2 条登记找不到原话" in fault for fault in receipts.faults()] == [True]


def test_words_written_past_the_system_show(county, listening):
    spoken(county, listening, "食堂太贵")
    SealedSlip.objects.create(
        uid=listening.round.uid, box=listening.round.uid, day=county.today, words="假的", salt="0" * 32
    )
    assert ["没有登记" in fault for fault in receipts.faults()] == [True]


def test_a_lawful_erasure_is_no_fault_and_leaves_the_digest(county, listening):
    uid, receipt = spoken(county, listening, "含有个人信息的话")
    tomorrow(county)
    asked = erase.request_erasure(
        opinion=Opinion.objects.get(pk=uid), basis="个人信息保护法第四十七条", actor=county.reach("office"),
        now=county.now, today=county.today,
    )  # fmt: skip
    erase.agree_to_erasure(
        request=asked, forget=lambda _uid: None, actor=county.reach("office_two"), now=county.now, today=county.today
    )
    assert not receipts.check(receipt, key=KEY).there
    assert receipts.faults() == []


def test_the_page_gives_a_receipt_and_reads_it_back(county, listening, client, monkeypatch):
    monkeypatch.setattr("huiyin.core.clock.now", lambda: county.now)
    monkeypatch.setattr("huiyin.core.clock.today", lambda: county.today)
    uid, _mine = spoken(county, listening, "食堂太贵")
    receipt = receipts.receipt_of(uid, county.today, key=settings.RECEIPT_KEY)
    address = reverse("portal_receipts")
    answer = client.post(address, f"receipt={receipt}", content_type="application/x-www-form-urlencoded")
    assert "收据是真的" in answer.content.decode()
    assert not answer.cookies
    wrong = client.post(address, "receipt=HY1", content_type="application/x-www-form-urlencoded").content.decode()
    assert "不是收据" in wrong


@given(st.lists(st.binary(min_size=32, max_size=32), unique=True, min_size=1, max_size=40), st.data())
def test_every_digest_has_its_way_to_the_root_and_no_other_has(made, data):
    digests = sorted(one.hex() for one in made)
    chosen = data.draw(st.sampled_from(digests))
    way = lodged.path_of(chosen, digests)
    assert lodged.root_by(chosen, way) == lodged.merkle_root(digests)
    stranger = data.draw(st.binary(min_size=32, max_size=32)).hex()
    assert stranger in digests or lodged.root_by(stranger, way) != lodged.merkle_root(digests)


def test_digests_know_nothing_finer_than_the_day():
    assert {field.name for field in LodgedDigest._meta.get_fields()} == {"digest", "day", "root"}
