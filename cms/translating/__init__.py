"""One page in two languages: linking them, saying what is missing, refusing foreign words.

wagtail-localize keeps the strings and shows the translator's screen; what it leaves open is here.
"""
