//! Nothing: the tests are in `tests/`, a folder a subject; what they share is the package
//! `support`.

/// The page on several providers in one DLL: its program runs as a test of the documentation.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/one-dll.md")]
pub struct OneDll;
