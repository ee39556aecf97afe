"""What tells who people are: names that are words of no page, a resume, and words that mention all of it."""

RESUME = """Zofia Kowalczyk-Ruiz
zofia.kr@mailbox.example | +48 601 234 567 | https://github.com/zofkr

Senior engineer, Halden Freight, 2019-2023
Moved the ledger to PostgreSQL. Before that at Northwind Traders.
2016 – 2019 | Software developer | Okapi GmbH | Wrocław

BSc Computer Science, Technical University of Brzeg (TUB), 2016
Exchange year: Institute of Applied Computing Linz
"""
#: Every word that tells who somebody of this packet is.
TELLING = (
    "Zofia", "Kowalczyk", "Ruiz", "zofia.kr", "zofkr", "601 234 567", "mailbox.example", "github.com",
    "Halden", "Northwind", "Okapi", "Brzeg", "TUB", "Applied Computing", "Linz", "Meridian", "Zosia",
    "Bartholomew", "Quill", "Oyelaran", "Temitope", "Saoirse", "Vandermeer", "Hiroshi", "Ondine", "Castellan", "Fenwick",
    "Wilhelmina", "Thornbury", "example.com", "example.org",
)  # fmt: skip
#: A text that mentions nearly all of it.
MENTIONS = (
    "ZOFIA KOWALCZYK-RUIZ (zofia, Zosia) was at Halden, Northwind Traders, okapi gmbh and Meridian; TUB, then Linz: "
    "Institute of Applied Computing Linz. Write zofia.kr@mailbox.example or +48 601 234 567, see https://github.com/zofkr. As "
    "Bartholomew_Quill told Wilhelmina Thornbury: better than Fenwick Thornbury"
)
