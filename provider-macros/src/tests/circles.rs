//! Fields that wait for each other: told once a circle, with its path, and ended all the same.

use super::declared;
use proc_macro2::TokenStream;
use quote::quote;

/// What the author is told first, a line a fault.
fn told(fields: TokenStream) -> Vec<String> {
    let (_, faults) = declared(fields);
    faults.iter().filter_map(|fault| fault.lines().next()).map(str::to_owned).collect()
}

#[test]
fn two_fields_that_wait_for_each_other_are_one_fault() {
    let fields = quote!(#[teardown(after = b)] a: A, #[teardown(after = a)] b: B);
    assert_eq!(told(fields), ["these fields wait for each other: `a` → `b` → `a`"]);
}

#[test]
fn a_long_circle_is_shown_along_its_way() {
    let fields = quote!(#[teardown(after = c)] a: A, #[teardown(after = a)] b: B, #[teardown(after = b)] c: C);
    assert_eq!(told(fields), ["these fields wait for each other: `a` → `c` → `b` → `a`"]);
}

#[test]
fn a_field_that_waits_for_a_circle_is_no_part_of_it() {
    let fields = quote!(#[teardown(after = b)] a: A, #[teardown(after = c)] b: B, #[teardown(after = b)] c: C);
    assert_eq!(told(fields), ["these fields wait for each other: `b` → `c` → `b`"]);
}

#[test]
fn two_circles_are_two_faults() {
    let fields = quote! {
        #[teardown(after = b)] a: A, #[teardown(after = a)] b: B,
        #[teardown(after = d)] c: C, #[teardown(after = c)] d: D,
    };
    assert_eq!(
        told(fields),
        ["these fields wait for each other: `a` → `b` → `a`", "these fields wait for each other: `c` → `d` → `c`"]
    );
}

#[test]
fn after_itself_is_no_circle() {
    assert_eq!(told(quote!(#[teardown(after = a)] a: A)), ["`a` cannot end after itself"]);
}

#[test]
fn what_stands_in_for_a_circle_ends_every_field_once() {
    let (written, _) = declared(quote!(#[teardown(after = b)] a: A, #[teardown(after = a)] b: B, c: C));
    assert_eq!(written.order(), ["c", "a", "b"]);
    assert_eq!(written.bound, ["c", "a", "b"]);
}
