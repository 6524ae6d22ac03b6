"""What a run of a case gives: times, and what shows that it did the work."""

import dataclasses
import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    """The nanoseconds that a message took, by the clock and of the processor, where that is known;
    what it answered, and how many instructions were counted."""

    wall: float
    processor: float | None = None
    answer: bytes | None = None
    instructions: int | None = None

    def divided(self, count):
        """The times of one of so many equal parts."""
        processor = None if self.processor is None else self.processor / count
        return dataclasses.replace(self, wall=self.wall / count, processor=processor)


def spread_percent(values):
    """The distance between the quartiles, in percent of the median."""
    low, _, high = statistics.quantiles(values, n=4)
    return 100 * (high - low) / statistics.median(values)


def summary(values):
    low, median, high = statistics.quantiles(values, n=4)
    return {
        "median_nanoseconds": median,
        "minimum_nanoseconds": min(values),
        "quartiles_nanoseconds": [low, high],
        "spread_percent": spread_percent(values),
        "samples_nanoseconds": values,
    }


def summarize(name, samples):
    """The figures of a case, from lists of samples by variant, of which the first is the base.

    Times are of the processor where a variant tells them, as other programs on the machine lengthen
    those less.
    """
    base = next(iter(samples.values()))
    variants = {}
    for variant, row in samples.items():
        is_known = all(sample.processor is not None for sample in [*row, *base])
        clock = "processor" if is_known else "wall"
        ratios = [getattr(s, clock) / getattr(b, clock) for s, b in zip(row, base)]
        figures = summary([getattr(sample, clock) for sample in row])
        figures["ratio"] = statistics.median(ratios)
        figures["clock"] = clock
        figures["wall"] = summary([sample.wall for sample in row])
        figures["instructions"] = row[-1].instructions
        variants[variant] = figures
    return {"case": name, "variants": variants}


def check_agreement(name, samples):
    """Stops where variants have answered or counted differently."""
    for what in ("answer", "instructions"):
        found = {}
        for variant, row in samples.items():
            for sample in row:
                if getattr(sample, what) is not None:
                    found.setdefault(getattr(sample, what), variant)
        if len(found) > 1:
            raise SystemExit(f"{name}: not always the same {what}: {found}")


def regressions(summaries, baseline):
    """Sentences about what of Tinsmith takes longer than in the baseline, beyond the spread: whose
    fastest sample is slower than three in four were."""
    before = {case["case"]: case for case in baseline["cases"]}
    for case in summaries:
        old = before.get(case["case"], {"variants": {}})
        for variant, new in case["variants"].items():
            known = old["variants"].get(variant)
            if not known or known["clock"] != new["clock"] or not variant.startswith("tinsmith"):
                continue
            limit = known["quartiles_nanoseconds"][1]
            if new["minimum_nanoseconds"] > limit:
                factor = new["median_nanoseconds"] / known["median_nanoseconds"]
                yield f"{case['case']}, {variant}: {factor:.2f} times the baseline's time"


def geometric_means(summaries, prefix):
    """By variant, the geometric mean of the ratios of the cases whose names begin so, and how many
    these are."""
    ratios = {}
    for case in summaries:
        if case["case"].startswith(prefix):
            for variant, figures in case["variants"].items():
                ratios.setdefault(variant, []).append(figures["ratio"])
    return {
        variant: (statistics.geometric_mean(values), len(values))
        for variant, values in ratios.items()
    }
