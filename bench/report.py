"""The table of `make bench`: what was measured, the target, and whether it is reached."""

from typing import Any

# Name of the figure: (target for its median, comparison).
WANTED = {
    "warm article: a second, of a bare view": (1.3, ">="),
    "warm article: CPU, of a bare view": (0.8, "<="),
    "nginx: article of static file": (0.9, ">="),
    "sqlite: p99 at 200 a second, ms": (20, "<="),
    "postgresql: p99 at 200 a second, ms": (20, "<="),
    "sqlite: cold article: CPU, ms": (2.0, "<="),
    "postgresql: cold article: CPU, ms": (2.6, "<="),
    "sqlite: cold front: CPU, ms": (3.0, "<="),
    "postgresql: cold front: CPU, ms": (3.0, "<="),
    "sqlite: cold section: CPU, ms": (3.0, "<="),
    "postgresql: cold section: CPU, ms": (3.0, "<="),
    "sqlite: memory per worker, MB": (150, "<="),
    "postgresql: memory per worker, MB": (150, "<="),
    "sqlite: start-up, s": (2.0, "<="),
    "postgresql: start-up, s": (2.0, "<="),
}


def table(result: dict[str, Any]) -> str:
    """The result as Markdown: median, minimum and maximum, and whether a figure meets its target, if it has one."""
    machine, figures = result["machine"], result["figures"]
    lines = [
        f"Measured {result['at']}, {machine['cores']} cores, load {machine['load']:.1f}, "
        f"{result['stories']:,} stories, {result['seconds']} s.",
        *result["missing"],
        "",
        "| | median | least to most | wanted | |",
        "|---|---:|---:|---:|---|",
    ]
    lines += [_line(name, figure) for name, figure in figures.items()]
    for engine, pages in result["pages"].items():
        lines += ["", f"| {engine}, one request | queries | bytes | gzip |", "|---|---:|---:|---:|"]
        lines += [
            f"| {name} | {page['queries']} | {page['bytes']:,} | {page['gzip']:,} |" for name, page in pages.items()
        ]
    for growth in result.get("growth", []):
        lines += ["", *_growth(growth)]
    return "\n".join(lines) + "\n"


def _line(name: str, figure: dict[str, Any]) -> str:
    median, mark, verdict = figure["median"], "", ""
    if name in WANTED:
        wanted, sign = WANTED[name]
        reached = median <= wanted if sign == "<=" else median >= wanted
        mark, verdict = f"{sign} {wanted:g}", "yes" if reached else "**no**"
    return (
        f"| {name} | {_number(median)} | {_number(figure['least'])} to {_number(figure['most'])} | {mark} | {verdict} |"
    )


def _number(figure: float) -> str:
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.2f}"


def _growth(growth: dict[str, Any]) -> list[str]:
    """The table of times in the small and the large archive."""
    small, large = growth["sizes"]
    lines = [
        f"| {growth['engine']}, ms | {small:,} stories | {large:,} | times | queries |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {page['name']} | {page['small']:.2f} | {page['large']:.2f} | {page['times']:.2f} | {page['queries']} |"
        for page in growth["pages"]
    ]
    return lines
