"""Rows of vectors brought to length one, dense and sparse."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Vectors = NDArray[np.float32]


def unit(rows: Vectors) -> Vectors:
    """Rows of length one; zero rows stay zero."""
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return (rows / np.where(lengths > 0, lengths, 1)[:, None]).astype(np.float32)


def unit_rows(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    """Sparse rows of length one."""
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return (sparse.diags(1 / np.where(lengths > 0, lengths, 1)) @ rows).tocsr().astype(np.float32)
