"""Who takes which seat where seats are filled from different pools. Seats that somebody may take are bits of a whole number."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

from interviews.planner.board import bits

Costed = tuple[int, int]
"""What somebody costs, and their key."""


def fill(people: Iterable[int], seats: int, may: Callable[[int], int]) -> list[int]:
    """For each seat who takes it, 0 where nobody is left to: as many as can sit, and those who come first rather than others.

    Somebody seated moves over to make room, but never goes: augmenting paths, one for each person (Kuhn 1955).
    """
    crew = [0] * seats

    def seat(pk: int, tried: set[int]) -> bool:
        for place in sorted(bits(may(pk)), key=lambda place: crew[place] != 0):
            if place not in tried:
                tried.add(place)
                if not crew[place] or seat(crew[place], tried):
                    crew[place] = pk
                    return True
        return False

    for pk in people:
        if all(crew):
            break
        seat(pk, set())
    return crew


def cheapest(people: Iterable[tuple[int, int, int]], seats: int, may: Mapping[int, int]) -> dict[int, int]:
    """For each start at which every seat can be filled, what the cheapest who can do it cost together. `people` in order of cost.

    Sets of people who can all be seated form a matroid, so that taking whoever comes next and still fits costs least
    (Edmonds 1971). `filled[some seats]` are the starts, as bits, at which the people so far can fill these.
    """
    subsets = sorted(range(1, 1 << seats), key=int.bit_count, reverse=True)
    filled = [-1] + [0] * ((1 << seats) - 1)
    reached = [-1] + [0] * seats
    found: dict[int, int] = {}
    for cost, pk, mask in people:
        for some in subsets:
            for seat in bits(some & may[pk]):
                filled[some] |= mask & filled[some ^ (1 << seat)]
        for number in range(1, seats + 1):
            now = 0
            for some in subsets:
                if some.bit_count() == number:
                    now |= filled[some]
            for slot in bits(now & ~reached[number]):
                found[slot] = found.get(slot, 0) + cost
            reached[number] = now
    return {slot: cost for slot, cost in found.items() if reached[seats] >> slot & 1}


def crews(able: Sequence[Costed], kinds: Sequence[int], may: Mapping[int, int], most: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Crews with everybody in a seat of theirs, in no order, each once. Of each pool the first `most` of `able` are weighed."""
    groups = {kind: [seat for seat, its in enumerate(kinds) if its == kind] for kind in dict.fromkeys(kinds)}
    weighed = [
        list(combinations([one for one in able if may[one[1]] >> seats[0] & 1][:most], len(seats))) for seats in groups.values()
    ]
    seen: set[frozenset[int]] = set()
    for parts in product(*weighed):
        chosen = {pk for part in parts for _, pk in part}
        if len(chosen) == len(kinds) and frozenset(chosen) not in seen:
            seen.add(frozenset(chosen))
            crew = [0] * len(kinds)
            for seats, part in zip(groups.values(), parts, strict=True):
                for seat, (_, pk) in zip(seats, part, strict=True):
                    crew[seat] = pk
            yield sum(cost for part in parts for cost, _ in part), tuple(crew)
