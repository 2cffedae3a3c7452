"""The figures that the source reports (S2), by row of the capability map: what the demonstration must come to."""

REPORTED = {
    "A2.leaders": 5,
    "B1.stage_1_actions": 6, "B1.stage_2_actions": 5, "B1.stage_3_actions": 4, "B1.promotion_actions": 12,
    "B3.sub_plans": 17, "B3.leading_group_heads": 1, "B3.leading_group_deputies": 3,
    "D1.channels": 6,
    "D4.rounds": 3, "D4.items": 127, "D4.categories": 18, "D4.key_items": 28,
    "D6.teams": 5, "D6.days": 15, "D6.households": 50,
    "E1.problems": 28, "E1.sides": 4, "E1.classes": 4, "E4.life_meetings": 1,
    "F1.measures": 51,
    "F4.special_themes": 6, "F4.special_actions": 5,
    "F5.look_back_questions": 6,
    "F6.kept": 16, "F6.repealed": 4, "F6.revised": 37, "F6.reviewed": 57, "F6.created": 2,
    "G1.supervision_groups": 2, "G1.supervised_schools": 3,
    "C4.sessions": 3,
    "H2.visits": 15, "H2.days": 63, "H2.cities": 5, "H2.counties": 6, "H2.units": 42,
}  # fmt: skip
