"""The figures that the source reports (S2), by row of the capability map: what the demonstration must come to."""

REPORTED = {
    "A2.leaders": 5,
    "B1.stage_1_actions": 6, "B1.stage_2_actions": 5, "B1.stage_3_actions": 4, "B1.promotion_actions": 12,
    "B3.sub_plans": 17, "B3.leading_group_heads": 1, "B3.leading_group_deputies": 3,
    "D1.channels": 6,
    "D4.rounds": 3, "D4.items": 127, "D4.categories": 18, "D4.key_items": 28,
    "D6.teams": 5, "D6.days": 15, "D6.households": 50,
    "E1.problems": 28, "E1.sides": 4, "E1.classes": 4, "E4.life_meetings": 1,
    "E2.talk_turns": 175, "E2.talks_each": 35, "E3.team_materials": 1, "E3.personal_materials": 5,
    "F1.measures": 51,
    "F4.special_themes": 6, "F4.special_actions": 5,
    "F5.look_back_questions": 6,
    "F6.hard_rules": 16, "F6.key_systems": 5, "F6.bans": 4, "F7.team_commitments": 8, "F7.post_committers": 53,
    "F6.kept": 16, "F6.repealed": 4, "F6.revised": 37, "F6.reviewed": 57, "F6.created": 2,
    "G1.supervision_groups": 2, "G1.supervised_schools": 3,
    # 在职党员干部的参学率达到100%，没有说多少人；这里是按人登记的63人，每人至少参加过一次。
    "C1.archives": 63, "C1.taken_part": 100.0, "C3.preachings": 54, "C3.lecture_hall": 1,
    "C4.sessions": 3, "C4.speakers": 22, "C4.salon_speakers": 15, "C4.central_days": 21,
    "C5.on_site": 9, "C5.topical": 2, "C5.experiential": 1, "C5.coaching": 1,
    "C8.lectures": 1, "C8.films": 3, "C8.visits": 1,
    "H2.visits": 15, "H2.days": 63, "H2.cities": 5, "H2.counties": 6, "H2.units": 42,
    "H1.contact_points": 14, "H1.leaders": 5,
    "H3.deeds": 1208, "H3.doers": 53, "H3.condoled": 150, "H3.condolence_money": 31500, "H3.check_ups": 8126,
    "H3.books": 20680, "H3.book_units": 10, "H3.relieved": 3128, "H3.relief_money": 1536000,
    "H3.students": 240, "H3.student_money": 736000, "H3.goods_value": 312000, "H4.donated": 29860, "H6.sets": 3,
    "J4.exemplars": 8, "J4.honours": 4,
    "K3.written": 24, "K3.in_party_information": 14, "K3.headlines": 9, "K3.in_bulletin": 4, "K3.instructions": 1,
    "L2.pilots": 1, "M1.activities": 2, "M1.reviews": 3, "M2.reception_drop": 45.5,
}  # fmt: skip

# The other four sources, each with the figures of it that its own small campaign comes to.
BESIDE: dict[str, dict[str, int | float]] = {
    # 192个组织部门; 2296名组工干部的学习培训档案; 4个督导组，36人组成12个巡回指导组; 40多次, 30多次, 280多条; 3天, 240名;
    # 一书（192个部门和2296名干部各一本）; 绝大多数超过40个小时（人均44.1）; 1000份;
    # 三大类六项指标，回收率100%; 四严禁; 试点（其中一项成功）; 一场辩论、一场演讲、三个专栏.
    "S0": {
        "A1.units": 192, "B5.hours_each": 44.1, "C1.archives": 2296, "C1.due": 2296, "C1.taken_part": 100.0,
        "G1.supervision_groups": 4, "G1.guidance_groups": 12, "G1.guidance_people": 36, "G2.dispatch_meetings": 42, "G2.inspections": 32,
        "G2.suggestions": 284, "C2.classes": 1, "C2.class_days": 3, "C2.people": 240, "C2.person_times": 240, "C5.study_visits": 1,
        "C7.titles": 1, "C7.copies": 2488, "D1.issued": 1000, "D1.return_rate": 100.0, "D5.surveys": 1, "D5.classes": 3,
        "D5.indicators": 6, "D5.return_rate": 100.0, "F6.bans": 4, "L2.pilots": 2,
        "L2.extended": 1, "K4.publicity": 5,
    },
    # 每月讲学; 349名; 每人1个部门和3个村（十人，四十个点）; 一项试点.
    "S1": {
        "C3.lecture_hall": 12, "C5.study_visits": 1, "A9.living_allowance": 349, "H1.leaders": 10,
        "H1.contact_points": 40, "L2.pilots": 1, "C1.archives": 12,
    },
    # 组长和三位副组长; 四项措施; 一次发动大会; 政府网站、周刊、县电视台.
    "S3": {
        "B3.leading_group_heads": 1, "B3.leading_group_deputies": 3, "B1.own_actions": 4, "M1.meetings": 1,
        "K4.publicity": 3, "C1.archives": 8,
    },
    # 168个基层党组织; 1名书记和3名副书记; 425人次; 三次竞赛; 两次考察; 三种书; 4个和13个文件.
    "S4": {
        "A1.units": 168, "A2.leaders": 4, "C2.person_times": 425, "C6.contests": 3, "C5.study_visits": 2,
        "C7.titles": 3, "F9.central_documents": 4, "F9.city_documents": 13,
    },
}  # fmt: skip
