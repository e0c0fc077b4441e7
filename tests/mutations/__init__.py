"""Drift: every fixture's page is changed in many ways, and read as a cycle reads it.

`subject` is a fixture with what its page says, `mutant` a changed page with what would be right of
it, `verdict` what became of it. `rows`, `figures`, `markup`, `payloads`, `texts` and `wholes` make
the mutants, by class; `listings` finds the rows of a page (`trees`, `cells`), each of them a
`listing` that writes the page with others. `summary` prints what became of all of them.
"""
