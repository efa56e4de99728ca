"""Looks at everything the program needs and says plainly what is wrong, and the mend."""
