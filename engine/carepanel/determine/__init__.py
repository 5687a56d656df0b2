"""Determine: what the terms require of one case, with its reasons, its dates and what is still to be learnt."""
