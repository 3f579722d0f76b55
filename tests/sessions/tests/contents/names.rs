//! Named properties (PROP-100 to PROP-112).

use crate::provider::{PLAIN, Setup};
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::{Iid, PS_MAPI};
use provider_runtime::prelude::*;
use provider_runtime::session::Names;

const SET: Iid = Iid(*b"a set of a test.");

/// C-36
#[test]
fn a_name_that_nobody_has_added_has_no_id() {
    let setup = Setup::shelved();
    let message = setup.open(PLAIN);
    let asked = [PropName::text(SET, "colour")];
    let unknown = PropTag(0x0000_000A);
    assert_eq!(Names::of(&message).ids(Some(&asked), 0).unwrap(), (Code::W_ERRORS_RETURNED, vec![unknown]));
    drop(message);
    setup.end();
}

/// C-38: below 0x8000 a number in MAPI's own set is the id.
#[test]
fn mapis_own_numbers_are_ids() {
    let setup = Setup::shelved();
    let subject = PropName::number(PS_MAPI, 0x37);
    let names = Names::of(&setup.store);
    let tag = PropTag::new(0x37, PT_UNSPECIFIED);
    assert_eq!(names.ids(Some(std::slice::from_ref(&subject)), 0).unwrap(), (Code::OK, vec![tag]));
    assert_eq!(names.names(&[tags::SUBJECT::ID]).unwrap(), (Code::OK, vec![Some(subject)]));
    setup.end();
}

/// C-39, C-40: names come back as they went, and an id of none has none.
#[test]
fn names_and_ids_lead_to_each_other() {
    let setup = Setup::shelved();
    let message = setup.open(PLAIN);
    let names = Names::of(&message);
    let ours = [PropName::number(SET, -7), PropName::text(SET, "Größe")];
    let (code, ids) = names.ids(Some(&ours), MAPI_CREATE).unwrap();
    assert!(code == Code::OK && ids.iter().all(|tag| tag.id() >= 0x8000 && tag.kind() == PT_UNSPECIFIED), "{ids:?}");
    let back = ours.iter().cloned().map(Some).collect::<Vec<_>>();
    assert_eq!(Names::of(&setup.store).names(&ids).unwrap(), (Code::OK, back));
    assert_eq!(names.all(MAPI_NO_STRINGS).unwrap(), [(ids[0], ours[0].clone())]);
    assert_eq!(names.all(MAPI_NO_IDS).unwrap(), [(ids[1], ours[1].clone())]);
    assert_eq!(names.all(MAPI_NO_IDS | MAPI_NO_STRINGS).unwrap(), []); // PROP-110
    assert_eq!(names.ids(None, 0).unwrap(), (Code::OK, ids.clone()));
    let none = PropTag::new(0x9000, PT_UNSPECIFIED);
    let (code, found) = names.names(&[none, ids[0]]).unwrap();
    assert_eq!((code, found), (Code::W_ERRORS_RETURNED, vec![None, Some(ours[0].clone())]));
    drop(message);
    setup.end();
}

/// C-41
#[test]
fn all_names_cannot_be_added() {
    let setup = Setup::shelved();
    let refused = Names::of(&setup.store).ids(None, MAPI_CREATE).unwrap_err();
    assert_eq!(refused.code(), Code::INVALID_PARAMETER);
    setup.end();
}
