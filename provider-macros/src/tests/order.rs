//! The order in which fields end, and that the plan tells what the statements do.

use super::store;
use quote::quote;

#[test]
fn fields_end_in_the_order_they_stand_in() {
    assert_eq!(store(quote!(a: A, b: B, c: C)).order(), ["a", "b", "c"]);
}

#[test]
fn after_moves_one_field_and_no_other() {
    assert_eq!(store(quote!(#[teardown(after = c)] a: A, b: B, c: C, d: D)).order(), ["b", "c", "a", "d"]);
}

#[test]
fn a_field_that_already_stands_behind_the_other_stays() {
    assert_eq!(store(quote!(a: A, b: B, #[teardown(after = a)] c: C)).order(), ["a", "b", "c"]);
}

#[test]
fn fields_that_wait_for_one_field_keep_their_order() {
    let fields = quote!(#[teardown(after = c)] a: A, #[teardown(after = c)] b: B, c: C);
    assert_eq!(store(fields).order(), ["c", "a", "b"]);
}

#[test]
fn a_chain_of_waiting_fields_ends_from_its_far_end() {
    let fields = quote!(#[teardown(after = b)] a: A, #[teardown(after = c)] b: B, c: C);
    assert_eq!(store(fields).order(), ["c", "b", "a"]);
}

#[test]
fn a_raw_name_is_the_name() {
    let written = store(quote!(#[teardown(after = r#b)] r#type: A, b: B, #[teardown(after = r#type)] c: C));
    assert_eq!(written.order(), ["b", "type", "c"]);
}

#[test]
fn a_unit_struct_has_an_empty_plan() {
    let written = store(quote!());
    assert_eq!((written.plan.len(), written.statements.len()), (0, 0));
}

#[test]
fn the_plan_tells_what_the_statements_do() {
    let written = store(quote! {
        #[teardown(after = last, with = Outbox::drain)]
        outbox: Outbox,
        #[cfg(unix)]
        #[teardown(with = <Notes as Close>::close)]
        notes: Notes,
        #[cfg_attr(windows, doc = "kept", cfg(debug_assertions))]
        r#type: Type,
        #[teardown(after = notes)]
        #[teardown(with = crate::end::<Last>)]
        last: Last,
    });
    assert_eq!(written.order(), ["notes", "type", "last", "outbox"]);
    let functions = written.statements.iter().map(|end| end.with.as_deref());
    let expected = [Some("<NotesasClose>::close"), None, Some("crate::end::<Last>"), Some("Outbox::drain")];
    assert!(functions.eq(expected));
    let conditions = written.statements.iter().map(|end| end.conditions.as_str());
    assert!(conditions.eq(["#[cfg(unix)]", "#[cfg_attr(windows,cfg(debug_assertions))]", "", ""]));
    for (planned, done) in written.plan.iter().zip(&written.statements) {
        // The plan is read by people, so it has the spaces that code needs.
        let spaceless = planned.with.as_ref().map(|with| with.replace(' ', ""));
        assert_eq!((&planned.field, &planned.conditions), (&done.field, &done.conditions));
        assert_eq!(spaceless, done.with);
    }
    assert_eq!(written.plan.len(), written.statements.len());
    assert_eq!(written.plan[0].with.as_deref(), Some("<Notes as Close>::close"));
}

#[test]
fn what_is_bound_is_ended_under_the_same_condition() {
    let written = store(quote!(#[cfg(unix)] #[teardown(after = b)] a: A, b: B, r#type: T));
    assert_eq!(written.bound, ["b", "#[cfg(unix)]a", "r#type"]);
}
