"""What people say in the attacks: each of a length of its own, and nothing in it goes with the order."""

import random
import secrets


def words_of_a_day(people: int) -> list[str]:
    """Short ones and such as fill pages, of characters that do not compress."""
    lengths = random.sample(range(20, 1900), people)
    return [
        f"{secrets.token_hex(20)}，{''.join(map(chr, random.choices(range(0x4E00, 0x9FA0), k=k)))}。" for k in lengths
    ]
