"""Blocks written out as Markdown again."""

from questionbank.collections.blocks import Block


def markdown_of(blocks: list[Block]) -> str:
    """The blocks written out as Markdown again."""
    return "\n\n".join(said for said in map(_written, blocks) if said.strip())


def _written(block: Block) -> str:
    match block.kind:
        case "heading":
            return f"{'#' * block.level} {block.markdown}" if block.markdown else ""
        case "list":
            numbers = range(1, len(block.inside) + 1)
            marks = [f"{number}. " if block.is_numbered else "- " for number in numbers]
            items = zip(marks, block.inside, strict=True)
            return "\n".join(mark + _indented(markdown_of(item.inside), " " * len(mark)) for mark, item in items)
        case "quote":
            return "> " + _indented(markdown_of(block.inside), "> ")
        case "table":
            rows = ["| " + " | ".join(_cell(cell) for cell in row.inside) + " |" for row in block.inside]
            return "\n".join([rows[0], "|" + " --- |" * len(block.inside[0].inside), *rows[1:]])
        case "folded":
            return "\n\n".join(filter(None, [block.markdown, markdown_of(block.inside)]))
    return block.markdown


def _cell(cell: Block) -> str:
    return " ".join(cell.markdown.split()).replace("|", "\\|")


def _indented(text: str, margin: str) -> str:
    return "\n".join(f"{margin if at else ''}{line}" if line else margin.rstrip() for at, line in enumerate(text.split("\n")))
