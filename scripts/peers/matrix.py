"""What was really asked and how many answers were equal: engine × table × operation."""

from __future__ import annotations


class Matrix:
    """Counts answers; every difference is kept with its query and both sides."""

    def __init__(self) -> None:
        self.counts: dict[tuple[str, str, str], list[int]] = {}
        self.differences: list[str] = []
        self.steps: list[str] = []

    def record(self, engine: str, shape: str, step: str, equal: int, differing: list[str]) -> None:
        if step not in self.steps:
            self.steps.append(step)
        cell = self.counts.setdefault((engine, shape, step), [0, 0])
        cell[0] += equal
        cell[1] += len(differing)
        for text in differing:
            message = f"{engine}, {shape}, after {step}: {text}"
            self.differences.append(message)
            print(f"DIFFERENCE  {message}", flush=True)

    def text(self) -> str:
        """A block an engine; =27 are 27 equal answers, ≠1 one that differs, · was not asked."""
        rows = list(dict.fromkeys((engine, shape) for engine, shape, _ in self.counts))
        table = [["ENGINE", "TABLE", *[step.upper() for step in self.steps]]]
        for engine, shape in rows:
            cells = [self._cell(engine, shape, step) for step in self.steps]
            table.append([engine, shape, *cells])
        widths = [max(len(line[place]) for line in table) for place in range(len(table[0]))]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip()
            for line in table
        )

    def _cell(self, engine: str, shape: str, step: str) -> str:
        equal, differing = self.counts.get((engine, shape, step), (0, 0))
        if equal + differing == 0:
            return "·"
        return f"={equal}" if not differing else f"={equal} ≠{differing}"
