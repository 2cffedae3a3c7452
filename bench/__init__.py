"""Measures the product against the same answers from hand-written SQL, side by side, on data of real size."""
