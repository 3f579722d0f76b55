//! What is set of the Maildir transport: where its Maildir is, who the user is, and what its
//! service entry makes of both.

use super::{clean, letter, names, transport, with};
use crate::start::maildir as start;
use maildir_transport::{FROM, PATH};
use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::ProviderEntry;

/// CFG-2, REACT-3, REACT-10
#[test]
fn without_a_path_a_logon_is_unconfigured_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let entries = [
        ProviderEntry::transport("None"),
        ProviderEntry::transport("Empty").with(PATH, ""),
        transport(folder.path()).with(FROM.tag(), "nobody"),
    ];
    for entry in entries {
        let session = start(with([entry]));
        session.mail().run().unwrap();
        let refused = |event: &str| {
            session.events().iter().any(|one| one.name() == event && one.code == Some(Code::UNCONFIGURED))
        };
        assert!(refused("prov.logon") && refused("svc.entry"), "{}", session.report().tree());
        assert!(session.last_error(Code::UNCONFIGURED).unwrap().unwrap().contains("Maildir"));
        let report = session.logoff();
        assert!(report.faults().is_empty(), "{}", report.tree());
    }
}

/// A path that is a file is configured, and no Maildir can be made there.
#[test]
fn a_maildir_that_cannot_be_made_fails_the_logon_with_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    std::fs::write(&path, "").unwrap();
    let session = start(with([transport(&path)]));
    session.mail().run().unwrap();
    let told = session.last_error(Code::LOGON_FAILED).unwrap().unwrap();
    assert!(told.contains(path.to_str().unwrap()), "{told}");
    assert!(session.logoff().faults().is_empty());
}

/// SVC-3, SVC-5, T-11, T-12
#[test]
fn the_service_entry_takes_the_path_and_the_user_that_it_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mail");
    let session = start(with([ProviderEntry::transport("Mail")]));
    let configure = |context, given: &[Property]| session.configure("MAILDIR", context, 0, given);
    for context in [MSG_SERVICE_CREATE, MSG_SERVICE_CONFIGURE] {
        assert_eq!(configure(context, &[]).unwrap_err().code(), Code::UNCONFIGURED);
    }
    let wrong: [(PropTag, PropValue, Code); 4] = [
        (PATH.tag(), 7.into(), Code::INVALID_PARAMETER),
        (PATH.tag(), "".into(), Code::UNCONFIGURED),
        (FROM.tag(), "nobody".into(), Code::UNCONFIGURED),
        (FROM.tag(), "ada@example.org".into(), Code::UNCONFIGURED), // alone it is not enough
    ];
    for (tag, value, code) in wrong {
        let given = [Property { tag: tag.with_kind(value.kind()), value }];
        assert_eq!(configure(MSG_SERVICE_CONFIGURE, &given).unwrap_err().code(), code);
    }
    let given = [Property::new(PATH, path.to_str().unwrap()), Property::new(FROM, "Ada <ada@example.org>")];
    configure(MSG_SERVICE_CONFIGURE, &given).unwrap();
    configure(MSG_SERVICE_CREATE, &[]).unwrap();
    configure(MSG_SERVICE_DELETE, &[]).unwrap();
    let profile = session.profile();
    let section = profile.providers().next().unwrap();
    let written = |tag| section.get(tag).and_then(PropValue::as_text).unwrap();
    assert_eq!((written(PATH), written(FROM)), (path.to_str().unwrap(), "Ada <ada@example.org>"));
    assert!(!path.exists(), "configuring makes no Maildir");
    session.mail().submit(&letter("Tea")).unwrap();
    session.mail().run().unwrap();
    assert_eq!(names(&path, "cur").len(), 1, "what is missing of the folders is made");
    clean(&session);
}

/// STATUS-13: who the user is, is in the status row and is the session's primary identity.
#[test]
fn the_user_is_the_identity_of_the_session() {
    let folder = tempfile::tempdir().unwrap();
    let entry = transport(folder.path()).with(FROM, "Ada <ada@example.org>");
    let session = start(with([entry.with(tags::RESOURCE_FLAGS, STATUS_PRIMARY_IDENTITY)]));
    let entry = session.query_identity().unwrap().unwrap();
    let address: Vec<u8> = "ada@example.org\0".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(entry.ends_with(&address), "{entry:?}");
    let table = session.status_table().unwrap();
    table.set_columns(&[tags::IDENTITY_DISPLAY::ID, tags::IDENTITY_SEARCH_KEY::ID, tags::DISPLAY_NAME::ID]).unwrap();
    let rows = table.rows(100, 0).unwrap();
    let shown = |row: &Vec<Property>| row.iter().map(|column| column.value.clone()).collect::<Vec<_>>();
    let own: [PropValue; 3] = ["Ada".into(), b"SMTP:ADA@EXAMPLE.ORG\0".as_slice().into(), "Mail".into()];
    assert!(rows.iter().any(|row| shown(row) == own), "{rows:?}");
    drop(table);
    clean(&session);
}
