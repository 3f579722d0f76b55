//! Facts about what the macro writes. What it refuses, and in which words, is in the package
//! `tests/ui`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests may panic")]

mod circles;
mod order;
mod snapshot;
mod soup;
mod written;

use proc_macro2::TokenStream;
use quote::quote;
use written::Written;

/// What is written for a store with these fields, which must be right.
fn store(fields: TokenStream) -> Written {
    let (written, errors) = declared(fields);
    assert_eq!(errors, [""; 0]);
    written
}

/// What is written for a store with these fields, and what its author is told.
fn declared(fields: TokenStream) -> (Written, Vec<String>) {
    let args = quote!(kind = "store", name = "Notes", uid = "6b3c1a52-6c0e-4f0e-9c57-3c9d3f2f6a11");
    Written::of(crate::declare(args, quote!(pub struct NotesStore { #fields })))
}
