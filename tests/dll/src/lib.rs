//! Nothing: the tests of this package are in `tests/`, its C host in `host/`.
