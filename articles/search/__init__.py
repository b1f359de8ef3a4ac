"""Search over live editions, in Indonesian.

`words` turns a text into stems, `index` writes what an edition says into the index of the database at hand (`engines`),
`query` reads what a person typed, `find` answers it, `suggest` proposes another spelling, `highlight` marks the hits.
"""
