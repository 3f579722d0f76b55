//! `IAddrBook`, and the root over all address books. Which providers are logged on for it is in
//! `logon/policy.rs`, what it does with entries in `entries.rs`; a client's wrapper is
//! `address_book.rs`.
#![allow(unsafe_code, reason = "two classes are declared, and their objects are boxed and freed by hand")]

use super::entries::{self, EntryObject};
use crate::model::{OpenedObject, State};
use crate::objects::{LentSink, slot};
use crate::tables::{Rows, session_table};
use provider_abi::class::{Class, Count, Receiver};
use provider_abi::error::Result;
use provider_abi::interfaces::iab_container::{self, IABContainer};
use provider_abi::interfaces::iaddr_book::{self, IAddrBook};
use provider_abi::interfaces::imapi_container::IMAPIContainer;
use provider_abi::memory::Allocators;
use provider_abi::params::only;
use provider_abi::prop_object::{PropObject, Properties, Work, opened_for_reading};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::requested::{Row, Values};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::iab_container::IABContainerVtbl;
use provider_abi::shapes::iaddr_book::IAddrBookVtbl;
use provider_abi::shapes::iid::*;
use provider_abi::shapes::param::Out;
use provider_abi::shapes::structs::MAPIERROR;
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::ptr::NonNull;
use std::sync::Arc;

/// The identifier of the root over all address books: the session's own.
pub(super) const ROOT: &[u8; 20] = b"\0\0\0\0MAPI books root\0";
const NAME: &str = "Address Book";

/// Which interfaces `OpenAddressBook` can be asked for.
///
/// # Errors
/// `MAPI_E_INTERFACE_NOT_SUPPORTED` for any other.
pub(super) fn answers(interface: Option<Iid>) -> Result<()> {
    let known = interface.is_none_or(|iid| Book::IIDS.contains(&iid) || iid == IID_IUnknown);
    if known { Ok(()) } else { Err(Code::INTERFACE_NOT_SUPPORTED.into()) }
}

/// The root over all address books, opened by a client.
///
/// # Errors
/// `MAPI_E_INTERFACE_NOT_SUPPORTED`
pub(super) fn open_root(state: &Arc<State>, interface: Option<Iid>) -> Result<OpenedObject> {
    if !interface.is_none_or(|iid| Root::IIDS.contains(&iid) || iid == IID_IUnknown) {
        return Err(Code::INTERFACE_NOT_SUPPORTED.into());
    }
    Ok(OpenedObject { kind: MAPI_ABCONT, object: make::<Root>(state), logon: 0 })
}

/// The `IAddrBook`, with one reference, the caller's.
pub(super) fn book_object(state: &Arc<State>) -> *mut c_void {
    make::<Book>(state)
}

/// What an object here is.
trait Face: Sized + 'static {
    type Methods: 'static;
    const METHODS: &'static Self::Methods;
    /// Apart from IUnknown.
    const IIDS: &'static [Iid];
    /// PR_OBJECT_TYPE
    const KIND: u32;
}

enum Book {}
enum Root {}

#[repr(C)]
struct OwnObject<F: Face> {
    methods: &'static F::Methods,
    count: Count,
    state: Arc<State>,
    face: PhantomData<F>,
}

impl Face for Book {
    type Methods = IAddrBookVtbl;
    const METHODS: &'static IAddrBookVtbl = &iaddr_book::vtable::<OwnObject<Self>, 0>();
    const IIDS: &'static [Iid] = &[IID_IAddrBook, IID_IMAPIProp];
    const KIND: u32 = MAPI_ADDRBOOK;
}

impl Face for Root {
    type Methods = IABContainerVtbl;
    const METHODS: &'static IABContainerVtbl = &iab_container::vtable::<OwnObject<Self>, 0>();
    const IIDS: &'static [Iid] = &[IID_IABContainer, IID_IMAPIContainer, IID_IMAPIProp];
    const KIND: u32 = MAPI_ABCONT;
}

/// An object with one reference, the caller's.
fn make<F: Face>(state: &Arc<State>) -> *mut c_void {
    let state = Arc::clone(state);
    let object = OwnObject::<F> { methods: F::METHODS, count: Count::one(), state, face: PhantomData };
    Box::into_raw(Box::new(object)).cast()
}

// SAFETY: O2: one vtable pointer first.
unsafe impl<F: Face> Class for OwnObject<F> {
    fn count(&self) -> &Count {
        &self.count
    }

    fn slot(&self, iid: Iid) -> Result<usize, Code> {
        slot(iid, &[F::IIDS], self.state.has_ended())
    }

    unsafe fn last(this: NonNull<Self>) {
        // SAFETY: O4: the caller's promise; it was boxed in `make`.
        drop(unsafe { Box::from_raw(this.as_ptr()) });
    }

    fn refuse(this: Receiver<'_, Self>) -> Code {
        entries::call(&*this, |_| Err(Code::NO_SUPPORT.into()))
    }
}

/// After the session's end the object is invalid (SESSION-8).
impl<F: Face> EntryObject for OwnObject<F> {
    fn session(&self) -> Result<&Arc<State>, Code> {
        if self.state.has_ended() { Err(Code::INVALID_OBJECT) } else { Ok(&self.state) }
    }
}

impl<F: Face> PropObject for OwnObject<F> {
    fn with_properties(this: Receiver<'_, Self>, work: &mut dyn Work) -> Code {
        entries::call(&*this, |state| work.run(&mut OwnValues { state, values: values::<F>() }))
    }

    fn last_error(this: Receiver<'_, Self>, code: Code, flags: u32, error: Out<'_, *mut MAPIERROR>) -> Code {
        entries::get_last_error(&*this, code, flags, error)
    }
}

/// The properties of an object for one call. Nobody changes them.
struct OwnValues<'a> {
    state: &'a State,
    values: Vec<Property>,
}

fn values<F: Face>() -> Vec<Property> {
    let mut values = vec![Property::new(tags::OBJECT_TYPE, F::KIND), Property::new(tags::DISPLAY_NAME, NAME)];
    if F::KIND == MAPI_ABCONT {
        values.push(Property::new(tags::ENTRYID, ROOT.as_slice()));
        values.push(Property::new(tags::CONTAINER_FLAGS, AB_SUBCONTAINERS | AB_UNMODIFIABLE));
        values.push(Property::new(tags::DISPLAY_TYPE, DT_NOT_SPECIFIC));
    }
    values
}

impl Values for OwnValues<'_> {
    fn held(&self, tag: PropTag) -> Option<PropValue> {
        Row(&self.values).held(tag)
    }

    fn tags(&self) -> Result<Vec<PropTag>> {
        Row(&self.values).tags()
    }
}

impl Properties for OwnValues<'_> {
    fn memory(&self) -> &Allocators {
        &self.state.memory.allocators
    }

    fn check_writable(&self) -> Result<()> {
        Err(opened_for_reading())
    }

    fn refusals(&self, _tags: &[PropTag]) -> Result<Vec<Option<Code>>> {
        Err(opened_for_reading())
    }

    fn set(&mut self, _changes: Vec<Property>) -> Result<()> {
        Err(opened_for_reading())
    }
}

impl IAddrBook for OwnObject<Book> {
    /// Without an identifier, it opens the root (OPEN-4).
    fn open_entry(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        interface: Option<&Iid>,
        flags: u32,
        kind: Out<'_, u32>,
        opened: Out<'_, *mut c_void>,
    ) -> Code {
        entries::open_entry(&*this, Some(or_root(entry)), interface, flags, kind, opened)
    }

    fn compare_entry_ids(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        other: Option<&[u8]>,
        _flags: u32,
        same: Out<'_, u32>,
    ) -> Code {
        entries::compare_entry_ids(&*this, entry, other, same)
    }

    /// NOTIF-13; of no entry at all, there is nothing to subscribe to but every book, which no
    /// provider offers.
    fn advise(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        mask: u32,
        sink: Option<LentSink<'_>>,
        connection: Out<'_, usize>,
    ) -> Code {
        if entry.is_none_or(<[u8]>::is_empty) {
            connection.write(0);
            return Self::refuse(this);
        }
        entries::advise(&*this, entry, mask, sink, connection)
    }

    fn unadvise(this: Receiver<'_, Self>, connection: usize) -> Code {
        entries::unadvise(&*this, connection)
    }
}

/// The root holds containers alone, so it has no contents table.
impl IMAPIContainer for OwnObject<Root> {
    /// It shows the roots of those that are logged on.
    fn get_hierarchy_table(this: Receiver<'_, Self>, flags: u32, out: Out<'_, *mut c_void>) -> Code {
        out.clear();
        entries::call(&*this, |state| {
            only(flags, MAPI_UNICODE | MAPI_DEFERRED_ERRORS | CONVENIENT_DEPTH)?;
            out.needed()?.write(session_table(state, Rows::Books, flags));
            Ok(Code::OK)
        })
    }

    /// Without an identifier, it opens the root once more (OPEN-4).
    fn open_entry(
        this: Receiver<'_, Self>,
        entry: Option<&[u8]>,
        interface: Option<&Iid>,
        flags: u32,
        kind: Out<'_, u32>,
        opened: Out<'_, *mut c_void>,
    ) -> Code {
        entries::open_entry(&*this, Some(or_root(entry)), interface, flags, kind, opened)
    }
}

impl IABContainer for OwnObject<Root> {}

fn or_root(entry: Option<&[u8]>) -> &[u8] {
    entry.filter(|entry| !entry.is_empty()).unwrap_or(ROOT)
}
