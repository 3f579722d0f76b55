//! Values of another type than their properties have: no client finds them (PROP-14), and debug
//! builds say whose fault that is.

use crate::provider::{Setup, setup};
use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;

/// One row whose importance is a text; its subject is one.
fn misfit(is_source: bool) -> Setup {
    let importance = Property::new(tags::IMPORTANCE::ID, "high");
    setup(vec![(7, vec![Property::new(tags::SUBJECT, "a"), importance])], is_source)
}

/// What the provider has said was wrong.
fn told(setup: &Setup) -> Vec<String> {
    let errors = setup.session.events().into_iter().filter(|event| event.name() == "word.error");
    errors.map(|event| event.detail()).collect()
}

/// What is said of PR_IMPORTANCE as a text: by debug builds alone.
fn is_named(told: &[String]) -> bool {
    match told {
        [] => !cfg!(debug_assertions),
        [one] => one.contains("property 0x0017") && one.contains("type 0x001f"),
        _ => false,
    }
}

#[test]
fn a_row_with_a_value_of_another_type_than_its_property_is_named() {
    for is_source in [false, true] {
        let setup = misfit(is_source);
        let table = setup.table();
        table.set_columns(&[tags::SUBJECT::ID, tags::IMPORTANCE::ID]).unwrap();
        let row = table.rows(1, 0).unwrap().remove(0);
        let values: Vec<_> = row.into_iter().map(|property| property.value).collect();
        assert_eq!(values, ["a".into(), PropValue::Error(Code::NOT_FOUND)]);
        assert!(is_named(&told(&setup)), "{is_source}: {:?}", told(&setup));
        drop(table);
        setup.end();
    }
}

#[test]
fn an_object_with_a_value_of_another_type_than_its_property_is_named() {
    let setup = misfit(false);
    let table = setup.table();
    table.set_columns(&[tags::ENTRYID::ID]).unwrap();
    let entry = table.rows(1, 0).unwrap().remove(0).remove(0).value;
    let message = setup.store.open(entry.as_binary(), 0).unwrap();
    assert_eq!(message.get(tags::SUBJECT).unwrap(), "a".into());
    assert_eq!(told(&setup), [""; 0]);
    assert_eq!(message.get(tags::IMPORTANCE).unwrap_err().code(), Code::NOT_FOUND);
    assert!(is_named(&told(&setup)), "{:?}", told(&setup));
    drop((message, table));
    setup.end();
}

/// A client that asks for another type is no fault of the author's.
#[test]
fn a_client_that_asks_for_another_type_is_told_nothing_of_the_author() {
    let setup = setup(vec![(7, vec![Property::new(tags::SUBJECT, "a")])], true);
    let table = setup.table();
    table.set_columns(&[tags::SUBJECT::ID.with_kind(PT_LONG), tags::ENTRYID::ID]).unwrap();
    let row = table.rows(1, 0).unwrap().remove(0);
    let values: Vec<_> = row.into_iter().map(|property| property.value).collect();
    assert_eq!(values.first(), Some(&PropValue::Error(Code::NOT_FOUND)));
    let message = setup.store.open(values.last().and_then(PropValue::as_binary), 0).unwrap();
    let asked = message.get(tags::SUBJECT::ID.with_kind(PT_LONG));
    assert_eq!(asked.unwrap_err().code(), Code::NOT_FOUND);
    assert_eq!(told(&setup), [""; 0]);
    drop((message, table));
    setup.end();
}
