//! A client in Rust that changes a store: the wrappers, over a store whose objects are those by
//! hand. The store object itself is a scripted one, whose methods lead to them.
#![allow(unsafe_code, reason = "a store's methods are exchanged for others")]

use super::messages::subjects;
use super::world::{Kind, ROOT, Store as World, lock};
use provider_abi::memory::Allocators;
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iid::Iid;
use provider_runtime::abi::imapi_prop::IMAPIPropVtbl;
use provider_runtime::abi::imsg_store::IMsgStoreVtbl;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::abi::structs::*;
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;
use provider_runtime::session::{
    Changes, Contents, Folder, IpmSubtree, MessageChanges, Object, Outgoing, Session, Store,
};
use std::cell::RefCell;
use std::ffi::c_void;
use std::sync::Arc;
use support::Script;
use support::raw::{methods, release};

/// A session, its store, and the world that the store shows.
struct Client {
    world: Arc<World>,
    store: Option<Store>,
    session: Session,
}

/// The world of this thread's store, and the item that has the store's properties.
type Shown = (Arc<World>, u32);

std::thread_local! { static WORLD: RefCell<Option<Shown>> = const { RefCell::new(None) } }

fn world() -> Shown {
    WORLD.with_borrow(Clone::clone).unwrap()
}

unsafe extern "system" fn open_entry(
    _this: This,
    length: u32,
    entry: In<ENTRYID>,
    _iid: In<Iid>,
    _flags: u32,
    kind: Out<u32>,
    out: Out<*mut c_void>,
) -> Code {
    let (world, _) = world();
    // SAFETY: O3: as many bytes as the count says.
    let entry = unsafe { provider_abi::params::bytes_at(entry.raw().cast(), length) };
    let Some(number) = entry.map_or(Some(ROOT), |entry| world.number(entry)) else { return Code::UNKNOWN_ENTRYID };
    let Some(item) = world.item(number) else { return Code::NOT_FOUND };
    kind.write(if lock(&item).kind == Kind::Folder { MAPI_FOLDER } else { MAPI_MESSAGE });
    out.write(world.open(number));
    Code::OK
}

/// A call on the object that has the store's properties.
fn on_the_store<R>(call: impl FnOnce(IMAPIPropVtbl, This) -> R) -> R {
    let (world, number) = world();
    let object = world.open(number);
    let done = call(methods(object), This::new(object));
    release(object);
    done
}

unsafe extern "system" fn get_props(
    _this: This,
    tags: In<SPropTagArray>,
    flags: u32,
    count: Out<u32>,
    values: Out<*mut SPropValue>,
) -> Code {
    // SAFETY: O1, O3: an object of the test's, and this method's own arguments.
    on_the_store(|methods, this| unsafe { (methods.get_props)(this, tags, flags, count, values) })
}

unsafe extern "system" fn set_props(
    _this: This,
    count: u32,
    values: In<SPropValue>,
    problems: Out<*mut SPropProblemArray>,
) -> Code {
    // SAFETY: O1, O3: as above.
    on_the_store(|methods, this| unsafe { (methods.set_props)(this, count, values, problems) })
}

unsafe extern "system" fn set_receive_folder(
    _this: This,
    _class: In<c_void>,
    _flags: u32,
    _length: u32,
    _entry: In<ENTRYID>,
) -> Code {
    lock(&world().0.said).push("SetReceiveFolder".into());
    Code::OK
}

impl Client {
    fn new() -> Self {
        let session = Script::new().session().unwrap();
        let (allocate, more, free) = session.memory().functions();
        // SAFETY: M1: the session's own, which lives as long as the client.
        let memory = unsafe { Allocators::new(allocate, more, free) };
        let world = World::new(b"a client's store", memory);
        let store = support::open(&session).unwrap();
        let mask = Property::new(tags::STORE_SUPPORT_MASK, STORE_CREATE_OK | STORE_MODIFY_OK);
        let own = world.add(Kind::Folder, 0, &[mask]);
        WORLD.set(Some((Arc::clone(&world), own)));
        let object = store.as_raw();
        let mut changed = methods::<IMsgStoreVtbl>(object);
        changed.open_entry = open_entry;
        changed.set_receive_folder = set_receive_folder;
        changed.prop.get_props = get_props;
        changed.prop.set_props = set_props;
        // SAFETY: O1: alive, and no other thread calls it; the methods stay for the program.
        unsafe { object.cast::<&IMsgStoreVtbl>().write(Box::leak(Box::new(changed))) };
        Self { world, store: Some(store), session }
    }

    fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    fn root(&self) -> Object {
        self.store().open(None, MAPI_MODIFY).unwrap()
    }

    /// What the store's own property says.
    fn own(&self, tag: PropTag) -> Option<PropValue> {
        let item = self.world.item(world().1).unwrap();
        lock(&item).get(tag)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        drop(self.store.take());
        if !std::thread::panicking() {
            self.session.logoff();
            assert_eq!(self.world.live(), 0, "objects");
        }
        WORLD.set(None);
    }
}

/// FOLD-1, FOLD-4, ATT-2, PROP-79, PROP-38
#[test]
fn a_client_makes_folders_and_messages_with_all_that_they_have() {
    let client = Client::new();
    let root = client.root();
    let folder = Folder::of(&root).unwrap().create_folder("Drafts", Some("unsent"), 0).unwrap();
    let message = Folder::of(&folder).unwrap().create_message(0).unwrap();
    message.set_props(&[Property::new(tags::SUBJECT, "Lunch?"), Property::new(tags::COMMENT, "no")]).unwrap();
    Changes::of(&message).delete(&[tags::COMMENT]).unwrap();
    let body = Changes::of(&message).stream(tags::BODY).unwrap();
    body.write(&"a".repeat(100_000).encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()).unwrap();
    body.commit().unwrap();
    drop(body);
    let changes = MessageChanges::of(&message).unwrap();
    changes.set_recipients(&[vec![Property::new(tags::DISPLAY_NAME, "Ann")]]).unwrap();
    changes.modify_recipients(MODRECIP_ADD, &[vec![Property::new(tags::DISPLAY_NAME, "Bob")]]).unwrap();
    let (number, attachment) = changes.create_attachment().unwrap();
    attachment.set_props(&[Property::new(tags::ATTACH_METHOD, ATTACH_EMBEDDED_MSG)]).unwrap();
    let inside = MessageChanges::create_embedded(&attachment).unwrap();
    inside.set_props(&[Property::new(tags::SUBJECT, "inside")]).unwrap();
    inside.save(0).unwrap();
    attachment.save(0).unwrap();
    let (gone, other) = changes.create_attachment().unwrap();
    other.save(0).unwrap();
    changes.delete_attachment(gone).unwrap();
    message.save(0).unwrap();
    drop((inside, attachment, other));
    let drafts = client.world.texts(&lock(&client.world.item(ROOT).unwrap()).folders.clone(), tags::DISPLAY_NAME);
    assert_eq!(drafts, ["Drafts"]);
    let made = message.get(tags::ENTRYID).unwrap();
    let saved = client.world.item(client.world.number(made.as_binary().unwrap()).unwrap()).unwrap();
    assert_eq!(subjects(&saved), ["Lunch?", "inside"]);
    let saved = lock(&saved);
    assert_eq!((saved.recipients.len(), saved.attachments.len(), saved.attachments[0].0), (2, 1, number));
    assert_eq!((saved.get(tags::COMMENT), saved.get(tags::BODY)), (None, Some("a".repeat(100_000).into())));
    drop(saved);
    assert_eq!(Contents::of(&message).stream(tags::BODY).unwrap().rest().unwrap().len(), 200_000);
}

/// FOLD-5, LASTERR-1
#[test]
fn a_failure_of_a_client_comes_with_the_text_of_the_object() {
    let client = Client::new();
    let root = client.root();
    let folder = Folder::of(&root).unwrap();
    drop(folder.create_folder("A", None, 0).unwrap());
    let error = folder.create_folder("A", None, 0).unwrap_err();
    assert_eq!((error.code(), error.text()), (Code::COLLISION, "there is a folder A"));
    assert!(folder.create_folder("A", None, OPEN_IF_EXISTS).is_ok());
    client.world.fails("DeleteMessages", 0, Code::NO_ACCESS);
    let error = folder.delete_messages(&[client.world.entry(7)], 0).unwrap_err();
    assert_eq!((error.code(), error.text()), (Code::NO_ACCESS, "DeleteMessages fails as planned"));
    client.world.works_again();
    // What these objects do not have.
    let entry = client.world.entry(ROOT);
    let refused = [
        folder.empty(0).unwrap_err().code(),
        folder.set_read_flags(None, 0).unwrap_err().code(),
        folder.copy_messages(&[], &root, 0).unwrap_err().code(),
        folder.copy_folder(&entry, &root, Some("x"), 0).unwrap_err().code(),
        folder.status(&entry).unwrap_err().code(),
        folder.set_status(&entry, 1, 1).unwrap_err().code(),
    ];
    assert_eq!(refused, [Code::NO_SUPPORT; 6]);
    let message = folder.create_message(0).unwrap();
    let changes = MessageChanges::of(&message).unwrap();
    assert_eq!(changes.submit(0).unwrap_err().code(), Code::NO_SUPPORT);
    assert_eq!(changes.set_read_flag(0).unwrap_err().code(), Code::NO_SUPPORT);
    assert_eq!(Changes::of(&message).copy_to(&root, &[], 0).unwrap_err().code(), Code::NO_SUPPORT);
    assert!(Outgoing::of(client.store()).abort(&entry).is_err());
    assert!(Outgoing::of(client.store()).table().is_err());
    assert_eq!(Folder::of(&message).unwrap_err().code(), Code::NO_SUPPORT);
    assert_eq!(MessageChanges::of(&root).unwrap_err().code(), Code::NO_SUPPORT);
}

/// FOLD-20, FOLD-28
#[test]
fn a_client_deletes_messages_and_folders() {
    let client = Client::new();
    let root = client.root();
    let folder = Folder::of(&root).unwrap();
    let number = client.world.folder(ROOT, "A");
    let message = client.world.message(number, &[]);
    let entry = client.world.entry(number);
    assert_eq!(folder.delete_folder(&entry, 0).unwrap_err().code(), Code::HAS_MESSAGES);
    let inside = root.open_entry(Some(&entry), MAPI_MODIFY).unwrap();
    let gone = [client.world.entry(message), client.world.entry(message)];
    assert_eq!(Folder::of(&inside).unwrap().delete_messages(&gone, 0).unwrap(), Code::W_PARTIAL_COMPLETION);
    assert_eq!(folder.delete_folder(&entry, 0).unwrap(), Code::OK);
}

/// STORE-26, STORE-27, STORE-28, C-121
#[test]
fn special_folders_are_made_where_they_are_missing() {
    let client = Client::new();
    let subtree = IpmSubtree::of(client.store());
    assert_eq!(subtree.validate(false).unwrap(), 3);
    assert_eq!(client.own(tags::VALID_FOLDER_MASK), Some(0x89.into()));
    assert_eq!(subtree.validate(true).unwrap(), 5, "a default store has all of them");
    assert_eq!(client.own(tags::VALID_FOLDER_MASK), Some(0xFF.into()));
    assert_eq!(subtree.validate(true).unwrap(), 0);
    let names = |folder: u32| {
        let numbers = lock(&client.world.item(folder).unwrap()).folders.clone();
        (client.world.texts(&numbers, tags::DISPLAY_NAME), numbers)
    };
    let (in_root, numbers) = names(ROOT);
    assert_eq!(in_root, ["IPM Subtree", "Search Root", "Folder Views", "Common Views"]);
    assert_eq!(client.own(tags::IPM_SUBTREE_ENTRYID), Some(client.world.entry(numbers[0]).into()));
    let (in_subtree, numbers) = names(numbers[0]);
    assert_eq!(in_subtree, ["Deleted Items", "Inbox", "Outbox", "Sent Items"]);
    assert_eq!(client.own(tags::IPM_SENTMAIL_ENTRYID), Some(client.world.entry(numbers[3]).into()));
    assert_eq!(lock(&client.world.said).as_slice(), ["SetReceiveFolder"]);
}

/// STORE-23, STORE-26: a store that cannot be changed is left alone, and one that fails says so.
#[test]
fn special_folders_are_not_made_in_a_store_that_cannot_have_them() {
    let client = Client::new();
    let own = client.world.item(world().1).unwrap();
    client.world.fails("CreateFolder", 1, Code::NO_ACCESS);
    assert_eq!(IpmSubtree::of(client.store()).validate(true).unwrap_err().code(), Code::NO_ACCESS);
    assert!(client.own(tags::IPM_SUBTREE_ENTRYID).is_some(), "what was made stays");
    client.world.works_again();
    assert_eq!(IpmSubtree::of(client.store()).validate(true).unwrap(), 8, "those that are there are found by name");
    lock(&own).put(Property::new(tags::STORE_SUPPORT_MASK, STORE_MODIFY_OK));
    lock(&own).put(Property::new(tags::VALID_FOLDER_MASK, 0));
    assert_eq!(IpmSubtree::of(client.store()).validate(true).unwrap(), 0);
}
