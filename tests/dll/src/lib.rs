//! Nothing: the tests of this package are in `tests/`, its host in C in `host/`.
