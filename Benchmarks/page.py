"""The results as one page of HTML that needs nothing else: bars, with the spread on each."""

import html

import tinsmith

STYLE = """
:root { color-scheme: light dark; --bar: #8aa0b4; --ours: #c8742c; --line: #888; }
body { font: 15px/1.4 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { font-size: 1rem; margin: 1.6rem 0 .3rem; }
p { color: color-mix(in srgb, currentColor 70%, transparent); margin: .3rem 0; }
table { border-collapse: collapse; width: 100%; }
td { padding: .1rem .5rem .1rem 0; white-space: nowrap; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
td.chart { width: 60%; }
svg { display: block; width: 100%; height: 1.1rem; }
rect { fill: var(--bar); } .ours rect { fill: var(--ours); }
line { stroke: currentColor; stroke-width: 1.5; vector-effect: non-scaling-stroke; }
"""


def bar(figures, longest):
    """A bar to the median, with a line between the quartiles, in percent of the longest."""
    low, high = (100 * value / longest for value in figures["quartiles_nanoseconds"])
    length = 100 * figures["median_nanoseconds"] / longest
    return (
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect y="2" width="{length:.2f}" height="6"/>'
        f'<line x1="{low:.2f}" x2="{high:.2f}" y1="5" y2="5"/></svg>'
    )


def chart(case):
    """A table of a case, whose rows have bars. One that is ten times as long as the base is cut."""
    variants = case["variants"]
    base = next(iter(variants.values()))["median_nanoseconds"]
    highs = [figures["quartiles_nanoseconds"][1] for figures in variants.values()]
    longest = max(high for high in highs if high <= 10 * base or high == min(highs))
    lines = [f"<h2>{html.escape(case['case'])}</h2>", "<table>"]
    for name, figures in variants.items():
        kind = ' class="ours"' if name.startswith("tinsmith") else ""
        lines.append(
            f"<tr{kind}><td>{html.escape(name)}</td>"
            f"<td class=\"number\">{tinsmith.duration(figures['median_nanoseconds'])}</td>"
            f"<td class=\"number\">{figures['ratio']:.2f}</td>"
            f"<td class=\"number\">± {figures['spread_percent'] / 2:.0f} %</td>"
            f'<td class="chart">{bar(figures, longest)}</td></tr>'
        )
    return "\n".join([*lines, "</table>"])


def render(results):
    """The page of what was measured."""
    here = results["machine"]
    words = [
        f"{here['processor']}, {here['cores']} cores, {here['memory_gib']} GiB, {here['system']}",
        f"{here['tinsmith']}, LLVM {here['llvm']}, commit {here['commit']}",
        "Each row: median, ratio to the first row, half the distance between the quartiles. The "
        "line on a bar goes from quartile to quartile. Shorter is faster.",
    ]
    return "\n".join([
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width"><title>Tinsmith measured</title>',
        f"<style>{STYLE}</style></head><body><h1>Tinsmith measured</h1>",
        *(f"<p>{html.escape(line)}</p>" for line in words),
        *map(chart, results["cases"]),
        "</body></html>",
        "",
    ])
