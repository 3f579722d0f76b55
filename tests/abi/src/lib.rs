//! Nothing: the tests are in `tests/`, the tables and the script that makes the shapes of them
//! beside it.
