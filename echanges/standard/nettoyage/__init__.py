"""Small pure functions, one kind of field each: what was written → (value, remarks).

Nothing is guessed silently: a repair says before and after, a doubt empties the field and keeps the raw words.
None of them raises, whatever the text.
"""
