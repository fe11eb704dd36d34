"""Reports what is wrong, odd or dangerous in the data before anything runs; `docs/decisions` says how it is built.

A rule is one file in `rules/`, named as its id, with one class; `registry` has the four kinds there are and what each
is given. `runner` brings rules and data together, `formats` write what was found.
"""
