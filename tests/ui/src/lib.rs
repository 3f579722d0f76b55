//! Nothing: the cases of this package are in `cases/`, what runs them in `tests/`.
