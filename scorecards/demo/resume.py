"""A candidate's resume as a PDF."""

from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas


def pdf(name: str, *, role: str, years: float, technologies: str, email: str) -> tuple[bytes, str]:
    """One page, and the same as text."""
    first = max(1, round(years * 0.4))
    since = max(1, round(years) - first)
    lines = [
        (name, 20),
        (f"{role}. {email}", 11),
        ("", 11),
        ("Experience", 14),
        (f"{role}, {since} year{'s' if since > 1 else ''}: owned services written with {technologies}.", 11),
        ("Took part in on-call, wrote post-mortems, cut the p95 of the busiest endpoint by a third.", 11),
        (
            f"Before that {first} year{'s' if first > 1 else ''} as a developer: features, tests, a migration without downtime.",
            11,
        ),
        ("", 11),
        ("Technologies", 14),
        (technologies, 11),
        ("", 11),
        ("Education", 14),
        ("Computer science", 11),
    ]
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setTitle(name)
    height = A4[1] - 25 * mm
    for text, size in lines:
        canvas.setFont("Helvetica-Bold" if size > 11 else "Helvetica", size)
        canvas.drawString(22 * mm, height, text)
        height -= size * 1.6
    canvas.save()
    return out.getvalue(), "\n".join(text for text, _ in lines)
