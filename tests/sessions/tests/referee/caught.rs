//! Who breaks a rule is caught by the session, and told once (section 8.6).

use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{Options, Session};
use std::sync::Arc;
use support::raw::exchanged::{greedy, log_on};
use support::raw::support_object::Column;
use support::{Script, open};

fn faults_of(session: &Session, rule: &str) -> Vec<String> {
    let faults = session.report().faults().into_iter();
    faults.filter(|fault| fault.starts_with(&format!("{rule}:"))).collect()
}

/// V-8, SUP-3
#[test]
fn a_finished_support_object_answers_nothing_and_comes_back_to_no_count() {
    let script = Script::new();
    let session = script.session().unwrap();
    let (store, support) = log_on(&session, |support| support);
    assert_eq!(support.query(), (Code::OK, false));
    assert_eq!(support.release(), 1);
    drop(store);
    assert_eq!(support.query(), (Code::END_OF_SESSION, true));
    assert_eq!((support.add_ref(), support.set_uid([7; 16])), (0, Code::END_OF_SESSION));
    assert_eq!(faults_of(&session, "V-8").len(), 3);
    assert_eq!((support.release(), faults_of(&session, "V-9").len()), (0, 1));
}

/// V-14, LOGON-5, MEM-2
#[test]
fn writing_mapis_own_properties_is_told_and_leaks_no_problems() {
    let script = Script::new();
    let session = script.session().unwrap();
    let (store, code) = log_on(&session, |support| {
        let (_, section) = support.section(None, MAPI_MODIFY);
        let codes = (section.set_blindly(tags::RESOURCE_FLAGS::ID, 7), section.set_blindly(PropTag(0x6620_0003), 7));
        section.release();
        codes
    });
    assert_eq!(code, (Code::OK, Code::OK));
    drop(store);
    assert_eq!(session.memory().live(), 0);
    assert_eq!(faults_of(&session, "V-14").len(), 1);
    let value = |tag: PropTag| {
        session.registered().section().iter().find(|value| value.tag == tag).map(|value| value.value.clone())
    };
    assert_eq!((value(tags::RESOURCE_FLAGS::ID), value(PropTag(0x6620_0003))), (Some(0.into()), Some(7.into())));
}

/// SUPREL-2, V-42
#[test]
fn a_section_that_outlives_the_support_object_is_told_once() {
    let script = Script::new();
    let session = script.session().unwrap();
    let (store, (_, section)) = log_on(&session, |support| support.section(None, 0));
    assert_eq!(faults_of(&session, "V-42").len(), 0);
    drop(store);
    assert_eq!(faults_of(&session, "V-42"), ["V-42: 1 profile sections are still open (logon 1)"]);
    session.logoff();
    assert_eq!(faults_of(&session, "V-42").len(), 1);
    assert_eq!(section.release(), 0);
}

/// V-12
#[test]
fn a_status_row_that_lacks_columns_is_told() {
    let script = Script::new();
    let session = script.session().unwrap();
    let (_store, code) = log_on(&session, |support| support.set_row(&[Column::Number(tags::STATUS_CODE::ID, 1)], 0));
    assert_eq!((code, faults_of(&session, "V-12").len()), (Code::OK, 3));
}

/// V-10
#[test]
fn a_duplicate_that_registers_a_uid_or_a_row_is_told() {
    let script = Script::new();
    let session = script.session().unwrap();
    let first = open(&session).unwrap();
    let (by_uid, _) = log_on(&session, |support| support.set_uid([7; 16]));
    assert!(by_uid.unwrap().is_duplicate());
    assert_eq!(faults_of(&session, "V-10"), ["V-10: a duplicate registered a UID or a status row (logon 2)"]);
    let (by_row, _) = log_on(&session, |support| support.set_row(&[Column::Number(tags::STATUS_CODE::ID, 1)], 0));
    assert!(by_row.unwrap().is_duplicate());
    assert_eq!(faults_of(&session, "V-10").len(), 2);
    drop(first);
    assert_eq!((session.registered().uids().len(), session.registered().rows().len()), (0, 0));
}

/// ENTRY-5, ENTRY-10, THR-3, V-38, V-42
#[test]
fn what_a_provider_never_gives_back_is_told_once_at_the_end() {
    let script = Script::new();
    let session = Session::start_with(greedy::<false>, Options::new().no_mail().profile(script.profile())).unwrap();
    drop(open(&session).unwrap());
    let early = "V-38: MAPIInitialize inside the entry point (worker)";
    assert_eq!(session.report().faults(), [early]);
    let told = [
        early,
        "V-42: IMalloc is still held (provider)",
        "THR-3: 1 times MAPIInitialize on its threads, 0 times MAPIUninitialize (provider)",
    ];
    let report = session.logoff();
    assert_eq!(report.faults(), told);
    assert_eq!((report.live(), report.is_clean()), (1, false));
    assert_eq!(session.logoff().faults(), told);
}

#[test]
fn an_init_that_fails_is_judged_too() {
    let (error, report) = Session::try_start(greedy::<true>, Options::new()).unwrap_err();
    assert_eq!(error.code(), Code::VERSION);
    assert_eq!(report.golden(), "init(0x00010010)<MAPI_E_VERSION");
    let rules: Vec<_> = report.faults().iter().map(|fault| fault.split(':').next().unwrap().to_owned()).collect();
    assert_eq!(rules, ["V-38", "V-42", "V-42", "V-21", "THR-3"]);
    assert!(!report.is_clean());
}

/// SESSION-13 is of one session: what another one is inside does not matter.
#[test]
fn a_session_inside_a_call_of_another_one_is_judged() {
    let script = Script::new();
    let session = script.session().unwrap();
    let store = open(&session).unwrap();
    let said = Arc::clone(&script);
    session.by_hand().inside("sup.slt", move || {
        let second = Session::start_with(greedy::<false>, Options::new().no_mail().profile(said.profile())).unwrap();
        said.say(format!("{} faults", second.logoff().faults().len()));
    });
    drop(store);
    assert_eq!(script.count("3 faults"), 1);
    assert!(session.logoff().is_clean());
}
