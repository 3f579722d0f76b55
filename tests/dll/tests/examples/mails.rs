//! What is so of the mail store, however it came into the session: folders, rows, bodies,
//! attachments, identifiers that anyone may have made up. Hostile files are in `hostile.rs`.

use crate::start::mails as start;
use eml_store::{Key, PATH};
use provider_runtime::abi::flag::*;
use provider_runtime::prelude::*;
use provider_runtime::session::{Contents, Object, OpenStore, Options, Profile, Session, Store, Table};
use std::path::Path;

pub const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/eml-store/sample");

pub fn on(root: &Path) -> (Session, Store) {
    let profile = Profile::named("test").with(PATH, root.to_str().unwrap());
    let session = start(Options::new().profile(profile).no_mail());
    let store = session.open_store(&OpenStore::new()).unwrap();
    (session, store)
}

fn sample() -> (Session, Store) {
    on(Path::new(SAMPLE))
}

/// The rows of a table, with these columns.
pub fn rows(table: &Table, columns: &[PropTag]) -> Vec<Vec<PropValue>> {
    table.set_columns(columns).unwrap();
    table.seek(BOOKMARK_BEGINNING, 0).unwrap();
    let rows = table.rows(1000, 0).unwrap();
    rows.into_iter().map(|row| row.into_iter().map(|one| one.value).collect()).collect()
}

fn column(table: &Table, tag: PropTag) -> Vec<PropValue> {
    rows(table, &[tag]).into_iter().flatten().collect()
}

/// A folder at any depth, by its name; the root for none.
pub fn folder(store: &Store, name: &str) -> Object {
    let root = store.open(None, 0).unwrap();
    if name.is_empty() {
        return root;
    }
    let all = rows(&root.hierarchy(CONVENIENT_DEPTH).unwrap(), &[tags::DISPLAY_NAME::ID, tags::ENTRYID::ID]);
    let found = all.iter().find(|row| row[0] == name.into()).unwrap();
    store.open(found[1].as_binary(), 0).unwrap()
}

/// A message, by its folder and its subject.
pub fn message(store: &Store, name: &str, subject: &str) -> Object {
    let all = rows(&folder(store, name).contents(0).unwrap(), &[tags::SUBJECT::ID, tags::ENTRYID::ID]);
    let found = all.iter().find(|row| row[0] == subject.into()).unwrap();
    store.open(found[1].as_binary(), 0).unwrap()
}

fn text(object: &Object, tag: PropTag) -> String {
    object.get(tag).unwrap().as_text().unwrap().to_owned()
}

fn is_clean(session: &Session) {
    assert_eq!(session.logoff().faults(), [""; 0]);
    assert_eq!(session.memory().live(), 0);
}

#[test]
fn directories_and_mbox_files_are_a_tree_of_folders() {
    let (session, store) = sample();
    let root = store.open(None, 0).unwrap();
    let tree = rows(
        &root.hierarchy(CONVENIENT_DEPTH).unwrap(),
        &[
            tags::DISPLAY_NAME::ID,
            tags::DEPTH::ID,
            tags::CONTENT_COUNT::ID,
            tags::CONTENT_UNREAD::ID,
            tags::SUBFOLDERS::ID,
        ],
    );
    let wanted = [("Inbox", 0, 1, true), ("Projects", 1, 2, false), ("club", 0, 2, false)];
    let wanted = wanted.map(|(name, depth, count, has_folders)| {
        vec![name.into(), depth.into(), count.into(), 0.into(), has_folders.into()]
    });
    assert_eq!(tree, wanted);
    let projects = folder(&store, "Projects");
    let inbox = folder(&store, "Inbox");
    assert_eq!(projects.get(tags::PARENT_ENTRYID).unwrap(), inbox.get(tags::ENTRYID).unwrap());
    let subtree = store.get(tags::IPM_SUBTREE_ENTRYID).unwrap();
    assert_eq!(subtree, root.get(tags::ENTRYID).unwrap());
    assert_eq!(store.get(tags::VALID_FOLDER_MASK).unwrap(), 3.into());
    drop((root, projects, inbox, store));
    is_clean(&session);
}

#[test]
fn messages_are_sorted_and_restricted_and_found() {
    let (session, store) = sample();
    let projects = folder(&store, "Projects").contents(0).unwrap();
    projects.sort(&SortOrder::by_descending(tags::MESSAGE_DELIVERY_TIME)).unwrap();
    assert_eq!(column(&projects, tags::SUBJECT::ID), ["Fwd: Seeds", "The plan"].map(PropValue::from));
    projects.sort(&SortOrder::by(tags::SENDER_NAME)).unwrap();
    assert_eq!(column(&projects, tags::SENDER_NAME::ID), ["Ben", "Secretary"].map(PropValue::from));
    projects.restrict(Some(&Restriction::contains(tags::SUBJECT, "PLAN"))).unwrap();
    assert_eq!(column(&projects, tags::SENDER_EMAIL_ADDRESS::ID), [PropValue::from("secretary@example.com")]);
    projects.restrict(Some(&Restriction::equals(tags::HASATTACH, true))).unwrap();
    assert_eq!(projects.row_count().unwrap(), 2);
    projects.restrict(None).unwrap();
    let missing = projects.find(&Restriction::equals(tags::SUBJECT, "None"), BOOKMARK_BEGINNING, 0);
    assert_eq!(missing.unwrap_err().code(), Code::NOT_FOUND);
    projects.find(&Restriction::equals(tags::SUBJECT, "The plan"), BOOKMARK_BEGINNING, 0).unwrap();
    drop((projects, store));
    is_clean(&session);
}

#[test]
fn a_row_says_what_its_message_says() {
    let (session, store) = sample();
    for name in ["Inbox", "Projects", "club"] {
        let table = folder(&store, name).contents(0).unwrap();
        let given = table.columns(TBL_ALL_COLUMNS).unwrap();
        let of_rows_alone = [tags::INSTANCE_KEY::ID, tags::MSG_STATUS::ID, tags::ACCESS::ID].map(|tag| tag.id());
        let shown: Vec<_> = given.into_iter().filter(|tag| !of_rows_alone.contains(&tag.id())).collect();
        let entries = column(&table, tags::ENTRYID::ID);
        for (row, entry) in rows(&table, &shown).into_iter().zip(&entries) {
            let message = store.open(entry.as_binary(), 0).unwrap();
            let values = message.get_props(Some(&shown), 0).1;
            let values: Vec<_> = values.into_iter().map(|one| one.value).collect();
            for (tag, (of_row, of_message)) in shown.iter().zip(row.iter().zip(&values)) {
                assert_eq!(of_row, of_message, "{name}: {tag}");
            }
        }
    }
    drop(store);
    is_clean(&session);
}

#[test]
fn a_message_has_both_bodies_and_its_header_fields() {
    let (session, store) = sample();
    let coffee = message(&store, "Inbox", "Kaffee am Dienstag");
    assert_eq!(text(&coffee, tags::BODY::ID), "Grüße! Coffee on Tuesday at ten?\n");
    let html = Contents::of(&coffee).stream(tags::HTML).unwrap().rest().unwrap();
    assert!(String::from_utf8(html).unwrap().contains("<p>Grüße!</p>"));
    assert_eq!(coffee.get(tags::INTERNET_CPID).unwrap(), 65001.into());
    assert_eq!(text(&coffee, tags::SENDER_NAME::ID), "Jörg Müller");
    assert_eq!(text(&coffee, tags::SENT_REPRESENTING_EMAIL_ADDRESS::ID), "joerg@example.org");
    assert_eq!(text(&coffee, tags::DISPLAY_TO::ID), "Ann Archer; Ben");
    assert_eq!(text(&coffee, tags::INTERNET_MESSAGE_ID::ID), "<coffee.1@example.org>");
    assert_eq!(coffee.get(tags::IMPORTANCE).unwrap(), 2.into());
    assert_eq!(coffee.get(tags::HASATTACH).unwrap(), false.into());
    // 3 March 2026, 08:15 UTC.
    assert_eq!(coffee.get(tags::CLIENT_SUBMIT_TIME).unwrap(), PropValue::Time(134_169_993_000_000_000));
    assert!(text(&coffee, tags::TRANSPORT_MESSAGE_HEADERS::ID).starts_with("From: =?utf-8?Q?J"));
    let people = rows(
        &Contents::of(&coffee).recipients(0).unwrap(),
        &[tags::RECIPIENT_TYPE::ID, tags::DISPLAY_NAME::ID, tags::EMAIL_ADDRESS::ID],
    );
    let wanted =
        [(1, "Ann Archer", "ann@example.com"), (1, "Ben", "ben@example.com"), (2, "Office, The", "office@example.com")];
    assert_eq!(people, wanted.map(|(kind, name, address)| vec![kind.into(), name.into(), address.into()]));
    let refused = coffee.set_props(&[Property::new(tags::SUBJECT, "mine")]).unwrap_err();
    assert_eq!(refused.code(), Code::NO_ACCESS);
    drop((coffee, store));
    is_clean(&session);
}

#[test]
fn attachments_have_bytes_and_names_that_are_safe_in_any_folder() {
    let (session, store) = sample();
    let plan = message(&store, "Projects", "The plan");
    let columns = [
        tags::ATTACH_NUM::ID,
        tags::ATTACH_METHOD::ID,
        tags::ATTACH_SIZE::ID,
        tags::ATTACH_LONG_FILENAME::ID,
        tags::ATTACH_MIME_TAG::ID,
    ];
    let wanted = [(0, 1, 23, "plan.csv", "text/csv"), (1, 1, 42, "garden plan (final).gif", "image/gif")];
    let wanted = wanted.map(|(number, method, size, name, kind)| {
        vec![number.into(), method.into(), size.into(), name.into(), kind.into()]
    });
    assert_eq!(rows(&Contents::of(&plan).attachments(0).unwrap(), &columns), wanted);
    let first = Contents::of(&plan).open_attachment(0, 0).unwrap();
    let bytes = b"step,day\ndig,1\nplant,2\n";
    assert_eq!(first.get(tags::ATTACH_DATA_BIN).unwrap(), bytes.as_slice().into());
    let stream = Contents::of(&first).stream(tags::ATTACH_DATA_BIN).unwrap();
    assert_eq!(stream.rest().unwrap(), bytes);
    stream.seek(5).unwrap();
    assert_eq!(stream.read(3).unwrap(), b"day");
    let second = Contents::of(&plan).open_attachment(1, 0).unwrap();
    assert_eq!(text(&second, tags::ATTACH_CONTENT_ID::ID), "garden@example.com");
    assert_eq!(Contents::of(&second).embedded(0).unwrap_err().code(), Code::NOT_FOUND);
    assert_eq!(Contents::of(&plan).open_attachment(2, 0).unwrap_err().code(), Code::NOT_FOUND);
    drop((first, stream, second, plan, store));
    is_clean(&session);
}

#[test]
fn a_message_inside_a_message_opens_with_its_own_attachments() {
    let (session, store) = sample();
    let outer = message(&store, "Projects", "Fwd: Seeds");
    let attachment = Contents::of(&outer).open_attachment(0, 0).unwrap();
    assert_eq!(attachment.get(tags::ATTACH_METHOD).unwrap(), ATTACH_EMBEDDED_MSG.into());
    let inner = Contents::of(&attachment).embedded(0).unwrap();
    assert_eq!(text(&inner, tags::SUBJECT::ID), "Seeds");
    assert_eq!(text(&inner, tags::BODY::ID), "Your seeds are on their way.");
    let invoice = Contents::of(&inner).open_attachment(0, 0).unwrap();
    assert_eq!(Contents::of(&invoice).stream(tags::ATTACH_DATA_BIN).unwrap().rest().unwrap(), b"%PDF 1.4\n");
    drop((invoice, inner, attachment, outer, store));
    is_clean(&session);
}

#[test]
fn an_mbox_file_is_a_folder_of_its_messages_whose_keys_outlast_what_is_appended() {
    let folder_of_mail = tempfile::tempdir().unwrap();
    let path = folder_of_mail.path().join("Club");
    let sample = std::fs::read_to_string(Path::new(SAMPLE).join("club.mbox")).unwrap();
    std::fs::write(&path, &sample).unwrap();
    let (_session, store) = on(folder_of_mail.path());
    let meeting = message(&store, "Club", "Meeting");
    assert!(text(&meeting, tags::BODY::ID).contains("\nFrom now on it begins at eight.\n"));
    let reply = message(&store, "Club", "Re: Meeting");
    assert!(text(&reply, tags::BODY::ID).contains("there.\nFrom here on"));
    let entry = reply.get(tags::ENTRYID).unwrap();
    std::fs::write(&path, format!("{sample}\nFrom x\nSubject: New\n\nnew\n")).unwrap();
    let again = store.open(entry.as_binary(), 0).unwrap();
    assert_eq!(text(&again, tags::SUBJECT::ID), "Re: Meeting");
    // Another message that has come into its place is not it.
    std::fs::write(&path, sample.replace("Sun Jan  4 11:30:00", "Sun Jan  4 11:30:01")).unwrap();
    assert_eq!(store.open(entry.as_binary(), 0).unwrap_err().code(), Code::NOT_FOUND);
}

#[test]
fn keys_that_anyone_made_up_lead_nowhere() {
    let outer = tempfile::tempdir().unwrap();
    let root = outer.path().join("root");
    std::fs::create_dir(&root).unwrap();
    std::fs::write(outer.path().join("secret.eml"), "Subject: secret\n\n").unwrap();
    std::fs::write(root.join("in.eml"), "Subject: in\n\n").unwrap();
    let (_session, store) = on(&root);
    let entry = message(&store, "", "in").get(tags::ENTRYID).unwrap().as_binary().unwrap().to_vec();
    let open =
        |key: &[u8]| store.open(Some(&[&entry[..20], key].concat()), 0).map(|_| ()).map_err(|error| error.code());
    assert_eq!(open(b"in.eml"), Ok(()));
    let secret = outer.path().join("secret.eml");
    let long = vec![b'a'; 100_000];
    for key in [
        "../secret.eml".as_bytes(),
        b"..",
        b"./in.eml",
        b"/in.eml",
        b"in.eml/",
        b"//",
        b"in.eml\0",
        b"in.eml\0\0\0\0\0\0\0\0\0",
        b"\xFF",
        secret.to_str().unwrap().as_bytes(),
    ] {
        assert_eq!(open(key), Err(Code::UNKNOWN_ENTRYID), "{key:?}");
    }
    let letter = |file: &str| Key { file: file.into(), letter: Some((u64::MAX, Uid::of(b""))) }.to_bytes();
    for key in [b"gone.eml".to_vec(), b"in.eml/x".to_vec(), letter("in.eml"), letter("gone"), long] {
        assert_eq!(open(&key), Err(Code::NOT_FOUND), "{key:?}");
    }
}

/// UID-5
#[test]
fn an_identifier_opens_nothing_in_another_tree() {
    let [one, other] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    for root in [&one, &other] {
        std::fs::write(root.path().join("in.eml"), "Subject: in\n\n").unwrap();
    }
    let (_first, store) = on(one.path());
    let (_second, others) = on(other.path());
    let entry = message(&store, "", "in").get(tags::ENTRYID).unwrap();
    assert_eq!(others.open(entry.as_binary(), 0).unwrap_err().code(), Code::UNKNOWN_ENTRYID);
}

#[test]
fn a_root_that_is_no_folder_is_unconfigured() {
    let profile = Profile::named("test").with(PATH, "/no/such/folder");
    let session = start(Options::new().profile(profile).no_mail());
    assert_eq!(session.open_store(&OpenStore::new()).unwrap_err().code(), Code::UNCONFIGURED);
}
