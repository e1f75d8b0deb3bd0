"""What R9 accepts: a true re-measurement after 2c+3 people changed, with nobody changing their mind. Exact shares."""

from __future__ import annotations

from collections import defaultdict

from tests.attack.one_score import labels_by_sum
from tests.attack.worlds import Factory


def not_full(factory: Factory, colluders: int, n: int, joined: int, left: int) -> float:
    """The largest chance, over joiners, leavers and stayers, that two measured scores rule out one of five answers."""
    before = _table(factory, colluders, n)
    after = _table(factory, colluders, n + joined - left)
    groups = {"left": left, "joined": joined, "stayed": n - left - colluders}
    shares = []
    for victim in [group for group, many in groups.items() if many]:
        share = 0.0
        for known, chance in enumerate(_sums(colluders)):
            open_to = [
                _scores(before, after, {**groups, victim: groups[victim] - 1}, victim, known, e) for e in range(5)
            ]
            for labels in set().union(*open_to):
                if not all(labels in scores for scores in open_to):
                    share += chance * sum(scores.get(labels, 0.0) for scores in open_to) / 5
        shares.append(share)
    return max(shares)


def _table(factory: Factory, colluders: int, n: int) -> dict[int, int]:
    return {total: label or 0 for label, sums in labels_by_sum(factory, colluders, n).items() for total in sums}


def _scores(
    before: dict[int, int], after: dict[int, int], groups: dict[str, int], victim: str, known: int, excess: int
) -> dict[tuple[int, int], float]:
    """How likely each pair of labels is, given the coalition's sum and the victim's excess."""
    found: dict[tuple[int, int], float] = defaultdict(float)
    for stayed, likely in enumerate(_sums(groups["stayed"])):
        first: dict[int, float] = defaultdict(float)
        second: dict[int, float] = defaultdict(float)
        for gone, chance in enumerate(_sums(groups["left"])):
            first[before[stayed + known + gone + excess * (victim != "joined")]] += chance
        for come, chance in enumerate(_sums(groups["joined"])):
            second[after[stayed + known + come + excess * (victim != "left")]] += chance
        for a, p in first.items():
            for b, q in second.items():
                found[a, b] += likely * p * q
    return found


def _sums(many: int) -> list[float]:
    """How likely each sum of so many uniform excesses is."""
    sums = [1.0]
    for _ in range(many):
        sums = [sum(sums[max(0, t - 4) : t + 1]) / 5 for t in range(len(sums) + 4)]
    return sums
