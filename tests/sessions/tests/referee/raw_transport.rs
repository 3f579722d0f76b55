//! A transport made by hand, over raw vtables, in the session: a correct one gets no fault, in
//! whatever way it ends, and each fault that it can commit is found in the events and named once
//! (section 8.6). The transport is `support::raw::transport`.

use provider_runtime::Code;
use provider_runtime::session::{FastShutdownBehavior, Message, Options, Party, Session, ShutdownReport};
use support::raw::transport::{Habit, RawTransport};

/// What the report says of the transport: each violation, warnings too. The host never has a fault.
fn told(report: &ShutdownReport) -> Vec<&'static str> {
    assert_eq!(report.faults_of(Party::Host), [""; 0], "{}", report.tree());
    let of_provider = report.violations().iter().filter(|violation| violation.party == Party::Provider);
    of_provider.map(|violation| violation.id).collect()
}

/// Starts a transport with this habit, sends a message, and logs off.
fn lived(habits: &[Habit]) -> (std::rc::Rc<RawTransport>, ShutdownReport) {
    let post = RawTransport::with(habits);
    let session = post.session(Options::new());
    send(&session);
    (post, session.logoff())
}

fn send(session: &Session) {
    session.mail().submit(&Message::new().to("Ann", "SMTP", "ann@example.org")).unwrap();
    session.mail().run().unwrap();
}

/// T-34, T-63, XPLOGON-10: the order of the calls, as a transport in any language sees them.
#[test]
fn a_transport_by_hand_is_called_in_the_documented_order() {
    let (post, report) = lived(&[]);
    assert_eq!(told(&report), [""; 0], "{}", report.tree());
    let calls = [
        "AddressTypes",
        "TransportNotify 0x3",
        "Poll",
        "SubmitMessage",
        "EndMessage 7",
        "Poll",
        "TransportNotify 0x30000",
        "TransportLogoff 0x0",
        "Shutdown",
    ];
    assert_eq!(post.said(), calls);
    assert!(report.is_clean());
}

/// T-38, UID-3, SUP-1
#[test]
fn a_transport_cannot_register_a_uid() {
    let (post, report) = lived(&[Habit::RegistersAUid]);
    assert_eq!(post.said().first(), Some(&Code::NO_SUPPORT.to_string()));
    assert_eq!(told(&report), [""; 0]);
}

/// V-12, STATUS-2, STATUS-12
#[test]
fn a_transport_without_a_status_row_is_told() {
    let (_, report) = lived(&[Habit::HasNoRow]);
    assert_eq!(told(&report), ["V-12"], "{}", report.tree());
    let (_, report) = lived(&[Habit::RowLacksColumns]);
    assert_eq!(told(&report), ["V-12"; 3], "{}", report.tree());
}

/// T-99, STATUS-10
#[test]
fn a_transport_that_removes_its_own_row_breaks_nothing() {
    let (_, report) = lived(&[Habit::RemovesItsRow]);
    assert_eq!(told(&report), [""; 0], "{}", report.tree());
    assert_eq!(report.events().iter().filter(|event| event.name() == "row-").count(), 1);
}

/// T-108, V-36, XPLOGON-7
#[test]
fn arrays_that_change_before_the_logoff_are_told() {
    let (_, report) = lived(&[Habit::ChangesItsArrays]);
    assert_eq!(told(&report), ["V-36"], "{}", report.tree());
}

/// T-108, V-36, XPLOGON-7: the system reads them, so nothing crashes.
#[test]
fn arrays_that_are_freed_before_the_logoff_are_told() {
    let (_, report) = lived(&[Habit::FreesItsArrays]);
    assert_eq!(told(&report), ["V-36"], "{}", report.tree());
}

/// T-68, LOGOFF-5
#[test]
fn a_logoff_that_fails_is_followed_by_release_and_shutdown() {
    let (post, report) = lived(&[Habit::FailsToLogOff]);
    assert_eq!(told(&report), [""; 0]);
    let ends = "xp.logoff<MAPI_E_NETWORK_ERROR{sup.release(final){row-}}, logon.release, prov.shutdown, prov.release}";
    assert!(report.golden().ends_with(ends), "{}", report.golden());
    assert_eq!(post.said().last().map(String::as_str), Some("Shutdown"));
}

/// V-42, MEM-8: the message is the spooler's again after EndMessage.
#[test]
fn a_message_that_is_kept_past_its_lender_is_told_and_answers_no_more() {
    let post = RawTransport::with(&[Habit::KeepsTheMessage]);
    let session = post.session(Options::new());
    send(&session);
    let report = session.logoff();
    assert_eq!(told(&report), ["V-42"], "{}", report.tree());
    post.gives_back();
    assert_eq!(session.memory().live(), 0);
}

/// V-6, section 2.9: success without a logon object disables the service.
#[test]
fn a_transport_that_gives_no_logon_is_told() {
    let (post, report) = lived(&[Habit::LogonGivesNothing]);
    assert_eq!(told(&report), ["V-6"], "{}", report.tree());
    assert!(report.events().iter().any(|event| event.name() == "svc.disable"));
    assert_eq!(post.said(), ["Shutdown"]);
}

/// V-7, LOGON-3
#[test]
fn a_transport_that_takes_no_reference_is_logged_off() {
    let (post, report) = lived(&[Habit::TakesNoReference]);
    assert_eq!(told(&report), ["V-7"], "its provider object went with it (SHUT-9): {}", report.tree());
    assert!(post.said().contains(&"TransportLogoff 0x0".to_owned()));
    let post = RawTransport::with(&[Habit::TakesNoReference]);
    let session = post.session(Options::new().lenient_support());
    send(&session);
    assert_eq!(told(&session.logoff()), ["V-7"]);
    assert!(post.said().contains(&"SubmitMessage".to_owned()), "it goes on");
}

/// T-72, T-73, LOGOFF-11, V-9
#[test]
fn a_support_object_that_is_given_back_late_is_legal_and_never_is_a_leak() {
    let (_, report) = lived(&[Habit::GivesBackInTheDestructor]);
    assert_eq!(told(&report), [""; 0], "{}", report.tree());
    let (_, report) = lived(&[Habit::KeepsSupport]);
    assert_eq!(told(&report), ["V-9"], "{}", report.tree());
}

/// T-103, SPL-3
#[test]
fn behind_a_critical_error_a_transport_by_hand_is_only_ended() {
    let (post, report) = lived(&[Habit::Fails]);
    assert_eq!(told(&report), [""; 0], "{}", report.tree());
    let said = post.said();
    let at = said.iter().position(|call| call == "SubmitMessage").unwrap();
    assert_eq!(said.get(at + 1..).unwrap_or_default(), ["TransportLogoff 0x0", "Shutdown"]);
}

/// XPOFF-3, XpLogoffFlags
#[test]
fn a_transport_is_logged_off_with_the_flags_of_the_session() {
    use provider_runtime::abi::flag::{LOGOFF_HURRY, LOGOFF_NORMAL};
    for flags in [LOGOFF_NORMAL, LOGOFF_HURRY] {
        let post = RawTransport::with(&[]);
        let session = post.session(Options::new().transport_logoff_flags(flags));
        assert!(session.logoff().is_clean());
        assert!(post.said().contains(&format!("TransportLogoff {flags:#x}")));
    }
}

/// T-66, SHUT-2, SUPREL-4
#[test]
fn a_transport_by_hand_is_shut_down_inside_its_last_release() {
    let post = RawTransport::with(&[]);
    let session = post.session(Options::new().nested_shutdown());
    let report = session.logoff();
    assert!(report.is_clean(), "{}", report.tree());
    let nested = "xp.logoff{sup.release(final){row-, prov.shutdown, prov.release}}, logon.release}";
    assert!(report.golden().ends_with(nested), "{}", report.golden());
}

/// T-80, T-81, FAST-6, FAST-7: a provider that lacks the interface consents, or refuses, as the
/// policy says.
#[test]
fn a_provider_without_the_interface_is_judged_by_the_policy() {
    let post = RawTransport::with(&[]);
    let session = post.session(Options::new());
    assert_eq!(session.fast_shutdown().query(), Code::OK);
    assert!(session.logoff().is_clean());
    let post = RawTransport::with(&[]);
    let session = post.session(Options::new().fast_shutdown(FastShutdownBehavior::EverybodyConsents));
    assert_eq!(session.fast_shutdown().query(), Code::NO_SUPPORT);
    assert!(session.logoff().is_clean());
    assert!(post.said().contains(&"Shutdown".to_owned()));
}
