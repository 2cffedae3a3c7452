"""A category is proposed from names alone, better from examples, the same in any order, and never out of nothing."""

import random

import pytest

from huiyin.text.grouping.categories import Category, Example, UnknownCategory, learn
from huiyin.text.grouping.concepts import concept_vectors, concepts, relevance
from huiyin.text.grouping.folding import folded

SUBJECTS = [
    Category(name, name)
    for name in ("城乡建设", "环境保护", "交通运输", "教育文体", "劳动和社会保障", "商贸旅游", "卫生计生")
]
PLAIN = {
    "小区物业收费不公开，电梯坏了半年没人修，业委会也不管。": "城乡建设",
    "化工厂夜里偷排废气，刺鼻的气味让人睡不着。": "环境保护",
    "建议增加早高峰的公交班次，末班车延后半小时。": "交通运输",
    "孩子的学校违规补课，还收补课费，请教育局查一查。": "教育文体",
    "工地拖欠农民工工资三个月，劳动监察大队也没有结果。": "劳动和社会保障",
    "景区门票涨价，导游强制购物，希望整治旅游市场。": "商贸旅游",
    "医院误诊，医生态度不好，医疗费也太高。": "卫生计生",
}
WINDS = [
    Category("101", "文山会海", above=("形式主义",)),
    Category("106", "检查评比泛滥", above=("形式主义",)),
    Category("203", "门难进、脸难看、话难听、事难办", above=("官僚主义",)),
    Category("401", "违反廉洁从政规定", above=("奢靡之风",)),
    Category("402", "铺张浪费", above=("奢靡之风",)),
    Category("404", "超标配车、多占办公用房", above=("奢靡之风",)),
]


def chosen(categories: list[Category], texts: list[str], *examples: Example) -> list[str | None]:
    return [guess.category for guess in learn(categories, examples).sort(texts)]


def test_names_alone_place_plain_messages() -> None:
    assert chosen(SUBJECTS, list(PLAIN)) == list(PLAIN.values())


def test_the_preset_of_the_four_winds_works_from_names_alone() -> None:
    texts = [
        "会议太多，文件太多，一天开三个会。",
        "各种检查组一个接一个，天天迎检打分。",
        "窗口人员脸难看、话难听，电话没人接。",
    ]
    texts += ["用公款大操大办，收受礼金。", "会场摆满鲜花水果，空调整夜开着。", "领导一人占三间办公室，还换了豪车。"]
    assert chosen(WINDS, texts) == [each.code for each in WINDS]


def test_levels_above_and_descriptions_count() -> None:
    noise = Category("1", "其他", above=("环境保护", "噪音污染"))
    pupils = Category("2", "其他", above=("教育文体", "学校"))
    assert chosen([noise, pupils], ["夜间施工噪音扰民", "小学招生太难"]) == ["1", "2"]
    first, second = Category("a", "甲类", about="出租车拒载、公交车太少"), Category("b", "乙类", about="医院看病贵")
    assert chosen([first, second], ["出租车又拒载", "看病太贵了"]) == ["a", "b"]


def test_a_title_says_more_than_what_else_a_letter_tells() -> None:
    title, told = "化工厂夜里排放废气", "孩子的学校在附近，学生家长都知道。"
    assert chosen(SUBJECTS, [f"{title}\n{told}"]) == ["环境保护"]
    assert chosen(SUBJECTS, [f"{title}。{told}"]) == ["教育文体"]


def test_traditional_characters_and_wide_letters_mean_the_same() -> None:
    assert chosen(SUBJECTS, ["醫院誤診，醫生態度不好", "医院误诊，医生态度不好"]) == ["卫生计生", "卫生计生"]


def test_examples_teach_what_names_do_not_say() -> None:
    table = [Category("甲", "甲"), Category("乙", "乙")]
    texts = [(f"{each}号楼的停水", "甲") for each in range(8)] + [(f"{each}号楼的蚊子", "乙") for each in range(8)]
    examples = [Example(text, code) for text, code in texts]
    assert chosen(table, ["九号楼又停水", "九号楼蚊子多"], *examples) == ["甲", "乙"]


def test_a_correction_is_learned_at_once() -> None:
    text = "村口的老樟树要不要搬走"
    before, after = chosen(SUBJECTS, [text]), chosen(SUBJECTS, [text], Example(text, "教育文体"))
    assert before != after == ["教育文体"]
    # The same words written another way are the same text.
    guess = learn(SUBJECTS, [Example(text, "教育文体")]).sort(["村口的老樟樹，要不要搬走？"])[0]
    assert guess.category == "教育文体"
    assert guess.confidence >= 0.99


def test_nothing_is_said_of_texts_that_say_nothing() -> None:
    for guess in learn(SUBJECTS, []).sort(["", "  \n", "！！！", "qwzx"]):
        assert (guess.category, guess.confidence, guess.runner_up) == (None, 0.0, None)
    assert learn([], []).sort(["停水"])[0].category is None


def test_order_of_categories_examples_and_texts_changes_nothing() -> None:
    chance = random.Random(1)
    texts = [*PLAIN, "停水", "停电", "噪音", "", "老师"]
    examples = [Example(text + end, code) for text, code in PLAIN.items() for end in ("请处理", "急", "谢谢领导")]
    first = dict(zip(texts, learn(SUBJECTS, examples, texts).sort(texts), strict=True))
    for _round in range(3):
        mixed = chance.sample(texts, len(texts))
        sorter = learn(chance.sample(SUBJECTS, 7), chance.sample(examples, len(examples)), mixed)
        assert dict(zip(mixed, sorter.sort(mixed), strict=True)) == first


def test_company_does_not_change_a_guess() -> None:
    sorter = learn(SUBJECTS, [Example(text, code) for text, code in PLAIN.items()])
    together = sorter.sort([*PLAIN, "地铁口太挤", "学校太远"])
    assert [sorter.sort([text])[0] for text in (*PLAIN, "地铁口太挤", "学校太远")] == together


def test_confidence_is_less_where_examples_contradict_each_other() -> None:
    agreed = [Example(f"河边那块地的事{each}", "城乡建设") for each in range(10)]
    torn = [Example(f"河边那块地的事{each}", ("城乡建设", "环境保护")[each % 2]) for each in range(10)]
    question = ["河边那块地的事怎么样了"]
    sure, unsure = learn(SUBJECTS, agreed).sort(question)[0], learn(SUBJECTS, torn).sort(question)[0]
    assert sure.category == "城乡建设"
    assert unsure.confidence < sure.confidence
    both = learn(SUBJECTS, [Example("同一句话", "城乡建设"), Example("同一句话", "环境保护")]).sort(["同一句话"])[0]
    assert {both.category, both.runner_up} == {"城乡建设", "环境保护"}
    assert both.confidence < 0.99


def test_few_categories_and_few_examples_are_enough_to_answer() -> None:
    only = learn([Category("1", "全部")], [Example("停水", "1")]).sort(["停电", ""])
    assert [guess.category for guess in only] == ["1", None]
    # All examples in one category: the others are still proposed by their names.
    one = [Example("医院误诊", "卫生计生"), Example("看病难", "卫生计生")]
    assert chosen(SUBJECTS, ["公交车班次太少"], *one) == ["交通运输"]


def test_long_texts_are_read_from_the_beginning() -> None:
    sorter = learn(SUBJECTS, [])
    long = "公交车班次太少。" + "啊" * 20_000 + "医院医院医院"
    assert sorter.sort([long])[0] == sorter.sort([long[:2_000]])[0]


def test_an_example_outside_the_table_is_refused() -> None:
    with pytest.raises(UnknownCategory, match="没有“气象”"):
        learn(SUBJECTS, [Example("下雨", "气象")])
    with pytest.raises(ValueError, match="编码有重复"):
        learn([Category("1", "甲"), Category("1", "乙")], [])


def test_confidences_are_chances_and_the_next_best_is_another() -> None:
    for guess in learn(SUBJECTS, [Example(text, code) for text, code in PLAIN.items()]).sort(["学校门口堵车", "欠薪"]):
        assert 1 / 7 <= guess.confidence <= 1
        assert guess.runner_up not in (None, guess.category)


def test_the_thesaurus_is_well_formed() -> None:
    names = [concept.name for concept in concepts()]
    assert len(names) == len(set(names)) > 120
    for concept in concepts():
        assert concept.filed, concept.name
        assert len(concept.words) >= 10, concept.name
        assert all(len(word) > 1 for word in (*concept.words, *concept.hints)), concept.name
        assert not set(concept.words) & set(concept.hints), concept.name


def test_the_longer_word_wins() -> None:
    vectors = concept_vectors(folded(["市政府", "民政", "人民政府"]))
    assert vectors[0].sum() == 0
    assert vectors[1].sum() > 0
    assert vectors[2].sum() == 0
    assert relevance("民政").max() == 1.0
    assert relevance("毫不相干").max() == 0.0
