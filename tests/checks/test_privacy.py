"""Personal data: found, told masked, and masked for exports."""

from __future__ import annotations

from checks_cases import gold_case, gold_record, text_of
from hypothesis import given
from hypothesis import strategies as st

from extract.steps.checks.rules import check
from extract.steps.privacy.mask import MASK, mask_record, mask_text
from extract.steps.privacy.personal import PersonalKind, find_personal, is_name

TEXT = (
    "填报人：王小明\n联系电话：0731-88886666\n信访人张建国反映宅基地纠纷，身份证号110101199003077715，手机13800138000。"
)


def test_each_kind_is_found_in_its_place() -> None:
    """Names, telephones and identity numbers, in the order of the text."""
    assert [(found.kind, TEXT[slice(*found.span)]) for found in find_personal(TEXT)] == [
        (PersonalKind.STAFF, "王小明"),
        (PersonalKind.TELEPHONE, "0731-88886666"),
        (PersonalKind.PETITIONER, "张建国"),
        (PersonalKind.IDENTITY, "110101199003077715"),
        (PersonalKind.TELEPHONE, "13800138000"),
    ]


def test_masked_text_keeps_the_surname_and_its_length() -> None:
    """No span moves."""
    masked = mask_text(TEXT)
    assert len(masked) == len(TEXT)
    assert masked.startswith("填报人：王××\n联系电话：073××")
    assert "张建国" not in masked
    assert "110101××××" in masked


def test_words_of_the_genre_are_no_names() -> None:
    """They begin with a surname's character."""
    assert not any(map(is_name, ("高度", "安全", "方案", "于是", "万元", "公安")))
    assert all(map(is_name, ("宋子生", "王踊", "欧阳建国", "旷运友")))


def test_a_masked_record_shows_no_name_or_number_anywhere() -> None:
    """Values, passages and messages; spans and ids stay."""
    name = "nanyue-2021"
    record = gold_record(name).model_copy(update={"findings": check(gold_case(name))})
    masked, text = mask_record(record, text_of(name))
    shown = masked.model_dump_json()
    assert text is not None
    for person in ("宋子生", "曾荣忠", "旷运友"):
        assert person not in shown
        assert person not in text
    assert [metric.span for metric in masked.metrics] == [metric.span for metric in record.metrics]
    assert len(text) == len(text_of(name))


def test_without_a_text_the_profiles_own_data_is_masked() -> None:
    """Preparer and telephone are known from the record."""
    masked, text = mask_record(gold_record("panyu-2023"), None)
    assert text is None
    assert masked.profile.preparer is not None
    assert masked.profile.preparer.value == "关" + MASK * 2
    assert masked.profile.contact_phone is not None
    assert masked.profile.contact_phone.value == "846" + MASK * 5


def test_a_message_never_spells_out_what_it_warns_of() -> None:
    """A finding is shown and exported; it must not publish the name again."""
    for name in ("nanyue-2021", "panlong-2022", "panyu-2023"):
        text = text_of(name)
        for finding in check(gold_case(name)):
            if finding.rule == "personal_data":
                assert all(text[slice(*span)] not in finding.message.zh + finding.message.en for span in finding.spans)


@given(st.text(st.sampled_from("王李张建国小明、等信访人户反映：填报联系电话13890 \n\t|姓名"), max_size=80))
def test_masking_keeps_length_and_lines_and_can_be_repeated(text: str) -> None:
    """Law, whatever the text."""
    masked = mask_text(text)
    assert len(masked) == len(text)
    assert [i for i, c in enumerate(masked) if c.isspace()] == [i for i, c in enumerate(text) if c.isspace()]
    assert len(mask_text(masked)) == len(text)
