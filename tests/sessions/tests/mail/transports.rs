//! Transports in the session: how they start, whom they are asked about, what they say, and how
//! they end.

use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{Message, Module, Options, Party, Session};
use provider_runtime::{Code, tags};
use support::{IDENTITY, Script, TYPES, session_of};

const LOGON: &str = "init(0x00010010), prov.logon{sup.addref, sup.row+}, xp.address_types, \
                     xp.notify(BEGIN_INBOUND|BEGIN_OUTBOUND){sup.row~}";
const END: &str = "xp.notify(END_INBOUND|END_OUTBOUND){sup.row~}";
const LOGOFF: &str = "xp.logoff{sup.release(final){row-}}, logon.release";
const ENDED: &str = "prov.shutdown, prov.release";

fn started(script: &Script, options: Options) -> Session {
    let session = session_of([script.post("Post")], options).unwrap();
    session.mail().run().unwrap();
    session
}

fn count(session: &Session, event: &str) -> usize {
    session.events().iter().filter(|other| other.name() == event).count()
}

/// PR_STATUS_CODE of the newest row.
fn status(session: &Session) -> u32 {
    let rows = session.registered().rows();
    let row = rows.last().unwrap();
    let column = row.iter().find(|column| column.tag == tags::STATUS_CODE).unwrap();
    column.value.as_i32().unwrap().cast_unsigned()
}

/// Golden sequence 5, T-34, T-63, XPLOGON-5, XPLOGON-10, XPOFF-1
#[test]
fn a_transport_follows_the_golden_sequence() {
    let script = Script::new();
    let session = started(&script, Options::new());
    let report = session.logoff();
    assert_eq!(report.golden(), format!("{LOGON}, session.logoff{{{END}, {LOGOFF}, {ENDED}}}"));
    assert!(report.is_clean(), "{}", report.tree());
}

/// Golden sequence 6, T-66, SHUT-2, SUPREL-4, SUPREL-5
#[test]
fn a_transport_that_is_shut_down_inside_its_last_release_survives() {
    let script = Script::new();
    let session = started(&script, Options::new().nested_shutdown());
    let report = session.logoff();
    let nested = format!("xp.logoff{{sup.release(final){{row-, {ENDED}}}}}, logon.release");
    assert_eq!(report.golden(), format!("{LOGON}, session.logoff{{{END}, {nested}}}"));
    assert!(report.is_clean(), "{}", report.tree());
    assert_eq!(script.count("end"), 1);
}

/// XPLOGON-11, STATUS-3: the bits of its row follow TransportNotify, and what the author says
/// stands beside them.
#[test]
fn status_bits_follow_what_is_enabled() {
    let script = Script::new();
    script.on("changed", |_| Ok(()));
    let session = started(&script, Options::new());
    let enabled = STATUS_INBOUND_ENABLED | STATUS_OUTBOUND_ENABLED;
    assert_eq!(status(&session), STATUS_AVAILABLE | enabled);
    script.sends(|post, message| {
        post.support().set_status(Status::Offline)?;
        message.accept_all()?;
        Ok(Submission::Sent)
    });
    session.mail().submit(&Message::new().to("Ann", "SMTP", "ann@example.org")).unwrap();
    session.mail().run().unwrap();
    assert_eq!(status(&session), STATUS_OFFLINE | enabled);
    assert!(script.said().contains(&"in true out true".to_owned()));
    let report = session.logoff();
    assert!(report.is_clean(), "{}", report.tree());
    assert!(script.said().contains(&"in false out false".to_owned()));
}

/// A transport that asks for nothing.
#[mapi_provider(kind = "transport", name = "Quiet", uid = "10c3a2c4-0b9e-4f4e-9a53-2d8f1c7be004")]
struct Quiet;
impl TransportProvider for Quiet {
    fn logon(_: &LogonContext<'_, Self>) -> Result<Self> {
        Ok(Self)
    }
    fn address_types(&self) -> AddressTypes {
        AddressTypes::none()
    }
    fn submit(&self, _: &OutgoingMessage<'_>) -> Result<Submission> {
        Err(Code::NOT_ME.into())
    }
}

/// T-35, XPLOGON-4, V-27
#[test]
fn a_transport_that_asks_for_nothing_is_neither_polled_nor_told_of_idle_time() {
    let script = Script::new();
    let module = Module::transport(provider_runtime::transport_entry::<Quiet>());
    let session = session_of([script.post("Quiet")], Options::new().link("quiet.dll", module)).unwrap();
    drop(session);
    let service = provider_runtime::session::Service::named("QUIET", "quiet.dll").provider(script.post("Quiet"));
    let mapi = provider_runtime::session::Mapi::new();
    mapi.initialize(0).unwrap();
    let profile = provider_runtime::session::Profile::empty("test").service(service);
    let session = mapi.log_on(Options::new().link("quiet.dll", module).profile(profile)).unwrap();
    session.mail().run().unwrap();
    session.mail().run().unwrap();
    assert_eq!((count(&session, "xp.poll"), count(&session, "xp.idle"), count(&session, "xp.notify")), (0, 0, 1));
    let report = session.logoff();
    assert!(report.is_clean(), "{}", report.tree());
    let script = Script::new();
    let session = started(&script, Options::new());
    assert_eq!((script.count("poll"), script.count("idle")), (1, 1), "one that does");
    assert!(session.logoff().is_clean());
}

/// T-37, XPLOGON-5
#[test]
fn a_transport_whose_configuration_changed_is_asked_again() {
    let script = Script::new();
    let session = started(&script, Options::new());
    assert_eq!(script.count("address_types"), 1);
    script.handles(|| AddressTypes::of(["FAX"]));
    script.sends(|post, message| {
        post.support().config_changed()?;
        message.accept_all()?;
        Ok(Submission::Sent)
    });
    session.mail().submit(&Message::new().to("Ann", "SMTP", "ann@example.org")).unwrap();
    session.mail().run().unwrap();
    assert_eq!(script.count("address_types"), 2);
    session.mail().submit(&Message::new().to("Ann", "SMTP", "ann@example.org")).unwrap();
    session.mail().submit(&Message::new().to("Bob", "FAX", "1")).unwrap();
    session.mail().run().unwrap();
    assert_eq!((script.count("submit"), session.mail().take().len()), (2, 1), "no SMTP any more: a report");
    let report = session.logoff();
    assert!(report.is_clean(), "{}", report.tree());
}

/// T-42, STATUS-7
#[test]
fn a_session_without_mail_has_no_transports() {
    let script = Script::new();
    let session = session_of([script.post("Post")], Options::new().no_mail()).unwrap();
    let rows = |session: &Session| {
        let table = session.status_table().unwrap();
        table.set_columns(&[tags::RESOURCE_TYPE::ID, tags::STATUS_CODE::ID]).unwrap();
        let row = |row: Vec<Property>| {
            (row[0].value.as_i32().unwrap().cast_unsigned(), row[1].value.as_i32().unwrap().cast_unsigned())
        };
        table.rows(100, 0).unwrap().into_iter().map(row).collect::<Vec<_>>()
    };
    assert!(rows(&session).contains(&(MAPI_SPOOLER, STATUS_FAILURE)));
    assert!(!rows(&session).iter().any(|(kind, _)| *kind == MAPI_TRANSPORT_PROVIDER));
    assert_eq!(session.mail().run().unwrap_err().code(), Code::NO_SUPPORT);
    let message = Message::new().to("Ann", "SMTP", "ann@example.org");
    assert_eq!(session.mail().submit(&message).unwrap_err().code(), Code::NO_SUPPORT);
    assert!(session.logoff().is_clean());
    assert_eq!(script.count("logon"), 0);
    let session = session_of([script.post("Post")], Options::new()).unwrap();
    assert!(
        rows(&session).iter().any(|(kind, _)| *kind == MAPI_TRANSPORT_PROVIDER),
        "STATUS-9: the table waits for them"
    );
    assert!(session.logoff().is_clean());
}

/// T-65, SHUT-2, ORDER-3
#[test]
fn two_logons_of_one_transport_are_shut_down_once_behind_both() {
    let script = Script::new();
    let session = session_of([script.post("One"), script.post("Two")], Options::new()).unwrap();
    session.mail().run().unwrap();
    let report = session.logoff();
    assert!(report.golden().ends_with(&format!("{END}, {END}, {LOGOFF}, {LOGOFF}, {ENDED}}}")), "{}", report.golden());
    assert!(report.is_clean(), "{}", report.tree());
    let nested = session_of([script.post("One"), script.post("Two")], Options::new().nested_shutdown()).unwrap();
    nested.mail().run().unwrap();
    let report = nested.logoff();
    let last = format!("{LOGOFF}, xp.logoff{{sup.release(final){{row-, {ENDED}}}}}, logon.release}}");
    assert!(report.golden().ends_with(&last), "SUPREL-4: with the last logon alone: {}", report.golden());
    assert!(report.is_clean(), "{}", report.tree());
}

/// T-98, XPLOGON-3
#[test]
fn a_transport_without_an_offline_mode_fails_where_it_may_not_connect() {
    let script = Script::new();
    let session = started(&script, Options::new().transport_logon_flags(LOGON_NO_CONNECT));
    assert_eq!((script.count("logon"), session.registered().rows().len()), (1, 0));
    assert_eq!(session.last_error(Code::LOGON_FAILED).unwrap().as_deref(), Some("there is no offline mode"));
    session.mail().run().unwrap();
    assert_eq!(script.count("logon"), 1, "section 2.9: its service is disabled");
    let report = session.logoff();
    assert!(report.is_clean(), "{}", report.tree());
}

/// T-100, STATUS-13, INF-12
#[test]
fn the_first_service_that_can_is_the_primary_identity() {
    use provider_runtime::session::{Mapi, Profile, Service};
    let script = Script::new();
    let post = |name: &str, entry: &[u8]| {
        let able = script.post(name).with(tags::RESOURCE_FLAGS, STATUS_PRIMARY_IDENTITY);
        Service::named(name, "scripted.dll").provider(able.with(IDENTITY, entry))
    };
    let profile = Profile::empty("test").service(post("One", b"first")).service(post("Two", b"second"));
    let mapi = Mapi::new();
    mapi.initialize(0).unwrap();
    let session = mapi.log_on(support::scripted(Options::new()).profile(profile)).unwrap();
    assert_eq!(session.query_identity().unwrap().as_deref(), Some(&b"first"[..]));
    let flags =
        session.profile().providers().map(|one| one.get(tags::RESOURCE_FLAGS).unwrap().as_i32()).collect::<Vec<_>>();
    assert_eq!(flags, [Some(STATUS_PRIMARY_IDENTITY as i32), Some(0)]);
    let report = session.logoff();
    assert!(report.is_clean(), "{}", report.tree());
    let nobody = session_of([script.post("Post")], Options::new()).unwrap();
    assert_eq!(nobody.query_identity().unwrap(), None, "MAPI_W_NO_SERVICE");
    assert!(nobody.logoff().is_clean());
}

/// T-103, SPL-3, SHUT-9
#[test]
fn behind_a_critical_error_only_the_end_follows() {
    let script = Script::new();
    let session = started(&script, Options::new());
    script.sends(|post, _| {
        post.support().critical_error()?;
        Err(Code::NETWORK_ERROR.into())
    });
    session.mail().submit(&Message::new().to("Ann", "SMTP", "ann@example.org")).unwrap();
    let before = session.events().len();
    session.mail().run().unwrap();
    let calls: Vec<_> = session.events().split_off(before).into_iter().map(|event| event.name()).collect();
    let at = calls.iter().position(|event| *event == "sup.spooler_notify").unwrap();
    let after: Vec<_> =
        calls[at..].iter().filter(|event| event.starts_with("xp.") || event.contains("release")).collect();
    assert_eq!(after, [&"xp.logoff", &"sup.release", &"logon.release", &"prov.release"]);
    assert_eq!((script.count("end"), session.registered().rows().len()), (1, 0));
    let report = session.logoff();
    assert!(
        report.faults_of(Party::Provider).is_empty() && report.faults_of(Party::Host).is_empty(),
        "{}",
        report.tree()
    );
}

/// T-65 and LOGOFF-5's kin: an author's errors and panics at the end stop nothing.
#[test]
fn a_transport_that_fails_at_its_end_is_ended_all_the_same() {
    let script = Script::new();
    script.on("before_logoff", |_| Err(Code::CALL_FAILED.into()));
    script.on("end", |_| panic!("a bug in an end"));
    let session = started(&script, Options::new());
    let report = session.logoff();
    assert!(report.golden().ends_with(&format!("{LOGOFF}, {ENDED}}}")), "{}", report.golden());
    assert!(report.faults().is_empty(), "{}", report.tree());
}

/// SUP-1: `IMAPISupport::CreateOneOff`. What a recipient of a message that came in gets, a
/// transport can ask for itself.
#[test]
fn a_recipient_in_no_address_book_has_the_identifier_of_a_one_off() {
    let script = Script::new();
    let session = started(&script, Options::new());
    script.waits(1);
    script.receives(|post, message| {
        let entry = post.support().one_off("Ann", "SMTP", "ann@example.org")?;
        assert_eq!(entry, post.support().one_off("Ann", "SMTP", "ann@example.org")?);
        assert_ne!(entry, post.support().one_off("Ann", "SMTP", "bob@example.org")?);
        let ann = Recipient::new(RecipientKind::To, "Ann", "SMTP", "ann@example.org");
        message.add_recipients(&[ann.clone(), ann.with(tags::ENTRYID, entry)])?;
        message.save()
    });
    session.mail().run().unwrap();
    let mail = session.mail().take();
    let entry = |row: &Vec<Property>| row.iter().find(|one| one.tag == tags::ENTRYID).map(|one| one.value.clone());
    let entries: Vec<_> = mail.iter().flat_map(|mail| mail.recipients().iter().map(entry)).collect();
    let [one, given] = entries.as_slice() else { panic!("{entries:?}") };
    assert!(one.is_some() && one == given, "{entries:?}");
    assert!(session.logoff().is_clean());
}

/// SPL-5: a session that leaves mail where it is polls and receives nothing, whatever a transport
/// says.
#[test]
fn mail_that_is_left_stays_with_its_transport() {
    let script = Script::new();
    script.waits(2);
    let session = started(&script, Options::new().leave_mail());
    session.mail().run().unwrap();
    assert_eq!((script.count("poll"), script.count("receive"), session.mail().take().len()), (2, 0, 0));
    let report = session.logoff();
    assert!(report.is_clean(), "{}", report.tree());
}

/// XPLOGON-6
#[test]
fn a_session_tells_which_address_types_its_transports_said() {
    let script = Script::new();
    let posts = ["SMTP,FAX", "*", ""].map(|types| script.post("Post").with(TYPES, types));
    let session = session_of(posts, Options::new()).unwrap();
    assert!(session.mail().address_types().is_empty(), "they are not started");
    session.mail().run().unwrap();
    let named = Some(vec!["SMTP".to_owned(), "FAX".to_owned()]);
    assert_eq!(session.mail().address_types(), [named, None, Some(Vec::new())]);
    let report = session.logoff();
    assert!(report.is_clean(), "{}", report.tree());
}
