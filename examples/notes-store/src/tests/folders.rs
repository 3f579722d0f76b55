//! Folders: names, moves, what goes with them, counts, special ones, and names of properties.

use super::*;
use crate::folders as data;
use provider_runtime::abi::iid::{Iid, PS_MAPI};

fn folder(notes: &Notes, parent: i64, name: &str) -> Result<i64> {
    notes.change(|all| data::create(all, parent, name, &[]))
}

fn get(notes: &Notes, id: i64, tag: PropTag) -> PropValue {
    notes.read(|all| data::get(all, id, tag)).unwrap()
}

fn code(refused: Result<impl Sized>) -> Code {
    match refused {
        Ok(_) => Code::OK,
        Err(error) => error.code(),
    }
}

/// FOLD-5
#[test]
fn names_of_siblings_differ_by_more_than_their_case() {
    let notes = in_memory();
    let inbox = folder(&notes, ROOT, "Größe").unwrap();
    assert_eq!(code(folder(&notes, ROOT, "GRÖßE")), Code::COLLISION);
    let other = folder(&notes, ROOT, "Other").unwrap();
    let below = folder(&notes, inbox, "größe").unwrap();
    let rename = |name: &str| notes.change(|all| data::set(all, other, &[Property::new(tags::DISPLAY_NAME, name)]));
    assert_eq!(code(rename("größE")), Code::COLLISION);
    assert_eq!(code(rename("")), Code::INVALID_PARAMETER);
    rename("OTHER").unwrap();
    assert_eq!(get(&notes, other, tags::DISPLAY_NAME::ID), "OTHER".into());
    assert_eq!(code(notes.change(|all| data::move_folder(all, inbox, below, ROOT, "other"))), Code::COLLISION);
    notes.change(|all| data::move_folder(all, inbox, below, ROOT, "moved")).unwrap();
    assert_eq!(notes.read(|all| data::parent(all, below)).unwrap(), ROOT);
}

#[test]
fn a_folder_is_moved_with_what_is_inside_and_never_into_itself() {
    let notes = in_memory();
    let outer = folder(&notes, ROOT, "outer").unwrap();
    let inner = folder(&notes, outer, "inner").unwrap();
    let into = |id, parent, into| notes.change(|all| data::move_folder(all, parent, id, into, "name"));
    assert_eq!(code(into(outer, ROOT, inner)), Code::FOLDER_CYCLE);
    assert_eq!(code(into(outer, ROOT, outer)), Code::FOLDER_CYCLE);
    assert_eq!(code(into(outer, inner, ROOT)), Code::NOT_FOUND); // it is not there
    assert_eq!(code(into(outer, ROOT, 77)), Code::NOT_FOUND);
    assert_eq!(code(into(ROOT, ROOT, outer)), Code::FOLDER_CYCLE);
    let id = notes.change(|all| commit::create(all, inner, lend(&[GivenPart::new(subject("inside"))]))).unwrap();
    into(inner, outer, ROOT).unwrap();
    assert_eq!(get(&notes, inner, tags::CONTENT_COUNT::ID), 1.into());
    assert_eq!(get(&notes, outer, tags::SUBFOLDERS::ID), false.into());
    let message = |from, into| notes.change(|all| data::move_message(all, from, id, into));
    assert_eq!(code(message(outer, ROOT)), Code::NOT_FOUND);
    assert_eq!(code(message(inner, 77)), Code::NOT_FOUND);
    message(inner, ROOT).unwrap();
    assert_eq!(get(&notes, ROOT, tags::CONTENT_COUNT::ID), 1.into());
}

#[test]
fn only_an_empty_folder_is_deleted() {
    let notes = in_memory();
    let outer = folder(&notes, ROOT, "outer").unwrap();
    let inner = folder(&notes, outer, "inner").unwrap();
    let setting = Changes { is_associated: true, ..lend(&[]) };
    let parts = [GivenPart::new(subject("a setting"))];
    let setting = Changes { parts: lend(&parts).parts, ..setting };
    let id = notes.change(|all| commit::create(all, inner, setting)).unwrap();
    let delete = |parent, id| notes.change(|all| data::delete(all, parent, id));
    assert_eq!(code(delete(ROOT, outer)), Code::HAS_FOLDERS);
    assert_eq!(code(delete(outer, inner)), Code::HAS_MESSAGES);
    notes.change(|all| data::delete_message(all, inner, id)).unwrap();
    assert_eq!(code(delete(ROOT, inner)), Code::NOT_FOUND);
    delete(outer, inner).unwrap();
    delete(ROOT, outer).unwrap();
    assert_eq!(code(delete(ROOT, outer)), Code::NOT_FOUND);
    assert!(folder(&notes, ROOT, "outer").unwrap() > inner, "a key was used twice");
}

#[test]
fn folders_count_what_is_in_them() {
    let notes = in_memory();
    let id = folder(&notes, ROOT, "counted").unwrap();
    for flags in [0, 1, 8, 9, 1] {
        let part = [GivenPart::new(Given::set([Property::new(tags::MESSAGE_FLAGS, flags)]))];
        notes.change(|all| commit::create(all, id, lend(&part))).unwrap();
        let setting = Changes { is_associated: true, ..lend(&part) };
        notes.change(|all| commit::create(all, id, setting)).unwrap();
    }
    folder(&notes, id, "inside").unwrap();
    let counts =
        [tags::CONTENT_COUNT::ID, tags::CONTENT_UNREAD::ID, tags::ASSOC_CONTENT_COUNT::ID, tags::SUBFOLDERS::ID];
    assert_eq!(counts.map(|tag| get(&notes, id, tag)), [5.into(), 2.into(), 5.into(), true.into()]);
    let set = notes.change(|all| data::set(all, id, &[Property::new(tags::CONTENT_COUNT, 7)]));
    assert_eq!(code(set), Code::COMPUTED);
}

#[test]
fn properties_of_a_folder_are_set_and_removed_all_or_none() {
    let notes = in_memory();
    let values = [Property::new(tags::COMMENT, "ours"), Property::new(tags::CONTAINER_CLASS, "IPF.Note")];
    let id = notes.change(|all| data::create(all, ROOT, "one", &values)).unwrap();
    assert_eq!(get(&notes, id, tags::COMMENT::ID), "ours".into());
    let mixed = [Property::new(tags::COMMENT, "lost"), Property::new(tags::SUBFOLDERS, true)];
    assert_eq!(code(notes.change(|all| data::set(all, id, &mixed))), Code::COMPUTED);
    assert_eq!(get(&notes, id, tags::COMMENT::ID), "ours".into());
    let remove = |tags: &[PropTag]| notes.change(|all| data::remove(all, id, tags));
    assert_eq!(code(remove(&[tags::COMMENT::ID, tags::DISPLAY_NAME::ID])), Code::COMPUTED);
    assert_eq!(get(&notes, id, tags::COMMENT::ID), "ours".into());
    remove(&[tags::COMMENT::ID, tags::COMMENT::ID]).unwrap();
    assert_eq!(code(notes.read(|all| data::get(all, id, tags::COMMENT::ID))), Code::NOT_FOUND);
    assert_eq!(code(notes.change(|all| data::set(all, 77, &values))), Code::OBJECT_DELETED);
}

#[test]
fn special_and_receive_folders_are_kept_and_go_with_their_folders() {
    let notes = in_memory();
    let inbox = folder(&notes, ROOT, "Inbox").unwrap();
    let key = Key::Folder(inbox);
    for what in [SpecialFolder::Inbox, SpecialFolder::Finder, SpecialFolder::Inbox] {
        notes.set_special_folder(what, &key.to_bytes()).unwrap();
    }
    let shown = format!("{:?}", notes.special_folders().unwrap());
    let both = SpecialFolders::default().with(SpecialFolder::Finder, &key).with(SpecialFolder::Inbox, &key);
    assert_eq!(shown, format!("{both:?}"));
    notes.set_receive_folder("IPM.Note", Some(&key.to_bytes())).unwrap();
    notes.set_receive_folder("ipm.NOTE", Some(&key.to_bytes())).unwrap();
    notes.set_receive_folder("IPM.Task", Some(&key.to_bytes())).unwrap();
    notes.set_receive_folder("ipm.task", None).unwrap();
    notes.set_receive_folder("IPM.Other", None).unwrap();
    assert_eq!(notes.receive_folders().unwrap(), [("ipm.NOTE".to_owned(), key.to_bytes())]);
    let nowhere = Key::Folder(77).to_bytes();
    assert_eq!(code(notes.set_receive_folder("IPM.Note", Some(&nowhere))), Code::NOT_FOUND);
    assert_eq!(code(notes.set_special_folder(SpecialFolder::Outbox, &nowhere)), Code::NOT_FOUND);
    notes.change(|all| data::delete(all, ROOT, inbox)).unwrap();
    assert_eq!(notes.receive_folders().unwrap(), []);
    assert_eq!(format!("{:?}", notes.special_folders().unwrap()), format!("{:?}", SpecialFolders::default()));
}

#[test]
fn names_are_added_all_or_none_and_each_once() {
    let notes = in_memory();
    let set = Iid([9; 16]);
    let first = [(0x8000, PropName::number(set, -7)), (0x8001, PropName::text(set, "Größe"))];
    notes.append(&first).unwrap();
    let collisions = [
        (0x8002, PropName::number(set, -7)),
        (0x8001, PropName::number(set, 8)),
        (0x8002, PropName::text(set, "Größe")),
    ];
    for taken in collisions {
        let both = [(0x9000, PropName::text(set, "new")), taken];
        assert_eq!(code(notes.append(&both)), Code::COLLISION);
    }
    assert_eq!(notes.load().unwrap(), first);
    // Case counts (PROP-107), and so does the set.
    let more = [(0x8002, PropName::text(set, "größe")), (0xFFFE, PropName::number(PS_MAPI, -7))];
    notes.append(&more).unwrap();
    assert_eq!(notes.load().unwrap(), [first, more].concat());
    assert!(notes.append(&[(0xFFFF, PropName::number(set, 9))]).is_err());
}
