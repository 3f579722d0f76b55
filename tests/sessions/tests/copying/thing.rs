//! The objects of a store by hand: one class for folders, messages and attachments, each under the
//! vtable of its kind, and their properties. What they show is in `world.rs`; what only messages
//! and only folders do is in `message_calls.rs` and `folder_calls.rs`.
#![allow(unsafe_code, reason = "a class is declared, and its objects are boxed and freed by hand")]

use super::stream::Flow;
use super::world::{Item, Kind, Lie, Shared, Store, lock};
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::error::Result;
use provider_abi::interfaces::iattach::{self, IAttach};
use provider_abi::interfaces::imapi_folder;
use provider_abi::interfaces::imessage;
use provider_abi::last_error::{LastError, get_last_error};
use provider_abi::memory::Allocators;
use provider_abi::names::NameMap;
use provider_abi::prop_object::{PropObject, Properties, Work};
use provider_abi::requested::Values;
use provider_runtime::abi::flag::*;
use provider_runtime::abi::iattach::IAttachVtbl;
use provider_runtime::abi::iid::*;
use provider_runtime::abi::imapi_folder::IMAPIFolderVtbl;
use provider_runtime::abi::imapi_prop::IMAPIPropVtbl;
use provider_runtime::abi::imessage::IMessageVtbl;
use provider_runtime::abi::param::{In, Out, This};
use provider_runtime::abi::structs::*;
use provider_runtime::abi::tags;
use provider_runtime::prelude::*;
use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

/// Texts and bytes longer than this are had as a stream alone.
pub const LONGEST: usize = 1000;

/// What becomes of a new object at its save.
pub enum Pending {
    /// It is a message of this folder, maybe an associated one.
    Folder(Shared, bool),
    /// It is the attachment of this number of a message.
    Message(Shared, u32),
    /// It is the message in an attachment.
    Attachment(Shared),
}

#[repr(C)]
pub struct Thing {
    methods: *const c_void,
    count: Count,
    pub store: Arc<Store>,
    pub item: Shared,
    kind: Kind,
    pending: Mutex<Option<Pending>>,
    last: LastError,
}

const FOLDER: &IMAPIFolderVtbl = &imapi_folder::vtable::<Thing, 0>();
const HONEST: IMessageVtbl = imessage::vtable::<Thing, 0>();
const MESSAGE: &IMessageVtbl = &IMessageVtbl { prop: IMAPIPropVtbl { get_props, ..HONEST.prop }, ..HONEST };

/// GetProps of a message, whose count may be more than there are.
unsafe extern "system" fn get_props(
    this: This,
    tags: In<SPropTagArray>,
    flags: u32,
    count: Out<u32>,
    values: Out<*mut SPropValue>,
) -> Code {
    // SAFETY: O1, O3: this method's own arguments.
    let code = unsafe { (HONEST.prop.get_props)(this, tags, flags, count, values) };
    // SAFETY: O1, O2: it stands in the vtable of messages alone.
    let thing = unsafe { Receiver::<Thing>::new::<0>(this) };
    if thing.store.lies(Lie::CountsTooMany) && !code.is_failure() {
        count.write(count.read().unwrap_or(0) + 500);
    }
    code
}
const ATTACHMENT: &IAttachVtbl = &iattach::vtable::<Thing, 0>();

impl Thing {
    /// An object with one reference, the caller's.
    pub fn make(store: &Arc<Store>, item: &Shared, pending: Option<Pending>) -> *mut c_void {
        let kind = lock(item).kind;
        let methods: *const c_void = match kind {
            Kind::Folder => std::ptr::from_ref(FOLDER).cast(),
            Kind::Message => std::ptr::from_ref(MESSAGE).cast(),
            Kind::Attachment => std::ptr::from_ref(ATTACHMENT).cast(),
        };
        store.live.fetch_add(1, Ordering::AcqRel);
        Box::into_raw(Box::new(Self {
            methods,
            count: Count::one(),
            store: Arc::clone(store),
            item: Arc::clone(item),
            kind,
            pending: Mutex::new(pending),
            last: LastError::default(),
        }))
        .cast()
    }

    pub fn call(&self, method: &str, work: impl FnOnce() -> Result<Code>) -> Code {
        let done = self.store.strike(method).and_then(|()| work());
        done.unwrap_or_else(|error| self.last.keep(&error))
    }

    /// Gives out a new object, or a lie.
    pub fn give(&self, out: Out<'_, *mut c_void>, item: &Shared, pending: Option<Pending>) -> Result<Code> {
        let out = out.needed()?;
        if !self.store.lies(Lie::GivesNothing) {
            out.write(Self::make(&self.store, item, pending));
        }
        Ok(Code::OK)
    }

    pub fn item_of(&self, entry: Option<&[u8]>) -> Result<Shared> {
        let number = entry.and_then(|entry| self.store.number(entry));
        let number = number.ok_or(Code::UNKNOWN_ENTRYID)?;
        self.store.item(number).ok_or_else(|| Code::NOT_FOUND.into())
    }

    pub fn rows(&self, numbers: &[u32]) -> Vec<Vec<Property>> {
        let row = |number: &u32| vec![Property::new(tags::ENTRYID, self.store.entry(*number))];
        numbers.iter().map(row).collect()
    }
}

impl Drop for Thing {
    fn drop(&mut self) {
        let _ = self.methods;
        self.store.live.fetch_sub(1, Ordering::AcqRel);
    }
}

// SAFETY: O2: one vtable pointer first.
unsafe impl Class for Thing {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        let own: &[Iid] = match self.kind {
            Kind::Folder => &[IID_IMAPIFolder, IID_IMAPIContainer],
            Kind::Message => &[IID_IMessage],
            Kind::Attachment => &[IID_IAttachment],
        };
        let known = own.contains(&iid) || [IID_IMAPIProp, IID_IUnknown].contains(&iid);
        if known { Ok(0) } else { Err(Code::INTERFACE_NOT_SUPPORTED) }
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: no reference is left; it was boxed in `make`.
        drop(unsafe { Box::from_raw(this.as_ptr()) });
    }
}

/// The properties of one object for one call.
struct Shown<'a>(&'a Thing);

impl Shown<'_> {
    fn given(&self) -> Vec<Property> {
        let store = &self.0.store;
        let item = lock(&self.0.item);
        let mut given = vec![
            Property::new(tags::STORE_RECORD_KEY, &store.key[..]),
            Property::new(tags::MAPPING_SIGNATURE, &store.key[..]),
        ];
        if item.number != 0 {
            given.push(Property::new(tags::RECORD_KEY, &item.number.to_le_bytes()[..]));
            given.push(Property::new(tags::ENTRYID, store.entry(item.number)));
            let parent = if item.parent == 0 { item.number } else { item.parent };
            given.push(Property::new(tags::PARENT_ENTRYID, store.entry(parent)));
        }
        match item.kind {
            Kind::Message => {
                given.push(Property::new(tags::MESSAGE_RECIPIENTS, PropValue::Object));
                given.push(Property::new(tags::MESSAGE_ATTACHMENTS, PropValue::Object));
            }
            Kind::Folder => given.push(Property::new(tags::CONTAINER_CONTENTS, PropValue::Object)),
            Kind::Attachment if item.embedded.is_some() => {
                given.push(Property::new(tags::ATTACH_DATA_OBJ, PropValue::Object));
            }
            Kind::Attachment => {}
        }
        given
    }
}

impl Values for Shown<'_> {
    fn held(&self, tag: PropTag) -> Option<PropValue> {
        self.given().into_iter().find(|one| one.tag.id() == tag.id()).map(|one| one.value)
    }

    fn tags(&self) -> Result<Vec<PropTag>> {
        let given = self.given();
        let own = lock(&self.0.item).properties.clone();
        Ok(given.iter().chain(&own).map(|property| property.tag).collect())
    }

    fn ask(&self, tag: PropTag) -> Result<PropValue> {
        let value = lock(&self.0.item).get(tag).ok_or(Code::NOT_FOUND)?;
        let length = match &value {
            PropValue::Text(text) => text.len(),
            PropValue::Binary(bytes) => bytes.len(),
            _ => 0,
        };
        if length > LONGEST { Err(Code::NOT_ENOUGH_MEMORY.into()) } else { Ok(value) }
    }
}

impl Properties for Shown<'_> {
    fn memory(&self) -> &Allocators {
        &self.0.store.memory
    }

    fn check_writable(&self) -> Result<()> {
        self.0.store.strike("write")
    }

    fn refusals(&self, tags: &[PropTag]) -> Result<Vec<Option<Code>>> {
        let computed = lock(&self.0.store.computed);
        let given = self.given();
        let refusal = |tag: &PropTag| {
            let is = |other: &PropTag| other.id() == tag.id();
            (computed.iter().any(is) || given.iter().any(|one| is(&one.tag))).then_some(Code::COMPUTED)
        };
        Ok(tags.iter().map(refusal).collect())
    }

    fn set(&mut self, changes: Vec<Property>) -> Result<()> {
        self.0.store.strike("SetProps")?;
        let mut item = lock(&self.0.item);
        changes.into_iter().for_each(|change| item.put(change));
        Ok(())
    }

    fn delete(&mut self, tags: &[PropTag]) -> Result<()> {
        let mut item = lock(&self.0.item);
        item.properties.retain(|one| !tags.iter().any(|tag| tag.id() == one.tag.id()));
        Ok(())
    }

    fn names(&self) -> Option<&dyn NameMap> {
        (!self.0.store.lies(Lie::NoNames)).then_some(&*self.0.store)
    }
}

impl PropObject for Thing {
    fn with_properties(this: Receiver<'_, Self>, work: &mut dyn Work) -> Code {
        this.call("properties", || work.run(&mut Shown(&this)))
    }

    fn last_error(this: Receiver<'_, Self>, code: Code, flags: u32, error: Out<'_, *mut MAPIERROR>) -> Code {
        let told = get_last_error(&this.last, code, &this.store.memory, flags, "by hand", error);
        told.unwrap_or_else(|error| error.code())
    }

    fn save(this: Receiver<'_, Self>, _flags: u32) -> Code {
        this.call("SaveChanges", || {
            match lock(&this.pending).take() {
                None => {}
                Some(Pending::Folder(folder, is_associated)) => {
                    let number = this.store.take_number();
                    let mut folder = lock(&folder);
                    let mut item = lock(&this.item);
                    (item.number, item.parent) = (number, folder.number);
                    lock(&this.store.items).insert(number, Arc::clone(&this.item));
                    if is_associated { &mut folder.associated } else { &mut folder.messages }.push(number);
                }
                Some(Pending::Message(message, number)) => {
                    lock(&message).attachments.push((number, Arc::clone(&this.item)));
                }
                Some(Pending::Attachment(attachment)) => {
                    lock(&attachment).embedded = Some(Arc::clone(&this.item));
                }
            }
            Ok(Code::OK)
        })
    }

    fn open(
        this: Receiver<'_, Self>,
        tag: PropTag,
        interface: Option<&Iid>,
        _options: u32,
        flags: u32,
        opened: Out<'_, *mut c_void>,
    ) -> Code {
        this.call("OpenProperty", || {
            let creates = flags & MAPI_CREATE != 0;
            match interface {
                Some(iid) if *iid == IID_IStream => {
                    opened.needed()?.write(Flow::open(&this.store, &this.item, tag, creates)?);
                    Ok(Code::OK)
                }
                Some(iid) if *iid == IID_IMessage && tag.id() == tags::ATTACH_DATA_OBJ.id() && creates => {
                    let message = Item::new(Kind::Message, 0, 0, &[]);
                    this.give(opened, &message, Some(Pending::Attachment(Arc::clone(&this.item))))
                }
                Some(iid) if *iid == IID_IMessage && tag.id() == tags::ATTACH_DATA_OBJ.id() => {
                    let inside = lock(&this.item).embedded.clone().ok_or(Code::NOT_FOUND)?;
                    this.give(opened, &inside, None)
                }
                _ => Err(Code::INTERFACE_NOT_SUPPORTED.into()),
            }
        })
    }
}

impl IAttach for Thing {}
